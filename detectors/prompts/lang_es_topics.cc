#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Topics: what asks for help, and the terms.
constexpr CueWords kCues[] = {
    {"in_prevention",
     "reconocer|proteger*|protegerme|denunciar|evitar|prevenir|prevención|víctima*|detectar|"
     "eliminar un|luchar contra|defender*|tratamiento"},
    {"in_fiction", "película|novela|videojuego|un juego|guion"},
    {"ask_abroad",
     "cómo hacer|cómo puedo|cómo fabricar|cómo construir|cómo matar|cómo hackear|cómo comprar|"
     "cómo conseguir|cómo envenenar|cómo falsificar|cómo lavar|cómo preparar|cómo se hace|"
     "como puedo|como hacer|dónde puedo|dónde comprar|instrucciones para|explícame cómo|"
     "enséñame a|enséñame cómo|ayúdame a|escribe|quiero|voy a|receta para|pasos para|guía para"},
    {"explosive_abroad",
     "bomba|bombas|explosivo|explosivos|bomba casera|cóctel molotov|granada casera|silenciador|"
     "arma de fuego|gas sarín|ricina|gas mostaza|artefacto explosivo|arma química"},
    {"kill_abroad",
     "matar a|asesinar a|asesinar|envenenar a|estrangular|apuñalar|secuestrar|torturar a|"
     "golpear a mi"},
    {"drug_abroad",
     "metanfetamina|cocaína|heroína|lsd|éxtasis|fentanilo|cristal en casa|mdma|burundanga"},
    {"malware_abroad",
     "malware|ransomware|troyano|keylogger|virus informático|software malicioso|"
     "correo de phishing|programa malicioso|correo de suplantación"},
    {"hack_abroad",
     "hackear una cuenta|hackear la cuenta|hackear|piratear|descifrar una contraseña|"
     "robar la contraseña|ataque ddos|el móvil de mi mujer|espiar el teléfono"},
    {"fraud_abroad",
     "lavar dinero|blanquear dinero|pasaporte falso|falsificar un pasaporte|documentos falsos|"
     "dinero falso|billetes falsos|fraude con tarjetas|estafar|evadir impuestos|"
     "identificación falsa|fraude al seguro"},
    {"own_death_wish",
     "quiero morir|quiero morirme|quiero matarme|me quiero matar|me quiero morir|voy a matarme|"
     "no quiero vivir más|quiero suicidarme|voy a suicidarme|no quiero seguir viviendo"},
    {"child_abuse_material", "pornografía infantil|porno infantil"},
};

}  // namespace

LanguagePack SpanishTopicPack() { return {"es", kCues}; }

}  // namespace reeve::detectors
