// A pattern that somebody else wrote, looked for at the starts of words: RE2 syntax, with bounds
// that hold for every pattern and every text.
//
//   PatternProblem problem;
//   const auto pattern = WordPattern::Compile("AC-[0-9]{8}", &problem);
//   if (pattern == nullptr) std::cerr << problem.message;
//   if (const auto match = pattern->At(text, pos, false)) ...  // text[pos, match->end)
//
// A match is anchored at the position that is asked and has at most kMaxMatch bytes, so that a
// question costs no more than these, whatever stands behind them. A pattern may not match nothing,
// and may not speak of the ends of a text or a line (`^`, `$`, `\A`, `\z`, `\B`): it is tried at
// places that the caller chooses. `\b` it may have. Letters count as they are written; `(?i)` makes
// them match in either case.
//
// Thread-safety: immutable once made.
#pragma once

#include <bitset>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace reeve {

// Why a pattern is refused, and where in it.
struct PatternProblem {
  std::string message;
  size_t offset = 0;  // bytes
  size_t length = 0;
};

class WordPattern {
 public:
  static constexpr size_t kMaxBytes = 200;     // of the pattern
  static constexpr size_t kMaxProgram = 2000;  // instructions that RE2 compiles it to
  static constexpr size_t kMaxMatch = 256;     // bytes of a match

  struct Match {
    size_t end = 0;
    // What its group `(?P<check>...)` matched: all of the match where it has no such group, and
    // nothing where the group took no part.
    std::string_view checked;
  };

  // Null where it is refused; `problem` then says why.
  static std::unique_ptr<const WordPattern> Compile(std::string_view pattern,
                                                    PatternProblem* problem);
  ~WordPattern();

  // False is certain: no match begins with this byte.
  bool MayBeginWith(char byte) const { return first_[static_cast<unsigned char>(byte)]; }
  // Whether it has a group `(?P<check>...)`.
  bool has_check() const { return check_ != 0; }

  // The match that begins at text[pos]; `at_word_end`: the one that ends where `\b` holds.
  std::optional<Match> At(std::string_view text, size_t pos, bool at_word_end) const;

 private:
  struct Programs;
  explicit WordPattern(std::unique_ptr<const Programs> programs);

  std::unique_ptr<const Programs> programs_;
  std::bitset<256> first_;
  int check_ = 0;  // the number of the group; 0: none
};

}  // namespace reeve
