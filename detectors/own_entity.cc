#include "detectors/own_entity.h"

#include <algorithm>
#include <array>
#include <deque>

#include "base/word_pattern.h"
#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/limits.h"
#include "detectors/term_set.h"

namespace reeve::detectors {
namespace {

constexpr std::array<std::string_view, kCheckRuleCount> kRuleNames = {
    "none", "luhn", "verhoeff", "mod11_10", "mod11_2", "mod37_36", "mod97_10", "icao731"};

// What of a number counts for the rule, letters as capitals.
std::string Compact(CheckRule rule, std::string_view number) {
  const bool digits =
      rule == CheckRule::kLuhn || rule == CheckRule::kVerhoeff || rule == CheckRule::kMod11_10;
  std::string out;
  for (const char c : number) {
    const char upper = Has(c, kLower) ? static_cast<char>(c & ~0x20) : c;
    const bool counts = IsDigit(c) || (rule == CheckRule::kMod11_2   ? upper == 'X'
                                       : rule == CheckRule::kIcao731 ? IsLetter(c) || c == '<'
                                                                     : !digits && IsLetter(c));
    if (counts) out.push_back(upper);
  }
  return out;
}

// A letter, a digit, `_`, or a byte of another script.
bool InWord(char c) { return IsAlnum(c) || c == '_' || static_cast<uint8_t>(c) >= 0x80; }

Error Refused(const OwnEntity& entity, const std::string& what) {
  return {"detectors.own_entity", "the entity `" + entity.name + "`: " + what};
}

Status CheckTexts(const OwnEntity& entity) {
  for (const std::vector<std::string>* texts : {&entity.terms, &entity.words}) {
    for (const std::string& text : *texts) {
      if (IsTerm(text) && text.size() <= kMaxOwnText) continue;
      return Refused(entity, "`" + std::string(Clip(text, kMaxOwnText)) +
                                 "` is no word or term: it must have " +
                                 std::to_string(kMinTermBytes) + " to " +
                                 std::to_string(kMaxOwnText) +
                                 " bytes, a letter or digit among "
                                 "them");
    }
  }
  return {};
}

Status CheckForm(const OwnEntity& entity) {
  if (entity.patterns.empty() && entity.terms.empty()) {
    return Refused(entity, "it has neither patterns nor terms");
  }
  if (entity.patterns.size() > kMaxOwnPatterns) {
    return Refused(entity, "it has more than " + std::to_string(kMaxOwnPatterns) + " patterns");
  }
  if (!(entity.score >= kMinScore && entity.score <= 1)) {
    return Refused(entity, "its score must be from 0.3 to 1");
  }
  if (entity.needs_word && entity.words.empty()) {
    return Refused(entity, "it needs a word, and has none");
  }
  return CheckTexts(entity);
}

}  // namespace

Kind KindOfOwn(Category category) {
  switch (category) {
    case Category::kSecret:
      return Kind::kCredential;
    case Category::kInjection:
    case Category::kJailbreak:
    case Category::kTopic:
      return Kind::kPhrase;
    default:
      return Kind::kIdentifier;
  }
}

std::string_view CheckRuleName(CheckRule rule) { return kRuleNames[static_cast<size_t>(rule)]; }

bool CheckHolds(CheckRule rule, std::string_view number) {
  const std::string compact = Compact(rule, number);
  if (compact.size() < 2) return rule == CheckRule::kNone;
  switch (rule) {
    case CheckRule::kNone:
      return true;
    case CheckRule::kLuhn:
      return LuhnValid(compact);
    case CheckRule::kVerhoeff:
      return VerhoeffValid(compact);
    case CheckRule::kMod11_10:
      return Mod11_10Valid(compact);
    case CheckRule::kMod11_2:
      return Mod11_2Valid(compact);
    case CheckRule::kMod37_36:
      return Mod37_36Valid(compact);
    case CheckRule::kMod97_10:
      return Mod97_10Valid(compact);
    case CheckRule::kIcao731:
      return Icao731Valid(compact);
  }
  return false;
}

struct OwnEntities::Compiled {
  struct Declared {
    OwnEntity entity;  // without its terms and words
    EntityEntry entry;
    bool has_words = false;
  };
  struct Pattern {
    std::unique_ptr<const WordPattern> pattern;
    uint32_t owner = 0;
  };

