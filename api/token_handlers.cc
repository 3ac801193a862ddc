#include "api/token_handlers.h"

#include <algorithm>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;
using oversight::ActingPerson;

constexpr size_t kMaxTokenBodyBytes = size_t{1} << 17;
constexpr size_t kMaxDepth = 4;

Result<json::Value> ParseBody(std::string_view body) {
  return json::Parse(body, {.max_bytes = kMaxTokenBodyBytes, .max_depth = kMaxDepth});
}

Reply ObjectReply(const Result<json::Object>& found) {
  if (!found.ok()) return ProblemReply(found.error());
  return {.body = json::Compact(*found)};
}

Result<oversight::AccessToken> ReadTerms(const Caller& caller, std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  oversight::AccessToken terms;
  ObjectReader reader(value, "");
  oversight::ReadTokenTerms(reader, Need::kOptional, &terms);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (terms.tenants.empty()) terms.tenants = {caller.principal.tenant};
  for (const std::string& tenant : terms.tenants) {
    if (std::find(caller.tenants.begin(), caller.tenants.end(), tenant) != caller.tenants.end()) {
      continue;
    }
    return Error{"token.tenants",
                 "an administrator gives access to tenants of their own alone, and `" + tenant +
                     "` is none of yours",
                 "/tenants"};
  }
  return terms;
}

}  // namespace

Reply ListTokens(engine::Engine& engine, const engine::Principal& principal,
                 std::string_view state) {
  if (!state.empty() && state != "active" && state != "expired" && state != "revoked") {
    return ProblemReply(
        Error{"json.value", "`state` must be active, expired or revoked", "/state"});
  }
  return ObjectReply(engine.tokens().List(principal.tenant, state));
}

Reply GetToken(engine::Engine& engine, const engine::Principal& principal, std::string_view id) {
  return ObjectReply(engine.tokens().Find(principal.tenant, id));
}

Reply NewToken(engine::Engine& engine, const Caller& caller, const ActingPerson& person,
               std::string_view body) {
  Result<oversight::AccessToken> terms = ReadTerms(caller, body);
  if (!terms.ok()) return ProblemReply(terms.error());
  const Result<engine::NewToken> made = engine.tokens().New(*std::move(terms), person);
  if (!made.ok()) return ProblemReply(made.error());
  Result<json::Object> token = engine.tokens().Find(person.tenant, made->id);
  if (!token.ok()) return ProblemReply(token.error());
  if (!made->secret.empty()) token->Add("secret", made->secret);
  return {.status = 201,
          .body = json::Compact(*std::move(token)),
          .headers = {{"Cache-Control", "no-store"}}};
}

Reply RevokeToken(engine::Engine& engine, const ActingPerson& person, std::string_view id,
                  std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  const std::string reason = reader.String("reason", Need::kRequired, oversight::kMaxReasonBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  const Status revoked = engine.tokens().Revoke(id, reason, person);
  if (!revoked.ok()) return ProblemReply(revoked.error());
  return ObjectReply(engine.tokens().Find(person.tenant, id));
}

Reply GetPrincipal(const Caller& caller) {
  const auto& principal = caller.principal;
  json::Object out{{"principal", principal.name},
                   {"roles", oversight::RolesJson(caller.roles)},
                   {"tenant", principal.tenant},
                   {"tenants", json::Array(caller.tenants.begin(), caller.tenants.end())},
                   {"development", caller.names_anyone}};
  if (!principal.systems.empty()) {
    out.Add("systems", json::Array(principal.systems.begin(), principal.systems.end()));
  }
  if (!caller.person.empty()) out.Add("person", caller.person);
  if (caller.token != nullptr) {
    out.Add("token", caller.token->token().id)
        .Add("expires", FormatTimestamp(caller.token->token().expires));
  }
  return {.body = json::Compact(std::move(out))};
}

}  // namespace reeve::api
