#include "api/proxy/model_call.h"

#include <utility>

#include "api/problem.h"
#include "api/proxy/answer_stream.h"
#include "base/encoding.h"
#include "base/sha256.h"
#include "detectors/redaction_keys.h"

namespace reeve::api::proxy {
namespace {

constexpr size_t kMaxErrorBytes = 65'536;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;

std::string TextAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  const std::string* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? "" : *text;
}

std::string DigestOf(std::initializer_list<std::string_view> parts) {
  return HexEncode(AsBytes(Sha256(detectors::JoinParts(parts))));
}

bool IsTrue(const json::Value* value) {
  return value != nullptr && value->as_bool() != nullptr && *value->as_bool();
}

std::string_view PathOf(Form form) {
  switch (form) {
    case Form::kResponses:
      return "/responses";
    case Form::kMessages:
      return "/messages";
    case Form::kEmbeddings:
      return "/embeddings";
    default:
      return "/chat/completions";
  }
}

// Only a failure of Reeve's own: what is wrong with the call, or with the upstream, is no reason.
// And what is halted stands still, whatever fails.
bool MayPass(const Error& error, const SystemTerms& terms, const Checks& checks) {
  if (terms.on_failure != OnFailure::kOpen || StatusOf(error.code) < 500) return false;
  for (const std::string_view other : {"upstream.", "stream.", "proxy."}) {
    if (error.code.starts_with(other)) return false;
  }
  return checks.MayRun().ok();
}

Status RecordPass(engine::BypassLedger& bypasses, const Checks& checks, std::string_view stage,
                  const Error& error) {
  const CallTerms& call = checks.terms();
  return bypasses.Record(
      {call.system, call.interaction, std::string(stage), std::string(error.code)},
      checks.principal());
}

void AskForUse(json::Value* body) {
  json::Object& members = *body->as_object();
  json::Value* options = members.Find("stream_options");
  if (options == nullptr || options->as_object() == nullptr) {
    members.Set("stream_options", json::Object{{"include_usage", true}});
  } else {
    options->as_object()->Set("include_usage", true);
  }
}

// What spells a text again, letter by letter, must not say what was redacted.
void DropSpelling(json::Value* value) {
  if (json::Array* array = value->as_array()) {
    for (json::Value& item : *array) DropSpelling(&item);
  } else if (json::Object* object = value->as_object()) {
    for (json::Member& member : *object) {
      if (member.key == "logprobs") member.value = nullptr;
      DropSpelling(&member.value);
    }
  }
}

}  // namespace

ModelCall::ModelCall(const Services& services, Form form, const GatewayCall& call, json::Value body,
                     const Model& model, const Upstream& upstream, std::shared_ptr<Checks> checks)
    : services_(services),
      form_(form),
      call_(call),
      body_(std::move(body)),
      model_(model),
      upstream_(upstream),
      checks_(std::move(checks)),
      terms_(services.settings.TermsOf(checks_->terms().system)),
      name_(TextAt(body_, "/model")),
      digest_(
          DigestOf({checks_->principal().tenant, checks_->principal().name, checks_->terms().system,
                    checks_->terms().interaction, call.endpoint, call.body})),
      streams_(form != Form::kEmbeddings && IsTrue(body_.Find("stream"))) {}

GatewayReply ModelCall::With(Reply reply) const {
  reply.headers.emplace_back(kInteractionHeader, checks_->terms().interaction);
  return {std::move(reply)};
}

GatewayReply ModelCall::Failed(const Error& error) {
  result_ = CallResult::kFailed;
  return With(ErrorReply(form_, error));
}

GatewayReply ModelCall::Stopped(const Stop& stop) {
  const bool held = stop.effect == policy::Effect::kHold;
  result_ = held ? CallResult::kHeld : CallResult::kDenied;
  // What is said of an approval is for the program, not for the person.
  const bool as_error = held || terms_.on_deny == OnDeny::kError || form_ == Form::kEmbeddings ||
                        !checks_->terms().approval.empty();
  if (as_error) {
    return With(ErrorReply(form_, ErrorOf(stop), stop.reeve));
  }
  if (!streams_) return With({.body = json::Compact(RefusalAnswer(form_, name_, stop))});
  return With(
      {.content_type = "text/event-stream", .body = RefusalEvents(form_, name_, stop, false)});
}

bool ModelCall::PassesUnchecked(const Error& error, std::string_view stage) {
  const bool passes = MayPass(error, terms_, *checks_) &&
                      RecordPass(services_.bypasses, *checks_, stage, error).ok();
  if (passes) result_ = CallResult::kBypassed;
  return passes;
}

