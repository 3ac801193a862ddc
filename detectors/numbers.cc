#include "detectors/numbers.h"

#include <algorithm>
#include <optional>

#include "base/result.h"
#include "detectors/bytes.h"
#include "detectors/check_digits.h"

namespace reeve::detectors {
namespace {

constexpr double kBareScore = 0;
constexpr double kWeakScore = 0.05;
constexpr double kFairScore = 0.20;
constexpr double kStrongScore = 0.40;
constexpr double kGroupsScore = 0.04;   // written in the very groups of the format
constexpr double kNamedScore = 0.45;    // a word of the format stands beside it
constexpr double kGenericScore = 0.35;  // a word of one of its groups does
constexpr double kAloneScore = 0.25;    // it is all that its text says
constexpr double kAloneOddScore = 0.1;  // the same in other groups, as telephones are written
constexpr double kAgainstScore = -0.4;

bool Separates(char c) { return c == ' ' || c == '-' || c == '.' || c == '/' || c == '+'; }
char Upper(char c) { return Has(c, kLower) ? static_cast<char>(c & ~0x20) : c; }

double BaseOf(Strength strength) {
  switch (strength) {
    case Strength::kBare:
      return kBareScore;
    case Strength::kWeak:
      return kWeakScore;
    case Strength::kFair:
      return kFairScore;
    case Strength::kStrong:
      return kStrongScore;
  }
  return 0;
}

double ContextScore(bool names, bool generic, bool alone, bool plain) {
  const double unnamed = !alone ? 0 : plain ? kAloneScore : kAloneOddScore;
  return names ? kNamedScore : generic ? kGenericScore : unnamed;
}

// How often a character of a shape may stand there: "9?" never or once, "9{2,4}" two to four times.
struct Repeat {
  size_t least = 1;
  size_t most = 1;
  size_t size = 0;  // bytes of the sign
};

Repeat RepeatAt(std::string_view shape, size_t pos) {
  if (At(shape, pos, '?')) return {0, 1, 1};
  if (!At(shape, pos, '{')) return {};
  const size_t comma = shape.find(',', pos);
  const size_t end = shape.find('}', pos);
  if (comma == std::string_view::npos || end == std::string_view::npos || comma > end) {
    Panic("a shape has a wrong repetition: " + std::string(shape));
  }
  const auto number = [&](size_t from, size_t to) {
    return static_cast<size_t>(NumberOf(shape.substr(from, to - from)));
  };
  return {number(pos + 1, comma), number(comma + 1, end), end + 1 - pos};
}

// "99?9" becomes "999" and "99".
std::vector<std::string> Expand(std::string_view shape) {
  std::vector<std::string> all = {""};
  for (size_t i = 0; i < shape.size();) {
    const Repeat repeat = RepeatAt(shape, i + 1);
    std::vector<std::string> longer;
    for (const std::string& begun : all) {
      for (size_t count = repeat.least; count <= repeat.most; ++count) {
        longer.push_back(begun + std::string(count, shape[i]));
      }
    }
    all = std::move(longer);
    i += 1 + repeat.size;
  }
  return all;
}

bool CharacterFits(char want, char got) {
  switch (want) {
    case '9':
      return IsDigit(got);
    case 'a':
      return Has(got, kUpper);
    case 'x':
      return IsAlnum(got);
    default:
      return want == got;
  }
}

// What stands between two groups: one mark, or blanks, or a mark with blanks beside it.
struct Separator {
  size_t size = 0;     // in bytes, 0: none
  char mark = 0;       // as shapes have it; `_` and `:` beside those
  bool simple = true;  // it is one character
};

// One code point that separates: its size, and what it stands for in a shape.
Separator SeparatorAt(std::string_view text, size_t pos) {
  if (pos >= text.size()) return {};
  const char c = text[pos];
  if (Separates(c) || c == '_' || c == ':') return {1, c, true};
  constexpr std::array<std::pair<std::string_view, char>, 12> kOthers = {{
      {"\u00A0", ' '},
      {"\u00B7", '.'},
      {"\u2007", ' '},
      {"\u2009", ' '},
      {"\u202F", ' '},
      {"\u2010", '-'},
      {"\u2011", '-'},
      {"\u2012", '-'},
      {"\u2013", '-'},
      {"\u2014", '-'},
      {"\u2015", '-'},
      {"\u2212", '-'},
  }};
  if (static_cast<uint8_t>(c) != 0xC2 && static_cast<uint8_t>(c) != 0xE2) return {};
  for (const auto& [bytes, mark] : kOthers) {
    if (text.substr(pos).starts_with(bytes)) return {bytes.size(), mark, true};
  }
  return {};
}

// "3998:7654", "5,900,206", and neither "12:34" nor "1,5".
bool JoinsDigits(std::string_view text, size_t mark) {
  for (size_t i = 1; i <= 3; ++i) {
    if (!AtClass(text, mark + i, kDigit)) return false;
    const bool before = mark >= i && IsDigit(text[mark - i]);
    if (!before && (i == 1 || text[mark] == ':')) return false;
  }
  return true;
}

Separator ReadSeparator(std::string_view text, size_t pos) {
  if (At(text, pos, '(') && AtClass(text, pos + 1, kDigit | kUpper) && At(text, pos + 2, ')')) {
    return {1, '(', false};
  }
  if ((At(text, pos, ',') || At(text, pos, ':')) && JoinsDigits(text, pos)) {
    return {1, text[pos] == ',' ? ',' : ';', false};  // `;`: no colon behind a prefix
  }
  Separator read;
  for (size_t count = 0; count < kMaxSeparatorMarks; ++count) {
    const Separator next = SeparatorAt(text, pos + read.size);
    if (next.size == 0) break;
    if (next.mark != ' ' && read.mark != 0 && read.mark != ' ') return {};
    if (next.mark != ' ' || read.mark == 0) read.mark = next.mark;
    read.size += next.size;
    read.simple = count == 0 && next.mark != '_' && next.mark != ':';
  }
  const size_t next = pos + read.size;
  const bool goes_on =
      AtClass(text, next, kDigit | kUpper | kLower) || LatinLookalike(text, next) != 0;
  return goes_on ? read : Separator{};
}

// "0.12345678", "12-3456...": the number goes on to the left.
bool GoesOnBefore(std::string_view text, size_t begin) {
  if (begin == 0) return false;
  const char c = text[begin - 1];
  if (c == '$' || c == '#' || c == '%') return true;
  if (begin < 2 || !IsDigit(text[begin - 2])) return false;
  return c == '-' || c == '.' || c == '/' || c == ',' || c == ':';
}

bool GoesOnBehind(std::string_view text, size_t end) {
  if (WordAt(text, end) || At(text, end, '%')) return true;
  if (end + 1 >= text.size() || !IsAlnum(text[end + 1])) return false;
  const char c = text[end];
  if (c == '-' || c == '/' || c == '@') return true;
  return (c == '.' || c == ',' || c == ':') && IsDigit(text[end + 1]);
}

}  // namespace

struct Numbers::Shape {
  std::string compact;
  std::string marks;     // the separators, in their order
  uint64_t breaks = 0;   // bit i: a separator stands before compact[i]
  uint64_t digits = 0;   // bit i: compact[i] is a digit
  uint64_t letters = 0;  // bit i: compact[i] is a letter
  size_t prefix = 0;     // upper-case letters that it begins with as they are
  uint64_t prefix_break =
      0;               // a separator may always stand behind them, where they are two or more
  bool exact = false;  // only in these very groups
  uint32_t row = 0;
  Strength strength = Strength::kWeak;
  bool tells = false;  // it may be a finding without a word beside it

