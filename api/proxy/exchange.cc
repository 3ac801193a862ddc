#include "api/proxy/exchange.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "api/sigpipe_guard.h"
#include "base/mutex.h"

namespace reeve::api::proxy {
namespace {

using std::chrono::milliseconds;

// Between looks at whether the server stops.
constexpr milliseconds kLookEvery{100};
constexpr size_t kMaxIdlePerUpstream = 64;
constexpr long kLowSpeedBytes = 1;  // a second
constexpr int kMaxRetryAfter = 3600;

// One each: to the compiler, the library's handles are all of one type.
struct EasyEnd {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct MultiEnd {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyEnd>;
using Multi = std::unique_ptr<CURLM, MultiEnd>;
using List = std::unique_ptr<curl_slist, ListEnd>;

// libcurl wants to be told once, before its first use by any thread.
bool IsCurlReady() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

bool Append(List* list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list->get(), line.c_str());
  if (longer == nullptr) return false;
  (void)list->release();
  list->reset(longer);
  return true;
}

class Whole final : public AnswerSource {
 public:
  Whole(std::string content_type, std::string body)
      : content_type_(std::move(content_type)), body_(std::move(body)) {}
  int status() const override { return 200; }
  std::string content_type() const override { return content_type_; }
  int retry_after() const override { return 0; }
  Result<std::optional<std::string>> Next(milliseconds) override {
    return std::exchange(body_, std::nullopt);
  }

 private:
  const std::string content_type_;
  std::optional<std::string> body_;
};

}  // namespace

// A multi handle has its own connections; who takes one takes them along.
struct UpstreamConnections::Pool {
  Multi Take(const std::string& url) {
    const MutexLock lock(mutex);
    auto& kept = idle[url];
    if (kept.empty()) return Multi(curl_multi_init());
    Multi out = std::move(kept.back());
    kept.pop_back();
    return out;
  }
  void Keep(const std::string& url, Multi multi) {
    const MutexLock lock(mutex);
    auto& kept = idle[url];
    if (kept.size() < kMaxIdlePerUpstream) kept.push_back(std::move(multi));
  }

  Mutex mutex;
  std::map<std::string, std::vector<Multi>> idle REEVE_GUARDED_BY(mutex);
};

namespace {

// Gives a multi handle back.
using KeepMulti = std::function<void(Multi)>;

class Exchange final : public AnswerSource {
 public:
  Exchange(const Upstream& upstream, UpstreamRequest request, Multi multi, KeepMulti keep,
           std::stop_token stop)
      : upstream_(upstream),
        request_(std::move(request)),
        multi_(std::move(multi)),
        keep_(std::move(keep)),
        stop_(std::move(stop)) {}

  ~Exchange() override {
    const SigpipeGuard guard;  // while connections close, too
    if (easy_ != nullptr && multi_ != nullptr) curl_multi_remove_handle(multi_.get(), easy_.get());
    easy_.reset();
    if (done_ && code_ == CURLE_OK) keep_(std::move(multi_));
    multi_.reset();
  }

  // Until the head is there.
  Status Begin() {
    REEVE_RETURN_IF_ERROR(SetUp());
    while (!has_head_ && !done_) REEVE_RETURN_IF_ERROR(Step(kLookEvery));
    if (!has_head_) return Failure();
    return {};
  }

  int status() const override { return status_; }
  std::string content_type() const override { return content_type_; }
  int retry_after() const override { return retry_after_; }

  Result<std::optional<std::string>> Next(milliseconds at_most) override {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (body_.empty() && !done_) {
      const auto left =
          std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return std::optional<std::string>("");
      REEVE_RETURN_IF_ERROR(Step(std::min(left, kLookEvery)));
    }
    if (!body_.empty()) return std::optional<std::string>(std::exchange(body_, ""));
    if (code_ != CURLE_OK) return Failure();
    return std::optional<std::string>();
  }

 private:
  std::string Named() const { return "the upstream `" + upstream_.id + "`"; }

