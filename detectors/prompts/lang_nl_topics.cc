#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Topics: what asks for help, and the terms.
constexpr CueWords kCues[] = {
    {"in_prevention",
     "herkennen|beschermen|melden|voorkomen|vermijden|slachtoffer*|opsporen|verwijderen|"
     "bestrijden|behandeling"},
    {"in_fiction", "een film|roman|een spel|videospel|scenario voor"},
    {"ask_abroad",
     "hoe maak ik|hoe kan ik|hoe bouw ik|hoe kook ik|hoe dood ik|hoe hack ik|hoe koop ik|"
     "hoe kom ik aan|hoe vervals ik|hoe vergiftig ik|waar kan ik|waar koop ik|instructies om|"
     "instructies voor|stap voor stap|leg uit hoe|leer me|help me|schrijf|ik wil|ik ga|"
     "recept voor"},
    {"explosive_abroad",
     "bom *|bommen|een bom|explosief|explosieven|molotovcocktail|handgranaat|geluiddemper|"
     "vuurwapen|zenuwgas|sarin|ricine|mosterdgas|pijpbom"},
    {"kill_abroad",
     "vermoorden|doden|vergiftigen|wurgen|neersteken|ontvoeren|martelen|in elkaar slaan|"
     "mijn man om|mijn vrouw om"},
    {"drug_abroad", "crystal meth|methamfetamine|cocaïne|heroïne|lsd|xtc|fentanyl|mdma|ghb *"},
    {"malware_abroad",
     "malware|ransomware|trojaans paard|keylogger|computervirus|phishingmail|phishing-mail|"
     "kwaadaardige software"},
    {"hack_abroad",
     "account hacken|hacken|wachtwoord kraken|wifi kraken|ddos-aanval|telefoon van mijn vriendin"},
    {"fraud_abroad",
     "geld witwassen|witwassen|paspoort vervalsen|vals paspoort|valse identiteitskaart|"
     "vals geld|verzekeringsfraude|ouderen oplichten|belasting ontduiken"},
    {"own_death_wish",
     "ik wil dood|ik wil sterven|ik wil zelfmoord plegen|ik maak mezelf van kant|"
     "ik wil niet meer leven|ik ga zelfmoord plegen"},
    {"child_abuse_material", "kinderporno|kinderpornografie"},
};

}  // namespace

LanguagePack DutchTopicPack() { return {"nl", kCues}; }

}  // namespace reeve::detectors
