// Characters: what NFKC, UTS 39 and the eye make of them.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/text.h"
#include "detectors/bytes.h"
#include "detectors/disguise_chars.h"
#include "detectors/disguise_cues.h"
#include "detectors/disguise_editor.h"
#include "detectors/disguise_passes.h"

namespace reeve::detectors {
namespace {

constexpr std::string_view kOverride = "\xE2\x80\xAE";  // U+202E right-to-left override
constexpr std::string_view kPop = "\xE2\x80\xAC";       // U+202C pop directional formatting

// The next byte from `pos` on that is not ASCII.
size_t NextHigh(std::string_view text, size_t pos) {
  for (; pos + 8 <= text.size(); pos += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + pos, 8);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  while (pos < text.size() && static_cast<uint8_t>(text[pos]) < 0x80) ++pos;
  return pos;
}

// Folds one text. Edits are made as they are met; `cues_` says whether they were worth it.
class Fold {
 public:
  explicit Fold(const View& in) : text_(in.text()), editor_(in) {}
  std::optional<View> Run();

 private:
  void Step(size_t pos, const CodePoint& c);
  void Styled(size_t pos, const CodePoint& c, const CharEntry& entry);
  void Invisible(size_t pos, const CodePoint& c, CharClass kind);
  void Mark(size_t pos);
  size_t Tags(size_t pos);
  size_t Selectors(size_t pos);
  size_t Word(size_t pos);
  void Separator(size_t pos, const CodePoint& c, const CharEntry& entry);
  bool LatinText();
  size_t DigitsAround(size_t pos, const CodePoint& c) const;
  bool InAddress(size_t pos, const CodePoint& c) const;
  bool WordBeside(size_t pos) const {
    return (pos > 0 && (IsLetter(text_[pos - 1]) || text_[pos - 1] == '_')) ||
           (next_ < text_.size() && (IsLetter(text_[next_]) || text_[next_] == '@'));
  }

