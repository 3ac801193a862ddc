#include <algorithm>

#include "base/text.h"
#include "oversight/bias/numbers.h"
#include "oversight/bias/report.h"

namespace reeve::oversight::bias {
namespace {

using Cells = std::vector<std::string>;

// Two blanks between columns; all but the first aligned right.
std::string Aligned(const std::vector<Cells>& rows) {
  std::vector<size_t> widths;
  for (const Cells& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], CodePointCount(row[i]));
    }
  }
  std::string text;
  for (const Cells& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string pad(widths[i] - CodePointCount(row[i]), ' ');
      line += i == 0 ? row[i] + pad : "  " + pad + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string VerdictOf(const Group& group, Metric metric) {
  for (const Judgement& one : group.judgements) {
    if (one.metric == metric) return std::string(VerdictTitle(one.verdict));
  }
  return group.excluded ? "left out" : "";
}

std::string TableText(const Report& report, const GroupTable& table) {
  const double z = NormalQuantile((1 + report.conventions.confidence) / 2);
  Cells header = {"", "n", "selected", "rate", "interval"};
  if (table.primary) header.emplace_back("ratio");
  if (report.has_label) header.insert(header.end(), {"tpr", "fpr", "ppv"});
  header.emplace_back("verdict");
  std::vector<Cells> rows = {header};
  for (size_t i = 0; i < table.groups.size(); ++i) {
    const Group& group = table.groups[i];
    const Fraction rate = FractionOf(Metric::kSelectionRate, group.tally);
    const auto interval = Wilson(rate, z);
    Cells row = {group.name(), Thousands(group.tally.n), Thousands(group.tally.selected),
                 Decimals(rate.value(), 3),
                 Decimals(interval->low, 3) + " to " + Decimals(interval->high, 3)};
    bool is_reference = false;
    if (table.primary) {
      const Reference& reference = table.references[*table.primary];
      is_reference = reference.group == i;
      const Against against =
          AgainstReference(Metric::kSelectionRate, group.tally, reference.tally);
      row.push_back(group.excluded ? "" : Decimals(against.ratio, 3));
    }
    if (report.has_label) {
      for (const Metric metric : {Metric::kTpr, Metric::kFpr, Metric::kPpv}) {
        row.push_back(Decimals(FractionOf(metric, group.tally).value(), 3));
      }
    }
    row.push_back(is_reference ? "reference" : VerdictOf(group, Metric::kSelectionRate));
    rows.push_back(std::move(row));
  }
  return Aligned(rows);
}

std::string Title(const GroupTable& table) {
  std::string title;
  for (const std::string& name : table.attributes) title += (title.empty() ? "" : " x ") + name;
  return title;
}

std::string CsvCell(const std::string& text) {
  if (text.find_first_of("\",\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

// A name that begins like a formula gets an apostrophe, which spreadsheets take for text.
std::string NameCell(const std::string& name) {
  return name.find_first_of("=+-@\t\r") == 0 ? "'" + name : name;
}

// As JSON writes it: the shortest digits that are this double.
std::string Exact(const std::optional<double>& value) {
  return value ? json::Compact(*value) : std::string();
}

std::string CsvRow(const GroupTable& table, const Group& group, Metric metric, double z) {
  const Fraction rate = FractionOf(metric, group.tally);
  const auto interval = Wilson(rate, z);
  Cells cells = {NameCell(Title(table)),
                 NameCell(group.name()),
                 std::string(MetricName(metric)),
                 std::to_string(rate.part),
                 std::to_string(rate.whole),
                 Exact(rate.value()),
                 interval ? Exact(interval->low) : "",
                 interval ? Exact(interval->high) : ""};
  for (size_t i = 0; i < kReferenceRuleCount; ++i) {
    Against against;
    for (const Reference& reference : table.references) {
      if (static_cast<size_t>(reference.rule) != i) continue;
      against = AgainstReference(metric, group.tally, reference.tally);
    }
    cells.push_back(Exact(against.difference));
    cells.push_back(Exact(against.ratio));
  }
  const auto judged = std::find_if(group.judgements.begin(), group.judgements.end(),
                                   [&](const Judgement& one) { return one.metric == metric; });
  const bool has = judged != group.judgements.end();
  cells.push_back(has ? Exact(judged->p) : "");
  cells.push_back(has ? Exact(judged->p_holm) : "");
  cells.push_back(has ? Exact(judged->power) : "");
  cells.push_back(has ? std::string(VerdictName(judged->verdict)) : "");
  cells.push_back(has ? judged->reason : group.exclusion);
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + CsvCell(cell);
  return line + "\n";
}

}  // namespace

std::string ReportText(const Report& report) {
  std::string text = People(report.all.n) + " of " + Thousands(report.rows) +
                     " rows have an outcome; " + Thousands(report.all.selected) + " selected (" +
                     Decimals(FractionOf(Metric::kSelectionRate, report.all).value(), 3) + ").\n";
  for (const GroupTable& table : report.tables) {
    text += "\n" + Title(table);
    if (table.primary) {
      text += ", against ";
      text += ReferenceRuleTitle(table.references[*table.primary].rule);
    }
    text += "\n" + TableText(report, table);
    if (table.unknown > 0) text += "not known: " + People(table.unknown) + "\n";
    if (table.suppressed_groups > 0) {
      text += "not shown, to protect small groups: " + std::to_string(table.suppressed_groups) +
              " groups\n";
    }
  }
  text += "\nFindings\n";
  for (const Finding& finding : Findings(report)) text += "- " + finding.text + "\n";
  for (const std::string& note : report.notes) text += "- " + note + "\n";
  return text;
}

std::string ReportCsv(const Report& report) {
  const double z = NormalQuantile((1 + report.conventions.confidence) / 2);
  std::string text = "table,group,metric,part,whole,value,low,high";
  for (size_t i = 0; i < kReferenceRuleCount; ++i) {
    const std::string rule(ReferenceRuleName(static_cast<ReferenceRule>(i)));
    text.append(",difference_").append(rule).append(",ratio_").append(rule);
  }
  text += ",p,p_holm,power,verdict,reason\n";
  for (const GroupTable& table : report.tables) {
    for (const Group& group : table.groups) {
      for (const Metric metric : kMetrics) {
        if (NeedsLabel(metric) && !report.has_label) continue;
        text += CsvRow(table, group, metric, z);
      }
    }
  }
  return text;
}

}  // namespace reeve::oversight::bias
