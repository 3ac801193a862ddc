// Regular expressions: RE2 syntax, search anywhere in the text, linear time.
//
// Thread-safety: a Regex is immutable; a RegexCache may be used by any thread.
#pragma once

#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/mutex.h"
#include "base/result.h"

namespace reeve::cel {

class Regex {
 public:
  // cel.pattern: malformed, longer than kMaxPatternLength, or compiled larger than kRegexMemory.
  static Result<std::shared_ptr<const Regex>> Compile(std::string_view pattern);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  // Steps of a search in that many bytes, by limits.h; kTooManySteps if it may not begin. One more
  // search, in what a match left, mostly ends soon, but may look at all of it.
  size_t SearchSteps(size_t bytes) const { return SearchSteps(bytes, instructions_); }
  size_t NextSearchSteps(size_t bytes) const { return NextSearchSteps(bytes, instructions_); }
  static size_t SearchSteps(size_t bytes, size_t instructions);
  static size_t NextSearchSteps(size_t bytes, size_t instructions);
  static constexpr size_t kTooManySteps = size_t{1} << 40;

  bool Search(std::string_view text) const;
  // The leftmost match at or behind `start`: the whole in groups[0], what the groups of the pattern
  // captured in the others, empty for what took no part. At most kMostGroups.
  // Precondition: start <= text.size(), groups is not empty.
  bool Find(std::string_view text, size_t start, std::span<std::string_view> groups) const;
  size_t instructions() const { return instructions_; }
  // Groups that the pattern captures.
  int group_count() const;

  static constexpr size_t kMostGroups = 10;

 private:
  struct Engine;
  explicit Regex(std::unique_ptr<const Engine> engine);
  std::unique_ptr<const Engine> engine_;
  size_t instructions_;
};

// The patterns that a program computed last; kRegexCacheSize of them.
class RegexCache {
 public:
  // Null for a pattern that does not compile.
  std::shared_ptr<const Regex> Get(std::string_view pattern);

 private:
  Mutex mutex_;
  // The last used first. Few enough for a linear search.
  std::list<std::pair<std::string, std::shared_ptr<const Regex>>> entries_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::cel
