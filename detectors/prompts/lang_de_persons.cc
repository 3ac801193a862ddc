#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Persons, and what Article 9 of the GDPR protects about them.
constexpr CueWords kCues[] = {
    {"somebody",
     "ich *|meine frau|mein mann|mein sohn|meine tochter|meine mutter|mein vater|mein kollege|"
     "meine kollegin|mein chef|meine chefin|mein bruder|meine schwester|der patient|"
     "die patientin|der mitarbeiter|die mitarbeiterin|der bewerber|die bewerberin|der kunde|"
     "die kundin|herr *|frau *|mein freund|meine freundin|der versicherte|unser kollege|"
     "unsere kollegin|mein nachbar|der mandant|meine nachbarin|er *|sie *"},
    {"of_somebody",
     "meine|seine|ihre|mein|sein|meiner|seiner|meines|seines|ihres|der patientin|des patienten|"
     "der mitarbeiterin|des mitarbeiters"},
    {"suffers",
     "hat|habe|hatte|leidet an|leide an|leidet unter|leide unter|litt an|erkrankte an|ist an|"
     "wurde mit|ist erkrankt an|erkrankt an|wird wegen|wurde wegen|lebt mit|diagnose|starb an|"
     "kämpft gegen|ist krankgeschrieben wegen|leidet|leide|leidet seit"},
    {"suffers_last",
     "erkrankt|leidet|diagnostiziert|behandelt|diagnostiziert wurde|erkrankte|litt|in behandlung"},
    {"condition",
     "diabetes|krebs|brustkrebs|lungenkrebs|leukämie|epilepsie|asthma|depressionen|depression|"
     "schizophrenie|magersucht|bulimie|alkoholismus|multipler sklerose|multiple sklerose|"
     "parkinson|alzheimer|demenz|hepatitis|tuberkulose|hiv|aids|syphilis|morbus crohn|adhs|"
     "autismus|burnout|burn-out|schlaganfall|herzinfarkt|arthritis|endometriose|mukoviszidose|"
     "tumor|hirntumor|fehlgeburt|migräne|bluthochdruck|nierenversagen|angststörung|"
     "posttraumatischen belastungsstörung|rheuma|drogensucht|long covid|schwerbehinderung"},
    {"is_being",
     "ist|bin|war|wurde|ist ein|ist eine|ist seit|ist eine überzeugte|ist überzeugter|sei"},
    {"health_state",
     "schwanger|hiv-positiv|hiv positiv|schwerbehindert|behindert|diabetiker|diabetikerin|"
     "epileptiker|suizidgefährdet|depressiv|magersüchtig|unfruchtbar|alkoholiker|alkoholikerin|"
     "drogenabhängig|blind|gehörlos|krankgeschrieben|arbeitsunfähig|"
     "in psychiatrischer behandlung|autist|autistin|querschnittsgelähmt|alkoholkrank|"
     "psychisch krank|in chemotherapie"},
    {"is_last", "ist|war|bin|sind"},
    {"takes", "nimmt|nehme|bekommt|erhält|spritzt"},
    {"medication",
     "insulin|antidepressiva|methadon|chemotherapie|ritalin|marcumar|metformin|neuroleptika|"
     "lithium|l-thyroxin|morphium"},
    {"health_label",
     "diagnose:*|krankheit:*|erkrankung:*|vorerkrankung:*|behinderung:*|vorerkrankungen:*"},
    {"adherent",
     "katholik|katholikin|katholisch|gläubige katholikin|gläubiger katholik|protestant|"
     "protestantin|evangelisch|moslem|muslim|muslima|muslimin|muslimisch|jude|jüdin|jüdisch|"
     "hindu|buddhist|buddhistin|zeuge jehovas|zeugin jehovas|atheist|atheistin|konfessionslos|"
     "sunnit|schiit|alevit|alevitin|christ|christin|mormone|orthodox|praktizierende|gläubiger"},
    {"practises",
     "konvertierte zum|ist konvertiert zum|gehört der|betet in|ist aus der|ist mitglied der|"
     "fastet im"},
    {"faith",
     "islam|judentum|christentum|katholischen kirche|evangelischen kirche|kirche ausgetreten|"
     "buddhismus|hinduismus|ramadan|moschee|synagoge|konfession|religionszugehörigkeit|glauben|"
     "religion|scientology"},
    {"religion_label",
     "religion:*|konfession:*|religionszugehörigkeit:*|religionszugehörigkeit|bekenntnis:*|"
     "glaube:*"},
    {"partisan",
     "mitglied der spd|mitglied der cdu|mitglied der csu|mitglied der afd|mitglied der grünen|"
     "mitglied der linken|mitglied der fdp|spd-mitglied|cdu-mitglied|afd-mitglied|"
     "grünen-mitglied|kommunist|kommunistin|sozialist|parteimitglied|in der spd|in der afd|"
     "in der cdu|afd-wähler|spd-wähler|anhänger der|anarchist|sozialdemokrat|sozialdemokratin"},
    {"votes", "wählt|wählte|hat|spendet an|unterstützt|wähle"},
    {"party",
     "die afd|afd|die spd|spd|die cdu|cdu|csu|die grünen|die linke|fdp|die linken gewählt|"
     "die npd"},
    {"political_view",
     "politische meinung|politische einstellung|politische überzeugung|politischen ansichten|"
     "parteimitgliedschaft|parteizugehörigkeit|politische gesinnung"},
    {"politics_label",
     "parteizugehörigkeit:*|partei:*|politische einstellung:*|parteimitgliedschaft:*"},
    {"union_member",
     "gewerkschaftsmitglied|mitglied der ig metall|mitglied bei ver.di|"
     "mitglied der gewerkschaft|gewerkschafter|gewerkschafterin|mitglied bei der ig metall|"
     "mitglied in der gewerkschaft|mitglied von verdi|in der gewerkschaft|"
     "gewerkschaftlich organisiert|mitglied der gew"},
    {"joined", "trat|gehört|beigetreten|eingetreten in|engagiert sich in"},
    {"union", "der gewerkschaft|ig metall|ver.di|die gewerkschaft|der ig metall|verdi"},
    {"union_membership",
     "gewerkschaftsmitgliedschaft|gewerkschaftszugehörigkeit|gewerkschaftsbeitrag"},
    {"union_label",
     "gewerkschaft:*|gewerkschaftszugehörigkeit:*|gewerkschaftsmitglied:*|"
     "gewerkschaftsmitgliedschaft:*"},
    {"ethnic_origin",
     "schwarz|schwarzer|schwarze|roma|sinti|kurde|kurdin|araber|araberin|türkischer abstammung|"
     "afrikanischer abstammung|jüdischer abstammung|asiatischer herkunft|arabischer herkunft|"
     "türkischer herkunft|afrodeutsch*|kurdischer herkunft|indigen|polnischer herkunft"},
    {"descent", "abstammung|herkunft|wurzeln|ethnie"},
    {"ethnicity_word",
     "ethnische herkunft|hautfarbe|ethnie|ethnischen herkunft|rassische herkunft|"
     "ethnische zugehörigkeit"},
    {"ethnicity_label",
     "ethnische herkunft:*|ethnie:*|herkunft:*|ethnische zugehörigkeit:*|hautfarbe:*"},
    {"sexual_deed",
     "hat eine affäre|hatte eine affäre|hatte sex mit|schläft mit|geht ins bordell|"
     "besucht prostituierte|hat sex mit|ist sexuell aktiv|geht fremd|im swingerclub"},
    {"orientation",
     "schwul|lesbisch|homosexuell|bisexuell|heterosexuell|pansexuell|asexuell|queer|"
     "transsexuell|transgender|transfrau|transmann|lesbe|ein schwuler|nichtbinär"},
    {"orientation_label",
     "sexuelle orientierung:*|sexuelle orientierung|sexualität:*|orientierung:*"},
    {"carries", "trägt|hat|ist trägerin|ist träger|erbte"},
    {"gene",
     "brca1-mutation|brca2-mutation|genmutation|das brca1-gen|gendefekt|das huntington-gen|"
     "erbkrankheit|genetische veranlagung|chromosomenstörung|eine genmutation|trisomie 21|"
     "genetischen defekt"},
    {"genetic_record",
     "dna-profil|dna-probe|gentest|genom|genetischen daten|erbgut|dna-test|genanalyse|"
     "dns-profil|gendaten"},
    {"biometric",
     "fingerabdruck|fingerabdrücke|iris-scan|irisscan|gesichtsscan|stimmprofil|"
     "biometrischen daten|biometrische daten|netzhautscan|gesichtsbiometrie"},
};

}  // namespace

LanguagePack GermanPersonPack() { return {"de", kCues}; }

}  // namespace reeve::detectors
