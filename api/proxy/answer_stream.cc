#include "api/proxy/answer_stream.h"

#include <utility>

#include "base/log.h"

namespace reeve::api::proxy {
namespace {

using std::chrono::milliseconds;

constexpr char kComment[] = ":\n\n";

std::unique_ptr<StreamForm> MakeForm(const AnswerStream::Terms& terms, StreamedTexts& texts) {
  switch (terms.form) {
    case Form::kMessages:
      return MakeMessagesStream(texts);
    case Form::kResponses:
      return MakeResponsesStream(texts, terms.passes_media);
    default:
      return MakeChatStream(texts, terms.hides_use);
  }
}

class Unchecked final : public EventSource {
 public:
  explicit Unchecked(std::unique_ptr<AnswerSource> source) : source_(std::move(source)) {}

  std::optional<std::string> Next() override {
    Result<std::optional<std::string>> piece = source_->Next(kHeartbeat);
    if (!piece.ok()) return std::nullopt;  // the caller sees that the end is missing
    if (*piece && (*piece)->empty()) return kComment;
    return *std::move(piece);
  }

 private:
  std::unique_ptr<AnswerSource> source_;
};

}  // namespace

AnswerStream::AnswerStream(Terms terms, std::shared_ptr<Checks> checks,
                           std::unique_ptr<AnswerSource> source,
                           std::unique_ptr<engine::StreamedOutput> output)
    : terms_(std::move(terms)),
      checks_(std::move(checks)),
      source_(std::move(source)),
      texts_(std::move(output)),
      form_(MakeForm(terms_, texts_)) {}

AnswerStream::~AnswerStream() { RecordRest(); }

void AnswerStream::TakeUse() {
  if (form_->use() && checks_->counts_use()) texts_.SetUse(checks_->Used(*form_->use()));
}

void AnswerStream::RecordRest() {
  if (texts_.is_finished()) return;
  TakeUse();
  if (const auto recorded = texts_.Finish(); !recorded.ok()) {
    Log(LogLevel::kError, "proxy.not_recorded",
        {{"interaction", checks_->terms().interaction},
         {"code", recorded.error().code},
         {"trace", engine::TraceName(checks_->principal().trace.get())}});
  }
}

std::optional<StreamFailure> AnswerStream::Start() {
  const auto deadline = std::chrono::steady_clock::now() + kHeartbeat;
  while (out_.empty() && !ended_) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    Step(left);
  }
  if (out_.empty() && !ended_) out_ = kComment;
  return failure_;
}

std::optional<std::string> AnswerStream::Next() {
  if (out_.empty() && !ended_) Step(kHeartbeat);
  while (out_.empty() && !ended_ && has_news_) Step(kHeartbeat);
  if (out_.empty() && ended_) return std::nullopt;
  if (out_.empty()) return kComment;
  has_begun_ = true;
  return std::exchange(out_, "");
}

void AnswerStream::Step(milliseconds at_most) {
  Result<std::optional<std::string>> piece = source_->Next(at_most);
  has_news_ = piece.ok() && *piece && !(*piece)->empty();
  if (!piece.ok()) return Fail(piece.error());
  if (terms_.keep && *piece && raw_.size() <= kMaxKeptStream) raw_ += **piece;
  Result<std::vector<SseEvent>> events = *piece ? reader_.Push(**piece) : reader_.Finish();
  Status taken = events.ok() ? TakeAll(*events) : Status(events.error());
  if (!taken.ok() && taken.error().code != "proxy.denied") return Fail(taken.error());
  if (!*piece && taken.ok() && !form_->is_whole()) {
    return Fail({"upstream.broken", "the answer of the upstream broke off before its end"});
  }
  if (!*piece || !taken.ok()) Conclude();
}

Status AnswerStream::TakeAll(const std::vector<SseEvent>& events) {
  for (const SseEvent& event : events) REEVE_RETURN_IF_ERROR(form_->Take(event, &out_));
  return {};
}

void AnswerStream::Conclude() {
  Result<Ending> ending = End();
  if (!ending.ok()) return Fail(ending.error());
  if (ending->stop) {
    if (ending->stop->effect == policy::Effect::kHold && terms_.keep &&
        raw_.size() <= kMaxKeptStream) {
      terms_.keep(std::move(raw_), ending->approvals);
    }
    return StopWith(*ending->stop);
  }
  const Status ended = form_->End(*ending, &out_);
  if (!ended.ok()) return Fail(ended.error());
  ended_ = true;
}

Result<Ending> AnswerStream::End() {
  Ending out;
  TakeUse();
  Result<StreamedTexts::Conclusion> concluded = texts_.Finish();
  if (concluded.ok()) {
    out.stop = checks_->StopOf(concluded->answer, concluded->effect);
    out.rest = std::move(concluded->rest);
  } else {
    auto unrecorded = texts_.Unrecorded();
    if (!unrecorded || !terms_.passes_unchecked(concluded.error())) return concluded.error();
    out.rest = *std::move(unrecorded);
  }
  out.approvals.push_back(out.stop ? out.stop->approval : "");
  const std::vector<ToolCallPlace>& calls = form_->Calls();
  // What was denied already is not asked about further.
  if (calls.empty() || (out.stop && out.stop->effect == policy::Effect::kDeny)) return out;
  Result<Checked> asked = checks_->Calls(calls, terms_.approvals);
  if (!asked.ok()) {
    if (!terms_.passes_unchecked(asked.error())) return asked.error();
    for (const ToolCallPlace& call : calls) out.arguments.push_back(call.text);
    return out;
  }
  Checked& checked = *asked;
  out.approvals.insert(out.approvals.end(), checked.approvals.begin(), checked.approvals.end());
  if (checked.stop && (!out.stop || checked.stop->effect == policy::Effect::kDeny)) {
    out.stop = std::move(checked.stop);
  }
  for (size_t i = 0; i < checked.arguments.size(); ++i) {
    out.arguments.push_back(ArgumentsText(calls[i], checked.arguments[i]));
  }
  return out;
}

void AnswerStream::StopWith(const Stop& stop) {
  if (terms_.on_deny == OnDeny::kError || stop.effect == policy::Effect::kHold ||
      !terms_.approvals.empty()) {
    return Fail(ErrorOf(stop), stop.reeve);
  }
  out_ += RefusalEvents(terms_.form, terms_.model, stop, has_begun_ || !out_.empty());
  ended_ = true;
}

void AnswerStream::Fail(const Error& error, const json::Object& reeve) {
  ended_ = true;
  RecordRest();
  if (!has_begun_) {
    // What was about to leave stays: the error is the whole answer.
    out_.clear();
    failure_ = StreamFailure{error, reeve};
    return;
  }
  out_ += FormatSse(ErrorEvent(terms_.form, error, reeve));
}

std::unique_ptr<EventSource> UncheckedStream(std::unique_ptr<AnswerSource> source) {
  return std::make_unique<Unchecked>(std::move(source));
}

}  // namespace reeve::api::proxy
