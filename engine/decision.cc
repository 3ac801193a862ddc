#include "engine/decision.h"

#include "base/encoding.h"
#include "oversight/acting_person.h"

namespace reeve::engine {
namespace {

json::Object HitJson(const policy::Hit& hit) {
  json::Object entry;
  entry.Add("policy", hit.rule->policy).Add("rule", hit.rule->id);
  if (hit.error) entry.Add("error", hit.error_code);
  return entry;
}

json::Array HitsJson(const std::vector<policy::Hit>& hits) {
  json::Array out;
  for (const policy::Hit& hit : hits) out.push_back(HitJson(hit));
  return out;
}

json::Array WaivedJson(const std::vector<policy::WaivedHit>& hits) {
  json::Array out;
  for (const policy::WaivedHit& waived : hits) {
    json::Object entry = HitJson(waived.hit);
    entry.Add("waiver", waived.waiver);
    if (waived.emergency) entry.Add("break_glass", true);
    out.push_back(std::move(entry));
  }
  return out;
}

json::Array ObligationsJson(const std::vector<const policy::Obligation*>& obligations) {
  json::Array out;
  for (const policy::Obligation* obligation : obligations) {
    out.push_back(json::Object{{"type", policy::ObligationTypeName(obligation->type)},
                               {"value", obligation->value}});
  }
  return out;
}

json::Value HoldJson(const policy::HoldRequirement& hold) {
  json::Array roles(hold.roles.begin(), hold.roles.end());
  json::Object out{{"deadline_seconds", static_cast<int64_t>(hold.deadline.count())},
                   {"quorum", static_cast<int64_t>(hold.quorum)},
                   {"roles", std::move(roles)}};
  if (const auto& escalation = hold.escalation) {
    json::Array added(escalation->roles.begin(), escalation->roles.end());
    out.Add("escalation",
            json::Object{{"after_seconds", static_cast<int64_t>(escalation->after.count())},
                         {"roles", std::move(added)}});
  }
  if (hold.on_timeout == policy::OnTimeout::kAllow) out.Add("on_timeout", "allow");
  return out;
}

// Bytes, parallel to facts.findings.
json::Array SpansJson(const std::vector<LocatedFinding>& findings) {
  json::Array out;
  for (const LocatedFinding& located : findings) {
    out.push_back(json::Array{static_cast<int64_t>(located.finding.span.start.bytes),
                              static_cast<int64_t>(located.finding.span.end.bytes)});
  }
  return out;
}

json::Array DisguiseNames(const detectors::Finding& finding) {
  json::Array names;
  for (const std::string_view name : finding.disguises.Names()) names.emplace_back(name);
  return names;
}

// Of the findings that were seen through a disguise: [index in facts.findings, [names]].
json::Array DisguisesJson(const std::vector<LocatedFinding>& findings) {
  json::Array out;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].finding.disguises.empty()) continue;
    json::Array entry;
    entry.emplace_back(static_cast<int64_t>(i));
    entry.emplace_back(DisguiseNames(findings[i].finding));
    out.emplace_back(std::move(entry));
  }
  return out;
}

// Of the findings of external detectors: [index in facts.findings, name].
json::Array DetectedByJson(const std::vector<LocatedFinding>& findings) {
  json::Array out;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].detector.empty()) continue;
    out.emplace_back(json::Array{static_cast<int64_t>(i), findings[i].detector});
  }
  return out;
}

json::Array FailuresJson(const std::vector<policy::DetectorFailure>& failures) {
  json::Array out;
  for (const policy::DetectorFailure& failure : failures) {
    out.push_back(json::Object{{"detector", failure.detector->name},
                               {"error", failure.code},
                               {"then", failure.denies ? "deny" : "ignore"}});
  }
  return out;
}

// The members that every body has.
json::Object Frame(const Decision& decision, const Commitments& commitments) {
  json::Object body;
  if (decision.approval) body.Add("approval", decision.approval->id);
  if (decision.charge != nullptr) body.Add("charged", decision.charge->Json());
  body.Add("at", FormatTimestamp(decision.time))
      .Add("bundle", decision.bundle->digest())
      .Add("effect", policy::EffectName(decision.effect()))
      .Add("principal", decision.principal)
      .Add("request", commitments.Commit("request", decision.request->canonical, decision.nonce()));
  if (decision.not_passed) {
    body.Add("not_passed", json::Object{{"approval", decision.request->approval},
                                        {"code", decision.not_passed->code}});
  }
  if (const auto& pass = decision.pass) {
    body.Add("passed", json::Object{{"approval", pass->approval}, {"use", uint64_t{pass->use}}});
  }
  if (decision.request->sequence) body.Add("sequence", *decision.request->sequence);
  if (!decision.request->model.empty()) body.Add("model", decision.request->model);
  if (decision.trace != nullptr) body.Add("trace", decision.trace->id());
  if (decision.standstill) {
    json::Object standstill{{"code", decision.standstill->code},
                            {"message", decision.standstill->message}};
    if (decision.halt != nullptr) standstill.Add("halt", decision.halt->id);
    body.Add("standstill", std::move(standstill));
  }
  return body;
}

}  // namespace

