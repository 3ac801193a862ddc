// Escapes: one character written as several. A run of neighbouring escapes is decoded together, for
// the bytes of one character may be spread over several escapes.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "detectors/bytes.h"
#include "detectors/disguise_chars.h"
#include "detectors/disguise_editor.h"
#include "detectors/disguise_passes.h"

namespace reeve::detectors {
namespace {

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  return Has(c, kHex) ? ToLower(c) - 'a' + 10 : -1;
}

// Up to `most` hex digits from `pos` on; the value, and how many there were.
std::pair<char32_t, size_t> ReadHex(std::string_view text, size_t pos, size_t most) {
  char32_t value = 0;
  size_t count = 0;
  while (count < most && AtClass(text, pos + count, kHex)) {
    value = value * 16 + static_cast<char32_t>(HexValue(text[pos + count++]));
  }
  return {value, count};
}

bool IsScalar(char32_t c) { return c > 0 && c <= 0x10FFFF && (c < 0xD800 || c >= 0xE000); }

// What one escape says and how long it is; `size` is 0 when none stands there.
struct Escape {
  std::string text;
  size_t size = 0;
};

// %34 and =34: a byte.
Escape ReadByteEscape(std::string_view text, size_t pos) {
  const auto [value, count] = ReadHex(text, pos + 1, 2);
  if (count != 2) return {};
  return {std::string(1, static_cast<char>(value)), 3};
}

// The references that stand for what identifiers and instructions are made of (HTML 13.5).
constexpr std::pair<std::string_view, std::string_view> kNamed[] = {
    {"amp", "&"},      {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
    {"nbsp", " "},     {"commat", "@"}, {"period", "."}, {"comma", ","},  {"colon", ":"},
    {"semi", ";"},     {"plus", "+"},   {"hyphen", "-"}, {"dash", "-"},   {"lowbar", "_"},
    {"sol", "/"},      {"bsol", "\\"},  {"num", "#"},    {"percnt", "%"}, {"excl", "!"},
    {"quest", "?"},    {"lpar", "("},   {"rpar", ")"},   {"lbrack", "["}, {"rbrack", "]"},
    {"lsqb", "["},     {"rsqb", "]"},   {"lbrace", "{"}, {"rbrace", "}"}, {"lcub", "{"},
    {"rcub", "}"},     {"equals", "="}, {"ast", "*"},    {"dollar", "$"}, {"Tab", "\t"},
    {"NewLine", "\n"}, {"shy", ""},     {"zwj", ""},     {"zwnj", ""},    {"ZeroWidthSpace", ""},
    {"NoBreak", ""},   {"ensp", " "},   {"emsp", " "},   {"thinsp", " "}, {"grave", "`"},
    {"auml", "ä"},     {"ouml", "ö"},   {"uuml", "ü"},   {"Auml", "Ä"},   {"Ouml", "Ö"},
    {"Uuml", "Ü"},     {"szlig", "ß"},  {"eacute", "é"}, {"egrave", "è"}, {"agrave", "à"},
    {"ccedil", "ç"},   {"aacute", "á"}, {"iacute", "í"}, {"oacute", "ó"}, {"uacute", "ú"},
    {"ntilde", "ñ"},   {"ecirc", "ê"},  {"ograve", "ò"}, {"igrave", "ì"}, {"ugrave", "ù"}};

// &#52; &#x34; &commat; A semicolon may be missing behind a number, as browsers have it.
Escape ReadReference(std::string_view text, size_t pos) {
  if (At(text, pos + 1, '#')) {
    const bool hex = At(text, pos + 2, 'x') || At(text, pos + 2, 'X');
    const size_t first = pos + (hex ? 3 : 2);
    size_t zeros = first;  // any number of zeros may stand before
    while (At(text, zeros, '0') && zeros < first + 8) ++zeros;
    char32_t value = 0;
    size_t count = 0;
    if (hex) {
      std::tie(value, count) = ReadHex(text, zeros, 6);
    } else {
      for (; count < 7 && AtClass(text, zeros + count, kDigit); ++count) {
        value = value * 10 + static_cast<char32_t>(text[zeros + count] - '0');
      }
    }
    if (count == 0 || !IsScalar(value)) return {};
    size_t end = zeros + count;
    if (At(text, end, ';')) ++end;
    Escape escape{{}, end - pos};
    AppendUtf8(value, &escape.text);
    return escape;
  }
  constexpr size_t kLongestName = 16;
  const std::string_view behind = text.substr(pos + 1, kLongestName);
  const size_t end = behind.find(';');
  if (end == std::string_view::npos) return {};
  for (const auto& [name, meaning] : kNamed) {
    if (name == behind.substr(0, end)) return {std::string(meaning), end + 2};
  }
  return {};
}

// \u0034, a pair of surrogates, \u{34}, \U00000034, \x34. Two strokes, as of JSON within JSON, are
// one.
Escape ReadStroke(std::string_view text, size_t pos) {
  size_t at = pos + 1;
  if (At(text, at, '\\')) ++at;
  if (at >= text.size()) return {};
  const char kind = text[at++];
  char32_t value = 0;
  size_t count = 0;
  if (kind == 'u' && At(text, at, '{')) {
    std::tie(value, count) = ReadHex(text, at + 1, 6);
    if (count == 0 || !At(text, at + 1 + count, '}')) return {};
    count += 2;
  } else {
    const size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : kind == 'x' ? 2 : 0;
    if (digits == 0) return {};
    std::tie(value, count) = ReadHex(text, at, digits);
    if (count != digits) return {};
    if (kind == 'x') return {std::string(1, static_cast<char>(value)), at + count - pos};
    if (value >= 0xD800 && value < 0xDC00 && kind == 'u') {
      const size_t low_at = at + count + (at - pos);
      if (text.substr(at + count, at - pos) != text.substr(pos, at - pos)) return {};
      const auto [low, low_count] = ReadHex(text, low_at, 4);
      if (low_count != 4 || low < 0xDC00 || low >= 0xE000) return {};
      value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
      count = low_at + 4 - at;
    }
  }
  if (!IsScalar(value)) return {};
  Escape escape{{}, at + count - pos};
  AppendUtf8(value, &escape.text);
  return escape;
}

Escape ReadEscape(std::string_view text, size_t pos) {
  switch (text[pos]) {
    case '%':
    case '=':
      return ReadByteEscape(text, pos);
    case '&':
      return ReadReference(text, pos);
    default:
      return ReadStroke(text, pos);
  }
}

Disguise DisguiseOf(char mark) {
  return mark == '%'   ? Disguise::kPercent
         : mark == '=' ? Disguise::kQuotedPrintable
         : mark == '&' ? Disguise::kHtmlEntity
                       : Disguise::kUnicodeEscape;
}

// \x and % say bytes. Those that make no UTF-8 are Latin-1, as old programs mean them; control
// characters say that it is no text.
std::optional<std::string> ReadBytes(std::string_view bytes) {
  const auto control = [](char c) {
    return (static_cast<uint8_t>(c) < 0x20 && !Has(c, kSpace)) || c == 0x7F;
  };
  if (std::any_of(bytes.begin(), bytes.end(), control)) return std::nullopt;
  if (IsValidUtf8(bytes)) return std::string(bytes);
  std::string latin1;
  for (const char c : bytes) AppendUtf8(static_cast<uint8_t>(c), &latin1);
  return latin1;
}

// A run of escapes of one kind. Each keeps its own place in the map, as far as each says whole
// characters by itself.
class EscapeRun {
 public:
  EscapeRun(std::string_view text, size_t pos) : begin_(pos), end_(pos) {
    const char mark = text[pos];
    while (At(text, end_, mark)) {
      Escape escape = ReadEscape(text, end_);
      if (escape.size == 0) break;
      ends_.push_back(end_ += escape.size);
      bytes_ += escape.text;
      whole_ = whole_ && IsValidUtf8(escape.text);
      texts_.push_back(std::move(escape.text));
    }
  }
  size_t end() const { return end_; }
  size_t count() const { return ends_.size(); }

  void Write(Disguise disguise, ViewEditor* editor) const {
    const std::optional<std::string> decoded = ReadBytes(bytes_);
    if (!decoded) return;
    if (!whole_) return editor->Replace(begin_, end_, *decoded, disguise);
    size_t at = begin_;
    for (size_t i = 0; i < ends_.size(); ++i) {
      editor->Replace(at, ends_[i], texts_[i], disguise);
      at = ends_[i];
    }
  }

 private:
  size_t begin_;
  size_t end_;
  bool whole_ = true;
  std::string bytes_;
  std::vector<size_t> ends_;
  std::vector<std::string> texts_;
};

}  // namespace

std::optional<View> UndoEscapes(const View& in) {
  const std::string_view text = in.text();
  ViewEditor editor(in);
  for (size_t pos = text.find_first_of("%&\\="); pos != std::string_view::npos;) {
    const EscapeRun run(text, pos);
    // "x=10" is an assignment; quoted-printable text has two in a row, or a soft line end.
    const size_t least = text[pos] == '=' ? 2 : 1;
    if (run.count() >= least) run.Write(DisguiseOf(text[pos]), &editor);
    pos = text.find_first_of("%&\\=", std::max(run.end(), pos + 1));
  }
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

}  // namespace reeve::detectors
