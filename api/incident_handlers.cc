#include "api/incident_handlers.h"

#include "base/duration.h"
#include "base/json_reader.h"
#include "engine/incident_html.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;
using oversight::IncidentCategory;

constexpr size_t kMaxIncidentBodyBytes = size_t{1} << 18;
constexpr size_t kMaxDepth = 6;
constexpr size_t kWordBytes = 64;
constexpr size_t kMaxNameBytes = 256;
constexpr char kHtml[] = "text/html; charset=utf-8";

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxIncidentBodyBytes, .max_depth = kMaxDepth});
}

Reply ObjectReply(const Result<json::Object>& found, int status = 200) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.status = status, .body = json::Compact(*found)};
}

std::vector<IncidentCategory> ReadCategoryNames(ObjectReader& reader, std::string_view key) {
  std::vector<IncidentCategory> out;
  for (const std::string& name :
       reader.Strings(key, oversight::kIncidentCategoryCount, kWordBytes)) {
    const auto category = oversight::IncidentCategoryFromName(name);
    if (category) {
      out.push_back(*category);
    } else {
      reader.Fail("json.value", key,
                  "`" + name +
                      "` is none of death, health, critical_infrastructure, fundamental_rights, "
                      "property_or_environment, widespread");
    }
  }
  return out;
}

std::optional<oversight::CausalLink> ReadLink(ObjectReader& reader) {
  const std::string name = reader.String("causal_link", Need::kOptional, kWordBytes);
  if (name.empty()) return std::nullopt;
  const auto link = oversight::CausalLinkFromName(name);
  if (!link) {
    reader.Fail("json.value", "causal_link",
                "`causal_link` must be unknown, suspected or established");
  }
  return link;
}

std::optional<Timestamp> ReadOptionalTime(ObjectReader& reader, std::string_view key) {
  const Timestamp time = oversight::ReadTime(reader, key, Need::kOptional);
  return time == Timestamp() ? std::nullopt : std::optional(time);
}

std::vector<std::string> ReadDecisions(ObjectReader& reader) {
  return reader.Strings("decisions", oversight::kMaxIncidentDecisions, ledger::kMaxIdBytes);
}

std::vector<std::string> ReadReferences(ObjectReader& reader) {
  return reader.Strings("references", oversight::kMaxIncidentReferences,
                        oversight::kMaxIncidentReferenceBytes);
}

Reply Update(engine::Engine& engine, const oversight::ActingPerson& person, std::string_view id,
             ObjectReader& reader) {
  engine::IncidentChange change;
  change.added = ReadCategoryNames(reader, "add");
  change.withdrawn = ReadCategoryNames(reader, "withdraw");
  change.aware = ReadOptionalTime(reader, "aware");
  change.causal_link = ReadLink(reader);
  change.note = reader.String("note", Need::kOptional, oversight::kMaxIncidentTextBytes);
  change.decisions = ReadDecisions(reader);
  change.reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.incidents().Update(id, change, person));
}

Reply Report(engine::Engine& engine, const oversight::ActingPerson& person, std::string_view id,
             ObjectReader& reader) {
  static const std::vector<std::string> kKinds = {"partial", "full"};
  engine::IncidentReporting reporting;
  reporting.kind = reader.OneOf("kind", Need::kRequired, kKinds);
  reporting.to = reader.String("to", Need::kRequired, oversight::kMaxAuthorityBytes);
  reporting.references = ReadReferences(reader);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.incidents().Report(id, reporting, person));
}

Reply Close(engine::Engine& engine, const oversight::ActingPerson& person, std::string_view id,
            ObjectReader& reader) {
  static const std::vector<std::string> kResolutions = {"reported", "not_serious"};
  const std::string resolution = reader.OneOf("resolution", Need::kRequired, kResolutions);
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.incidents().Close(id, resolution, reason, person));
}

Reply NoSuchAction(std::string_view actions) {
  return ProblemReply(Error{"http.not_found", "there is nothing at this path: the actions are " +
                                                  std::string(actions) +
                                                  "; see docs/api/openapi.yaml"});
}

}  // namespace

// ------------------------------------------------------------------------------------- incidents

