#include "oversight/bias/drift.h"

#include "oversight/bias/report.h"
#include "oversight/bias/report_check.h"

namespace reeve::oversight::bias {
namespace {

uint64_t Count(const json::Value& counts, std::string_view key) {
  const json::Value* value = counts.Find(key);
  const int64_t* number = value == nullptr ? nullptr : value->as_int();
  return number == nullptr || *number < 0 ? 0 : static_cast<uint64_t>(*number);
}

Tally TallyOf(const json::Value& counts) {
  return {Count(counts, "n"),
          Count(counts, "selected"),
          Count(counts, "true_positive"),
          Count(counts, "false_positive"),
          Count(counts, "true_negative"),
          Count(counts, "false_negative")};
}

json::Value NamesJson(const std::vector<std::string>& names) {
  return json::Array(names.begin(), names.end());
}

const json::Value* ItemWith(const json::Value* list, std::string_view key,
                            const json::Value& wanted) {
  if (list == nullptr || list->as_array() == nullptr) return nullptr;
  for (const json::Value& one : *list->as_array()) {
    const json::Value* value = one.Find(key);
    if (value != nullptr && *value == wanted) return &one;
  }
  return nullptr;
}

std::string GroupWords(const GroupTable& table, const Group& group) {
  std::string words;
  for (size_t i = 0; i < table.attributes.size(); ++i) {
    words += (i == 0 ? "" : ", ") + table.attributes[i] + "=" + group.names[i];
  }
  return words;
}

void CompareGroup(const GroupTable& table, const Group& group, const Tally& earlier,
                  Report* report) {
  const double z = NormalQuantile((1 + report->conventions.confidence) / 2);
  std::vector<Metric> metrics = {Metric::kSelectionRate};
  for (const Metric metric : report->conventions.judged) {
    if (metric != Metric::kSelectionRate) metrics.push_back(metric);
  }
  for (const Metric metric : metrics) {
    const Fraction now = FractionOf(metric, group.tally);
    const Fraction then = FractionOf(metric, earlier);
    const auto interval = Newcombe(now, then, z);
    if (!interval) continue;
    Drift drift{GroupWords(table, group), metric, *then.value(), *now.value(), *interval, false};
    drift.changed = interval->low > 0 || interval->high < 0;
    report->drift.push_back(std::move(drift));
  }
}

}  // namespace

Status AddDrift(const json::Value& earlier, Report* report) {
  REEVE_ASSIGN_OR_RETURN(const ReportPlan plan, ReadPlan(earlier));
  if (plan.layout.favourable != report->layout.favourable ||
      plan.layout.outcome != report->layout.outcome) {
    return Error{"bias.earlier",
                 "the earlier audit is of another outcome, or takes another value for favourable: "
                 "its rates cannot be compared with these"};
  }
  REEVE_ASSIGN_OR_RETURN(report->earlier, ReportDigest(earlier));
  for (const GroupTable& table : report->tables) {
    const json::Value* before =
        ItemWith(earlier.Find("tables"), "attributes", NamesJson(table.attributes));
    if (before == nullptr) continue;
    for (const Group& group : table.groups) {
      const json::Value* same = ItemWith(before->Find("groups"), "group", NamesJson(group.names));
      const json::Value* counts = same == nullptr ? nullptr : same->Find("counts");
      if (counts != nullptr) CompareGroup(table, group, TallyOf(*counts), report);
    }
  }
  return {};
}

}  // namespace reeve::oversight::bias
