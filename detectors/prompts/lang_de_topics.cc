#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Topics: what asks for help, and the terms.
constexpr CueWords kCues[] = {
    {"in_prevention",
     "erkennen|erkenne ich|schützen|schütze|melden|verhindern|vorbeugen|vermeiden|opfer|"
     "entfernen|abwehren|bekämpfen|verhüten|aussteigen|therapie|entzug"},
    {"in_fiction", "im film|roman|im spiel|computerspiel|krimi|drehbuch|theaterstück"},
    {"ask_abroad",
     "wie baue ich|wie kann ich|wie mache ich|wie stelle ich|wie koche ich|wie werde ich|"
     "wie bringe ich|wie töte ich|wie hacke ich|wie knacke ich|wie bekomme ich|wie komme ich an|"
     "wo kann ich|wo kaufe ich|wo bekomme ich|anleitung zum|anleitung zur|anleitung für|"
     "anleitung, wie|schritt für schritt|erkläre mir, wie|erklär mir, wie|zeig mir, wie|"
     "hilf mir|schreibe|schreib mir|ich will|ich möchte|ich werde|rezept für|wie vergifte ich|"
     "wie fälsche ich|wie man"},
    {"explosive_abroad",
     "bombe|rohrbombe|sprengstoff|handgranate|molotowcocktail|sprengsatz|brandbombe|"
     "schalldämpfer|maschinenpistole|schusswaffe|nervengas|sarin|rizin|senfgas|giftgas|"
     "nagelbombe"},
    {"kill_abroad",
     "töten|umbringen|ermorden|vergiften|erwürgen|erstechen|erschießen|zusammenschlagen|foltern|"
     "entführen|meinen mann um|meine frau um|jemanden um"},
    {"drug_abroad",
     "crystal meth|methamphetamin|kokain|heroin|lsd|ecstasy|fentanyl|amphetamin|mdma|"
     "k.o.-tropfen|speed kochen"},
    {"malware_abroad",
     "schadsoftware|trojaner|ransomware|keylogger|erpressungstrojaner|computervirus|"
     "phishing-mail|phishing-e-mail|schadprogramm|botnetz"},
    {"hack_abroad",
     "konto hacken|account hacken|hacken|wlan knacken|passwort knacken|handy meiner|"
     "e-mails meiner|in das system eindringen|ddos-angriff"},
    {"fraud_abroad",
     "geld waschen|schwarzgeld|geldwäsche|ausweis fälschen|pass fälschen|gefälschten ausweis|"
     "gefälschte ausweise|falschgeld|versicherungsbetrug|rentner betrügen|steuern hinterziehen|"
     "kreditkartenbetrug|enkeltrick"},
    {"own_death_wish",
     "ich will sterben|ich möchte sterben|ich will mich umbringen|ich will nicht mehr leben|"
     "ich möchte nicht mehr leben|ich bringe mich um|ich werde mich umbringen|"
     "ich will mir das leben nehmen|ich möchte mich umbringen"},
    {"child_abuse_material", "kinderpornografie|kinderpornographie|kinderpornos|kinderporno"},
};

}  // namespace

LanguagePack GermanTopicPack() { return {"de", kCues}; }

}  // namespace reeve::detectors
