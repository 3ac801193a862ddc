#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "ignorier*|ignoriere|missachte*|vergiss|vergesst|vergessen sie|vergesse|übergehe*|umgehe|"
     "umgehen sie|überschreibe*|verwirf|lass außer acht|beachte nicht|befolge nicht|"
     "folge nicht|halte dich nicht an|halte dich nicht mehr an|setz dich über"},
    {"disobey_last",
     "ignorieren|missachten|vergessen|außer acht lassen|nicht beachten|nicht befolgen|"
     "nicht mehr befolgen|außer kraft setzen|übergehen|umgehen"},
    {"orders_abroad",
     "anweisung*|instruktion*|vorgabe*|befehl*|regeln|richtlinie*|systemprompt*|"
     "sicherheitsregeln|einschränkung*|beschränkung*|direktive*|anordnung*|aufforderung*|"
     "eingabeaufforderung*|bisherigen prompt*"},
    {"scope_behind",
     "oben|davor|zuvor|bisher|vorher|die du bekommen hast|die du erhalten hast|"
     "die dir gegeben wurden"},
    {"told",
     "alles vorherige|alles bisherige|alles, was|alles was|was dir gesagt wurde|"
     "was ich gesagt habe|alles oben|alles obige|die vorherigen|die vorigen|das vorherige|"
     "das obige|die obigen|die bisherigen"},
    {"the_above", "das obige|das vorherige|alles vorherige|alles obige|das vorangegangene"},
    {"from_now_on", "ab jetzt|von jetzt an|ab sofort|von nun an|ab nun"},
    {"you_act",
     "du bist|bist du|sind sie|wirst du|werden sie|antwortest du|antworten sie|verhältst du|"
     "spielst du|handelst du|agierst du|du wirst"},
    {"you_are_now", "du bist jetzt|du bist nun|sie sind jetzt|du bist ab sofort"},
    {"new_self", "ein *|eine *|einen *|der *|die *|frei|kein *|keine *"},
    {"disclose",
     "zeige|zeig|zeigen sie|nenne|nennen sie|gib|geben sie|verrate|verraten sie|sage mir|"
     "sag mir|sagen sie|wiederhole|wiederholen sie|drucke|gebe|teile|teilen sie|wie lautet|"
     "wie lauten|was ist|was sind|was steht in|kannst du mir|können sie mir|schreibe|offenbare|"
     "übersetze|liste"},
    {"disclose_last",
     "anzeigen|zeigen|nennen|geben|verraten|sagen|wiederholen|ausgeben|preisgeben|mitteilen|"
     "teilen|offenlegen|bestätigen|bekanntgeben"},
    {"your_prompt",
     "deine anweisungen|deine ursprünglichen anweisungen|deinen systemprompt|"
     "deinen system prompt|dein systemprompt|dein system prompt|den systemprompt|"
     "den system prompt|deine instruktionen|deine systemanweisung*|ihre anweisungen|"
     "ihren systemprompt|ihre systemanweisung*|deine internen anweisungen|deine vorgaben|"
     "deinen prompt|ihren prompt|deine internen regeln"},
    {"your_secret",
     "dein passwort|ihr passwort|deinen geheimen schlüssel|dein geheimer schlüssel|"
     "ihr geheimer schlüssel|ihren geheimen schlüssel|das geheime passwort|dein geheimnis|"
     "deinen api schlüssel|dein kennwort|ihr kennwort|deine zugangsdaten"},
    {"the_secret", "das passwort|das kennwort|der geheime schlüssel|dein passwort|das geheimwort"},
    {"what_is", "was ist|wie lautet|nenne mir|nenne|sag mir|verrate mir|bestätige|zeig mir"},
    {"users_own", "des benutzers|der benutzerin|des nutzers|aller benutzer|die benutzerdaten"},
    {"write_form",
     "gedicht über|gedicht mit|schreibe ein gedicht|rückwärts|geschichte über|buchstabiere"},
    {"free_of", "ohne|keine *|keinen *|frei von|keinerlei|ignoriert"},
    {"limits",
     "einschränkung*|beschränkung*|grenzen|filter|zensur|moral*|ethik|ethisch*|regeln|"
     "richtlinien|hemmungen|skrupel|tabus"},
    {"play_a_part",
     "tu so, als|tu so als|stell dir vor, du|spiele die rolle|verhalte dich wie|"
     "schlüpf in die rolle|du spielst|rollenspiel|du bist ein|du bist eine|antworte als"},
    {"never", "niemals|nie *|nicht|kein*"},
    {"refuse", "ablehn*|verweiger*|weiger*"},
    {"unleashed", "ungefiltert*|unzensiert*|uneingeschränkt*|hemmungslos*"},
    {"answer_any", "alle fragen|jede frage|alles, was ich|alles beantworten|alles tun"},
    {"wicked",
     "illegal*|unmoralisch*|unethisch*|gefährlich*|schädlich*|anstößig*|böse*|kriminell*"},
    {"guardrails",
     "deine sicherheitsrichtlinien|deine filter|deine einschränkungen|deine ethischen|"
     "inhaltsfilter|inhaltsrichtlinien|sicherheitsfilter"},
    {"lift", "deaktiviere|schalte|hebe|umgehe|entferne|ignoriere"},
    {"shield",
     "vergiss nicht|vergessen sie nicht|nicht vergessen|ignoriere nicht|nicht ignorieren|"
     "vergesst nicht"},
    {"in_mention", "was bedeutet|der satz|der ausdruck|das wort|warum ist"},
};

}  // namespace

LanguagePack GermanPack() { return {"de", kCues}; }

}  // namespace reeve::detectors
