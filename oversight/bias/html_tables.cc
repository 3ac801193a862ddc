#include "oversight/bias/html.h"
#include "oversight/bias/numbers.h"
#include "oversight/bias/report_html.h"
#include "oversight/bias/suppress.h"

namespace reeve::oversight::bias {
namespace {

// A table that scrolls sideways by itself, so that the page does not.
class HtmlTable {
 public:
  HtmlTable(const std::string& caption, const std::vector<std::string>& header) {
    html_ = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
            Escaped(caption) + "\"><table><caption>" + Escaped(caption) + "</caption><thead><tr>";
    for (const std::string& cell : header) html_ += "<th scope=\"col\">" + Escaped(cell) + "</th>";
    html_ += "</tr></thead><tbody>";
  }
  void Row(const std::string& head) { html_ += "<tr><th scope=\"row\">" + Escaped(head) + "</th>"; }
  void Cell(const std::string& text) { html_ += "<td>" + Escaped(text) + "</td>"; }
  void Words(const std::string& text) { html_ += "<td class=\"words\">" + Escaped(text) + "</td>"; }
  void Reason(const std::string& text) {
    html_ += "<td class=\"words why\">" + Escaped(text) + "</td>";
  }
  void Tag(Verdict verdict) { html_ += "<td>" + TagHtml(verdict) + "</td>"; }
  void EndRow() { html_ += "</tr>"; }
  std::string Done() && { return std::move(html_) + "</tbody></table></div>"; }

 private:
  std::string html_;
};

std::string Range(const std::optional<Interval>& interval, int places) {
  if (!interval) return "n/a";
  return Decimals(interval->low, places) + " to " + Decimals(interval->high, places);
}

std::string BandName(const ScoreBand& band) {
  const auto text = [](double value) { return json::Compact(value); };
  return band.from == band.to ? text(band.from) : text(band.from) + " to " + text(band.to);
}

std::string GroupWords(const std::map<std::string, std::string>& group) {
  std::string text;
  for (const auto& [key, value] : group) {
    text.append(text.empty() ? "" : ", ").append(key).append(" = ").append(value);
  }
  return text;
}

std::string Fact(const std::string& name, const std::string& value) {
  return "<tr><th scope=\"row\">" + Escaped(name) + "</th><td class=\"words\">" + Escaped(value) +
         "</td></tr>";
}

std::string ListWords(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& one : list) text += (text.empty() ? "" : ", ") + one;
  return text.empty() ? "none" : text;
}

}  // namespace

std::string RatesTableHtml(const Report& report, const GroupTable& table) {
  std::vector<std::string> header = {"Group", "People", "Share", "Selected"};
  for (const Metric metric : kMetrics) {
    if (NeedsLabel(metric) && !report.has_label) continue;
    header.emplace_back(MetricTitle(metric));
  }
  if (report.score) header.insert(header.end(), {"Mean score", "Scoring rate", "AUC"});
  HtmlTable html(TableTitle(table) + ": rates", header);
  for (const Group& group : table.groups) {
    html.Row(group.name());
    html.Cell(Thousands(group.tally.n));
    html.Cell(Percent(group.share, 1));
    html.Cell(Thousands(group.tally.selected));
    for (const Metric metric : kMetrics) {
      if (NeedsLabel(metric) && !report.has_label) continue;
      html.Cell(Decimals(FractionOf(metric, group.tally).value(), 4));
    }
    if (group.score) {
      html.Cell(Decimals(group.score->mean(), 3));
      html.Cell(Decimals(group.score->above_median.value(), 4));
      html.Cell(Decimals(group.score->auc, 4));
    }
    html.EndRow();
  }
  return std::move(html).Done();
}

std::string RatiosTableHtml(const GroupTable& table) {
  std::vector<std::string> header = {"Group"};
  for (const Reference& reference : table.references) {
    header.push_back("Against " + std::string(ReferenceRuleTitle(reference.rule)) +
                     (reference.group ? ": " + table.groups[*reference.group].name() : ""));
  }
  HtmlTable html(
      TableTitle(table) + ": ratio (difference) of selection rates by every reference rule",
      header);
  for (const Group& group : table.groups) {
    html.Row(group.name());
    for (const Reference& reference : table.references) {
      const Against against =
          AgainstReference(Metric::kSelectionRate, group.tally, reference.tally);
      html.Cell(group.excluded
                    ? "left out"
                    : Decimals(against.ratio, 3) + " (" + Decimals(against.difference, 3) + ")");
    }
    html.EndRow();
  }
  return std::move(html).Done();
}

