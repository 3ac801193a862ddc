// Further views: readings of a text that exclude one another, each made where a cue speaks for it.
#include <algorithm>
#include <string>

#include "detectors/bytes.h"
#include "detectors/disguise_cues.h"
#include "detectors/disguise_editor.h"
#include "detectors/disguise_passes.h"
#include "detectors/disguise_words.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr size_t kLongestPart = 48;

bool AddressByte(char c) {
  return IsAlnum(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '@';
}

// What stands on both sides of a line end.
class LineEnd {
 public:
  LineEnd(std::string_view text, size_t pos) : text_(text) {
    begin_ = pos > 0 && text[pos - 1] == '\r' ? pos - 1 : pos;
    end_ = pos + 1;
    if (begin_ > 0 && text[begin_ - 1] == ' ') --begin_;
    if (At(text, end_, ' ')) ++end_;
    blank_ = text[begin_] == ' ' || text[end_ - 1] == ' ';
  }
  size_t begin() const { return begin_; }
  size_t end() const { return end_; }
  bool blank() const { return blank_; }

  // The halves of a number: together they have the digits of an identifier, and no small letters
  // stand in them. A line that is nothing but a number belongs to a column of numbers.
  bool InNumber() const {
    if (begin_ == 0 || end_ >= text_.size()) return false;
    if (!Has(text_[begin_ - 1], kDigit | kUpper) || !Has(text_[end_], kDigit | kUpper))
      return false;
    constexpr size_t kReach = 32;
    constexpr size_t kFewestDigits = 8;
    const auto part = [&](size_t pos) {
      return Has(text_[pos], kDigit | kUpper) || text_[pos] == ' ' || text_[pos] == '-' ||
             text_[pos] == '.';
    };
    size_t digits = 0;
    size_t from = begin_;
    for (; from > 0 && begin_ - from < kReach && part(from - 1); --from) {
      digits += IsDigit(text_[from - 1]) ? 1 : 0;
    }
    size_t to = end_;
    for (; to < text_.size() && to - end_ < kReach && part(to); ++to) {
      digits += IsDigit(text_[to]) ? 1 : 0;
    }
    const bool word_behind =
        AtClass(text_, to, kLower) && Has(text_[to - 1], kUpper) && to == end_ + 1;
    return digits >= kFewestDigits && !word_behind && from > 0 && text_[from - 1] != '\n';
  }

  // One part of an address before it, the other behind. What is whole on its own stays so.
  bool InAddress() const {
    if (blank_ || begin_ == 0 || end_ >= text_.size()) return false;
    size_t from = begin_;
    while (from > 0 && begin_ - from < kLongestPart && AddressByte(text_[from - 1])) --from;
    size_t to = end_;
    while (to < text_.size() && to - end_ < kLongestPart && AddressByte(text_[to])) ++to;
    const std::string_view before = text_.substr(from, begin_ - from);
    const std::string_view behind = text_.substr(end_, to - end_);
    if (before.empty() || behind.empty()) return false;
    const size_t at = before.find('@');
    if (at != std::string_view::npos) {
      const size_t dot = before.rfind('.');
      const bool whole = dot != std::string_view::npos && dot > at && before.size() - dot > 2;
      return at > 0 && !whole;
    }
    if (behind.find('@') == std::string_view::npos) return false;
    return behind[0] == '@' || behind[0] == '.' || behind[0] == '+' || behind[0] == '_' ||
           before.find_first_of("._+0123456789") != std::string_view::npos;
  }

  // A word divided at the end of its line.
  bool InWord() const {
    return !blank_ && begin_ > 1 && text_[begin_ - 1] == '-' && Has(text_[begin_ - 2], kLower) &&
           AtClass(text_, end_, kLower);
  }

 private:
  const std::string_view text_;
  size_t begin_;
  size_t end_;
  bool blank_ = false;
};

char RotateLetter(char c) {
  if (!IsLetter(c)) return c;
  const char first = Has(c, kUpper) ? 'A' : 'a';
  return static_cast<char>(first + (c - first + 13) % 26);
}

}  // namespace

std::optional<View> WithoutLineEnds(const View& in) {
  const std::string_view text = in.text();
  ViewEditor editor(in);
  size_t last = 0;
  size_t line_begin = 0;
  size_t lines = 0;  // in a row, of a word each
  for (size_t pos = text.find('\n'); pos != std::string_view::npos;) {
    const LineEnd line(text, pos);
    lines = IsLineOfAWord(text, line_begin, pos) ? lines + 1 : 0;
    line_begin = pos + 1;
    const size_t next = text.find('\n', pos + 1);
    if (line.begin() >= last) {
      const bool more = IsLineOfAWord(text, line_begin, std::min(next, text.size()));
      last = line.end() + 1;
      if (line.InWord()) {
        editor.Replace(line.begin() - 1, line.end(), "", Disguise::kLineWrap);
      } else if (line.InNumber() || line.InAddress()) {
        editor.Replace(line.begin(), line.end(), line.blank() ? " " : "", Disguise::kLineWrap);
      } else if (lines > 0 && (more || lines >= kLinesOfAWord)) {
        editor.Replace(line.begin(), line.end(), " ", Disguise::kSplit);
      } else {
        last = 0;
      }
    }
    pos = next;
  }
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

std::optional<View> Rotated(const View& in) {
  std::string rotated = in.text();
  for (char& c : rotated) c = RotateLetter(c);
  ViewEditor editor(in);
  editor.Recode(0, rotated.size(), rotated, Disguise::kRot13);
  return editor.Finish();
}

std::optional<View> Reversed(const View& in) {
  ViewEditor editor(in);
  editor.Reverse(0, in.text().size(), Disguise::kReversed);
  return editor.Finish();
}

std::optional<View> WordsReversed(const View& in) {
  const std::string_view text = in.text();
  ViewEditor editor(in);
  for (size_t pos = 0; pos < text.size();) {
    size_t end = pos;
    while (end < text.size() && IsLetter(text[end])) ++end;
    if (end > pos + 1) editor.Reverse(pos, end, Disguise::kReversed);
    pos = std::max(end, pos + 1);
  }
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

// Words that mix letters with digits and signs, and short numbers, which are words too ("15" is
// "is"). Longer numbers stay.
std::optional<View> WithoutLeet(const View& in) {
  constexpr size_t kLongestNumber = 3;
  const std::string_view text = in.text();
  ViewEditor editor(in);
  for (size_t pos = 0; pos < text.size();) {
    size_t end = pos;
    bool letters = false;
    while (end < text.size() && IsLeetByte(text[end])) letters |= IsLetter(text[end++]);
    if (end > pos && end - pos <= kMaxDisguisedWord && (letters || end - pos <= kLongestNumber)) {
      const LeetWord word = ReadLeet(text, pos, end);
      for (size_t i = 0; i < word.size; ++i) {
        const char letter = text[pos + i];
        if (ToLower(letter) != word.letters[i]) {
          editor.Recode(pos + i, pos + i + 1, word.view().substr(i, 1), Disguise::kLeet);
        }
      }
    }
    pos = std::max(end, pos + 1);
  }
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

}  // namespace reeve::detectors