  Shape(std::string_view written, uint32_t index, const NumberFormat& format);
};

Numbers::Shape::Shape(std::string_view written, uint32_t index, const NumberFormat& format)
    : row(index), strength(format.strength) {
  for (const char c : written) {
    if (Separates(c)) {
      breaks |= uint64_t{1} << compact.size();
      marks.push_back(c);
      continue;
    }
    const uint64_t bit = uint64_t{1} << compact.size();
    if (c == '9' || (IsDigit(c) && c != '9')) digits |= bit;
    if (c == 'a' || Has(c, kUpper)) letters |= bit;
    if (Has(c, kUpper) && prefix == compact.size()) ++prefix;
    compact.push_back(c);
  }
  if (prefix >= 2) prefix_break = uint64_t{1} << prefix;
  // "DE136695976" is no number of prose as 136695976 is.
  const bool told = prefix >= 2 && format.valid != nullptr && format.check >= kPrefixedCheck;
  if (told && strength == Strength::kWeak) strength = Strength::kFair;
}

// Groups of letters and digits, one separator between each two, from the first on.
struct Numbers::Candidate {
  // What is known when a group is read, of it and all before it.
  struct Group {
    size_t length;  // of the compact form
    size_t end;     // in the text
    char mark;      // the separator before it
    bool simple;    // all separators are one character
    bool lower;     // a lower-case letter is among them
    bool digit;     // a digit is
    bool digits;    // a digit is in this very group
  };
  size_t begin = 0;
  size_t size = 0;
  std::array<char, kMaxNumberLength> compact;  // of `size`; upper case, without separators
  std::array<Group, kMaxNumberGroups> group;
  size_t groups = 0;
  uint64_t breaks = 0;
  uint64_t digits = 0;  // bit i: compact[i] is a digit

