#include "detectors/pass.h"

#include <algorithm>

#include "detectors/crypto_address.h"
#include "detectors/formats.h"
#include "detectors/limits.h"
#include "detectors/mac.h"
#include "detectors/mrz.h"
#include "detectors/overlap.h"

namespace reeve::detectors {
namespace {

// "HRB 12345", "AB 12 34 56 C", "DE - 136695976": a few capitals before a digit or before more
// capitals. Small letters only before a digit, or where the text is hardly more than the number.
bool LettersBefore(std::string_view text, size_t pos, size_t end) {
  if (end + 1 >= text.size()) return false;
  const auto separates = [](char c) {
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == ':';
  };
  size_t next = end;
  while (next < text.size() && next - end < kMaxSeparatorMarks && separates(text[next])) ++next;
  if (next == end || next >= text.size()) return false;
  if (IsDigit(text[next])) return true;
  if (text.size() <= kMaxNumberField) return IsLetter(text[next]);
  return Has(text[next], kUpper) && std::all_of(text.begin() + static_cast<ptrdiff_t>(pos),
                                                text.begin() + static_cast<ptrdiff_t>(end),
                                                [](char c) { return Has(c, kUpper); });
}

// A BIC may have no digit: eight or eleven capitals. Nor may an Italian fiscal code, where two
// people would have the same: sixteen.
bool CapitalsOfCode(std::string_view text, size_t pos, size_t end) {
  return (end - pos == 8 || end - pos == 11 || end - pos == 16) &&
         std::all_of(text.begin() + static_cast<ptrdiff_t>(pos),
                     text.begin() + static_cast<ptrdiff_t>(end),
                     [](char c) { return Has(c, kUpper); });
}

// Whether a number may begin with the letters of the run.
bool MayBeNumber(std::string_view text, size_t pos, const TextMasks::Run& run) {
  if (run.digit) return true;
  if (run.end - pos > kMaxNumberLetters) {
    return Has(text[pos], kUpper) && CapitalsOfCode(text, pos, run.end);
  }
  const bool prose =
      At(text, run.end, ' ') && AtClass(text, run.end + 1, kLower) && text.size() > kMaxNumberField;
  return !prose && LettersBefore(text, pos, run.end);
}

bool MayBeIban(std::string_view text, size_t pos) {
  return pos + 5 < text.size() && IsLetter(text[pos + 1]) && !IsLetter(text[pos + 2]) &&
         (IsDigit(text[pos + 2]) || IsDigit(text[pos + 3]));
}

// "МК 4030006603425": a few Greek or Cyrillic capitals before a digit.
bool LookalikesBefore(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end - pos <= 2 * kMaxNumberLetters && LatinLookalike(text, end) != 0) end += 2;
  if (end == pos || end - pos > 2 * kMaxNumberLetters) return false;
  const bool separated = At(text, end, ' ') || At(text, end, '-');
  return AtClass(text, separated ? end + 1 : end, kDigit);
}

// The shortest trigger of a token that begins with a digit.
constexpr size_t kMinDigitTrigger = 3;

}  // namespace

std::vector<Hit> Pass::Run() {
  WordKey plain;
  const bool prose = text_.size() > kMaxNumberField;  // else it may begin a number (LettersBefore)
  for (size_t pos = 0; masks_.NextEvent(&pos);) {
    const char c = text_[pos];
    // A plain word begins nothing but what the dictionary has.
    if (Has(c, kLower) && prose && masks_.PlainHere(pos, &plain)) {
      phrases_.AddPlace(pos, plain);
      if (plan_.words.MayStandAtOnce(masks_, pos, plain)) OnFound(pos, plain, true);
      continue;
    }
    if (IsLetter(c)) {
      OnWord(pos);
    } else if (IsDigit(c)) {
      OnDigitRun(pos);
    } else if ((static_cast<uint8_t>(c) & 0x80) != 0) {
      OnForeign(pos);
    } else {
      OnMark(pos);
    }
    numbers_.Advance(pos, &hits_);
  }
  numbers_.Finish(&hits_);
  AddSecrets();
  phrases_.Finish(&hits_);
  std::erase_if(hits_, [](const Hit& hit) { return hit.Score() < kMinScore; });
  ResolveOverlaps(&hits_);
  return std::move(hits_);
}

void Pass::OnMark(size_t pos) {
  switch (text_[pos]) {
    case '@':
      if (plan_.email && pos >= secrets_.userinfo_done) Add(MatchEmail(text_, pos, plan_.context));
      phrases_.MatchAt(pos);
      return;
    case ':':
      if (plan_.operators) plan_.secrets.MatchOperator(text_, pos, &secrets_);
      if (plan_.ip) OnColon(pos);
      if (plan_.url && At(text_, pos + 1, '/')) Add(MatchUrl(text_, pos));
      return;
    case '-':
      if (plan_.operators) OnDash(pos);
      return;
    case '.':
    case '!':
    case '?':
    case '\n':
      phrases_.MatchMark(pos);
      return;
    default:
      if (plan_.operators) OnOperator(pos);
  }
}

void Pass::Add(const std::optional<Hit>& hit) {
  if (hit) hits_.push_back(*hit);
}

void Pass::LookUp(size_t pos, const WordKey& key) {
  const bool begins = BeginsWord(pos);
  if (begins) phrases_.AddPlace(pos, key);
  if (plan_.words.MayStandAtOnce(masks_, pos, key)) OnFound(pos, key, begins);
}

