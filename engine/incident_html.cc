#include "engine/incident_html.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "oversight/bias/html.h"

namespace reeve::engine {
namespace {

using oversight::bias::Escaped;

std::string TextOf(const json::Value& value) {
  if (value.as_string() != nullptr) return *value.as_string();
  if (value.as_array() == nullptr) return json::Compact(value);
  std::string out;
  for (const json::Value& item : *value.as_array()) {
    out += (out.empty() ? "" : ", ") + TextOf(item);
  }
  return out;
}

std::string At(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr || found->is_null() ? "" : TextOf(*found);
}

const json::Array& Items(const json::Value& value, std::string_view pointer) {
  static const json::Array none;
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr || found->as_array() == nullptr ? none : *found->as_array();
}

// "2026-11-27 21:15:00 UTC"
std::string When(const std::string& time) {
  if (time.size() < 19) return time;
  return time.substr(0, 10) + " " + time.substr(11, 8) + " UTC";
}

// "critical_infrastructure" as people write it.
std::string Words(std::string text) {
  for (char& c : text) {
    if (c == '_' || c == '.') c = ' ';
  }
  return text;
}

using Row = std::vector<std::string>;

std::string Table(const std::string& caption, const Row& head, const std::vector<Row>& rows) {
  std::string html = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                     Escaped(caption) + "\"><table><caption>" + Escaped(caption) +
                     "</caption><thead><tr>";
  for (const std::string& cell : head) html += "<th scope=\"col\">" + Escaped(cell) + "</th>";
  html += "</tr></thead><tbody>";
  for (const Row& row : rows) {
    html += "<tr>";
    for (const std::string& cell : row) html += "<td class=\"words\">" + Escaped(cell) + "</td>";
    html += "</tr>";
  }
  return html + "</tbody></table></div>";
}

std::string Section(const std::string& title, const std::string& content,
                    const std::string& nothing) {
  return "<h2>" + Escaped(title) + "</h2>" +
         (content.empty() ? "<p class=\"soft\">" + Escaped(nothing) + "</p>" : content);
}

std::string Paragraphs(const std::string& text) {
  std::string html;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) html += "<p>" + Escaped(text.substr(begin, end - begin)) + "</p>";
    begin = end + 1;
  }
  return html;
}

std::string Fact(const std::string& name, const std::string& value) {
  return "<div><dt>" + Escaped(name) + "</dt><dd>" + Escaped(value) + "</dd></div>";
}

std::string HeaderHtml(const json::Value& report) {
  const std::string kind = At(report, "/kind");
  std::string html =
      "<header class=\"top\"><h1>Serious incident: " + Escaped(At(report, "/incident/system")) +
      "</h1><p class=\"soft\">" +
      Escaped(kind == "draft" ? "Draft of a report, not recorded"
                              : (kind == "full" ? "Full" : "Partial") + std::string(" report")) +
      ", made " + Escaped(When(At(report, "/made")));
  if (const std::string to = At(report, "/to"); !to.empty()) html += ", for " + Escaped(to);
  if (const std::string by = At(report, "/by"); !by.empty()) html += ", by " + Escaped(by);
  return html + "</p><dl class=\"facts\">" +
         Fact("Aware since", When(At(report, "/incident/clock/aware"))) +
         Fact("Report due", When(At(report, "/incident/clock/due"))) +
         Fact("Limit", At(report, "/incident/clock/days") + " days") +
         Fact("Causal link", Words(At(report, "/incident/causal_link"))) +
         Fact("State", Words(At(report, "/incident/state"))) + "</dl></header>";
}

std::string FactsHtml(const json::Value& report) {
  std::vector<Row> rows = {
      {"Incident", At(report, "/incident/id")},
      {"Opened", When(At(report, "/incident/opened")) + " by " + At(report, "/incident/by")}};
  if (const json::Value* categories = json::Resolve(report, "/incident/categories");
      categories != nullptr && categories->as_object() != nullptr) {
    for (const json::Member& member : *categories->as_object()) {
      rows.push_back(
          {"Category: " + Words(member.key), "known since " + When(TextOf(member.value))});
    }
  }
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) rows.push_back({name, value});
  };
  add("Occurred", When(At(report, "/incident/occurred")));
  add("Rule of the clock",
      At(report, "/incident/clock/rule") + ", " + At(report, "/incident/clock/articles"));
  add("Outer limit", When(At(report, "/incident/clock/outer")));
  add("First report", When(At(report, "/incident/first_report")));
  add("References", At(report, "/incident/references"));
  add("System", At(report, "/system/name") + " (" + At(report, "/incident/system") + ")");
  add("Purpose", At(report, "/system/purpose"));
  add("Owner", At(report, "/system/owner"));
  add("Risk class", At(report, "/system/risk_class"));
  add("Legal hold", At(report, "/incident/legal_hold"));
  return Table("What is on record", {"Fact", "Value"}, rows);
}

std::string AccountHtml(const json::Value& report) {
  std::string html = Paragraphs(At(report, "/description"));
  for (const json::Value& note : Items(report, "/notes")) {
    html += "<h3>" + Escaped(When(At(note, "/time"))) + ", " + Escaped(At(note, "/by")) + "</h3>";
    const std::string text = Paragraphs(At(note, "/text"));
    html += text.empty() ? "<p class=\"soft\">This text is no longer kept.</p>" : text;
  }
  return html;
}

