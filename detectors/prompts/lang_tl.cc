#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "balewalain|huwag pansinin|kalimutan|huwag sundin|isantabi|laktawan|ipagwalang bahala|"
     "huwag mong sundin|pabayaan"},
    {"orders_abroad",
     "tagubilin|utos|panuto|patakaran|tuntunin|alituntunin|instruksyon|mga direksyon|"
     "paghihigpit"},
    {"scope_behind", "nauna|sa itaas|nakaraan"},
    {"told", "lahat ng|ang lahat|nauna|sinabi ko|nakaraang|naunang"},
    {"the_above", "ang nasa itaas|nasa itaas|ang nauna|ang naunang"},
    {"disclose",
     "ipakita|sabihin|ibigay|ulitin|ilabas|ibahagi|ano ang|isulat|maaari mo bang|bigyan|"
     "kumpirmahin|anong"},
    {"your_prompt",
     "mga tagubilin mo|iyong mga tagubilin|iyong system prompt|iyong prompt|iyong tagubilin|"
     "mga panuto mo"},
    {"your_secret",
     "iyong password|password mo|lihim na susi|iyong lihim|sikretong susi|ang password|"
     "iyong sikreto"},
    {"the_secret", "lihim na susi|ang password"},
    {"what_is", "ano ang|sabihin|ibigay|ibahagi|kumpirmahin"},
    {"users_own", "ng gumagamit|ng user|nakatira ang user|ng mga gumagamit"},
    {"from_now_on", "mula ngayon|simula ngayon|magmula ngayon"},
    {"you_act", "ikaw|kumilos|sumagot|ikaw ay"},
    {"shield", "huwag kalimutan|huwag kalimutang|huwag balewalain"},
    {"in_mention", "ano ang ibig sabihin|ang pariralang|kahulugan"},
    {"unleashed", "walang limitasyon|walang hanggan|walang filter"},
    {"play_a_part", "magpanggap|kunwari|isipin mo na|gumanap"},
};

}  // namespace

LanguagePack FilipinoPack() { return {"tl", kCues}; }

}  // namespace reeve::detectors
