#include "policy/decide.h"

#include <algorithm>

#include "policy/compiled.h"
#include "policy/hold_merge.h"
#include "policy/translation.h"

namespace reeve::policy {

struct Scratch::State {
  cel::Arena arena;
  cel::TextScanResults scans;
  Slots slots;
  std::vector<uint32_t> rules;
};

namespace {

enum class Outcome { kNo, kYes, kError, kUndecided };

// The first clause that failed, of a condition that did.
struct Failure {
  uint32_t clause = 0;
  std::string_view code;
};

// What stands in for the facts that a record does not have.
struct Record {
  std::span<const ClauseOutcome> outcomes;
  const Translation* translation;  // null: of the bundle that decided
};

// The effects of all hits, into one.
class Combination {
 public:
  Combination(const Bundle& bundle, const Facts& facts, Verdict* verdict)
      : bundle_(bundle), facts_(facts), verdict_(*verdict) {}

  void Run() {
    verdict_.redactions.clear();
    verdict_.hold.reset();
    verdict_.obligations.clear();
    bool any = false;
    bool any_of_extension = false;
    HoldMerge holds;
    verdict_.effect = Effect::kAllow;
    for (const Hit& hit : verdict_.hits) {
      const Rule& rule = *hit.rule;
      // Not knowing whether a permission applies is not a permission.
      if (hit.error && rule.effect == Effect::kAllow) continue;
      (rule.of_extension ? any_of_extension : any) = true;
      verdict_.effect = std::max(verdict_.effect, rule.effect);
      if (rule.effect == Effect::kRedact) AddRedactions(rule.redact);
      if (rule.effect == Effect::kHold) holds.Add(rule, hit.error);
      for (const Obligation& obligation : rule.obligations) AddObligation(obligation);
    }
    for (const WaivedHit& waived : verdict_.waived) {
      const Rule& rule = *waived.hit.rule;
      if (!waived.emergency || rule.effect != Effect::kHold) continue;
      (rule.of_extension ? any_of_extension : any) = true;
      for (const Obligation& obligation : rule.obligations) AddObligation(obligation);
    }
    verdict_.hold = std::move(holds).Merged();
    if (verdict_.hold && verdict_.hold->roles.empty()) {
      verdict_.effect = Effect::kDeny;  // nobody could approve
    }
    const Effect by_default = bundle_.default_effect();
    verdict_.from_default = !any && (!any_of_extension || by_default > verdict_.effect);
    if (verdict_.from_default) verdict_.effect = by_default;
    for (const DetectorFailure& failure : verdict_.failures) {
      if (failure.denies) verdict_.effect = Effect::kDeny;
    }
  }

 private:
  // A rule may name hundreds of entities (a category); those that were found matter.
  void AddRedactions(const RedactTerms& terms) {
    const RedactMethod method = terms.Method();
    for (const FindingFact& finding : facts_.findings) {
      const auto named =
          std::lower_bound(terms.entities.begin(), terms.entities.end(), finding.entity);
      if (named == terms.entities.end() || *named != finding.entity) continue;
      const std::string_view entity = *named;  // lives as long as the bundle
      auto place = std::lower_bound(
          verdict_.redactions.begin(), verdict_.redactions.end(), entity,
          [](const EntityRedaction& r, std::string_view name) { return r.entity < name; });
      if (place == verdict_.redactions.end() || place->entity != entity) {
        verdict_.redactions.insert(place, {entity, method});
      } else {
        place->method = StricterOf(place->method, method);
      }
    }
  }

  void AddObligation(const Obligation& obligation) {
    const auto same = [&](const Obligation* other) { return *other == obligation; };
    auto& all = verdict_.obligations;
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(&obligation);
  }

  const Bundle& bundle_;
  const Facts& facts_;
  Verdict& verdict_;
};

// One decision under way.
class Decision {
 public:
  // `recorded` is null when the facts are complete.
  Decision(const Bundle& bundle, const Facts& facts, const Record* recorded, Scratch::State& state,
           Verdict* verdict)
      : bundle_(bundle), facts_(facts), recorded_(recorded), state_(state), verdict_(*verdict) {}