  std::deque<Declared> declared;  // hits and findings point to its entries and their names
  std::vector<Pattern> patterns;
  std::array<std::vector<uint32_t>, 256> patterns_of_byte;  // that may begin with it
  std::optional<TermSet> terms;                             // in either case
  std::optional<TermSet> exact_terms;
  std::optional<TermSet> words;
  std::array<bool, 256> starts{};  // whether anything may begin with the byte

  Status Add(const OwnEntity& entity);
  void Finish(std::span<const OwnEntity> entities);
};

Status OwnEntities::Compiled::Add(const OwnEntity& entity) {
  REEVE_RETURN_IF_ERROR(CheckForm(entity));
  for (const Declared& other : declared) {
    if (other.entity.name == entity.name) return Refused(entity, "it is declared twice");
  }
  const auto owner = static_cast<uint32_t>(declared.size());
  for (const std::string& source : entity.patterns) {
    PatternProblem problem;
    auto pattern = WordPattern::Compile(source, &problem);
    if (pattern == nullptr) return Refused(entity, problem.message);
    const auto index = static_cast<uint32_t>(patterns.size());
    for (size_t byte = 0; byte < starts.size(); ++byte) {
      if (!pattern->MayBeginWith(static_cast<char>(byte))) continue;
      patterns_of_byte[byte].push_back(index);
      starts[byte] = true;
    }
    patterns.push_back({std::move(pattern), owner});
  }
  Declared& made = declared.emplace_back();
  made.entity = {.name = entity.name,
                 .title = entity.title,
                 .category = entity.category,
                 .check = entity.check,
                 .needs_word = entity.needs_word,
                 .score = entity.score};
  made.has_words = !entity.words.empty();
  made.entry = {.name = made.entity.name,
                .category = entity.category,
                .kind = KindOfOwn(entity.category),
                .title = made.entity.title,
                .source = "declared by a policy",
                .own = true};
  return {};
}

void OwnEntities::Compiled::Finish(std::span<const OwnEntity> entities) {
  std::array<std::vector<Term>, 3> all;  // terms, exact ones, words
  for (uint32_t owner = 0; owner < entities.size(); ++owner) {
    const OwnEntity& entity = entities[owner];
    for (const std::string& term : entity.terms) all[entity.exact_case].push_back({term, owner});
    for (const std::string& word : entity.words) all[2].push_back({word, owner});
    // A term may begin with any byte but a blank, or with either case of its first letter.
    for (const std::string& term : entity.terms) {
      const size_t first = term.find_first_not_of(" \t\r\n\f\v_-");
      const char c = term[first];
      starts[static_cast<uint8_t>(c)] = true;
      if (IsLetter(c)) starts[static_cast<uint8_t>(c ^ 0x20)] = true;
      if (static_cast<uint8_t>(c) >= 0x80) std::fill(starts.begin() + 0xC3, starts.end(), true);
    }
  }
  if (!all[0].empty()) terms.emplace(all[0], false);
  if (!all[1].empty()) exact_terms.emplace(all[1], true);
  if (!all[2].empty()) words.emplace(all[2], false);
}

// One pass over one text.
class OwnEntities::Pass {
 public:
  Pass(const Compiled& compiled, std::string_view text, std::vector<Hit>* hits)
      : compiled_(compiled), text_(text), hits_(hits), last_(compiled.declared.size(), kNone) {}

