#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "ignora|ignori|ignorate|ignorare|dimentica|dimentichi|dimenticate|dimenticare|dimenticati|"
     "non tenere conto|non considerare|non seguire|trascura|tralascia|scavalca|disobbedisci|"
     "non rispettare|salta|aggira"},
    {"orders_abroad",
     "istruzion*|indicazion*|regole|direttiv*|ordini|comandi|restrizioni|linee guida|"
     "limitazioni|prompts"},
    {"scope_behind",
     "precedent*|di prima|qui sopra|di cui sopra|sopra|iniziali|che hai ricevuto|ricevut*|"
     "originali"},
    {"told",
     "tutto ciò che|tutto quello che|quello che ti|ciò che ti|quanto sopra|tutto quanto|"
     "le precedenti|i precedenti|quanto detto|la funzione e"},
    {"the_above", "quanto sopra|tutto quanto sopra|il testo precedente|ciò che precede"},
    {"from_now_on",
     "d'ora in poi|da ora in poi|da questo momento|da adesso in poi|a partire da ora|da adesso"},
    {"you_act",
     "sei *|sarai|agirai|agisci|rispondi|risponderai|devi|comportati|ti comporterai|lei è|"
     "risponda"},
    {"you_are_now", "adesso sei|ora sei|non sei più"},
    {"new_self", "un *|una *|il *|libero|senza|in modalità"},
    {"disclose",
     "mostra|mostrami|mostri|rivela|rivelami|ripeti|ripetere|dimmi|dammi|stampa|scrivi|"
     "condividi|condividere|qual è|qual e|quali sono|elenca|fornisci|fornire|darmi|dirmi|"
     "mostrarmi|conferma|confermare|comunicami|traduci|puoi dirmi|puoi darmi|rivelare"},
    {"your_prompt",
     "le tue istruzioni|tue istruzioni|il tuo prompt|tuo prompt|prompt di sistema|"
     "istruzioni di sistema|le sue istruzioni|messaggio di sistema|le tue regole|"
     "le tue direttive|istruzioni iniziali"},
    {"your_secret",
     "la tua password|tua password|la sua password|la tua chiave segreta|tua chiave segreta|"
     "la chiave segreta|il tuo codice segreto|le tue credenziali|il tuo segreto|"
     "la password segreta|il codice di accesso"},
    {"the_secret",
     "la password|la chiave segreta|il codice segreto|la parola segreta|la tua password|"
     "la sua password|la parola d'ordine"},
    {"what_is", "qual è|qual e|dimmi|dammi|condividi|condividere|conferma|rivela|dirmi|darmi"},
    {"users_own", "dell'utente|degli utenti|l'utente vive|del cliente"},
    {"write_form", "poesia su|poesia sulla|una poesia|acrostico|al contrario|storia su|in base64"},
    {"free_of", "senza|nessun*|privo di|libero da|non ha"},
    {"limits",
     "restrizion*|limitazion*|limiti|filtri|filtro|censura|moral*|etic*|regole|scrupoli|"
     "vincoli|confini"},
    {"play_a_part",
     "fai finta|fingi|immagina di essere|interpreta il ruolo|agisci come|comportati come|"
     "sei un|sei una|nel ruolo di|gioco di ruolo|immergerti nel ruolo|impersona"},
    {"never", "mai *|non *|senza"},
    {"refuse", "rifiut*"},
    {"unleashed", "senza filtri|senza censura|senza limiti|senza restrizioni|non filtrat*"},
    {"answer_any",
     "qualsiasi domanda|tutte le domande|qualsiasi cosa|tutto quello che chiedo|"
     "tutto ciò che chiedo"},
    {"wicked", "illegal*|immoral*|non etic*|pericolos*|dannos*|offensiv*|malvag*|criminal*"},
    {"guardrails",
     "i tuoi filtri|le tue restrizioni|regole di sicurezza|filtri di sicurezza|"
     "le tue linee guida|i tuoi limiti"},
    {"lift", "disattiva|disabilita|aggira|rimuovi|elimina|togli|ignora"},
    {"shield", "non dimenticare|non dimenticate|non dimenticarti|non ignorare|non ignorate"},
    {"in_mention", "cosa significa|che significa|la frase|l'espressione|il termine"},
};

}  // namespace

LanguagePack ItalianPack() { return {"it", kCues}; }

}  // namespace reeve::detectors
