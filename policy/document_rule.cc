#include <algorithm>
#include <array>

#include "policy/document.h"
#include "policy/document_limits.h"
#include "policy/review_terms.h"

namespace reeve::policy {
namespace {

const std::vector<std::string> kModes = {"enforce", "shadow"};
const std::vector<std::string> kSeverities = {"low", "medium", "high", "critical"};
const std::vector<std::string> kTimeouts = {"allow", "deny"};
const std::vector<std::string> kObligationTypes = {"notify",      "label_output", "add_disclosure",
                                                   "log_content", "route",        "review"};
// The key that holds the value of each of kObligationTypes but the last, which has several; none
// for what needs none.
constexpr std::array<std::string_view, 5> kObligationKeys = {"to", "label", "text", "", "to"};

template <typename E>
void ReadWordInto(const MapReader& map, std::string_view key, const std::vector<std::string>& words,
                  E* target, Reporter& reporter) {
  const YamlNode* node = map.Find(key);
  if (node == nullptr) return;
  const auto word = ReadWord(*node, "`" + std::string(key) + "`", words, reporter);
  if (word) *target = static_cast<E>(*word);
}

bool ReadTruth(const YamlNode& node, std::string_view what, Reporter& reporter) {
  const json::Value value = ToJson(node);
  if (const bool* truth = value.as_bool()) return *truth;
  reporter.Error("policy.type", node.span, std::string(what) + " must be `true` or `false`");
  return false;
}

Reason ReadReason(const YamlNode& node, Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kMap) {
    const auto text = ReadText(node, "`reason`", reporter);
    if (!text) return {};
    if (text->text.size() > kMaxReason) {
      reporter.Error("policy.too_long", text->span, "`reason` has over 1000 bytes");
    }
    return {text->text, text->text, text->text};
  }
  const MapReader map(node, "`reason`", {"user", "operator", "auditor"}, reporter);
  Reason reason;
  reason.user = map.RequiredText("user", kMaxReason).text;
  reason.operator_ = map.Text("operator", kMaxReason).text;
  reason.auditor = map.Text("auditor", kMaxReason).text;
  if (reason.operator_.empty()) reason.operator_ = reason.user;
  if (reason.auditor.empty()) reason.auditor = reason.operator_;
  return reason;
}

std::vector<std::string> ReadRoles(const YamlNode& node, Reporter& reporter) {
  std::vector<std::string> roles;
  for (Located& role : ReadTexts(node, "`roles`", reporter)) roles.push_back(std::move(role.text));
  if (roles.size() > kMaxRoles) {
    reporter.Error("policy.too_long", node.span, "`roles` names more than 16 roles");
  }
  std::sort(roles.begin(), roles.end());
  return roles;
}

void ReadEscalation(const YamlNode& node, HoldTerms* hold, Reporter& reporter) {
  const MapReader map(node, "`escalation`", {"after", "roles"}, reporter);
  Escalation& escalation = hold->escalation.emplace();
  if (const YamlNode* roles = map.Require("roles")) escalation.roles = ReadRoles(*roles, reporter);
  const YamlNode* after = map.Require("after");
  const auto duration = after == nullptr ? std::nullopt : ReadDuration(*after, "`after`", reporter);
  if (!duration) return;
  escalation.after = *duration;
  if (escalation.after < hold->deadline) return;
  reporter.Error("policy.duration", after->span,
                 "`after` must be shorter than the `deadline` of the hold, or it comes too late");
}

void ReadTruthInto(const MapReader& map, const char* key, bool* target, Reporter& reporter) {
  const YamlNode* node = map.Find(key);
  if (node != nullptr) *target = ReadTruth(*node, "`" + std::string(key) + "`", reporter);
}

void ReadApprovalTerms(const MapReader& map, const HoldTerms& hold, ApprovalTerms* out,
                       Reporter& reporter) {
  if (const YamlNode* uses = map.Find("uses")) {
    const auto count = ReadCount(*uses, "`uses`", 1, kMaxApprovalUses, reporter);
    if (count) out->uses = static_cast<uint32_t>(*count);
  }
  if (const YamlNode* valid = map.Find("valid")) {
    const auto duration = ReadDuration(*valid, "`valid`", reporter);
    if (duration) out->validity = *duration;
  }
  ReadTruthInto(map, "distinct_units", &out->distinct_units, reporter);
  ReadTruthInto(map, "exclude_author", &out->exclude_author, reporter);
  ReadTruthInto(map, "blind", &out->blind, reporter);
  const YamlNode* veto = map.Find("veto");
  if (veto == nullptr) return;
  out->veto = ReadRoles(*veto, reporter);
  for (const std::string& role : out->veto) {
    if (!std::binary_search(hold.roles.begin(), hold.roles.end(), role)) continue;
    reporter.Error("policy.value", veto->span,
                   "`" + role + "` stands in `roles` too: who may approve may reject anyway");
  }
}

void ReadHold(const YamlNode& node, RuleDocument* out, Reporter& reporter) {
  const MapReader map(node, "`hold`",
                      {"roles", "quorum", "deadline", "escalation", "on_timeout", "uses", "valid",
                       "distinct_units", "exclude_author", "blind", "veto"},
                      reporter);
  HoldTerms& hold = out->rule.hold;
  if (const YamlNode* roles = map.Require("roles")) hold.roles = ReadRoles(*roles, reporter);
  if (const YamlNode* quorum = map.Find("quorum")) {
    const auto count = ReadCount(*quorum, "`quorum`", 1, kMaxQuorum, reporter);
    if (count) hold.quorum = static_cast<uint32_t>(*count);
  }
  if (const YamlNode* deadline = map.Find("deadline")) {
    const auto duration = ReadDuration(*deadline, "`deadline`", reporter);
    if (duration) hold.deadline = *duration;
  }
  if (const YamlNode* node_of = map.Find("escalation")) ReadEscalation(*node_of, &hold, reporter);
  ReadWordInto(map, "on_timeout", kTimeouts, &hold.on_timeout, reporter);
  ReadApprovalTerms(map, hold, &out->approval, reporter);
}

// Terms stand only beside the effect that they belong to.
void ReadTerms(const MapReader& map, const YamlNode& node, RuleDocument* out, Reporter& reporter) {
  const YamlNode* redact = map.Find("redact");
  const YamlNode* hold = map.Find("hold");
  const Effect effect = out->rule.effect;
  if (redact != nullptr && effect == Effect::kRedact) ReadRedact(*redact, out, reporter);
  if (hold != nullptr && effect == Effect::kHold) ReadHold(*hold, out, reporter);
  for (const YamlMember& member : node.members) {
    const auto wrong = [&](std::string_view name, Effect owner) {
      return member.key == name && effect != owner;
    };
    if (!wrong("redact", Effect::kRedact) && !wrong("hold", Effect::kHold)) continue;
    reporter.Error("policy.effect", member.key_span,
                   "`" + member.key + "` belongs to a rule of effect `" + member.key +
                       "`; the effect of this one is `" + std::string(EffectName(effect)) + "`");
  }
  if (effect == Effect::kHold && node.Find("hold") == nullptr) map.Require("hold");
}

Obligation ReadReview(const YamlNode& node, Reporter& reporter) {
  const MapReader map(node, "obligation `review`", {"type", "to", "share", "within"}, reporter);
  ReviewTerms terms;
  terms.role = map.RequiredText("to", kMaxObligationValue).text;
  if (const YamlNode* share = map.Find("share")) {
    const auto text = ReadText(*share, "`share`", reporter);
    const auto parsed = text ? ParseShare(text->text) : std::nullopt;
    if (parsed) {
      terms.share = *parsed;
    } else if (text) {
      reporter.Error("policy.share", share->span,
                     "`share` must be a percentage above 0% and up to 100%, such as 5% or 0.25%");
    }
  }
  if (const YamlNode* within = map.Find("within")) {
    terms.within = ReadDuration(*within, "`within`", reporter).value_or(terms.within);
  }
  return {ObligationType::kReview, ReviewTermsText(terms)};
}

std::optional<Obligation> ReadObligation(const YamlNode& node, Reporter& reporter) {
  const MapReader any(node, "an obligation", reporter);
  const YamlNode* type = any.Require("type");
  if (type == nullptr) return std::nullopt;
  const auto word = ReadWord(*type, "`type`", kObligationTypes, reporter);
  if (!word) return std::nullopt;
  const auto obligation = static_cast<ObligationType>(*word);
  if (obligation == ObligationType::kReview) return ReadReview(node, reporter);
  const std::string_view key = ObligationKey(obligation);
  const std::string what = "obligation `" + kObligationTypes[*word] + "`";
  if (key.empty()) {
    const MapReader bare(node, what, {"type"}, reporter);
    return Obligation{obligation, ""};
  }
  const MapReader map(node, what, {"type", key}, reporter);
  Located value = map.RequiredText(key, kMaxObligationValue);
  return Obligation{obligation, std::move(value.text)};
}

void ReadObligations(const YamlNode& node, RuleDocument* out, Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kSequence || node.items.empty() ||
      node.items.size() > kMaxObligations) {
    reporter.Error("policy.type", node.span, "`obligations` must be a list of 1 to 8 obligations");
    return;
  }
  for (const YamlNode& item : node.items) {
    auto obligation = ReadObligation(item, reporter);
    if (obligation) out->rule.obligations.push_back(std::move(*obligation));
  }
}

