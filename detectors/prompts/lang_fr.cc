#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "ignore|ignorez|ignorer|ignorons|oublie|oubliez|oublier|oublions|ne tiens pas compte|"
     "ne tenez pas compte|ne tiens plus compte|fais abstraction|faites abstraction|passe outre|"
     "passez outre|contourne|contournez|désobéis|ne suis pas|ne suivez pas|ne suis plus|"
     "ne respecte pas|négligez|néglige|outrepasse|annule"},
    {"orders_abroad",
     "instructions|consigne*|directive*|règles|ordres|commandes|restrictions|contraintes|"
     "invite système|consignes de sécurité|garde fous|indications|invites"},
    {"scope_behind",
     "précédent*|ci-dessus|antérieur*|d'avant|préalable*|initiale*|que tu as reçu*|"
     "que vous avez reçu*|données|reçues"},
    {"told",
     "tout ce qui précède|ce qui précède|tout ce que|tout ce qu'on|ce que je t'ai dit|"
     "ce qui a été dit|les précédent*|le précédent|la fonction et"},
    {"the_above", "ce qui précède|le texte ci-dessus|tout ce qui précède|ce qui est au-dessus"},
    {"from_now_on",
     "à partir de maintenant|désormais|dorénavant|à partir d'aujourd'hui|dès maintenant"},
    {"you_act",
     "tu es|vous êtes|tu vas|vous allez|tu dois|vous devez|agis|réponds|répondez|comporte-toi|"
     "tu seras|tu répondras|tu joues|agissez"},
    {"you_are_now", "tu es maintenant|vous êtes maintenant|tu es désormais|vous êtes désormais"},
    {"new_self", "un *|une *|le *|libre|sans|en mode|dans le rôle"},
    {"disclose",
     "montre|montre-moi|montrez|révèle|révélez|affiche|affichez|répète|répétez|donne|donne-moi|"
     "donnez|donnez-moi|dis-moi|dites-moi|partage|partagez|partager|imprime|quel est|"
     "quelle est|quels sont|quelles sont|écris|écrivez|me donner|me dire|me montrer|divulgue|"
     "communiquer|traduis|confirme|confirmer|me communiquer"},
    {"your_prompt",
     "tes instructions|vos instructions|ton prompt|votre prompt|ton invite|votre invite|"
     "prompt système|invite système|tes consignes|vos consignes|tes directives|vos directives|"
     "instructions système|tes règles internes|message système"},
    {"your_secret",
     "ton mot de passe|votre mot de passe|ta clé secrète|votre clé secrète|ton code secret|"
     "votre code d'accès|ta clé d'api|tes identifiants|vos identifiants|le mot de passe secret|"
     "la clé secrète|ton secret"},
    {"the_secret",
     "le mot de passe|la clé secrète|le code secret|le code d'accès|ton mot de passe|"
     "votre mot de passe"},
    {"what_is",
     "quel est|quelle est|donne-moi|donnez-moi|dis-moi|dites-moi|confirmez|confirme|me donner|"
     "me dire|partager"},
    {"users_own", "de l'utilisateur|de l'utilisatrice|des utilisateurs|l'adresse de l'utilisateur"},
    {"write_form",
     "poème sur|poème avec|un poème|acrostiche|à l'envers|histoire sur|épelle|en base64"},
    {"free_of", "sans|aucune|aucun|libre de|dépourvu de|libéré de|pas de"},
    {"limits",
     "restriction*|limite*|filtre*|censure|moral*|éthique*|règles|scrupules|contraintes|tabou*|"
     "garde-fous"},
    {"play_a_part",
     "fais semblant|faites semblant|imagine que tu es|joue le rôle|jouez le rôle|"
     "comporte-toi comme|agis comme|agissez comme|tu es un|tu es une|dans le rôle|"
     "prétends être|immerger"},
    {"never", "jamais|ne *|pas *|sans"},
    {"refuse", "refuser*|refuse|refuses|refus|décliner"},
    {"unleashed", "non filtré*|non censuré*|sans filtre|sans limites|sans restriction*|débridé*"},
    {"answer_any",
     "toutes les questions|toute question|n'importe quelle question|n'importe quoi|tout faire|"
     "tout ce que je demande"},
    {"wicked",
     "illéga*|immora*|contraire à l'éthique|dangereu*|nuisible*|offensant*|maléfique*|criminel*"},
    {"guardrails",
     "tes filtres|vos filtres|tes restrictions|vos restrictions|tes règles de sécurité|"
     "règles de sécurité|politique de contenu|filtres de sécurité"},
    {"lift", "désactive|désactivez|contourne|contournez|supprime|enlève|lève|ignore"},
    {"shield",
     "n'oublie pas|n'oubliez pas|ne pas oublier|n'ignore pas|n'ignorez pas|ne pas ignorer"},
    {"in_mention", "que signifie|que veut dire|l'expression|la phrase|le terme"},
};

}  // namespace

LanguagePack FrenchPack() { return {"fr", kCues}; }

}  // namespace reeve::detectors
