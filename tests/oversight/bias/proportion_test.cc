#include "oversight/bias/proportion.h"

#include <catch2/catch.hpp>

#include "oversight/bias/resample.h"
#include "oversight/bias/splitmix.h"

namespace reeve::oversight::bias {
namespace {

const double kZ = NormalQuantile(0.975);

Approx Exactly(double value) { return Approx(value).epsilon(1e-12).margin(1e-15); }

TEST_CASE("bias: the normal quantile is that of tables") {
  CHECK(kZ == Exactly(1.959963984540054));
  CHECK(NormalQuantile(0.5) == Exactly(0));
  CHECK(NormalQuantile(0.995) == Exactly(2.575829303548901));
}

TEST_CASE("bias: Fisher's test of the tea-tasting lady, and of what all tables agree on") {
  CHECK(Fisher({3, 4}, {1, 4}).two_sided == Exactly(17.0 / 35));
  CHECK(Fisher({3, 4}, {1, 4}).greater == Exactly(17.0 / 70));
  CHECK(Fisher({4, 4}, {0, 4}).two_sided == Exactly(2.0 / 70));
  const FisherTest same = Fisher({5, 10}, {5, 10});
  CHECK(same.two_sided == Exactly(1));
  CHECK(same.midp_less == Exactly(0.5));
  const FisherTest nobody = Fisher({0, 7}, {0, 9});
  CHECK(nobody.two_sided == 1);
  CHECK(nobody.observed == 1);
}

TEST_CASE("bias: Fisher's test of millions is the z test's, and far away it is 0") {
  const Fraction a{1'001'500, 2'000'000};
  const Fraction b{1'000'000, 2'000'000};
  CHECK(Fisher(a, b).two_sided == Approx(*Compare(a, b, kZ).p_z).epsilon(0.01));
  CHECK(Fisher({0, 2'000'000}, {1'000'000, 2'000'000}).two_sided == 0);
}

TEST_CASE("bias: four fifths are compared in whole numbers, and at the mark nobody is below") {
  CHECK(RatioBelow({48, 60}, {60, 60}, 800) == false);
  CHECK(RatioBelow({47, 60}, {60, 60}, 800) == true);
  CHECK(RatioBelow({48, 100}, {60, 100}, 800) == false);  // 0.48 / 0.6 < 0.8 in doubles
  CHECK(RatioBelow({800'000'000, 1'000'000'000}, {1'000'000'000, 1'000'000'000}, 800) == false);
  CHECK(RatioBelow({1, 2}, {0, 2}, 800) == std::nullopt);
}

TEST_CASE("bias: the ratio alone errs both ways") {
  const Comparison passes = Compare({170, 390}, {412, 797}, kZ);
  CHECK(*passes.ratio == Approx(0.843).margin(0.0005));
  CHECK(passes.below_four_fifths == false);
  CHECK(passes.fisher->two_sided < 0.01);
  CHECK(passes.two_sd());
  const Comparison fails = Compare({7, 17}, {215, 412}, kZ);
  CHECK(fails.below_four_fifths == true);
  CHECK(fails.fisher->two_sided > 0.4);
}

TEST_CASE("bias: one selection given to the group closes a small gap and not a large one") {
  CHECK(Compare({2, 4}, {12, 16}, kZ).one_person_flip == true);
  CHECK(Compare({12, 40}, {48, 80}, kZ).one_person_flip == false);
  CHECK(*Compare({12, 40}, {48, 80}, kZ).shortfall == Exactly(8));
}

TEST_CASE("bias: what is undefined stays undefined") {
  const Comparison nobody = Compare({0, 10}, {0, 20}, kZ);
  CHECK(nobody.difference == 0.0);
  CHECK(!nobody.ratio);
  CHECK(!nobody.ratio_interval);
  CHECK(!nobody.z_pooled);
  CHECK(!nobody.p_yates);
  const Comparison empty = Compare({0, 0}, {5, 10}, kZ);
  CHECK(!empty.difference);
  CHECK(!empty.fisher);
  CHECK(!Wilson({0, 0}, kZ));
}

TEST_CASE("bias: intervals hold their rate and stay within 0 and 1") {
  for (const Fraction rate :
       {Fraction{0, 1}, Fraction{1, 1}, Fraction{3, 10}, Fraction{0, 100000}}) {
    const auto interval = Wilson(rate, kZ);
    CHECK(interval->low >= 0);
    CHECK(interval->high <= 1);
    CHECK(interval->low <= *rate.value());
    CHECK(interval->high >= *rate.value());
  }
}

TEST_CASE("bias: Holm's correction is monotone and never above 1") {
  const std::vector<double> p = {0.04, 0.01, 0.03, 0.9};
  const std::vector<double> adjusted = Holm(p);
  CHECK(adjusted[1] == Exactly(0.04));
  CHECK(adjusted[2] == Exactly(0.09));
  CHECK(adjusted[0] == Exactly(0.09));
  CHECK(adjusted[3] == Exactly(0.9));
  CHECK(Holm({}).empty());
}

TEST_CASE("bias: power grows with the sample and is the level where there is nothing to see") {
  CHECK(*Power(1000, 1000, 0.5, 1.0, kZ) == Approx(0.05).margin(1e-9));
  CHECK(*Power(1000, 1000, 0.5, 0.8, kZ) > 0.99);
  CHECK(*Power(17, 400, 0.5, 0.8, kZ) < 0.3);
  CHECK(!Power(10, 10, 0, 0.8, kZ));
}

TEST_CASE("bias: SplitMix64 and its indices are those that others draw") {
  SplitMix64 random(42);
  CHECK(random.Next() == 13679457532755275413U);
  CHECK(random.Next() == 2949826092126892291U);
  SplitMix64 again(42);
  CHECK(again.Index(390) == 289);  // (13679457532755275413 * 390) >> 64
}

TEST_CASE("bias: a bootstrap is the same for a seed and another for another") {
  const Fraction a{30, 60};
  const Fraction b{50, 70};
  const auto first = BootstrapRatio(a, b, {.resamples = 200, .seed = 1});
  const auto same = BootstrapRatio(a, b, {.resamples = 200, .seed = 1});
  const auto other = BootstrapRatio(a, b, {.resamples = 200, .seed = 2});
  CHECK(first->interval.low == same->interval.low);
  CHECK(first->interval.low != other->interval.low);
  CHECK(!BootstrapRatio(a, b, {.resamples = 0}));
  CHECK(!BootstrapRatio({1, kMaxRows}, b, {.resamples = 1000}));
  CHECK(BootstrapRatio({1, 2}, {1, 2}, {.resamples = 100})->dropped > 0);
}

TEST_CASE("bias: quantiles are of type 7") {
  CHECK(Quantile({4, 1, 3, 2}, 0.5) == Exactly(2.5));
  CHECK(Quantile({1, 2, 3, 4}, 0.1) == Exactly(1.3));
  CHECK(Quantile({7}, 0.9) == Exactly(7));
}

TEST_CASE("bias: Wilson's and Newcombe's intervals are those of the published examples") {
  const double z = NormalQuantile(0.975);
  // Newcombe 1998 (two-sided 95 %), table II: 56/70 against 48/80, 9/10 against 3/10, 0/10, 0/20.
  const auto first = Newcombe({56, 70}, {48, 80}, z);
  CHECK(first->low == Approx(0.0524).margin(5e-5));
  CHECK(first->high == Approx(0.3339).margin(5e-5));
  const auto second = Newcombe({9, 10}, {3, 10}, z);
  CHECK(second->low == Approx(0.1705).margin(5e-5));
  CHECK(second->high == Approx(0.8090).margin(5e-5));
  const auto none = Newcombe({0, 10}, {0, 20}, z);
  CHECK(none->low == Approx(-0.1611).margin(5e-5));
  CHECK(none->high == Approx(0.2775).margin(5e-5));
  // Newcombe 1998, the single proportion: 81/263.
  const auto one = Wilson({81, 263}, z);
  CHECK(one->low == Approx(0.2553).margin(5e-5));
  CHECK(one->high == Approx(0.3662).margin(5e-5));
}

}  // namespace
}  // namespace reeve::oversight::bias
