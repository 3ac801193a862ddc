#include "cli/incident_text.h"

#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

bool IsTrue(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found != nullptr && found->as_bool() != nullptr && *found->as_bool();
}

std::string MinuteAt(const json::Value& value, std::string_view pointer) {
  const std::string time = TextAt(value, pointer);
  return time.empty() ? "" : MinuteOf(time) + " UTC";
}

std::string MoreText(const json::Value& list, size_t shown) {
  const int64_t more = CountAt(list, "/total") - static_cast<int64_t>(shown);
  return more > 0 ? "and " + std::to_string(more) + " more; narrow it with --state\n" : "";
}

// "9 days", "LATE", or when the first report was made.
std::string DueText(const json::Value& incident, Timestamp now) {
  if (IsTrue(incident, "/late")) return "LATE";
  if (incident.Find("first_report") != nullptr || incident.Find("closed") != nullptr) return "";
  return TimeLeft(TextAt(incident, "/clock/due"), now);
}

std::string ScopeText(const json::Value& glass) {
  const json::Value* scope = glass.Find("scope");
  if (scope == nullptr || scope->as_object() == nullptr) return "";
  std::string out;
  for (const json::Member& member : *scope->as_object()) {
    out += (out.empty() ? "" : "; ") + member.key + " " + Listed(member.value);
  }
  return out;
}

}  // namespace

std::string IncidentListText(const json::Value& list, Timestamp now) {
  const json::Array& incidents = *list.Find("incidents")->as_array();
  if (incidents.empty()) return "no such incident\n";
  std::vector<TableRow> rows = {
      {"ID", "SYSTEM", "CATEGORIES", "AWARE (UTC)", "DUE (UTC)", "LEFT", "STATE", "OPENED BY"}};
  for (const json::Value& incident : incidents) {
    rows.push_back({TextAt(incident, "/id"), TextAt(incident, "/system"),
                    ListAt(incident, "/categories"), MinuteOf(TextAt(incident, "/clock/aware")),
                    MinuteOf(TextAt(incident, "/clock/due")), DueText(incident, now),
                    TextAt(incident, "/state"), TextAt(incident, "/by")});
  }
  std::string out = TableText(rows) + MoreText(list, incidents.size());
  if (const int64_t late = CountAt(list, "/late"); late > 0) {
    out += std::to_string(late) + (late == 1 ? " is" : " are") + " late: nobody has reported\n";
  }
  return out;
}

std::string IncidentText(const json::Value& incident, Timestamp now) {
  const std::string left = DueText(incident, now);
  std::vector<TableRow> rows = {
      {"incident", TextAt(incident, "/id")},
      {"state", TextAt(incident, "/state")},
      {"system", TextAt(incident, "/system")},
      {"categories", ListAt(incident, "/categories")},
      {"causal link", TextAt(incident, "/causal_link")},
      {"opened", MinuteAt(incident, "/opened") + " by " + TextAt(incident, "/by")},
      {"aware since", MinuteAt(incident, "/clock/aware")},
      {"report due", MinuteAt(incident, "/clock/due") + " (" +
                         std::to_string(CountAt(incident, "/clock/days")) + " days, " +
                         ListAt(incident, "/clock/articles") + ")" +
                         (left.empty() ? "" : "  " + left)},
      {"outer limit", MinuteAt(incident, "/clock/outer")},
      {"legal hold", TextAt(incident, "/legal_hold")},
      {"pinned", "records " + std::to_string(CountAt(incident, "/pin/first")) + " to " +
                     std::to_string(CountAt(incident, "/pin/size")) + ", " +
                     ListAt(incident, "/pin/bundles")}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) rows.push_back({name, text});
  };
  add("occurred", MinuteAt(incident, "/occurred"));
  add("decisions", ListAt(incident, "/decisions"));
  add("references", ListAt(incident, "/references"));
  add("to review", ListAt(incident, "/unreviewed"));
  for (const char* kind : {"partial", "full"}) {
    const std::string at = "/" + std::string(kind);
    if (TextAt(incident, at + "/report").empty()) continue;
    rows.push_back({std::string(kind) + " report", MinuteAt(incident, at + "/time") + " to " +
                                                       TextAt(incident, at + "/to") + " by " +
                                                       TextAt(incident, at + "/by") + ", " +
                                                       TextAt(incident, at + "/report")});
  }
  if (incident.Find("closed") != nullptr) {
    rows.push_back({"closed", MinuteAt(incident, "/closed/time") + " by " +
                                  TextAt(incident, "/closed/by") + ", " +
                                  TextAt(incident, "/closed/resolution") + ": " +
                                  TextAt(incident, "/closed/reason")});
  }
  return TableText(rows) + "not legal advice: see docs/incidents.md\n";
}

std::string BreakGlassListText(const json::Value& list, Timestamp now) {
  const json::Array& all = *list.Find("break_glass")->as_array();
  if (all.empty()) return "no such break-glass\n";
  std::vector<TableRow> rows = {
      {"ID", "INCIDENT", "SCOPE", "BY", "UNTIL (UTC)", "LEFT", "USES", "REVIEW BY (UTC)", "STATE"}};
  for (const json::Value& glass : all) {
    const std::string state = TextAt(glass, "/state");
    rows.push_back({TextAt(glass, "/id"), TextAt(glass, "/incident"), ScopeText(glass),
                    TextAt(glass, "/by"), MinuteOf(TextAt(glass, "/until")),
                    state == "active" ? TimeLeft(TextAt(glass, "/until"), now) : "",
                    std::to_string(CountAt(glass, "/uses/count")),
                    MinuteOf(TextAt(glass, "/review_by")), state});
  }
  return TableText(rows) + MoreText(list, all.size());
}

std::string BreakGlassText(const json::Value& glass, Timestamp now) {
  const std::string state = TextAt(glass, "/state");
  const std::string left = state == "active" ? TimeLeft(TextAt(glass, "/until"), now) : "";
  std::vector<TableRow> rows = {
      {"break-glass", TextAt(glass, "/id")},
      {"state", state},
      {"incident", TextAt(glass, "/incident")},
      {"scope", ScopeText(glass)},
      {"rules",
       glass.Find("rules") == nullptr ? "all that yield to an emergency" : ListAt(glass, "/rules")},
      {"invoked", MinuteAt(glass, "/invoked") + " by " + TextAt(glass, "/by")},
      {"until", MinuteAt(glass, "/until") + (left.empty() ? "" : ", in " + left)},
      {"reason", TextAt(glass, "/reason")},
      {"concerned", ListAt(glass, "/concerned")},
      {"uses", std::to_string(CountAt(glass, "/uses/count"))},
      {"review by", MinuteAt(glass, "/review_by")}};
  if (glass.Find("ended") != nullptr) {
    rows.push_back({"ended", MinuteAt(glass, "/ended/time") + " by " + TextAt(glass, "/ended/by") +
                                 ": " + TextAt(glass, "/ended/reason")});
  }
  if (glass.Find("overdue") != nullptr) {
    rows.push_back({"overdue", "on record since " + MinuteAt(glass, "/overdue")});
  }
  if (glass.Find("reviewed") != nullptr) {
    rows.push_back({"reviewed", MinuteAt(glass, "/reviewed/time") + " by " +
                                    TextAt(glass, "/reviewed/by") + ", " +
                                    TextAt(glass, "/reviewed/finding") + ": " +
                                    TextAt(glass, "/reviewed/reason")});
  }
  return TableText(rows);
}

}  // namespace reeve::cli
