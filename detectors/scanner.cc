#include "detectors/scanner.h"

#include <algorithm>

#include "detectors/entities.h"
#include "detectors/limits.h"
#include "detectors/pass.h"
#include "detectors/phone.h"
#include "detectors/scan_plan.h"
#include "detectors/see_through.h"

namespace reeve::detectors {
namespace {

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
  add(plan.numbers.words().words(), ScanPlan::kNumberWord);
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
