#include "cli/test_report.h"

#include <algorithm>

#include "cli/one_line.h"

namespace reeve::cli {
namespace {

using engine::PolicyTestReport;
using engine::PolicyTestResult;

std::string PlaceOf(const policy::Rule& rule) {
  return rule.file + ":" + std::to_string(rule.line) + ": " + rule.policy + "/" + rule.id;
}

// "never true", "never false", "never evaluated"; empty where all was seen.
std::string_view GapOf(const policy::ConditionPart& part) {
  if (part.SeenCount() == part.PossibleCount()) return "";
  if (part.SeenCount() == 0) return part.seen.was_error() ? "only an error" : "never evaluated";
  return part.seen.was_true() ? "never false" : "never true";
}

std::string GapsOf(const policy::RuleCoverage& rule) {
  std::string out;
  for (const policy::ConditionPart& part : rule.parts) {
    const std::string_view gap = GapOf(part);
    if (gap.empty()) continue;
    out += "    " + std::string(2 * size_t{part.depth}, ' ') + std::string(gap) + ": " +
           OnOneLine(part.text) + "\n";
  }
  return out;
}

json::Object PartJson(const policy::ConditionPart& part) {
  return {{"text", part.text},
          {"depth", uint64_t{part.depth}},
          {"constant", part.constant},
          {"true", part.seen.was_true()},
          {"false", part.seen.was_false()},
          {"error", part.seen.was_error()}};
}

json::Object CoverageJson(const policy::Coverage& coverage) {
  json::Array rules;
  for (const policy::RuleCoverage& rule : coverage.rules) {
    json::Array parts;
    for (const policy::ConditionPart& part : rule.parts) parts.push_back(PartJson(part));
    rules.push_back(json::Object{{"policy", rule.rule->policy},
                                 {"rule", rule.rule->id},
                                 {"file", rule.rule->file},
                                 {"line", uint64_t{rule.rule->line}},
                                 {"in_scope", rule.in_scope},
                                 {"parts", std::move(parts)}});
  }
  return {{"percent", PercentOf(coverage)},
          {"seen", uint64_t{coverage.SeenCount()}},
          {"possible", uint64_t{coverage.PossibleCount()}},
          {"rules", std::move(rules)}};
}

// Text as XML 1.0 may hold it: other characters become U+FFFD.
std::string Xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\n') {
      out += "&#10;";
    } else if (byte < 0x20 && c != '\t') {
      out += "\xef\xbf\xbd";
    } else {
      out += c;
    }
  }
  return out;
}

std::string CaseXml(const PolicyTestResult& result) {
  std::string out = "    <testcase classname=\"" + Xml(result.policy) + "\" name=\"" +
                    Xml(result.name) + "\" file=\"" + Xml(result.file) + "\" line=\"" +
                    std::to_string(result.line) + "\"";
  if (result.failure.empty()) return out + "/>\n";
  const std::string where = result.file + ":" + std::to_string(result.line);
  return out + ">\n      <failure type=\"policy.test\" message=\"" + Xml(result.failure) + "\">" +
         Xml(where + ": " + result.failure) + "</failure>\n    </testcase>\n";
}

std::string CountsXml(size_t tests, size_t failures) {
  return "tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) +
         "\" errors=\"0\"";
}

}  // namespace

size_t FailedCount(const PolicyTestReport& report) {
  return static_cast<size_t>(
      std::count_if(report.results.begin(), report.results.end(),
                    [](const PolicyTestResult& result) { return !result.failure.empty(); }));
}

double PercentOf(const policy::Coverage& coverage) {
  const size_t possible = coverage.PossibleCount();
  if (possible == 0) return 100;
  return 100 * static_cast<double>(coverage.SeenCount()) / static_cast<double>(possible);
}

std::string PercentText(const policy::Coverage& coverage) {
  const auto tenths = static_cast<unsigned>(PercentOf(coverage) * 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

std::string TestsText(const PolicyTestReport& report) {
  std::string out;
  for (const PolicyTestResult& result : report.results) {
    if (result.failure.empty()) continue;
    out += result.file + ":" + std::to_string(result.line) + ": " + result.policy + ": " +
           result.name + "\n    " + result.failure + "\n";
  }
  const size_t failed = FailedCount(report);
  return out + std::to_string(report.results.size() - failed) + " passed, " +
         std::to_string(failed) + " failed\n";
}

std::string CoverageText(const policy::Coverage& coverage) {
  std::string out = "coverage " + PercentText(coverage) + ": " +
                    std::to_string(coverage.SeenCount()) + " of " +
                    std::to_string(coverage.PossibleCount()) + " outcomes of " +
                    std::to_string(coverage.rules.size()) + " rules\n";
  for (const policy::RuleCoverage& rule : coverage.rules) {
    if (!rule.in_scope) {
      out += PlaceOf(*rule.rule) + ": in scope of no test\n";
    } else if (const std::string gaps = GapsOf(rule); !gaps.empty()) {
      out += PlaceOf(*rule.rule) + ":\n" + gaps;
    }
  }
  return out;
}

json::Object TestsJson(const PolicyTestReport& report) {
  const size_t failed = FailedCount(report);
  json::Array tests;
  for (const PolicyTestResult& result : report.results) {
    json::Object entry{{"policy", result.policy},
                       {"name", result.name},
                       {"file", result.file},
                       {"line", uint64_t{result.line}},
                       {"passed", result.failure.empty()}};
    if (!result.failure.empty()) entry.Add("failure", result.failure);
    tests.push_back(std::move(entry));
  }
  return {{"passed", uint64_t{report.results.size() - failed}},
          {"failed", uint64_t{failed}},
          {"tests", std::move(tests)},
          {"coverage", CoverageJson(report.coverage)}};
}

std::string JUnitXml(const PolicyTestReport& report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"reeve\" " +
                    CountsXml(report.results.size(), FailedCount(report)) + ">\n";
  for (auto first = report.results.begin(); first != report.results.end();) {
    const auto last = std::find_if(first, report.results.end(), [&](const PolicyTestResult& r) {
      return r.policy != first->policy;
    });
    const auto failures =
        std::count_if(first, last, [](const PolicyTestResult& r) { return !r.failure.empty(); });
    out += "  <testsuite name=\"" + Xml(first->policy) + "\" " +
           CountsXml(static_cast<size_t>(last - first), static_cast<size_t>(failures)) + ">\n";
    for (; first != last; ++first) out += CaseXml(*first);
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace reeve::cli
