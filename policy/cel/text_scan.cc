#include "policy/cel/text_scan.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <functional>
#include <utility>

#include "policy/cel/limits.h"

namespace reeve::cel {
namespace {

// Of the automaton of all the patterns of a path.
constexpr int64_t kScanMemory = 8 * kRegexMemory;

re2::RE2::Options ScanOptions() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kScanMemory);
  return options;
}

}  // namespace

struct TextScans::Group {
  std::map<std::string, uint32_t, std::less<>> patterns;
  size_t instructions = 0;
  std::unique_ptr<re2::RE2::Set> set;  // null: each is searched for by itself
};

TextScans::TextScans() = default;
TextScans::~TextScans() = default;

ScanPlace TextScans::Add(const std::string& path, std::string_view pattern, size_t instructions) {
  const auto [found, is_new_path] = paths_.try_emplace(path, static_cast<uint32_t>(groups_.size()));
  if (is_new_path) groups_.push_back(std::make_unique<Group>());
  Group& group = *groups_[found->second];
  const auto [at, is_new] = group.patterns.try_emplace(
      std::string(pattern), static_cast<uint32_t>(group.patterns.size()));
  if (is_new) group.instructions += instructions;
  return {found->second, at->second};
}

void TextScans::Finish() {
  for (const std::unique_ptr<Group>& group : groups_) {
    if (group->patterns.size() < kFewestPatterns) continue;
    auto set = std::make_unique<re2::RE2::Set>(ScanOptions(), re2::RE2::UNANCHORED);
    std::vector<const std::string*> in_order(group->patterns.size());
    for (const auto& [pattern, place] : group->patterns) in_order[place] = &pattern;
    bool whole = true;
    for (const std::string* pattern : in_order) whole &= set->Add(*pattern, nullptr) >= 0;
    if (whole && set->Compile()) group->set = std::move(set);
  }
}

void TextScanResults::Reset(const TextScans& scans) {
  scans_ = &scans;
  reads_.resize(scans.groups_.size());
  for (Read& read : reads_) read.state = State::kFresh;
}

std::optional<bool> TextScanResults::Found(const ScanPlace& place, std::string_view text) {
  const TextScans::Group& group = *scans_->groups_[place.path];
  Read& read = reads_[place.path];
  if (read.state == State::kFresh) {
    read.text = text;
    read.state = group.set == nullptr ? State::kUseless : State::kAsked;
    return std::nullopt;
  }
  const bool is_same = read.text.data() == text.data() && read.text.size() == text.size();
  if (!is_same) return std::nullopt;
  if (read.state == State::kAsked) read.state = ReadText(group, read, matching_);
  return read.state == State::kRead ? std::optional<bool>(read.found[place.pattern]) : std::nullopt;
}

TextScanResults::State TextScanResults::ReadText(const TextScans::Group& group, Read& read,
                                                 std::vector<int>& matching) {
  if (read.text.size() > kMaxSearchWork / group.instructions) return State::kUseless;
  matching.clear();
  re2::RE2::Set::ErrorInfo error{};
  const re2::StringPiece piece(read.text.data(), read.text.size());
  if (!group.set->Match(piece, &matching, &error) && error.kind != re2::RE2::Set::kNoError) {
    return State::kUseless;
  }
  read.found.assign(group.patterns.size(), false);
  for (const int pattern : matching) read.found[static_cast<size_t>(pattern)] = true;
  return State::kRead;
}

}  // namespace reeve::cel