std::string Commitments::Commit(std::string_view domain, std::string_view value,
                                std::string_view nonce) const {
  std::string message(domain);
  message += '\0';
  message += nonce;
  message += value;
  return "hmac-sha256:" + HexEncode(AsBytes(HmacSha256(key_, message)));
}

std::string PersonDigest(const Commitments& commitments, std::string_view name) {
  return commitments.Commit("person", oversight::FoldedPersonName(name));
}

oversight::SystemUse UseOf(const Request& request) {
  return {.purpose = request.action.purpose,
          .consequential = request.action.consequential,
          .calls_tool = request.stage == policy::Stage::kToolCall};
}

namespace {

// The operator, and of its terms what is not the default.
json::Object RedactionJson(const policy::EntityRedaction& redaction) {
  const policy::RedactMethod& method = redaction.method;
  const policy::MaskTerms& mask = method.mask;
  json::Object out{{"entity", redaction.entity},
                   {"operator", policy::RedactOperatorName(method.redact_operator)}};
  if (method.character != policy::kDefaultMaskCharacter) out.Add("character", method.character);
  if (mask.keep_first != 0) out.Add("keep_first", int{mask.keep_first});
  if (mask.keep_last) out.Add("keep_last", int{*mask.keep_last});
  if (mask.count != 0) out.Add("count", int{mask.count});
  if (mask.from_end) out.Add("from", "end");
  if (mask.keep_separators) out.Add("keep_separators", true);
  if (!method.text.empty()) {
    const bool is_hash = method.redact_operator == policy::RedactOperator::kHash;
    out.Add(is_hash ? "salt" : "text", method.text);
  }
  if (method.restore.any()) {
    json::Array stages;
    if (method.restore.output) stages.push_back("output");
    if (method.restore.tool_call) stages.push_back("tool_call");
    out.Add("restore", std::move(stages));
  }
  return out;
}

json::Object RestoredJson(const Redactor::Restored& restored) {
  json::Object out;
  for (const auto& [entity, count] : restored) out.Add(entity, count);
  return out;
}

}  // namespace

json::Object VerdictJson(const policy::Verdict& verdict) {
  json::Array redactions;
  for (const policy::EntityRedaction& redaction : verdict.redactions) {
    redactions.push_back(RedactionJson(redaction));
  }
  json::Object out;
  out.Add("default", verdict.from_default).Add("effect", policy::EffectName(verdict.effect));
  if (!verdict.failures.empty()) out.Add("failures", FailuresJson(verdict.failures));
  out.Add("hits", HitsJson(verdict.hits));
  if (verdict.hold) out.Add("hold", HoldJson(*verdict.hold));
  out.Add("obligations", ObligationsJson(verdict.obligations))
      .Add("redactions", std::move(redactions))
      .Add("shadow", HitsJson(verdict.shadow));
  if (!verdict.waived.empty()) out.Add("waived", WaivedJson(verdict.waived));
  return out;
}

