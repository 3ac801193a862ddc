#include "api/notification_channel.h"
#include "api/posting.h"
#include "base/encoding.h"
#include "base/sha256.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxAnswerBytes = size_t{64} << 10;  // nothing of it is read
constexpr int kGone = 410;

class WebhookChannel final : public NotificationChannel {
 public:
  WebhookChannel(WebhookTarget target, std::string link, std::chrono::milliseconds timeout)
      : target_(std::move(target)), link_(std::move(link)), timeout_(timeout) {}

  size_t most() const override { return 1; }
  std::chrono::seconds gathered() const override { return std::chrono::seconds{0}; }

  Status Send(const std::vector<oversight::Notice>& notices, Timestamp now,
              const std::stop_token& stop) override {
    const oversight::Notice& notice = notices.front();
    const int64_t seconds =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::string body = json::Compact(oversight::ToJson(notice, link_));
    std::string signature = WebhookSignature(target_.secrets, notice.id, seconds, body);
    const Result<PostAnswer> answer =
        PostBytes({.url = target_.url,
                   .content_type = "application/json",
                   .body = std::move(body),
                   .max_bytes = kMaxAnswerBytes,
                   .whole = timeout_,
                   .headers = {{"webhook-id", notice.id},
                               {"webhook-timestamp", std::to_string(seconds)},
                               {"webhook-signature", std::move(signature)}}},
                  stop);
    // What answers with more than is read has answered.
    if (!answer.ok()) return Error{"notify.failed", answer.error().message};
    if (answer->status >= 200 && answer->status < 300) return {};
    return Error{answer->status == kGone ? "notify.gone" : "notify.failed",
                 "it answers with status " + std::to_string(answer->status)};
  }

 private:
  const WebhookTarget target_;
  const std::string link_;
  const std::chrono::milliseconds timeout_;
};

}  // namespace

std::string WebhookSignature(const std::vector<std::string>& secrets, std::string_view id,
                             int64_t unix_seconds, std::string_view body) {
  std::string signed_text(id);
  signed_text.append(".").append(std::to_string(unix_seconds)).append(".").append(body);
  std::string out;
  for (const std::string& secret : secrets) {
    out += (out.empty() ? "v1," : " v1,") + Base64Encode(AsBytes(HmacSha256(secret, signed_text)));
  }
  return out;
}

std::unique_ptr<NotificationChannel> MakeWebhookChannel(WebhookTarget target, std::string link,
                                                        std::chrono::milliseconds timeout) {
  return std::make_unique<WebhookChannel>(std::move(target), std::move(link), timeout);
}

}  // namespace reeve::api
