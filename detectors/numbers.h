// The matcher of national and international numbers: a candidate (groups of letters and digits)
// goes by length to the shapes of the table, the validator decides, context words and the form
// make the score.
//
// Thread-safety: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/hit.h"
#include "detectors/limits.h"
#include "detectors/number_format.h"
#include "detectors/number_words.h"

namespace reeve::detectors {

class Numbers {
 public:
  explicit Numbers(std::vector<const NumberFormat*> formats);
  ~Numbers();

  bool empty() const { return formats_.empty(); }

  const NumberWords& words() const { return words_; }

  // text[pos] begins a group of letters and digits, and no letter or digit stands
  // before it. Appends what it may be: one hit, or several on the same bytes where nothing decides
  // between them. Returns where the hits end, or `pos` without one. Where a prefix tells what a
  // number should be and it is none, returns its end without a hit: the digits in it are no other
  // number.
  size_t Match(std::string_view text, std::span<const NumberMark> marks, size_t pos,
               std::vector<Hit>* hits) const;

 private:
  struct Shape;
  // Bit i: the shape has only letters, only digits at i. Many shapes of a length have the same two
  // masks, which turn nearly all of them away.
  struct Masks {
    uint64_t letters = 0;
    uint64_t digits = 0;
    std::vector<uint32_t> shapes;  // indices
    bool tells = false;            // one of them may be a finding without a word beside it
  };
  struct Candidate;
  struct Question;
  struct Refusal;
  struct Setting;
  bool Silent(std::string_view text, std::span<const NumberMark> marks, size_t begin,
              size_t end) const;
  bool Fits(const Shape& shape, const Question& question) const;
  Setting ReadSetting(const Question& question) const;
  std::vector<const Shape*> Fitting(const Question& question, Setting* setting) const;
  std::optional<Hit> Rate(const Question& question, const Shape& shape,
                          const Setting& setting) const;
  bool Validate(const Question& question, const Shape& shape, const Setting& setting, Hit* hit,
                Refusal* refusal) const;
  size_t Judge(const Question& question, std::vector<Hit>* hits, Refusal* refusal) const;

  std::vector<const NumberFormat*> formats_;
  std::array<std::vector<Shape>, kMaxNumberLength + 1> by_length_;
  std::array<std::vector<Masks>, kMaxNumberLength + 1> masks_;  // of these shapes
  // Of these, how many have no letters: they stand first.
  std::array<size_t, kMaxNumberLength + 1> letterless_{};
  std::array<bool, kMaxNumberLength + 1> tells_{};  // some shape of the length does
  NumberWords words_;
};

}  // namespace reeve::detectors