  void Run(std::span<const uint32_t> rules) {
    verdict_.Clear();
    Bind(rules);
    const FactView* view = nullptr;
    for (const uint32_t index : rules) {
      const CompiledRule& compiled = bundle_.compiled().programs[index];
      const FactView* wanted = bundle_.compiled().views[compiled.view].get();
      if (wanted != view) {
        view = wanted;
        view->Bind(facts_, needs_, state_.arena, &state_.slots);
      }
      Apply(bundle_.rules()[index], compiled);
    }
    NoteFailures(rules);
    Combination(bundle_, facts_, &verdict_).Run();
  }

 private:
  void NoteFailures(std::span<const uint32_t> rules) {
    if (facts_.detectors.empty()) return;
    unsigned needed = 0;
    unsigned enforced = 0;
    for (const uint32_t index : rules) {
      const unsigned bits = bundle_.compiled().programs[index].detectors;
      needed |= bits;
      if (bundle_.rules()[index].mode == Mode::kEnforce) enforced |= bits;
    }
    const std::vector<Detector>& detectors = bundle_.detectors();
    for (size_t i = 0; i < detectors.size(); ++i) {
      const DetectorFact* fact = FactOf(detectors[i].name);
      if ((needed >> i & 1) == 0 || fact == nullptr || fact->failure.empty()) continue;
      const bool denies = detectors[i].on_failure == OnFailure::kDeny && (enforced >> i & 1) != 0;
      verdict_.failures.push_back({&detectors[i], std::string(fact->failure), denies});
    }
  }

  const DetectorFact* FactOf(std::string_view detector) const {
    const auto found =
        std::find_if(facts_.detectors.begin(), facts_.detectors.end(),
                     [detector](const DetectorFact& fact) { return fact.name == detector; });
    return found == facts_.detectors.end() ? nullptr : &*found;
  }

  void Bind(std::span<const uint32_t> rules) {
    for (const uint32_t index : rules) needs_ |= bundle_.compiled().programs[index].needs;
    state_.arena.Reset();
    state_.scans.Reset(bundle_.compiled().scans);
    BindCommon(facts_, needs_, state_.arena, &state_.slots);
  }

  cel::Activation MakeActivation() const {
    cel::Activation activation{state_.slots};
    activation.scans = &state_.scans;
    return activation;
  }

  void Apply(const Rule& rule, const CompiledRule& compiled) {
    Failure failure;
    const uint64_t blind = BlindClauses(rule);
    const Outcome outcome = compiled.order.empty() && blind == 0
                                ? Evaluate(compiled, &failure)
                                : EvaluateOpaque(rule, compiled, blind, &failure);
    if (outcome == Outcome::kNo) return;
    if (outcome == Outcome::kUndecided) {
      verdict_.undecided.push_back(&rule);
      return;
    }
    Hit hit;
    hit.rule = &rule;
    if (outcome == Outcome::kError) {
      hit.error = true;
      hit.clause = failure.clause;
      hit.error_code = failure.code;
    }
    (rule.mode == Mode::kShadow ? verdict_.shadow : verdict_.hits).push_back(std::move(hit));
  }

  Outcome Evaluate(const CompiledRule& compiled, Failure* failure) {
    const cel::Activation activation = MakeActivation();
    const cel::Value value = compiled.program.Evaluate(activation, state_.arena);
    if (!value.is_error()) return value.is_true() ? Outcome::kYes : Outcome::kNo;
    failure->code = value.as_error().code;
    // Which clause it was is worked out only now: errors are rare.
    while (failure->clause + 1 < compiled.program.clause_count() &&
           !compiled.program.EvaluateClause(failure->clause, activation, state_.arena).is_error()) {
      ++failure->clause;
    }
    return Outcome::kError;
  }

