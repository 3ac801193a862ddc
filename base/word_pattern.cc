#include "base/word_pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace reeve {
namespace {

constexpr int64_t kMaxMemory = int64_t{1} << 20;  // of the automata of one pattern

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options Options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxMemory);
  return options;
}

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// Walks over a pattern that is valid, from one construct to the next.
class Walk {
 public:
  explicit Walk(std::string_view pattern) : pattern_(pattern) {}

  bool done() const { return at_ >= pattern_.size(); }
  size_t at() const { return at_; }

  // The next construct: a class in brackets, an escape, a quotation \Q...\E, or one byte.
  std::string_view Next() {
    const size_t begin = at_;
    if (pattern_.substr(at_, 2) == "\\Q") {
      at_ = std::min(pattern_.find("\\E", at_), pattern_.size() - 2) + 2;
    } else if (pattern_[at_] == '\\') {
      at_ += 2;
    } else if (pattern_[at_] == '[') {
      SkipClass();
    } else {
      ++at_;
    }
    at_ = std::min(at_, pattern_.size());
    return pattern_.substr(begin, at_ - begin);
  }

 private:
  void SkipClass() {
    ++at_;
    if (at_ < pattern_.size() && pattern_[at_] == '^') ++at_;
    if (at_ < pattern_.size() && pattern_[at_] == ']') ++at_;  // the first one is no end
    while (at_ < pattern_.size() && pattern_[at_] != ']') {
      if (pattern_.substr(at_, 2) == "[:") {
        at_ = std::min(pattern_.find(":]", at_), pattern_.size() - 2) + 2;
      } else {
        at_ += pattern_[at_] == '\\' ? 2 : 1;
      }
    }
    ++at_;
  }

  std::string_view pattern_;
  size_t at_ = 0;
};

// What has no place in a pattern of this sort.
std::optional<PatternProblem> FindRefused(std::string_view pattern) {
  for (Walk walk(pattern); !walk.done();) {
    const size_t at = walk.at();
    const std::string_view part = walk.Next();
    if (part == "^" || part == "$" || part == "\\A" || part == "\\z" || part == "\\B") {
      return PatternProblem{"the pattern is tried at the start of each word, so " + Quoted(part) +
                                " has no meaning in it; leave it out",
                            at, part.size()};
    }
    if (part == "\\C") {
      return PatternProblem{"`\\C` may cut a character in two; write `.`", at, part.size()};
    }
  }
  return std::nullopt;
}

// The pattern without `\b`, which matches at least what the pattern does.
std::string WithoutWordEnds(std::string_view pattern) {
  std::string out;
  for (Walk walk(pattern); !walk.done();) {
    const std::string_view part = walk.Next();
    out += part == "\\b" ? "(?:)" : part;
  }
  return out;
}

// What `^`, `$`, `\b` and their like see of a place are the characters at both its sides; these are
// all the sorts that they tell apart.
bool MayMatchNothing(const RE2& pattern) {
  constexpr std::array<std::string_view, 4> kSides = {"", "\n", "a", " "};
  for (const std::string_view before : kSides) {
    for (const std::string_view behind : kSides) {
      const std::string text = std::string(before) + std::string(behind);
      if (pattern.Match(text, before.size(), before.size(), RE2::ANCHOR_BOTH, nullptr, 0)) {
        return true;
      }
    }
  }
  return false;
}

PatternProblem Invalid(std::string_view pattern, const RE2& compiled) {
  const std::string& part = compiled.error_arg();
  const size_t at = part.empty() ? std::string_view::npos : pattern.find(part);
  PatternProblem problem{"the pattern is not valid: " + compiled.error(), 0, pattern.size()};
  if (at != std::string_view::npos) {
    problem.offset = at;
    problem.length = part.size();
  }
  return problem;
}

std::bitset<256> FirstBytes(std::string_view pattern) {
  std::bitset<256> bytes;
  bytes.set();
  const RE2 wider(WithoutWordEnds(pattern), Options());
  std::string least;
  std::string most;
  if (!wider.ok() || !wider.PossibleMatchRange(&least, &most, 4) || most.empty()) return bytes;
  const size_t low = least.empty() ? 0 : static_cast<unsigned char>(least[0]);
  const size_t high = static_cast<unsigned char>(most[0]);
  for (size_t byte = 0; byte < bytes.size(); ++byte) bytes[byte] = low <= byte && byte <= high;
  return bytes;
}

}  // namespace

struct WordPattern::Programs {
  explicit Programs(std::string_view pattern)
      : any(Piece(pattern), Options()), whole("(?:" + std::string(pattern) + ")\\b", Options()) {}
  RE2 any;
  RE2 whole;  // the same, and ends where `\b` holds
};

WordPattern::WordPattern(std::unique_ptr<const Programs> programs)
    : programs_(std::move(programs)) {}
WordPattern::~WordPattern() = default;

std::unique_ptr<const WordPattern> WordPattern::Compile(std::string_view pattern,
                                                        PatternProblem* problem) {
  const auto refuse = [&](std::string message) {
    *problem = {std::move(message), 0, pattern.size()};
    return nullptr;
  };
  if (pattern.size() > kMaxBytes) {
    return refuse("the pattern has " + std::to_string(pattern.size()) + " bytes; the most is " +
                  std::to_string(kMaxBytes));
  }
  auto programs = std::make_unique<const Programs>(pattern);
  if (!programs->any.ok()) {
    *problem = Invalid(pattern, programs->any);
    return nullptr;
  }
  if (auto refused = FindRefused(pattern)) {
    *problem = *std::move(refused);
    return nullptr;
  }
  const int size = programs->any.ProgramSize();
  if (!programs->whole.ok()) {
    return refuse("the pattern leaves something open; end `\\Q` by `\\E`, or repeat less");
  }
  if (size > static_cast<int>(kMaxProgram)) {
    return refuse("the pattern compiles to " + std::to_string(size) +
                  " instructions; the most is " + std::to_string(kMaxProgram) +
                  "; repeat less, or smaller classes");
  }
  if (MayMatchNothing(programs->any)) {
    return refuse("the pattern may match nothing at all; it must match at least one character");
  }
  auto& groups = programs->any.NamedCapturingGroups();
  const auto check = groups.find("check");
  const int group = check == groups.end() ? 0 : check->second;
  std::unique_ptr<WordPattern> out(new WordPattern(std::move(programs)));
  out->first_ = FirstBytes(pattern);
  out->check_ = group;
  return out;
}

std::optional<WordPattern::Match> WordPattern::At(std::string_view text, size_t pos,
                                                  bool at_word_end) const {
  const size_t end = std::min(text.size(), pos + kMaxMatch);
  const RE2& program = at_word_end ? programs_->whole : programs_->any;
  // RE2 is asked for the groups only once it is known that there is a match: without them it runs
  // its automaton.
  re2::StringPiece whole;
  if (!program.Match(Piece(text), pos, end, RE2::ANCHOR_START, &whole, 1)) return std::nullopt;
  Match match{pos + whole.size(), {whole.data(), whole.size()}};
  if (check_ == 0) return match;
  std::vector<re2::StringPiece> groups(static_cast<size_t>(check_) + 1);
  program.Match(Piece(text), pos, end, RE2::ANCHOR_START, groups.data(), check_ + 1);
  const re2::StringPiece& checked = groups.back();
  match.checked = {checked.data(), checked.size()};
  return match;
}

}  // namespace reeve
