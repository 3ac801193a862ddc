#include <curl/curl.h>

#include <algorithm>
#include <cstring>

#include "api/mail_text.h"
#include "api/notification_channel.h"
#include "api/sigpipe_guard.h"

namespace reeve::api {
namespace {

constexpr size_t kMostNoticesInAMail = 100;
constexpr std::string_view kSubjectOfOne = "Reeve: {{kind}}, due {{due}}";
constexpr std::string_view kSubjectOfMany = "Reeve: {{count}} notices";
constexpr std::string_view kBody =
    "{{list}}\nThis mail names records and holds nothing of their content. "
    "Follow the links to see it.\n";

struct CurlEnd {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// libcurl wants to be told once, before its first use by any thread.
bool IsCurlReady() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

struct Upload {
  std::string_view rest;
};

size_t ReadUpload(char* out, size_t size, size_t count, void* context) {
  auto& upload = *static_cast<Upload*>(context);
  const size_t taken = std::min(size * count, upload.rest.size());
  std::memcpy(out, upload.rest.data(), taken);
  upload.rest.remove_prefix(taken);
  return taken;
}

int StopWhenAsked(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(context)->stop_requested() ? 1 : 0;
}

class MailChannel final : public NotificationChannel {
 public:
  MailChannel(MailTarget target, std::string link, std::chrono::milliseconds timeout)
      : target_(std::move(target)), link_(std::move(link)), timeout_(timeout) {}

  size_t most() const override { return target_.digest.count() > 0 ? kMostNoticesInAMail : 1; }
  std::chrono::seconds gathered() const override { return target_.digest; }

  Status Send(const std::vector<oversight::Notice>& notices, Timestamp now,
              const std::stop_token& stop) override {
    const std::string_view built_in = notices.size() == 1 ? kSubjectOfOne : kSubjectOfMany;
    MailText mail;
    mail.from = target_.from;
    mail.to = target_.to;
    mail.subject =
        FillMailTemplate(target_.subject.empty() ? built_in : target_.subject, notices, link_);
    mail.body = FillMailTemplate(target_.body.empty() ? kBody : target_.body, notices, link_);
    mail.time = now;
    // The same for the same notices, so that a mail that came twice can be told.
    mail.id = notices.front().id + "." + notices.back().id + "@" +
              target_.from.substr(target_.from.find('@') + 1);
    return Deliver(FormatMail(mail), stop);
  }

 private:
  Status Deliver(const std::string& message, const std::stop_token& stop) const {
    const std::unique_ptr<CURL, CurlEnd> curl(IsCurlReady() ? curl_easy_init() : nullptr);
    if (curl == nullptr) return Error{"notify.failed", "libcurl is not ready"};
    std::unique_ptr<curl_slist, CurlEnd> recipients;
    for (const std::string& to : target_.to) {
      curl_slist* longer = curl_slist_append(recipients.get(), ("<" + to + ">").c_str());
      if (longer == nullptr) return Error{"notify.failed", "no memory for the recipients"};
      (void)recipients.release();
      recipients.reset(longer);
    }
    Upload upload{message};
    const std::string from = "<" + target_.from + ">";
    CURL* const c = curl.get();
    curl_easy_setopt(c, CURLOPT_URL, target_.server.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_USE_SSL,
                     target_.starttls ? long{CURLUSESSL_ALL} : long{CURLUSESSL_NONE});
    if (!target_.user.empty()) {
      curl_easy_setopt(c, CURLOPT_USERNAME, target_.user.c_str());
      curl_easy_setopt(c, CURLOPT_PASSWORD, target_.password.c_str());
    }
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(c, CURLOPT_READFUNCTION, &ReadUpload);
    curl_easy_setopt(c, CURLOPT_READDATA, &upload);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_.count()));
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, &StopWhenAsked);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, &stop);
    const SigpipeGuard guard;
    const CURLcode code = curl_easy_perform(c);
    if (code == CURLE_OK) return {};
    long answer = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
    return Error{"notify.failed",
                 "the mail server did not take it (" + std::string(curl_easy_strerror(code)) +
                     (answer == 0 ? "" : ", answer " + std::to_string(answer)) + ")"};
  }

  const MailTarget target_;
  const std::string link_;
  const std::chrono::milliseconds timeout_;
};

}  // namespace

std::unique_ptr<NotificationChannel> MakeMailChannel(MailTarget target, std::string link,
                                                     std::chrono::milliseconds timeout) {
  return std::make_unique<MailChannel>(std::move(target), std::move(link), timeout);
}

}  // namespace reeve::api