  uint64_t BlindClauses(const Rule& rule) const {
    const bool is_other = recorded_ != nullptr && recorded_->translation != nullptr;
    if (!is_other) return 0;
    uint64_t blind = recorded_->translation->blind(rule.index);
    if (!NobodyAsked(bundle_.compiled().programs[rule.index].detectors)) return blind;
    for (size_t i = 0; i < rule.clauses.size(); ++i) {
      if (ReadsFindings(rule, i)) blind |= uint64_t{1} << i;
    }
    return blind;
  }

  // Some detector of these was not asked, for no rule in scope of the bundle that decided needed
  // it: what it would have found, nobody knows.
  bool NobodyAsked(unsigned detectors) const {
    for (size_t i = 0; detectors >> i != 0; ++i) {
      if ((detectors >> i & 1) != 0 && FactOf(bundle_.detectors()[i].name) == nullptr) return true;
    }
    return false;
  }

  bool ReadsFindings(const Rule& rule, size_t clause) const {
    const auto reads = bundle_.compiled().programs[rule.index].program.clause_reads(clause);
    return (NeedsOf(reads) & kNeedFindings) != 0;
  }

  // Clause by clause. A false clause decides, whatever the others are, as && does.
  Outcome EvaluateOpaque(const Rule& rule, const CompiledRule& compiled, uint64_t blind,
                         Failure* failure) {
    bool error = false;
    bool undecided = false;
    for (size_t i = 0; i < rule.clauses.size(); ++i) {
      const uint8_t clause = compiled.order.empty() ? static_cast<uint8_t>(i) : compiled.order[i];
      std::optional<cel::Value> value;
      if (rule.clauses[clause].opaque) {
        value = OpaqueClause(rule, compiled, clause);
      } else if ((blind >> clause & 1) == 0) {
        value = Clause(compiled, clause);
      }
      if (!value) {
        undecided = true;
      } else if (value->is_false()) {
        return Outcome::kNo;
      } else if (value->is_error() && !error) {
        error = true;
        *failure = {clause, value->as_error().code};
      }
    }
    return undecided ? Outcome::kUndecided : error ? Outcome::kError : Outcome::kYes;
  }

  cel::Value Clause(const CompiledRule& compiled, uint8_t clause) {
    return compiled.program.EvaluateClause(clause, MakeActivation(), state_.arena);
  }

  std::optional<cel::Value> OpaqueClause(const Rule& rule, const CompiledRule& compiled,
                                         uint8_t clause) {
    ClauseOutcome outcome;
    std::optional<cel::Value> value;
    if (recorded_ == nullptr) {
      value = Clause(compiled, clause);
      outcome.rule = rule.index;
      outcome.clause = clause;
      outcome.kind = value->is_error()  ? ClauseOutcome::Kind::kError
                     : value->is_true() ? ClauseOutcome::Kind::kTrue
                                        : ClauseOutcome::Kind::kFalse;
      if (value->is_error()) outcome.error_code = value->as_error().code;
    } else {
      const auto found = std::find_if(
          recorded_->outcomes.begin(), recorded_->outcomes.end(),
          [&](const ClauseOutcome& o) { return o.rule == rule.index && o.clause == clause; });
      if (found == recorded_->outcomes.end()) return std::nullopt;
      outcome = *found;
      value = RecordedValue(outcome);
    }
    verdict_.outcomes.push_back(std::move(outcome));
    return value;
  }

  cel::Value RecordedValue(const ClauseOutcome& outcome) {
    if (outcome.kind != ClauseOutcome::Kind::kError) {
      return cel::Value::Bool(outcome.kind == ClauseOutcome::Kind::kTrue);
    }
    // Copied, for `outcome` is moved into the verdict.
    return cel::Value::Error(state_.arena.Copy(outcome.error_code), "", state_.arena);
  }

