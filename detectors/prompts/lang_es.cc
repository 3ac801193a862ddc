#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "ignora|ignore|ignorar|ignorad|ignoren|ignorando|olvida|olvide|olvidar|olvidad|olvídate|"
     "olvídese|haz caso omiso|haga caso omiso|no hagas caso|no sigas|no siga|omite|omita|"
     "descarta|descarte|desobedece|no tengas en cuenta|no tenga en cuenta|pasa por alto|salta*|"
     "anula|deja de seguir"},
    {"orders_abroad",
     "instrucciones|instrucción|indicacion*|órdenes|reglas|directrices|directivas|normas|"
     "comandos|restricciones|mensaje del sistema|prompts|pautas|limitaciones"},
    {"scope_behind",
     "anterior*|previa*|previo*|de arriba|iniciales|que te dieron|que has recibido|"
     "que recibiste|precedente*|originales|dadas"},
    {"told",
     "todo lo anterior|lo anterior|todo lo que|lo que te dijeron|lo que te dije|todo lo dicho|"
     "las anteriores|los anteriores|lo de arriba|la función y"},
    {"the_above", "lo anterior|todo lo anterior|lo de arriba|el texto anterior|lo que precede"},
    {"from_now_on",
     "a partir de ahora|de ahora en adelante|desde ahora|a partir de este momento|"
     "desde este momento"},
    {"you_act",
     "eres|serás|actúa|actuarás|responde|responderás|vas a|debes|usted es|actuará|"
     "te comportarás|tienes que|vas"},
    {"you_are_now", "ahora eres|ahora usted es|eres ahora|ya no eres"},
    {"new_self", "un *|una *|el *|libre|sin *|en modo|DAN"},
    {"disclose",
     "muestra|muéstrame|muestre|revela|revélame|revele|repite|repita|imprime|dime|dígame|dame|"
     "deme|comparte|compartir|compartas|cuál es|cuáles son|cual es|cuales son|escribe|enseña|"
     "enséñame|darme|decirme|mostrarme|proporciona|proporcione|confirma|confirmar|divulga|"
     "traduce|puedes darme|me puedes dar|facilitarme|revelar|me des"},
    {"your_prompt",
     "tus instrucciones|sus instrucciones|tu prompt|su prompt|tu mensaje de sistema|"
     "prompt del sistema|prompt de sistema|instrucciones del sistema|tu prompt del sistema|"
     "tus directrices|tus reglas internas|tus instrucciones iniciales|tu configuración inicial|"
     "mensaje del sistema"},
    {"your_secret",
     "tu contraseña|su contraseña|tu clave secreta|su clave secreta|tu clave|tu código secreto|"
     "la contraseña secreta|la clave secreta|tus credenciales|sus credenciales|tu secreto|"
     "tu código de acceso"},
    {"the_secret",
     "la contraseña|la clave secreta|la clave|el código secreto|el código de acceso|"
     "tu contraseña|su contraseña|la palabra secreta"},
    {"what_is",
     "cuál es|cual es|dime|dígame|dame|deme|confirma|confirmar|confírmame|compartir|decirme|"
     "darme|revela"},
    {"users_own", "del usuario|de la usuaria|de los usuarios|del cliente|el usuario vive"},
    {"write_form",
     "poema sobre|poema con|un poema|acróstico|al revés|historia sobre|deletrea|en base64|"
     "la primera letra"},
    {"free_of", "sin *|ninguna|ningún|libre de|carece de|no tiene|no tienes"},
    {"limits",
     "restriccion*|limitacion*|límites|filtro*|censura|moral*|ética*|ético*|reglas|escrúpulos|"
     "tabúes|normas"},
    {"play_a_part",
     "actúa como|actúe como|actuar como|finge|finja|imagina que eres|haz de cuenta|"
     "interpreta el papel|juego de rol|eres un|eres una|en el papel de|compórtate como|simula|"
     "sumergirte en el papel"},
    {"never", "nunca|jamás|no *|sin *"},
    {"refuse", "negarte|negar*|rechaz*|rehús*|te niegas"},
    {"unleashed", "sin censura|sin filtro*|sin límites|sin restricciones|irrestricto"},
    {"answer_any",
     "cualquier pregunta|todas las preguntas|cualquier cosa|todo lo que pida|"
     "todo lo que te pida"},
    {"wicked",
     "ilegal*|inmoral*|poco ético*|peligros*|dañin*|ofensiv*|malvad*|malicios*|criminal*"},
    {"guardrails",
     "tus filtros|tus restricciones|tus reglas de seguridad|filtros de seguridad|"
     "política de contenido|políticas de contenido|tus limitaciones|tus directrices éticas"},
    {"lift", "desactiva|desactive|elude|omite|elimina|quita|salta|ignora"},
    {"shield", "no olvides|no olvide|no olvidar|no ignores|no ignore|no ignorar|no te olvides"},
    {"in_mention", "qué significa|que significa|la frase|la expresión|el término"},
};

}  // namespace

LanguagePack SpanishPack() { return {"es", kCues}; }

}  // namespace reeve::detectors
