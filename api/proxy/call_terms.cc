#include "api/proxy/call_terms.h"

#include <utility>

#include "base/json_reader.h"
#include "engine/request.h"

namespace reeve::api::proxy {
namespace {

std::string TextAt(const json::Value& body, std::string_view pointer) {
  const json::Value* found = json::Resolve(body, pointer);
  const std::string* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? "" : *text;
}

std::string ActorOf(const GatewayCall& call, const engine::Principal& principal,
                    const json::Value& body) {
  std::string named = call.header(kActorHeader);
  for (const char* pointer : {"/user", "/safety_identifier", "/metadata/user_id"}) {
    if (named.empty()) named = TextAt(body, pointer);
  }
  return named.empty() ? principal.name : named;
}

Result<json::Value> ReadTerms(const GatewayCall& call) {
  const std::string text = call.header(kTermsHeader);
  if (text.empty()) return json::Value(json::Object());
  auto value = json::Parse(text, {.max_bytes = kMaxTermsBytes, .max_depth = 8});
  if (!value.ok() || value->as_object() == nullptr) {
    return Error{"proxy.terms", "the header `X-Reeve-Terms` is no JSON object of at most " +
                                    std::to_string(kMaxTermsBytes) + " bytes"};
  }
  json::ObjectReader reader(*value, "");
  for (const char* key : {"actor", "action", "context"}) {
    reader.ObjectMember(key, json::Need::kOptional);
  }
  for (const char* key : {"subject", "channel"}) {
    reader.String(key, json::Need::kOptional, engine::kMaxIdBytes);
  }
  if (const Status read = reader.Finish(); !read.ok()) {
    return Error{"proxy.terms", "in the header `X-Reeve-Terms`: " + read.error().message,
                 read.error().at};
  }
  return value;
}

Result<std::string> SystemOf(const GatewayCall& call) {
  const std::string header = call.header(kSystemHeader);
  if (!header.empty() && !call.system.empty() && header != call.system) {
    return Error{"proxy.system", "the path and the header `X-Reeve-System` name two systems"};
  }
  std::string system = header.empty() ? call.system : header;
  if (!system.empty()) return system;
  return Error{"proxy.no_system",
               "say which system calls: send the header `X-Reeve-System`, or make "
               "/proxy/SYSTEM/v1 the base address of the client"};
}

}  // namespace

Result<CallTerms> ReadCallTerms(const GatewayCall& call, const engine::Principal& principal,
                                const json::Value& body, std::string_view action, Timestamp now,
                                const Random& random) {
  CallTerms out;
  REEVE_ASSIGN_OR_RETURN(out.system, SystemOf(call));
  REEVE_ASSIGN_OR_RETURN(json::Value terms, ReadTerms(call));
  out.interaction = call.header(kInteractionHeader);
  if (out.interaction.empty()) out.interaction = NewId("p-", now, random);
  out.approval = call.header(kApprovalHeader);
  json::Object& request = *terms.as_object();
  request.Set("interaction", out.interaction);
  request.Set("system", out.system);
  json::Value* actor = request.Find("actor");
  if (actor == nullptr) {
    request.Add("actor", json::Object{{"id", ActorOf(call, principal, body)}});
  } else if (actor->Find("id") == nullptr) {
    actor->as_object()->Add("id", ActorOf(call, principal, body));
  }
  json::Value* said = request.Find("action");
  if (said == nullptr) {
    request.Add("action", json::Object{{"kind", action}});
  } else if (said->Find("kind") == nullptr) {
    said->as_object()->Add("kind", action);
  }
  if (const std::string model = TextAt(body, "/model"); !model.empty()) request.Set("model", model);
  if (request.Find("channel") == nullptr) request.Add("channel", "proxy");
  out.request = std::move(request);
  return out;
}

}  // namespace reeve::api::proxy
