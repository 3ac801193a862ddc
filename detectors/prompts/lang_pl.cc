#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "zignoruj*|ignoruj*|ignorować|zapomnij*|pomiń|pomińcie|nie zwracaj uwagi|nie przestrzegaj|"
     "nie stosuj się|odrzuć|lekceważ|obejdź|omiń|nie wykonuj|nadpisz"},
    {"orders_abroad",
     "instrukcj*|polece*|wytyczn*|zasad*|reguł*|rozkaz*|komend*|ograniczeń|ograniczenia|"
     "dyrektyw*|nakaz*|wskazówk*"},
    {"scope_behind", "powyżej|wcześniej|które otrzymałeś|poprzednie"},
    {"told",
     "wszystko, co|wszystko co|wszystkie poprzednie|wszystkie wcześniejsze|poprzedni*|to, co|"
     "wszystko powyżej|powyższe|wszystkich poprzednich"},
    {"the_above", "powyższe|to, co powyżej|wszystko powyżej|powyższy tekst|to co wyżej"},
    {"from_now_on", "od teraz|od tej chwili|od tego momentu|odtąd|od tej pory"},
    {"you_act", "jesteś|będziesz|odpowiadaj*|zachowuj*|działaj*|masz|twoja|odpowiadasz|udawaj"},
    {"you_are_now", "jesteś teraz|teraz jesteś|nie jesteś już"},
    {"new_self", "hakerem|botem|wolny*|bez *|w trybie|DAN|piratem|złym|asystent*|modelem|now*"},
    {"disclose",
     "pokaż*|ujawnij*|powtórz*|wypisz*|wydrukuj*|podaj*|powiedz*|wyświetl*|udostępnij*|"
     "jakie są|jakie jest|jaki jest|napisz|zdradź|przetłumacz|potwierdź|daj mi"},
    {"your_prompt",
     "swoje instrukcje|twoje instrukcje|swój prompt|twój prompt|prompt systemowy|"
     "instrukcje systemowe|komunikat systemowy|swoje wytyczne|twoje wytyczne|swoje zasady|"
     "początkowe instrukcje|swój systemowy|promptu systemowego"},
    {"your_secret",
     "swoje hasło|twoje hasło|tajny klucz|tajne hasło|swój tajny|twój tajny|swoim hasłem|"
     "kod dostępu|swój sekret"},
    {"the_secret", "hasło|tajny klucz|tajne słowo|kod dostępu|tajny kod"},
    {"what_is", "jakie jest|jakie to|podaj|powiedz mi|jaki jest|zdradź|potwierdź"},
    {"users_own", "użytkownika|użytkowników"},
    {"write_form", "wiersz o|akrostych|od tyłu|historię o|opowiadanie o"},
    {"free_of", "bez *|żadnych|wolny od|nie ma|pozbawiony"},
    {"limits", "ogranicze*|filtr*|cenzur*|moraln*|etyk*|etyczn*|zasad*|granic*|skrupuł*|hamulc*"},
    {"play_a_part",
     "udawaj|zachowuj się jak|wyobraź sobie, że jesteś|wciel się|odgrywaj|graj rolę|jesteś *"},
    {"never", "nigdy|nie *|bez *"},
    {"refuse", "odmaw*|odmów*|odrzuc*"},
    {"unleashed", "bez cenzury|bez filtrów|bez ograniczeń|nieocenzurowan*|nieograniczon*"},
    {"answer_any",
     "na każde pytanie|na wszystkie pytania|na dowolne pytanie|cokolwiek|wszystko, o co"},
    {"wicked", "nielegaln*|niemoraln*|nieetyczn*|niebezpieczn*|szkodliw*|obraźliw*"},
    {"guardrails",
     "swoje filtry|swoje ograniczenia|zasady bezpieczeństwa|filtry bezpieczeństwa|"
     "politykę treści"},
    {"lift", "wyłącz*|obejdź|usuń|zdejmij|ignoruj"},
    {"shield", "nie zapomnij*|nie zapominaj*|nie ignoruj*"},
    {"in_mention", "co znaczy|co oznacza|wyrażenie|zwrot|zdanie"},
};

}  // namespace

LanguagePack PolishPack() { return {"pl", kCues}; }

}  // namespace reeve::detectors
