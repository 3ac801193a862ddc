#include "policy/diff.h"

#include <algorithm>
#include <map>
#include <set>

#include "policy/approval_terms.h"
#include "policy/diff_reasons.h"

namespace reeve::policy {
namespace {

using RuleKey = std::pair<std::string, std::string>;

Direction Combined(Direction a, Direction b) {
  if (a == Direction::kNone || a == b) return b;
  return b == Direction::kNone ? a : Direction::kChanged;
}

Direction FromProofs(bool never_looser, bool never_stricter) {
  if (never_looser) return never_stricter ? Direction::kNone : Direction::kTightened;
  return never_stricter ? Direction::kLoosened : Direction::kChanged;
}

Application Either(const Application& a, const Application& b) {
  return {a.certain_kept || b.certain_kept, a.possible_kept || b.possible_kept,
          a.certain_only || b.certain_only, a.possible_only || b.possible_only};
}

bool IsWhole(const Application& a) {
  return a.certain_kept && a.possible_kept && a.certain_only && a.possible_only;
}

std::string HowOften(const Application& application) {
  const bool more = application.possible_kept;
  const bool less = application.possible_only;
  if (more && less) return "";
  return more ? "so it applies more often" : less ? "so it applies less often" : "";
}

// A rule of either bundle, as it counts.
struct Version {
  const Rule* rule = nullptr;  // null: not there
  Contribution contribution;
};

Version VersionOf(const Bundle& bundle, const Rule& rule) {
  Version out{&rule, {}};
  out.contribution.where = ConditionOf(bundle, rule);
  if (rule.mode == Mode::kEnforce) out.contribution.rule = &rule;
  return out;
}

class Comparison {
 public:
  Comparison(const Bundle& before, const Bundle& after, const DiffOptions& options)
      : before_(before), after_(after), options_(options) {
    for (const Rule& rule : before.rules()) {
      rules_[{rule.policy, rule.id}].first = VersionOf(before, rule);
    }
    for (const Rule& rule : after.rules()) {
      rules_[{rule.policy, rule.id}].second = VersionOf(after, rule);
    }
    for (const auto& [key, versions] : rules_) {
      for (const Version* version : {&versions.first, &versions.second}) {
        const Rule* rule = version->contribution.rule;
        if (rule != nullptr && rule->effect == Effect::kHold) {
          holds_.emplace_back(key, &version->contribution);
        }
      }
    }
  }

  BundleDifference Run() {
    out_.before = before_.digest();
    out_.after = after_.digest();
    CompareSettings();
    for (const auto& [key, versions] : rules_) CompareRule(key, versions.first, versions.second);
    return std::move(out_);
  }

 private:
  void Add(Direction direction, std::string text) {
    out_.settings.push_back({direction, std::move(text)});
  }

  void CompareSettings() {
    if (before_.default_effect() != after_.default_effect()) {
      const bool tightens = after_.default_effect() == Effect::kDeny;
      Add(tightens ? Direction::kTightened : Direction::kLoosened,
          "default " + std::string(EffectName(before_.default_effect())) + " -> " +
              std::string(EffectName(after_.default_effect())));
    }
    CompareAttributes();
    CompareEntities();
    CompareExternalDetectors();
    CompareBudgets();
    // Of findings that overlap one stays: another detector may hide what a rule was waiting for.
    const auto had = DetectorsOf(before_);
    const auto has = DetectorsOf(after_);
    if (had != has && !had.empty() && !has.empty()) {
      Add(Direction::kChanged,
          "other entities are detected, and of findings that overlap only one stays: what other "
          "policies find may change");
    }
  }

  // An own entity hides no finding of another, and none hides it; neither does one that an external
  // detector alone gives.
  static std::vector<std::string> DetectorsOf(const Bundle& bundle) {
    std::vector<std::string> out = bundle.wanted_entities();
    std::erase_if(
        out, [&bundle](const std::string& name) { return bundle.FindOwnEntity(name) != nullptr; });
    for (const Detector& detector : bundle.detectors()) {
      for (const DetectorLabel& label : detector.gives) {
        if (label.external) std::erase(out, label.entity);
      }
    }
    return out;
  }

  void CompareEntities() {
    for (const OwnEntity& entity : before_.own_entities()) {
      if (after_.FindOwnEntity(entity.name) == nullptr) {
        Add(Direction::kNone, "entity " + entity.name + " is not declared any more");
      }
    }
    for (const OwnEntity& entity : after_.own_entities()) {
      const OwnEntity* was = before_.FindOwnEntity(entity.name);
      if (was == nullptr) {
        Add(Direction::kNone, "entity " + entity.name + " is declared");
      } else if (!LooksForTheSame(before_, after_, entity.name)) {
        const std::string parts = DifferencesOf(*was, entity);
        Add(Direction::kChanged, "entity " + entity.name + " is declared otherwise: " +
                                     (parts.empty() ? "entries of its list" : parts));
      }
    }
  }