Result<std::string> DecisionBody(const Decision& decision, const Commitments& commitments) {
  const Evaluation& evaluation = decision.evaluation;
  const auto digest = [&](std::string_view value) { return commitments.Commit("fact", value); };
  std::string text;
  const policy::Facts facts =
      MakeFacts(*decision.request, *decision.system, decision.time, evaluation, &text);
  json::Object body = Frame(decision, commitments);
  body.Add("facts", policy::RecordFacts(*decision.bundle, facts, digest))
      .Add("outcomes", policy::RecordOutcomes(evaluation.verdict.outcomes))
      .Add("spans", SpansJson(evaluation.findings));
  if (json::Array disguises = DisguisesJson(evaluation.findings); !disguises.empty()) {
    body.Add("disguises", std::move(disguises));
  }
  if (json::Array detected_by = DetectedByJson(evaluation.findings); !detected_by.empty()) {
    body.Add("detected_by", std::move(detected_by));
  }
  if (!decision.standstill) body.Add("verdict", VerdictJson(evaluation.verdict));
  if (decision.trial) body.Add("trial", TrialJson(decision, commitments));
  if (!decision.restored.empty()) body.Add("restored", RestoredJson(decision.restored));
  if (decision.kept) {
    body.Add("kept",
             KeptJson(decision.kept->header, commitments.Commit(kKeptDomain, decision.kept->text)));
  }
  if (evaluation.redacted) {
    REEVE_ASSIGN_OR_RETURN(const std::string payload, json::Canonical(evaluation.payload));
    body.Add("released", commitments.Commit("payload", payload, decision.nonce()));
  }
  REEVE_ASSIGN_OR_RETURN(std::string out, json::Canonical(std::move(body)));
  if (out.size() > kMaxBodyBytes) {
    return Error{"engine.record_too_large",
                 "what the rules read does not fit one record: send the content in smaller parts"};
  }
  return out;
}

Result<std::string> BareBody(const Decision& decision, const Commitments& commitments) {
  json::Object body = Frame(decision, commitments);
  body.Add("interaction", decision.request->interaction)
      .Add("stage", policy::StageName(decision.request->stage))
      .Add("system", decision.system->id);
  return json::Canonical(std::move(body));
}

namespace {

Result<std::vector<RecordedWaiver>> ReadWaived(const json::Value& verdict) {
  std::vector<RecordedWaiver> out;
  const json::Value* waived = verdict.Find("waived");
  if (waived == nullptr) return out;
  const Error malformed{"decision.malformed", "`waived` in the verdict is malformed"};
  if (waived->as_array() == nullptr) return malformed;
  for (const json::Value& hit : *waived->as_array()) {
    const json::Value* policy = hit.Find("policy");
    const json::Value* rule = hit.Find("rule");
    const json::Value* waiver = hit.Find("waiver");
    if (policy == nullptr || rule == nullptr || waiver == nullptr || !policy->as_string() ||
        !rule->as_string() || !waiver->as_string()) {
      return malformed;
    }
    out.push_back({*policy->as_string(), *rule->as_string(), *waiver->as_string(),
                   hit.Find("break_glass") != nullptr});
  }
  return out;
}

}  // namespace

Result<RecordedDecision> ReadDecision(const json::Value& body) {
  if (body.Find("standstill") != nullptr) {
    return Error{"decision.not_by_rules", "the decision was made before any rule was asked"};
  }
  const json::Value* bundle = body.Find("bundle");
  const json::Value* facts = body.Find("facts");
  const json::Value* outcomes = body.Find("outcomes");
  const json::Value* at = body.Find("at");
  const json::Value* verdict = body.Find("verdict");
  if (bundle == nullptr || bundle->as_string() == nullptr || facts == nullptr ||
      facts->as_object() == nullptr || outcomes == nullptr || outcomes->as_array() == nullptr ||
      at == nullptr || at->as_string() == nullptr || verdict == nullptr) {
    return Error{"decision.malformed", "not the body of a decision"};
  }
  REEVE_ASSIGN_OR_RETURN(const Timestamp time, ParseTimestamp(*at->as_string()));
  REEVE_ASSIGN_OR_RETURN(policy::RecordedFacts recorded,
                         policy::RecordedFacts::Read(*facts->as_object(), time));
  REEVE_ASSIGN_OR_RETURN(std::vector<policy::ClauseOutcome> clauses,
                         policy::ReadOutcomes(*outcomes->as_array()));
  REEVE_ASSIGN_OR_RETURN(std::vector<RecordedWaiver> waived, ReadWaived(*verdict));
  return RecordedDecision{*bundle->as_string(), verdict, std::move(recorded), std::move(clauses),
                          std::move(waived)};
}

// ----------------------------------------------------------------------------------------- answer

