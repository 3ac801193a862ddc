#include "detectors/disguise_chars.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/result.h"
#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

constexpr char32_t kTableEnd = 0x20000;  // beyond are ideographs, tags and selectors

struct Row {
  CharClass kind = CharClass::kOther;
  uint8_t size = 0;
  uint16_t at = 0;  // in the pool of texts
};

// Look-alikes that UTS 39 does not count, since they differ in size or serif, and people use.
struct Lookalike {
  std::string_view letters;  // in UTF-8
  std::string_view latin;    // one ASCII letter each
};
constexpr Lookalike kConfusables[] = {
    {"кмтвнпгзКМТВНЗ", "kmtbhnrzKMTBHZ"},
    {"αβεηικντχωΒΕΗΙΚΜΝΟΡΤΧΥΖΑ", "abenikvtxwBEHIKMNOPTXYZA"},
};
constexpr Lookalike kLatinAlikes[] = {
    {"ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢɑɡɩ",
     "abcdefghijklmnopqrstuvwyzagi"},
    {"ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy"},
};

class CharTable {
 public:
  CharTable();
  CharEntry Find(char32_t c) const {
    const Row& row = pages_[page_of_[c >> 8]][c & 0xFF];
    return {row.kind, std::string_view(pool_).substr(row.at, row.size)};
  }

 private:
  using Page = std::array<Row, 256>;
  void Set(char32_t c, CharClass kind, std::string_view text);
  void Classify(char32_t c);
  bool ClassifyBlank(char32_t c);
  bool ClassifyForm(char32_t c);
  void AddConfusables();
  void AddOwn();

  const icu::Normalizer2* nfkc_ = nullptr;
  std::string pool_;
  std::map<std::string, uint16_t, std::less<>> pooled_;
  std::vector<Page> pages_{1};
  std::array<uint16_t, kTableEnd / 256> page_of_{};
};

void CharTable::Set(char32_t c, CharClass kind, std::string_view text) {
  auto found = pooled_.find(text);
  if (found == pooled_.end()) {
    if (pool_.size() + text.size() > UINT16_MAX)
      Panic("the texts of characters outgrew their pool");
    found = pooled_.emplace(std::string(text), static_cast<uint16_t>(pool_.size())).first;
    pool_ += text;
  }
  uint16_t& page = page_of_[c >> 8];
  if (page == 0) {
    page = static_cast<uint16_t>(pages_.size());
    pages_.emplace_back();
  }
  pages_[page][c & 0xFF] = {kind, static_cast<uint8_t>(text.size()), found->second};
}

bool CharTable::ClassifyBlank(char32_t c) {
  if (u_charType(static_cast<UChar32>(c)) == U_SPACE_SEPARATOR) {
    Set(c, CharClass::kBlank, " ");
  } else if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63) {
    Set(c, CharClass::kDash, "-");
  } else if (c == 0x200C || c == 0x200D) {
    Set(c, CharClass::kJoiner, "");
  } else if (c >= 0xFE00 && c <= 0xFE0F) {
    Set(c, CharClass::kSelector, {});
  } else if (u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
             c == 0x2028 || c == 0x2029 || c == 0x2800 || (c >= 0xFFF9 && c <= 0xFFFB)) {
    // Direction marks belong to Hebrew and Arabic text as joiners do.
    const bool mark = c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x2066 && c <= 0x2069) ||
                      (c >= 0x202A && c <= 0x202C) || (c >= 0x180B && c <= 0x180F) || c == 0x034F;
    if (c == 0x2028 || c == 0x2029) {
      Set(c, CharClass::kTypography, "\n");
    } else {
      Set(c, mark ? CharClass::kJoiner : CharClass::kInvisible, "");
    }
  } else {
    return false;
  }
  return true;
}

