// The people of an audit as columns: one byte a person and attribute, one for outcome and label
// together, eight for a score. Ten million people with four attributes are 50 MB.
//
// A PopulationBuilder takes rows as text. Several may read parts of one file on several threads,
// and are then appended to each other: the result depends on the rows and their order alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "oversight/bias/rates.h"

namespace reeve::oversight::bias {

inline constexpr size_t kMaxAttributes = 8;
inline constexpr size_t kMaxCategories = 250;     // of one attribute
inline constexpr size_t kMaxCategoryBytes = 128;  // of one category's name
inline constexpr size_t kMaxOutcomeValues = 16;   // distinct values of outcome or label
inline constexpr uint8_t kUnknownCategory = 255;

// What a row's cells mean.
struct RowLayout {
  std::vector<std::string> attributes;  // the groups' columns, 1 to kMaxAttributes
  std::optional<std::string> outcome;   // without one, a score above the median is the selection
  std::optional<std::string> label;
  std::optional<std::string> score;
  std::optional<std::string> stratum;
  std::vector<std::string> favourable;  // the values that are favourable, compared byte by byte
  // Categories that mean "not known", beside the empty cell; letter case does not count.
  std::vector<std::string> unknown = {"unknown", "n/a", "not stated"};
};

struct Row {
  std::span<const std::string_view> attributes;
  std::string_view outcome;
  std::string_view label;
  std::string_view score;
  std::string_view stratum;
};

struct Column {
  std::string name;
  std::vector<std::string> categories;  // by first appearance
  std::vector<uint8_t> codes;           // kUnknownCategory where not known
};

enum class Mark : uint8_t { kUnfavourable = 0, kFavourable = 1, kUnknown = 2 };

struct Population {
  std::vector<Column> attributes;
  std::optional<Column> stratum;
  std::vector<uint8_t> marks;  // 3 * outcome + label, each a Mark
  std::vector<double> scores;  // empty without a score; NaN where there is none
  bool has_label = false;
  std::map<std::string, uint64_t> outcome_values;  // how often each was seen
  std::map<std::string, uint64_t> label_values;

  size_t size() const { return marks.size(); }
  Mark outcome(size_t row) const { return static_cast<Mark>(marks[row] / 3); }
  Mark label(size_t row) const { return static_cast<Mark>(marks[row] % 3); }
  void SetOutcome(size_t row, Mark outcome) {
    marks[row] = static_cast<uint8_t>(3 * static_cast<uint8_t>(outcome) + marks[row] % 3);
  }
};

// Names of at most 250 categories, found by their bytes. A name of up to 8 bytes, as most are, is
// found by comparing one number. One thread at a time.
class Dictionary {
 public:
  Dictionary();
  // The code of that name; kUnknownCategory where it is new. Precondition: not empty.
  uint8_t Find(std::string_view name) const {
    const uint64_t head = HeadOf(name);
    for (size_t slot = SlotOf(head, name.size());; ++slot) {
      const Slot& here = slots_[slot % kSlots];
      if (here.code == kUnknownCategory) return kUnknownCategory;
      if (here.head == head && here.size == name.size() &&
          (name.size() <= kHeadBytes || names_[here.code] == name)) {
        return here.code;
      }
    }
  }
  // The same, but that a new name gets a code, unless there are too many.
  uint8_t CodeOf(std::string_view name);
  const std::vector<std::string>& names() const { return names_; }

 private:
  static constexpr size_t kSlots = 1024;
  static constexpr size_t kHeadBytes = 8;
  struct Slot {
    uint64_t head = 0;
    size_t size = 0;
    uint8_t code = kUnknownCategory;  // the slot is empty
  };
  // Up to eight bytes as a number, each of them in it; of a longer name the first eight. Two loads
  // that may overlap, for a copy of a length that varies costs more than all the rest.
  static uint64_t HeadOf(std::string_view name) {
    const auto load = [&]<typename Number>(size_t at, Number number) -> uint64_t {
      std::memcpy(&number, name.data() + at, sizeof(number));
      return number;
    };
    const size_t size = name.size();
    if (size >= kHeadBytes) return load(0, uint64_t{});
    if (size >= 4) return load(0, uint32_t{}) | load(size - 4, uint32_t{}) << 32U;
    return load(0, uint8_t{}) | load(size / 2, uint8_t{}) << 8U | load(size - 1, uint8_t{}) << 16U;
  }
  static size_t SlotOf(uint64_t head, size_t size) {
    return static_cast<size_t>(((head ^ size) * 0x9e3779b97f4a7c15U) >> 32U);
  }

  std::array<Slot, kSlots> slots_;
  std::vector<std::string> names_;
};

class PopulationBuilder {
 public:
  explicit PopulationBuilder(RowLayout layout);

  // Codes: bias.too_many_categories, bias.category_too_long, bias.outcome_values, bias.score,
  // bias.too_many_rows, bias.not_utf8. `row` has as many attributes as the layout.
  Status Add(const Row& row);
  // The rows of `other`, which has the same layout, behind these.
  Status Append(PopulationBuilder other);
  size_t size() const { return population_.size(); }

  // Without an outcome column, selects who scores strictly above the median of all scores.
  // Codes: bias.no_rows, bias.favourable_unseen.
  Result<Population> Build() &&;

 private:
  // One column: what its cells come to, by the code of their text.
  struct Cells {
    Dictionary dictionary;
    std::array<uint8_t, 256> meaning{};  // a category's code, or a Mark; unknown for the unknown
    std::array<uint64_t, 256> counts{};  // how often each was seen
  };
  // What a cell means whose text was seen before; false where it was not. A Result for each cell
  // would cost as much as all the rest.
  static bool Known(std::string_view cell, uint8_t unknown, Cells* cells, uint8_t* meaning);
  Status AddCategory(size_t place, std::string_view cell, const std::string& column,
                     uint8_t* meaning);
  Status AddMark(std::string_view cell, const std::optional<std::string>& column, Cells* cells,
                 uint8_t* meaning);
  Status LearnCategory(std::string_view cell, const std::string& column, Cells* cells);
  Status LearnMark(std::string_view cell, const std::string& column, Cells* cells);
  Status AddScore(std::string_view cell);
  // Where the codes of `other` go among these.
  Result<std::array<uint8_t, 256>> Merge(const Cells& other, const std::string& column,
                                         Cells* cells, bool marks);

  RowLayout layout_;
  Population population_;
  std::vector<Cells> categories_;  // by attribute; the stratum's is the last
  Cells outcomes_;
  Cells labels_;
};

}  // namespace reeve::oversight::bias
