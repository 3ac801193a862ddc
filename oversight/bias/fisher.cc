// Fisher's exact test, by the recurrence of the hypergeometric distribution outward from its mode:
// no factorial and no logarithm, so the sums keep nearly all digits of a long double.
#include <algorithm>

#include "oversight/bias/proportion.h"

namespace reeve::oversight::bias {
namespace {

// Terms below this share of the mode's are left out; a double could not tell their sum from 0.
constexpr long double kNegligible = 1e-320L;
// Tables whose probability is this little above the observed one count as equal to it: rounding.
constexpr long double kEqual = 1 + 1e-7L;

// P(X = k) ∝ C(n, k) C(m, drawn - k) for k in [low, high].
struct Hypergeometric {
  uint64_t n;
  uint64_t m;
  uint64_t drawn;

  uint64_t low() const { return drawn > m ? drawn - m : 0; }
  uint64_t high() const { return std::min(n, drawn); }
  uint64_t mode() const {
    const auto k = static_cast<uint64_t>((static_cast<long double>(drawn) + 1) *
                                         (static_cast<long double>(n) + 1) /
                                         (static_cast<long double>(n + m) + 2));
    return std::clamp(k, low(), high());
  }
  // P(k + 1) / P(k). Precondition: k < high().
  long double Up(uint64_t k) const {
    return static_cast<long double>(n - k) * static_cast<long double>(drawn - k) /
           (static_cast<long double>(k + 1) * static_cast<long double>(m + k + 1 - drawn));
  }
};

struct Sums {
  long double all = 0;
  long double less = 0;
  long double greater = 0;
  long double unlikelier = 0;
};

// Calls visit(k, weight) for every k whose weight, the mode's being 1, is not negligible.
template <typename Visit>
void Walk(const Hypergeometric& x, const Visit& visit) {
  const uint64_t mode = x.mode();
  long double weight = 1;
  for (uint64_t k = mode; weight >= kNegligible; ++k) {
    visit(k, weight);
    if (k == x.high()) break;
    weight *= x.Up(k);
  }
  weight = 1;
  for (uint64_t k = mode; k > x.low();) {
    --k;
    weight /= x.Up(k);
    if (weight < kNegligible) break;
    visit(k, weight);
  }
}

}  // namespace

FisherTest Fisher(const Fraction& a, const Fraction& b) {
  const Hypergeometric x{a.whole, b.whole, a.part + b.part};
  long double observed = 0;
  Walk(x, [&](uint64_t k, long double weight) {
    if (k == a.part) observed = weight;
  });
  Sums sums;
  Walk(x, [&](uint64_t k, long double weight) {
    sums.all += weight;
    if (k <= a.part) sums.less += weight;
    if (k >= a.part) sums.greater += weight;
    if (weight <= observed * kEqual) sums.unlikelier += weight;
  });
  const auto part = [&](long double sum) {
    return std::min(1.0, static_cast<double>(sum / sums.all));
  };
  FisherTest test;
  test.observed = part(observed);
  test.less = part(sums.less);
  test.greater = part(sums.greater);
  test.two_sided = part(sums.unlikelier);
  test.midp_less = part(sums.less - observed / 2);
  return test;
}

}  // namespace reeve::oversight::bias
