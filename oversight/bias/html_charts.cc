#include <algorithm>
#include <array>
#include <set>

#include "oversight/bias/html.h"
#include "oversight/bias/numbers.h"
#include "oversight/bias/report_html.h"

namespace reeve::oversight::bias {
namespace {

const Judgement* JudgementOf(const Group& group, Metric metric) {
  for (const Judgement& one : group.judgements) {
    if (one.metric == metric) return &one;
  }
  return nullptr;
}

const Reference* PrimaryOf(const GroupTable& table) {
  return table.primary ? &table.references[*table.primary] : nullptr;
}

bool IsReference(const GroupTable& table, const Group& group) {
  const Reference* reference = PrimaryOf(table);
  return reference != nullptr && reference->group && &table.groups[*reference->group] == &group;
}

Tone ToneOfGroup(const GroupTable& table, const Group& group, Metric metric) {
  if (IsReference(table, group)) return Tone::kReference;
  const Judgement* judgement = JudgementOf(group, metric);
  return judgement == nullptr ? Tone::kPlain : ToneOf(judgement->verdict);
}

std::string MarkOfGroup(const GroupTable& table, const Group& group, Metric metric) {
  if (IsReference(table, group)) return "<span class=\"tag reference\">reference</span>";
  if (group.excluded) return "<span class=\"tag insufficient\">left out</span>";
  const Judgement* judgement = JudgementOf(group, metric);
  return judgement == nullptr ? std::string() : TagHtml(judgement->verdict);
}

// The end of an axis: a tenth, a fifth, a half or the whole.
double ScaleFor(const GroupTable& table, Metric metric, double z) {
  double highest = 0;
  for (const Group& group : table.groups) {
    const auto interval = Wilson(FractionOf(metric, group.tally), z);
    if (interval) highest = std::max(highest, interval->high);
  }
  for (const double end : {0.01, 0.02, 0.05, 0.1, 0.2, 0.5}) {
    if (highest <= end) return end;
  }
  return 1;
}

std::optional<Interval> Scaled(const std::optional<Interval>& interval, double scale) {
  if (!interval) return std::nullopt;
  return Interval{interval->low / scale, interval->high / scale};
}

std::string BarRow(const GroupTable& table, const Group& group, Metric metric, double scale,
                   double z) {
  const Fraction fraction = FractionOf(metric, group.tally);
  const auto rate = fraction.value();
  const auto interval = Wilson(fraction, z);
  std::optional<double> line;
  if (const Reference* reference = PrimaryOf(table)) {
    line = FractionOf(metric, reference->tally).value();
  }
  std::string says = group.name() + ": ";
  says += rate ? Percent(*rate, 1) + ", interval " + Percent(interval->low, 1) + " to " +
                     Percent(interval->high, 1)
               : "not defined";
  std::string row = "<div class=\"who\">" + Escaped(group.name()) + "<br><span class=\"n\">" +
                    People(fraction.whole) + "</span></div><div class=\"draw\">";
  row += BarSvg(rate.value_or(0) / scale, Scaled(interval, scale),
                line ? std::optional(*line / scale) : std::nullopt,
                ToneOfGroup(table, group, metric), says);
  row += "</div><div class=\"value\">" + (rate ? Percent(*rate, 1) : std::string("n/a")) + "<br>" +
         MarkOfGroup(table, group, metric) + "</div>";
  return row;
}

std::string Cell(const GroupTable& table, const Group* group) {
  if (group == nullptr) return "<td class=\"cell none\">–</td>";
  const auto rate = FractionOf(Metric::kSelectionRate, group->tally).value();
  const Tone tone = ToneOfGroup(table, *group, Metric::kSelectionRate);
  std::string cell = "<td class=\"cell " + std::string(ToneClass(tone)) + "\"><b>" +
                     Percent(*rate, 1) + "</b><br>";
  const Reference* reference = PrimaryOf(table);
  if (reference != nullptr && !group->excluded) {
    const Against against =
        AgainstReference(Metric::kSelectionRate, group->tally, reference->tally);
    cell += "ratio " + Decimals(against.ratio, 2) + "<br>";
  }
  return cell + "<span class=\"n\">" + People(group->tally.n) + "</span><br>" +
         MarkOfGroup(table, *group, Metric::kSelectionRate) + "</td>";
}

}  // namespace

std::string TableTitle(const GroupTable& table) {
  std::string title;
  for (const std::string& name : table.attributes) title += (title.empty() ? "" : " × ") + name;
  return title;
}

std::string TagHtml(Verdict verdict) {
  return "<span class=\"tag " + std::string(ToneClass(ToneOf(verdict))) + "\">" +
         std::string(VerdictTitle(verdict)) + "</span>";
}

std::string BarsHtml(const Report& report, const GroupTable& table) {
  const double z = NormalQuantile((1 + report.conventions.confidence) / 2);
  std::set<Metric> metrics = {Metric::kSelectionRate};
  for (const Metric metric : report.conventions.judged) {
    if (report.has_label || !NeedsLabel(metric)) metrics.insert(metric);
  }
  std::string html;
  for (const Metric metric : metrics) {
    const double scale = ScaleFor(table, metric, z);
    html += "<h3>" + std::string(MetricTitle(metric)) + "</h3><div class=\"bars\">";
    for (const Group& group : table.groups) html += BarRow(table, group, metric, scale, z);
    html += "<div class=\"axis\" aria-hidden=\"true\"><span>0</span><span>" + Percent(scale, 0) +
            "</span></div></div>";
  }
  return html;
}

std::string GridHtml(const GroupTable& table) {
  std::set<std::string> rows;
  std::set<std::string> columns;
  std::map<std::pair<std::string, std::string>, const Group*> cells;
  for (const Group& group : table.groups) {
    rows.insert(group.names[0]);
    columns.insert(group.names[1]);
    cells[{group.names[0], group.names[1]}] = &group;
  }
  const std::string title = Escaped(TableTitle(table));
  std::string html =
      "<div class=\"scroll grid\" tabindex=\"0\" role=\"region\" aria-label=\"Grid of " + title +
      "\"><table><caption>Selection rate and ratio; – where there is nobody "
      "or a small group is not shown</caption><thead><tr><th scope=\"col\">" +
      Escaped(table.attributes[0]) + "</th>";
  for (const std::string& column : columns)
    html += "<th scope=\"col\">" + Escaped(column) + "</th>";
  html += "</tr></thead><tbody>";
  for (const std::string& row : rows) {
    html += "<tr><th scope=\"row\">" + Escaped(row) + "</th>";
    for (const std::string& column : columns) {
      const auto found = cells.find({row, column});
      html += Cell(table, found == cells.end() ? nullptr : found->second);
    }
    html += "</tr>";
  }
  return html + "</tbody></table></div>";
}

std::string DriftHtml(const Report& report) {
  if (report.drift.empty()) return {};
  std::string html =
      "<h2>Since the earlier audit</h2><p class=\"soft\">From the earlier rate, left, "
      "to the present one, right, with the interval of the change.</p>"
      "<div class=\"bars drift\">";
  for (const Drift& one : report.drift) {
    const std::string says = one.group + ", " + std::string(MetricName(one.metric)) + ": from " +
                             Percent(one.earlier, 1) + " to " + Percent(one.now, 1);
    html += "<div class=\"who\">" + Escaped(one.group) + "<br><span class=\"n\">" +
            std::string(MetricTitle(one.metric)) + "</span></div><div class=\"draw\">" +
            DriftSvg(one, says) + "</div><div class=\"value\">" + Percent(one.earlier, 1) + " → " +
            Percent(one.now, 1) + "<br>" +
            (one.changed ? "<span class=\"tag flag\">changed</span>"
                         : "<span class=\"tag plain\">within chance</span>") +
            "</div>";
  }
  return html + "</div>";
}

}  // namespace reeve::oversight::bias
