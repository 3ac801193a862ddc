#include "oversight/bias/report_html.h"

#include "oversight/bias/html.h"
#include "oversight/bias/numbers.h"
#include "oversight/bias/report.h"

namespace reeve::oversight::bias {
namespace {

std::string Fact(const std::string& name, const std::string& value) {
  return "<div><dt>" + name + "</dt><dd>" + value + "</dd></div>";
}

std::string HeaderHtml(const Report& report) {
  const auto rate = FractionOf(Metric::kSelectionRate, report.all).value();
  std::string html = "<header class=\"top\"><h1>Bias audit</h1><p class=\"soft\">Outcomes of " +
                     People(report.all.n) + " compared by ";
  for (size_t i = 0; i < report.layout.attributes.size(); ++i) {
    html += (i == 0 ? "" : ", ") + Escaped(report.layout.attributes[i]);
  }
  html += "</p><dl class=\"facts\">" + Fact("People", Thousands(report.all.n)) +
          Fact("Selected", Thousands(report.all.selected)) +
          Fact("Selection rate", rate ? Percent(*rate, 1) : "n/a");
  if (!report.conventions.judged.empty()) {
    html += Fact("Flagged", std::to_string(report.CountVerdicts(Verdict::kFlag))) +
            Fact("Too little data", std::to_string(report.CountVerdicts(Verdict::kInsufficient)));
  }
  return html + "</dl></header>";
}

std::string FindingsHtml(const Report& report) {
  std::string html = "<h2>Findings</h2><ul class=\"findings\">";
  for (const Finding& finding : Findings(report)) {
    html += "<li class=\"" + std::string(ToneClass(ToneOf(finding.kind))) + "\">" +
            TagHtml(finding.kind) + Escaped(finding.text) + "</li>";
  }
  for (const std::string& note : report.notes) {
    html += "<li>" + Escaped(note) + "</li>";
  }
  return html + "</ul>";
}

std::string AbsentHtml(const GroupTable& table) {
  std::string text;
  if (table.unknown > 0) text += "Not known and not computed: " + People(table.unknown) + ". ";
  if (table.suppressed_groups > 0) {
    text += "Not shown, to protect small groups: " + std::to_string(table.suppressed_groups) +
            (table.suppressed_groups == 1 ? " group." : " groups.");
  }
  return text.empty() ? text : "<p class=\"soft\">" + text + "</p>";
}

std::string PictureHtml(const Report& report, const GroupTable& table) {
  std::string html = "<h2>" + Escaped(TableTitle(table)) + "</h2>";
  if (table.primary) {
    const Reference& reference = table.references[*table.primary];
    html += "<p class=\"soft\">Against " + std::string(ReferenceRuleTitle(reference.rule));
    if (reference.group) html += ": " + Escaped(table.groups[*reference.group].name());
    html += table.attributes.size() == 1
                ? ". The dashed line is its rate; whiskers are the interval of each rate.</p>"
                : ".</p>";
  }
  html += AbsentHtml(table);
  if (table.groups.empty()) return html;
  if (table.attributes.size() == 1) return html + BarsHtml(report, table);
  if (table.attributes.size() == 2) return html + GridHtml(table);
  return html + RatiosTableHtml(table);
}

std::string DetailsHtml(const Report& report) {
  std::string html = "<section class=\"wide\"><h2>Every number</h2>";
  for (const GroupTable& table : report.tables) {
    if (table.groups.empty()) continue;
    html += "<h3>" + Escaped(TableTitle(table)) + "</h3>" + RatesTableHtml(report, table) +
            RatiosTableHtml(table) + TestsTableHtml(table);
    if (report.score && report.has_label && table.attributes.size() == 1) {
      html += CalibrationHtml(report, table);
    }
  }
  return html + "</section>";
}

std::string SourceHtml(const Report& report) {
  std::string html = "<footer><p>Rows: " + Thousands(report.rows) +
                     "; without an outcome: " + Thousands(report.without_outcome) + ".";
  for (const json::Member& member : report.source) {
    html += " " + Escaped(member.key) + ": <code>" +
            Escaped(member.value.as_string() != nullptr ? *member.value.as_string()
                                                        : json::Compact(member.value)) +
            "</code>.";
  }
  return html +
         "</p><p>A statistic is no finding of law: it says where to look. A group of one "
         "person more or less can turn a small sample.</p></footer>";
}

}  // namespace

std::string ReportHtml(const Report& report) {
  std::string body = HeaderHtml(report) + "<main>" + FindingsHtml(report);
  for (const GroupTable& table : report.tables) body += PictureHtml(report, table);
  body += DriftHtml(report) + DetailsHtml(report) + "<h2>Conventions</h2>" +
          ConventionsHtml(report) + "</main>" + SourceHtml(report);
  return Page("Bias audit", body);
}

}  // namespace reeve::oversight::bias