namespace {

json::Object ReasonJson(const policy::Hit& hit) {
  const policy::Rule& rule = *hit.rule;
  json::Object reason;
  reason.Add("policy", rule.policy)
      .Add("rule", rule.id)
      .Add("severity", policy::SeverityName(rule.severity))
      .Add("message", rule.reason.user);
  if (rule.reason.operator_ != rule.reason.user) reason.Add("operator", rule.reason.operator_);
  if (rule.reason.auditor != rule.reason.user) reason.Add("auditor", rule.reason.auditor);
  if (!rule.references.empty()) {
    reason.Add("references", json::Array(rule.references.begin(), rule.references.end()));
  }
  if (hit.error) {
    reason.Add("error", hit.error_code).Add("clause", rule.clauses[hit.clause].text);
  }
  return reason;
}

json::Object OwnReason(std::string_view rule, std::string_view severity, std::string message) {
  return {
      {"policy", "reeve"}, {"rule", rule}, {"severity", severity}, {"message", std::move(message)}};
}

json::Object ReasonOfFailure(const policy::DetectorFailure& failure) {
  json::Object reason =
      OwnReason("detector", "high",
                "the external detector `" + failure.detector->name + "` gave no answer (" +
                    failure.code + "), and the bundle lets nothing pass without it");
  reason.Add("error", failure.code);
  return reason;
}

json::Array ReasonsJson(const Decision& decision) {
  json::Array reasons;
  if (decision.standstill) {
    reasons.push_back(OwnReason(decision.standstill->code, "high", decision.standstill->message));
    return reasons;
  }
  const policy::Verdict& verdict = decision.evaluation.verdict;
  if (const auto& not_passed = decision.not_passed) {
    reasons.push_back(OwnReason(not_passed->code, "high", not_passed->message));
  }
  for (const policy::Hit& hit : verdict.hits) reasons.push_back(ReasonJson(hit));
  for (const policy::DetectorFailure& failure : verdict.failures) {
    if (failure.denies) reasons.push_back(ReasonOfFailure(failure));
  }
  if (verdict.from_default) {
    const bool declared = decision.bundle->default_is_declared();
    reasons.push_back(
        OwnReason("default", "low",
                  std::string(verdict.waived.empty() ? "no rule applied; "
                                                     : "no rule applied that is not waived; ") +
                      std::string(declared ? "the bundle's default effect is "
                                           : "the bundle declares no default effect, so it is ") +
                      std::string(policy::EffectName(verdict.effect))));
  }
  if (verdict.effect == policy::Effect::kDeny && verdict.hold && verdict.hold->roles.empty()) {
    reasons.push_back(OwnReason("hold", "medium",
                                "the holds that apply name no role in common, so nobody could "
                                "approve"));
  }
  return reasons;
}

// What the verdict's waivers say, for who must answer for them.
json::Array WaiversJson(const Evaluation& evaluation) {
  json::Array out;
  for (size_t i = 0; i < evaluation.waivers.size(); ++i) {
    const oversight::Waiver& waiver = *evaluation.waivers[i];
    const policy::Rule& rule = *evaluation.verdict.waived[i].hit.rule;
    json::Object entry{{"id", waiver.id},
                       {"policy", rule.policy},
                       {"rule", rule.id},
                       {"until", FormatTimestamp(waiver.until)},
                       {"by", waiver.by}};
    if (waiver.emergency) entry.Add("break_glass", true);
    out.push_back(std::move(entry));
  }
  return out;
}

json::Array Pair(size_t start, size_t end) {
  return {static_cast<int64_t>(start), static_cast<int64_t>(end)};
}

json::Array FindingsJson(const std::vector<LocatedFinding>& findings) {
  json::Array out;
  for (const LocatedFinding& located : findings) {
    const detectors::Finding& finding = located.finding;
    const auto& [start, end] = finding.span;
    json::Object span;
    span.Add("bytes", Pair(start.bytes, end.bytes))
        .Add("code_points", Pair(start.code_points, end.code_points))
        .Add("utf16", Pair(start.utf16, end.utf16));
    json::Object entry;
    entry.Add("kind", detectors::KindName(finding.kind))
        .Add("entity", finding.entity)
        .Add("category", detectors::CategoryName(finding.category));
    if (!finding.country.empty()) entry.Add("country", finding.country);
    entry.Add("score", finding.score)
        .Add("parts", json::Object{{"format", finding.parts.format},
                                   {"check", finding.parts.check},
                                   {"context", finding.parts.context},
                                   {"against", finding.parts.against}})
        .Add("validated", finding.validated)
        .Add("path", located.path)
        .Add("span", std::move(span));
    if (!located.detector.empty()) entry.Add("detector", located.detector);
    if (!finding.disguises.empty()) entry.Add("disguises", DisguiseNames(finding));
    out.push_back(std::move(entry));
  }
  return out;
}

json::Object Warning(std::string field, std::string message) {
  return {{"field", std::move(field)}, {"message", std::move(message)}};
}

// Context attributes that no active policy declares: rules cannot read them, and the caller should
// hear of it, for one may be misspelt. And external detectors whose findings are not there.
json::Array WarningsJson(const Decision& decision) {
  json::Array warnings;
  for (const json::Member& attribute : decision.request->context) {
    if (decision.bundle->FindAttribute(attribute.key) != nullptr) continue;
    warnings.push_back(Warning(json::PointerTo("/context", attribute.key),
                               "no active policy declares this attribute, so no rule can read it"));
  }
  if (decision.standstill) return warnings;
  if (decision.undeclared) {
    warnings.push_back(Warning("/action/purpose",
                               "the system does not declare this purpose: an alarm is on record"));
  }
  for (const policy::DetectorFailure& failure : decision.evaluation.verdict.failures) {
    if (failure.denies) continue;
    warnings.push_back(Warning("/content", "the external detector `" + failure.detector->name +
                                               "` gave no answer (" + failure.code +
                                               "), and it was decided without"));
  }
  for (const policy::Detector* detector : decision.evaluation.unasked) {
    warnings.push_back(Warning("/content", "the external detector `" + detector->name +
                                               "` is not asked here, so what it would find is not "
                                               "among the findings"));
  }
  return warnings;
}

bool LetsPass(policy::Effect effect) {
  return effect == policy::Effect::kAllow || effect == policy::Effect::kRedact;
}

// The payload to use instead of the request's; nothing of it where nothing may pass. As text, for
// it may be long, and is not copied.
void WritePayload(const Decision& decision, std::string* out) {
  const json::Value& payload = decision.evaluation.payload;
  const bool passes = LetsPass(decision.effect());
  const json::Value* content = passes ? payload.Find("content") : nullptr;
  *out += R"(,"content":)" + (content != nullptr ? json::Compact(*content) : "{}");
  const json::Value* action = passes ? payload.Find("action") : nullptr;
  if (action != nullptr) *out += R"(,"action":)" + json::Compact(*action);
}

// What follows the payload.
json::Object Rest(const Decision& decision, const std::optional<RecordReference>& record) {
  json::Object rest;
  if (const auto& approval = decision.approval) {
    json::Object terms{{"id", approval->id},
                       {"quorum", static_cast<int64_t>(approval->quorum)},
                       {"roles", json::Array(approval->roles.begin(), approval->roles.end())},
                       {"deadline", FormatTimestamp(approval->deadline)}};
    if (approval->escalation) terms.Add("escalation", oversight::ToJson(*approval->escalation));
    if (approval->allow_on_timeout) terms.Add("on_timeout", "allow");
    rest.Add("approval", std::move(terms));
  }
  if (const auto& pass = decision.pass) {
    rest.Add("passed", json::Object{{"approval", pass->approval},
                                    {"use", uint64_t{pass->use}},
                                    {"conditions", json::Array(pass->conditions.begin(),
                                                               pass->conditions.end())}});
  }
  if (!decision.evaluation.waivers.empty()) {
    rest.Add("waivers", WaiversJson(decision.evaluation));
  }
  if (decision.halt != nullptr) {
    rest.Add("halt", json::Object{{"id", decision.halt->id},
                                  {"scope", oversight::HaltScopeName(decision.halt->scope)},
                                  {"placed", FormatTimestamp(decision.halt->placed)}});
  }
  if (json::Array warnings = WarningsJson(decision); !warnings.empty()) {
    rest.Add("warnings", std::move(warnings));
  }
  rest.Add("bundle", decision.bundle->digest());
  if (record) {
    rest.Add("record", json::Object{{"index", record->index},
                                    {"leaf_hash", HexEncode(AsBytes(record->leaf))}});
  }
  return rest;
}

}  // namespace

std::string AnswerJson(const Decision& decision, const std::optional<RecordReference>& record) {
  json::Object answer;
  if (record) answer.Add("id", decision.id);
  answer.Add("effect", policy::EffectName(decision.effect()))
      .Add("reasons", ReasonsJson(decision))
      .Add("obligations", decision.standstill
                              ? json::Array()
                              : ObligationsJson(decision.evaluation.verdict.obligations))
      .Add("findings", FindingsJson(decision.evaluation.findings));
  std::string out = json::Compact(std::move(answer));
  out.pop_back();  // the brace
  WritePayload(decision, &out);
  std::string rest = json::Compact(Rest(decision, record));
  rest.front() = ',';
  return out + rest;
}

}  // namespace reeve::engine
