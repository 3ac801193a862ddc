#include "oversight/notice.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/encoding.h"

namespace reeve::oversight {
namespace {

constexpr size_t kMaxMemberBytes = 256;
constexpr size_t kMaxRolesTold = 64;
constexpr size_t kMaxRulesTold = 32;
constexpr size_t kMaxEntitiesTold = 64;
constexpr std::string_view kDecision = "decision";

constexpr auto kKinds = std::to_array<std::string_view>({
    "appeal.decided",
    "appeal.opened",
    "approval.expired",
    "approval.opened",
    "approval.used",
    "approval.voided",
    "approval.voted",
    "approval.withdrawn",
    "bias.alarm_cleared",
    "bias.alarm_raised",
    "bias.attributes_deleted",
    "bias.attributes_uploaded",
    "bias.audit_ended",
    "bias.audit_started",
    "bias.audited",
    "bias.correction_done",
    "bias.correction_opened",
    "bias.monitor_ended",
    "bias.monitor_missed",
    "bias.monitor_set",
    "bias.published",
    "bias.withdrawn",
    "break_glass.ended",
    "break_glass.invoked",
    "break_glass.overdue",
    "break_glass.reviewed",
    "bundle.activated",
    "bundle.approved",
    "bundle.proposed",
    "bundle.refused",
    "bundle.rejected",
    "bundle.rolled_back",
    "bundle.scheduled",
    "bundle.trial_ended",
    "bundle.trial_started",
    "bundle.trial_widened",
    "bundle.unscheduled",
    "bypass.passed",
    "bypass.reported",
    "content.expired",
    "content.read",
    "decision",
    "grant.delegated",
    "grant.ended",
    "grant.given",
    "halt.lifted",
    "halt.placed",
    "incident.closed",
    "incident.opened",
    "incident.overdue",
    "incident.reported",
    "incident.updated",
    "key.revoked",
    "key.rotated",
    "legal_hold.lifted",
    "legal_hold.placed",
    "outcome.recorded",
    "override.recorded",
    "oversight.alarm",
    "oversight.measures_set",
    "retention.set",
    "review.decided",
    "review.opened",
    "subject.erased",
    "subject.exported",
    "system.approved",
    "system.changed",
    "system.classified",
    "system.document_added",
    "system.proposed",
    "system.registered",
    "system.retired",
    "system.reviewed",
    "token.created",
    "token.revoked",
    "token.used",
    "training.recorded",
    "waiver.granted",
    "waiver.revoked",
});

// Of these there is one for each request: they are told only to who names them.
constexpr auto kManyEach = std::to_array<std::string_view>({kDecision, "outcome.recorded"});

// Members of bodies that are ids, digests, times, numbers, or words of a fixed set. The id of an
// interaction is the caller's, and stays.
constexpr auto kMembers = std::to_array<std::string_view>({
    "bound",    "break_glass", "bundle",  "clear_at", "code",    "correction", "deadline",
    "decision", "did",         "due",     "effect",   "expires", "finding",    "from",
    "grant",    "halt",        "id",      "incident", "kind",    "limit",      "measure",
    "measured", "metric",      "monitor", "opened",   "policy",  "proposal",   "publication",
    "quorum",   "raise_below", "ratio",   "report",   "result",  "review",     "risk_class",
    "role",     "rule",        "run",     "stage",    "state",   "system",     "token",
    "trace",    "until",       "vote",    "waiver",   "why",
});

// How somebody votes on what is blind is told to nobody: others have yet to vote.
bool IsBlind(const json::Value& body) {
  const json::Value* blind = body.Find("blind");
  return blind != nullptr && blind->as_bool() != nullptr && *blind->as_bool();
}

bool IsSafe(const json::Value& value) {
  if (const std::string* text = value.as_string()) return text->size() <= kMaxMemberBytes;
  return value.as_int() != nullptr || value.as_double() != nullptr || value.as_bool() != nullptr;
}

std::string TextOf(const json::Value& body, std::string_view key) {
  const json::Value* found = body.Find(key);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

std::vector<std::string> RolesOf(const json::Value& body) {
  std::vector<std::string> out;
  const json::Value* roles = body.Find("roles");
  if (roles == nullptr || roles->as_array() == nullptr) return out;
  for (const json::Value& role : *roles->as_array()) {
    const std::string* text = role.as_string();
    if (text != nullptr && out.size() < kMaxRolesTold) out.push_back(*text);
  }
  return out;
}

// An approval's own record names it by `id`, the others by `approval`.
std::string ApprovalOf(std::string_view kind, const json::Value& body) {
  if (!kind.starts_with("approval.")) return TextOf(body, "approval");
  std::string id = TextOf(body, "approval");
  return id.empty() ? TextOf(body, "id") : id;
}

// Records about something: their prefix, the member with its id, where it is shown, and the kind
// with which it begins, whose record has its id and no member for it.
struct Place {
  std::string_view prefix;
  std::string_view member;
  std::string_view path;
  std::string_view beginning;
};
constexpr auto kPlaces = std::to_array<Place>({
    {"appeal.", "appeal", "/v1/appeals/", "appeal.opened"},
    {"bias.", "monitor", "/v1/bias-monitors/", ""},
    {"break_glass.", "break_glass", "/v1/break-glass/", "break_glass.invoked"},
    {"bundle.", "bundle", "/v1/bundles/", ""},
    {"incident.", "incident", "/v1/incidents/", "incident.opened"},
    {"review.", "review", "/v1/reviews/", "review.opened"},
    {"token.", "token", "/v1/tokens/", ""},
    {"waiver.", "waiver", "/v1/waivers/", ""},
});

std::string PathOf(const Notice& notice, const json::Value& body) {
  if (notice.kind == kDecision) return "/v1/decisions/" + notice.id;
  if (!notice.approval.empty()) return "/v1/approvals/" + notice.approval;
  for (const Place& place : kPlaces) {
    if (!notice.kind.starts_with(place.prefix)) continue;
    const std::string id = notice.kind == place.beginning ? notice.id : TextOf(body, place.member);
    if (!id.empty()) return std::string(place.path) + id;
  }
  return "/v1/records?id=" + notice.id;
}

std::string TextAt(const json::Value& body, std::string_view pointer) {
  const json::Value* found = json::Resolve(body, pointer);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

// Rules as `policy/rule`, in the order of the bundle.
json::Array RulesOf(const json::Value& body) {
  json::Array out;
  const json::Value* hits = json::Resolve(body, "/verdict/hits");
  if (hits == nullptr || hits->as_array() == nullptr) return out;
  for (const json::Value& hit : *hits->as_array()) {
    if (out.size() == kMaxRulesTold) break;
    out.emplace_back(TextOf(hit, "policy") + "/" + TextOf(hit, "rule"));
  }
  return out;
}

// How many findings there were of each entity.
json::Object EntitiesOf(const json::Value& body) {
  std::map<std::string, int64_t> counts;
  const json::Value* findings = json::Resolve(body, "/facts/findings");
  if (findings != nullptr && findings->as_array() != nullptr) {
    for (const json::Value& finding : *findings->as_array()) ++counts[TextOf(finding, "entity")];
  }
  json::Object out;
  for (const auto& [entity, count] : counts) {
    if (!entity.empty() && out.size() < kMaxEntitiesTold) out.Add(entity, count);
  }
  return out;
}

// What lies deeper in the body of a decision: names that the bundle and the register declare, and
// counts.
void AddDecisionMembers(const json::Value& body, json::Object* out) {
  constexpr auto kDeeper = std::to_array<std::array<std::string_view, 2>>({
      {"system", "/facts/system/id"},
      {"stage", "/facts/stage"},
      {"halt", "/standstill/halt"},
      {"code", "/standstill/code"},
  });
  for (const auto& [key, pointer] : kDeeper) {
    std::string text = TextAt(body, pointer);
    if (!text.empty() && out->Find(key) == nullptr) out->Add(std::string(key), std::move(text));
  }
  if (json::Array rules = RulesOf(body); !rules.empty()) out->Add("rules", std::move(rules));
  if (json::Object entities = EntitiesOf(body); !entities.empty()) {
    out->Add("entities", std::move(entities));
  }
}

}  // namespace

std::span<const std::string_view> NoticeKinds() { return kKinds; }

std::vector<std::string> NoticeKindsLike(std::string_view pattern) {
  const bool is_prefix = pattern.ends_with('*');
  if (is_prefix) pattern.remove_suffix(1);
  const bool may = !is_prefix || pattern.empty() || pattern.ends_with('.');
  std::vector<std::string> out;
  for (const std::string_view kind : kKinds) {
    const bool is_meant = is_prefix ? kind.starts_with(pattern) : kind == pattern;
    const bool is_of_many = std::find(kManyEach.begin(), kManyEach.end(), kind) != kManyEach.end();
    if (may && is_meant && !(pattern.empty() && is_of_many)) out.emplace_back(kind);
  }
  return out;
}

Result<std::optional<Notice>> NoticeOf(const ledger::Record& record) {
  if (std::find(kKinds.begin(), kKinds.end(), record.kind()) == kKinds.end()) {
    return std::optional<Notice>();
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  Notice notice;
  notice.kind = record.kind();
  notice.id = record.id();
  notice.index = record.index();
  notice.leaf_hash = HexEncode(AsBytes(record.leaf()));
  notice.tenant = record.tenant();
  notice.time = record.time();
  notice.approval = ApprovalOf(notice.kind, *body);
  notice.roles = RolesOf(*body);
  notice.path = PathOf(notice, *body);
  const bool blind = IsBlind(*body);
  for (const std::string_view key : kMembers) {
    if (blind && key == "vote") continue;
    const json::Value* value = body->Find(key);
    if (key == "approval" || value == nullptr || !IsSafe(*value)) continue;
    notice.members.Add(std::string(key), *value);
  }
  if (notice.kind == kDecision) AddDecisionMembers(*body, &notice.members);
  return std::optional<Notice>(std::move(notice));
}

json::Object NoticeMembers(const Notice& notice, std::string_view base) {
  json::Object members{{"record", notice.id},
                       {"index", notice.index},
                       {"leaf_hash", notice.leaf_hash},
                       {"tenant", notice.tenant}};
  if (!notice.path.empty()) members.Add("link", std::string(base) + notice.path);
  if (!notice.approval.empty()) members.Add("approval", notice.approval);
  if (!notice.roles.empty()) {
    members.Add("roles", json::Array(notice.roles.begin(), notice.roles.end()));
  }
  for (const json::Member& member : notice.members) members.Add(member.key, member.value);
  return members;
}

json::Object ToJson(const Notice& notice, std::string_view base) {
  return {{"type", notice.kind},
          {"timestamp", FormatTimestamp(notice.time)},
          {"data", NoticeMembers(notice, base)}};
}

}  // namespace reeve::oversight
