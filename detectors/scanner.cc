#include "detectors/scanner.h"

#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/crypto_address.h"
#include "detectors/digits.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/limits.h"
#include "detectors/mac.h"
#include "detectors/mrz.h"
#include "detectors/overlap.h"
#include "detectors/phone.h"
#include "detectors/scan_plan.h"
#include "detectors/secrets.h"
#include "detectors/see_through.h"
#include "detectors/text_masks.h"

namespace reeve::detectors {
namespace {

// The shortest format is a phone number of kMinPhoneDigits, the shortest in groups an IPv4 address:
// "12 March" and "1,284.50" are neither, and most numbers of prose are like them.
bool MayBeIdentifier(std::string_view text, size_t pos) {
  constexpr std::string_view kSeparators = " -./()";
  size_t end = pos;
  while (end < text.size() && IsDigit(text[end])) ++end;
  if (end - pos >= kMinPhoneDigits) return true;
  if (end >= text.size() || kSeparators.find(text[end]) == std::string_view::npos) return false;
  return AtClass(text, end + 1, kDigit) || AtClass(text, end + 2, kDigit) ||
         AtClass(text, end + 3, kDigit);
}

// "HRB 12345", "AB 12 34 56 C", "DE - 136695976": a few capitals before a digit or before more
// capitals. Small letters only before a digit, or where the text is hardly more than the number.
bool LettersBefore(std::string_view text, size_t pos, size_t end) {
  if (end - pos > kMaxNumberLetters || end + 1 >= text.size()) return false;
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

// "МК 4030006603425": a few Greek or Cyrillic capitals before a digit.
bool LookalikesBefore(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end - pos <= 2 * kMaxNumberLetters && LatinLookalike(text, end) != 0) end += 2;
  if (end == pos || end - pos > 2 * kMaxNumberLetters) return false;
  const bool separated = At(text, end, ' ') || At(text, end, '-');
  return AtClass(text, separated ? end + 1 : end, kDigit);
}

// A BIC may have no digit: eight or eleven capitals. Nor may an Italian fiscal code, where two
// people would have the same: sixteen.
bool CapitalsOfCode(std::string_view text, size_t pos, size_t end) {
  return (end - pos == 8 || end - pos == 11 || end - pos == 16) &&
         std::all_of(text.begin() + static_cast<ptrdiff_t>(pos),
                     text.begin() + static_cast<ptrdiff_t>(end),
                     [](char c) { return Has(c, kUpper); });
}

// The shortest trigger of a token that begins with a digit.
constexpr size_t kMinDigitTrigger = 3;

// One pass over one text.
class Pass {
 public:
  Pass(const ScanPlan& plan, std::string_view text, ScanContext context)
      : plan_(plan),
        text_(text),
        masks_(text),
        phone_(plan.context, plan.phone),
        phrases_(plan.phrases, text, context) {}

  std::vector<Hit> Run();

 private:
  void OnWord(size_t pos);
  void OnForeign(size_t pos);
  void OnMark(size_t pos);
  // For the words of prose: a part of "snake_case" is one.
  bool BeginsWord(size_t pos) const { return !WordBefore(text_, pos) || text_[pos - 1] == '_'; }
  void LookUp(size_t pos);
  void OnNumber(size_t pos);
  void OnDigits(size_t pos);
  void OnColon(size_t pos);
  void OnOperator(size_t pos);
  void OnDash(size_t pos);
  void OnDigitRun(size_t pos);
  void OnRun(size_t pos, size_t end);
  void AddSecrets();
  std::optional<Hit> MatchDigits(size_t pos);
  void Add(const std::optional<Hit>& hit);

