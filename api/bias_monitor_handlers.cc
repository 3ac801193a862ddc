#include "api/bias_monitor_handlers.h"

#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

namespace bias = oversight::bias;
using json::Need;
using json::ObjectReader;
using oversight::ActingPerson;

constexpr json::ParseLimits kCommandLimits{.max_bytes = size_t{1} << 16, .max_depth = 8};
constexpr size_t kMaxWordBytes = 128;
constexpr int kCreated = 201;

Reply ReplyOf(const Result<json::Object>& answer, int status = 200) {
  if (!answer.ok()) return ProblemReply(answer.error());
  return {.status = status, .body = json::Compact(*answer)};
}

// The one member of a body that has no other.
Result<std::string> ReadOne(std::string_view body, std::string_view member) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(body, kCommandLimits));
  ObjectReader reader(value, "");
  std::string text = reader.String(member, Need::kRequired, oversight::kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return text;
}

Result<json::Object> Set(engine::Engine& engine, const ActingPerson& person,
                         std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(body, kCommandLimits));
  ObjectReader reader(value, "");
  bias::MonitorTerms terms = bias::ReadMonitorTerms(reader);
  const json::Value* request = reader.ObjectMember("request", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return engine.bias_monitors().Set(std::move(terms), *request, person);
}

Result<json::Object> OpenCorrection(engine::Engine& engine, const ActingPerson& person,
                                    const std::string& name, std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(body, kCommandLimits));
  ObjectReader reader(value, "");
  engine::BiasMonitors::CorrectionTerms terms;
  terms.measure = reader.String("measure", Need::kRequired, oversight::kMaxReasonBytes);
  terms.owner = reader.String("owner", Need::kRequired, oversight::kMaxPersonBytes);
  terms.due = reader.String("due", Need::kRequired, kMaxWordBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return engine.bias_monitors().OpenCorrection(name, terms, person);
}

}  // namespace

Reply SetBiasMonitor(engine::Engine& engine, const ActingPerson& person, std::string_view body) {
  return ReplyOf(Set(engine, person, body), kCreated);
}

Reply ListBiasMonitors(engine::Engine& engine, const engine::Principal& principal,
                       std::string_view state) {
  if (!state.empty() && state != "all" && state != "standing") {
    return ProblemReply(Error{"json.value", "`state` must be all or standing", "/state"});
  }
  return ReplyOf(engine.bias_monitors().List(principal.tenant, state == "all"));
}

Reply GetBiasMonitor(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view name) {
  return ReplyOf(engine.bias_monitors().Find(principal.tenant, name));
}

Reply EndBiasMonitor(engine::Engine& engine, const ActingPerson& person, const std::string& name,
                     std::string_view body) {
  const Result<std::string> reason = ReadOne(body, "reason");
  if (!reason.ok()) return ProblemReply(reason.error());
  return ReplyOf(engine.bias_monitors().End(name, *reason, person));
}

Reply OpenBiasCorrection(engine::Engine& engine, const ActingPerson& person,
                         const std::string& name, std::string_view body) {
  return ReplyOf(OpenCorrection(engine, person, name, body), kCreated);
}

Reply FinishBiasCorrection(engine::Engine& engine, const ActingPerson& person,
                           const std::string& name, const std::string& correction,
                           std::string_view body) {
  const Result<std::string> note = ReadOne(body, "note");
  if (!note.ok()) return ProblemReply(note.error());
  return ReplyOf(engine.bias_monitors().FinishCorrection(name, correction, *note, person));
}

Reply PublishBiasSummary(engine::Engine& engine, const ActingPerson& person,
                         std::string_view body) {
  const Result<std::string> report = ReadOne(body, "report");
  if (!report.ok()) return ProblemReply(report.error());
  return ReplyOf(engine.bias_publications().Publish(*report, person), kCreated);
}

Reply WithdrawBiasSummary(engine::Engine& engine, const ActingPerson& person, const std::string& id,
                          std::string_view body) {
  const Result<std::string> reason = ReadOne(body, "reason");
  if (!reason.ok()) return ProblemReply(reason.error());
  return ReplyOf(engine.bias_publications().Withdraw(id, *reason, person));
}

Reply ListBiasPublications(engine::Engine& engine, const engine::Principal& principal) {
  return ReplyOf(engine.bias_publications().List(principal.tenant));
}

Reply GetPublicAudits(engine::Engine& engine) {
  return ReplyOf(engine.bias_publications().Public());
}

Reply GetPublicAudit(engine::Engine& engine, std::string_view id) {
  auto page = engine.bias_publications().Page(id);
  if (!page.ok()) return ProblemReply(page.error());
  Reply reply{.content_type = "text/html; charset=utf-8", .body = std::move(*page)};
  reply.headers.emplace_back("Content-Security-Policy",
                             "default-src 'none'; img-src data:; style-src 'unsafe-inline'");
  return reply;
}

}  // namespace reeve::api
