#include "oversight/notice.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace reeve::oversight {
namespace {

constexpr size_t kMaxMemberBytes = 256;
constexpr size_t kMaxRolesTold = 64;

constexpr auto kKinds = std::to_array<std::string_view>({
    "approval.expired",    "approval.opened",
    "approval.used",       "approval.voided",
    "approval.voted",      "approval.withdrawn",
    "bias.alarm_cleared",  "bias.alarm_raised",
    "bias.audited",        "bias.correction_opened",
    "bias.monitor_missed", "bundle.activated",
    "bundle.approved",     "bundle.proposed",
    "bundle.refused",      "bundle.rejected",
    "bundle.rolled_back",  "bundle.trial_ended",
    "grant.delegated",     "grant.ended",
    "grant.given",         "key.revoked",
    "key.rotated",         "legal_hold.lifted",
    "legal_hold.placed",   "oversight.alarm",
    "review.decided",      "review.opened",
    "system.registered",   "waiver.granted",
    "waiver.revoked",
});

// Members of bodies that are ids, digests, times, numbers, or words of a fixed set. The id of an
// interaction is the caller's, and stays.
constexpr auto kMembers = std::to_array<std::string_view>({
    "bundle", "clear_at",    "code",  "correction", "deadline",   "decision", "due",
    "from",   "grant",       "id",    "metric",     "monitor",    "opened",   "policy",
    "quorum", "raise_below", "ratio", "report",     "risk_class", "role",     "rule",
    "state",  "system",      "until", "vote",       "waiver",     "why",
});

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

std::string PathOf(const Notice& notice, const json::Value& body) {
  if (!notice.approval.empty()) return "/v1/approvals/" + notice.approval;
  for (const auto& [prefix, member, path] :
       {std::array<std::string_view, 3>{"waiver.", "waiver", "/v1/waivers/"},
        std::array<std::string_view, 3>{"bias.", "monitor", "/v1/bias-monitors/"},
        std::array<std::string_view, 3>{"bundle.", "bundle", "/v1/bundles/"}}) {
    if (!notice.kind.starts_with(prefix)) continue;
    const std::string id = TextOf(body, member);
    if (!id.empty()) return std::string(path) + id;
  }
  return "/v1/records?id=" + notice.id;
}

}  // namespace

std::span<const std::string_view> NoticeKinds() { return kKinds; }

std::vector<std::string> NoticeKindsLike(std::string_view pattern) {
  const bool is_prefix = pattern.ends_with('*');
  if (is_prefix) pattern.remove_suffix(1);
  const bool may = !is_prefix || pattern.empty() || pattern.ends_with('.');
  std::vector<std::string> out;
  for (const std::string_view kind : kKinds) {
    if (may && (is_prefix ? kind.starts_with(pattern) : kind == pattern)) out.emplace_back(kind);
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
  for (const std::string_view key : kMembers) {
    const json::Value* value = body->Find(key);
    if (key == "approval" || value == nullptr || !IsSafe(*value)) continue;
    notice.members.Add(std::string(key), *value);
  }
  return std::optional<Notice>(std::move(notice));
}

json::Object ToJson(const Notice& notice, std::string_view base) {
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
  return {{"type", notice.kind},
          {"timestamp", FormatTimestamp(notice.time)},
          {"data", std::move(members)}};
}

}  // namespace reeve::oversight