GatewayReply ModelCall::Run() {
  const std::string& approval = checks_->terms().approval;
  if (!approval.empty()) {
    auto held = services_.held.Find(approval, digest_, services_.engine.clock().Now());
    if (held) {
      return Answered(WholeAnswer(held->content_type, std::move(held->body)), held->approvals);
    }
  }
  const Result<Reading> reading = ReadTexts(body_, terms_.passes_media);
  if (!reading.ok()) return Failed(reading.error());
  const TokenUse guessed = GuessedUse(*reading, body_, form_ != Form::kEmbeddings);
  const Result<Checked> checked = checks_->Input(*reading, approval, guessed);
  if (!checked.ok()) {
    return PassesUnchecked(checked.error(), "input") ? Ask() : Failed(checked.error());
  }
  if (checked->stop) return Stopped(*checked->stop);
  for (size_t i = 0; i < reading->texts.size(); ++i) {
    const Status put = PutText(reading->texts[i], checked->texts[i], &body_);
    if (!put.ok()) return Failed(put.error());
  }
  return Ask();
}

Result<UpstreamRequest> ModelCall::RequestToUpstream() const {
  UpstreamRequest out;
  out.path = PathOf(form_);
  json::Value body = body_;
  if (!model_.as.empty()) body.as_object()->Set("model", model_.as);
  if (HidesUse()) AskForUse(&body);
  out.body = json::Compact(body);
  if (upstream_.kind == UpstreamKind::kAnthropic) {
    const std::string version = call_.header("anthropic-version");
    out.headers.emplace_back("anthropic-version", version.empty() ? "2023-06-01" : version);
    const std::string beta = call_.header("anthropic-beta");
    if (!beta.empty()) out.headers.emplace_back("anthropic-beta", beta);
  }
  return out;
}

std::string ModelCall::CacheKey(const std::string& body) const {
  const engine::Principal& by = checks_->principal();
  return DigestOf(
      {by.tenant, by.name, checks_->terms().system, upstream_.id, call_.endpoint, body});
}

Result<std::unique_ptr<AnswerSource>> ModelCall::AskUpstream(UpstreamRequest request) const {
  RequestTrace* const trace = call_.trace.get();
  if (trace == nullptr) return services_.upstreams.Ask(upstream_, request, services_.stop);
  const RequestTrace::Outgoing outgoing = trace->BeginCall();
  request.headers.emplace_back(kTraceparentHeader, outgoing.traceparent);
  request.trace = trace->id();
  auto source = services_.upstreams.Ask(upstream_, request, services_.stop);
  trace->EndCall(outgoing, upstream_.id, source.ok() ? (*source)->status() : 0);
  return source;
}

GatewayReply ModelCall::Ask() {
  Result<UpstreamRequest> request = RequestToUpstream();
  if (!request.ok()) return Failed(request.error());
  const bool may_cache = terms_.cache.count() > 0 && !streams_;
  const std::string key = may_cache ? CacheKey(request->body) : "";
  const Timestamp now = services_.engine.clock().Now();
  if (may_cache) {
    if (auto body = services_.cache.Find(key, now)) {
      is_cached_ = true;
      return Answered(WholeAnswer("application/json", *std::move(body)), {});
    }
  }
  auto source = AskUpstream(*std::move(request));
  if (!source.ok()) {
    checks_->SettleNothing();
    return Failed(source.error());
  }
  if (!may_cache || (*source)->status() != 200) return Answered(*std::move(source), {});
  auto body = ReadWhole(**source, kMaxAnswerBytes);
  if (!body.ok()) return Failed(body.error());
  services_.cache.Keep(key, *body, now + terms_.cache);
  return Answered(WholeAnswer((*source)->content_type(), *std::move(body)), {});
}

GatewayReply ModelCall::Answered(std::unique_ptr<AnswerSource> source,
                                 const std::vector<std::string>& approvals) {
  if (source->status() < 200 || source->status() > 299) return Refused(*source);
  const bool is_stream = source->content_type().starts_with("text/event-stream");
  if (streams_ && is_stream) return Streamed(std::move(source), approvals);
  return Whole(*source, approvals);
}

// Its message may quote anything, so it is decided on as an answer is. That of a wrong key is not
// passed on: it may quote the key.
GatewayReply ModelCall::Refused(AnswerSource& source) {
  const int status = source.status();
  const std::string name = "the upstream `" + upstream_.id + "`";
  if (status == kUnauthorized || status == kForbidden) {
    checks_->SettleNothing();
    return Failed({"upstream.refused_key", name + " does not take the key that it was given"});
  }
  Error error{"upstream.status", name + " answers with status " + std::to_string(status)};
  const auto body = ReadWhole(source, kMaxErrorBytes);
  const auto value = body.ok() ? json::Parse(*body) : Result<json::Value>(Error{});
  const std::string message = value.ok() ? TextAt(*value, "/error/message") : "";
  Reading reading;
  if (!message.empty()) reading.texts.push_back({"", "assistant", false, message});
  const auto checked = checks_->Output(reading, {}, TokenUse{});
  if (!checked.ok()) return Failed(checked.error());
  if (!checked->stop && !checked->texts.empty()) error.message += ": " + checked->texts[0];
  result_ = CallResult::kFailed;
  return With(ErrorReply(form_, error, {}, status));
}

