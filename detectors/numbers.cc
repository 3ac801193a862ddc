#include "detectors/numbers.h"

#include <algorithm>

#include "base/result.h"
#include "detectors/bytes.h"
#include "detectors/check_digits.h"

namespace reeve::detectors {
namespace {

constexpr double kWeakScore = 0.05;
constexpr double kFairScore = 0.20;
constexpr double kStrongScore = 0.40;
constexpr double kGroupsScore = 0.04;   // written in the very groups of the format
constexpr double kNamedScore = 0.45;    // a word of the format stands beside it
constexpr double kGenericScore = 0.35;  // a word of one of its groups does
constexpr double kAloneScore = 0.25;    // it is all that its text says
constexpr double kAgainstScore = -0.4;

bool Separates(char c) { return c == ' ' || c == '-' || c == '.' || c == '/'; }
char Upper(char c) { return Has(c, kLower) ? static_cast<char>(c & ~0x20) : c; }

double BaseOf(Strength strength) {
  switch (strength) {
    case Strength::kWeak:
      return kWeakScore;
    case Strength::kFair:
      return kFairScore;
    case Strength::kStrong:
      return kStrongScore;
  }
  return 0;
}

// "99?9" becomes "999" and "99".
std::vector<std::string> Expand(std::string_view shape) {
  std::vector<std::string> all = {""};
  for (size_t i = 0; i < shape.size(); ++i) {
    const bool optional = i + 1 < shape.size() && shape[i + 1] == '?';
    const size_t count = all.size();
    for (size_t k = 0; k < count; ++k) {
      if (optional) all.push_back(all[k]);
      all[k].push_back(shape[i]);
    }
    if (optional) ++i;
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

// All that its text says, but for blanks and quotation marks.
bool Alone(std::string_view text, size_t begin, size_t end) {
  constexpr std::string_view kAround = " \t\r\n\"'";
  return text.find_first_not_of(kAround) >= begin && text.find_last_not_of(kAround) + 1 <= end;
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
  uint64_t breaks = 0;  // bit i: a separator stands before compact[i]
  uint32_t row = 0;
};

// Groups of letters and digits, one separator between each two, from the first on.
struct Numbers::Candidate {
  size_t begin = 0;
  std::string compact;                             // upper case, without separators
  std::array<size_t, kMaxNumberGroups> lengths{};  // of the compact form, by number of groups
  std::array<size_t, kMaxNumberGroups> ends{};     // in the text
  size_t groups = 0;
  uint64_t breaks = 0;
  bool lower = false;  // a lower-case letter is among them
  bool digit = false;

  static Candidate Read(std::string_view text, size_t pos);
};

Numbers::Candidate Numbers::Candidate::Read(std::string_view text, size_t pos) {
  Candidate candidate;
  candidate.begin = pos;
  while (candidate.groups < kMaxNumberGroups) {
    size_t end = pos;
    while (end < text.size() && IsAlnum(text[end])) {
      if (candidate.compact.size() == kMaxNumberLength) return candidate;
      candidate.compact.push_back(Upper(text[end]));
      candidate.lower = candidate.lower || Has(text[end], kLower);
      candidate.digit = candidate.digit || IsDigit(text[end]);
      ++end;
    }
    candidate.lengths[candidate.groups] = candidate.compact.size();
    candidate.ends[candidate.groups++] = end;
    if (end + 1 >= text.size() || !Separates(text[end]) || !IsAlnum(text[end + 1])) break;
    candidate.breaks |= uint64_t{1} << candidate.compact.size();
    pos = end + 1;
  }
  return candidate;
}

struct Numbers::Question {
  std::string_view text;
  const Candidate* candidate;
  size_t groups;  // that belong to it
  size_t begin() const { return candidate->begin; }
  size_t end() const { return candidate->ends[groups - 1]; }
  std::string_view compact() const {
    return std::string_view(candidate->compact).substr(0, candidate->lengths[groups - 1]);
  }
  uint64_t breaks() const { return candidate->breaks & ((uint64_t{1} << compact().size()) - 1); }
};

namespace {
std::vector<std::string_view> WordsOf(const std::vector<const NumberFormat*>& formats) {
  std::vector<std::string_view> words;
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
      for (const std::string& written : Expand(rest.substr(0, bar))) {
        Shape shape{"", 0, row};
        for (const char c : written) {
          if (Separates(c)) {
            shape.breaks |= uint64_t{1} << shape.compact.size();
          } else {
            shape.compact.push_back(c);
          }
        }
        if (shape.compact.size() > kMaxNumberLength) Panic("a shape is too long");
        by_length_[shape.compact.size()].push_back(std::move(shape));
      }
      rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
    }
  }
}

Numbers::~Numbers() = default;

bool Numbers::Fits(const Shape& shape, const Candidate& candidate, size_t length) const {
  for (size_t i = 0; i < length; ++i) {
    if (!CharacterFits(shape.compact[i], candidate.compact[i])) return false;
  }
  return true;
}

// What one extent of a candidate may be. Returns where its hits end, or its begin without one.
size_t Numbers::Judge(const Question& question, std::vector<Hit>* hits) const {
  const Candidate& candidate = *question.candidate;
  const std::string_view compact = question.compact();
  std::vector<const Shape*> fitting;
  for (const Shape& shape : by_length_[compact.size()]) {
    if (Fits(shape, candidate, compact.size())) fitting.push_back(&shape);
  }
  if (fitting.empty()) return question.begin();

  const NumberContext context = words_.Around(question.text, question.begin(), question.end());
  const bool alone = Alone(question.text, question.begin(), question.end());
  const bool cut = question.groups < candidate.groups;
  bool named = false;  // some fitting row is named by a word, whether or not it is valid
  for (const Shape* shape : fitting) named = named || context.Names(shape->row);

  std::vector<Hit> found;
  double best = 0;
  for (const Shape* shape : fitting) {
    const NumberFormat& format = *formats_[shape->row];
    const bool names = context.Names(shape->row);
    if (named && !names && format.strength != Strength::kStrong) continue;
    const bool generic = context.SpeaksFor(shape->row);
    const bool groups = shape->breaks == question.breaks();
    const bool plain = groups || question.breaks() == 0;
    if (!plain && !names && !generic) continue;
    // A number that goes on behind a blank, or a word in small letters, needs its name beside it.
    if ((cut || candidate.lower) && !names && !generic && !alone) continue;
    if (format.valid != nullptr && !format.valid(compact)) continue;
    ScoreParts parts;
    parts.format = BaseOf(format.strength) + (groups && shape->breaks != 0 ? kGroupsScore : 0);
    parts.check = format.valid != nullptr ? format.check : 0;
    parts.context = names ? kNamedScore : generic ? kGenericScore : alone ? kAloneScore : 0;
    if (context.against && !names) parts.against = kAgainstScore;
    Hit hit{&format.entity, question.begin(), question.end(), parts,
            format.valid != nullptr && format.check > 0};
    if (hit.Score() < kMinScore) continue;
    best = std::max(best, hit.Score());
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const Hit& other) { return other.entity == hit.entity; });
    if (same == found.end()) {
      found.push_back(hit);
    } else if (same->Score() < hit.Score()) {
      *same = hit;
    }
  }
  for (const Hit& hit : found) {
    if (hit.Score() >= best - kAlternativeScore) hits->push_back(hit);
  }
  return found.empty() ? question.begin() : question.end();
}

size_t Numbers::Match(std::string_view text, size_t pos, std::vector<Hit>* hits) const {
  if (GoesOnBefore(text, pos)) return pos;
  const Candidate candidate = Candidate::Read(text, pos);
  if (!candidate.digit) return pos;
  for (size_t groups = candidate.groups; groups > 0; --groups) {
    if (GoesOnBehind(text, candidate.ends[groups - 1])) continue;
    const size_t end = Judge({text, &candidate, groups}, hits);
    if (end > pos) return end;
  }
  return pos;
}

}  // namespace reeve::detectors