// What print and lists use: no cue by itself.
CharClass FormClass(char32_t c, std::string_view text) {
  const bool raised = (c >= 0x2B0 && c < 0x300) || (c >= 0x1D2C && c < 0x1DC0);
  if (text.size() == 1 && IsAlnum(text[0]) && (raised || (c >= 0x2070 && c < 0x20A0))) {
    return CharClass::kNumbered;
  }
  if (text.size() == 1 && IsDigit(text[0]) && c >= 0x2460 && c < 0x2500)
    return CharClass::kNumbered;
  if (c < 0x250) return CharClass::kTypography;
  if (c >= 0x2000 && c < 0x2100) return CharClass::kTypography;
  if (c >= 0x2150 && c < 0x24B6) return CharClass::kTypography;
  if (c >= 0x2E80 && c < 0xA640) return CharClass::kTypography;
  for (const char each : text) {
    if (!IsAlnum(each)) return CharClass::kTypography;
  }
  return text.size() == 1 || c >= 0xFB00 ? CharClass::kStyled : CharClass::kTypography;
}

bool CharTable::ClassifyForm(char32_t c) {
  const auto type = static_cast<UDecompositionType>(
      u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_DECOMPOSITION_TYPE));
  if (type == U_DT_NONE) return false;
  icu::UnicodeString decomposed;
  if (!nfkc_->getDecomposition(static_cast<UChar32>(c), decomposed)) return false;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString composed = nfkc_->normalize(decomposed, status);
  const auto self = static_cast<UChar32>(c);
  if (U_FAILURE(status) || composed == icu::UnicodeString(self)) return false;
  std::string text;
  composed.toUTF8String(text);
  if (text.size() > 33) return false;
  Set(c, FormClass(c, text), text);
  return true;
}

void CharTable::Classify(char32_t c) {
  const auto code = static_cast<UChar32>(c);
  if (!u_isdefined(code) || ClassifyBlank(c)) return;
  const int32_t digit = u_charDigitValue(code);
  const bool decimal = u_charType(code) == U_DECIMAL_DIGIT_NUMBER;
  const bool compatible = c >= 0xFF10 && c <= 0xFF5A;
  if (decimal && digit >= 0 && c < 0x1D7CE && !compatible) {
    const char ascii = static_cast<char>('0' + digit);
    return Set(c, CharClass::kForeignDigit, std::string_view(&ascii, 1));
  }
  if (ClassifyForm(c)) return;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(code, &status);
  const int8_t type = u_charType(code);
  if ((type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) && script == USCRIPT_INHERITED) {
    return Set(c, CharClass::kMark, "");
  }
  if (u_isalpha(code)) Set(c, script == USCRIPT_LATIN ? CharClass::kLatin : CharClass::kLetter, "");
}

// A skeleton is made to be compared, not read: that of m is "rn", that of I and 1 is l. So it is
// read backwards: which ASCII letter has the same skeleton.
void CharTable::AddConfusables() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker(uspoof_open(&status),
                                                                        &uspoof_close);
  if (U_FAILURE(status)) Panic("ICU has no data of confusables");
  const auto skeleton = [&](char32_t c) {
    std::string source;
    AppendUtf8(c, &source);
    char out[64];
    const int32_t size =
        uspoof_getSkeletonUTF8(checker.get(), 0, source.data(), static_cast<int32_t>(source.size()),
                               out, sizeof out, &status);
    if (U_FAILURE(status) || size > static_cast<int32_t>(sizeof out)) {
      status = U_ZERO_ERROR;
      return std::string();
    }
    return std::string(out, static_cast<size_t>(size));
  };
  std::map<std::string, char> letters;
  for (char c = 'A'; c <= 'Z'; ++c) letters.emplace(skeleton(static_cast<char32_t>(c)), c);
  for (char c = 'a'; c <= 'z'; ++c) letters[skeleton(static_cast<char32_t>(c))] = c;
  constexpr UScriptCode kScripts[] = {USCRIPT_CYRILLIC, USCRIPT_GREEK,  USCRIPT_ARMENIAN,
                                      USCRIPT_CHEROKEE, USCRIPT_COPTIC, USCRIPT_LISU,
                                      USCRIPT_LATIN};
  for (char32_t c = 0x100; c < 0xAC00; ++c) {
    if (c == 0x1200) c = 0x13A0;  // Ethiopic
    if (c == 0x1400) c = 0x1D00;  // Canadian syllabics to Limbu
    if (c == 0x2E80) c = 0xA4D0;  // ideographs
    const CharClass kind = Find(c).kind;
    if (kind != CharClass::kLetter && kind != CharClass::kLatin) continue;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
    if (std::find(std::begin(kScripts), std::end(kScripts), script) == std::end(kScripts)) continue;
    const auto found = letters.find(skeleton(c));
    if (found == letters.end()) continue;
    char latin = found->second;
    if (latin == 'l' && u_isupper(static_cast<UChar32>(c))) latin = 'I';
    // The dotless i is an ordinary letter of Turkish, schwa one of Azeri.
    if (c == 0x131) continue;
    const bool own = script == USCRIPT_LATIN;
    Set(c, own ? CharClass::kLatinAlike : CharClass::kConfusable, std::string_view(&latin, 1));
  }
}

