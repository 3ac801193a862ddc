#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Persons, and what Article 9 of the GDPR protects about them.
constexpr CueWords kCues[] = {
    {"somebody",
     "elle *|il *|je *|ma femme|mon mari|mon fils|ma fille|ma mère|mon père|mon collègue|"
     "ma collègue|mon chef|mon frère|ma sœur|mon ami|mon amie|le patient|la patiente|l'employé|"
     "l'employée|le candidat|la candidate|le client|la cliente|le salarié|la salariée|"
     "monsieur *|madame *|m. *|mme *|mon voisin|ma voisine"},
    {"of_somebody",
     "ma *|mon|sa *|son|de la patiente|du patient|du salarié|de l'employé|de ma|de mon|de son|"
     "de sa"},
    {"suffers",
     "a un|a une|ai un|ai une|souffre de|souffre d'une|souffre d'un|souffrait de|est atteint de|"
     "est atteinte de|est atteinte d'un|est atteint d'un|est atteinte du|est atteint du|"
     "est traité pour|est traitée pour|a été diagnostiqué*|suis atteint*|vit avec|est mort d'un|"
     "est morte d'un|a fait|a eu|en arrêt pour|a le|ai le"},
    {"condition",
     "diabète|cancer|cancer du sein|leucémie|épilepsie|asthme|dépression|schizophrénie|anorexie|"
     "boulimie|alcoolisme|sclérose en plaques|maladie de parkinson|maladie d'alzheimer|démence|"
     "hépatite|tuberculose|vih|sida|syphilis|maladie de crohn|tdah|autisme|burn-out|avc|"
     "infarctus|arthrite|endométriose|mucoviscidose|tumeur|fausse couche|migraines|hypertension|"
     "insuffisance rénale|trouble bipolaire|covid long|avortement|handicap"},
    {"is_being", "est|suis|était|est un|est une|est devenu|est devenue"},
    {"health_state",
     "enceinte|séropositif|séropositive|handicapé|handicapée|diabétique|épileptique|suicidaire|"
     "dépressif|dépressive|anorexique|stérile|alcoolique|toxicomane|aveugle|sourd|sourde|"
     "en arrêt maladie|autiste|asthmatique|bipolaire|schizophrène|sous antidépresseurs|"
     "en dialyse|en chimiothérapie"},
    {"takes", "prend|prends|reçoit|suit"},
    {"medication",
     "insuline|antidépresseurs|méthadone|une chimiothérapie|chimiothérapie|ritaline|metformine|"
     "neuroleptiques|lithium|de l'insuline|des antidépresseurs"},
    {"health_label",
     "diagnostic :*|diagnostic:*|maladie :*|maladie:*|pathologie :*|pathologie:*|handicap :*|"
     "handicap:*|antécédents :*"},
    {"adherent",
     "catholique|catholique pratiquante|catholique pratiquant|protestant|protestante|musulman|"
     "musulmane|juif|juive|hindou|hindoue|bouddhiste|témoin de jéhovah|athée|agnostique|"
     "chrétien|chrétienne|sunnite|chiite|orthodoxe|évangélique|sikh|mormon|pratiquant|"
     "pratiquante|croyant|croyante"},
    {"practises", "s'est converti|s'est convertie|pratique|fréquente|appartient à|va à"},
    {"faith",
     "islam|l'islam|judaïsme|christianisme|bouddhisme|la mosquée|la synagogue|la messe|"
     "le ramadan|religion|confession|foi|croyances religieuses|au judaïsme|au catholicisme"},
    {"religion_label",
     "religion :*|religion:*|confession :*|confession:*|appartenance religieuse :*"},
    {"partisan",
     "socialiste|communiste|militant du|militante du|adhérent du|adhérente du|membre du parti|"
     "membre du ps|membre du rn|encarté|encartée|membre de la france insoumise|sympathisant du|"
     "d'extrême droite|d'extrême gauche|anarchiste|royaliste|macroniste|électeur du"},
    {"votes", "vote|votes|a voté|a voté pour|vote pour|soutient|milite pour|milite au"},
    {"party",
     "le pen|rn *|rassemblement national|le rassemblement national|macron|mélenchon|"
     "parti socialiste|le parti socialiste|les républicains|la france insoumise|front national|"
     "parti communiste|les verts|zemmour"},
    {"political_view",
     "opinions politiques|opinion politique|convictions politiques|affiliation politique|"
     "appartenance politique"},
    {"politics_label",
     "opinion politique :*|parti :*|affiliation politique :*|opinions politiques :*"},
    {"union_member",
     "syndiqué|syndiquée|membre de la cgt|membre de la cfdt|adhérent à la cgt|"
     "adhérente à la cgt|délégué syndical|déléguée syndicale|membre d'un syndicat|"
     "membre du syndicat|adhérent de la cfdt|adhérente à la cfdt|syndicaliste"},
    {"joined", "a rejoint|adhère à|a adhéré à|cotise à|milite à"},
    {"union", "la cgt|la cfdt|un syndicat|le syndicat|force ouvrière|sud|au syndicat"},
    {"union_membership",
     "appartenance syndicale|carte syndicale|adhésion syndicale|affiliation syndicale"},
    {"union_label", "appartenance syndicale :*|appartenance syndicale:*|syndicat :*|syndicat:*"},
    {"ethnic_origin",
     "noir|noire|d'origine africaine|d'origine maghrébine|d'origine algérienne|arabe|kabyle|"
     "berbère|rom|tzigane|métis|métisse|kurde|d'origine asiatique|d'origine juive|"
     "d'origine marocaine|antillais|antillaise|d'origine turque"},
    {"descent", "origine|ascendance|ethnie"},
    {"ethnicity_word",
     "origine ethnique|couleur de peau|origine raciale|ethnie|appartenance ethnique"},
    {"ethnicity_label", "origine ethnique :*|origine ethnique:*|ethnie :*|ethnie:*"},
    {"sexual_deed",
     "couche avec|a une liaison|a eu une liaison|a couché avec|fréquente des prostituées|"
     "trompe sa femme|trompe son mari|est échangiste|a des rapports sexuels|sexuellement active|"
     "sexuellement actif"},
    {"orientation",
     "homosexuel|homosexuelle|gay|lesbienne|bisexuel|bisexuelle|hétérosexuel|hétérosexuelle|"
     "pansexuel|asexuel|transgenre|transsexuel|transsexuelle|queer|non binaire|homo"},
    {"orientation_label", "orientation sexuelle :*|orientation sexuelle:*|orientation sexuelle"},
    {"carries", "porte|est porteuse|est porteur|a hérité|possède"},
    {"gene",
     "mutation brca1|mutation génétique|du gène|le gène|brca1|brca2|maladie génétique|"
     "anomalie chromosomique|trisomie|mutation du gène|prédisposition génétique"},
    {"genetic_record",
     "profil adn|test adn|génome|données génétiques|test génétique|patrimoine génétique|"
     "échantillon d'adn|adn"},
    {"biometric",
     "empreinte digitale|empreintes digitales|scan de l'iris|reconnaissance faciale|"
     "empreinte vocale|données biométriques|gabarit facial|scan rétinien"},
};

}  // namespace

LanguagePack FrenchPersonPack() { return {"fr", kCues}; }

}  // namespace reeve::detectors
