#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Topics: what asks for help, and the terms.
constexpr CueWords kCues[] = {
    {"in_prevention",
     "reconhecer|proteger|denunciar|evitar|prevenir|prevenção|vítima*|detectar|remover|combater|"
     "tratamento"},
    {"in_fiction", "filme|romance|videogame|um jogo|roteiro"},
    {"ask_abroad",
     "como fazer|como posso|como fabricar|como construir|como matar|como hackear|como comprar|"
     "como conseguir|como envenenar|como falsificar|como lavar|onde posso|onde comprar|"
     "instruções para|explique como|me ensine a|ensine-me a|ajude-me a|me ajude a|escreva|"
     "eu quero|vou *|receita para|passos para|guia para"},
    {"explosive_abroad",
     "bomba|bombas|explosivo|explosivos|bomba caseira|coquetel molotov|cocktail molotov|"
     "granada caseira|silenciador|arma de fogo|gás sarin|ricina|artefato explosivo|arma química"},
    {"kill_abroad",
     "matar meu|matar minha|matar alguém|matar uma pessoa|assassinar|envenenar meu|"
     "envenenar minha|envenenar alguém|estrangular|esfaquear|sequestrar|torturar"},
    {"drug_abroad", "metanfetamina|cocaína|heroína|lsd|ecstasy|fentanil|mdma|crack em casa"},
    {"malware_abroad",
     "malware|ransomware|trojan|keylogger|vírus de computador|software malicioso|"
     "e-mail de phishing|email de phishing"},
    {"hack_abroad",
     "hackear|invadir a conta|invadir uma conta|quebrar a senha|roubar a senha|ataque ddos|"
     "espionar o celular|espiar o telemóvel"},
    {"fraud_abroad",
     "lavar dinheiro|passaporte falso|documentos falsos|identidade falsa|dinheiro falso|"
     "notas falsas|clonar cartão|clonar cartões|sonegar impostos|golpe em idosos|"
     "fraude de seguro"},
    {"own_death_wish",
     "quero morrer|quero me matar|quero matar-me|vou me matar|não quero mais viver|"
     "quero me suicidar|quero suicidar-me"},
    {"child_abuse_material", "pornografia infantil|pornô infantil"},
};

}  // namespace

LanguagePack PortugueseTopicPack() { return {"pt", kCues}; }

}  // namespace reeve::detectors