void CharTable::AddOwn() {
  const auto add = [&](const Lookalike& row, CharClass kind) {
    size_t at = 0;
    for (size_t i = 0; i < row.latin.size(); ++i) {
      const CodePoint c = ReadCodePoint(row.letters, at);
      if (Find(c.value).kind != CharClass::kConfusable) Set(c.value, kind, row.latin.substr(i, 1));
      at += c.size;
    }
    if (at != row.letters.size()) Panic("a row of look-alikes has more letters than meanings");
  };
  for (const Lookalike& row : kConfusables) add(row, CharClass::kConfusable);
  for (const Lookalike& row : kLatinAlikes) add(row, CharClass::kLatinAlike);
  // Letters in black circles and squares, which have no compatibility form.
  for (const char32_t first : {U'\x1F150', U'\x1F170'}) {
    for (char c = 'A'; c <= 'Z'; ++c) {
      Set(first + static_cast<char32_t>(c - 'A'), CharClass::kStyled, std::string_view(&c, 1));
    }
  }
}

CharTable::CharTable() {
  UErrorCode status = U_ZERO_ERROR;
  nfkc_ = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) Panic("ICU has no data of NFKC");
  for (char32_t c = 0x80; c < kTableEnd; ++c) {
    if (c == 0x3400) c = 0xA000;    // ideographs
    if (c == 0xAC00) c = 0xF900;    // Hangul, surrogates, private use
    if (c == 0x12000) c = 0x1D100;  // cuneiform, hieroglyphs and the like
    Classify(c);
  }
  AddConfusables();
  AddOwn();
}

// The text of a selector or of a tag is its byte value, as if it were Latin-1.
struct Bytes {
  Bytes() {
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<char>(i);
  }
  std::array<char, 256> values;
};

std::string_view ByteText(char32_t value) {
  static const Bytes bytes;
  return {&bytes.values[value & 0xFF], 1};
}

}  // namespace

CharEntry LookUpChar(char32_t c) {
  static const CharTable table;
  if (c >= 0xE0000) {
    if (c == 0xE0001 || c == 0xE007F) return {CharClass::kInvisible, {}};
    if (c >= 0xE0020 && c < 0xE007F) return {CharClass::kTag, ByteText(c)};
    if (c >= 0xE0100 && c <= 0xE01EF) return {CharClass::kSelector, ByteText(c - 0xE0100 + 16)};
    return {};
  }
  if (c >= 0xFE00 && c <= 0xFE0F) return {CharClass::kSelector, ByteText(c - 0xFE00)};
  return c < kTableEnd ? table.Find(c) : CharEntry{};
}

CodePoint ReadCodePoint(std::string_view text, size_t pos) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[pos + i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - pos < size) return {};
  char32_t value = lead & (0x7FU >> size);
  for (size_t i = 1; i < size; ++i) {
    if (!IsContinuationByte(text[pos + i])) return {};
    value = (value << 6) | (byte(i) & 0x3FU);
  }
  constexpr char32_t kLowest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kLowest[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, size};
}

void AppendUtf8(char32_t c, std::string* out) {
  const auto add = [&](char32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (c < 0x80) return add(c);
  if (c < 0x800) {
    add(0xC0 | (c >> 6));
  } else {
    if (c < 0x10000) {
      add(0xE0 | (c >> 12));
    } else {
      add(0xF0 | (c >> 18));
      add(0x80 | ((c >> 12) & 0x3F));
    }
    add(0x80 | ((c >> 6) & 0x3F));
  }
  add(0x80 | (c & 0x3F));
}

}  // namespace reeve::detectors
