#include "api/content_handlers.h"

#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kMaxCommandBytes = size_t{1} << 16;
constexpr size_t kMaxDepth = 4;
constexpr size_t kMaxClassBytes = 64;

Reply ReplyOf(const Result<json::Object>& answer, int status = 200) {
  if (!answer.ok()) return ProblemReply(answer.error());
  return {.status = status, .body = json::Compact(*answer)};
}

// Parses the body, lets `read` take its members, and answers with what `act` comes to.
template <typename Read, typename Act>
Reply Run(std::string_view body, Read read, Act act, int status = 200) {
  const Result<json::Value> value =
      json::Parse(body, {.max_bytes = kMaxCommandBytes, .max_depth = kMaxDepth});
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  read(reader);
  if (const Status whole = reader.Finish(); !whole.ok()) return ProblemReply(whole.error());
  return ReplyOf(act(), status);
}

std::string Reason(ObjectReader& reader) {
  return reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
}

}  // namespace

Reply ReadContent(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view decision, std::string_view body) {
  std::string reason;
  return Run(
      body, [&](ObjectReader& reader) { reason = Reason(reader); },
      [&] { return engine.contents().Read(decision, reason, person); });
}

Reply ExportSubject(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view body) {
  std::string subject;
  std::string reason;
  uint64_t after = 0;
  return Run(
      body,
      [&](ObjectReader& reader) {
        subject = reader.String("subject", Need::kRequired, engine::kMaxPseudonymBytes);
        after = reader.Unsigned("after").value_or(0);
        reason = Reason(reader);
      },
      [&] { return engine.contents().Export(subject, after, reason, person); });
}

Reply EraseSubject(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body) {
  std::string subject;
  std::string reason;
  return Run(
      body,
      [&](ObjectReader& reader) {
        subject = reader.String("subject", Need::kRequired, engine::kMaxPseudonymBytes);
        reason = Reason(reader);
      },
      [&] { return engine.contents().Erase(subject, reason, person); });
}

Reply ListLegalHolds(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view state) {
  if (!state.empty() && state != "all" && state != "standing") {
    return ProblemReply(Error{"json.value", "`state` must be all or standing", "/state"});
  }
  return ReplyOf(engine.contents().ListHolds(principal.tenant, state == "all"));
}

Reply PlaceLegalHold(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body) {
  oversight::LegalHold terms;
  return Run(
      body, [&](ObjectReader& reader) { oversight::ReadHoldTerms(reader, &terms); },
      [&] { return engine.contents().PlaceHold(terms, person); }, 201);
}

Reply LiftLegalHold(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view id, std::string_view body) {
  std::string reason;
  return Run(
      body, [&](ObjectReader& reader) { reason = Reason(reader); },
      [&] { return engine.contents().LiftHold(id, reason, person); });
}

Reply GetRetention(engine::Engine& engine, const engine::Principal& principal) {
  return ReplyOf(engine.contents().ShowRetention(principal.tenant));
}

Reply SetRetention(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body) {
  engine::ContentCommands::RetentionChange change;
  return Run(
      body,
      [&](ObjectReader& reader) {
        change.risk_class = reader.String("class", Need::kRequired, kMaxClassBytes);
        change.content_days = reader.Unsigned("content_days");
        change.records_days = reader.Unsigned("records_days");
        change.reason = Reason(reader);
      },
      [&] { return engine.contents().SetRetention(change, person); });
}

Reply SweepContent(engine::Engine& engine, std::string_view body) {
  return Run(
      body, [](ObjectReader&) {}, [&] { return engine.contents().Sweep(); });
}

}  // namespace reeve::api
