#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "ignore|ignora|ignorar|ignorem|esqueça|esquece|esqueçam|esquecer|desconsidere|"
     "desconsidera|desconsiderar|desrespeite|não siga|não sigas|não obedeça|descarte|despreze|"
     "desobedeça|não leve em conta|pare de seguir|anule|contorne"},
    {"orders_abroad",
     "instruç*|instruções|instrução|regras|diretrizes|diretivas|ordens|comandos|orientações|"
     "restrições|indicações|prompts|limitações"},
    {"scope_behind",
     "anterior*|prévia*|acima|iniciais|que recebeu|que você recebeu|originais|precedentes|dadas"},
    {"told",
     "tudo o que|tudo que|o que foi dito|o que eu disse|tudo acima|tudo o anterior|"
     "as anteriores|os anteriores|o anterior|o acima"},
    {"the_above",
     "o acima|o texto acima|tudo acima|o anterior|tudo o que está acima|o que foi dito acima"},
    {"from_now_on",
     "a partir de agora|de agora em diante|daqui em diante|a partir deste momento|doravante|"
     "daqui para frente"},
    {"you_act", "você|tu és|serás|será|aja|responda|responde|deve|vai|comporte-se|irá|atue"},
    {"you_are_now", "agora você é|você agora é|agora és|você não é mais"},
    {"new_self", "um *|uma *|livre|sem *|em modo|DAN"},
    {"disclose",
     "mostre|mostra|mostre-me|mostra-me|revele|revela|repita|repete|imprima|diga|diga-me|"
     "diz-me|dê-me|me dê|dá-me|compartilhe|compartilhar|partilhe|partilhar|qual é|quais são|"
     "escreva|forneça|fornecer|liste|exiba|me dizer|me dar|me diga|confirme|confirmar|divulgue|"
     "traduza|me mostre|me fornecer|dizer-me|dar-me|me informar|revelar"},
    {"your_prompt",
     "suas instruções|tuas instruções|seu prompt|teu prompt|prompt do sistema|"
     "prompt de sistema|instruções do sistema|mensagem do sistema|suas diretrizes|"
     "suas regras internas|instruções iniciais|seu prompt inicial"},
    {"your_secret",
     "sua senha|tua senha|sua palavra-passe|tua palavra-passe|a sua palavra-passe|"
     "sua chave secreta|tua chave secreta|a senha secreta|a chave secreta|seu código secreto|"
     "suas credenciais|seu segredo|sua chave|código de acesso"},
    {"the_secret",
     "a senha|a palavra-passe|a chave secreta|o código secreto|sua senha|a palavra secreta|"
     "a chave"},
    {"what_is",
     "qual é|diga-me|me diga|me dê|dê-me|confirme|confirmar|compartilhe|compartilhar|partilhar|"
     "me dizer|revele|forneça"},
    {"users_own",
     "do usuário|do utilizador|dos usuários|dos utilizadores|da usuária|o usuário mora|"
     "o utilizador vive"},
    {"write_form",
     "poema sobre|poema com|um poema|acróstico|ao contrário|história sobre|em base64|soletre"},
    {"free_of", "sem *|nenhum*|livre de|não tem|desprovido de"},
    {"limits",
     "restriç*|limitaç*|limites|filtro*|censura|moral*|étic*|regras|escrúpulos|tabus|diretrizes"},
    {"play_a_part",
     "aja como|atue como|finja|imagine que você é|faça de conta|interprete o papel|você é um|"
     "você é uma|no papel de|comporte-se como|simule|jogo de interpretação"},
    {"never", "nunca|jamais|não *|sem *"},
    {"refuse", "recus*|negar*"},
    {"unleashed", "sem censura|sem filtro*|sem limites|sem restrições|irrestrit*"},
    {"answer_any",
     "qualquer pergunta|todas as perguntas|qualquer coisa|tudo o que eu pedir|tudo que eu pedir"},
    {"wicked", "ilega*|imora*|antiétic*|perigos*|prejudicia*|ofensiv*|malign*|maldos*|criminos*"},
    {"guardrails",
     "seus filtros|suas restrições|regras de segurança|filtros de segurança|"
     "política de conteúdo|suas limitações|suas diretrizes"},
    {"lift", "desative|desativa|contorne|burle|remova|elimine|ignore"},
    {"shield", "não esqueça|não se esqueça|não esqueças|não ignore|não esquecer|não ignorar"},
    {"in_mention", "o que significa|a frase|a expressão|o termo"},
};

}  // namespace

LanguagePack PortuguesePack() { return {"pt", kCues}; }

}  // namespace reeve::detectors
