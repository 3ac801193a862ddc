// One reading of a text for all the constant patterns that are applied to it.
//
// Rules of one bundle ask many patterns of the same text (`content.text`). Searched one by one, a
// text is read once for each; as one automaton it is read once for all. The programs that share a
// TextScans name their texts by path; an evaluation that is given a TextScanResults answers
// `matches` from it, with the same values and the same steps as without.
//
// Where it wins, and so where it is used: kFewestPatterns or more on one path, from the second of
// them that is asked for, while bytes times instructions stay within kMaxSearchWork.
//
// Thread-safety: Add and Finish are for one thread; after Finish a TextScans is immutable. A
// TextScanResults is of one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::cel {

// Of one pattern, among those applied to one path.
struct ScanPlace {
  uint32_t path = UINT32_MAX;
  uint32_t pattern = 0;
  bool known() const { return path != UINT32_MAX; }
};

class TextScans {
 public:
  static constexpr size_t kFewestPatterns = 4;

  TextScans();
  ~TextScans();
  TextScans(const TextScans&) = delete;
  TextScans& operator=(const TextScans&) = delete;

  // The place of a pattern that RE2 takes; the same for the same.
  ScanPlace Add(const std::string& path, std::string_view pattern, size_t instructions);
  // Builds the automata. Nothing is added from then on.
  void Finish();

 private:
  friend class TextScanResults;
  struct Group;
  std::map<std::string, uint32_t> paths_;
  std::vector<std::unique_ptr<Group>> groups_;
};

// What was found in the texts of one evaluation, or of many of the same texts.
class TextScanResults {
 public:
  // Forgets everything; of these scans from now on. They must outlive the next Reset.
  void Reset(const TextScans& scans);

  // Whether the pattern of that place is in the text; nullopt where one search is as good.
  std::optional<bool> Found(const ScanPlace& place, std::string_view text);

 private:
  enum class State : uint8_t { kFresh, kAsked, kRead, kUseless };
  struct Read {
    State state = State::kFresh;
    std::string_view text;
    std::vector<bool> found;  // by pattern
  };
  static State ReadText(const TextScans::Group& group, Read& read, std::vector<int>& matching);

  const TextScans* scans_ = nullptr;
  std::vector<Read> reads_;  // by path
  std::vector<int> matching_;
};

}  // namespace reeve::cel
