#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "abaikan|mengabaikan|lupakan|melupakan|hiraukan|jangan ikuti|jangan patuhi|langgar|"
     "kesampingkan|lewati|tidak perlu mengikuti|acuhkan|timpa"},
    {"orders_abroad",
     "instruksi*|perintah*|petunjuk*|aturan*|arahan*|pedoman*|batasan*|panduan*|larangan*"},
    {"scope_behind", "sebelumnya|di atas|terdahulu|awal|yang diberikan"},
    {"told",
     "semua yang|apa yang|segala sesuatu|semua hal|yang di atas|hal di atas|semua sebelumnya"},
    {"the_above", "yang di atas|hal di atas|teks di atas|semua di atas|sebelumnya"},
    {"from_now_on", "mulai sekarang|sejak sekarang|mulai saat ini|dari sekarang"},
    {"you_act", "kamu|anda|bertindak*|jawab|berperan|engkau|jawablah"},
    {"you_are_now", "kamu sekarang|sekarang kamu|anda sekarang|sekarang anda|kamu bukan lagi"},
    {"new_self", "adalah|seorang|sebuah|bebas|DAN|tidak"},
    {"disclose",
     "tampilkan|tunjukkan|ungkapkan|ulangi|cetak|beri tahu|beritahu|berikan|bagikan|sebutkan|"
     "apa itu|apakah|tuliskan|memberikan|memberi tahu|membagikan|membagi|konfirmasi|"
     "terjemahkan|bocorkan|apa *"},
    {"your_prompt",
     "instruksi anda|instruksimu|instruksi kamu|prompt sistem|perintah sistem|pesan sistem|"
     "prompt anda|promptmu|instruksi sistem|instruksi awal|aturan anda|aturanmu"},
    {"your_secret",
     "kata sandi anda|kata sandimu|kata sandi kamu|kunci rahasia|kata sandi rahasia|rahasiamu|"
     "kode akses|password anda|sandi anda|kredensial anda"},
    {"the_secret", "kata sandi|kata sandinya|kunci rahasia|kode rahasia"},
    {"what_is", "apa *|apakah|berikan|beri tahu|sebutkan|bagikan|konfirmasi"},
    {"users_own", "pengguna|para pengguna"},
    {"write_form", "puisi tentang|tulis puisi|terbalik|cerita tentang"},
    {"free_of", "tanpa|bebas dari|tidak ada|tidak memiliki"},
    {"limits", "batasan|batas|moral|etika|etis|filter|sensor|aturan|pembatasan|larangan"},
    {"play_a_part",
     "berpura-pura|pura-pura|bayangkan kamu|bayangkan anda|berperan sebagai|bertindak sebagai|"
     "bermain peran|anggap"},
    {"never", "tidak pernah|jangan|tidak boleh"},
    {"refuse", "menolak|tolak"},
    {"unleashed", "tanpa sensor|tanpa filter|tanpa batas|tanpa batasan|tidak terbatas"},
    {"answer_any", "semua pertanyaan|setiap pertanyaan|pertanyaan apa pun|apa pun|apa saja"},
    {"wicked", "ilegal|tidak bermoral|tidak etis|berbahaya|merugikan|kriminal"},
    {"guardrails", "filter keamanan|aturan keamanan|kebijakan konten|batasanmu|pedoman keamanan"},
    {"lift", "nonaktifkan|matikan|hapus|lewati|abaikan"},
    {"shield", "jangan lupa|jangan abaikan|jangan lupakan|tidak boleh lupa"},
    {"in_mention", "apa artinya|apa arti|frasa|istilah|maksud dari"},
};

}  // namespace

LanguagePack IndonesianPack() { return {"id", kCues}; }

}  // namespace reeve::detectors
