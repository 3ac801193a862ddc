#include "policy/cel/regex.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "policy/cel/limits.h"

namespace reeve::cel {

struct Regex::Engine {
  Engine(std::string_view pattern, const re2::RE2::Options& options)
      : re(re2::StringPiece(pattern.data(), pattern.size()), options) {}
  re2::RE2 re;
};

Regex::Regex(std::unique_ptr<const Engine> engine)
    : engine_(std::move(engine)), instructions_(static_cast<size_t>(engine_->re.ProgramSize())) {}
Regex::~Regex() = default;

Result<std::shared_ptr<const Regex>> Regex::Compile(std::string_view pattern) {
  if (pattern.size() > kMaxPatternLength) {
    return Error{"cel.pattern",
                 "a pattern is longer than " + std::to_string(kMaxPatternLength) + " bytes"};
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexMemory);
  auto engine = std::make_unique<const Engine>(pattern, options);
  if (!engine->re.ok()) {
    return Error{"cel.pattern", "the pattern is not valid: " + engine->re.error()};
  }
  return std::shared_ptr<const Regex>(new Regex(std::move(engine)));
}

size_t Regex::NextSearchSteps(size_t bytes, size_t instructions) {
  return bytes * (instructions <= kSmallPattern ? 1 : instructions) / kWorkPerStep;
}

size_t Regex::SearchSteps(size_t bytes, size_t instructions) {
  if (instructions > kSmallPattern && bytes > kMaxSearchWork / instructions) return kTooManySteps;
  return std::max(bytes / kBytesPerStepScanned, NextSearchSteps(bytes, instructions));
}

bool Regex::Search(std::string_view text) const {
  const re2::StringPiece piece(text.data(), text.size());
  return engine_->re.Match(piece, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

bool Regex::Find(std::string_view text, size_t start, std::span<std::string_view> groups) const {
  // RE2 tells a group that took no part by a null pointer, which an empty text must not have.
  const re2::StringPiece piece(text.empty() ? "" : text.data(), text.size());
  std::array<re2::StringPiece, kMostGroups> found;
  const size_t wanted =
      std::min({groups.size(), kMostGroups, static_cast<size_t>(group_count()) + 1});
  if (!engine_->re.Match(piece, start, text.size(), re2::RE2::UNANCHORED, found.data(),
                         static_cast<int>(wanted))) {
    return false;
  }
  for (size_t i = 0; i < groups.size(); ++i) {
    const bool took_part = i < wanted && found[i].data() != nullptr;
    groups[i] = took_part ? text.substr(static_cast<size_t>(found[i].data() - piece.data()),
                                        found[i].size())
                          : std::string_view();
  }
  return true;
}

int Regex::group_count() const { return engine_->re.NumberOfCapturingGroups(); }

std::shared_ptr<const Regex> RegexCache::Get(std::string_view pattern) {
  const MutexLock lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    if (entry->first != pattern) continue;
    entries_.splice(entries_.begin(), entries_, entry);
    return entry->second;
  }
  auto compiled = Regex::Compile(pattern);
  // A pattern that does not compile is kept too, so that it is not tried again and again.
  entries_.emplace_front(pattern, compiled.ok() ? *compiled : nullptr);
  if (entries_.size() > kRegexCacheSize) entries_.pop_back();
  return entries_.front().second;
}

}  // namespace reeve::cel
