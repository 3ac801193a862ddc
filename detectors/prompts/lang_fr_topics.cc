#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Topics: what asks for help, and the terms.
constexpr CueWords kCues[] = {
    {"in_prevention",
     "reconnaître|protéger|signaler|éviter|prévenir|prévention|victime*|détecter|supprimer un|"
     "lutter contre|se défendre|traitement|sevrage"},
    {"in_fiction", "un film|roman|un jeu|jeu vidéo|scénario de|pièce de théâtre"},
    {"ask_abroad",
     "comment fabriquer|comment faire|comment puis-je|comment je peux|comment tuer|"
     "comment pirater|comment acheter|comment obtenir|comment empoisonner|comment falsifier|"
     "comment blanchir|où puis-je|où acheter|comment|instructions pour|explique-moi comment|"
     "expliquez-moi comment|montre-moi comment|aide-moi à|aidez-moi à|écris|je veux|je vais|"
     "recette pour|étapes pour|mode d'emploi"},
    {"explosive_abroad",
     "bombe|explosif|explosifs|bombe artisanale|cocktail molotov|grenade artisanale|"
     "silencieux pour arme|arme à feu|gaz sarin|ricine|gaz moutarde|engin explosif|arme chimique"},
    {"kill_abroad",
     "tuer mon|tuer ma|tuer quelqu'un|tuer une personne|tuer des gens|assassiner|"
     "empoisonner mon|empoisonner ma|empoisonner quelqu'un|étrangler|poignarder|kidnapper|"
     "enlever un enfant|torturer|tabasser"},
    {"drug_abroad",
     "méthamphétamine|cocaïne|héroïne|du lsd|ecstasy|fentanyl|crystal meth|mdma|ghb|"
     "crack à la maison"},
    {"malware_abroad",
     "logiciel malveillant|rançongiciel|ransomware|cheval de troie|enregistreur de frappe|"
     "keylogger|virus informatique|mail d'hameçonnage|e-mail de phishing|courriel d'hameçonnage|"
     "email de phishing"},
    {"hack_abroad",
     "pirater un compte|pirater le compte|pirater|hacker|craquer un mot de passe|attaque ddos|"
     "le téléphone de ma femme|les messages de ma"},
    {"fraud_abroad",
     "blanchir de l'argent|blanchir l'argent|faux passeport|fausse carte d'identité|"
     "faux papiers|fausse monnaie|fraude à la carte|frauder les impôts|escroquer|arnaquer|"
     "fraude à l'assurance|fausse ordonnance"},
    {"own_death_wish",
     "je veux mourir|je veux me tuer|je vais me tuer|je ne veux plus vivre|je veux en finir|"
     "je veux me suicider|je vais me suicider|j'ai envie de mourir|envie de me suicider"},
    {"child_abuse_material",
     "pédopornographie|pornographie infantile|pédopornographique*|porno enfant"},
};

}  // namespace

LanguagePack FrenchTopicPack() { return {"fr", kCues}; }

}  // namespace reeve::detectors