  void Run() {
    for (size_t pos = 0; pos < text_.size(); ++pos) {
      if (!compiled_.starts[static_cast<uint8_t>(text_[pos])]) continue;
      const bool inside = InWord(text_[pos]) && WordBefore(text_, pos);
      if (!inside) TryPatterns(pos);
      if (!inside || text_[pos - 1] == '_') TryTerms(pos);
    }
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  void TryPatterns(size_t pos) {
    for (const uint32_t index : compiled_.patterns_of_byte[static_cast<uint8_t>(text_[pos])]) {
      const Compiled::Pattern& pattern = compiled_.patterns[index];
      if (Covered(pattern.owner, pos)) continue;
      auto match = pattern.pattern->At(text_, pos, false);
      if (match && CutsWord(match->end)) match = pattern.pattern->At(text_, pos, true);
      if (!match || CutsWord(match->end)) continue;
      const CheckRule check = compiled_.declared[pattern.owner].entity.check;
      if (check != CheckRule::kNone && !CheckHolds(check, match->checked)) continue;
      Add(pattern.owner, pos, match->end, check != CheckRule::kNone);
    }
  }

  void TryTerms(size_t pos) {
    for (const auto* terms : {&compiled_.terms, &compiled_.exact_terms}) {
      if (!*terms) continue;
      (*terms)->VisitAt(text_, pos, false, [&](std::span<const uint32_t> owners, size_t end) {
        for (const uint32_t owner : owners) {
          if (!Covered(owner, pos)) Add(owner, pos, end, false);
        }
      });
    }
  }

  // Whether an earlier hit of the entity goes on here.
  bool Covered(uint32_t owner, size_t pos) const {
    if (last_[owner] == kNone) return false;
    const Hit& hit = (*hits_)[last_[owner]];
    return hit.begin < pos && pos < hit.end;
  }

  bool CutsWord(size_t end) const { return InWord(text_[end - 1]) && WordAt(text_, end); }

  void Add(uint32_t owner, size_t begin, size_t end, bool validated) {
    const Compiled::Declared& declared = compiled_.declared[owner];
    Hit hit{&declared.entry, begin, end, {.format = declared.entity.score}, validated};
    if (validated) hit.parts.check = kOwnCheckScore;
    if (declared.has_words && WordNear(owner, begin, end)) hit.parts.context = kOwnWordScore;
    if (declared.entity.needs_word && hit.parts.context == 0) return;
    if (last_[owner] == kNone || (*hits_)[last_[owner]].begin != begin) {
      last_[owner] = hits_->size();
      hits_->push_back(hit);
      return;
    }
    Hit& other = (*hits_)[last_[owner]];
    if (end > other.end || (end == other.end && hit.Score() > other.Score())) other = hit;
  }

  // As context.h looks: before in the same paragraph, behind on the same line.
  bool WordNear(uint32_t owner, size_t begin, size_t end) const {
    const size_t lowest = begin > kContextBefore ? begin - kContextBefore : 0;
    for (size_t pos = begin; pos-- > lowest;) {
      if (text_[pos] == '\n' && pos > 0 && text_[pos - 1] == '\n') break;
      if (WordStands(owner, pos, begin)) return true;
    }
    const size_t highest = std::min(text_.size(), end + kContextAfter);
    for (size_t pos = end; pos < highest && text_[pos] != '\n'; ++pos) {
      if (WordStands(owner, pos, text_.size())) return true;
    }
    return false;
  }

  // Ends before `limit`, so that a match is no context of its own.
  bool WordStands(uint32_t owner, size_t pos, size_t limit) const {
    const bool hump = pos > 0 && Has(text_[pos], kUpper) && Has(text_[pos - 1], kLower);
    if (InWord(text_[pos]) && WordBefore(text_, pos) && text_[pos - 1] != '_' && !hump) {
      return false;
    }
    bool stands = false;
    compiled_.words->VisitAt(
        text_, pos, true, [&](std::span<const uint32_t> owners, size_t word_end) {
          stands |= word_end <= limit && std::binary_search(owners.begin(), owners.end(), owner);
        });
    return stands;
  }

  const Compiled& compiled_;
  const std::string_view text_;
  std::vector<Hit>* hits_;
  std::vector<size_t> last_;  // by owner: its last hit, in hits_
};

OwnEntities::OwnEntities(std::unique_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}
OwnEntities::OwnEntities(OwnEntities&&) noexcept = default;
OwnEntities& OwnEntities::operator=(OwnEntities&&) noexcept = default;
OwnEntities::~OwnEntities() = default;

Result<OwnEntities> OwnEntities::Create(std::span<const OwnEntity> entities) {
  auto compiled = std::make_unique<Compiled>();
  for (const OwnEntity& entity : entities) REEVE_RETURN_IF_ERROR(compiled->Add(entity));
  compiled->Finish(entities);
  return OwnEntities(std::move(compiled));
}

void OwnEntities::Match(std::string_view text, std::vector<Hit>* hits) const {
  const auto first = static_cast<ptrdiff_t>(hits->size());
  Pass(*compiled_, text, hits).Run();
  std::stable_sort(hits->begin() + first, hits->end(), [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
}

bool OwnEntities::empty() const { return compiled_->declared.empty(); }

std::vector<std::string_view> OwnEntities::Names() const {
  std::vector<std::string_view> names;
  for (const Compiled::Declared& declared : compiled_->declared) {
    names.push_back(declared.entry.name);
  }
  return names;
}

}  // namespace reeve::detectors
