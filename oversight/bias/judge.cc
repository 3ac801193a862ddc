#include "oversight/bias/judge.h"

#include <algorithm>
#include <cmath>

#include "oversight/bias/numbers.h"

namespace reeve::oversight::bias {
namespace {

constexpr double kSmallCell = 5;  // expected; below it a normal approximation is not trusted

// The least count that chance alone would put into a cell of the two-by-two table.
double LeastExpected(const Fraction& a, const Fraction& b) {
  const auto d = [](uint64_t count) { return static_cast<double>(count); };
  const double all = d(a.whole + b.whole);
  const double part = d(a.part + b.part);
  return std::min(d(a.whole), d(b.whole)) * std::min(part, all - part) / all;
}

bool Below(const Judgement& judgement, uint64_t permille) {
  const bool under = RatioBelow(judgement.rate, judgement.reference, permille).value_or(false);
  const bool over = RatioBelow(judgement.reference, judgement.rate, permille).value_or(false);
  const std::optional<bool> higher = HigherIsBetter(judgement.metric);
  return higher ? (*higher ? under : over) : under || over;
}

Judgement Measure(Metric metric, const Tally& group, const Tally& reference,
                  const Conventions& conventions) {
  Judgement judgement;
  judgement.metric = metric;
  judgement.rate = FractionOf(metric, group);
  judgement.reference = FractionOf(metric, reference);
  const double z = NormalQuantile((1 + conventions.confidence) / 2);
  judgement.comparison = Compare(judgement.rate, judgement.reference, z);
  if (judgement.rate.whole == 0 || judgement.reference.whole == 0) return judgement;
  judgement.exact = LeastExpected(judgement.rate, judgement.reference) < kSmallCell;
  judgement.p = judgement.exact ? std::optional(judgement.comparison.fisher->two_sided)
                                : judgement.comparison.p_z;
  const double threshold =
      HigherIsBetter(metric).value_or(true) ? conventions.threshold : 1 / conventions.threshold;
  judgement.power = Power(judgement.rate.whole, judgement.reference.whole,
                          *judgement.reference.value(), threshold, z);
  BootstrapPlan plan = conventions.bootstrap;
  plan.confidence = conventions.confidence;
  judgement.bootstrap = BootstrapRatio(judgement.rate, judgement.reference, plan);
  return judgement;
}

void Decide(Verdict verdict, std::string reason, Judgement* judgement) {
  judgement->verdict = verdict;
  judgement->reason = std::move(reason);
}

// A sample that is large enough to be looked at.
void DecideByNumbers(const Conventions& conventions, Judgement* judgement) {
  const double ratio = AdverseRatio(*judgement).value_or(1);
  const bool below =
      Below(*judgement, static_cast<uint64_t>(std::llround(conventions.threshold * 1000)));
  const bool certain = judgement->p_holm && *judgement->p_holm < conventions.alpha();
  const std::string side = "the ratio " + Decimals(ratio, 3) + " is " +
                           (below ? "below " : "not below ") + Shortest(conventions.threshold);
  const std::string chance = PWords(judgement->p_holm.value_or(1)) + " after Holm";
  if (certain && ratio < conventions.practical) {
    return Decide(Verdict::kFlag,
                  side + (below ? ", and" : ", yet") +
                      " the difference is larger than chance explains (" + chance + ")",
                  judgement);
  }
  if (certain && ratio < 1) {
    return Decide(Verdict::kNoFlag,
                  "the difference is certain (" + chance + ") and small: the ratio " +
                      Decimals(ratio, 3) + " is not below " + Shortest(conventions.practical),
                  judgement);
  }
  if (certain) {
    return Decide(Verdict::kNoFlag, "the group does better than the reference (" + chance + ")",
                  judgement);
  }
  const double power = judgement->power.value_or(0);
  if (below) {
    return Decide(Verdict::kInsufficient,
                  side + ", but so few people do not tell it from chance (" + chance +
                      "; the power to see such a ratio is " + Percent(power, 0) + ")",
                  judgement);
  }
  const auto& interval = judgement->comparison.ratio_interval;
  const bool ruled_out = HigherIsBetter(judgement->metric).value_or(false) && interval &&
                         interval->low >= conventions.threshold;
  if (!ruled_out && power < conventions.min_power) {
    return Decide(Verdict::kInsufficient,
                  side + ", but the sample would see a ratio of " +
                      Shortest(conventions.threshold) + " in only " + Percent(power, 0) +
                      " of cases",
                  judgement);
  }
  Decide(Verdict::kNoFlag, side + ", and the difference is within chance (" + chance + ")",
         judgement);
}

void Decide(const Conventions& conventions, Judgement* judgement) {
  const uint64_t people = judgement->rate.whole;
  const uint64_t others = judgement->reference.whole;
  if (std::min(people, others) < conventions.min_verdict) {
    return Decide(Verdict::kInsufficient,
                  (people <= others ? "the group has " : "the reference has ") +
                      People(std::min(people, others)) + " for this rate; a verdict needs " +
                      std::to_string(conventions.min_verdict),
                  judgement);
  }
  if (!judgement->p) {
    return Decide(Verdict::kNoFlag,
                  judgement->rate.part == 0 ? "the rate is 0 in both" : "the rate is 1 in both",
                  judgement);
  }
  DecideByNumbers(conventions, judgement);
}

// `which[i]` is the judgement of this metric of the i-th judged group.
void CorrectAndDecide(const Conventions& conventions, const std::vector<Judgement*>& family) {
  std::vector<double> p;
  for (const Judgement* one : family) {
    if (one->p) p.push_back(*one->p);
  }
  const std::vector<double> adjusted = Holm(p);
  size_t next = 0;
  for (Judgement* one : family) {
    if (one->p) one->p_holm = adjusted[next++];
    Decide(conventions, one);
  }
}

}  // namespace

std::optional<double> AdverseRatio(const Judgement& judgement) {
  const auto a = judgement.rate.value();
  const auto b = judgement.reference.value();
  if (!a || !b) return std::nullopt;
  const auto over = [](double x, double y) { return y > 0 ? std::optional(x / y) : std::nullopt; };
  const std::optional<bool> higher = HigherIsBetter(judgement.metric);
  if (higher) return *higher ? over(*a, *b) : over(*b, *a);
  return over(std::min(*a, *b), std::max(*a, *b));
}

void JudgeGroups(const Conventions& conventions, bool has_label, GroupTable* table) {
  if (!table->primary) return;
  const Reference& reference = table->references[*table->primary];
  for (size_t i = 0; i < table->groups.size(); ++i) {
    Group& group = table->groups[i];
    if (group.excluded || reference.group == i) continue;
    for (const Metric metric : conventions.judged) {
      if (NeedsLabel(metric) && !has_label) continue;
      group.judgements.push_back(Measure(metric, group.tally, reference.tally, conventions));
    }
  }
  for (size_t k = 0; k < conventions.judged.size(); ++k) {
    std::vector<Judgement*> family;
    for (Group& group : table->groups) {
      for (Judgement& one : group.judgements) {
        if (one.metric == conventions.judged[k]) family.push_back(&one);
      }
    }
    CorrectAndDecide(conventions, family);
  }
}

}  // namespace reeve::oversight::bias
