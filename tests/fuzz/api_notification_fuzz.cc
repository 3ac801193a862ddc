// room: api
// Settings of notifications, and the state of what waits, from whatever bytes.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "api/mail_text.h"
#include "api/notification_queue.h"
#include "api/notification_settings.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace reeve::api;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  // No file of a secret is there, so none is read.
  (void)ParseNotificationFile("n.yaml", text, "/nonexistent");
  (void)ParseWebhookSecrets(text);
  if (CheckMailTemplate(text).ok()) {
    const std::vector<reeve::oversight::Notice> notices(1);
    (void)FillMailTemplate(text, notices, "");
  }
  // What is read is written, and read again the same.
  if (const auto queue = NotificationQueueFromJson(text); queue.ok()) {
    const std::string once = reeve::json::Compact(ToJson(*queue));
    const auto again = NotificationQueueFromJson(once);
    if (!again.ok() || reeve::json::Compact(ToJson(*again)) != once) std::abort();
  }
  return 0;
}
