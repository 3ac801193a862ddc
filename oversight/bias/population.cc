#include "oversight/bias/population.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "oversight/bias/resample.h"

namespace reeve::oversight::bias {
namespace {

bool EqualButCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

bool Among(std::string_view value, const std::vector<std::string>& list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool IsIdentity(const std::array<uint8_t, 256>& codes, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (codes[i] != i) return false;
  }
  return true;
}

Error TooMany(const std::string& column) {
  return {
      "bias.too_many_categories",
      "`" + column + "` has more than " + std::to_string(kMaxCategories) +
          " different values: is it an attribute of a group? put its values into fewer classes"};
}

}  // namespace

Dictionary::Dictionary() = default;

uint8_t Dictionary::CodeOf(std::string_view name) {
  const uint8_t known = Find(name);
  if (known != kUnknownCategory || names_.size() == kMaxCategories) return known;
  const uint64_t head = HeadOf(name);
  size_t slot = SlotOf(head, name.size());
  while (slots_[slot % kSlots].code != kUnknownCategory) ++slot;
  const auto code = static_cast<uint8_t>(names_.size());
  slots_[slot % kSlots] = {head, name.size(), code};
  names_.emplace_back(name);
  return code;
}

PopulationBuilder::PopulationBuilder(RowLayout layout) : layout_(std::move(layout)) {
  for (const std::string& name : layout_.attributes) {
    population_.attributes.push_back({name, {}, {}});
  }
  if (layout_.stratum) population_.stratum = Column{*layout_.stratum, {}, {}};
  categories_.resize(layout_.attributes.size() + 1);
  population_.has_label = layout_.label.has_value();
}

Status PopulationBuilder::LearnCategory(std::string_view cell, const std::string& column,
                                        Cells* cells) {
  if (cell.size() > kMaxCategoryBytes) {
    return Error{"bias.category_too_long", "a value of `" + column + "` has more than " +
                                               std::to_string(kMaxCategoryBytes) +
                                               " bytes: name its category in fewer"};
  }
  if (!IsValidUtf8(cell)) {
    return Error{"bias.not_utf8", "a value of `" + column +
                                      "` is not UTF-8: convert the file, for example with iconv "
                                      "-t UTF-8"};
  }
  const uint8_t code = cells->dictionary.CodeOf(cell);
  if (code == kUnknownCategory) return TooMany(column);
  const bool unknown = std::any_of(layout_.unknown.begin(), layout_.unknown.end(),
                                   [&](const auto& word) { return EqualButCase(word, cell); });
  cells->meaning[code] = unknown ? kUnknownCategory : code;
  return {};
}

Status PopulationBuilder::LearnMark(std::string_view cell, const std::string& column,
                                    Cells* cells) {
  if (cells->dictionary.names().size() == kMaxOutcomeValues) {
    return Error{"bias.outcome_values",
                 "`" + column + "` has more than " + std::to_string(kMaxOutcomeValues) +
                     " different values: an outcome has few; if it is a score, name it as one"};
  }
  const bool favourable = Among(cell, layout_.favourable);
  cells->meaning[cells->dictionary.CodeOf(cell)] =
      static_cast<uint8_t>(favourable ? Mark::kFavourable : Mark::kUnfavourable);
  return {};
}

bool PopulationBuilder::Known(std::string_view cell, uint8_t unknown, Cells* cells,
                              uint8_t* meaning) {
  if (cell.empty()) {
    *meaning = unknown;
    return true;
  }
  const uint8_t code = cells->dictionary.Find(cell);
  if (code == kUnknownCategory) return false;
  ++cells->counts[code];
  *meaning = cells->meaning[code];
  return true;
}

Status PopulationBuilder::AddCategory(size_t place, std::string_view cell,
                                      const std::string& column, uint8_t* meaning) {
  Cells* cells = &categories_[place];
  if (Known(cell, kUnknownCategory, cells, meaning)) return {};
  REEVE_RETURN_IF_ERROR(LearnCategory(cell, column, cells));
  Known(cell, kUnknownCategory, cells, meaning);
  return {};
}

Status PopulationBuilder::AddMark(std::string_view cell, const std::optional<std::string>& column,
                                  Cells* cells, uint8_t* meaning) {
  constexpr auto kNoMark = static_cast<uint8_t>(Mark::kUnknown);
  if (!column) {
    *meaning = kNoMark;
    return {};
  }
  if (Known(cell, kNoMark, cells, meaning)) return {};
  REEVE_RETURN_IF_ERROR(LearnMark(cell, *column, cells));
  Known(cell, kNoMark, cells, meaning);
  return {};
}

Status PopulationBuilder::AddScore(std::string_view cell) {
  double score = std::numeric_limits<double>::quiet_NaN();
  if (!cell.empty()) {
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), score);
    if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(score)) {
      return Error{"bias.score", "a value of `" + *layout_.score +
                                     "` is no number: write it like 0.73, or leave it empty where "
                                     "there is none"};
    }
  }
  population_.scores.push_back(score);
  return {};
}

