#include "detectors/named_things.h"

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/gazetteer.h"
#include "detectors/limits.h"
#include "detectors/named_cues.h"

namespace reeve::detectors {
namespace {

bool CueWanted(const Wanted& wanted, Cue cue) {
  switch (cue) {
    case Cue::kHonorific:
      return wanted(kPerson) || wanted(kTitle);
    case Cue::kSelfName:
    case Cue::kIntroduce:
    case Cue::kSalutation:
    case Cue::kNameField:
    case Cue::kNameKey:
    case Cue::kSignature:
      return wanted(kPerson);
    case Cue::kBirth:
      return wanted(kDateOfBirth);
    case Cue::kAgeBefore:
    case Cue::kAgeBehind:
      return wanted(kAge);
    case Cue::kStreet:
    case Cue::kStreetLower:
    case Cue::kStreetBoth:
    case Cue::kStreetFirst:
    case Cue::kStreetWord:
    case Cue::kPostBox:
      return wanted(kStreetAddress);
    case Cue::kPostcode:
      return wanted(kZipCode);
    case Cue::kMonth:
    case Cue::kWeekday:
      return wanted(kDateTime);
  }
  return false;
}

}  // namespace

NamedThings::NamedThings(const Wanted& wanted) : wanted_(wanted) {
  cues_ = NamedCues([&](Cue cue) { return CueWanted(wanted_, cue); });
  capitals_ = wanted(kPersonName) || wanted(kLocation) || wanted(kNrp) || wanted(kOrganization) ||
              wanted(kStreetAddress);
  if (capitals_ || wanted(kPerson)) Names();  // else the first scan would wait for it
}

void NamedThings::Add(const std::optional<Hit>& hit, std::vector<Hit>* hits) const {
  if (hit && wanted_(*hit->entity)) hits->push_back(*hit);
}

void NamedThings::OnPersonCue(std::string_view text, size_t pos, size_t end, Cue cue, size_t* done,
                              std::vector<Hit>* hits) const {
  const std::optional<Hit> person = MatchPerson(text, pos, end, cue);
  if (!person) return;
  Add(person, hits);
  if (wanted_(kPerson)) *done = person->end;
  if (cue == Cue::kHonorific) {
    while (end > pos && text[end - 1] == ' ') --end;
    Add(Hit{&kTitle, pos, end, {.format = 0.6}, false}, hits);
  }
}

void NamedThings::OnCue(std::string_view text, size_t pos, const DictionaryWord& word, size_t* done,
                        std::vector<Hit>* hits) const {
  const size_t end = pos + word.literal.size();
  const auto cue = static_cast<Cue>(word.value);
  switch (cue) {
    case Cue::kSelfName:
    case Cue::kIntroduce:
    case Cue::kSalutation:
    case Cue::kHonorific:
    case Cue::kNameField:
    case Cue::kNameKey:
    case Cue::kSignature:
      return OnPersonCue(text, pos, end, cue, done, hits);
    case Cue::kBirth:
      return Add(MatchBirth(text, pos, end), hits);
    case Cue::kAgeBefore:
    case Cue::kAgeBehind:
      return Add(MatchAge(text, pos, end, cue), hits);
    case Cue::kStreet:
    case Cue::kStreetLower:
    case Cue::kStreetBoth:
    case Cue::kStreetFirst:
    case Cue::kStreetWord:
    case Cue::kPostBox:
      return Add(MatchAddress(text, pos, end, cue), hits);
    case Cue::kPostcode:
      return Add(MatchPostcode(text, end), hits);
    case Cue::kMonth:
      return Add(MatchDate(text, pos), hits);
    case Cue::kWeekday:
      if (!WordBefore(text, pos)) {
        hits->push_back({&kDateTime, pos, end, {.format = 0.4}, false});
      }
      return;
  }
}

void NamedThings::OnName(std::string_view text, size_t pos, size_t* done,
                         std::vector<Hit>* hits) const {
  const LetterWord word = ReadLetterWord(text, pos);
  if (word.empty() || !word.capital) return;
  if (wanted_(kStreetAddress) && (At(text, word.end, ' ') || At(text, word.end, '.')) &&
      (AtClass(text, word.end + 1, kDigit) || AtClass(text, word.end + 2, kDigit))) {
    Add(MatchStreetSuffix(text, pos, word.end), hits);
  }
  const uint32_t kinds = Names().Find(word);
  if (kinds == 0) return;
  if ((kinds & kLegalForm) != 0 && wanted_(kOrganization)) {
    Add(MatchOrganization(text, pos), hits);
  }
  if ((kinds & (kGivenName | kSurname)) != 0 && wanted_(kPersonName)) {
    if (const std::optional<Hit> name = MatchPersonName(text, pos)) {
      Add(name, hits);
      *done = name->end;
      return;
    }
  }
  if ((kinds & (kCountryName | kCityName | kNationality | kNameBegins)) != 0 &&
      (wanted_(kLocation) || wanted_(kNrp))) {
    if (const std::optional<Hit> place = MatchPlace(text, pos)) {
      Add(place, hits);
      *done = place->end;
    }
  }
}

}  // namespace reeve::detectors
