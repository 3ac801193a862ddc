#include "detectors/stream.h"

#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// Stands before a window that is a part of its text only, so that no value in it passes for all
// that the text says. It is no letter, no digit, and nobody's format.
constexpr std::string_view kPartMark = "\x01";

// What a token may hold that is longer than kStreamHoldBack.
bool InToken(char c) { return Has(c, kUrlSafe) || c == '.' || c == '+' || c == '/' || c == '='; }

TextOffset Plus(const TextOffset& a, const TextOffset& b) {
  return {a.bytes + b.bytes, a.code_points + b.code_points, a.utf16 + b.utf16};
}

TextOffset Minus(const TextOffset& a, const TextOffset& b) {
  return {a.bytes - b.bytes, a.code_points - b.code_points, a.utf16 - b.utf16};
}

// The largest position up to `pos` that cuts no code point of the text.
size_t CodePointBegin(std::string_view text, size_t pos) {
  constexpr size_t kMaxContinuation = 3;
  const size_t lowest = pos > kMaxContinuation ? pos - kMaxContinuation : 0;
  size_t begin = pos;
  while (begin > lowest && begin < text.size() && IsContinuationByte(text[begin])) --begin;
  return begin < text.size() && IsContinuationByte(text[begin]) ? pos : begin;
}

// Where the text ends when a code point whose last bytes are still to come is left out.
size_t WholeEnd(std::string_view text) {
  constexpr size_t kMaxSequence = 4;
  for (size_t back = 1; back < kMaxSequence && back <= text.size(); ++back) {
    const auto byte = static_cast<uint8_t>(text[text.size() - back]);
    if (IsContinuationByte(static_cast<char>(byte))) continue;
    const size_t needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return needed > back ? text.size() - back : text.size();
  }
  return text.size();
}

}  // namespace

StreamScanner::StreamScanner(const Scanner& scanner, ScanContext context)
    : scanner_(&scanner), context_(context), next_look_(kStreamHoldBack + kStreamStep) {}

void StreamScanner::Push(std::string_view piece, std::vector<Finding>* settled) {
  while (!piece.empty()) {
    const size_t taken = std::min(piece.size(), next_look_ - total_);
    text_ += piece.substr(0, taken);
    total_ += taken;
    piece.remove_prefix(taken);
    if (total_ < next_look_) break;
    Look(false, settled);
    // Where much is held back (a long token), a later look reads it all again: it comes later.
    next_look_ += std::max(kStreamStep, (total_ - frontier_) / kStreamHeldPerStep);
  }
}

void StreamScanner::Finish(std::vector<Finding>* settled) { Look(true, settled); }

// In text_: a blank near kStreamLookBack bytes before what is not yet told, so that no word is cut.
size_t StreamScanner::WindowBegin() const {
  constexpr size_t kNear = 64;
  const size_t told = frontier_ - begin_.bytes;
  if (told <= kStreamLookBack) return 0;
  const size_t begin = told - kStreamLookBack;
  for (size_t pos = begin; pos < begin + kNear; ++pos) {
    if (Has(text_[pos], kSpace)) return pos;
  }
  return CodePointBegin(text_, begin);
}

// Findings of text_[begin, end), with spans of the stream.
std::vector<Finding> StreamScanner::ScanWindow(size_t begin, size_t end) const {
  const TextOffset mark{kPartMark.size(), kPartMark.size(), kPartMark.size()};
  const bool part = begin_.bytes + begin > 0;
  std::string window(part ? kPartMark : "");
  window += std::string_view(text_).substr(begin, end - begin);
  OffsetCounter counter(text_);
  const TextOffset base = Plus(begin_, counter.At(begin));
  std::vector<Finding> findings = scanner_->Scan(window, context_);
  for (Finding& finding : findings) {
    for (TextOffset* offset : {&finding.span.start, &finding.span.end}) {
      *offset = Plus(part ? Minus(*offset, mark) : *offset, base);
    }
  }
  return findings;
}

// Up to where the text is settled when text_ ends at `end`, both in the stream: before what a
// later byte could change, and inside no finding.
size_t StreamScanner::Frontier(size_t end, const std::vector<Finding>& findings) const {
  const std::string_view text = text_;
  const size_t base = begin_.bytes;
  size_t frontier = end - std::min(end, kStreamHoldBack);
  const auto token_goes_on = [&] {
    return std::all_of(text.begin() + static_cast<ptrdiff_t>(frontier - base),
                       text.begin() + static_cast<ptrdiff_t>(end - base), InToken);
  };
  if (frontier > frontier_ && token_goes_on()) {
    while (frontier > frontier_ && InToken(text[frontier - base - 1])) --frontier;
  }
  for (bool moved = true; moved;) {
    moved = false;
    for (const Finding& finding : findings) {
      if (finding.span.start.bytes >= frontier || finding.span.end.bytes <= frontier) continue;
      frontier = finding.span.start.bytes;
      moved = true;
    }
  }
  if (end > kMaxStreamHoldBack) frontier = std::max(frontier, end - kMaxStreamHoldBack);
  frontier = base + CodePointBegin(text, std::max(frontier, frontier_) - base);
  return std::max(frontier, frontier_);
}

void StreamScanner::Look(bool whole, std::vector<Finding>* settled) {
  const size_t end = whole ? text_.size() : WholeEnd(text_);
  const size_t begin = WindowBegin();
  scanned_ += end - begin;
  const std::vector<Finding> findings = ScanWindow(begin, end);
  const size_t until =
      whole ? total_ + 1 : Frontier(begin_.bytes + end, findings);  // the last may be empty
  for (const Finding& finding : findings) {
    const size_t start = finding.span.start.bytes;
    if (start >= frontier_ && start < until) settled->push_back(finding);
  }
  frontier_ = std::min(until, total_);
  Forget();
}

// Drops text that no window reaches any more.
void StreamScanner::Forget() {
  const size_t told = frontier_ - begin_.bytes;
  if (told <= 2 * kStreamLookBack) return;
  const size_t dropped = CodePointBegin(text_, told - kStreamLookBack);
  OffsetCounter counter(text_);
  begin_ = Plus(begin_, counter.At(dropped));
  text_.erase(0, dropped);
}

StreamRedactor::StreamRedactor(const Scanner& scanner, Replace replace, ScanContext context)
    : scanner_(scanner, context), replace_(std::move(replace)) {}

std::string StreamRedactor::Push(std::string_view piece) {
  std::vector<Finding> settled;
  held_ += piece;
  scanner_.Push(piece, &settled);
  return PassOn(settled);
}

std::string StreamRedactor::Finish() {
  std::vector<Finding> settled;
  scanner_.Finish(&settled);
  return PassOn(settled);
}

std::string StreamRedactor::PassOn(std::span<const Finding> settled) {
  const size_t size = scanner_.settled_bytes() - passed_.bytes;
  std::vector<Finding> inside(settled.begin(), settled.end());
  for (Finding& finding : inside) {
    finding.span = {Minus(finding.span.start, passed_), Minus(finding.span.end, passed_)};
  }
  std::string out = replace_(std::string_view(held_).substr(0, size), inside);
  OffsetCounter counter(held_);
  passed_ = Plus(passed_, counter.At(size));
  held_.erase(0, size);
  return out;
}

}  // namespace reeve::detectors
