#include "engine/waiver_uses.h"

#include "base/json_reader.h"
#include "engine/decision.h"

namespace reeve::engine {
namespace {

using json::Need;

constexpr size_t kMaxTimeBytes = 64;

// Members stand by name in a canonical body, and `verdict`, with `shadow` before `waived`, last:
// most bodies end so, and have nothing waived.
constexpr std::string_view kPlainEnd = "\"shadow\":[]}}";
constexpr std::string_view kShadowMember = "\"shadow\":[";
constexpr std::string_view kWaivedMember = "\"waived\":[";

bool MayHaveWaived(std::string_view body) {
  if (body.ends_with(kPlainEnd)) return false;
  const size_t shadow = body.rfind(kShadowMember);
  return shadow != std::string_view::npos &&
         body.find(kWaivedMember, shadow) != std::string_view::npos;
}

Result<WaiverUse> ParseUse(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  WaiverUse use;
  json::ObjectReader reader(value, "");
  use.count = reader.Unsigned("count").value_or(0);
  use.first = reader.String("first", Need::kOptional, kMaxTimeBytes);
  use.last = reader.String("last", Need::kOptional, kMaxTimeBytes);
  use.last_decision = reader.String("last_decision", Need::kOptional, ledger::kMaxIdBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return use;
}

Status CountUse(const ledger::Record& record, const std::string& waiver, const std::string& time,
                ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(waiver));
  WaiverUse use;
  if (known) {
    REEVE_ASSIGN_OR_RETURN(use, ParseUse(*known));
  }
  if (++use.count == 1) use.first = time;
  use.last = time;
  use.last_decision = record.id();
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(use)));
  state.Put(waiver, text);
  return {};
}

}  // namespace

Status WaiverUseProjection::Fold(const ledger::Record& record,
                                 ledger::ProjectionWriter& state) const {
  if (record.kind() != kDecisionKind || !MayHaveWaived(record.body_text())) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const json::Value* waived = json::Resolve(*body, "/verdict/waived");
  const json::Value* at = body->Find("at");
  if (waived == nullptr || waived->as_array() == nullptr || at == nullptr || !at->as_string()) {
    return {};  // an attribute of that name, perhaps
  }
  for (const json::Value& hit : *waived->as_array()) {
    const json::Value* waiver = hit.Find("waiver");
    if (waiver == nullptr || waiver->as_string() == nullptr) continue;
    REEVE_RETURN_IF_ERROR(CountUse(record, *waiver->as_string(), *at->as_string(), state));
  }
  return {};
}

Result<WaiverUse> UseOfWaiver(const ledger::Ledger& ledger, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                         ledger.State("waiver_uses").Get(id));
  if (!text) return WaiverUse();
  return ParseUse(*text);
}

json::Object ToJson(const WaiverUse& use) {
  json::Object out{{"count", use.count}};
  if (use.count == 0) return out;
  out.Add("first", use.first).Add("last", use.last).Add("last_decision", use.last_decision);
  return out;
}

}  // namespace reeve::engine
