#include "detectors/redact.h"

#include <algorithm>
#include <vector>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

// A stretch of the text that findings cover without a gap.
struct Stretch {
  size_t begin;
  size_t end;
  size_t longest;  // bytes of the finding that gives the label
  std::string_view entity;
  bool merged;  // made of several spans that are not equal
  Operator op;
};

size_t KeepLast(std::string_view entity) {
  const EntityEntry* entry = FindEntity(entity);
  return entry == nullptr ? 0 : entry->keep_last;
}

std::vector<Stretch> Stretches(std::string_view text, std::span<const Redaction> redactions) {
  std::vector<Stretch> all;
  for (const auto& [finding, op] : redactions) {
    size_t begin = std::min(finding.span.start.bytes, text.size());
    size_t end = std::min(finding.span.end.bytes, text.size());
    while (begin > 0 && begin < text.size() && IsContinuationByte(text[begin])) --begin;
    while (end < text.size() && IsContinuationByte(text[end])) ++end;
    if (begin < end) all.push_back({begin, end, end - begin, finding.entity, false, op});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  std::vector<Stretch> merged;
  for (const Stretch& next : all) {
    if (merged.empty() || next.begin >= merged.back().end) {
      merged.push_back(next);
      continue;
    }
    Stretch& last = merged.back();
    last.merged = last.merged || next.begin != last.begin || next.end != last.end ||
                  next.entity != last.entity;
    last.end = std::max(last.end, next.end);
    if (next.op == Operator::kLabel) last.op = Operator::kLabel;
    if (next.longest > last.longest) {
      last.longest = next.longest;
      last.entity = next.entity;
    }
  }
  return merged;
}

// Where the readable tail of a masked stretch begins.
size_t TailBegin(std::string_view covered, size_t keep_last) {
  const auto letters = static_cast<size_t>(std::count_if(covered.begin(), covered.end(), IsAlnum));
  size_t left = std::min(keep_last, letters / 3);
  size_t begin = covered.size();
  while (left > 0 && begin > 0) {
    if (IsAlnum(covered[--begin])) --left;
  }
  return begin;
}

void AppendMasked(std::string_view covered, size_t keep_last, std::string* out) {
  const size_t tail = TailBegin(covered, keep_last);
  for (const char c : covered.substr(0, tail)) {
    if (!IsContinuationByte(c)) out->push_back('*');
  }
  *out += covered.substr(tail);
}

}  // namespace

std::string_view OperatorName(Operator op) { return op == Operator::kLabel ? "label" : "mask"; }

std::optional<Operator> ParseOperator(std::string_view name) {
  if (name == "label") return Operator::kLabel;
  if (name == "mask") return Operator::kMask;
  return std::nullopt;
}

std::string Redact(std::string_view text, std::span<const Redaction> redactions) {
  std::string redacted;
  redacted.reserve(text.size());
  size_t copied = 0;
  for (const Stretch& stretch : Stretches(text, redactions)) {
    redacted += text.substr(copied, stretch.begin - copied);
    copied = stretch.end;
    if (stretch.op == Operator::kLabel) {
      redacted += '<';
      redacted += stretch.entity;
      redacted += '>';
    } else {
      AppendMasked(text.substr(stretch.begin, stretch.end - stretch.begin),
                   stretch.merged ? 0 : KeepLast(stretch.entity), &redacted);
    }
  }
  redacted += text.substr(copied);
  return redacted;
}

std::string Redact(std::string_view text, std::span<const Finding> findings, Operator op) {
  std::vector<Redaction> redactions;
  for (const Finding& finding : findings) redactions.push_back({finding, op});
  return Redact(text, redactions);
}

}  // namespace reeve::detectors
