// The stream that a caller gets: an upstream's answer, read and checked as it comes, and sent on as
// far as it may be.
//
// However it ends, what came is on record: a denial, an upstream that breaks off, a caller that
// goes away.
//
// Thread-safety: one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/approval_waiting.h"
#include "api/proxy/checks.h"
#include "api/proxy/exchange.h"
#include "api/proxy/forms.h"
#include "api/proxy/settings.h"
#include "api/proxy/stream_form.h"

namespace reeve::api::proxy {

// Why a stream ended before it was whole.
struct StreamFailure {
  Error error;
  json::Object reeve = {};
};

class AnswerStream final : public EventSource {
 public:
  struct Terms {
    Form form = Form::kChat;
    std::string model;
    OnDeny on_deny = OnDeny::kError;
    bool passes_media = false;
    bool hides_use = false;                   // the caller did not ask how many tokens are used
    std::vector<std::string> approvals = {};  // of an answer that was held
    // Whether this failure lets the rest pass all the same; then that is on record.
    std::function<bool(const Error&)> passes_unchecked;
    // Told of an answer that is held: its whole body, and the approvals that it waits for.
    std::function<void(std::string body, std::vector<std::string> approvals)> keep = nullptr;
  };

  // `checks` is shared, for the caller of the server may be gone before the stream is.
  AnswerStream(Terms terms, std::shared_ptr<Checks> checks, std::unique_ptr<AnswerSource> source,
               std::unique_ptr<engine::StreamedOutput> output);
  ~AnswerStream() override;

  // Until there is something to send, the end, or kHeartbeat: a failure before anything was sent
  // can still be an answer of its own.
  std::optional<StreamFailure> Start();
  std::optional<std::string> Next() override;

 private:
  // Reads once, for at most so long.
  void Step(std::chrono::milliseconds at_most);
  Status TakeAll(const std::vector<SseEvent>& events);
  // The upstream has said all: the rest leaves, or why it does not.
  void Conclude();
  Result<Ending> End();
  // What the upstream said so far that it used.
  void TakeUse();
  // What came of an answer that does not get to its end.
  void RecordRest();
  void Fail(const Error& error, const json::Object& reeve = {});
  void StopWith(const Stop& stop);

  const Terms terms_;
  const std::shared_ptr<Checks> checks_;
  std::unique_ptr<AnswerSource> source_;
  StreamedTexts texts_;
  std::unique_ptr<StreamForm> form_;
  SseReader reader_;
  std::string raw_;         // as it came, while it may be kept
  std::string out_;         // may leave, and has not
  bool has_begun_ = false;  // something has left
  bool has_news_ = false;   // the last step read something
  bool ended_ = false;
  std::optional<StreamFailure> failure_;
};

inline constexpr size_t kMaxKeptStream = size_t{2} << 20;

// An answer that nobody checks, as it comes: of a system that declares it for when Reeve fails.
std::unique_ptr<EventSource> UncheckedStream(std::unique_ptr<AnswerSource> source);

}  // namespace reeve::api::proxy
