#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Topics: what asks for help, and the terms.
constexpr CueWords kCues[] = {
    {"in_prevention",
     "riconoscere|proteggere|proteggermi|segnalare|evitare|prevenire|prevenzione|vittim*|"
     "rilevare|rimuovere|difendersi|combattere"},
    {"in_fiction", "un film|romanzo|videogioco|gioco|sceneggiatura"},
    {"ask_abroad",
     "come posso|come si fa|come fare|come costruire|come fabbricare|come uccidere|"
     "come hackerare|come comprare|come ottenere|come avvelenare|come falsificare|"
     "come riciclare|dove posso|dove comprare|istruzioni per|spiegami come|insegnami a|"
     "aiutami a|scrivi|voglio|ricetta per|passaggi per|guida per"},
    {"explosive_abroad",
     "bomba|bombe|esplosivo|esplosivi|bomba artigianale|molotov|granata|silenziatore|"
     "arma da fuoco|gas sarin|ricina|ordigno esplosivo|arma chimica"},
    {"kill_abroad",
     "uccidere mio|uccidere mia|uccidere qualcuno|uccidere una persona|assassinare|"
     "avvelenare mio|avvelenare mia|strangolare|accoltellare|rapire|torturare|picchiare mia"},
    {"drug_abroad", "metanfetamina|cocaina|eroina|lsd|ecstasy|fentanyl|mdma|droga dello stupro"},
    {"malware_abroad",
     "malware|ransomware|trojan|keylogger|virus informatico|software malevolo|email di phishing|"
     "e-mail di phishing"},
    {"hack_abroad",
     "hackerare|violare un account|craccare una password|rubare la password|attacco ddos|"
     "spiare il telefono"},
    {"fraud_abroad",
     "riciclare denaro|riciclare soldi|passaporto falso|documenti falsi|carta d'identità falsa|"
     "soldi falsi|banconote false|truffare|evadere le tasse|frode assicurativa"},
    {"own_death_wish",
     "voglio morire|voglio uccidermi|voglio suicidarmi|voglio ammazzarmi|non voglio più vivere|"
     "mi voglio ammazzare|mi ucciderò"},
    {"child_abuse_material", "pedopornografia|pornografia minorile|materiale pedopornografico"},
};

}  // namespace

LanguagePack ItalianTopicPack() { return {"it", kCues}; }

}  // namespace reeve::detectors