  void CompareExternalDetectors() {
    for (const Detector& detector : before_.detectors()) {
      if (after_.FindDetector(detector.name) == nullptr) {
        Add(Direction::kChanged, "external detector " + detector.name + " is not asked any more");
      }
    }
    for (const Detector& detector : after_.detectors()) {
      const Detector* was = before_.FindDetector(detector.name);
      if (was == nullptr) {
        Add(Direction::kChanged, "external detector " + detector.name + " is declared");
        continue;
      }
      if (was->on_failure != detector.on_failure) {
        const bool opens = detector.on_failure == OnFailure::kIgnore;
        Add(opens ? Direction::kLoosened : Direction::kTightened,
            "external detector " + detector.name + ": on_failure " +
                std::string(OnFailureName(was->on_failure)) + " -> " +
                std::string(OnFailureName(detector.on_failure)));
      }
      Detector as_before = detector;
      as_before.on_failure = was->on_failure;
      const std::string parts = DifferencesOf(*was, as_before);
      if (parts.empty()) continue;
      Add(Direction::kChanged,
          "external detector " + detector.name + " is declared otherwise: " + parts);
    }
  }

  // Which rules read a budget, and to what end, is theirs to say: so it cannot be told what another
  // count or another limit comes to.
  void CompareBudgets() {
    for (const Budget& budget : before_.budgets()) {
      if (FindBudget(after_.budgets(), budget.name) == nullptr) {
        Add(Direction::kChanged, "budget " + budget.name + " is not declared any more");
      }
    }
    for (const Budget& budget : after_.budgets()) {
      const Budget* was = FindBudget(before_.budgets(), budget.name);
      if (was == nullptr) {
        Add(Direction::kNone, "budget " + budget.name + " is declared");
      } else if (!was->CountsLike(budget)) {
        Add(Direction::kChanged, "budget " + budget.name + " counts otherwise");
      } else if (was->limit != budget.limit) {
        Add(Direction::kChanged, "budget " + budget.name + ": limit " + std::to_string(was->limit) +
                                     " -> " + std::to_string(budget.limit));
      }
    }
  }

  void CompareAttributes() {
    for (const Attribute& attribute : before_.attributes()) {
      const Attribute* now = after_.FindAttribute(attribute.name);
      if (now == nullptr && attribute.recorded != Recorded::kNothing) {
        Add(Direction::kLoosened, "attribute " + attribute.name + " is not recorded any more");
      } else if (now != nullptr && now->recorded != attribute.recorded) {
        // Less is proven, or more is kept of a person.
        Add(now->recorded > attribute.recorded ? Direction::kLoosened : Direction::kChanged,
            "attribute " + attribute.name + " is recorded as " +
                std::string(RecordedName(now->recorded)) + ", was " +
                std::string(RecordedName(attribute.recorded)));
      }
      if (now != nullptr && now->type != attribute.type) {
        Add(Direction::kChanged, "attribute " + attribute.name + " is " +
                                     std::string(AttributeTypeName(now->type)) + ", was " +
                                     std::string(AttributeTypeName(attribute.type)));
      }
    }
  }

  void CompareRule(const RuleKey& key, const Version& from, const Version& to) {
    RuleDifference difference;
    difference.policy = key.first;
    difference.rule = key.second;
    difference.change = from.rule == nullptr ? RuleChange::kAdded
                        : to.rule == nullptr ? RuleChange::kRemoved
                                             : RuleChange::kKept;
    Application application = ProveApplication(from.contribution, to.contribution);
    const OtherHolds others = HoldsBeside(key);
    difference.direction = DirectionOf(from, to, application, others);
    if (difference.direction != Direction::kNone) {
      if (difference.direction == Direction::kChanged || options_.examples != 0) {
        Search(from, to, &application, &difference);
        difference.direction = DirectionOf(from, to, application, others);
      }
    }
    difference.direction = Combined(difference.direction, DirectionOfWaivers(from, to));
    difference.direction = Combined(difference.direction, DirectionOfApprovals(from, to));
    Explain(from, to, application, &difference);
    const bool differs = difference.change != RuleChange::kKept ||
                         difference.direction != Direction::kNone || !difference.reasons.empty();
    if (!differs) {
      ++out_.unchanged;
    } else {
      out_.rules.push_back(std::move(difference));
    }
  }

  Direction DirectionOf(const Version& from, const Version& to, const Application& application,
                        const OtherHolds& others) const {
    const Effect default_effect = before_.default_effect();
    return FromProofs(
        NeverLooser(from.contribution, to.contribution, application, default_effect, others),
        NeverLooser(to.contribution, from.contribution, application.Reversed(), default_effect,
                    others));
  }