Status PopulationBuilder::Add(const Row& row) {
  if (size() >= kMaxRows) {
    return Error{"bias.too_many_rows",
                 "there are more than " + std::to_string(kMaxRows) + " rows: audit a sample"};
  }
  std::array<uint8_t, kMaxAttributes + 1> codes{};
  const size_t last = layout_.attributes.size();
  for (size_t i = 0; i < last; ++i) {
    if (Known(row.attributes[i], kUnknownCategory, &categories_[i], &codes[i])) continue;
    REEVE_RETURN_IF_ERROR(AddCategory(i, row.attributes[i], layout_.attributes[i], &codes[i]));
  }
  if (layout_.stratum) {
    REEVE_RETURN_IF_ERROR(AddCategory(last, row.stratum, *layout_.stratum, &codes[last]));
  }
  uint8_t outcome = 0;
  uint8_t label = 0;
  REEVE_RETURN_IF_ERROR(AddMark(row.outcome, layout_.outcome, &outcomes_, &outcome));
  REEVE_RETURN_IF_ERROR(AddMark(row.label, layout_.label, &labels_, &label));
  if (layout_.score) REEVE_RETURN_IF_ERROR(AddScore(row.score));
  for (size_t i = 0; i < last; ++i) population_.attributes[i].codes.push_back(codes[i]);
  if (layout_.stratum) population_.stratum->codes.push_back(codes[last]);
  population_.marks.push_back(static_cast<uint8_t>(3 * outcome + label));
  return {};
}

Result<std::array<uint8_t, 256>> PopulationBuilder::Merge(const Cells& other,
                                                          const std::string& column, Cells* cells,
                                                          bool marks) {
  std::array<uint8_t, 256> moved{};
  moved.fill(kUnknownCategory);
  const std::vector<std::string>& names = other.dictionary.names();
  for (size_t i = 0; i < names.size(); ++i) {
    if (cells->dictionary.Find(names[i]) == kUnknownCategory) {
      REEVE_RETURN_IF_ERROR(marks ? LearnMark(names[i], column, cells)
                                  : LearnCategory(names[i], column, cells));
    }
    const uint8_t code = cells->dictionary.Find(names[i]);
    cells->counts[code] += other.counts[i];
    moved[i] = cells->meaning[code];
  }
  return moved;
}

Status PopulationBuilder::Append(PopulationBuilder other) {
  if (size() == 0) {
    *this = std::move(other);
    return {};
  }
  if (size() + other.size() > kMaxRows) {
    return Error{"bias.too_many_rows",
                 "there are more than " + std::to_string(kMaxRows) + " rows: audit a sample"};
  }
  Population& theirs = other.population_;
  const auto append = [&](size_t i, Column* from, Column* to) -> Status {
    REEVE_ASSIGN_OR_RETURN(const auto moved,
                           Merge(other.categories_[i], to->name, &categories_[i], false));
    // Parts of a file mostly meet the values of few columns in another order.
    if (!IsIdentity(moved, other.categories_[i].dictionary.names().size())) {
      for (uint8_t& code : from->codes) code = moved[code];
    }
    to->codes.insert(to->codes.end(), from->codes.begin(), from->codes.end());
    from->codes = {};
    return {};
  };
  for (size_t i = 0; i < layout_.attributes.size(); ++i) {
    REEVE_RETURN_IF_ERROR(append(i, &theirs.attributes[i], &population_.attributes[i]));
  }
  if (layout_.stratum) {
    REEVE_RETURN_IF_ERROR(
        append(layout_.attributes.size(), &*theirs.stratum, &*population_.stratum));
  }
  if (layout_.outcome) {
    const auto merged = Merge(other.outcomes_, *layout_.outcome, &outcomes_, true);
    if (!merged.ok()) return merged.error();
  }
  if (layout_.label) {
    const auto merged = Merge(other.labels_, *layout_.label, &labels_, true);
    if (!merged.ok()) return merged.error();
  }
  population_.marks.insert(population_.marks.end(), theirs.marks.begin(), theirs.marks.end());
  population_.scores.insert(population_.scores.end(), theirs.scores.begin(), theirs.scores.end());
  return {};
}

namespace {

std::string Seen(const std::map<std::string, uint64_t>& values) {
  std::string text;
  for (const auto& [value, count] : values) text += (text.empty() ? "`" : ", `") + value + "`";
  return text.empty() ? "nothing" : text;
}

void SelectAboveMedian(Population* population) {
  std::vector<double> known;
  for (const double score : population->scores) {
    if (!std::isnan(score)) known.push_back(score);
  }
  if (known.empty()) return;
  const double median = Quantile(std::move(known), 0.5);
  for (size_t row = 0; row < population->size(); ++row) {
    const double score = population->scores[row];
    if (std::isnan(score)) continue;
    population->SetOutcome(row, score > median ? Mark::kFavourable : Mark::kUnfavourable);
  }
}

}  // namespace

Result<Population> PopulationBuilder::Build() && {
  if (size() == 0) return Error{"bias.no_rows", "there is no row to audit"};
  for (size_t i = 0; i < layout_.attributes.size(); ++i) {
    population_.attributes[i].categories = categories_[i].dictionary.names();
  }
  if (layout_.stratum) population_.stratum->categories = categories_.back().dictionary.names();
  bool favourable = !layout_.outcome;
  const std::vector<std::string>& outcomes = outcomes_.dictionary.names();
  for (size_t i = 0; i < outcomes.size(); ++i) {
    population_.outcome_values[outcomes[i]] = outcomes_.counts[i];
    favourable = favourable || Among(outcomes[i], layout_.favourable);
  }
  const std::vector<std::string>& labels = labels_.dictionary.names();
  for (size_t i = 0; i < labels.size(); ++i) {
    population_.label_values[labels[i]] = labels_.counts[i];
  }
  if (!favourable) {
    return Error{"bias.favourable_unseen", "no row has a favourable outcome; `" + *layout_.outcome +
                                               "` has " + Seen(population_.outcome_values) +
                                               ": say which of them is favourable"};
  }
  if (!layout_.outcome) SelectAboveMedian(&population_);
  return std::move(population_);
}

}  // namespace reeve::oversight::bias
