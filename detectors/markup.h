// Markup that instructs: control tokens of chat templates, and Markdown images whose address
// carries a value to fill in. They are made of signs rather than words, so RE2 reads them, and only
// where one of kMarkupWords stands right behind a sign.
//
// Thread-safety: MarkupPatterns is immutable once made; a MarkupMatcher belongs to one scan.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "detectors/hit.h"
#include "detectors/wanted.h"

namespace reeve::detectors {

// In the form of a language pack's words.
inline constexpr std::string_view kMarkupWords =
    "im_start|im_end|endoftext|start_header_id|end_header_id|eot_id|begin_of_text|endofprompt|INST|"
    "SYS|start_of_turn|end_of_turn|system|user|assistant|instruction|human|https|http|sys*|begin|"
    "end|script|endof*|important|information|admin|god|"
    "developer|debug|root";

class MarkupPatterns {
 public:
  explicit MarkupPatterns(const Wanted& wanted);
  ~MarkupPatterns();

 private:
  friend class MarkupMatcher;
  struct Pattern;
  std::vector<Pattern> patterns_;
};

class MarkupMatcher {
 public:
  explicit MarkupMatcher(const MarkupPatterns& patterns) : patterns_(patterns) {}

  // One of kMarkupWords stands at text[pos].
  void Match(std::string_view text, size_t pos, std::vector<Hit>* hits);

 private:
  const MarkupPatterns& patterns_;
  size_t done_ = 0;  // up to here everything was looked at
};

}  // namespace reeve::detectors
