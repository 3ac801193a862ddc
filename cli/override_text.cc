#include "cli/override_text.h"

#include <cmath>

#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

std::string CountText(const json::Value& value, std::string_view pointer) {
  return std::to_string(CountAt(value, pointer));
}

// "12.5 %"; nothing where there was nothing to divide by.
std::string RateAt(const json::Value& value, std::string_view member) {
  const json::Value* found = value.Find(member);
  if (found == nullptr) return "";
  const double rate = found->as_double() != nullptr ? *found->as_double()
                      : found->as_int() != nullptr  ? static_cast<double>(*found->as_int())
                                                    : 0.0;
  const auto tenths = static_cast<int64_t>(std::llround(rate * 1000));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

std::string RatesTable(const json::Value& rates, const char* list, const char* key,
                       const char* title) {
  const json::Value* entries = rates.Find(list);
  if (entries == nullptr || entries->as_array() == nullptr || entries->as_array()->empty()) {
    return "";
  }
  std::vector<TableRow> rows = {{title, "FOLLOWED", "CHANGED", "OVERRIDDEN", "DISREGARDED",
                                 "NOT FOLLOWED", "APPEALS", "UPHELD", "REVERSED", "REVERSAL"}};
  for (const json::Value& entry : *entries->as_array()) {
    rows.push_back({TextAt(entry, "/" + std::string(key)), CountText(entry, "/followed"),
                    CountText(entry, "/changed"), CountText(entry, "/overridden"),
                    CountText(entry, "/disregarded"), RateAt(entry, "override_rate"),
                    CountText(entry, "/appeals"), CountText(entry, "/upheld"),
                    CountText(entry, "/reversed"), RateAt(entry, "reversal_rate")});
  }
  return TableText(rows);
}

std::string MinuteAt(const json::Value& value, std::string_view pointer) {
  return MinuteOf(TextAt(value, pointer)) + " UTC";
}

}  // namespace

std::string OverrideRatesText(const json::Value& rates) {
  const std::string systems = RatesTable(rates, "systems", "system", "SYSTEM");
  const std::string rules = RatesTable(rates, "rules", "rule", "RULE");
  if (systems.empty() && rules.empty()) return "nothing is recorded\n";
  return systems + (rules.empty() ? "" : "\n" + rules);
}

std::string AppealListText(const json::Value& list) {
  const json::Array& appeals = *list.Find("appeals")->as_array();
  if (appeals.empty()) return "no such appeal\n";
  std::vector<TableRow> rows = {
      {"ID", "DECISION", "SYSTEM", "KIND", "GROUNDS", "OPENED (UTC)", "BY", "STATE"}};
  for (const json::Value& appeal : appeals) {
    const std::string result = TextAt(appeal, "/decided/result");
    rows.push_back({TextAt(appeal, "/id"), TextAt(appeal, "/decision"), TextAt(appeal, "/system"),
                    TextAt(appeal, "/kind"), TextAt(appeal, "/grounds"),
                    MinuteOf(TextAt(appeal, "/opened")), TextAt(appeal, "/by"),
                    result.empty() ? "open" : result});
  }
  return TableText(rows);
}

std::string AppealText(const json::Value& appeal) {
  std::vector<TableRow> rows = {
      {"appeal", TextAt(appeal, "/id")},
      {"state", TextAt(appeal, "/state")},
      {"decision", TextAt(appeal, "/decision")},
      {"system", TextAt(appeal, "/system")},
      {"kind", TextAt(appeal, "/kind")},
      {"grounds", TextAt(appeal, "/grounds")},
      {"opened", MinuteAt(appeal, "/opened") + " by " + TextAt(appeal, "/by")}};
  if (appeal.Find("statement") != nullptr) {
    rows.push_back({"statement", TextAt(appeal, "/statement")});
  }
  if (appeal.Find("decided") != nullptr) {
    rows.push_back({"decided", MinuteAt(appeal, "/decided/time") + " by " +
                                   TextAt(appeal, "/decided/by") + ", " +
                                   TextAt(appeal, "/decided/result") + ": " +
                                   TextAt(appeal, "/decided/reason")});
    if (const std::string outcome = TextAt(appeal, "/decided/outcome"); !outcome.empty()) {
      rows.push_back({"outcome", outcome});
    }
  }
  return TableText(rows);
}

}  // namespace reeve::cli
