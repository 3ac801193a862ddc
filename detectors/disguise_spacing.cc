// What was put between the letters: blanks, hyphens, comments, full stops, words for signs.
#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/disguise_chars.h"
#include "detectors/disguise_editor.h"
#include "detectors/disguise_passes.h"

namespace reeve::detectors {
namespace {

// Comments longer than this are comments.
constexpr size_t kMaxSplitComment = 128;

struct Mark {
  std::string_view open;
  std::string_view close;
};
constexpr Mark kComments[] = {{"/*", "*/"}, {"<!--", "-->"}};

// Calls `function` with begin and end of each short comment. Where the next end of a comment stands
// is remembered, so that openings without end cost one search together.
template <typename Function>
void EachComment(std::string_view text, Function function) {
  std::array<size_t, std::size(kComments)> closes{};
  for (size_t pos = text.find_first_of("/<"); pos != std::string_view::npos;) {
    size_t next = pos + 1;
    for (size_t i = 0; i < closes.size(); ++i) {
      const Mark& mark = kComments[i];
      const size_t body = pos + mark.open.size();
      if (!text.substr(pos).starts_with(mark.open)) continue;
      if (closes[i] < body) closes[i] = text.find(mark.close, body);
      if (closes[i] >= text.size() || closes[i] - pos > kMaxSplitComment) continue;
      next = closes[i] + mark.close.size();
      function(pos, next);
    }
    pos = text.find_first_of("/<", next);
  }
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// A chain: code points that stand alone, with the same sign between each two.
//   i g n o r e   a l l        one chain; a wider gap is the border of a word
//   i-g-n-o-r-e a-l-l          two chains, the second too short to be one by itself
struct Chain {
  size_t end = 0;
  size_t elements = 0;
  size_t alnums = 0;
  size_t letters = 0;
  size_t narrowest = 0;  // gap of blanks
  char sign = ' ';
};

constexpr std::string_view kSigns = " -._*~|/+";
constexpr size_t kWidestGap = 8;
// Fewer are abbreviations, initials, versions and lists.
constexpr size_t kChainElements = 4;
constexpr size_t kBlankChainElements = 5;
// Single digits between full stops: an address or a version up to here.
constexpr size_t kVersionParts = 11;

class Chains {
 public:
  explicit Chains(const View& in) : text_(in.text()), editor_(in) {}
  std::optional<View> Run();

 private:
  Chain Read(size_t pos) const;
  size_t Gap(size_t pos, char sign) const;
  void Write(size_t begin, const Chain& chain);
  bool Border(size_t pos) const {
    return pos >= text_.size() ||
           !(IsAlnum(text_[pos]) || static_cast<uint8_t>(text_[pos]) >= 0x80);
  }

  const std::string_view text_;
  ViewEditor editor_;
};

// How many bytes of `sign` stand at `pos`; 0 when too many do.
size_t Chains::Gap(size_t pos, char sign) const {
  if (sign != ' ') return At(text_, pos, sign) ? 1 : 0;
  size_t size = 0;
  while (pos + size < text_.size() && IsBlank(text_[pos + size])) ++size;
  return size <= kWidestGap ? size : 0;
}

Chain Chains::Read(size_t pos) const {
  Chain chain;
  chain.end = pos;
  size_t at = pos;
  while (at < text_.size() && !Has(text_[at], kSpace)) {
    const CodePoint c = ReadCodePoint(text_, at);
    const size_t behind = at + c.size;
    const bool alnum = c.value >= 0x80 || IsAlnum(text_[at]);
    if (alnum && !Border(behind)) break;
    if (chain.sign != ' ' && text_[at] == chain.sign) break;
    ++chain.elements;
    chain.alnums += alnum ? 1 : 0;
    chain.letters += alnum && !IsDigit(text_[at]) ? 1 : 0;
    chain.end = behind;
    if (chain.elements == 1) {
      if (behind >= text_.size() || kSigns.find(text_[behind]) == std::string_view::npos) break;
      chain.sign = text_[behind];
    }
    const size_t gap = Gap(behind, chain.sign);
    if (gap == 0) break;
    chain.narrowest = chain.narrowest == 0 ? gap : std::min(chain.narrowest, gap);
    at = behind + gap;
  }
  return chain;
}

void Chains::Write(size_t begin, const Chain& chain) {
  size_t at = begin;
  while (true) {
    at += ReadCodePoint(text_, at).size;
    if (at >= chain.end) return;
    const size_t gap = Gap(at, chain.sign);
    editor_.Replace(at, at + gap, gap > chain.narrowest ? " " : "", Disguise::kSpacedOut);
    at += gap;
  }
}

std::optional<View> Chains::Run() {
  struct Short {
    size_t begin;
    Chain chain;
  };
  std::vector<Short> waiting;  // chains too short by themselves, one blank from the next
  size_t strong_end = std::string_view::npos - 1;
  for (size_t pos = 0; pos < text_.size();) {
    const bool start = !Has(text_[pos], kSpace) && !IsContinuationByte(text_[pos]) &&
                       (pos == 0 || Border(pos - 1));
    const Chain chain = start ? Read(pos) : Chain{};
    if (chain.elements < 2) {
      ++pos;
      continue;
    }
    const size_t least = chain.sign == ' ' ? kBlankChainElements : kChainElements;
    const bool strong = chain.elements >= least &&
                        chain.alnums >= (chain.sign == ' ' ? kChainElements : kChainElements - 1) &&
                        (chain.sign != '.' || chain.letters > 0 || chain.elements > kVersionParts);
    if (strong || pos == strong_end + 1) {
      for (const Short& each : waiting) Write(each.begin, each.chain);
      waiting.clear();
      Write(pos, chain);
      strong_end = chain.end;
    } else {
      if (!waiting.empty() && waiting.back().chain.end + 1 != pos) waiting.clear();
      if (chain.sign != ' ') waiting.push_back({pos, chain});
    }
    if (strong && !waiting.empty()) waiting.clear();
    pos = std::max(chain.end, pos + 1);
  }
  if (!editor_.changed()) return std::nullopt;
  return editor_.Finish();
}

// john [at] example (dot) org, o dot weber at firma dot de.
class Spelling {
 public:
  explicit Spelling(const View& in) : text_(in.text()), editor_(in) {}
  std::optional<View> Run();

 private:
  struct Place {
    size_t begin = 0;
    size_t end = 0;
    bool bare = false;  // a word between blanks, without brackets
    explicit operator bool() const { return end > begin; }
  };
  Place WordSign(size_t word_begin, size_t word_end) const;
  Place SignBehind(size_t pos) const;
  Place SignBefore(size_t pos) const;
  void Address(const Place& at);
  bool Told(size_t pos) const;

  const std::string_view text_;
  ViewEditor editor_;
  size_t written_ = 0;
};

constexpr std::array<std::string_view, 4> kAts = {"at", "arroba", "arobase", "chiocciola"};
constexpr std::array<std::string_view, 5> kDots = {"dot", "punkt", "point", "punto", "ponto"};

bool Same(std::string_view text, std::string_view word) {
  if (text.size() != word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (ToLower(text[i]) != word[i]) return false;
  }
  return true;
}

template <size_t N>
bool Among(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return Same(text, word); });
}

bool LocalByte(char c) {
  return IsAlnum(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '%';
}
bool HostByte(char c) { return IsAlnum(c) || c == '.' || c == '-'; }

// The sign that a word is, with its brackets and the blanks around it.
Spelling::Place Spelling::WordSign(size_t word_begin, size_t word_end) const {
  constexpr size_t kMostBlanks = 3;
  Place place{word_begin, word_end, true};
  const auto widen = [&] {
    for (size_t i = 0; i < kMostBlanks && place.begin > 0 && IsBlank(text_[place.begin - 1]); ++i)
      --place.begin;
    for (size_t i = 0; i < kMostBlanks && place.end < text_.size() && IsBlank(text_[place.end]);
         ++i)
      ++place.end;
  };
  constexpr std::string_view kOpen = "[({<";
  constexpr std::string_view kClose = "])}>";
  if (place.begin == 0 || place.end >= text_.size()) return {};
  const size_t bracket = kOpen.find(text_[place.begin - 1]);
  if (bracket != std::string_view::npos) {
    if (text_[place.end] != kClose[bracket]) return {};
    --place.begin;
    ++place.end;
    place.bare = false;
    widen();
    return place;
  }
  if (!IsBlank(text_[place.begin - 1]) || !IsBlank(text_[place.end])) return {};
  widen();
  return place;
}

// A full stop in words that begins at `pos` / ends there.
Spelling::Place Spelling::SignBehind(size_t pos) const {
  size_t begin = pos;
  while (begin < text_.size() && begin < pos + 4 && !IsLetter(text_[begin])) ++begin;
  size_t end = begin;
  while (end < text_.size() && end < begin + 6 && IsLetter(text_[end])) ++end;
  if (!Among(text_.substr(begin, end - begin), kDots)) return {};
  const Place place = WordSign(begin, end);
  return place.begin == pos ? place : Place{};
}

Spelling::Place Spelling::SignBefore(size_t pos) const {
  size_t end = pos;
  while (end > 0 && end + 4 > pos && !IsLetter(text_[end - 1])) --end;
  size_t begin = end;
  while (begin > 0 && begin + 6 > end && IsLetter(text_[begin - 1])) --begin;
  if (!Among(text_.substr(begin, end - begin), kDots)) return {};
  const Place place = WordSign(begin, end);
  return place.end == pos ? place : Place{};
}

// Does a word before `pos` tell that an address follows?
bool Spelling::Told(size_t pos) const {
  constexpr size_t kNear = 32;
  constexpr std::array<std::string_view, 12> kCues = {"mail",    "email",    "write",   "contact",
                                                      "reach",   "me",       "address", "schreib",
                                                      "adresse", "courriel", "correo",  "to"};
  const size_t from = pos > kNear ? pos - kNear : 0;
  for (size_t begin = from; begin < pos;) {
    size_t end = begin;
    while (end < pos && IsLetter(text_[end])) ++end;
    if (end > begin && Among(text_.substr(begin, end - begin), kCues)) return true;
    begin = std::max(end, begin + 1);
  }
  return false;
}

void Spelling::Address(const Place& at) {
  constexpr size_t kMostParts = 6;
  constexpr size_t kLongestPart = 64;
  std::vector<Place> left;
  size_t begin = at.begin;
  const auto part_before = [&](size_t pos) {
    while (pos > written_ && begin - pos < kLongestPart && LocalByte(text_[pos - 1])) --pos;
    return pos;
  };
  size_t part = part_before(begin);
  if (part == begin) return;
  begin = part;
  while (left.size() < kMostParts) {
    const Place dot = SignBefore(begin);
    if (!dot || dot.begin < written_) break;
    begin = dot.begin;
    part = part_before(begin);
    if (part == begin) break;
    left.push_back(dot);
    begin = part;
  }
  std::vector<Place> right;
  size_t end = at.end;
  bool dotted = false;
  size_t tld = 0;
  while (right.size() <= kMostParts) {
    size_t stop = end;
    while (stop < text_.size() && stop - end < kLongestPart && HostByte(text_[stop])) {
      dotted = dotted || (text_[stop] == '.' && AtClass(text_, stop + 1, kUpper | kLower));
      ++stop;
    }
    tld = stop - end;
    if (tld == 0) break;
    const Place dot = SignBehind(stop);
    if (!dot) break;
    right.push_back(dot);
    end = dot.end;
  }
  if (tld == 0 && !right.empty()) right.pop_back();
  if (right.empty() && !dotted) return;
  if (at.bare && (right.empty() || (left.empty() && !Told(at.begin)))) return;
  for (auto dot = left.rbegin(); dot != left.rend(); ++dot) {
    editor_.Replace(dot->begin, dot->end, ".", Disguise::kSpelledOut);
  }
  if (at.end - at.begin > 1) editor_.Replace(at.begin, at.end, "@", Disguise::kSpelledOut);
  written_ = at.end;
  for (const Place& dot : right) {
    editor_.Replace(dot.begin, dot.end, ".", Disguise::kSpelledOut);
    written_ = dot.end;
  }
}

std::optional<View> Spelling::Run() {
  for (size_t pos = 0; pos < text_.size();) {
    if (text_[pos] == '@') {
      if (pos >= written_) Address({pos, pos + 1, false});
      ++pos;
    } else if (!IsLetter(text_[pos])) {
      ++pos;
    } else {
      size_t end = pos;
      while (end < text_.size() && IsLetter(text_[end])) ++end;
      if (Among(text_.substr(pos, end - pos), kAts)) {
        const Place at = WordSign(pos, end);
        if (at && at.begin >= written_) Address(at);
      }
      pos = end;
    }
  }
  if (!editor_.changed()) return std::nullopt;
  return editor_.Finish();
}

}  // namespace

std::optional<View> UndoComments(const View& in) {
  ViewEditor editor(in);
  EachComment(in.text(),
              [&](size_t begin, size_t end) { editor.Replace(begin, end, " ", Disguise::kSplit); });
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

std::optional<View> WithoutComments(const View& in) {
  const std::string_view text = in.text();
  ViewEditor editor(in);
  EachComment(text, [&](size_t begin, size_t end) {
    const bool inside =
        begin > 0 && IsAlnum(text[begin - 1]) && AtClass(text, end, kDigit | kUpper | kLower);
    if (inside) editor.Replace(begin, end, "", Disguise::kSplit);
  });
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

std::optional<View> UndoChains(const View& in) { return Chains(in).Run(); }

// An IBAN (ISO 13616: two letters, two digits, 15 to 34 in all) with full stops in it.
std::optional<View> UndoGroups(const View& in) {
  const std::string_view text = in.text();
  ViewEditor editor(in);
  for (size_t pos = 0; pos < text.size();) {
    size_t end = pos;
    size_t dots = 0;
    while (AtClass(text, end, kDigit | kUpper) ||
           (end > pos && At(text, end, '.') && AtClass(text, end + 1, kDigit | kUpper))) {
      dots += text[end++] == '.' ? 1 : 0;
    }
    const size_t size = end - pos - dots;
    const size_t check = At(text, pos + 2, '.') ? pos + 3 : pos + 2;
    if (dots > 0 && size >= 15 && size <= 34 && Has(text[pos], kUpper) &&
        AtClass(text, pos + 1, kUpper) && AtClass(text, check, kDigit) &&
        AtClass(text, check + 1, kDigit)) {
      for (size_t i = pos; i < end; ++i) {
        if (text[i] == '.') editor.Replace(i, i + 1, "", Disguise::kSplit);
      }
    }
    pos = std::max(end, pos + 1);
  }
  if (!editor.changed()) return std::nullopt;
  return editor.Finish();
}

std::optional<View> UndoSpelling(const View& in) { return Spelling(in).Run(); }

}  // namespace reeve::detectors
