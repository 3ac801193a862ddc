#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Persons, and what Article 9 of the GDPR protects about them.
constexpr CueWords kCues[] = {
    {"somebody",
     "sono *|ho *|mia moglie|mio marito|mio figlio|mia figlia|mia madre|mio padre|"
     "il mio collega|la mia collega|il mio capo|mio fratello|mia sorella|il mio amico|"
     "la mia amica|il paziente|la paziente|il dipendente|la dipendente|il candidato|"
     "la candidata|il cliente|la cliente|il signor|la signora|il lavoratore|la lavoratrice|"
     "il mio vicino|lei *|lui *"},
    {"of_somebody",
     "mia *|mio|sua *|suo|del paziente|della paziente|del dipendente|della dipendente|di mia|"
     "di mio|mie|sue"},
    {"suffers",
     "ha il|ha un|ha una|ho il|ha la|soffre di|soffro di|soffriva di|è affetto da|è affetta da|"
     "è malato di|è malata di|ha avuto|convive con|è morto di|è morta di|è in cura per|"
     "gli è stato diagnosticato|le è stato diagnosticato|le hanno diagnosticato|ha contratto|"
     "è stato operato di"},
    {"condition",
     "diabete|cancro|tumore|tumore al seno|leucemia|epilessia|asma|depressione|schizofrenia|"
     "anoressia|bulimia|alcolismo|sclerosi multipla|parkinson|alzheimer|demenza|epatite|"
     "tubercolosi|hiv|aids|sifilide|morbo di crohn|autismo|un ictus|infarto|artrite|"
     "endometriosi|fibrosi cistica|un aborto|emicrania|ipertensione|insufficienza renale|"
     "disturbo bipolare|attacchi di panico|disabilità"},
    {"is_being", "è *|è un|è una|sono|era|è diventato|è diventata"},
    {"health_state",
     "incinta|sieropositivo|sieropositiva|disabile|invalido|invalida|diabetico|diabetica|"
     "epilettico|epilettica|depresso|depressa|anoressica|sterile|alcolista|tossicodipendente|"
     "cieco|cieca|sordo|sorda|in malattia|autistico|autistica|asmatico|bipolare|schizofrenico|"
     "schizofrenica"},
    {"takes", "prende|prendo|assume|riceve"},
    {"medication",
     "insulina|antidepressivi|metadone|chemioterapia|litio|neurolettici|l'insulina|"
     "gli antidepressivi|la chemioterapia"},
    {"health_label", "diagnosi:*|malattia:*|patologia:*|disabilità:*|invalidità:*"},
    {"adherent",
     "cattolico|cattolica|cattolica praticante|cattolico praticante|protestante|musulmano|"
     "musulmana|ebreo|ebrea|induista|buddista|testimone di geova|ateo|atea|agnostico|agnostica|"
     "cristiano|cristiana|ortodosso|ortodossa|evangelico|evangelica|sunnita|sciita|praticante"},
    {"practises", "si è convertito|si è convertita|pratica|frequenta|appartiene"},
    {"faith",
     "islam|all'islam|ebraismo|cristianesimo|buddismo|la moschea|la sinagoga|la messa|ramadan|"
     "religione|fede|credo religioso|la chiesa valdese"},
    {"religion_label", "religione:*|confessione:*|credo religioso:*"},
    {"partisan",
     "comunista|socialista|leghista|iscritto al pd|iscritta al pd|iscritto alla lega|"
     "iscritta alla lega|militante di|tesserato del|tesserata del|elettore di|fascista|"
     "anarchico|anarchica|di estrema destra|di estrema sinistra|iscritto al partito|"
     "iscritta al partito"},
    {"votes", "vota|votato|ha votato|ha votato per|vota per|sostiene|milita in|milita nel"},
    {"party",
     "lega|la lega|fratelli d'italia|partito democratico|il partito democratico|forza italia|"
     "movimento 5 stelle|m5s|meloni|salvini|rifondazione comunista"},
    {"political_view",
     "opinioni politiche|orientamento politico|convinzioni politiche|affiliazione politica|"
     "idee politiche"},
    {"politics_label",
     "orientamento politico:*|partito:*|affiliazione politica:*|opinioni politiche:*"},
    {"union_member",
     "sindacalista|iscritto alla cgil|iscritta alla cgil|iscritto al sindacato|"
     "iscritta al sindacato|iscritto a un sindacato|iscritta a un sindacato|delegato sindacale|"
     "delegata sindacale|rappresentante sindacale|iscritto alla cisl|iscritta alla cisl|"
     "iscritta alla uil|iscritto alla uil|membro del sindacato"},
    {"joined", "si è iscritto|si è iscritta|aderisce|fa parte|appartiene"},
    {"union",
     "al sindacato|del sindacato|alla cgil|alla cisl|alla uil|della cgil|un sindacato|della fiom"},
    {"union_membership",
     "appartenenza sindacale|tessera sindacale|iscrizione al sindacato|iscrizione sindacale"},
    {"union_label", "appartenenza sindacale:*|sindacato:*|iscrizione sindacale:*"},
    {"ethnic_origin",
     "nero|nera|rom|sinti|di origine africana|di origine araba|arabo|araba|di etnia rom|"
     "di colore|curdo|curda|di origine asiatica|di origine marocchina|di origine ebraica|"
     "meticcio|meticcia"},
    {"descent", "origine|etnia|discendenza|razza"},
    {"ethnicity_word",
     "origine etnica|colore della pelle|origine razziale|etnia|appartenenza etnica"},
    {"ethnicity_label", "origine etnica:*|etnia:*|razza:*"},
    {"sexual_deed",
     "va a letto con|è andato a letto con|è andata a letto con|ha una relazione extraconiugale|"
     "ha una storia con|ha fatto sesso con|frequenta prostitute|tradisce la moglie|"
     "tradisce il marito|è sessualmente attiv*"},
    {"orientation",
     "gay|lesbica|omosessuale|bisessuale|eterosessuale|pansessuale|asessuale|transessuale|"
     "transgender|queer|non binario|non binaria"},
    {"orientation_label", "orientamento sessuale:*|orientamento sessuale"},
    {"carries", "porta|è portatrice|è portatore|ha *|ha ereditato"},
    {"gene",
     "mutazione brca1|mutazione genetica|il gene|del gene|brca1|brca2|malattia genetica|"
     "trisomia|sindrome di down|predisposizione genetica|una mutazione"},
    {"genetic_record",
     "profilo del dna|test del dna|genoma|dati genetici|test genetico|campione di dna|dna|"
     "profilo genetico"},
    {"biometric",
     "impronta digitale|impronte digitali|scansione dell'iride|riconoscimento facciale|"
     "impronta vocale|dati biometrici|scansione del volto"},
};

}  // namespace

LanguagePack ItalianPersonPack() { return {"it", kCues}; }

}  // namespace reeve::detectors
