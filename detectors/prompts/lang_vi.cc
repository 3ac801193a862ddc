#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    {"disobey",
     "bỏ qua|phớt lờ|quên|lờ đi|đừng làm theo|không tuân theo|đừng tuân theo|không tuân thủ|"
     "bỏ mặc|vượt qua|hãy quên"},
    {"orders_abroad",
     "hướng dẫn|chỉ dẫn|lệnh|quy tắc|chỉ thị|yêu cầu|quy định|hạn chế|nguyên tắc|lời nhắc"},
    {"scope_behind", "trước đó|trước đây|ở trên|bên trên|ban đầu|phía trên|trước"},
    {"told", "mọi thứ|tất cả những gì|những gì|tất cả các|điều trên|phần trên"},
    {"the_above", "phần trên|những điều trên|điều trên|văn bản trên|nội dung trên"},
    {"from_now_on", "từ bây giờ|kể từ bây giờ|từ giờ|từ nay|kể từ giờ"},
    {"you_act", "bạn|hãy|trả lời|đóng vai|hành động"},
    {"you_are_now", "bạn bây giờ là|bây giờ bạn là|giờ bạn là|bạn không còn là"},
    {"new_self", "một *|người|DAN|không bị|tự do"},
    {"disclose",
     "cho tôi|hiển thị|tiết lộ|lặp lại|in ra|nói cho|chia sẻ|cung cấp|viết ra|liệt kê|là gì|"
     "xác nhận|cho biết|dịch|đưa ra"},
    {"disclose_last", "là gì|cho tôi|được không|với tôi"},
    {"your_prompt",
     "lời nhắc hệ thống|hướng dẫn của bạn|chỉ dẫn của bạn|lời nhắc của bạn|hướng dẫn hệ thống|"
     "hướng dẫn ban đầu|system prompt của bạn|quy tắc của bạn|tin nhắn hệ thống"},
    {"your_secret",
     "mật khẩu của bạn|khóa bí mật|khoá bí mật|mật khẩu bí mật|bí mật của bạn|mã truy cập|"
     "mật mã của bạn|chìa khóa bí mật|mật khẩu"},
    {"the_secret", "mật khẩu|khóa bí mật|mã bí mật"},
    {"what_is", "cho tôi|cho tôi biết|cung cấp|chia sẻ|xác nhận|tiết lộ|đưa cho tôi"},
    {"users_own", "của người dùng|người dùng sống"},
    {"write_form", "bài thơ về|viết một bài thơ|viết ngược|câu chuyện về"},
    {"free_of", "không có|không bị|thoát khỏi|không"},
    {"limits", "giới hạn|hạn chế|đạo đức|bộ lọc|kiểm duyệt|quy tắc|ràng buộc"},
    {"play_a_part", "đóng vai|giả vờ|hãy tưởng tượng|giả sử bạn|hành động như"},
    {"never", "không bao giờ|đừng"},
    {"refuse", "từ chối"},
    {"unleashed", "không kiểm duyệt|không giới hạn|không bị hạn chế"},
    {"answer_any", "mọi câu hỏi|bất kỳ câu hỏi|bất cứ điều gì|bất kỳ điều gì"},
    {"wicked", "bất hợp pháp|phi đạo đức|vô đạo đức|nguy hiểm|có hại"},
    {"guardrails", "bộ lọc an toàn|quy tắc an toàn|chính sách nội dung|giới hạn của bạn"},
    {"lift", "tắt|vô hiệu hóa|gỡ bỏ|bỏ qua|vượt qua"},
    {"shield", "đừng quên|không quên|đừng bỏ qua|không được quên|chớ quên"},
    {"in_mention", "có nghĩa là gì|nghĩa là gì|cụm từ|từ này"},
};

}  // namespace

LanguagePack VietnamesePack() { return {"vi", kCues}; }

}  // namespace reeve::detectors