  Candidate(std::string_view text, size_t pos);

 private:
  // False when no format can go on with this group: a word in small letters, too many characters.
  bool Add(std::string_view text, size_t pos, const Separator& before);
};

// Reads the letters and digits that begin at `pos`; those of Greek and Cyrillic that look like
// Latin ones count as these.
bool Numbers::Candidate::Add(std::string_view text, size_t pos, const Separator& before) {
  Group next = groups == 0 ? Group{0, 0, 0, true, false, false, false} : group[groups - 1];
  next.mark = before.mark;
  next.simple = next.simple && before.simple;
  next.digits = false;
  const size_t first = size;
  uint64_t digits_read = digits;
  bool lower = false;
  while (pos < text.size()) {
    char c = text[pos];
    size_t bytes = 1;
    if (!IsAlnum(c)) {
      c = LatinLookalike(text, pos);
      if (c == 0) break;
      bytes = 2;
    }
    if (size == kMaxNumberLength) {
      size = first;
      return false;
    }
    if (IsDigit(c)) {
      digits_read |= uint64_t{1} << size;
      next.digits = true;
    }
    lower = lower || Has(c, kLower);
    compact[size++] = Upper(c);
    pos += bytes;
  }
  if (lower && !next.digits && size - first > kMaxNumberLetters) {
    size = first;
    return false;
  }
  if (first > 0) breaks |= uint64_t{1} << first;
  digits = digits_read;
  next.lower = next.lower || lower;
  next.digit = next.digit || next.digits;
  next.length = size;
  next.end = pos;
  group[groups++] = next;
  return true;
}

Numbers::Candidate::Candidate(std::string_view text, size_t pos) : begin(pos) {
  Separator before;
  while (groups < kMaxNumberGroups && Add(text, pos, before)) {
    const size_t end = group[groups - 1].end;
    before = ReadSeparator(text, end);
    // A colon stands behind a prefix: "DE: 136695976".
    if (before.size == 0 || (before.mark == ':' && digits != 0)) break;
    pos = end + before.size;
  }
}

struct Numbers::Question {
  std::string_view text;
  std::span<const NumberMark> words;  // of the text
  const Candidate* candidate;
  size_t groups;  // that belong to it
  bool silent;    // no word speaks for it, and it is not all that its text says
  size_t begin() const { return candidate->begin; }
  const Candidate::Group& first() const { return candidate->group[0]; }
  const Candidate::Group& last() const { return candidate->group[groups - 1]; }
  size_t end() const { return last().end; }
  std::string_view compact() const { return {candidate->compact.data(), last().length}; }
  uint64_t mask() const { return (uint64_t{1} << last().length) - 1; }
  uint64_t breaks() const { return candidate->breaks & mask(); }
  uint64_t digits() const { return candidate->digits & mask(); }
  // It goes on with digits, so it may be the beginning of a longer number.
  bool cut() const { return groups < candidate->groups && candidate->group[groups].digits; }
  // "3 1 0 1 8 8 4 2 0": one by one.
  bool Spelled() const { return groups == last().length; }
  bool BeginsWithWord() const;
  bool AllDigits() const { return (~candidate->digits & mask()) == 0; }
  bool Marks(std::string_view marks) const;
  bool Plausible(const Shape& shape, bool checked) const;
};

// A group of small letters, and a blank behind it.
bool Numbers::Question::BeginsWithWord() const {
  return groups > 1 && !first().digit && candidate->group[1].mark == ' ' &&
         Has(text[candidate->begin], kLower);
}

// Are the separators these?
bool Numbers::Question::Marks(std::string_view marks) const {
  if (groups != marks.size() + 1) return false;
  for (size_t i = 1; i < groups; ++i) {
    if (candidate->group[i].mark != marks[i - 1]) return false;
  }
  return last().simple;
}

// Whether groups that no word explains are those of the shape: blanks may stand anywhere, another
// mark only where the shape has one, for "192.0.2.256" and "112-555-0123" are something else.
bool Numbers::Question::Plausible(const Shape& shape, bool checked) const {
  if (shape.strength == Strength::kStrong) return true;
  if (shape.strength == Strength::kFair && checked) return true;
  bool blank = true;
  bool same = breaks() == shape.breaks;
  for (size_t i = 1; i < groups; ++i) {
    const char mark = candidate->group[i].mark;
    blank = blank && mark == ' ';
    same = same && ((checked && mark != ',') || mark == ' ' || mark == shape.marks[i - 1]);
  }
  return blank || same;
}

namespace {
std::vector<std::string_view> WordsOf(const std::vector<const NumberFormat*>& formats) {
  std::vector<std::string_view> words;
  words.reserve(formats.size());
  for (const NumberFormat* format : formats) words.push_back(format->words);
  return words;
}
}  // namespace

Numbers::Numbers(std::vector<const NumberFormat*> formats)
    : formats_(std::move(formats)), words_(WordsOf(formats_)) {
  for (uint32_t row = 0; row < formats_.size(); ++row) {
    std::string_view rest = formats_[row]->shapes;
    while (!rest.empty()) {
      const size_t bar = rest.find('|');
      const char sign = rest.front();
      const bool signed_shape = sign == '!' || sign == '~' || sign == '=';
      for (const std::string& written : Expand(rest.substr(0, bar).substr(signed_shape ? 1 : 0))) {
        Shape shape(written, row, *formats_[row]);
        if (sign == '!') shape.strength = Strength::kStrong;
        if (sign == '~') shape.strength = Strength::kBare;
        shape.exact = sign == '=';
        const double check = formats_[row]->valid == nullptr ? 0 : formats_[row]->check;
        shape.tells = BaseOf(shape.strength) + kGroupsScore + check >= kMinScore;
        if (shape.compact.size() > kMaxNumberLength) Panic("a shape is too long");
        std::vector<Shape>& shapes = by_length_[shape.compact.size()];
        const bool known = std::any_of(shapes.begin(), shapes.end(), [&](const Shape& other) {
          return other.row == row && other.compact == shape.compact && other.marks == shape.marks &&
                 other.breaks == shape.breaks;
        });
        if (!known) shapes.push_back(std::move(shape));
      }
      rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
    }
  }
  for (size_t length = 0; length < by_length_.size(); ++length) {
    std::vector<Masks>& masks = masks_[length];
    for (uint32_t i = 0; i < by_length_[length].size(); ++i) {
      const Shape& shape = by_length_[length][i];
      auto same = std::find_if(masks.begin(), masks.end(), [&](const Masks& other) {
        return other.letters == shape.letters && other.digits == shape.digits;
      });
      if (same == masks.end()) same = masks.insert(same, {shape.letters, shape.digits, {}, false});
      same->shapes.push_back(i);
      same->tells = same->tells || shape.tells;
      tells_[length] = tells_[length] || shape.tells;
    }
    const auto end = std::partition(masks.begin(), masks.end(),
                                    [](const Masks& mask) { return mask.letters == 0; });
    letterless_[length] = static_cast<size_t>(end - masks.begin());
  }
}

Numbers::~Numbers() = default;

// Whether its characters are those of the shape, and its groups such as the shape can have.
bool Numbers::Fits(const Shape& shape, const Question& question) const {
  const std::string_view compact = question.compact();
  for (size_t i = 0; i < compact.size(); ++i) {
    if (!CharacterFits(shape.compact[i], compact[i])) return false;
  }
  if (shape.exact && question.breaks() != shape.breaks) return false;
  if (formats_[shape.row]->separated) {
    return question.breaks() == shape.breaks && question.Marks(shape.marks);
  }
  // "No 1234567": a word before a number is none of its letters.
  const Candidate::Group& first = question.first();
  if (question.groups == 1 || first.digit || first.length == shape.prefix) return true;
  if (question.candidate->group[1].mark == ':') return false;
  return first.length < shape.prefix || (shape.breaks >> first.length & 1) != 0;
}

namespace {
// A row with several shapes is told once.
void AddBest(const Hit& hit, std::vector<Hit>* found) {
  const auto same = std::find_if(found->begin(), found->end(),
                                 [&](const Hit& other) { return other.entity == hit.entity; });
  if (same == found->end()) {
    found->push_back(hit);
  } else if (same->Score() < hit.Score()) {
    *same = hit;
  }
}
}  // namespace

// What the longer extents of a candidate were not, though they had the form.
struct Numbers::Refusal {
  size_t end = 0;              // of what a prefix says it should be
  std::vector<uint32_t> rows;  // whose number a part of it is not
};

// What stands around an extent.
struct Numbers::Setting {
  NumberContext words;
  bool alone = false;  // it is all that its text says
  bool named = false;  // a word names some fitting row, whether or not the number is valid for it
};

// What stands around an extent.
Numbers::Setting Numbers::ReadSetting(const Question& question) const {
  Setting setting;
  setting.alone = question.end() - question.begin() >= kMinNumberAlone &&
                  Alone(question.text, question.begin(), question.end());
  setting.words = words_.Before(question.text, question.words, question.begin());
  words_.AddBehind(question.text, question.words, question.end(), &setting.words);
  return setting;
}

// The shapes that an extent fits and that its setting does not rule out.
std::vector<const Numbers::Shape*> Numbers::Fitting(const Question& question,
                                                    Setting* setting) const {
  const size_t length = question.compact().size();
  const uint64_t digits = question.digits();
  const uint64_t others = ~digits & question.mask();
  bool known = false;
  std::vector<uint32_t> fitting;
  const size_t count = others == 0 ? letterless_[length] : masks_[length].size();
  for (const Masks& masks : std::span(masks_[length]).first(count)) {
    if ((digits & masks.letters) != 0 || (others & masks.digits) != 0) continue;
    if (question.silent && !masks.tells) continue;
    if (!known) *setting = ReadSetting(question);
    known = true;
    // "The number is 40 303": a word in small letters is no prefix, but where nothing else stands.
    if (question.BeginsWithWord() && !setting->alone) return {};
    const bool told = setting->alone || !setting->words.empty();
    for (const uint32_t i : masks.shapes) {
      const Shape& shape = by_length_[length][i];
      if ((told || shape.tells) && Fits(shape, question)) fitting.push_back(i);
    }
  }
  std::sort(fitting.begin(), fitting.end());  // as the table has them
  std::vector<const Shape*> shapes;
  shapes.reserve(fitting.size());
  for (const uint32_t i : fitting) {
    shapes.push_back(&by_length_[length][i]);
    setting->named = setting->named || setting->words.Names(shapes.back()->row);
  }
  return shapes;
}

// How sure one shape is, as if its validator agreed. Nothing where it is written or set so that it
// is none, or where the score stays too low.
std::optional<Hit> Numbers::Rate(const Question& question, const Shape& shape,
                                 const Setting& setting) const {
  const NumberFormat& format = *formats_[shape.row];
  const bool names = setting.words.Names(shape.row);
  const bool strong = shape.strength == Strength::kStrong;
  if (setting.named && !names && !strong) return std::nullopt;
  const bool generic = setting.words.SpeaksFor(shape.row);
  const bool groups = shape.breaks == question.breaks();
  const bool fair = shape.strength >= Strength::kFair;
  const bool plain = groups || question.Spelled() || (question.breaks() & ~shape.prefix_break) == 0;
  // Other groups, a beginning of more, a word in small letters need a name beside them. What only
  // looks like this number may stand in a list.
  const bool odd = !plain || (question.cut() && !(fair && groups)) ||
                   (!strong && (question.last().lower || !question.last().simple));
  const bool checked = format.valid != nullptr && format.check > 0;
  if (!names && !generic && (setting.alone ? !question.Plausible(shape, checked) : odd)) {
    return std::nullopt;
  }
  // "vehicle 12 of 345": words in small letters are none without a check or a name.
  if (question.last().lower && !names && !setting.alone && !checked && !strong) return std::nullopt;
  // Digits are rare in their groups only.
  const bool bare =
      fair && shape.breaks != 0 && !groups && shape.prefix == 0 && question.AllDigits();
  ScoreParts parts;
  parts.format = BaseOf(bare ? Strength::kWeak : shape.strength) +
                 (groups && shape.breaks != 0 ? kGroupsScore : 0);
  parts.check = checked ? format.check : 0;
  parts.context = ContextScore(names, generic, setting.alone, plain);
  if (setting.words.against && !names) parts.against = kAgainstScore;
  const Hit hit{.entity = &format.entity,
                .begin = question.begin(),
                .end = question.end(),
                .parts = parts,
                .validated = checked,
                .alone = setting.alone && plain && !names && !generic};
  if (hit.Score() < kMinScore) return std::nullopt;
  return hit;
}

// Asks the validator. A number whose digits are wrong may be told by its form, without a check;
// else it is refused.
bool Numbers::Validate(const Question& question, const Shape& shape, const Setting& setting,
                       Hit* hit, Refusal* refusal) const {
  const NumberFormat& format = *formats_[shape.row];
  const std::string_view compact = question.compact();
  if (format.valid == nullptr || format.valid(compact)) return true;
  const bool names = setting.words.Names(shape.row);
  if (format.form != nullptr && (names || setting.alone) && format.form(compact)) {
    hit->parts.check = 0;
    hit->validated = false;
    return true;
  }
  const bool prefix = question.groups > 1 && shape.prefix >= 2 && !question.first().digit;
  if (prefix && (names || setting.words.SpeaksFor(shape.row) || setting.words.specific.empty())) {
    refusal->end = std::max(refusal->end, question.end());
  }
  refusal->rows.push_back(shape.row);
  return false;
}

// What one extent of a candidate may be. Returns where its hits end, or its begin without one.
size_t Numbers::Judge(const Question& question, std::vector<Hit>* hits, Refusal* refusal) const {
  Setting setting;
  std::vector<Hit> found;
  double best = 0;
  for (const Shape* shape : Fitting(question, &setting)) {
    const auto& wrong = refusal->rows;
    const bool refused = std::find(wrong.begin(), wrong.end(), shape->row) != wrong.end();
    if (question.cut() && refused) continue;
    std::optional<Hit> hit = Rate(question, *shape, setting);
    if (!hit || !Validate(question, *shape, setting, &*hit, refusal)) continue;
    best = std::max(best, hit->Score());
    AddBest(*hit, &found);
  }
  const double alternative = setting.named ? kNamedAlternativeScore : kAlternativeScore;
  for (const Hit& hit : found) {
    if (hit.alone || hit.Score() >= best - alternative) hits->push_back(hit);
  }
  return found.empty() ? question.begin() : question.end();
}

// Does no word speak for whatever ends between `begin` and `end`, and is there more text?
bool Numbers::Silent(std::string_view text, std::span<const NumberMark> marks, size_t begin,
                     size_t end) const {
  if (begin <= kMaxAroundAlone && text.size() - end <= kMaxAroundAlone) return false;
  return !words_.SpeakNear(marks, begin, end);
}

namespace {
// "at 10:30": a word in small letters and a blank are no beginning (BeginsWithWord), but where the
// number may be all that its text says.
bool SmallWordBefore(std::string_view text, size_t pos) {
  if (pos <= kMaxAroundAlone || !Has(text[pos], kLower)) return false;
  while (AtClass(text, pos, kLower | kUpper)) ++pos;
  return At(text, pos, ' ') && AtClass(text, pos + 1, kDigit | kLower | kUpper);
}

// Where digits end that are a group by themselves, as most of prose are: a word of small letters
// follows, or a mark that no number has. Else `pos`.
size_t LoneDigitsEnd(std::string_view text, size_t pos) {
  size_t end = pos;
  while (AtClass(text, end, kDigit)) ++end;
  if (end == pos || end + 2 >= text.size()) return pos;
  if (text[end] == ',' || text[end] == ';' || text[end] == ')' || text[end] == '?') {
    return Has(text[end + 1], kSpace) ? end : pos;
  }
  if (text[end] != ' ') return pos;
  size_t word = end + 1;
  while (AtClass(text, word, kLower)) ++word;
  const bool ends =
      word < text.size() && !IsAlnum(text[word]) && (static_cast<uint8_t>(text[word]) & 0x80) == 0;
  return ends && word - end - 1 > kMaxNumberLetters ? end : pos;
}
}  // namespace

size_t Numbers::Match(std::string_view text, std::span<const NumberMark> marks, size_t pos,
                      std::vector<Hit>* hits) const {
  if (GoesOnBefore(text, pos) || SmallWordBefore(text, pos)) return pos;
  const size_t lone = LoneDigitsEnd(text, pos);
  if (lone > pos && lone - pos <= kMaxNumberLength && !tells_[lone - pos] &&
      Silent(text, marks, pos, lone)) {
    return pos;
  }
  const Candidate candidate(text, pos);
  if (candidate.groups == 0) return pos;
  const bool silent = Silent(text, marks, pos, candidate.group[candidate.groups - 1].end);
  Refusal refusal{pos, {}};
  for (size_t groups = candidate.groups; groups > 0; --groups) {
    const Candidate::Group& last = candidate.group[groups - 1];
    if (!last.digit && (groups > 1 || last.length < kMinLettersOnly)) continue;
    // Digits one by one are tried as a whole only.
    if (groups > kMaxCutGroups && groups < candidate.groups) continue;
    if (GoesOnBehind(text, candidate.group[groups - 1].end)) continue;
    if (by_length_[last.length].empty() || (silent && !tells_[last.length])) continue;
    const size_t end = Judge({text, marks, &candidate, groups, silent}, hits, &refusal);
    if (end > pos) return end;
  }
  return refusal.end;
}

}  // namespace reeve::detectors
