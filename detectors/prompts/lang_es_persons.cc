#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Persons, and what Article 9 of the GDPR protects about them.
constexpr CueWords kCues[] = {
    {"somebody",
     "ella *|él *|soy|estoy|tengo|yo *|mi esposa|mi esposo|mi mujer|mi marido|mi hijo|mi hija|"
     "mi madre|mi padre|mi compañero|mi compañera|mi jefe|mi jefa|mi hermano|mi hermana|"
     "mi amigo|mi amiga|el paciente|la paciente|el empleado|la empleada|el candidato|"
     "la candidata|el cliente|la clienta|el trabajador|la trabajadora|el señor|la señora|"
     "mi vecino|mi vecina|mi novio|mi novia"},
    {"of_somebody",
     "mi *|su *|del paciente|de la paciente|del empleado|de mi|de su|de la empleada|mis|sus"},
    {"suffers",
     "tiene|tengo|tuvo|padece|padezco|sufre de|sufre|sufrió|fue diagnosticado con|"
     "fue diagnosticada con|fue diagnosticado de|fue diagnosticada de|le diagnosticaron|"
     "está enfermo de|está enferma de|vive con|murió de|está en tratamiento por|"
     "recibe tratamiento por|ha padecido|está de baja por"},
    {"condition",
     "diabetes|cáncer|cáncer de mama|leucemia|epilepsia|asma|depresión|esquizofrenia|anorexia|"
     "bulimia|alcoholismo|esclerosis múltiple|párkinson|parkinson|alzhéimer|alzheimer|demencia|"
     "hepatitis|tuberculosis|vih|sida|sífilis|enfermedad de crohn|tdah|autismo|un ictus|"
     "un infarto|artritis|endometriosis|fibrosis quística|un tumor|un aborto|migrañas|"
     "hipertensión|insuficiencia renal|trastorno bipolar|ansiedad|discapacidad|fibromialgia"},
    {"is_being", "es *|es un|es una|soy|era|está|estoy|fue|se hizo|es una persona"},
    {"health_state",
     "embarazada|seropositivo|seropositiva|vih positivo|discapacitado|discapacitada|diabético|"
     "diabética|epiléptico|epiléptica|deprimido|deprimida|anoréxica|estéril|alcohólico|"
     "alcohólica|drogadicto|drogadicta|ciego|ciega|sordo|sorda|de baja médica|autista|asmático|"
     "asmática|bipolar|esquizofrénico|esquizofrénica"},
    {"takes", "toma|tomo|recibe|se inyecta"},
    {"medication",
     "insulina|antidepresivos|metadona|quimioterapia|ritalin|metformina|neurolépticos|litio|"
     "ansiolíticos|sertralina"},
    {"health_label", "diagnóstico:*|enfermedad:*|discapacidad:*|patología:*|antecedentes:*"},
    {"adherent",
     "católico|católica|católica practicante|católico practicante|protestante|musulmán|"
     "musulmana|judío|judía|hindú|budista|testigo de jehová|ateo|atea|agnóstico|agnóstica|"
     "cristiano|cristiana|evangélico|evangélica|mormón|mormona|ortodoxo|ortodoxa|suní|chií|sij"},
    {"practises", "se convirtió al|practica|asiste a|pertenece a|profesa|va a"},
    {"faith",
     "islam|el islam|judaísmo|cristianismo|budismo|la mezquita|la sinagoga|misa|ramadán|"
     "religión|creencias religiosas|el catolicismo|la iglesia católica|la iglesia evangélica"},
    {"religion_label", "religión:*|confesión:*|credo:*|confesión religiosa:*"},
    {"partisan",
     "socialista|comunista|militante del|afiliado al|afiliada al|miembro del partido|votante de|"
     "simpatizante de|de extrema derecha|de extrema izquierda|independentista|falangista|"
     "anarquista|afiliado a vox|peronista|chavista"},
    {"votes",
     "vota a|vota por|votó a|votó por|ha votado a|apoya a|milita en|votó|vota al|es votante de"},
    {"party",
     "vox|psoe|el psoe|partido popular|podemos|sumar|ciudadanos|al psoe|morena|"
     "partido socialista|partido comunista|el partido popular|esquerra|bildu|milei|al pp"},
    {"political_view",
     "opiniones políticas|opinión política|ideología política|afiliación política|"
     "convicciones políticas|ideas políticas"},
    {"politics_label",
     "afiliación política:*|partido político:*|ideología:*|opinión política:*|partido:*"},
    {"union_member",
     "sindicalista|afiliado a comisiones|afiliada a comisiones|afiliado a la ugt|"
     "afiliada a la ugt|afiliado a un sindicato|afiliada a un sindicato|afiliado al sindicato|"
     "afiliada al sindicato|delegado sindical|delegada sindical|miembro del sindicato|"
     "miembro de un sindicato|enlace sindical|afiliada a ugt|afiliado a ugt|sindicado|sindicada"},
    {"joined",
     "se afilió a|se unió a|pertenece a|se afilió al|pertenece al|está afiliado a|"
     "está afiliada a"},
    {"union",
     "un sindicato|sindicato|la ugt|ugt|comisiones obreras|ccoo|la cgt|el sindicato|la cnt|csif"},
    {"union_membership", "afiliación sindical|cuota sindical|militancia sindical"},
    {"union_label", "afiliación sindical:*|sindicato:*"},
    {"ethnic_origin",
     "negro|negra|gitano|gitana|de etnia gitana|mestizo|mestiza|indígena|árabe|"
     "de origen africano|de origen marroquí|afrodescendiente|mulato|mulata|de raza negra|"
     "quechua|mapuche|de origen asiático|bereber|de etnia"},
    {"descent", "origen|ascendencia|etnia|raza"},
    {"ethnicity_word", "origen étnico|origen racial|color de piel|etnia|raza"},
    {"ethnicity_label", "origen étnico:*|etnia:*|raza:*"},
    {"sexual_deed",
     "se acuesta con|se acostó con|tiene una aventura|tuvo una aventura|tuvo sexo con|"
     "frecuenta prostitutas|engaña a su|mantiene relaciones sexuales|tuvo relaciones sexuales|"
     "es sexualmente activ*"},
    {"orientation",
     "gay|lesbiana|homosexual|bisexual|heterosexual|pansexual|asexual|transexual|transgénero|"
     "queer|no binario|no binaria|una mujer trans|un hombre trans"},
    {"orientation_label", "orientación sexual:*|orientación sexual"},
    {"carries", "porta|es portadora|es portador|tiene|heredó|lleva"},
    {"gene",
     "mutación brca1|mutación genética|el gen|del gen|brca1|brca2|enfermedad genética|"
     "enfermedad hereditaria|trisomía|síndrome de down|predisposición genética|una mutación"},
    {"genetic_record",
     "perfil de adn|prueba de adn|genoma|datos genéticos|prueba genética|muestra de adn|adn|"
     "test genético"},
    {"biometric",
     "huella dactilar|huellas dactilares|escáner de iris|reconocimiento facial|huella de voz|"
     "datos biométricos|plantilla facial|huella digital|huellas digitales"},
};

}  // namespace

LanguagePack SpanishPersonPack() { return {"es", kCues}; }

}  // namespace reeve::detectors