  const std::string_view text_;
  ViewEditor editor_;
  size_t next_ = 0;
  size_t digits_ = 0;      // of other scripts
  size_t marked_end_ = 0;  // where the last dropped mark ended
  size_t numbered_ = 0;    // how many of kNumbered in a row, and where the last ended
  size_t numbered_end_ = 0;
  size_t cues_ = 0;
  int latin_text_ = -1;  // not yet known
};

std::optional<View> Fold::Run() {
  for (size_t pos = NextHigh(text_, 0); pos < text_.size(); pos = NextHigh(text_, next_)) {
    const CodePoint c = ReadCodePoint(text_, pos);
    next_ = pos + c.size;
    if (c.value != 0xFFFD) Step(pos, c);
  }
  constexpr size_t kDigitsOfANumber = 4;
  if (cues_ == 0 && digits_ < kDigitsOfANumber) return std::nullopt;
  return editor_.Finish();
}

void Fold::Step(size_t pos, const CodePoint& c) {
  const CharEntry entry = LookUpChar(c.value);
  switch (entry.kind) {
    case CharClass::kOther:
    case CharClass::kLetter:
    case CharClass::kLatin:
      break;
    case CharClass::kStyled:
    case CharClass::kTypography:
    case CharClass::kNumbered:
      Styled(pos, c, entry);
      break;
    case CharClass::kForeignDigit:
      ++digits_;
      // In a word of ASCII letters one is enough.
      if (WordBeside(pos)) ++cues_;
      editor_.Replace(pos, next_, entry.text, Disguise::kDigits);
      break;
    case CharClass::kConfusable:
      next_ = Word(pos);
      break;
    case CharClass::kLatinAlike:
      ++cues_;
      editor_.Replace(pos, next_, entry.text, Disguise::kConfusable);
      break;
    case CharClass::kMark:
      Mark(pos);
      break;
    case CharClass::kInvisible:
    case CharClass::kJoiner:
      Invisible(pos, c, entry.kind);
      break;
    case CharClass::kSelector:
      next_ = Selectors(pos);
      break;
    case CharClass::kTag:
      next_ = Tags(pos);
      break;
    case CharClass::kBlank:
    case CharClass::kDash:
      Separator(pos, c, entry);
      break;
  }
}

void Fold::Styled(size_t pos, const CodePoint& c, const CharEntry& entry) {
  if (entry.kind == CharClass::kStyled) ++cues_;
  if (entry.kind == CharClass::kNumbered) {
    numbered_ = numbered_end_ == pos ? numbered_ + 1 : 1;
    numbered_end_ = next_;
    if (numbered_ > 2) ++cues_;
  }
  editor_.Replace(pos, pos + c.size, entry.text, Disguise::kCompatibility);
}

// A joiner or a direction mark is dropped only beside ASCII letters and digits: elsewhere emoji and
// scripts need it. At the start of a text U+FEFF is the mark of its byte order.
void Fold::Invisible(size_t pos, const CodePoint& c, CharClass kind) {
  const bool beside = (pos > 0 && IsAlnum(text_[pos - 1])) ||
                      (next_ < text_.size() && IsAlnum(text_[next_])) || pos == marked_end_;
  if (kind == CharClass::kJoiner && !beside) return;
  marked_end_ = next_;
  if (pos > 0 || c.value != 0xFEFF) ++cues_;
  editor_.Replace(pos, next_, "", Disguise::kInvisible);
}

// Marks over ASCII letters and digits, and over Latin letters that have one already.
void Fold::Mark(size_t pos) {
  const bool over_latin = pos > 0 && (IsAlnum(text_[pos - 1]) || (pos == marked_end_) ||
                                      (pos > 1 && static_cast<uint8_t>(text_[pos - 2]) == 0xC3));
  if (!over_latin) return;
  ++cues_;
  marked_end_ = next_;
  editor_.Replace(pos, next_, "", Disguise::kDiacritics);
}

// A run of tag characters says a text of its own. Behind a black flag it names a region.
size_t Fold::Tags(size_t pos) {
  constexpr std::string_view kBlackFlag = "\xF0\x9F\x8F\xB4";
  constexpr size_t kTagBytes = 4;
  size_t end = pos;
  while (end < text_.size()) {
    const CodePoint c = ReadCodePoint(text_, end);
    if (LookUpChar(c.value).kind != CharClass::kTag) break;
    end += c.size;
  }
  if (text_.substr(0, pos).ends_with(kBlackFlag) && end - pos <= 6 * kTagBytes) {
    const CodePoint cancel = end < text_.size() ? ReadCodePoint(text_, end) : CodePoint{};
    return cancel.value == 0xE007F ? end + cancel.size : end;
  }
  for (size_t at = pos; at < end; at += kTagBytes) {
    const CodePoint c = ReadCodePoint(text_, at);
    editor_.Replace(at, at + c.size, LookUpChar(c.value).text, Disguise::kInvisible);
  }
  ++cues_;
  return end;
}

// Behind a letter or a digit one selector is dropped; a run of them may carry bytes.
size_t Fold::Selectors(size_t pos) {
  std::string bytes;
  size_t end = pos;
  while (end < text_.size()) {
    const CodePoint c = ReadCodePoint(text_, end);
    const CharEntry entry = LookUpChar(c.value);
    if (entry.kind != CharClass::kSelector) break;
    bytes += entry.text;
    end += c.size;
  }
  constexpr size_t kSayable = 4;
  if (bytes.size() >= kSayable) {
    ++cues_;
    const bool sayable = IsValidUtf8(bytes) && bytes.find('\0') == std::string::npos;
    editor_.Replace(pos, end, sayable ? std::string_view(bytes) : std::string_view(),
                    Disguise::kInvisible);
  } else if (pos > 0 && IsAlnum(text_[pos - 1])) {
    ++cues_;
    marked_end_ = end;
    editor_.Replace(pos, end, "", Disguise::kInvisible);
  }
  return end;
}

// How many digits has the number or the identifier around a separator?
size_t Fold::DigitsAround(size_t pos, const CodePoint& c) const {
  constexpr size_t kReach = 24;
  const std::string_view separator = text_.substr(pos, c.size);
  size_t count = 0;
  for (size_t at = pos; at > 0 && pos - at < kReach;) {
    if (Has(text_[at - 1], kDigit | kUpper)) {
      count += IsDigit(text_[--at]) ? 1 : 0;
    } else if (text_.substr(0, at).ends_with(separator)) {
      at -= c.size;
    } else {
      break;
    }
  }
  for (size_t at = pos; at < text_.size() && at - pos < kReach;) {
    if (Has(text_[at], kDigit | kUpper)) {
      count += IsDigit(text_[at++]) ? 1 : 0;
    } else if (text_.substr(at).starts_with(separator)) {
      at += c.size;
    } else {
      break;
    }
  }
  return count;
}

// A hyphen in the host name of an address, as in "me@some-host.org".
bool Fold::InAddress(size_t pos, const CodePoint& c) const {
  constexpr size_t kReach = 40;
  size_t begin = pos;
  while (begin > 0 && pos - begin < kReach && Has(text_[begin - 1], kUrlSafe)) --begin;
  if (begin > 0 && text_[begin - 1] == '@') return true;
  size_t end = pos + c.size;
  while (end < text_.size() && end - pos < kReach && Has(text_[end], kUrlSafe)) ++end;
  return At(text_, end, '@');
}

// Blanks and dashes of print are folded always, but they are a cue only inside a long number: not
// in "10 000" and not in "1914–1918".
void Fold::Separator(size_t pos, const CodePoint& c, const CharEntry& entry) {
  const size_t end = pos + c.size;
  const bool inside =
      pos > 0 && IsAlnum(text_[pos - 1]) && end < text_.size() && IsAlnum(text_[end]);
  const size_t enough = entry.kind == CharClass::kDash ? 9 : 7;
  if (inside && (DigitsAround(pos, c) >= enough || InAddress(pos, c))) ++cues_;
  editor_.Replace(pos, end, entry.text, inside ? Disguise::kSeparator : Disguise::kCompatibility);
}

// Is the text one of Latin letters in the main? Then a word made of look-alikes alone is a
// disguise.
bool Fold::LatinText() {
  if (latin_text_ >= 0) return latin_text_ == 1;
  size_t latin = 0;
  size_t foreign = 0;
  for (size_t pos = 0; pos < text_.size();) {
    const CodePoint c = ReadCodePoint(text_, pos);
    pos += c.size;
    if (c.value < 0x80) {
      latin += IsLetter(static_cast<char>(c.value)) ? 1 : 0;
    } else {
      const CharClass kind = LookUpChar(c.value).kind;
      foreign += kind == CharClass::kLetter ? 1 : 0;
    }
  }
  latin_text_ = latin > 2 * foreign ? 1 : 0;
  return latin_text_ == 1;
}

// The word around a look-alike: from the ASCII letters before it to the end. It is folded when
// ASCII letters stand in it, or when all of it can be folded in a text of Latin letters.
size_t Fold::Word(size_t pos) {
  bool ascii = pos > 0 && IsLetter(text_[pos - 1]);
  bool foldable = true;
  size_t letters = 0;
  size_t end = pos;
  while (end < text_.size()) {
    const CodePoint c = ReadCodePoint(text_, end);
    if (c.value < 0x80) {
      if (!IsAlnum(static_cast<char>(c.value))) break;
      ascii = ascii || IsLetter(static_cast<char>(c.value));
    } else {
      const CharClass kind = LookUpChar(c.value).kind;
      if (kind == CharClass::kLetter) {
        foldable = false;
      } else if (kind == CharClass::kConfusable) {
        ++letters;
      } else if (kind != CharClass::kMark && kind != CharClass::kInvisible &&
                 kind != CharClass::kJoiner) {
        break;
      }
    }
    end += c.size;
  }
  // A foreign letter in front of it makes the word foreign.
  if (pos > 1 && static_cast<uint8_t>(text_[pos - 1]) >= 0x80) {
    size_t before = pos - 1;
    while (before > 0 && IsContinuationByte(text_[before])) --before;
    if (LookUpChar(ReadCodePoint(text_, before).value).kind == CharClass::kLetter) foldable = false;
  }
  if (!ascii && !(foldable && LatinText())) return end;
  constexpr size_t kWordOfLookalikes = 3;
  if (ascii || letters >= kWordOfLookalikes) ++cues_;
  for (size_t at = pos; at < end;) {
    const CodePoint c = ReadCodePoint(text_, at);
    next_ = at + c.size;
    if (c.value >= 0x80) {
      const CharEntry entry = LookUpChar(c.value);
      if (entry.kind == CharClass::kConfusable) {
        editor_.Replace(at, next_, entry.text, Disguise::kConfusable);
      } else if (entry.kind != CharClass::kLetter) {
        Step(at, c);
      }
    }
    at = next_;
  }
  return end;
}

// Which code points need no look: ordinary letters and what print uses. Those of other alphabets
// that look Latin are quiet too; whether they mix with Latin is looked at apart.
class QuietChars {
 public:
  QuietChars() {
    for (char32_t c = 0x80; c < 0x10000; ++c) {
      switch (LookUpChar(c).kind) {
        case CharClass::kOther:
        case CharClass::kLetter:
        case CharClass::kLatin:
        case CharClass::kTypography:
        case CharClass::kConfusable:
          bits_[c / 64] |= uint64_t{1} << (c % 64);
          break;
        default:
          break;
      }
    }
  }
  bool Has(char32_t c) const { return c < 0x10000 && ((bits_[c / 64] >> (c % 64)) & 1) != 0; }

