#include "detectors/word_forms.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace reeve::detectors {
namespace {

std::u32string Decode(std::string_view text) {
  std::u32string out;
  for (size_t pos = 0; pos < text.size();) {
    const auto lead = static_cast<uint8_t>(text[pos]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<uint8_t>(text[pos + i]) & 0x3F);
    out.push_back(c);
    pos += length;
  }
  return out;
}

std::string Encode(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) {
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      out.push_back(static_cast<char>(0xC0 | c >> 6));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
      out.push_back(static_cast<char>(0xE0 | c >> 12));
      out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
      out.push_back(static_cast<char>(0xF0 | c >> 18));
      out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    }
  }
  return out;
}

// Letters of the alphabets that the packs are written in; ASCII is left to the dictionary.
char32_t Upper(char32_t c) {
  if ((c >= 0xE0 && c <= 0xFE && c != 0xF7) || (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) ||
      (c >= 0x430 && c <= 0x44F)) {
    return c - 0x20;
  }
  if (c >= 0x450 && c <= 0x45F) return c - 0x50;
  const bool pairs_from_even = (c >= 0x100 && c <= 0x137 && c != 0x131) ||
                               (c >= 0x14A && c <= 0x177) || c == 0x1B0 || c == 0x1A1 ||
                               (c >= 0x1E00 && c <= 0x1EFF);
  if (c == 0x1B0 || (pairs_from_even && c != 0x1A1)) return c & ~char32_t{1};
  const bool pairs_from_odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  if (pairs_from_odd) return c % 2 == 0 ? c - 1 : c;
  if (c == 0x1A1) return 0x1A0;
  return c;
}

// The letter without its accent, for the Latin letters of Europe that people type without.
char32_t Plain(char32_t c) {
  constexpr std::u32string_view kAccented = U"àáâãäåçèéêëìíîïñòóôõöùúûüýÿąćęłńśźżšžčřěůğışőű";
  constexpr std::u32string_view kBase = U"aaaaaaceeeeiiiinooooouuuuyyacelnszzszcreugisou";
  static_assert(kAccented.size() == kBase.size());
  const size_t at = kAccented.find(c);
  return at == std::u32string_view::npos ? c : kBase[at];
}

}  // namespace

std::vector<std::string> WordForms(std::string_view word) {
  std::vector<std::string> forms;
  const auto add = [&](std::string form) {
    if (std::find(forms.begin(), forms.end(), form) == forms.end())
      forms.push_back(std::move(form));
  };
  const std::u32string letters = Decode(word);
  add(std::string(word));
  std::u32string first = letters;
  first[0] = Upper(first[0]);
  add(Encode(first));
  std::u32string all = letters;
  std::u32string plain = letters;
  std::u32string quoted = letters;
  for (size_t i = 0; i < letters.size(); ++i) {
    all[i] = Upper(letters[i]);
    plain[i] = Plain(letters[i]);
    if (letters[i] == U'\'') quoted[i] = U'\u2019';
  }
  add(Encode(all));
  // Plain ASCII of three bytes may be another language's commonest word.
  if (std::string form = Encode(plain); form.size() > 4) add(std::move(form));
  add(Encode(quoted));
  return forms;
}

}  // namespace reeve::detectors