  const Bundle& bundle_;
  const Facts& facts_;
  const Record* recorded_;
  Scratch::State& state_;
  Verdict& verdict_;
  unsigned needs_ = 0;
};

}  // namespace

void Verdict::Clear() {
  effect = Effect::kDeny;
  from_default = false;
  hits.clear();
  shadow.clear();
  waived.clear();
  redactions.clear();
  hold.reset();
  obligations.clear();
  outcomes.clear();
  failures.clear();
  undecided.clear();
}

Scratch::Scratch() : state_(std::make_unique<State>()) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

void Decide(const Bundle& bundle, const Facts& facts, Scratch& scratch, Verdict* verdict) {
  Scratch::State& state = scratch.state();
  bundle.compiled().index.Find(facts, &state.rules);
  Decision(bundle, facts, nullptr, state, verdict).Run(state.rules);
}

Verdict Decide(const Bundle& bundle, const Facts& facts, Scratch& scratch) {
  Verdict verdict;
  Decide(bundle, facts, scratch, &verdict);
  return verdict;
}

Verdict DecideAlone(const Bundle& bundle, size_t policy, const Facts& facts, Scratch& scratch) {
  Scratch::State& state = scratch.state();
  bundle.compiled().index.Find(facts, &state.rules);
  std::erase_if(state.rules, [&](uint32_t rule) { return !bundle.Sees(policy, rule); });
  Verdict verdict;
  Decision(bundle, facts, nullptr, state, &verdict).Run(state.rules);
  return verdict;
}

std::vector<size_t> NeededDetectors(const Bundle& bundle, const Facts& facts, Scratch& scratch) {
  std::vector<size_t> out;
  if (bundle.detectors().empty()) return out;
  Scratch::State& state = scratch.state();
  bundle.compiled().index.Find(facts, &state.rules);
  unsigned needed = 0;
  for (const uint32_t rule : state.rules) needed |= bundle.compiled().programs[rule].detectors;
  for (size_t i = 0; i < bundle.detectors().size(); ++i) {
    if ((needed >> i & 1) != 0) out.push_back(i);
  }
  return out;
}

bool IsWaivable(const Rule& rule, const Facts& facts) {
  return rule.waivable && facts.system.risk_class != RiskClass::kProhibited;
}

bool YieldsToEmergency(const Rule& rule, const Facts& facts) {
  if (facts.system.risk_class == RiskClass::kProhibited) return false;
  return rule.effect == Effect::kHold || (rule.effect == Effect::kDeny && rule.waivable);
}

void Waive(const Bundle& bundle, const Facts& facts, std::span<const WaivedRule> rules,
           Verdict* verdict) {
  if (rules.empty()) return;
  const auto waiver_of = [&](const Rule& rule) {
    return std::find_if(rules.begin(), rules.end(), [&](const WaivedRule& waived) {
      return waived.rule == rule.index &&
             (waived.emergency ? YieldsToEmergency(rule, facts) : IsWaivable(rule, facts));
    });
  };
  std::vector<Hit> kept;
  for (Hit& hit : verdict->hits) {
    const auto found = waiver_of(*hit.rule);
    if (found == rules.end()) {
      kept.push_back(std::move(hit));
    } else {
      verdict->waived.push_back({std::move(hit), std::string(found->waiver), found->emergency});
    }
  }
  verdict->hits = std::move(kept);
  std::erase_if(verdict->undecided, [&](const Rule* rule) {
    return rule->mode == Mode::kEnforce && waiver_of(*rule) != rules.end();
  });
  Combination(bundle, facts, verdict).Run();
}

namespace {

Verdict ReplayRecord(const Bundle& bundle, const Facts& facts, const Record& record,
                     Scratch& scratch) {
  Scratch::State& state = scratch.state();
  bundle.compiled().index.Find(facts, &state.rules);
  Verdict verdict;
  Decision(bundle, facts, &record, state, &verdict).Run(state.rules);
  return verdict;
}

}  // namespace

Verdict Replay(const Bundle& bundle, const Facts& recorded, std::span<const ClauseOutcome> outcomes,
               Scratch& scratch) {
  return ReplayRecord(bundle, recorded, {outcomes, nullptr}, scratch);
}

Verdict ReplayUnder(const Bundle& bundle, const Facts& recorded,
                    std::span<const ClauseOutcome> outcomes, const Translation& translation,
                    Scratch& scratch) {
  return ReplayRecord(bundle, recorded, {outcomes, &translation}, scratch);
}

}  // namespace reeve::policy
