#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "negeer|negeren|vergeet|vergeten|sla over|omzeil|overschrijf|volg niet|houd je niet aan|"
     "hou je niet aan|trek je niets aan van|laat buiten beschouwing|schenk geen aandacht aan|"
     "gehoorzaam niet|wijk af van"},
    {"disobey_last", "negeren|vergeten|overslaan|buiten beschouwing laten|omzeilen"},
    {"orders_abroad",
     "instructie*|opdracht*|aanwijzing*|regels|richtlijn*|bevel*|commando*|beperkingen|"
     "systeemprompt*|voorschrift*"},
    {"scope_behind", "hierboven|eerder|hiervoor|die je hebt gekregen|die je kreeg|tot nu toe"},
    {"told",
     "alles wat|wat ik zei|wat je verteld is|al het voorgaande|al het bovenstaande|de vorige|"
     "het voorgaande|het bovenstaande|de voorgaande"},
    {"the_above", "het bovenstaande|het voorgaande|al het bovenstaande|bovenstaande tekst"},
    {"from_now_on", "vanaf nu|van nu af aan|voortaan|vanaf dit moment"},
    {"you_act", "ben je|bent u|je bent|antwoord je|gedraag je|zul je|speel je|reageer je|je zult"},
    {"you_are_now", "je bent nu|u bent nu|je bent niet langer|jij bent nu"},
    {"new_self", "een *|de *|geen *|vrij"},
    {"disclose",
     "toon|laat zien|laat me|onthul|herhaal|print|druk af|vertel|vertel me|geef|geef me|deel|"
     "wat is|wat zijn|wat staat er in|kun je me|schrijf|vermeld|vertaal|bevestig"},
    {"disclose_last", "tonen|zien|geven|vertellen|herhalen|onthullen|delen|noemen|prijsgeven"},
    {"your_prompt",
     "je instructies|jouw instructies|uw instructies|je systeemprompt|jouw systeemprompt|"
     "uw systeemprompt|de systeemprompt|je prompt|je system prompt|de system prompt|"
     "je oorspronkelijke instructies|je systeeminstructies|je interne regels"},
    {"your_secret",
     "je wachtwoord|jouw wachtwoord|uw wachtwoord|je geheime sleutel|jouw geheime sleutel|"
     "uw geheime sleutel|je geheim|je toegangscode|het geheime wachtwoord|de geheime sleutel|"
     "je inloggegevens"},
    {"the_secret",
     "het wachtwoord|de geheime sleutel|de geheime code|je wachtwoord|de toegangscode"},
    {"what_is", "wat is|vertel me|geef me|noem|deel|bevestig|zeg me"},
    {"users_own", "van de gebruiker|van de gebruikers|van alle gebruikers"},
    {"write_form", "gedicht over|gedicht met|achterstevoren|verhaal over|in base64|spel"},
    {"free_of", "zonder|geen *|vrij van"},
    {"limits",
     "beperking*|grenzen|filter*|censuur|moraal|moreel|morele|ethiek|ethisch*|regels|remmingen|"
     "taboes|richtlijnen"},
    {"play_a_part",
     "doe alsof|stel je voor dat je|speel de rol|gedraag je als|je bent een|rollenspel|"
     "in de rol van"},
    {"never", "nooit|niet *|geen *|zonder"},
    {"refuse", "weiger*|afwijzen"},
    {"unleashed", "ongefilterd*|ongecensureerd*|onbeperkt*|zonder filter*"},
    {"answer_any", "alle vragen|elke vraag|alles wat ik vraag"},
    {"wicked", "illega*|immore*|onethisch*|gevaarlijk*|schadelijk*|aanstootgevend*|crimine*"},
    {"guardrails",
     "je filters|je beperkingen|veiligheidsregels|je richtlijnen|inhoudsfilter*|"
     "veiligheidsfilter*"},
    {"lift", "schakel|omzeil|verwijder|hef|negeer"},
    {"shield", "vergeet niet|niet vergeten|negeer niet|niet negeren"},
    {"in_mention", "wat betekent|de zin|de uitdrukking|het woord"},
};

}  // namespace

LanguagePack DutchPack() { return {"nl", kCues}; }

}  // namespace reeve::detectors
