#include "engine/trial_record.h"

#include "engine/decision.h"

namespace reeve::engine {
namespace {

Error Malformed() { return {"decision.malformed", "the decision's part about a trial is none"}; }

bool HasError(const policy::Verdict& verdict) { return OutcomeOf(verdict, 0).error; }

// Facts that the decision's own do not hold: other findings, or attributes that only the shadow's
// bundle declares.
void AddFacts(const Decision& decision, const ShadowPart& shadow, const Commitments& commitments,
              json::Object* out) {
  const Trial& trial = *decision.trial->trial;
  const policy::Bundle& bundle = trial.evaluator->bundle();
  if (trial.shares_findings && bundle.attributes() == decision.bundle->attributes()) return;
  const auto digest = [&](std::string_view value) { return commitments.Commit("fact", value); };
  std::string text;
  const Found& found = trial.shares_findings ? decision.evaluation : shadow.found;
  const policy::Facts facts =
      MakeFacts(*decision.request, *decision.system, decision.time, found, &text);
  out->Add("facts", policy::RecordFacts(bundle, facts, digest));
}

json::Object ShadowJson(const Decision& decision, const Commitments& commitments) {
  const ShadowPart& shadow = *decision.trial->shadow;
  if (shadow.refused) {
    return {
        {"refused", json::Object{{"code", shadow.refused->code}, {"field", shadow.refused->at}}}};
  }
  json::Object out{{"effect", policy::EffectName(shadow.verdict.effect)},
                   {"micros", shadow.micros}};
  if (shadow.left_out) {
    out.Add("left_out", true).Add("error", HasError(shadow.verdict));
    return out;
  }
  AddFacts(decision, shadow, commitments, &out);
  out.Add("outcomes", policy::RecordOutcomes(shadow.verdict.outcomes))
      .Add("verdict", VerdictJson(shadow.verdict));
  return out;
}

Status ReadHits(const json::Value* hits, const policy::Bundle& bundle, ArmOutcome* out) {
  if (hits == nullptr || hits->as_array() == nullptr) return Malformed();
  for (const json::Value& hit : *hits->as_array()) {
    const json::Value* policy = hit.Find("policy");
    const json::Value* id = hit.Find("rule");
    if (policy == nullptr || id == nullptr || !policy->as_string() || !id->as_string()) {
      return Malformed();
    }
    const policy::Rule* rule = bundle.FindRule(*policy->as_string(), *id->as_string());
    if (rule == nullptr) return Malformed();
    const bool error = hit.Find("error") != nullptr;
    out->rules.push_back({rule->index, error});
    out->error = out->error || error;
  }
  return {};
}

Result<ArmOutcome> ReadArm(const json::Value* effect, const json::Value* micros) {
  if (effect == nullptr || effect->as_string() == nullptr || micros == nullptr ||
      micros->as_int() == nullptr) {
    return Malformed();
  }
  const auto known = policy::EffectFromName(*effect->as_string());
  if (!known) return Malformed();
  ArmOutcome out;
  out.effect = *known;
  out.micros = static_cast<uint64_t>(*micros->as_int());
  return out;
}

Result<ArmOutcome> ReadVerdict(const json::Value* verdict, const json::Value* micros,
                               const policy::Bundle& bundle) {
  if (verdict == nullptr) return Malformed();
  REEVE_ASSIGN_OR_RETURN(ArmOutcome out, ReadArm(verdict->Find("effect"), micros));
  REEVE_RETURN_IF_ERROR(ReadHits(verdict->Find("hits"), bundle, &out));
  REEVE_RETURN_IF_ERROR(ReadHits(verdict->Find("shadow"), bundle, &out));
  return out;
}

Status ReadShadowArm(const json::Value& shadow, const policy::Bundle& tried,
                     TrialObservation* out) {
  out->refused = shadow.Find("refused") != nullptr;
  if (out->refused) return {};
  const json::Value* micros = shadow.Find("micros");
  if (shadow.Find("left_out") == nullptr) {
    out->compared = true;
    REEVE_ASSIGN_OR_RETURN(out->tried, ReadVerdict(shadow.Find("verdict"), micros, tried));
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(out->tried, ReadArm(shadow.Find("effect"), micros));
  const json::Value* error = shadow.Find("error");
  out->tried->error = error != nullptr && *error == json::Value(true);
  return {};
}

}  // namespace

json::Object TrialJson(const Decision& decision, const Commitments& commitments) {
  const TrialPart& part = *decision.trial;
  const oversight::BundleTrial& terms = part.trial->terms;
  json::Object out{{"id", terms.id},
                   {"bundle", terms.bundle},
                   {"mode", oversight::TrialModeName(terms.mode)},
                   {"micros", part.micros}};
  if (terms.mode == oversight::TrialMode::kCanary) {
    out.Add("arm", part.by_tried ? "canary" : "active");
  }
  if (part.shadow) out.Add("shadow", ShadowJson(decision, commitments));
  return out;
}

TrialObservation Observe(const Decision& decision) {
  const TrialPart& part = *decision.trial;
  TrialObservation out;
  out.decision = decision.id;
  (part.by_tried ? out.tried : out.active) = OutcomeOf(decision.evaluation.verdict, part.micros);
  if (!part.shadow) return out;
  out.refused = part.shadow->refused.has_value();
  if (out.refused) return out;
  out.tried = OutcomeOf(part.shadow->verdict, part.shadow->micros);
  out.compared = !part.shadow->left_out;
  // As the record has it: no rules, so that counting the records comes to the same.
  if (part.shadow->left_out) out.tried->rules.clear();
  return out;
}

Result<std::optional<TrialObservation>> ReadObservation(const std::string& decision,
                                                        const json::Value& body,
                                                        const std::string& id,
                                                        const policy::Bundle& active,
                                                        const policy::Bundle& tried) {
  const json::Value* trial = body.Find("trial");
  const json::Value* named = trial == nullptr ? nullptr : trial->Find("id");
  if (named == nullptr || *named != json::Value(id)) return std::optional<TrialObservation>();
  const json::Value* arm = trial->Find("arm");
  const bool by_tried = arm != nullptr && *arm == json::Value("canary");
  TrialObservation out;
  out.decision = decision;
  REEVE_ASSIGN_OR_RETURN(
      (by_tried ? out.tried : out.active),
      ReadVerdict(body.Find("verdict"), trial->Find("micros"), by_tried ? tried : active));
  if (const json::Value* shadow = trial->Find("shadow")) {
    REEVE_RETURN_IF_ERROR(ReadShadowArm(*shadow, tried, &out));
  }
  return std::optional<TrialObservation>(std::move(out));
}

Result<std::optional<RecordedDecision>> ReadShadow(const json::Value& body) {
  const json::Value* trial = body.Find("trial");
  const json::Value* shadow = trial == nullptr ? nullptr : trial->Find("shadow");
  const json::Value* verdict = shadow == nullptr ? nullptr : shadow->Find("verdict");
  if (verdict == nullptr) return std::optional<RecordedDecision>();
  const json::Value* bundle = trial->Find("bundle");
  const json::Value* outcomes = shadow->Find("outcomes");
  const json::Value* facts = shadow->Find("facts");
  if (facts == nullptr) facts = body.Find("facts");
  const json::Value* at = body.Find("at");
  if (bundle == nullptr || outcomes == nullptr || facts == nullptr || at == nullptr) {
    return Malformed();
  }
  const json::Value as_if(json::Object{{"bundle", *bundle},
                                       {"outcomes", *outcomes},
                                       {"facts", *facts},
                                       {"at", *at},
                                       {"verdict", *verdict}});
  REEVE_ASSIGN_OR_RETURN(RecordedDecision out, ReadDecision(as_if));
  out.verdict = verdict;
  return std::optional<RecordedDecision>(std::move(out));
}

}  // namespace reeve::engine
