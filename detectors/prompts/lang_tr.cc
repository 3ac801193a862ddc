#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey_last",
     "yok say*|görmezden gel*|unut|unutun|unutunuz|dikkate alma*|göz ardı et*|uyma|uymayın|"
     "boş ver|geçersiz kıl*|iptal et*|aldırma*|takip etme|çiğne"},
    {"orders_abroad",
     "talimat*|yönerge*|komut*|kural*|emir*|emirler*|yönlendirme*|istem*|kısıtlama*|direktif*|"
     "sınırlama*"},
    {"told",
     "önceki*|yukarıdaki*|her şeyi|söylenen*|daha önceki*|şimdiye kadar|bundan önceki*|"
     "söylediğim*"},
    {"the_above",
     "yukarıdakileri|yukarıdakini|önceki her şeyi|yukarıdaki metni|öncekileri|öncekini"},
    {"from_now_on", "bundan sonra|şu andan itibaren|bundan böyle|artık sen|şimdiden itibaren"},
    {"you_act", "sen *|davran*|cevap ver*|yanıt*|rol*|olacaksın|olarak"},
    {"you_are_now", "sen artık|artık sen|şimdi sen|artık bir"},
    {"new_self", "bir *|değilsin|özgür|DAN"},
    {"disclose_last",
     "göster*|söyle*|ver *|ver.*|verin|verir|açıkla*|tekrarla*|yazdır*|yaz *|nedir|ne *|"
     "paylaş*|bildir*|listele*|ifşa*|doğrula*|çevir*"},
    {"your_prompt",
     "sistem istemi*|sistem talimat*|talimatların*|sistem mesaj*|yönergelerin*|sistem prompt*|"
     "başlangıç talimat*|ilk talimat*|gizli talimat*"},
    {"your_secret",
     "şifreni*|şifreniz*|şifren*|gizli anahtar*|parolan*|parolanız*|şifre nedir|parola nedir|"
     "erişim kodu*|gizli şifre*|gizli kod*|sırrın*|parolayı|şifreyi"},
    {"users_own", "kullanıcının*|kullanıcıların*"},
    {"free_of", "hiçbir|sınırsız|olmadan|olmayan|yoktur"},
    {"limits", "kısıtlama*|sınır*|etik*|ahlak*|filtre*|sansür*|kural*"},
    {"play_a_part", "gibi davran*|rolünü|taklit*|hayal et*|rol yap*|canlandır*|farz et*|varsay*"},
    {"never", "asla|hiçbir zaman|sakın"},
    {"refuse", "reddet*|geri çevir*"},
    {"unleashed", "filtresiz|sansürsüz|kısıtlamasız|sınırsız"},
    {"answer_any", "her soru*|her şeyi|tüm soru*|herhangi bir soru*"},
    {"wicked", "yasadışı|yasa dışı|ahlaksız*|etik olmayan|tehlikeli|zararlı"},
    {"guardrails", "güvenlik kural*|içerik politika*|güvenlik filtre*|filtreleri*"},
    {"lifted", "devre dışı*|kapat*|kaldır*|atla*|baypas*"},
    {"shield", "unutma|unutmayın|unutmayınız|göz ardı etme|yok sayma|görmezden gelme"},
    {"in_mention", "ne demek|anlamı ne|ifadesi|cümlesi|kelimesi"},
};

}  // namespace

LanguagePack TurkishPack() { return {"tr", kCues}; }

}  // namespace reeve::detectors