std::string TestsTableHtml(const GroupTable& table) {
  HtmlTable html(TableTitle(table) + ": tests against the reference",
                 {"Group", "Metric", "Verdict", "Ratio", "Interval (Katz)", "Difference",
                  "Interval (Newcombe)", "z pooled", "p (z)", "p (Fisher)", "mid-p (less)",
                  "p (Yates)", "p (Holm)", "Power", "Shortfall", "One-person flip", "Why"});
  bool any = false;
  for (const Group& group : table.groups) {
    for (const Judgement& one : group.judgements) {
      const Comparison& c = one.comparison;
      any = true;
      html.Row(group.name());
      html.Words(std::string(MetricName(one.metric)));
      html.Tag(one.verdict);
      html.Cell(Decimals(c.ratio, 3));
      html.Cell(Range(c.ratio_interval, 3));
      html.Cell(Decimals(c.difference, 3));
      html.Cell(Range(c.difference_interval, 3));
      html.Cell(Decimals(c.z_pooled, 2));
      html.Cell(c.p_z ? PValue(*c.p_z) : "n/a");
      html.Cell(c.fisher ? PValue(c.fisher->two_sided) : "n/a");
      html.Cell(c.fisher ? PValue(c.fisher->midp_less) : "n/a");
      html.Cell(c.p_yates ? PValue(*c.p_yates) : "n/a");
      html.Cell(one.p_holm ? PValue(*one.p_holm) : "n/a");
      html.Cell(one.power ? Percent(*one.power, 0) : "n/a");
      html.Cell(Decimals(c.shortfall, 1));
      html.Cell(!c.one_person_flip ? "n/a" : *c.one_person_flip ? "yes" : "no");
      html.Reason(one.reason);
      html.EndRow();
    }
  }
  return any ? std::move(html).Done() : std::string();
}

std::string CalibrationHtml(const Report& report, const GroupTable& table) {
  std::vector<std::string> header = {"Score"};
  for (const Group& group : table.groups) header.push_back(group.name());
  HtmlTable html(
      TableTitle(table) + ": of each score, the share whose label is the one it predicts", header);
  std::vector<std::vector<bool>> hidden;
  for (const Group& group : table.groups) {
    std::vector<uint64_t> sizes;
    for (const Fraction& band : group.score->bands) sizes.push_back(band.whole);
    hidden.push_back(HiddenParts(sizes, report.conventions.min_group));
  }
  for (size_t band = 0; band < report.bands.size(); ++band) {
    html.Row(BandName(report.bands[band]));
    for (size_t i = 0; i < table.groups.size(); ++i) {
      const Fraction& rate = table.groups[i].score->bands[band];
      html.Cell(hidden[i][band] ? "not shown"
                                : Decimals(rate.value(), 3) + " of " + Thousands(rate.whole));
    }
    html.EndRow();
  }
  return std::move(html).Done();
}

std::string ConventionsHtml(const Report& report) {
  const Conventions& c = report.conventions;
  const RowLayout& layout = report.layout;
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"Conventions\"><table><caption>What was fixed before anything was "
      "counted</caption><tbody>";
  if (!c.preset.empty()) html += Fact("Preset", c.preset);
  html += Fact("Outcome", layout.outcome ? "`" + *layout.outcome + "`"
                                         : "a score strictly above the median of all");
  html += Fact("Favourable value", ListWords(layout.favourable));
  if (layout.label) html += Fact("Label", "`" + *layout.label + "`");
  if (layout.score) {
    html +=
        Fact("Score", "`" + *layout.score + "`; a high one speaks for the " +
                          (c.high_score_is_favourable ? "favourable" : "unfavourable") + " label");
  }
  html += Fact("Reference", std::string(ReferenceRuleTitle(c.reference)) +
                                (c.named.empty() ? "" : ": " + GroupWords(c.named)));
  html += Fact("Minimum share", Percent(c.min_share, 1));
  html += Fact("Threshold of a ratio", Decimals(c.threshold, 3) + ", compared in whole numbers");
  html += Fact("No flag from a ratio of", Decimals(c.practical, 3));
  html +=
      Fact("Intervals and tests",
           Percent(c.confidence, 1) + " confidence; Holm's correction within a table and metric");
  html += Fact("Verdicts", "at least " + std::to_string(c.min_verdict) +
                               " people in group and reference; power " + Percent(c.min_power, 0));
  html += Fact("Smallest group shown", People(c.min_group));
  html += Fact("Bootstrap", c.bootstrap.resamples == 0
                                ? "none"
                                : std::to_string(c.bootstrap.resamples) + " resamples, seed " +
                                      std::to_string(c.bootstrap.seed));
  for (const Exclusion& one : c.exclusions) {
    html += Fact("Left out: " + GroupWords(one.group), one.reason + " (" + one.by + ")");
  }
  return html + "</tbody></table></div>";
}

}  // namespace reeve::oversight::bias
