#include "oversight/bias/summary_page.h"

#include "base/clock.h"
#include "oversight/bias/html.h"
#include "oversight/bias/numbers.h"
#include "oversight/bias/report_html.h"

namespace reeve::oversight::bias {
namespace {

// Of the reference by that rule; what is left out says so.
std::string RatioText(const GroupTable& table, const Group& group, ReferenceRule rule) {
  if (group.excluded) return "left out: " + group.exclusion;
  for (const Reference& reference : table.references) {
    if (reference.rule != rule) continue;
    const Against against = AgainstReference(Metric::kSelectionRate, group.tally, reference.tally);
    return Decimals(against.ratio, 3);
  }
  return "n/a";
}

constexpr size_t kLongHead = 40;  // letters, that would make a narrow column too tall

std::string Cell(const std::string& text) { return "<td>" + Escaped(text) + "</td>"; }

std::string ResultsHtml(const Report& report, const GroupTable& table) {
  const bool scores = !report.layout.outcome.has_value();
  const std::string title = Escaped(TableTitle(table));
  std::string html = "<h2>" + title +
                     "</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                     "aria-label=\"" +
                     title + "\"><table><thead><tr>";
  for (const std::string& head :
       {std::string("Category"), std::string("People assessed"), std::string("Share"),
        std::string(scores ? "Above the median" : "Selected"),
        std::string(scores ? "Scoring rate" : "Selection rate"),
        std::string("Impact ratio, against the highest rate of all categories"),
        "Impact ratio, against the highest rate of categories of at least " +
            Percent(report.conventions.min_share, 0)}) {
    html += head.size() > kLongHead ? "<th scope=\"col\" class=\"long\">" : "<th scope=\"col\">";
    html += Escaped(head) + "</th>";
  }
  html += "</tr></thead><tbody>";
  for (const Group& group : table.groups) {
    const auto rate = FractionOf(Metric::kSelectionRate, group.tally).value();
    html += "<tr><th scope=\"row\">" + Escaped(group.name()) + "</th>" +
            Cell(Thousands(group.tally.n)) + Cell(Percent(group.share, 1)) +
            Cell(Thousands(group.tally.selected)) + Cell(rate ? Percent(*rate, 1) : "n/a") +
            Cell(RatioText(table, group, ReferenceRule::kHighest)) +
            Cell(RatioText(table, group, ReferenceRule::kHighestOverShare)) + "</tr>";
  }
  html += "</tbody></table></div><p class=\"soft\">Of no known category, and not in this table: " +
          People(table.unknown) + ".";
  if (table.suppressed_groups > 0) {
    html += " Not shown, to protect small groups: " + std::to_string(table.suppressed_groups) + ".";
  }
  return html + "</p>";
}

}  // namespace

Status CheckSummaryItems(const SummaryItems& items) {
  for (const auto& [name, text] :
       {std::pair("the tool", &items.tool), std::pair("the auditor", &items.auditor),
        std::pair("the source of the data", &items.data)}) {
    if (text->empty()) {
      return Error{"bias.summary", std::string(name) + " is missing: the page must say it"};
    }
  }
  for (const std::string* date : {&items.audit_date, &items.distribution_date}) {
    if (!ParseTimestamp(*date + "T00:00:00Z").ok()) {
      return Error{"bias.summary", "`" + *date + "` is no date: write it like 2026-11-27"};
    }
  }
  return {};
}

Result<std::string> SummaryPage(const Report& report, const SummaryItems& items) {
  REEVE_RETURN_IF_ERROR(CheckSummaryItems(items));
  std::string body = "<header class=\"top\"><h1>Summary of the bias audit</h1><p>" +
                     Escaped(items.tool) + "</p></header><main><dl class=\"facts\">";
  for (const auto& [name, text] : {std::pair("Date of the audit", items.audit_date),
                                   std::pair("Tool in use from", items.distribution_date),
                                   std::pair("People assessed", Thousands(report.all.n)),
                                   std::pair("Audited by", items.auditor)}) {
    body += "<div><dt>" + std::string(name) + "</dt><dd>" + Escaped(text) + "</dd></div>";
  }
  body += "</dl><h2>Data</h2><p>" + Escaped(items.data) + "</p>";
  for (const GroupTable& table : report.tables) body += ResultsHtml(report, table);
  body +=
      "<h2>How it was computed</h2><p>A rate is the share of the people assessed who were "
      "selected";
  body += report.layout.outcome ? "" : ", here: who scored strictly above the median of all";
  body +=
      ". An impact ratio is a category's rate over the highest rate of its table. The rule sets "
      "no ratio that is passed or failed.</p>";
  return Page("Summary of the bias audit", body + "</main>");
}

}  // namespace reeve::oversight::bias
