#include "oversight/bias/population.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "oversight/bias/resample.h"

namespace reeve::oversight::bias {
namespace {

constexpr uint8_t kEmptySlot = 255;

size_t SlotOf(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3U;
  return static_cast<size_t>(hash ^ (hash >> 32U));
}

bool EqualButCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

bool Among(std::string_view value, const std::vector<std::string>& list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

Error TooMany(const std::string& column) {
  return {
      "bias.too_many_categories",
      "`" + column + "` has more than " + std::to_string(kMaxCategories) +
          " different values: is it an attribute of a group? put its values into fewer classes"};
}

}  // namespace

Dictionary::Dictionary() { slots_.fill(kEmptySlot); }

uint8_t Dictionary::CodeOf(std::string_view name) {
  for (size_t slot = SlotOf(name);; ++slot) {
    uint8_t& code = slots_[slot % kSlots];
    if (code == kEmptySlot) {
      if (names_.size() == kMaxCategories) return kUnknownCategory;
      code = static_cast<uint8_t>(names_.size());
      names_.emplace_back(name);
      return code;
    }
    if (names_[code] == name) return code;
  }
}

PopulationBuilder::PopulationBuilder(RowLayout layout) : layout_(std::move(layout)) {
  for (const std::string& name : layout_.attributes) {
    population_.attributes.push_back({name, {}, {}});
  }
  if (layout_.stratum) population_.stratum = Column{*layout_.stratum, {}, {}};
  dictionaries_.resize(layout_.attributes.size() + 1);
  unknown_.resize(dictionaries_.size());
  population_.has_label = layout_.label.has_value();
}

Result<uint8_t> PopulationBuilder::Category(std::string_view cell, const std::string& column,
                                            Dictionary* dictionary, std::vector<bool>* unknown) {
  if (cell.empty()) return kUnknownCategory;
  const uint8_t code = dictionary->CodeOf(cell);
  if (code == kUnknownCategory) return TooMany(column);
  if (code == unknown->size()) {  // a new one
    if (cell.size() > kMaxCategoryBytes) {
      return Error{"bias.category_too_long", "a value of `" + column + "` has more than " +
                                                 std::to_string(kMaxCategoryBytes) +
                                                 " bytes: name its category in fewer"};
    }
    if (!IsValidUtf8(cell)) {
      return Error{"bias.not_utf8", "a value of `" + column +
                                        "` is not UTF-8: convert the file, for example with "
                                        "iconv -t UTF-8"};
    }
    unknown->push_back(std::any_of(layout_.unknown.begin(), layout_.unknown.end(),
                                   [&](const auto& word) { return EqualButCase(word, cell); }));
  }
  return (*unknown)[code] ? kUnknownCategory : code;
}

Result<Mark> PopulationBuilder::MarkOf(std::string_view cell, std::string_view column,
                                       Values* values) {
  if (cell.empty()) return Mark::kUnknown;
  const uint8_t code = values->dictionary.CodeOf(cell);
  if (code >= kMaxOutcomeValues) {
    return Error{"bias.outcome_values",
                 "`" + std::string(column) + "` has more than " +
                     std::to_string(kMaxOutcomeValues) +
                     " different values: an outcome has few; if it is a score, name it as one"};
  }
  if (code == values->marks.size()) {
    values->marks.push_back(Among(cell, layout_.favourable) ? Mark::kFavourable
                                                            : Mark::kUnfavourable);
    values->counts.push_back(0);
  }
  ++values->counts[code];
  return values->marks[code];
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
  for (size_t i = 0; i < row.attributes.size(); ++i) {
    REEVE_ASSIGN_OR_RETURN(codes[i], Category(row.attributes[i], layout_.attributes[i],
                                              &dictionaries_[i], &unknown_[i]));
  }
  const size_t last = layout_.attributes.size();
  if (layout_.stratum) {
    REEVE_ASSIGN_OR_RETURN(codes[last], Category(row.stratum, *layout_.stratum,
                                                 &dictionaries_[last], &unknown_[last]));
  }
  Mark outcome = Mark::kUnknown;
  if (layout_.outcome) {
    REEVE_ASSIGN_OR_RETURN(outcome, MarkOf(row.outcome, *layout_.outcome, &outcomes_));
  }
  Mark label = Mark::kUnknown;
  if (layout_.label) {
    REEVE_ASSIGN_OR_RETURN(label, MarkOf(row.label, *layout_.label, &labels_));
  }
  if (layout_.score) REEVE_RETURN_IF_ERROR(AddScore(row.score));
  for (size_t i = 0; i < last; ++i) population_.attributes[i].codes.push_back(codes[i]);
  if (layout_.stratum) population_.stratum->codes.push_back(codes[last]);
  population_.marks.push_back(
      static_cast<uint8_t>(3 * static_cast<uint8_t>(outcome) + static_cast<uint8_t>(label)));
  return {};
}

namespace {

// Appends codes of another dictionary, translated.
Status AppendCodes(const std::vector<std::string>& names, const std::vector<bool>& unknown,
                   const std::vector<uint8_t>& codes, const std::string& column,
                   Dictionary* dictionary, std::vector<bool>* own_unknown,
                   std::vector<uint8_t>* own) {
  std::array<uint8_t, 256> translated{};
  translated.fill(kUnknownCategory);
  for (size_t i = 0; i < names.size(); ++i) {
    const uint8_t code = dictionary->CodeOf(names[i]);
    if (code == kUnknownCategory) return TooMany(column);
    if (code == own_unknown->size()) own_unknown->push_back(unknown[i]);
    if (!unknown[i]) translated[i] = code;
  }
  own->reserve(own->size() + codes.size());
  for (const uint8_t code : codes) own->push_back(translated[code]);
  return {};
}

}  // namespace

Status PopulationBuilder::Append(PopulationBuilder other) {
  if (size() + other.size() > kMaxRows) {
    return Error{"bias.too_many_rows",
                 "there are more than " + std::to_string(kMaxRows) + " rows: audit a sample"};
  }
  Population& theirs = other.population_;
  for (size_t i = 0; i < layout_.attributes.size(); ++i) {
    REEVE_RETURN_IF_ERROR(AppendCodes(
        other.dictionaries_[i].names(), other.unknown_[i], theirs.attributes[i].codes,
        layout_.attributes[i], &dictionaries_[i], &unknown_[i], &population_.attributes[i].codes));
    theirs.attributes[i].codes = {};
  }
  if (layout_.stratum) {
    const size_t last = layout_.attributes.size();
    REEVE_RETURN_IF_ERROR(AppendCodes(other.dictionaries_[last].names(), other.unknown_[last],
                                      theirs.stratum->codes, *layout_.stratum, &dictionaries_[last],
                                      &unknown_[last], &population_.stratum->codes));
  }
  for (const auto& [from, to, column] :
       {std::tuple(&other.outcomes_, &outcomes_, layout_.outcome.value_or("")),
        std::tuple(&other.labels_, &labels_, layout_.label.value_or(""))}) {
    for (size_t i = 0; i < from->counts.size(); ++i) {
      const auto mark = MarkOf(from->dictionary.names()[i], column, to);
      if (!mark.ok()) return mark.error();
      to->counts[to->dictionary.CodeOf(from->dictionary.names()[i])] += from->counts[i] - 1;
    }
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
    population_.attributes[i].categories = dictionaries_[i].names();
  }
  if (layout_.stratum) population_.stratum->categories = dictionaries_.back().names();
  bool favourable = !layout_.outcome;
  for (size_t i = 0; i < outcomes_.counts.size(); ++i) {
    population_.outcome_values[outcomes_.dictionary.names()[i]] = outcomes_.counts[i];
    favourable = favourable || outcomes_.marks[i] == Mark::kFavourable;
  }
  for (size_t i = 0; i < labels_.counts.size(); ++i) {
    population_.label_values[labels_.dictionary.names()[i]] = labels_.counts[i];
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
