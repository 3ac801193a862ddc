// What begins with digits or is a number with letters: addresses of networks, cards, telephones,
// dates, positions, and the numbers of the table.
//
// Their words stand before and behind them, so they are judged a little later than they are met:
// when the pass has looked up every word that may speak for them. They are judged in the order of
// the text.
//
// Thread-safety: one object, one scan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "detectors/hit.h"
#include "detectors/number_words.h"
#include "detectors/phone.h"
#include "detectors/scan_plan.h"

namespace reeve::detectors {

class NumberScan {
 public:
  NumberScan(const ScanPlan& plan, std::string_view text)
      : plan_(plan), text_(text), phone_(plan.context, plan.phone) {}

  // A context word of numbers stands at text[pos]; in the order of the text.
  void AddWord(size_t pos, const DictionaryWord& word) { marks_.push_back({pos, word.value}); }
  // A run of letters and digits, or letters that look like Latin ones, begins at text[pos] and may
  // be (a part of) a number; in the order of the text. All words before it were added.
  void AddDigits(size_t pos) { Add({pos, true}); }
  void AddLetters(size_t pos) {
    if (!plan_.numbers.empty()) Add({pos, false});
  }
  // To be called once, after the last word.
  void Finish(std::vector<Hit>* hits) { Judge(pending_.size(), hits); }

  // Judges those whose words are known, when the pass has come to text[pos].
  void Advance(size_t pos, std::vector<Hit>* hits) {
    if (pending_.size() - judged_ >= kEnough || marks_.size() >= kEnoughMarks) {
      JudgeUntil(pos, hits);
    }
  }

 private:
  // So many are judged together; so many words are kept, at most, where there are no numbers.
  static constexpr size_t kEnough = 64;
  static constexpr size_t kEnoughMarks = 1024;
  struct Pending {
    size_t pos;
    bool digits;
  };

  void Add(Pending pending) { pending_.push_back(pending); }
  void JudgeUntil(size_t pos, std::vector<Hit>* hits);
  void Judge(size_t count, std::vector<Hit>* hits);
  void OnDigits(size_t pos, std::vector<Hit>* hits);
  void OnNumber(size_t pos, std::vector<Hit>* hits);
  std::optional<Hit> MatchDigits(size_t pos);

  const ScanPlan& plan_;
  const std::string_view text_;
  PhoneMatcher phone_;
  std::vector<NumberMark> marks_;
  std::vector<Pending> pending_;
  size_t judged_ = 0;        // of pending_
  size_t digits_done_ = 0;   // groups that begin before it belong to a hit
  size_t numbers_done_ = 0;  // groups that begin before it belong to a number, found or refused
};

}  // namespace reeve::detectors