std::string DecisionsHtml(const json::Value& report) {
  std::vector<Row> counts;
  if (const json::Value* effects = json::Resolve(report, "/decisions/by_effect");
      effects != nullptr && effects->as_object() != nullptr) {
    for (const json::Member& member : *effects->as_object()) {
      counts.push_back({member.key, TextOf(member.value)});
    }
  }
  std::string html = "<p>Records " + Escaped(At(report, "/decisions/first")) + " to " +
                     Escaped(At(report, "/decisions/end")) + ", the last not included.</p>";
  html += Table("Decisions of the system in that time", {"Effect", "Decisions"}, counts);
  std::vector<Row> named;
  for (const json::Value& one : Items(report, "/decisions/named")) {
    named.push_back({At(one, "/id"), At(one, "/index"), When(At(one, "/at")), At(one, "/effect"),
                     At(one, "/rules"), At(one, "/waived"), At(one, "/bundle")});
  }
  if (named.empty()) return html;
  return html + Table("Decisions concerned",
                      {"Decision", "Record", "At", "Effect", "Rules", "Waived", "Bundle"}, named);
}

std::string EntriesHtml(const std::string& caption, const json::Array& entries) {
  if (entries.empty()) return "";
  std::vector<Row> rows;
  for (const json::Value& entry : entries) {
    std::string details = At(entry, "/reason");
    for (const char* member : {"/limit", "/kind", "/finding", "/resolution", "/result", "/did",
                               "/bundle", "/decision"}) {
      if (const std::string text = At(entry, member); !text.empty()) {
        details += (details.empty() ? "" : "; ") + Words(std::string(member + 1)) + " " + text;
      }
    }
    rows.push_back({When(At(entry, "/time")), At(entry, "/index"), Words(At(entry, "/record")),
                    At(entry, "/by"), details});
  }
  return Table(caption, {"Time", "Record", "What", "By", "Details"}, rows);
}

std::string BreakGlassHtml(const json::Value& report) {
  std::vector<Row> rows;
  for (const json::Value& glass : Items(report, "/break_glass")) {
    const std::string review = At(glass, "/reviewed/by");
    rows.push_back(
        {At(glass, "/id"), At(glass, "/by"), When(At(glass, "/invoked")), When(At(glass, "/until")),
         At(glass, "/reason"),
         review.empty() ? "not yet" : Words(At(glass, "/reviewed/finding")) + ", by " + review});
  }
  if (rows.empty()) return "";
  return Table("Break-glasses", {"Id", "By", "From", "Until", "Reason", "Review"}, rows);
}

std::string KnewHtml(const json::Value& report) {
  std::vector<Row> rows;
  for (const json::Value& one : Items(report, "/who_knew")) {
    rows.push_back(
        {At(one, "/person"), When(At(one, "/time")), Words(At(one, "/record")), At(one, "/index")});
  }
  if (rows.empty()) return "";
  return Table("The first record by which each person shows it",
               {"Person", "Not later than", "By", "Record"}, rows);
}

std::string FooterHtml(const json::Value& report) {
  return "<footer><p>Made from the records of the log <code>" + Escaped(At(report, "/log/origin")) +
         "</code>, of which there were " + Escaped(At(report, "/log/size")) +
         " with the root <code>" + Escaped(At(report, "/log/root")) +
         "</code>. Each record named here can be proven by its number.</p><p>The dates follow the "
         "table of the law that this installation holds. This is not legal advice: whether an "
         "incident must be reported, to whom and when, is for a person to judge.</p></footer>";
}

}  // namespace

std::string IncidentPage(const json::Object& given) {
  const json::Value report(given);
  std::string timeline = EntriesHtml("In the order of the log", Items(report, "/timeline"));
  const json::Value* left_out = report.Find("timeline_left_out");
  if (left_out != nullptr && left_out->as_bool() != nullptr && *left_out->as_bool()) {
    timeline += "<p class=\"soft\">There were more records than this page shows.</p>";
  }
  const std::string body =
      HeaderHtml(report) + "<main>" + Section("Facts", FactsHtml(report), "") +
      Section("What happened", AccountHtml(report), "Nothing was described.") +
      Section("Who knew when", KnewHtml(report), "Nobody is on record.") +
      Section("Decisions", DecisionsHtml(report), "") +
      Section("Versions",
              EntriesHtml("Bundles that changed", Items(report, "/versions/bundles")) +
                  EntriesHtml("The system's entry", Items(report, "/versions/system")),
              "Nothing changed in that time.") +
      Section("Halts", EntriesHtml("Halts", Items(report, "/halts")), "No halt is on record.") +
      Section("Break-glass", BreakGlassHtml(report), "None was invoked.") +
      "<section class=\"wide\">" + Section("Timeline", timeline, "No record.") +
      "</section></main>" + FooterHtml(report);
  return oversight::bias::Page("Serious incident " + At(report, "/incident/id"), body);
}

}  // namespace reeve::engine
