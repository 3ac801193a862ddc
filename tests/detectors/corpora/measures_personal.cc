// Personal data: Presidio's own cases and synthetic sentences, telephone numbers, hard negatives.
#include <algorithm>
#include <array>
#include <set>

#include "tests/detectors/corpora/cases.h"
#include "tests/detectors/corpora/measures.h"
#include "tests/detectors/corpora/summary.h"

namespace reeve::detectors {
namespace {

// The entities of the synthetic sentences that are made by pattern.
constexpr std::array<std::string_view, 8> kPatternEntities = {
    "CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "US_SSN",
    "IBAN_CODE",   "IP_ADDRESS",   "DOMAIN_NAME",   "US_DRIVER_LICENSE"};

// An address on the web is a domain name with more around it.
std::string_view ResearchName(std::string_view entity) {
  return entity == "URL" ? "DOMAIN_NAME" : entity;
}

bool IsPattern(std::string_view entity) {
  return std::find(kPatternEntities.begin(), kPatternEntities.end(), entity) !=
         kPatternEntities.end();
}

// Found: a finding of the entity on a part of the span. Wrong: a finding of one of these entities
// where nothing of that entity is. Row `all` is all of them together.
Status PresidioResearch(const Measuring& measuring) {
  const std::string set = "presidio_research";
  for (const std::string_view entity : kPatternEntities) {
    measuring.table->Judges(set, std::string(entity));
  }
  measuring.table->Judges(set + " all", "all");
  return ForEachCase(measuring.folder + "/presidio_research.jsonl", [&](const Case& line) {
    const std::string text = line.Text();
    const std::vector<Finding> findings = measuring.scanner.Scan(text);
    const std::vector<ExpectedSpan> spans = line.Spans();
    for (const ExpectedSpan& span : spans) {
      if (span.origin != "pattern" || !IsPattern(span.entity)) continue;
      const bool found = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return ResearchName(finding.entity) == span.entity &&
               Touches(finding, span.begin, span.end);
      });
      measuring.table->Holds(set, span.entity, found, text);
      measuring.table->Holds(set + " all", "all", found, text);
    }
    for (const Finding& finding : findings) {
      const std::string entity(ResearchName(finding.entity));
      if (!IsPattern(entity)) continue;
      // Part of an e-mail address or of what the sentence names otherwise is no false alarm.
      const bool there = std::any_of(spans.begin(), spans.end(), [&](const ExpectedSpan& span) {
        return ResearchName(span.entity) == entity && Touches(finding, span.begin, span.end);
      });
      if (there) continue;
      measuring.table->Wrong(set, entity, text);
      measuring.table->Wrong(set + " all", "all", text);
    }
  });
}

// Found: the spans of that entity's findings are the very ones expected.
Status PresidioRecognizers(const Measuring& measuring) {
  const std::string set = "presidio_recognizers";
  return ForEachCase(measuring.folder + "/presidio_recognizers.jsonl", [&](const Case& line) {
    const std::string entity = line.Text("entity");
    if (FindEntity(entity) == nullptr) return;
    const std::string text = line.Text();
    std::set<std::pair<size_t, size_t>> found;
    for (const Finding& finding : measuring.scanner.Scan(text)) {
      if (finding.entity != entity) continue;
      found.emplace(finding.span.start.code_points, finding.span.end.code_points);
    }
    std::set<std::pair<size_t, size_t>> expected;
    for (const ExpectedSpan& span : line.Spans()) expected.emplace(span.begin, span.end);
    measuring.table->Holds(std::string(kSummed), std::string(kPresidioSpans), found == expected,
                           text);
    if (expected.empty()) {
      measuring.table->HoldsNothing(set, entity, found.empty(), text);
      measuring.table->HoldsNothing(set + " all", "all", found.empty(), text);
    } else {
      measuring.table->Holds(set, entity, found == expected, text);
      measuring.table->Holds(set + " all", "all", found == expected, text);
    }
  });
}

// A value beside its words; the spans are not said.
Status PresidioContext(const Measuring& measuring) {
  return ForEachCase(measuring.folder + "/presidio_context.jsonl", [&](const Case& line) {
    const std::string entity = line.Text("entity");
    if (FindEntity(entity) == nullptr) return;
    const std::vector<Finding> findings = measuring.scanner.Scan(line.Text());
    const bool found = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.entity == entity;
    });
    measuring.table->Holds("presidio_context", entity, found, line.Text());
  });
}

Status Phones(const Measuring& measuring) {
  return ForEachCase(measuring.folder + "/phones.jsonl", [&](const Case& line) {
    const std::vector<ExpectedSpan> spans = line.Spans();
    const std::string text = line.Text();
    bool exact = false;
    bool touched = false;
    for (const Finding& finding : measuring.scanner.Scan(text)) {
      if (finding.entity != "PHONE_NUMBER" || spans.empty()) continue;
      exact = exact || Exactly(finding, spans[0].begin, spans[0].end);
      touched = touched || Touches(finding, spans[0].begin, spans[0].end);
    }
    if (line.True("valid")) {
      measuring.table->Holds("phones", line.Text("format"), exact, text);
    } else {
      measuring.table->HoldsNothing("phones", line.Text("format"), !touched, text);
    }
  });
}

// Numbers that are nobody's: anything found is wrong.
Status HardNegatives(const Measuring& measuring) {
  return ForEachCase(measuring.folder + "/hard_negatives.jsonl", [&](const Case& line) {
    const std::string text = line.Text();
    const std::vector<Finding> findings = measuring.scanner.Scan(text);
    const std::string note =
        findings.empty() ? text : text + "  <- " + std::string(findings[0].entity);
    measuring.table->HoldsNothing("hard_negatives", line.Text("kind"), findings.empty(), note);
    measuring.table->HoldsNothing("hard_negatives all", "all", findings.empty(), note);
  });
}

constexpr std::array<NamedMeasure, 5> kMeasures = {{
    {"presidio_research", PresidioResearch},
    {"presidio_recognizers", PresidioRecognizers},
    {"presidio_context", PresidioContext},
    {"phones", Phones},
    {"hard_negatives", HardNegatives},
}};

}  // namespace

std::span<const NamedMeasure> PersonalMeasures() { return kMeasures; }

}  // namespace reeve::detectors