  Status SetUp() {
    easy_.reset(IsCurlReady() ? curl_easy_init() : nullptr);
    if (easy_ == nullptr || multi_ == nullptr || !SetHeaders()) {
      return Error{"upstream.unreachable", "libcurl is not ready"};
    }
    CURL* const c = easy_.get();
    const std::string url = upstream_.url + request_.path;
    curl_easy_setopt(c, CURLOPT_URL, url.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers_.get());
    if (!upstream_.ca_file.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, upstream_.ca_file.c_str());
    curl_easy_setopt(c, CURLOPT_POST, 1L);
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, request_.body.c_str());
    const auto millis = [](std::chrono::seconds time) {
      return static_cast<long>(milliseconds(time).count());
    };
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, millis(upstream_.connect_timeout));
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, millis(upstream_.timeout));
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytes);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, static_cast<long>(upstream_.idle_timeout.count()));
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, &OnHeader);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &OnBody);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, this);
    if (curl_multi_add_handle(multi_.get(), c) != CURLM_OK) {
      return Error{"upstream.unreachable", "libcurl is not ready"};
    }
    return {};
  }

  bool SetHeaders() {
    bool good = Append(&headers_, "Content-Type: application/json") &&
                Append(&headers_, "User-Agent: reeve") && Append(&headers_, "Expect:");
    if (!upstream_.key.empty()) {
      good = good && Append(&headers_, (upstream_.kind == UpstreamKind::kAnthropic
                                            ? "x-api-key: "
                                            : "Authorization: Bearer ") +
                                           upstream_.key);
    }
    for (const auto& [name, value] : request_.headers) {
      std::string line = name;
      line.append(": ").append(value);
      good = good && Append(&headers_, line);
    }
    return good;
  }

  // One turn of the wheel, after a wait of at most so long.
  Status Step(milliseconds at_most) {
    const SigpipeGuard guard;
    if (stop_.stop_requested()) return Error{"upstream.stopped", "the server stops"};
    int running = 0;
    const auto failed = [] { return Error{"upstream.unreachable", "libcurl gave up"}; };
    if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) return failed();
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      done_ = true;
      code_ = message->data.result;
    }
    if (done_ || !body_.empty() || (has_head_ && !had_head_)) {
      had_head_ = has_head_;
      return {};
    }
    const int wait = static_cast<int>(at_most.count());
    if (curl_multi_poll(multi_.get(), nullptr, 0, wait, nullptr) != CURLM_OK) return failed();
    return {};
  }

  Error Failure() const {
    switch (code_) {
      case CURLE_OPERATION_TIMEDOUT:
        return {"upstream.timeout", Named() + " did not answer in time"};
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CACERT_BADFILE:
        return {"upstream.certificate",
                "the certificate of " + Named() +
                    " is not good for its host by the authorities that are trusted: name the right "
                    "one as `ca_file`"};
      default:
        return {has_head_ ? "upstream.broken" : "upstream.unreachable",
                (has_head_ ? "the answer of " + Named() + " broke off ("
                           : "no answer from " + Named() + " (") +
                    curl_easy_strerror(code_) + ")"};
    }
  }

  static size_t OnHeader(char* bytes, size_t size, size_t count, void* self) {
    static_cast<Exchange*>(self)->Header({bytes, size * count});
    return size * count;
  }
  static size_t OnBody(char* bytes, size_t size, size_t count, void* self) {
    static_cast<Exchange*>(self)->body_.append(bytes, size * count);
    return size * count;
  }

  void Header(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("HTTP/")) {  // of this answer, or of one that only says to go on
      content_type_.clear();
      retry_after_ = 0;
      return;
    }
    if (line.empty()) {
      long status = 0;
      curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
      status_ = static_cast<int>(status);
      has_head_ = status_ >= 200;
      return;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::string value(line.substr(colon + 1));
    value.erase(0, value.find_first_not_of(' '));
    if (name == "content-type") content_type_ = value;
    if (name == "retry-after") {
      int seconds = 0;  // stays so where it is a date
      std::from_chars(value.data(), value.data() + value.size(), seconds);
      retry_after_ = std::clamp(seconds, 0, kMaxRetryAfter);
    }
  }

  const Upstream& upstream_;
  const UpstreamRequest request_;
  Multi multi_;
  const KeepMulti keep_;
  const std::stop_token stop_;
  List headers_;
  Easy easy_;
  bool has_head_ = false;
  bool had_head_ = false;
  bool done_ = false;
  CURLcode code_ = CURLE_OK;
  int status_ = 0;
  std::string content_type_;
  int retry_after_ = 0;
  std::string body_;  // came, and was not yet asked for
};

}  // namespace

std::unique_ptr<AnswerSource> WholeAnswer(std::string content_type, std::string body) {
  return std::make_unique<Whole>(std::move(content_type), std::move(body));
}

UpstreamConnections::UpstreamConnections() : pool_(std::make_shared<Pool>()) {}
UpstreamConnections::~UpstreamConnections() = default;

Result<std::unique_ptr<AnswerSource>> UpstreamConnections::Begin(const Upstream& upstream,
                                                                 const UpstreamRequest& request,
                                                                 const std::stop_token& stop) {
  if (!IsCurlReady()) return Error{"upstream.unreachable", "libcurl is not ready"};
  auto exchange = std::make_unique<Exchange>(
      upstream, request, pool_->Take(upstream.url),
      [pool = pool_, url = upstream.url](Multi multi) { pool->Keep(url, std::move(multi)); }, stop);
  REEVE_RETURN_IF_ERROR(exchange->Begin());
  return std::unique_ptr<AnswerSource>(std::move(exchange));
}

Result<std::string> ReadWhole(AnswerSource& source, size_t most) {
  std::string out;
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> piece,
                           source.Next(std::chrono::seconds(1)));
    if (!piece) return out;
    if (piece->size() > most - out.size()) {
      return Error{"upstream.too_large",
                   "the answer of the upstream has more than " + std::to_string(most) + " bytes"};
    }
    out += *piece;
  }
}

}  // namespace reeve::api::proxy
