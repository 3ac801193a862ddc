#include "api/proxy/proxy.h"

#include <array>
#include <utility>

#include "api/proxy/model_call.h"
#include "api/proxy/moderation.h"
#include "engine/request.h"

namespace reeve::api::proxy {
namespace {

constexpr size_t kMaxCallBytes = size_t{8} << 20;
constexpr std::array<const char*, 5> kResults = {"passed", "denied", "held", "failed", "bypassed"};

std::string_view ActionOf(Form form) {
  if (form == Form::kEmbeddings) return "embedding";
  return form == Form::kModerations ? "moderation" : "chat";
}

class Proxy final : public Gateway {
 public:
  Proxy(ProxyOptions options, engine::Engine& engine, Metrics& metrics,
        std::unique_ptr<engine::BypassLedger> bypasses)
      : options_(std::move(options)),
        engine_(engine),
        bypasses_(std::move(bypasses)),
        upstreams_(options_.settings, {&engine.clock(), options_.random, &metrics, options_.pause}),
        waiting_(metrics.Collect(
            "reeve_proxy_bypasses_waiting", "Passes without a check that are not yet records.",
            SampleKind::kGauge, [this] {
              return std::vector<Sample>{{{}, static_cast<double>(bypasses_->waiting())}};
            })) {
    for (const char* result : kResults) {
      results_.push_back(metrics.Counter("reeve_proxy_calls_total",
                                         "Calls of models, by what came of them.",
                                         {{"result", result}}));
    }
  }

  GatewayReply Answer(const engine::Principal& principal, const GatewayCall& call) override {
    // A log that takes records again gets those that wait.
    if (bypasses_->waiting() > 0) (void)bypasses_->Drain().ok();
    const std::optional<Form> form = FormOf(call.endpoint);
    if (!form) return {Refuse(call.endpoint, {"http.not_found", "there is nothing here"})};
    if (*form == Form::kModels) return {ListModels(call)};
    auto reply = AnswerPost(*form, principal, call);
    if (reply.ok()) return *std::move(reply);
    Count(CallResult::kFailed);
    return {ErrorReply(*form, reply.error())};
  }

  Reply Refuse(std::string_view endpoint, const Error& error) const override {
    return ErrorReply(FormOf(endpoint).value_or(Form::kChat), error);
  }

  void Close() override { stop_.request_stop(); }

 private:
  void Count(CallResult result) { results_[static_cast<size_t>(result)].Add(); }

  Result<GatewayReply> AnswerPost(Form form, const engine::Principal& principal,
                                  const GatewayCall& call) {
    REEVE_ASSIGN_OR_RETURN(json::Value body,
                           json::Parse(call.body, {.max_bytes = kMaxCallBytes,
                                                   .max_depth = engine::kMaxRequestDepth}));
    if (body.as_object() == nullptr) return Error{"proxy.body", "the body is no JSON object"};
    REEVE_ASSIGN_OR_RETURN(CallTerms terms, ReadCallTerms(call, principal, body, ActionOf(form),
                                                          engine_.clock().Now(), *options_.random));
    if (form == Form::kModerations) {
      REEVE_ASSIGN_OR_RETURN(Reply reply, Moderate(engine_, principal, terms, body));
      Count(CallResult::kPassed);
      return GatewayReply{std::move(reply)};
    }
    REEVE_ASSIGN_OR_RETURN(const Model* model, ModelOf(form, body));
    const Upstream& upstream = *options_.settings.FindUpstream(model->upstream);
    ModelCall one(
        {options_.settings, engine_, upstreams_, *bypasses_, held_, cache_, stop_.get_token()},
        form, call, std::move(body), *model, upstream,
        std::make_shared<Checks>(engine_, principal, std::move(terms), model->price));
    GatewayReply reply = one.Run();
    Count(one.result());
    return reply;
  }

  Result<const Model*> ModelOf(Form form, const json::Value& body) const {
    const json::Value* named = body.Find("model");
    if (named == nullptr || named->as_string() == nullptr) {
      return Error{"proxy.no_model", "the field `model` is required", "/model"};
    }
    const Model* model = options_.settings.FindModel(*named->as_string());
    if (model == nullptr) {
      return Error{"proxy.unknown_model",
                   "no model of that name is reached through this proxy; GET /v1/models lists "
                   "those that are",
                   "/model"};
    }
    const bool is_anthropic =
        options_.settings.FindUpstream(model->upstream)->kind == UpstreamKind::kAnthropic;
    if (is_anthropic == (form == Form::kMessages)) return model;
    return Error{"proxy.kind",
                 is_anthropic ? "this model speaks Anthropic's interface: POST /v1/messages"
                              : "this model speaks OpenAI's interface: POST /v1/chat/completions",
                 "/model"};
  }

  // Names with a star stand for many, and are no model that could be asked for.
  Reply ListModels(const GatewayCall& call) const {
    constexpr std::string_view kOne = "models/";
    const std::string wanted =
        call.endpoint.starts_with(kOne) ? call.endpoint.substr(kOne.size()) : std::string();
    json::Array models;
    for (const Model& model : options_.settings.models) {
      const std::string& name = wanted.empty() ? model.name : wanted;
      if (wanted.empty() ? name.ends_with('*') : !model.Names(name)) continue;
      models.push_back(json::Object{
          {"id", name}, {"object", "model"}, {"created", 0}, {"owned_by", model.upstream}});
      if (!wanted.empty()) return {.body = json::Compact(models.front())};
    }
    if (!wanted.empty()) {
      return ErrorReply(Form::kModels, {"proxy.unknown_model",
                                        "no model of that name is reached through this proxy"});
    }
    return {.body = json::Compact(json::Object{{"object", "list"}, {"data", std::move(models)}})};
  }

  const ProxyOptions options_;
  engine::Engine& engine_;
  const std::unique_ptr<engine::BypassLedger> bypasses_;
  Upstreams upstreams_;
  HeldAnswers held_;
  AnswerCache cache_;
  std::stop_source stop_;
  std::vector<Counter> results_;
  Metrics::Collection waiting_;
};

}  // namespace

Result<std::unique_ptr<Gateway>> OpenProxy(ProxyOptions options, engine::Engine& engine,
                                           Metrics& metrics) {
  REEVE_ASSIGN_OR_RETURN(auto bypasses,
                         engine::BypassLedger::Open(engine, options.folder / "bypasses.jsonl"));
  return std::unique_ptr<Gateway>(
      std::make_unique<Proxy>(std::move(options), engine, metrics, std::move(bypasses)));
}

}  // namespace reeve::api::proxy
