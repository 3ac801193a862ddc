#include "cli/system_text.h"

#include <array>

#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

bool Runs(const json::Value& system) {
  const json::Value* runs = system.Find("runs");
  return runs != nullptr && runs->as_bool() != nullptr && *runs->as_bool();
}

// "active", or with what keeps it from running.
std::string StateText(const json::Value& system) {
  std::string state = TextAt(system, "/state");
  const std::string code = TextAt(system, "/stands_still/code");
  if (Runs(system)) return state;
  return state + (code == "system." + state || code == "system.not_active" ? "" : ", " + code);
}

// "2026-12-31 18:00 UTC by Ada Example: why"
void AddAct(const json::Value& system, const char* label, const std::string& key,
            std::vector<TableRow>* rows) {
  const json::Value* act = system.Find(key);
  if (act == nullptr) return;
  const std::string word = TextAt(*act, "/class");
  rows->push_back({label, MinuteOf(TextAt(*act, "/time")) + " UTC by " + TextAt(*act, "/by") +
                              (word.empty() ? "" : " as " + word) + ": " +
                              TextAt(*act, "/reason")});
}

void AddDocuments(const json::Value& system, std::vector<TableRow>* rows) {
  const json::Value* documents = system.Find("documents");
  if (documents == nullptr) return;
  for (const json::Value& document : *documents->as_array()) {
    std::string text = TextAt(document, "/kind");
    for (const char* key : {"/title", "/link", "/digest"}) {
      const std::string part = TextAt(document, key);
      if (!part.empty()) text += ", " + part;
    }
    rows->push_back({"document", text});
  }
}

void AddDrift(const json::Value& system, std::vector<TableRow>* rows) {
  const json::Value* drift = system.Find("drift");
  if (drift == nullptr) return;
  for (const json::Value& seen : *drift->as_array()) {
    const std::string purpose = TextAt(seen, "/purpose");
    rows->push_back({"used for", (purpose.empty() ? "no purpose" : purpose) +
                                     ", which is not declared, on " +
                                     std::to_string(CountAt(seen, "/days")) + " days, last " +
                                     MinuteOf(TextAt(seen, "/last")) + " UTC (Art. 25(1)(c))"});
  }
}

}  // namespace

std::string SystemListText(const json::Value& list) {
  const json::Array& systems = *list.Find("systems")->as_array();
  if (systems.empty()) return "no such system\n";
  std::vector<TableRow> rows = {{"ID", "STATE", "CLASS", "OWNER", "REVIEW DUE", "NAME"}};
  for (const json::Value& system : systems) {
    rows.push_back({TextAt(system, "/id"), StateText(system), TextAt(system, "/risk_class"),
                    TextAt(system, "/owner"), TextAt(system, "/review_due"),
                    TextAt(system, "/name")});
  }
  std::string out = TableText(rows);
  const int64_t more = CountAt(list, "/total") - static_cast<int64_t>(systems.size());
  if (more > 0) out += "and " + std::to_string(more) + " more; narrow it with --state\n";
  return out;
}

std::string SystemText(const json::Value& system) {
  std::vector<TableRow> rows = {{"system", TextAt(system, "/id")}, {"state", StateText(system)}};
  constexpr std::array<std::array<const char*, 2>, 8> kTexts = {{{"risk_class", "class"},
                                                                 {"name", "name"},
                                                                 {"version", "version"},
                                                                 {"owner", "owner"},
                                                                 {"deputy", "deputy"},
                                                                 {"role", "role"},
                                                                 {"purpose", "purpose"},
                                                                 {"review_due", "review due"}}};
  for (const auto& [key, label] : kTexts) {
    const std::string text = TextAt(system, std::string("/") + key);
    if (!text.empty()) rows.push_back({label, text});
  }
  constexpr std::array<std::array<const char*, 2>, 6> kLists = {{{"purposes", "declared purposes"},
                                                                 {"models", "models"},
                                                                 {"tools", "tools"},
                                                                 {"data_categories", "data"},
                                                                 {"regions", "regions"},
                                                                 {"affected_groups", "affected"}}};
  for (const auto& [key, label] : kLists) {
    if (const json::Value* list = system.Find(key)) rows.push_back({label, Listed(*list)});
  }
  if (TextAt(system, "/purpose_drift") == "alarm") {
    rows.push_back({"other purposes", "pass, with an alarm"});
  }
  AddAct(system, "proposed", "proposed", &rows);
  AddAct(system, "reviewed", "reviewed", &rows);
  AddAct(system, "classified", "classified", &rows);
  AddAct(system, "approved", "approved", &rows);
  AddAct(system, "stopped", "stopped", &rows);
  AddDocuments(system, &rows);
  AddDrift(system, &rows);
  return TableText(rows);
}

std::string UnknownSystemsText(const json::Value& list) {
  const json::Array& unknown = *list.Find("unknown")->as_array();
  const std::string since = MinuteOf(TextAt(list, "/since")) + " UTC, when the server started";
  if (unknown.empty()) return "no call with an unknown system since " + since + "\n";
  std::vector<TableRow> rows = {{"SYSTEM", "CALLER", "CALLS", "FIRST (UTC)", "LAST (UTC)"}};
  for (const json::Value& row : unknown) {
    rows.push_back({TextAt(row, "/system"), TextAt(row, "/principal"),
                    std::to_string(CountAt(row, "/calls")), MinuteOf(TextAt(row, "/first")),
                    MinuteOf(TextAt(row, "/last"))});
  }
  std::string out = TableText(rows) + "counted since " + since + "\n";
  if (const int64_t more = CountAt(list, "/not_listed"); more > 0) {
    out += "and " + std::to_string(more) + " calls that the table has no room for\n";
  }
  return out;
}

}  // namespace reeve::cli
