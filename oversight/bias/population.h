// The people of an audit as columns: one byte a person and attribute, one for outcome and label
// together, eight for a score. Ten million people with four attributes are 50 MB.
//
// A PopulationBuilder takes rows as text. Several may read parts of one file on several threads,
// and are then appended to each other: the result depends on the rows and their order alone.
#pragma once

#include <array>
#include <cstdint>
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

// Names of at most 250 categories, found by their bytes. One thread at a time.
class Dictionary {
 public:
  Dictionary();
  // The code of that name, a new one where it is new; kUnknownCategory where there are too many.
  uint8_t CodeOf(std::string_view name);
  const std::vector<std::string>& names() const { return names_; }

 private:
  static constexpr size_t kSlots = 1024;
  std::array<uint8_t, kSlots> slots_;
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
  struct Values {
    Dictionary dictionary;
    std::vector<Mark> marks;  // by code
    std::vector<uint64_t> counts;
  };
  Result<uint8_t> Category(std::string_view cell, const std::string& column, Dictionary* dictionary,
                           std::vector<bool>* unknown);
  Result<Mark> MarkOf(std::string_view cell, std::string_view column, Values* values);
  Status AddScore(std::string_view cell);

  RowLayout layout_;
  Population population_;
  std::vector<Dictionary> dictionaries_;  // by attribute; the stratum's is the last
  std::vector<std::vector<bool>> unknown_;
  Values outcomes_;
  Values labels_;
};

}  // namespace reeve::oversight::bias
