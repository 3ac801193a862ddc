// Scanning a text that arrives in pieces, such as the answer of a model.
//
//   StreamScanner stream(scanner);
//   for (piece : pieces) stream.Push(piece, &findings);
//   stream.Finish(&findings);
//
// The findings do not depend on how the text was cut: whatever the pieces, the text is looked at
// when another kStreamStep bytes are there, and at its end. What is told is settled: a finding is
// told once, in the order of their starts, when at least kStreamHoldBack bytes stand behind its
// start, so that no later byte can make another thing of it. What reaches over that line (a long
// token, a key in PEM form) is held back until its end is there, at most kMaxStreamHoldBack bytes.
//
// A text shorter than kStreamHoldBack is scanned once, at its end, and gives what Scan gives. So
// does a longer one, but for what Scan adds up over a whole text (the cues of a persona): a stream
// adds them up over what it looks at together, at least kStreamLookBack + kStreamHoldBack bytes.
//
// Time: each byte is scanned about (kStreamLookBack + kStreamHoldBack) / kStreamStep times. Memory:
// at most kStreamLookBack + kMaxStreamHoldBack + kStreamStep bytes of text.
//
// Thread-safety: none; a stream belongs to one thread at a time. The scanner must outlive it.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "detectors/finding.h"
#include "detectors/scanner.h"

namespace reeve::detectors {

class StreamScanner {
 public:
  explicit StreamScanner(const Scanner& scanner, ScanContext context = {});

  // Appends what is settled now. Spans count from the start of the stream.
  void Push(std::string_view piece, std::vector<Finding>* settled);
  // The text is whole. Nothing may be pushed after it.
  void Finish(std::vector<Finding>* settled);

  // Up to here everything is told: the text before it may be passed on. Ends no finding within.
  size_t settled_bytes() const { return frontier_; }
  // The work so far: the sizes of all texts that were scanned, a few times the stream's own.
  size_t scanned_bytes() const { return scanned_; }

 private:
  void Look(bool whole, std::vector<Finding>* settled);
  size_t WindowBegin() const;
  size_t Frontier(size_t end, const std::vector<Finding>& findings) const;
  std::vector<Finding> ScanWindow(size_t begin, size_t end) const;
  void Forget();

  const Scanner* scanner_;
  ScanContext context_;
  std::string text_;      // of the stream from begin_ on
  TextOffset begin_;      // where text_ starts
  size_t total_ = 0;      // bytes pushed
  size_t frontier_ = 0;   // bytes told
  size_t next_look_ = 0;  // bytes at which the text is looked at again
  size_t scanned_ = 0;    // of all windows together
};

// The text of a stream with its findings replaced, passed on as soon as it is settled. The pieces
// that come out, put together, do not depend on how the text was cut.
class StreamRedactor {
 public:
  // Gives `text` with what is to be replaced of `findings`, whose spans count from its start.
  using Replace =
      std::function<std::string(std::string_view text, std::span<const Finding> findings)>;

  StreamRedactor(const Scanner& scanner, Replace replace, ScanContext context = {});

  // What may be passed on now; may be empty.
  std::string Push(std::string_view piece);
  std::string Finish();

 private:
  std::string PassOn(std::span<const Finding> settled);

  StreamScanner scanner_;
  Replace replace_;
  std::string held_;   // of the stream from passed_ on
  TextOffset passed_;  // up to here it was passed on
};

}  // namespace reeve::detectors
