#include "detectors/phrase_rule.h"
#include "detectors/prompt_entities.h"

namespace reeve::detectors {
namespace {

// Data of GDPR Article 9 are data about a person: the term counts where it is linked to one ("she
// is a practising Catholic"), not where it is a topic ("the Catholic church was built in 1200").
// The link is a subject and a verb, a possessive, or a label of a form.
constexpr double kSaid = 0.7;   // of somebody, in so many words
constexpr double kOwned = 0.6;  // a possessive: "my daughter's epilepsy"
constexpr double kLabel = 0.6;  // "Religion: Hindu"
constexpr double kLikely = 0.45;

constexpr uint8_t kUnless = kFiction;

constexpr PhraseRule kRules[] = {
    {&kSpecialHealth, kSaid, "somebody ~12 suffers ~40 condition", kUnless},
    {&kSpecialHealth, kSaid, "somebody ~24 is_being ~12 health_state", kUnless},
    {&kSpecialHealth, kSaid, "suffers ~30 condition ~40 'since *|last year|in 19*|in 20*'",
     kUnless},
    {&kSpecialHealth, kSaid, "i_have ~24 condition", kUnless},
    {&kSpecialHealth, kSaid, "i_am ~12 health_state", kUnless},
    {&kSpecialReligion, kSaid, "i_am ~20 adherent", kUnless},
    {&kSpecialPolitics, kSaid, "i_am ~20 partisan", kUnless},
    {&kSpecialUnion, kSaid, "i_am ~20 union_member", kUnless},
    {&kSpecialEthnicity, kSaid, "i_am ~12 ethnic_origin", kUnless},
    {&kSpecialOrientation, kSaid, "i_am ~12 orientation", kUnless},
    {&kSpecialHealth, kOwned, "of_somebody ~16 condition", kUnless},
    {&kSpecialHealth, kOwned, "somebody ~24 takes ~24 medication", kUnless},
    {&kSpecialHealth, kSaid, "somebody ~30 condition ~24 suffers_last", kUnless},
    {&kSpecialHealth, kLabel, "health_label ~3 condition", kUnless},

    {&kSpecialReligion, kSaid, "somebody ~24 is_being ~30 adherent", kUnless},
    {&kSpecialReligion, kSaid, "somebody ~24 practises ~24 faith", kUnless},
    {&kSpecialReligion, kSaid, "somebody ~24 adherent ~6 is_last", kUnless},
    {&kSpecialReligion, kOwned, "of_somebody ~10 faith", kUnless},
    {&kSpecialReligion, kLabel, "religion_label ~3 adherent|faith", kUnless},

    {&kSpecialPolitics, kSaid, "somebody ~24 is_being ~30 partisan", kUnless},
    {&kSpecialPolitics, kSaid, "somebody ~20 votes ~24 party", kUnless},
    {&kSpecialPolitics, kOwned, "of_somebody ~8 political_view", kUnless},
    {&kSpecialPolitics, kLabel, "politics_label ~3 party|partisan", kUnless},
    {&kSpecialPolitics, kSaid, "somebody ~24 partisan ~6 is_last", kUnless},

    {&kSpecialUnion, kSaid, "somebody ~24 is_being|joined ~30 union_member", kUnless},
    {&kSpecialUnion, kSaid, "somebody ~20 joined ~20 union", kUnless},
    {&kSpecialUnion, kOwned, "of_somebody ~8 union_membership", kUnless},
    {&kSpecialUnion, kLabel, "union_label ~3 'yes|member|ver.di|ig metall|unison|cgt|cgil|ugt'",
     kUnless},

    {&kSpecialEthnicity, kSaid, "somebody ~24 is_being ~16 ethnic_origin", kUnless},
    {&kSpecialEthnicity, kSaid,
     "somebody ~20 is_being ~10 'of *|from a|ethnically|of mixed' ~24 descent", kUnless},
    {&kSpecialEthnicity, kOwned, "of_somebody ~8 ethnicity_word", kUnless},
    {&kSpecialEthnicity, kLabel, "ethnicity_label ~3 ethnic_origin", kUnless},

    {&kSpecialSexLife, kSaid, "somebody ~24 sexual_deed", kUnless},
    {&kSpecialSexLife, kOwned,
     "of_somebody ~8 'sex life|sexual history|sexual partners|sexual preferences|sexual "
     "practices|affair with|porn habits|fetish|fetishes'",
     kUnless},

    {&kSpecialOrientation, kSaid, "somebody ~24 is_being ~12 orientation", kUnless},
    {&kSpecialOrientation, kSaid,
     "somebody ~16 'came out as|has come out as|identifies as|comes out as|identify as' ~12 "
     "orientation",
     kUnless},
    {&kSpecialOrientation, kSaid, "somebody ~24 orientation ~6 is_last", kUnless},
    {&kSpecialOrientation, kLabel, "orientation_label ~3 orientation", kUnless},

    {&kSpecialGenetics, kSaid, "somebody ~24 carries ~30 gene", kUnless},
    {&kSpecialGenetics, kOwned, "of_somebody ~12 genetic_record", kUnless},
    {&kSpecialGenetics, kLikely, "somebody ~30 'tested positive for|tests positive for' ~20 gene",
     kUnless},

    {&kSpecialBiometrics, kOwned, "of_somebody ~12 biometric", kUnless},
    {&kSpecialBiometrics, kSaid,
     "'enrolled|registered|captured|stored|scanned|took|collected' ~12 'her|his|their|my *|the "
     "employee's|the applicant's|the patient's' ~8 biometric",
     kUnless},
};

}  // namespace

std::span<const PhraseRule> SpecialCategoryPhrases() { return kRules; }

}  // namespace reeve::detectors