void Pass::OnFound(size_t pos, const WordKey& key, bool begins) {
  Dictionary::Found found;
  if (!plan_.words.FindAtOnce(masks_, pos, key, &found)) return;
  // A longer phrase may stand there that is for later.
  if (found[ScanPlan::kPhraseWord] != nullptr) plan_.words.Find(masks_, pos, key, &found);
  if (const DictionaryWord* word = found[ScanPlan::kSecretWord]) {
    plan_.secrets.Match(text_, pos, word->value, &secrets_);
  }
  if (!begins) return;
  if (const DictionaryWord* word = found[ScanPlan::kPhraseWord]) {
    phrases_.Match(pos, *word, &hits_);
  }
  if (const DictionaryWord* word = found[ScanPlan::kNamedWord]) {
    plan_.named.OnCue(text_, pos, *word, &names_done_, &hits_);
  }
  const DictionaryWord* word = found[ScanPlan::kNumberWord];
  if (word != nullptr && !IsDigit(text_[pos])) numbers_.AddWord(pos, *word);
}

// "taxNumber": a hump begins a word of those that speak for numbers.
void Pass::LookUpHumps(size_t pos, size_t end) {
  Dictionary::Found found;
  for (++pos; pos < end; ++pos) {
    if (!Has(text_[pos], kUpper) || !Has(text_[pos - 1], kLower)) continue;
    if (!plan_.words.Find(masks_, pos, &found)) continue;
    const DictionaryWord* word = found[ScanPlan::kNumberWord];
    if (word != nullptr) numbers_.AddWord(pos, *word);
  }
}

void Pass::OnWord(size_t pos) {
  const auto [run, key] = masks_.WordHere(pos);
  LookUp(pos, key);
  const bool capital = Has(text_[pos], kUpper);
  if (capital && BeginsWord(pos)) plan_.named.OnCapital(text_, pos, &names_done_, &hits_);
  if (plan_.iban && (run.digit || run.end - pos == 2) && MayBeIban(text_, pos)) {
    Add(MatchIban(text_, pos, plan_.context));
  }
  if (run.hump) LookUpHumps(pos, run.end);
  if (MayBeNumber(text_, pos, run) && !WordBefore(text_, pos)) numbers_.AddLetters(pos);
  OnRun(pos, run.end);
  if (plan_.domain && At(text_, run.end, '.') && AtClass(text_, run.end + 1, kLower)) {
    MatchBareDomain(text_, pos, plan_.wanted, &hits_);
  }
}

// A code point outside ASCII may begin a word of the dictionary. In scripts that put blanks between
// words the middle of a word begins nothing; each Chinese or Japanese character may.
void Pass::OnForeign(size_t pos) {
  phrases_.MatchMark(pos);
  if (WordBefore(text_, pos)) return;
  LookUp(pos, masks_.KeyAt(pos));
  plan_.named.OnCapital(text_, pos, &names_done_, &hits_);
  if (LookalikesBefore(text_, pos)) numbers_.AddLetters(pos);
}

void Pass::OnColon(size_t pos) {
  const auto piece = [&](size_t at) { return AtClass(text_, at, kHex) || At(text_, at, ':'); };
  if (pos < colons_done_ || !piece(pos + 1)) return;
  if (pos > 0 && !piece(pos - 1) && text_[pos + 1] != ':') return;
  size_t end = pos;
  while (piece(end)) ++end;
  colons_done_ = end;
  Add(MatchIpv6(text_, pos, plan_.context));
}

// A comma in prose is no operator, and nearly all are.
void Pass::OnOperator(size_t pos) {
  const bool quoted = pos > 0 && (text_[pos - 1] == '"' || text_[pos - 1] == '\'');
  if (text_[pos] != ',' || quoted) plan_.secrets.MatchOperator(text_, pos, &secrets_);
}

// "--name", at the begin of a word of a command.
void Pass::OnDash(size_t pos) {
  if (!At(text_, pos + 1, '-') || !AtClass(text_, pos + 2, kLower | kUpper)) return;
  if (pos == 0 || Has(text_[pos - 1], kSpace)) plan_.secrets.MatchFlag(text_, pos, &secrets_);
}

// A token may begin with a digit ("4b1d...").
void Pass::OnDigitRun(size_t pos) {
  if (plan_.digits && !WordBefore(text_, pos)) numbers_.AddDigits(pos);
  const auto [run, key] = masks_.WordHere(pos);
  if (run.hump) LookUpHumps(pos, run.end);
  if (run.end - pos >= kMinDigitTrigger && plan_.operators) LookUp(pos, key);
  OnRun(pos, run.end);
}

// What is told by a whole run of letters and digits, or by the mark behind it.
void Pass::OnRun(size_t pos, size_t end) {
  if (plan_.crypto && end - pos >= kMinCryptoAddress) Add(MatchCryptoAddress(text_, pos, end));
  if (end >= text_.size()) return;
  const char mark = text_[end];
  if (mark == ' ') return;
  if (plan_.mac && end - pos <= 4 && (mark == ':' || mark == '-' || mark == '.')) {
    Add(MatchMac(text_, pos, end));
  }
  if (plan_.mrz && mark == '<') Add(MatchMrz(text_, pos));
}

// Of values that only their key gives away those are dropped in which something else was found.
void Pass::AddSecrets() {
  std::vector<Hit>& firm = secrets_.firm;
  const auto by_begin = [](const Hit& a, const Hit& b) { return a.begin < b.begin; };
  std::stable_sort(firm.begin(), firm.end(), by_begin);
  size_t next = 0;
  for (const Hit& hit : secrets_.generic) {
    while (next < firm.size() && firm[next].end <= hit.begin) ++next;
    if (next == firm.size() || firm[next].begin >= hit.end) hits_.push_back(hit);
  }
  hits_.insert(hits_.end(), firm.begin(), firm.end());
}

}  // namespace reeve::detectors