  const ScanPlan& plan_;
  const std::string_view text_;
  TextMasks masks_;
  PhoneMatcher phone_;
  PhraseMatcher phrases_;
  std::vector<Hit> hits_;
  SecretHits secrets_;
  size_t digits_done_ = 0;   // groups that begin before it belong to a hit
  size_t numbers_done_ = 0;  // groups that begin before it belong to a number, found or refused
  size_t names_done_ = 0;    // words before it belong to a name
  size_t colons_done_ = 0;   // colons before it were part of what was looked at
};

std::vector<Hit> Pass::Run() {
  for (size_t pos = 0; masks_.NextEvent(&pos);) {
    const char c = text_[pos];
    if (IsLetter(c)) {
      OnWord(pos);
    } else if (IsDigit(c)) {
      OnDigitRun(pos);
    } else if ((static_cast<uint8_t>(c) & 0x80) != 0) {
      OnForeign(pos);
    } else {
      OnMark(pos);
    }
  }
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
    default:
      if (plan_.operators) OnOperator(pos);
  }
}

void Pass::Add(const std::optional<Hit>& hit) {
  if (hit) hits_.push_back(*hit);
}

void Pass::LookUp(size_t pos) {
  Dictionary::Found found;
  if (!plan_.words.Find(text_, pos, masks_.KeyAt(pos), &found)) return;
  if (const DictionaryWord* word = found[ScanPlan::kSecretWord]) {
    plan_.secrets.Match(text_, pos, word->value, &secrets_);
  }
  if (!BeginsWord(pos)) return;
  if (const DictionaryWord* word = found[ScanPlan::kPhraseWord]) {
    phrases_.Match(pos, *word, &hits_);
  }
  if (const DictionaryWord* word = found[ScanPlan::kNamedWord]) {
    plan_.named.OnCue(text_, pos, *word, &names_done_, &hits_);
  }
}

void Pass::OnWord(size_t pos) {
  LookUp(pos);
  if (BeginsWord(pos)) plan_.named.OnWord(text_, pos, &names_done_, &hits_);
  if (plan_.iban && pos + 5 < text_.size() && IsLetter(text_[pos + 1]) &&
      (IsDigit(text_[pos + 2]) || IsDigit(text_[pos + 3])) && !IsLetter(text_[pos + 2])) {
    Add(MatchIban(text_, pos, plan_.context));
  }
  bool digit = false;
  const size_t end = masks_.RunEnd(pos, &digit);
  if (!plan_.numbers.empty() && pos >= digits_done_ && !WordBefore(text_, pos) &&
      (digit || LettersBefore(text_, pos, end) || CapitalsOfCode(text_, pos, end))) {
    OnNumber(pos);
  }
  OnRun(pos, end);
  if (plan_.domain && At(text_, end, '.') && AtClass(text_, end + 1, kLower)) {
    MatchBareDomain(text_, pos, plan_.wanted, &hits_);
  }
}

// A code point outside ASCII may begin a word of the dictionary. In scripts that put blanks between
// words the middle of a word begins nothing; each Chinese or Japanese character may.
void Pass::OnForeign(size_t pos) {
  if (WordBefore(text_, pos)) return;
  LookUp(pos);
  plan_.named.OnWord(text_, pos, &names_done_, &hits_);
  if (!plan_.numbers.empty() && LookalikesBefore(text_, pos)) OnNumber(pos);
}

void Pass::OnNumber(size_t pos) {
  if (pos < numbers_done_) return;
  const size_t before = hits_.size();
  const size_t end = plan_.numbers.Match(masks_, pos, &hits_);
  if (end == pos) return;
  numbers_done_ = end;
  if (hits_.size() > before) digits_done_ = end;
}

void Pass::OnDigits(size_t pos) {
  if (pos < digits_done_ || WordBefore(text_, pos)) return;
  if (MayBeIdentifier(text_, pos)) {
    if (const std::optional<Hit> hit = MatchDigits(pos)) {
      hits_.push_back(*hit);
      digits_done_ = hit->end;
    } else if (!plan_.phone.None()) {
      if (const size_t end = phone_.Match(text_, pos, &hits_); end > pos) digits_done_ = end;
    }
  }
  if (plan_.date) Add(MatchDate(text_, pos));
  if (plan_.position) Add(MatchCoordinates(text_, pos));
  if (!plan_.numbers.empty()) OnNumber(pos);
}

std::optional<Hit> Pass::MatchDigits(size_t pos) {
  const auto firm = [](const std::optional<Hit>& hit) { return hit && hit->Score() >= kMinScore; };
  const DigitGroups groups = ReadDigitGroups(text_, pos);
  std::optional<Hit> hit;
  if (plan_.ip && firm(hit = MatchIpv4(text_, groups, plan_.context))) return hit;
  if (plan_.card && firm(hit = MatchCard(text_, groups, plan_.context))) return hit;
  if (plan_.ssn && firm(hit = MatchSsn(text_, groups, plan_.context))) return hit;
  return std::nullopt;
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
  if (plan_.digits) OnDigits(pos);
  bool digit = true;
  const size_t end = masks_.RunEnd(pos, &digit);
  if (end - pos >= kMinDigitTrigger && plan_.operators) LookUp(pos);
  OnRun(pos, end);
}

// What is told by a whole run of letters and digits, or by the mark behind it.
void Pass::OnRun(size_t pos, size_t end) {
  if (plan_.crypto && end - pos >= kMinCryptoAddress) Add(MatchCryptoAddress(text_, pos, end));
  if (end >= text_.size()) return;
  const char mark = text_[end];
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

Error Unknown(const std::string& name) {
  std::vector<std::string> names;
  for (const EntityEntry* entry : Catalogue()) names.emplace_back(entry->name);
  for (size_t i = 0; i < kCategoryCount; ++i) {
    names.emplace_back(CategoryName(static_cast<Category>(i)));
  }
  return Error{"detectors.unknown_entity",
               "no entity or category is named `" + name + "`" + DidYouMeanSuffix(name, names)};
}

Finding ToFinding(const Hit& hit) {
  const EntityEntry& entry = *hit.entity;
  Finding finding;
  finding.entity = entry.name;
  finding.country = entry.country;
  finding.category = entry.category;
  finding.kind = entry.kind;
  finding.score = hit.Score();
  finding.parts = hit.parts;
  finding.validated = hit.validated;
  finding.disguises = hit.disguises;
  return finding;
}

// Of a plan whose families are made.
std::vector<DictionaryWord> WordsOf(const ScanPlan& plan) {
  std::vector<DictionaryWord> words;
  const auto add = [&](const std::vector<DictionaryWord>& family, uint8_t number) {
    for (const DictionaryWord& word : family) words.emplace_back(word).family = number;
  };
  add(plan.secrets.Triggers(), ScanPlan::kSecretWord);
  add(plan.phrases.words(), ScanPlan::kPhraseWord);
  add(plan.named.words(), ScanPlan::kNamedWord);
  return words;
}

std::vector<const NumberFormat*> WantedNumbers(const Wanted& wanted) {
  std::vector<const NumberFormat*> formats = NumberFormats();
  std::erase_if(formats, [&](const NumberFormat* format) { return !wanted(format->entity); });
  return formats;
}

// What the catalogue's and the own entities find in a text as it is.
std::vector<Hit> ScanOnce(const ScanPlan& plan, std::string_view text, ScanContext context) {
  std::vector<Hit> hits;
  if (!plan.wanted.empty()) hits = Pass(plan, text, context).Run();
  if (!plan.own) return hits;
  const auto found = static_cast<ptrdiff_t>(hits.size());
  plan.own->Match(text, &hits);
  std::inplace_merge(hits.begin(), hits.begin() + found, hits.end(),
                     [](const Hit& a, const Hit& b) { return a.begin < b.begin; });
  return hits;
}

// Offsets are counted in one pass, in ascending order, over the ends of all spans together.
std::vector<Finding> Locate(std::string_view text, const std::vector<Hit>& hits) {
  std::vector<Finding> findings;
  std::vector<std::pair<size_t, TextOffset*>> marks;
  findings.reserve(hits.size());
  for (const Hit& hit : hits) {
    Finding& finding = findings.emplace_back(ToFinding(hit));
    marks.emplace_back(hit.begin, &finding.span.start);
    marks.emplace_back(hit.end, &finding.span.end);
  }
  std::sort(marks.begin(), marks.end());
  OffsetCounter counter(text);
  for (const auto& [bytes, offset] : marks) *offset = counter.At(bytes);
  return findings;
}

}  // namespace

ScanPlan::ScanPlan(Wanted selected)
    : wanted(std::move(selected)),
      email(wanted(kEmailAddress)),
      ip(wanted(kIpAddress)),
      iban(wanted(kIbanCode)),
      phone{wanted(kPhoneNumber), wanted(kPhMobileNumber), wanted(kTrPhoneNumber)},
      card(wanted(kCreditCard)),
      ssn(wanted(kUsSsn)),
      crypto(wanted(kCrypto)),
      mac(wanted(kMacAddress)),
      mrz(wanted(kMrz)),
      date(wanted(kDateTime)),
      url(wanted(kUrl)),
      domain(url || wanted(kDomainName)),
      position(wanted(kGeoCoordinates)),
      named(wanted),
      numbers(WantedNumbers(wanted)),
      phrases(wanted),
      secrets(wanted),
      operators(!secrets.empty()),
      words(WordsOf(*this)) {
  digits = ip || !phone.None() || card || ssn || date || position || !numbers.empty();
  if (!phone.None()) PhoneMatcher::LoadPlans();
}

Scanner::Scanner(std::unique_ptr<const ScanPlan> plan) : plan_(std::move(plan)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

Result<Scanner> Scanner::Create(std::span<const std::string> wanted,
                                std::span<const OwnEntity> own) {
  Wanted selected;
  std::vector<OwnEntity> selected_own;
  for (const OwnEntity& entity : own) {
    const auto asks = [&](const std::string& name) {
      return name == entity.name || name == CategoryName(entity.category);
    };
    if (std::any_of(wanted.begin(), wanted.end(), asks)) selected_own.push_back(entity);
  }
  const auto is_own = [&](std::string_view name) {
    return std::any_of(own.begin(), own.end(),
                       [&](const OwnEntity& entity) { return entity.name == name; });
  };
  for (const std::string& name : wanted) {
    bool known = is_own(name);
    for (size_t i = 0; i < kCategoryCount; ++i) {
      known = known || name == CategoryName(static_cast<Category>(i));
    }
    for (const EntityEntry* entry : Catalogue()) {
      if (name != entry->name && name != CategoryName(entry->category)) continue;
      if (!is_own(entry->name)) selected.Add(*entry);
      known = true;
    }
    if (!known) return Unknown(name);
  }
  auto plan = std::make_unique<ScanPlan>(std::move(selected));
  if (!selected_own.empty()) {
    REEVE_ASSIGN_OR_RETURN(plan->own, OwnEntities::Create(selected_own));
  }
  return Scanner(std::move(plan));
}

Scanner Scanner::Everything() {
  Wanted all;
  for (const EntityEntry* entry : Catalogue()) all.Add(*entry);
  return Scanner(std::make_unique<const ScanPlan>(std::move(all)));
}

std::vector<Finding> Scanner::Scan(std::string_view text, ScanContext context) const {
  if (Idle()) return {};
  std::vector<Hit> hits = ScanOnce(*plan_, text, context);
  SeeThrough(
      text, [&](std::string_view view) { return ScanOnce(*plan_, view, context); }, &hits);
  return Locate(text, hits);
}

std::vector<std::string_view> Scanner::Entities() const {
  std::vector<std::string_view> names;
  for (const EntityEntry* entry : Catalogue()) {
    if (plan_->wanted(*entry)) names.push_back(entry->name);
  }
  if (plan_->own) {
    const std::vector<std::string_view> own = plan_->own->Names();
    names.insert(names.end(), own.begin(), own.end());
  }
  return names;
}

bool Scanner::Idle() const { return plan_->wanted.empty() && !plan_->own; }

}  // namespace reeve::detectors
