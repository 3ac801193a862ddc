#include "cli/waiver_text.h"

#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

// "systems demo-assistant; stages input, output"
std::string ScopeText(const json::Value& waiver) {
  const json::Value* scope = waiver.Find("scope");
  if (scope == nullptr || scope->as_object() == nullptr) return "";
  std::string out;
  for (const json::Member& member : *scope->as_object()) {
    if (member.value.as_array() == nullptr) return member.key;
    out += (out.empty() ? "" : "; ") + member.key + " " + Listed(member.value);
  }
  return out;
}

// "active", or what keeps it from suspending anything.
std::string StateText(const json::Value& waiver) {
  std::string state = TextAt(waiver, "/state");
  const std::string rule = TextAt(waiver, "/rule_state");
  if (state != "active" && state != "pending") return state;
  if (rule == "orphaned") return state + ", orphaned: the rule is gone";
  if (rule == "not_waivable") return state + ", without effect: the rule is not waivable";
  return state;
}

std::string RuleText(const json::Value& waiver) {
  return TextAt(waiver, "/policy") + "/" + TextAt(waiver, "/rule");
}

}  // namespace

std::string WaiverListText(const json::Value& list, Timestamp now) {
  const json::Array& waivers = *list.Find("waivers")->as_array();
  if (waivers.empty()) return "no such waiver\n";
  std::vector<TableRow> rows = {
      {"ID", "RULE", "SCOPE", "UNTIL (UTC)", "LEFT", "USES", "ACCEPTED BY", "STATE"}};
  for (const json::Value& waiver : waivers) {
    rows.push_back({TextAt(waiver, "/id"), RuleText(waiver), ScopeText(waiver),
                    MinuteOf(TextAt(waiver, "/until")), TimeLeft(TextAt(waiver, "/until"), now),
                    std::to_string(CountAt(waiver, "/uses/count")), TextAt(waiver, "/by"),
                    StateText(waiver)});
  }
  std::string out = TableText(rows);
  const int64_t more = CountAt(list, "/total") - static_cast<int64_t>(waivers.size());
  if (more > 0) out += "and " + std::to_string(more) + " more; narrow it with --state\n";
  return out;
}

std::string WaiverText(const json::Value& waiver, Timestamp now) {
  const std::string left = TimeLeft(TextAt(waiver, "/until"), now);
  std::vector<TableRow> rows = {
      {"waiver", TextAt(waiver, "/id")},
      {"state", StateText(waiver)},
      {"rule", RuleText(waiver)},
      {"scope", ScopeText(waiver)},
      {"from", MinuteOf(TextAt(waiver, "/from")) + " UTC"},
      {"until", MinuteOf(TextAt(waiver, "/until")) + " UTC" + (left.empty() ? "" : ", in " + left)},
      {"reason", TextAt(waiver, "/reason")},
      {"accepted by", TextAt(waiver, "/by")},
      {"requested by", TextAt(waiver, "/requested_by")}};
  if (const json::Value* references = waiver.Find("references")) {
    rows.push_back({"references", Listed(*references)});
  }
  const int64_t uses = CountAt(waiver, "/uses/count");
  rows.push_back({"uses", uses == 0 ? "none"
                                    : std::to_string(uses) + ", the last on " +
                                          MinuteOf(TextAt(waiver, "/uses/last")) + " UTC by " +
                                          TextAt(waiver, "/uses/last_decision")});
  if (waiver.Find("revoked") != nullptr) {
    rows.push_back({"revoked", MinuteOf(TextAt(waiver, "/revoked/time")) + " UTC by " +
                                   TextAt(waiver, "/revoked/by") + ": " +
                                   TextAt(waiver, "/revoked/reason")});
  }
  return TableText(rows);
}

}  // namespace reeve::cli
