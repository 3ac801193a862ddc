// An upstream's stream on its way to the caller, in the form of one endpoint: texts go through
// the engine piece by piece, calls of tools are gathered and decided when they are whole, and what
// ends the answer leaves last of all.
//
// Thread-safety: one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/proxy/checks.h"
#include "api/proxy/forms.h"
#include "api/sse.h"
#include "engine/streamed_output.h"

namespace reeve::api::proxy {

// The texts of one answer, each known by a name that its form gives it.
class StreamedTexts {
 public:
  explicit StreamedTexts(std::unique_ptr<engine::StreamedOutput> output)
      : output_(std::move(output)) {}

  // What may leave now. stream.*; proxy.denied once the rules deny what has come: the answer is
  // then to be concluded.
  Result<std::string> Push(const std::string& name, std::string_view piece);
  // That text is whole: the rest of it, or nothing where it does not leave before Finish.
  std::optional<std::string> End(const std::string& name);

  struct Conclusion {
    json::Value answer;  // of the engine
    policy::Effect effect = policy::Effect::kDeny;
    std::map<std::string, std::string> rest;  // by name
  };
  // What the answer used, before Finish.
  void SetUse(const engine::ModelUse& use) { output_->SetUse(use); }
  // Records the decision. Once.
  Result<Conclusion> Finish();
  bool is_finished() const { return is_finished_; }
  // After a Finish that failed (StreamedOutput::unrecorded); nothing where the rules let none pass.
  std::optional<std::map<std::string, std::string>> Unrecorded() const;

 private:
  Result<size_t> PlaceOf(const std::string& name);

  std::unique_ptr<engine::StreamedOutput> output_;
  std::map<std::string, size_t> places_;
  bool is_finished_ = false;
};

// What the whole answer came to.
struct Ending {
  std::optional<Stop> stop;
  std::map<std::string, std::string> rest;  // of texts, by name
  std::vector<std::string> arguments;       // of calls, as texts
  std::vector<std::string> approvals;       // as Checked has them
};

class StreamForm {
 public:
  virtual ~StreamForm() = default;
  // One event of the upstream: what leaves now is appended to `out`. Errors of StreamedTexts::Push;
  // upstream.malformed
  virtual Status Take(const SseEvent& event, std::string* out) = 0;
  // The calls that were gathered, once nothing more comes.
  virtual const std::vector<ToolCallPlace>& Calls() = 0;
  // The answer is whole, and may leave: the rest of it.
  virtual Status End(const Ending& ending, std::string* out) = 0;
  // Whether the upstream has said that this was all: an answer that breaks off before is none.
  virtual bool is_whole() const = 0;
  // The tokens that the upstream says that it used, as far as it has.
  virtual const std::optional<TokenUse>& use() const = 0;
};

// `hides_use`: the caller did not ask how many tokens are used, and is not told.
std::unique_ptr<StreamForm> MakeChatStream(StreamedTexts& texts, bool hides_use);
std::unique_ptr<StreamForm> MakeMessagesStream(StreamedTexts& texts);
std::unique_ptr<StreamForm> MakeResponsesStream(StreamedTexts& texts, bool passes_media);

}  // namespace reeve::api::proxy
