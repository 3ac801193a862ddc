#include "api/bias_handlers.h"

#include <array>

#include "base/json_reader.h"
#include "oversight/bias/audit_request.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

constexpr json::ParseLimits kCommandLimits{.max_bytes = size_t{1} << 16, .max_depth = 8};

struct Form {
  std::string_view name;
  std::string_view media_type;
  const char* content_type;
};
constexpr std::array<Form, 4> kForms = {{
    {"json", "application/json", "application/json"},
    {"html", "text/html", "text/html; charset=utf-8"},
    {"csv", "text/csv", "text/csv; charset=utf-8"},
    {"summary", "", "text/html; charset=utf-8"},  // by name alone
}};

Reply ReplyOf(const Result<json::Object>& answer, int status = 200) {
  if (!answer.ok()) return ProblemReply(answer.error());
  return {.status = status, .body = json::Compact(*answer)};
}

Status ReadEmpty(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(body, kCommandLimits));
  return json::ObjectReader(value, "").Finish();
}

Result<std::string> ReadReason(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(body, kCommandLimits));
  json::ObjectReader reader(value, "");
  std::string reason = reader.String("reason", json::Need::kRequired, oversight::kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return reason;
}

Result<std::string> Start(engine::Engine& engine, const oversight::ActingPerson& person,
                          std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(body, kCommandLimits));
  REEVE_ASSIGN_OR_RETURN(oversight::bias::AuditRequest request,
                         oversight::bias::ReadAuditRequest(value));
  return engine.bias_runs().Start(std::move(request), person);
}

// The form that is asked for; null where it is none.
const Form* FormOf(std::string_view format, std::string_view accept) {
  if (!format.empty()) {
    for (const Form& form : kForms) {
      if (form.name == format) return &form;
    }
    return nullptr;
  }
  const Form* first = kForms.data();
  size_t at = std::string_view::npos;
  for (const Form& form : kForms) {
    if (form.media_type.empty()) continue;
    const size_t place = accept.find(form.media_type);
    if (place < at) first = &form, at = place;
  }
  return first;
}

}  // namespace

Reply UploadAttributes(engine::Engine& engine, const oversight::ActingPerson& person,
                       const engine::BiasAttributeCommands::Terms& terms, std::string_view csv) {
  return ReplyOf(engine.bias_attributes().Upload(terms, csv, person), 201);
}

Reply ListAttributes(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view state) {
  if (!state.empty() && state != "all" && state != "kept") {
    return ProblemReply(Error{"json.value", "`state` must be all or kept", "/state"});
  }
  return ReplyOf(engine.bias_attributes().List(principal.tenant, state == "all"));
}

Reply GetAttributes(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view id) {
  return ReplyOf(engine.bias_attributes().Find(principal.tenant, id));
}

Reply DeleteAttributes(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view id, std::string_view body) {
  const Result<std::string> reason = ReadReason(body);
  if (!reason.ok()) return ProblemReply(reason.error());
  return ReplyOf(engine.bias_attributes().Delete(id, *reason, person));
}

Reply StartBiasAudit(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body) {
  const Result<std::string> id = Start(engine, person, body);
  if (!id.ok()) return ProblemReply(id.error());
  return ReplyOf(engine.bias_runs().Find(person.tenant, *id), 202);
}

Reply ListBiasAudits(engine::Engine& engine, const engine::Principal& principal) {
  return ReplyOf(engine.bias_runs().List(principal.tenant));
}

Reply GetBiasAudit(engine::Engine& engine, const engine::Principal& principal,
                   const std::string& id) {
  return ReplyOf(engine.bias_runs().Find(principal.tenant, id));
}

Reply CancelBiasAudit(engine::Engine& engine, const oversight::ActingPerson& person,
                      const std::string& id, std::string_view body) {
  if (const Status empty = ReadEmpty(body); !empty.ok()) return ProblemReply(empty.error());
  if (const Status cancelled = engine.bias_runs().Cancel(id, person); !cancelled.ok()) {
    return ProblemReply(cancelled.error());
  }
  return ReplyOf(engine.bias_runs().Find(person.tenant, id));
}

Reply RecordBiasReport(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view body) {
  const auto report = json::Parse(body);
  if (!report.ok()) return ProblemReply(report.error());
  const auto recorded = engine.bias_reports().Record(*report, person);
  if (!recorded.ok()) return ProblemReply(recorded.error());
  return {.status = 201,
          .body = json::Compact(json::Object{
              {"digest", recorded->digest}, {"record", json::Object{{"index", recorded->index}}}})};
}

Reply GetBiasReport(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view digest, std::string_view format, std::string_view accept) {
  const Form* form = FormOf(format, accept);
  if (form == nullptr) {
    return ProblemReply(
        Error{"json.value", "`format` must be json, html, csv or summary", "/format"});
  }
  auto report = engine.bias_reports().Find(principal.tenant, digest, form->name);
  if (!report.ok()) return ProblemReply(report.error());
  Reply reply{.content_type = form->content_type, .body = std::move(*report)};
  reply.headers.emplace_back("Vary", "Accept");
  reply.headers.emplace_back("Content-Security-Policy",
                             "default-src 'none'; img-src data:; style-src 'unsafe-inline'");
  return reply;
}

}  // namespace reeve::api
