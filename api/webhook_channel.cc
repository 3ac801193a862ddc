#include "api/cloud_event.h"
#include "api/notification_channel.h"
#include "api/posting.h"
#include "base/encoding.h"
#include "base/sha256.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxAnswerBytes = size_t{64} << 10;  // nothing of it is read
constexpr int kGone = 410;
constexpr size_t kBatchIdDigits = 32;

class WebhookChannel final : public NotificationChannel {
 public:
  WebhookChannel(WebhookTarget target, std::string origin, std::string link,
                 std::chrono::milliseconds timeout)
      : target_(std::move(target)),
        origin_(std::move(origin)),
        link_(std::move(link)),
        timeout_(timeout) {}

  size_t most() const override { return target_.batch; }
  std::chrono::seconds gathered() const override { return std::chrono::seconds{0}; }

  Status Send(const std::vector<oversight::Notice>& notices, Timestamp now,
              const std::stop_token& stop) override {
    const std::string id = IdOf(notices);
    const int64_t seconds =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::string body = json::Compact(BodyOf(notices));
    std::string signature = WebhookSignature(target_.secrets, id, seconds, body);
    const Result<PostAnswer> answer =
        PostBytes({.url = target_.url,
                   .content_type = std::string(ContentType()),
                   .body = std::move(body),
                   .max_bytes = kMaxAnswerBytes,
                   .whole = timeout_,
                   .headers = {{"webhook-id", id},
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
  bool is_list() const { return target_.batch > 1; }

  // The same for the same records, however often they are told.
  std::string IdOf(const std::vector<oversight::Notice>& notices) const {
    if (!is_list()) return notices.front().id;
    std::string indexes;
    for (const oversight::Notice& notice : notices) indexes += std::to_string(notice.index) + "\n";
    return "batch-" + HexEncode(AsBytes(Sha256(indexes))).substr(0, kBatchIdDigits);
  }
  std::string_view ContentType() const {
    if (is_list()) return kCloudEventsType;
    return target_.cloud_events ? kCloudEventType : "application/json";
  }
  json::Value BodyOf(const std::vector<oversight::Notice>& notices) const {
    if (!target_.cloud_events) return oversight::ToJson(notices.front(), link_);
    if (!is_list()) return CloudEvent(notices.front(), origin_, link_);
    json::Array out;
    out.reserve(notices.size());
    for (const oversight::Notice& notice : notices) {
      out.emplace_back(CloudEvent(notice, origin_, link_));
    }
    return out;
  }

  const WebhookTarget target_;
  const std::string origin_;
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

std::unique_ptr<NotificationChannel> MakeWebhookChannel(WebhookTarget target, std::string origin,
                                                        std::string link,
                                                        std::chrono::milliseconds timeout) {
  return std::make_unique<WebhookChannel>(std::move(target), std::move(origin), std::move(link),
                                          timeout);
}

}  // namespace reeve::api