Reply ListIncidents(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view state) {
  const auto filter = engine::IncidentFilterFromName(state.empty() ? "all" : state);
  if (!filter) {
    return ProblemReply(Error{"json.value", "`state` must be all, open, late or closed", "/state"});
  }
  return ObjectReply(engine.incidents().List(principal.tenant, *filter));
}

Reply GetIncident(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ObjectReply(engine.incidents().Find(principal.tenant, id));
}

Reply OpenIncident(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  engine::IncidentTerms terms;
  terms.system = reader.String("system", Need::kRequired, kMaxNameBytes);
  terms.categories = ReadCategoryNames(reader, "categories");
  terms.aware = oversight::ReadTime(reader, "aware");
  terms.occurred = ReadOptionalTime(reader, "occurred");
  terms.causal_link = ReadLink(reader).value_or(oversight::CausalLink::kUnknown);
  terms.description =
      reader.String("description", Need::kOptional, oversight::kMaxIncidentTextBytes);
  terms.decisions = ReadDecisions(reader);
  terms.references = ReadReferences(reader);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.incidents().Open(terms, person), 201);
}

Reply ChangeIncident(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view id, std::string_view action, std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  if (action == "update") return Update(engine, person, id, reader);
  if (action == "report") return Report(engine, person, id, reader);
  if (action == "close") return Close(engine, person, id, reader);
  return NoSuchAction("update, report and close");
}

Reply DraftIncidentReport(engine::Engine& engine, const engine::Principal& principal,
                          std::string_view id, std::string_view format) {
  if (!format.empty() && format != "json" && format != "html") {
    return ProblemReply(Error{"json.value", "`format` must be json or html", "/format"});
  }
  const Result<json::Object> report = engine.incidents().Draft(principal.tenant, id);
  if (!report.ok()) return ProblemReply(report.error());
  if (format == "html") return {.content_type = kHtml, .body = engine::IncidentPage(*report)};
  return {.body = json::Compact(*report)};
}

Reply GetIncidentReport(engine::Engine& engine, const engine::Principal& principal,
                        std::string_view id, std::string_view digest) {
  Result<std::string> bytes = engine.incidents().FindReport(principal.tenant, id, digest);
  if (!bytes.ok()) return ProblemReply(bytes.error());
  const bool is_page = bytes->starts_with("<!DOCTYPE");
  return {.content_type = is_page ? kHtml : "application/json", .body = *std::move(bytes)};
}

// ----------------------------------------------------------------------------------- break-glass

Reply ListBreakGlass(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view state) {
  const auto filter = engine::BreakGlassFilterFromName(state.empty() ? "all" : state);
  if (!filter) {
    return ProblemReply(Error{
        "json.value", "`state` must be all, active, to_review, overdue or reviewed", "/state"});
  }
  return ObjectReply(engine.break_glass().List(principal.tenant, *filter));
}

Reply GetBreakGlass(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view id) {
  return ObjectReply(engine.break_glass().Find(principal.tenant, id));
}

Reply InvokeBreakGlass(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  oversight::BreakGlass terms;
  oversight::ReadBreakGlassTerms(reader, &terms);
  std::chrono::seconds time = engine::kDefaultBreakGlassTime;
  if (const std::string typed = reader.String("time", Need::kOptional, kWordBytes);
      !typed.empty()) {
    const auto duration = ParseDuration(typed);
    if (!duration) {
      reader.Fail("json.value", "time",
                  "`time` must be a number and one of s, m, h, such as 45m, of at most 4h");
    }
    time = duration.value_or(time);
  }
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(engine.break_glass().Invoke(std::move(terms), time, person), 201);
}

Reply ChangeBreakGlass(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view id, std::string_view action, std::string_view body) {
  static const std::vector<std::string> kFindings = {"justified", "not_justified"};
  if (action != "end" && action != "review") return NoSuchAction("end and review");
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  const std::string finding =
      action == "review" ? reader.OneOf("finding", Need::kRequired, kFindings) : "";
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  return ObjectReply(action == "review" ? engine.break_glass().Review(id, finding, reason, person)
                                        : engine.break_glass().End(id, reason, person));
}

}  // namespace reeve::api
