// room: detectors
//
// Arbitrary bytes through the scanner and the redactor, from every source, with entities of one's
// own beside those of the catalogue. What must hold whatever the bytes are: spans lie inside the
// text, in order; things do not overlap things, but for other readings of the very same bytes, nor
// phrases those of their entity; the three units agree with a count done here; the redacted text is
// what a bitmap of covered bytes says.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detectors/json_text.h"
#include "detectors/own_entity.h"
#include "detectors/redact.h"
#include "detectors/scanner.h"

namespace {

using reeve::TextOffset;
using reeve::detectors::Finding;
using reeve::detectors::Kind;
using reeve::detectors::Operator;
using reeve::detectors::OwnEntity;
using reeve::detectors::Scanner;
using reeve::detectors::Source;

void Require(bool condition) {
  if (!condition) std::abort();
}

TextOffset Count(std::string_view text, size_t bytes) {
  TextOffset offset{bytes, 0, 0};
  for (const char c : text.substr(0, bytes)) {
    const auto byte = static_cast<uint8_t>(c);
    if ((byte & 0xC0) == 0x80) continue;
    ++offset.code_points;
    offset.utf16 += byte >= 0xF0 ? 2 : 1;
  }
  return offset;
}

void CheckSpans(std::string_view text, const std::vector<Finding>& findings) {
  size_t last_start = 0;
  size_t thing_end = 0;
  std::map<std::string_view, size_t> phrase_ends;
  reeve::detectors::Span last;
  for (const Finding& finding : findings) {
    const size_t start = finding.span.start.bytes;
    const size_t end = finding.span.end.bytes;
    Require(start < end && end <= text.size() && start >= last_start);
    Require(finding.span.start == Count(text, start) && finding.span.end == Count(text, end));
    Require(finding.score >= 0 && finding.score <= 1 && !finding.entity.empty());
    last_start = start;
    // A mention may lie over anything, and phrases of different entities over each other.
    if (finding.category == reeve::detectors::Category::kMention) continue;
    // Nor does one of one's own mind any, but itself.
    const bool own = finding.entity.starts_with("OWN_");
    const bool phrase = own || finding.kind == Kind::kPhrase;
    size_t& busy_until = phrase ? phrase_ends[finding.entity] : thing_end;
    Require(start >= busy_until || (!phrase && last == finding.span));
    busy_until = std::max(busy_until, end);
    if (!phrase) last = finding.span;
  }
}

bool Continues(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

// Label redaction, done slowly: a byte is covered by a finding or copied, and a label stands where
// a covered byte has no finding in common with the byte before.
void CheckLabels(std::string_view text, const std::vector<Finding>& findings) {
  std::vector<bool> covered(text.size(), false);
  std::vector<bool> joined(text.size(), false);
  for (const Finding& finding : findings) {
    size_t begin = finding.span.start.bytes;
    size_t end = finding.span.end.bytes;
    while (begin > 0 && Continues(text[begin])) --begin;
    while (end < text.size() && Continues(text[end])) ++end;
    for (size_t i = begin; i < end; ++i) {
      covered[i] = true;
      joined[i] = joined[i] || i > begin;
    }
  }
  const std::string redacted = Redact(text, findings, Operator::kLabel);
  size_t at = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!covered[i]) {
      Require(at < redacted.size() && redacted[at++] == text[i]);
    } else if (!joined[i]) {
      Require(at < redacted.size() && redacted[at] == '<');
      at = redacted.find('>', at) + 1;
      Require(at > 0);
    }
  }
  Require(at == redacted.size());
}

Scanner EverythingAndOwn() {
  const std::vector<OwnEntity> own = {
      {.name = "OWN_NUMBER",
       .patterns = {"AC-?(?P<check>[0-9]{4,12})", "[A-Z]{2}[0-9]{3,9}"},
       .check = reeve::detectors::CheckRule::kLuhn},
      {.name = "OWN_TERM", .terms = {"ignore", "card 4111", "\u00FCber", "an"}},
      {.name = "OWN_WORD",
       .patterns = {"[0-9]{3,6}"},
       .words = {"file", "akte"},
       .needs_word = true}};
  std::vector<std::string> wanted;
  for (size_t i = 0; i < reeve::detectors::kCategoryCount; ++i) {
    wanted.emplace_back(reeve::detectors::CategoryName(static_cast<reeve::detectors::Category>(i)));
  }
  for (const OwnEntity& entity : own) wanted.push_back(entity.name);
  reeve::Result<Scanner> scanner = Scanner::Create(wanted, own);
  Require(scanner.ok());
  return std::move(scanner).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Scanner everything = EverythingAndOwn();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr size_t kSources = static_cast<size_t>(Source::kModel) + 1;
  const std::vector<Finding> findings =
      everything.Scan(text, {.source = static_cast<Source>(size % kSources)});
  CheckSpans(text, findings);
  // What a JSON document becomes, detectors_redact_fuzz says.
  const bool is_json = reeve::detectors::JsonText::Read(text).has_value();
  if (!is_json) CheckLabels(text, findings);
  const std::string masked = Redact(text, findings, Operator::kMask);
  // A number that is masked gets quotes, and a longer escape may be needed.
  Require(is_json || masked.size() <= text.size());
  if (findings.empty()) Require(masked == text);
  return 0;
}