  // What one person may suspend from now on, or no longer (decide.h, Waive).
  static Direction DirectionOfWaivers(const Version& from, const Version& to) {
    if (from.rule == nullptr || to.rule == nullptr || from.rule->waivable == to.rule->waivable) {
      return Direction::kNone;
    }
    return to.rule->waivable ? Direction::kLoosened : Direction::kTightened;
  }

  // What an approval is asked, of a rule that holds in both. Of several holds the strictest terms
  // count, so each rule's own can only move all in its direction.
  Direction DirectionOfApprovals(const Version& from, const Version& to) const {
    const bool both = from.contribution.rule != nullptr && to.contribution.rule != nullptr &&
                      from.rule->effect == Effect::kHold && to.rule->effect == Effect::kHold;
    if (!both) return Direction::kNone;
    const ApprovalTerms& was = ApprovalTermsOf(before_, *from.rule);
    const ApprovalTerms& is = ApprovalTermsOf(after_, *to.rule);
    return FromProofs(IsAtLeastAsStrict(is, was), IsAtLeastAsStrict(was, is));
  }

  OtherHolds HoldsBeside(const RuleKey& key) const {
    OtherHolds out;
    for (const auto& [name, contribution] : holds_) {
      if (name != key) out.push_back(contribution);
    }
    return out;
  }

  void Search(const Version& from, const Version& to, Application* application,
              RuleDifference* difference) {
    // What is proven already needs a search for examples alone.
    if (IsWhole(*application) && options_.examples == 0) return;
    const uint64_t rules = before_.rules().size() + after_.rules().size();
    const uint64_t affordable = (kMaxWitnessEvaluations - spent_) / rules;
    WitnessOptions options;
    options.max_requests = std::min<uint64_t>(kMaxWitnessRequests, affordable);
    options.max_witnesses = options_.examples;
    if (options.max_requests == 0) return;
    WitnessSearch search =
        SearchWitnesses(before_, after_, from.contribution, to.contribution, options);
    spent_ += search.requests * rules;
    if (search.complete) *application = Either(*application, search.seen);
    difference->requests = search.requests;
    difference->complete = search.complete;
    difference->witnesses = std::move(search.witnesses);
  }

  void Explain(const Version& from, const Version& to, const Application& application,
               RuleDifference* difference) const {
    if (from.rule == nullptr || to.rule == nullptr) {
      const Rule& rule = from.rule == nullptr ? *to.rule : *from.rule;
      const bool shadow = rule.mode == Mode::kShadow;
      difference->reasons.push_back("effect " + std::string(EffectName(rule.effect)) +
                                    (shadow ? ", in shadow" : ""));
      return;
    }
    std::vector<std::string> reasons =
        DecisiveReasons(before_, *from.rule, after_, *to.rule, HowOften(application));
    if (difference->direction != Direction::kNone) {
      difference->reasons = std::move(reasons);
      return;
    }
    // In shadow, or in places that no request comes to: it decides nothing, and yet differs.
    const bool counts = from.contribution.rule != nullptr && to.contribution.rule != nullptr;
    difference->reasons = WordingReasons(*from.rule, *to.rule);
    if (!counts || difference->reasons.empty()) {
      difference->reasons.insert(difference->reasons.begin(), reasons.begin(), reasons.end());
    }
  }

  const Bundle& before_;
  const Bundle& after_;
  const DiffOptions& options_;
  std::map<RuleKey, std::pair<Version, Version>> rules_;
  std::vector<std::pair<RuleKey, const Contribution*>> holds_;
  uint64_t spent_ = 0;  // of kMaxWitnessEvaluations
  BundleDifference out_;
};

}  // namespace

std::string_view DirectionName(Direction direction) {
  switch (direction) {
    case Direction::kNone:
      return "none";
    case Direction::kTightened:
      return "tightened";
    case Direction::kLoosened:
      return "loosened";
    case Direction::kChanged:
      break;
  }
  return "changed";
}

std::string_view RuleDifference::Kind() const {
  if (change == RuleChange::kAdded) return "added";
  if (change == RuleChange::kRemoved) return "removed";
  return direction == Direction::kNone ? "reworded" : DirectionName(direction);
}

Direction BundleDifference::direction() const {
  Direction all = Direction::kNone;
  for (const SettingDifference& setting : settings) all = Combined(all, setting.direction);
  for (const RuleDifference& rule : rules) all = Combined(all, rule.direction);
  return all;
}

BundleDifference CompareBundles(const Bundle& before, const Bundle& after,
                                const DiffOptions& options) {
  return Comparison(before, after, options).Run();
}

}  // namespace reeve::policy