 private:
  std::array<uint64_t, 0x10000 / 64> bits_{};
};

// A separator, a joiner or a selector between what is no ASCII is ordinary.
bool Asks(std::string_view text, size_t pos, const CodePoint& c) {
  const size_t end = pos + c.size;
  const bool before = pos > 0 && IsAlnum(text[pos - 1]);
  const bool behind = end < text.size() && IsAlnum(text[end]);
  switch (LookUpChar(c.value).kind) {
    case CharClass::kOther:
    case CharClass::kLetter:
    case CharClass::kLatin:
    case CharClass::kTypography:
      return false;
    case CharClass::kBlank:
    case CharClass::kDash:
      return before && behind;
    case CharClass::kJoiner:
      return before || behind;
    case CharClass::kSelector:
      return before || c.value >= 0xE0100 || text.substr(end, 3).starts_with("\xEF\xB8");
    default:
      return true;
  }
}

}  // namespace

bool MayHideCharacters(std::string_view text) {
  static const QuietChars quiet;
  size_t foreign = 0;  // letters of the Greek, Cyrillic and like alphabets
  for (size_t pos = NextHigh(text, 0); pos < text.size();) {
    const auto lead = static_cast<uint8_t>(text[pos]);
    if (lead == 0xC3 || (lead >= 0xE4 && lead <= 0xE9)) {
      pos += lead == 0xC3 ? 2 : 3;  // ä é ñ, ideographs
    } else {
      const CodePoint c = ReadCodePoint(text, pos);
      if (!quiet.Has(c.value) && Asks(text, pos, c)) return true;
      const size_t end = pos + c.size;
      if (lead >= 0xCD && lead <= 0xD5) {
        ++foreign;
        if (pos > 0 && IsLetter(text[pos - 1])) return true;
        if (end < text.size() && IsLetter(text[end])) return true;
      }
      pos = end;
    }
    if (pos < text.size() && static_cast<uint8_t>(text[pos]) < 0x80) pos = NextHigh(text, pos);
  }
  // A few words of such letters in a text of other letters may be look-alikes all of them.
  constexpr size_t kOfAll = 4;
  return foreign > 0 && foreign * kOfAll < text.size();
}

std::optional<View> UndoBidi(const View& in) {
  const std::string_view text = in.text();
  ViewEditor editor(in);
  for (size_t at = text.find(kOverride); at != std::string_view::npos;) {
    const size_t begin = at + kOverride.size();
    // The paragraph's end closes it too, and bounds the search for the sign that does.
    const size_t line_end = std::min(text.find('\n', begin), text.size());
    const size_t end = std::min(text.substr(0, line_end).find(kPop, begin), line_end);
    editor.Replace(at, begin, "", Disguise::kBidi);
    editor.Reverse(begin, end, Disguise::kBidi);
    at = text.find(kOverride, end);
  }
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

std::optional<View> UndoCharacters(const View& in) { return Fold(in).Run(); }

}  // namespace reeve::detectors
