#include "api/handlers.h"

#include "api/openapi.h"
#include "api/problem.h"
#include "base/encoding.h"
#include "base/json_reader.h"
#include "engine/activation.h"
#include "engine/find_decision.h"

namespace reeve::api {
namespace {

constexpr char kProblemType[] = "application/problem+json";
constexpr size_t kMaxBatchBytes = engine::kMaxRequestBytes * 8;

Result<std::vector<Result<engine::Request>>> ReadBatch(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(
      const json::Value value,
      json::Parse(body, {.max_bytes = kMaxBatchBytes, .max_depth = engine::kMaxRequestDepth + 2}));
  json::ObjectReader reader(value, "");
  const json::Array* requests = reader.ArrayMember("requests", json::Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (requests->empty() || requests->size() > engine::kMaxBatch) {
    return Error{"batch.size",
                 "a batch has 1 to " + std::to_string(engine::kMaxBatch) + " requests",
                 "/requests"};
  }
  std::vector<Result<engine::Request>> out;
  for (size_t i = 0; i < requests->size(); ++i) {
    out.push_back(engine::ReadRequest((*requests)[i], "/requests/" + std::to_string(i)));
  }
  return out;
}

// A batch's request that was read well is named by its own root in what the engine says of it.
Error WithinBatch(Error error, size_t request) {
  const std::string root = "/requests/" + std::to_string(request);
  if (error.at.starts_with('/') && !error.at.starts_with("/requests/")) error.at = root + error.at;
  return error;
}

int64_t SecondsBetween(Timestamp from, Timestamp to) {
  return std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
}

void AddSource(const engine::Engine& engine, const std::string& active,
               const engine::SourceState& state, json::Object* body) {
  const Timestamp now = engine.clock().Now();
  body->Add("degraded", state.is_degraded());
  if (const auto since = engine::ActiveSince(engine.ledger(), active); since.ok()) {
    body->Add("active_seconds", SecondsBetween(*since, now));
  }
  json::Object source{{"name", state.source}};
  if (!state.digest.empty()) source.Add("digest", state.digest);
  if (state.confirmed) source.Add("age_seconds", SecondsBetween(*state.confirmed, now));
  if (state.next_look) source.Add("next_look", FormatTimestamp(*state.next_look));
  if (state.last_error) {
    json::Object error{{"code", state.last_error->code},
                       {"message", state.last_error->message},
                       {"time", FormatTimestamp(state.last_error->time)}};
    if (!state.last_error->at.empty()) error.Add("at", state.last_error->at);
    source.Add("last_error", std::move(error));
  }
  body->Add("source", std::move(source));
}

}  // namespace

Reply ProblemReply(const Error& error) {
  return {StatusOf(error.code), kProblemType, json::Compact(ProblemJson(error))};
}

void Decide(engine::Engine& engine, const engine::Principal& principal, std::string_view body,
            Later later) {
  Result<engine::Request> request = engine::ParseRequest(body);
  if (!request.ok()) return later.send(ProblemReply(request.error()));
  engine.DecideThen(
      principal, *std::move(request), std::move(later.run),
      [send = std::move(later.send)](Result<engine::Answer> answer) {
        send(answer.ok() ? Reply{.body = std::move(answer->json)} : ProblemReply(answer.error()));
      });
}

Reply DecideBatch(engine::Engine& engine, const engine::Principal& principal,
                  std::string_view body) {
  const auto requests = ReadBatch(body);
  if (!requests.ok()) return ProblemReply(requests.error());
  const auto answers = engine.DecideBatch(principal, *requests);
  if (!answers.ok()) return ProblemReply(answers.error());
  std::string out = "{\"results\":[";
  for (size_t i = 0; i < answers->size(); ++i) {
    const Result<engine::Answer>& answer = (*answers)[i];
    if (out.back() != '[') out += ',';
    out += answer.ok() ? answer->json : json::Compact(ProblemJson(WithinBatch(answer.error(), i)));
  }
  return {.body = out + "]}"};
}

Reply GetDecision(const engine::Engine& engine, const engine::Principal& principal,
                  std::string_view id) {
  const Result<ledger::Record> record = engine::FindDecision(engine.ledger(), principal, id);
  if (!record.ok()) return ProblemReply(record.error());
  return {.body = "{\"leaf_hash\":\"" + HexEncode(AsBytes(record->leaf())) +
                  "\",\"record\":" + std::string(record->bytes()) + "}"};
}

Reply GetReceipt(const engine::Engine& engine, const engine::Principal& principal,
                 std::string_view id) {
  const Result<ledger::Record> record = engine::FindDecision(engine.ledger(), principal, id);
  if (!record.ok()) return ProblemReply(record.error());
  Result<std::string> receipt = engine.ledger().Receipt(record->index());
  if (!receipt.ok()) return ProblemReply(receipt.error());
  return {.content_type = "text/plain; charset=utf-8", .body = *std::move(receipt)};
}

Reply GetOpenApi() {
  static const Result<std::string> document = OpenApiJson(OpenApiText());
  if (!document.ok()) return ProblemReply(document.error());
  return {.body = *document};
}

Reply Livez() { return {.content_type = "text/plain; charset=utf-8", .body = "ok\n"}; }

Reply Readyz(const engine::Engine& engine, const engine::BundleWatch* watch) {
  const Status health = engine.ledger().Health();
  if (!health.ok()) return ProblemReply(health.error());
  const auto evaluator = engine.active();
  if (evaluator == nullptr) {
    return ProblemReply(Error{"engine.no_bundle", "no bundle of policies is active"});
  }
  const std::string& digest = evaluator->bundle().digest();
  const Status fresh = engine.freshness().Check(engine.clock().Now());
  json::Object body = fresh.ok() ? json::Object{{"ready", true}} : ProblemJson(fresh.error());
  body.Add("bundle", digest)
      .Add("ledger",
           json::Object{{"origin", engine.ledger().vkey().name}, {"size", engine.ledger().size()}});
  if (watch != nullptr) AddSource(engine, digest, watch->state(), &body);
  if (fresh.ok()) return {.body = json::Compact(std::move(body))};
  return {StatusOf(fresh.error().code), kProblemType, json::Compact(std::move(body))};
}

Reply GetMetrics(const Metrics& metrics) {
  return {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics.Render()};
}

}  // namespace reeve::api