void ModelCall::KeepHeld(const std::string& content_type, std::string body,
                         std::vector<std::string> approvals) {
  services_.held.Keep({digest_, content_type, std::move(body), std::move(approvals)},
                      services_.engine.clock().Now());
}

GatewayReply ModelCall::Whole(AnswerSource& source, const std::vector<std::string>& approvals) {
  auto body = ReadWhole(source, kMaxAnswerBytes);
  if (!body.ok()) return Failed(body.error());
  auto answer = json::Parse(*body);
  if (!answer.ok() || answer->as_object() == nullptr) {
    return Failed(
        {"upstream.malformed", "the upstream `" + upstream_.id + "` answers with no JSON object"});
  }
  const auto reading = ReadAnswer(*answer, terms_.passes_media);
  if (!reading.ok()) return Failed(reading.error());
  const auto checked = checks_->Output(*reading, approvals, UseIn(*answer));
  if (!checked.ok()) {
    if (!PassesUnchecked(checked.error(), "output")) return Failed(checked.error());
    return With({.body = *std::move(body)});
  }
  if (checked->stop) {
    if (checked->stop->effect == policy::Effect::kHold) {
      KeepHeld("application/json", *std::move(body), checked->approvals);
    }
    return Stopped(*checked->stop);
  }
  const json::Value before = *answer;
  for (size_t i = 0; i < reading->texts.size(); ++i) {
    const Status put = PutText(reading->texts[i], checked->texts[i], &*answer);
    if (!put.ok()) return Failed(put.error());
  }
  for (size_t i = 0; i < reading->calls.size(); ++i) {
    const Status put = PutArguments(reading->calls[i], checked->arguments[i], &*answer);
    if (!put.ok()) return Failed(put.error());
  }
  if (!approvals.empty()) services_.held.Forget(checks_->terms().approval);
  if (*answer == before) return With({.body = *std::move(body)});
  DropSpelling(&*answer);
  return With({.body = json::Compact(*answer)});
}

// An answer that was kept has used nothing again.
std::optional<TokenUse> ModelCall::UseIn(const json::Value& answer) const {
  if (is_cached_) return TokenUse{};
  std::optional<TokenUse> use;
  ReadUse(answer.Find("usage"), &use);
  return use;
}

// Chat streams of OpenAI's say what they used to who asks for it alone.
bool ModelCall::HidesUse() const {
  return checks_->counts_use() && streams_ && form_ == Form::kChat &&
         !IsTrue(json::Resolve(body_, "/stream_options/include_usage"));
}

// What a redaction would cut out of JSON has to be seen whole, or it is none any more.
bool ModelCall::AsksForJson() const {
  return TextAt(body_, "/response_format/type").starts_with("json") ||
         TextAt(body_, "/text/format/type").starts_with("json");
}

GatewayReply ModelCall::Streamed(std::unique_ptr<AnswerSource> source,
                                 const std::vector<std::string>& approvals) {
  const bool whole = terms_.streaming == Streaming::kWhole || AsksForJson() || !approvals.empty() ||
                     form_ == Form::kResponses;
  auto output =
      checks_->BeginOutput(whole ? engine::StreamMode::kWhole : engine::StreamMode::kIncremental,
                           approvals.empty() ? std::string() : approvals.front());
  GatewayReply reply = With({.content_type = "text/event-stream"});
  if (!output.ok()) {
    if (!PassesUnchecked(output.error(), "output")) return Failed(output.error());
    reply.events = UncheckedStream(std::move(source));
    return reply;
  }
  HeldAnswers* const held = &services_.held;
  const Clock* const clock = &services_.engine.clock();
  AnswerStream::Terms terms;
  terms.form = form_;
  terms.model = name_;
  terms.on_deny = terms_.on_deny;
  terms.passes_media = terms_.passes_media;
  terms.hides_use = HidesUse();
  terms.approvals = approvals;
  terms.passes_unchecked = [bypasses = &services_.bypasses, checks = checks_,
                            of = terms_](const Error& error) {
    return MayPass(error, of, *checks) && RecordPass(*bypasses, *checks, "output", error).ok();
  };
  terms.keep = [held, clock, digest = digest_](std::string body,
                                               std::vector<std::string> waits_for) {
    held->Keep({digest, "text/event-stream", std::move(body), std::move(waits_for)}, clock->Now());
  };
  auto stream = std::make_unique<AnswerStream>(std::move(terms), checks_, std::move(source),
                                               *std::move(output));
  if (const auto failure = stream->Start()) {
    const bool stopped = failure->error.code == "proxy.denied";
    const bool waits = failure->error.code == "proxy.held";
    result_ = stopped ? CallResult::kDenied : waits ? CallResult::kHeld : CallResult::kFailed;
    return With(ErrorReply(form_, failure->error, failure->reeve));
  }
  if (!approvals.empty()) services_.held.Forget(checks_->terms().approval);
  reply.events = std::move(stream);
  return reply;
}

}  // namespace reeve::api::proxy
