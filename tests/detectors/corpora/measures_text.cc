// Secrets, prompts, personal data and prompts in disguise, streams.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "detectors/stream.h"
#include "tests/detectors/corpora/cases.h"
#include "tests/detectors/corpora/measures.h"

namespace reeve::detectors {
namespace {

// Four fifths of the span, for sets differ on quotes and prefixes.
bool CoversMost(const Finding& finding, const ExpectedSpan& span) {
  const size_t begin = std::max(finding.span.start.code_points, span.begin);
  const size_t end = std::min(finding.span.end.code_points, span.end);
  return end > begin && 5 * (end - begin) >= 4 * (span.end - span.begin);
}

bool HasCategory(const std::vector<Finding>& findings, std::initializer_list<Category> wanted) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return std::find(wanted.begin(), wanted.end(), finding.category) != wanted.end();
  });
}

bool Attack(const std::vector<Finding>& findings) {
  return HasCategory(findings, {Category::kInjection, Category::kJailbreak});
}

// True: a secret is found on its span (anywhere, where the set gives none). False: nothing is found
// of the entities that are found in the true cases of its row, since a text that is false for one
// rule may well hold the token of another; `any` counts every secret all the same.
Status Secrets(const Measuring& measuring, const std::string& set, std::string_view group) {
  const std::string path = measuring.folder + "/" + set + ".jsonl";
  std::map<std::string, std::set<std::string_view>> entities;
  REEVE_RETURN_IF_ERROR(ForEachCase(path, [&](const Case& line) {
    if (line.Text("label") != "tp") return;
    const std::string text = line.Text();
    const std::vector<ExpectedSpan> spans = line.Spans();
    bool found = false;
    for (const Finding& finding : measuring.scanner.Scan(text)) {
      if (finding.category != Category::kSecret) continue;
      if (!spans.empty() && !CoversMost(finding, spans[0])) continue;
      entities[line.Text(group)].insert(finding.entity);
      found = true;
    }
    measuring.table->Holds(set, line.Text(group), found, text);
    measuring.table->Holds(set + " all", "true", found, text);
  }));
  return ForEachCase(path, [&](const Case& line) {
    if (line.Text("label") == "tp") return;
    const std::string text = line.Text();
    const std::vector<Finding> findings = measuring.scanner.Scan(text);
    const auto own = entities.find(line.Text(group));
    const bool clean = std::none_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      if (finding.category != Category::kSecret) return false;
      return own == entities.end() || own->second.contains(finding.entity);
    });
    measuring.table->HoldsNothing(set, line.Text(group), clean, text);
    measuring.table->HoldsNothing(set + " all", "false", clean, text);
    measuring.table->HoldsNothing(set + " all", "false, any",
                                  !HasCategory(findings, {Category::kSecret}), text);
  });
}

Status Gitleaks(const Measuring& measuring) { return Secrets(measuring, "gitleaks_rules", "rule"); }
Status DetectSecrets(const Measuring& measuring) {
  return Secrets(measuring, "detect_secrets", "plugin");
}

// Attacks: an injection or a jailbreak is found. Harm: a topic or any of these is. Benign: nothing
// of all that, nor a special category.
Status Prompts(const Measuring& measuring) {
  return ForEachCase(measuring.folder + "/prompts.jsonl", [&](const Case& line) {
    const std::string text = line.Text();
    const std::string label = line.Text("label");
    const std::string category = line.Text("category");
    const std::string row = category.substr(0, category.find('/'));
    const std::vector<Finding> findings = measuring.scanner.Scan(text);
    const std::string set = "prompts " + label;
    if (label.starts_with("benign")) {
      const bool clean = !Attack(findings) &&
                         !HasCategory(findings, {Category::kTopic, Category::kSpecialCategory});
      measuring.table->HoldsNothing(set, row, clean, text);
    } else if (label.starts_with("harmful") || label.starts_with("topic")) {
      const bool found = Attack(findings) || HasCategory(findings, {Category::kTopic});
      measuring.table->Holds(set, row, found, text);
    } else {
      measuring.table->Holds(set, row, Attack(findings), text);
    }
  });
}

// Only of those whose plain text is found.
Status ObfuscatedInjection(const Measuring& measuring) {
  const std::string set = "obfuscated_injection";
  std::map<std::string, bool> plain;
  return ForEachCase(measuring.folder + "/" + set + ".jsonl", [&](const Case& line) {
    const std::string text = line.Text();
    const std::string transform = line.Text("transform");
    const bool found = Attack(measuring.scanner.Scan(text));
    if (line.Text("label") != "injection") {
      measuring.table->HoldsNothing(set, transform, !found, text);
      measuring.table->HoldsNothing(set + " all", "benign", !found, text);
      return;
    }
    const auto [known, added] = plain.try_emplace(line.Text("plain"), false);
    if (added) known->second = Attack(measuring.scanner.Scan(known->first));
    if (!known->second) return;
    measuring.table->Holds(set, transform, found, text);
    measuring.table->Holds(set + " all", "injection", found, text);
  });
}

std::string_view EntityOf(const std::string& entity) {
  if (entity == "IBAN") return "IBAN_CODE";
  if (entity == "PHONE") return "PHONE_NUMBER";
  if (entity == "EMAIL") return "EMAIL_ADDRESS";
  return entity;
}

Status ObfuscatedPersonal(const Measuring& measuring) {
  const std::string set = "obfuscated_pii";
  return ForEachCase(measuring.folder + "/" + set + ".jsonl", [&](const Case& line) {
    const std::string text = line.Text();
    const std::string entity = line.Text("entity");
    const std::vector<ExpectedSpan> spans = line.Spans();
    const std::vector<Finding> findings = measuring.scanner.Scan(text);
    const bool found = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.entity == EntityOf(entity) && !spans.empty() && CoversMost(finding, spans[0]);
    });
    measuring.table->Holds(set, line.Text("transform"), found, text);
    measuring.table->Holds(set + " all", "all", found, text);
  });
}

bool SameFindings(const Measuring& measuring, const std::string& text,
                  const std::vector<std::string>& pieces) {
  std::vector<Finding> streamed;
  StreamScanner stream(measuring.scanner);
  for (const std::string& piece : pieces) stream.Push(piece, &streamed);
  stream.Finish(&streamed);
  return streamed == measuring.scanner.Scan(text);
}

// Found: cut into the set's chunks, the text gives what it gives as a whole.
Status Streams(const Measuring& measuring) {
  return ForEachCase(measuring.folder + "/stream_chunks.jsonl", [&](const Case& line) {
    std::vector<std::string> pieces;
    const json::Value* chunks = line.line().Find("chunks");
    if (chunks == nullptr || chunks->as_array() == nullptr) return;
    for (const json::Value& chunk : *chunks->as_array()) {
      if (chunk.as_string() != nullptr) pieces.push_back(*chunk.as_string());
    }
    const std::string text = line.Text();
    measuring.table->Holds("stream_chunks", "same", SameFindings(measuring, text, pieces), text);
  });
}

constexpr std::array<NamedMeasure, 6> kMeasures = {{
    {"gitleaks_rules", Gitleaks},
    {"detect_secrets", DetectSecrets},
    {"prompts", Prompts},
    {"obfuscated_injection", ObfuscatedInjection},
    {"obfuscated_pii", ObfuscatedPersonal},
    {"stream_chunks", Streams},
}};

}  // namespace

std::span<const NamedMeasure> TextMeasures() { return kMeasures; }

}  // namespace reeve::detectors
