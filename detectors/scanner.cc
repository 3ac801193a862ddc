#include "detectors/scanner.h"

#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/digits.h"
#include "detectors/formats.h"
#include "detectors/limits.h"
#include "detectors/overlap.h"
#include "detectors/phone.h"
#include "detectors/scan_plan.h"
#include "detectors/secrets.h"

namespace reeve::detectors {
namespace {

enum class Event : uint8_t { kNothing, kWord, kDigit, kAt, kColon };

constexpr std::array<Event, 256> MakeEvents() {
  std::array<Event, 256> events{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    events[static_cast<size_t>(c)] = letter     ? Event::kWord
                                     : digit    ? Event::kDigit
                                     : c == '@' ? Event::kAt
                                     : c == ':' ? Event::kColon
                                                : Event::kNothing;
  }
  return events;
}
constexpr std::array<Event, 256> kEvents = MakeEvents();

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

// One pass over one text.
class Pass {
 public:
  Pass(const ScanPlan& plan, std::string_view text)
      : plan_(plan), text_(text), phone_(plan.context), injection_(plan.injection, text) {}

  std::vector<Hit> Run();

 private:
  void OnWord(size_t pos);
  void OnDigits(size_t pos);
  void OnColon(size_t pos);
  std::optional<Hit> MatchDigits(size_t pos);
  void Add(const std::optional<Hit>& hit);

  const ScanPlan& plan_;
  const std::string_view text_;
  PhoneMatcher phone_;
  InjectionMatcher injection_;
  std::vector<Hit> hits_;
  size_t digits_done_ = 0;  // groups that begin before it belong to a hit
  size_t colons_done_ = 0;  // colons before it were part of what was looked at
};

std::vector<Hit> Pass::Run() {
  const size_t size = text_.size();
  for (size_t pos = 0; pos < size;) {
    switch (kEvents[static_cast<uint8_t>(text_[pos])]) {
      case Event::kNothing:
        ++pos;
        break;
      case Event::kWord:
        OnWord(pos);
        while (pos < size && IsAlnum(text_[pos])) ++pos;
        break;
      case Event::kDigit:
        if (plan_.digits) OnDigits(pos);
        while (pos < size && IsAlnum(text_[pos])) ++pos;
        break;
      case Event::kAt:
        if (plan_.email) Add(MatchEmail(text_, pos, plan_.context));
        ++pos;
        break;
      case Event::kColon:
        if (plan_.ip) OnColon(pos);
        ++pos;
        break;
    }
  }
  injection_.Finish(&hits_);
  std::erase_if(hits_, [](const Hit& hit) { return hit.Score() < kMinScore; });
  ResolveOverlaps(&hits_);
  return std::move(hits_);
}

void Pass::Add(const std::optional<Hit>& hit) {
  if (hit) hits_.push_back(*hit);
}

void Pass::OnWord(size_t pos) {
  if (plan_.words) {
    const DictionaryWord* word = plan_.words->Find(text_, pos);
    if (word == nullptr) {
    } else if (word->value >= kSecretValues) {
      Add(MatchSecret(text_, pos, word->value - kSecretValues));
    } else if (!WordBefore(text_, pos) || text_[pos - 1] == '_') {
      injection_.Match(pos, word->value, &hits_);
    }
  }
  if (plan_.iban && pos + 4 < text_.size() && IsLetter(text_[pos + 1]) && IsDigit(text_[pos + 2]) &&
      IsDigit(text_[pos + 3])) {
    Add(MatchIban(text_, pos, plan_.context));
  }
}

void Pass::OnDigits(size_t pos) {
  if (pos < digits_done_ || !MayBeIdentifier(text_, pos) || WordBefore(text_, pos)) return;
  const std::optional<Hit> hit = MatchDigits(pos);
  if (!hit) return;
  hits_.push_back(*hit);
  digits_done_ = hit->end;
}

std::optional<Hit> Pass::MatchDigits(size_t pos) {
  const auto firm = [](const std::optional<Hit>& hit) { return hit && hit->Score() >= kMinScore; };
  const DigitGroups groups = ReadDigitGroups(text_, pos);
  std::optional<Hit> hit;
  if (plan_.ip && firm(hit = MatchIpv4(text_, groups, plan_.context))) return hit;
  if (plan_.card && firm(hit = MatchCard(text_, groups, plan_.context))) return hit;
  if (plan_.ssn && firm(hit = MatchSsn(text_, groups, plan_.context))) return hit;
  if (plan_.phone && firm(hit = phone_.Match(text_, pos))) return hit;
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

std::vector<bool> Select(bool all) { return std::vector<bool>(kEntityCount, all); }

Error Unknown(const std::string& name) {
  std::vector<std::string> names;
  for (const EntityEntry& entry : Catalogue()) names.emplace_back(entry.name);
  for (const Category category :
       {Category::kPii, Category::kPayment, Category::kSecret, Category::kInjection}) {
    names.emplace_back(CategoryName(category));
  }
  return Error{"detectors.unknown_entity",
               "no entity or category is named `" + name + "`" + DidYouMeanSuffix(name, names)};
}

Finding ToFinding(const Hit& hit) {
  const EntityEntry& entry = EntryOf(hit.entity);
  Finding finding;
  finding.entity = entry.name;
  finding.category = entry.category;
  finding.kind = entry.kind;
  finding.score = hit.Score();
  finding.parts = hit.parts;
  finding.validated = hit.validated;
  return finding;
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

ScanPlan::ScanPlan(std::vector<bool> selected)
    : wanted(std::move(selected)),
      idle(std::find(wanted.begin(), wanted.end(), true) == wanted.end()),
      email(Wants(Entity::kEmailAddress)),
      ip(Wants(Entity::kIpAddress)),
      iban(Wants(Entity::kIbanCode)),
      phone(Wants(Entity::kPhoneNumber)),
      card(Wants(Entity::kCreditCard)),
      ssn(Wants(Entity::kUsSsn)),
      injection(wanted) {
  digits = ip || phone || card || ssn;
  if (phone) PhoneMatcher::LoadPlans();
  std::vector<DictionaryWord> entries = injection.triggers();
  for (SecretPrefix& prefix : SecretPrefixes()) {
    if (!Wants(prefix.entity)) continue;
    prefix.word.value += kSecretValues;
    entries.push_back(prefix.word);
  }
  if (!entries.empty()) words.emplace(entries);
}

Scanner::Scanner(std::unique_ptr<const ScanPlan> plan) : plan_(std::move(plan)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

Result<Scanner> Scanner::Create(std::span<const std::string> wanted) {
  std::vector<bool> selected = Select(false);
  for (const std::string& name : wanted) {
    bool known = false;
    for (const EntityEntry& entry : Catalogue()) {
      if (name != entry.name && name != CategoryName(entry.category)) continue;
      selected[static_cast<size_t>(entry.entity)] = true;
      known = true;
    }
    if (!known) return Unknown(name);
  }
  return Scanner(std::make_unique<const ScanPlan>(std::move(selected)));
}

Scanner Scanner::Everything() { return Scanner(std::make_unique<const ScanPlan>(Select(true))); }

std::vector<Finding> Scanner::Scan(std::string_view text) const {
  if (plan_->idle) return {};
  return Locate(text, Pass(*plan_, text).Run());
}

std::vector<std::string_view> Scanner::Entities() const {
  std::vector<std::string_view> names;
  for (const EntityEntry& entry : Catalogue()) {
    if (plan_->Wants(entry.entity)) names.push_back(entry.name);
  }
  return names;
}

bool Scanner::Idle() const { return plan_->idle; }

}  // namespace reeve::detectors