void ReadCondition(const MapReader& map, RuleDocument* out, Reporter& reporter) {
  const YamlNode* when = map.Require("when");
  if (when == nullptr || !ReadText(*when, "`when`", reporter)) return;
  out->when = *when;
  out->rule.when = when->scalar;
}

}  // namespace

std::string_view ObligationKey(ObligationType type) {
  return kObligationKeys[static_cast<size_t>(type)];
}

RuleDocument ReadRule(const YamlNode& node, const Scope& policy_scope, Reporter& reporter) {
  const MapReader map(node, "a rule",
                      {"id", "title", "scope", "when", "effect", "redact", "hold", "reason",
                       "severity", "waivable", "obligations", "mode"},
                      reporter);
  RuleDocument out;
  out.scope = policy_scope;
  if (!map.is_map()) return out;
  for (const YamlMember& member : node.members) out.keys.push_back({member.key, member.value.span});
  out.id = map.RequiredText("id", kMaxTitle);
  CheckId(out.id, "a rule's `id`", reporter);
  out.rule.id = out.id.text;
  out.rule.title = map.Text("title", kMaxTitle).text;
  out.rule.file = reporter.file();
  out.rule.line = reporter.LineOf(out.id.text.empty() ? node.span.begin : out.id.span.begin);
  if (const YamlNode* scope = map.Find("scope")) {
    out.scope = ReadScope(*scope, policy_scope, reporter);
    out.scope_node = *scope;
  }
  ReadCondition(map, &out, reporter);
  const YamlNode* effect = map.Require("effect");
  const auto word =
      effect == nullptr ? std::nullopt : ReadWord(*effect, "`effect`", EffectWords(), reporter);
  if (word) {
    out.rule.effect = static_cast<Effect>(*word);
    ReadTerms(map, node, &out, reporter);
  }
  const bool allows = out.rule.effect == Effect::kAllow;
  const YamlNode* reason = allows ? map.Find("reason") : map.Require("reason");
  if (reason != nullptr) out.rule.reason = ReadReason(*reason, reporter);
  ReadWordInto(map, "severity", kSeverities, &out.rule.severity, reporter);
  if (const YamlNode* waivable = map.Find("waivable")) {
    out.rule.waivable = ReadTruth(*waivable, "`waivable`", reporter);
  }
  ReadWordInto(map, "mode", kModes, &out.rule.mode, reporter);
  if (const YamlNode* obligations = map.Find("obligations")) {
    ReadObligations(*obligations, &out, reporter);
  }
  return out;
}

}  // namespace reeve::policy
