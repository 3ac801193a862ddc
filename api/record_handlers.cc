#include "api/record_handlers.h"

#include "engine/search_fields.h"

namespace reeve::api {
namespace {

// What the parameters ask for, among the records of the caller's tenant.
Result<engine::SearchRequest> ReadRequest(const engine::Engine& engine,
                                          const engine::Principal& principal,
                                          const Parameters& parameters) {
  engine::SearchRequest request;
  const auto digest = [&](std::string_view identity) { return engine.IdentityDigest(identity); };
  for (const auto& parameter : parameters) {
    if (parameter.first == "tenant") {
      return Error{"search.parameter", "records are of the caller's own tenant: leave it out",
                   "tenant"};
    }
    REEVE_RETURN_IF_ERROR(
        engine::AddSearchParameter(parameter.first, parameter.second, digest, &request));
  }
  request.query.filters.push_back({"tenant", {principal.tenant}});
  const uint64_t size = engine.ledger().size();
  if (request.size.value_or(size) > size) {
    return Error{"search.size", "the log has `" + std::to_string(size) + "` records", "size"};
  }
  request.size = request.size.value_or(size);
  return request;
}

Reply JsonReply(Result<std::string> body) {
  if (!body.ok()) return ProblemReply(body.error());
  return {.body = *std::move(body)};
}

}  // namespace

Reply SearchRecords(const engine::Engine& engine, const engine::Principal& principal,
                    const Parameters& parameters) {
  const auto request = ReadRequest(engine, principal, parameters);
  if (!request.ok()) return ProblemReply(request.error());
  return JsonReply(ledger::SearchPageJson(engine.ledger().store(), engine::SearchFields(),
                                          request->query, {*request->size, request->proofs}));
}

Reply CountRecords(const engine::Engine& engine, const engine::Principal& principal,
                   const Parameters& parameters) {
  const auto request = ReadRequest(engine, principal, parameters);
  if (!request.ok()) return ProblemReply(request.error());
  return JsonReply(engine::SearchCountsJson(engine.ledger().store(), *request, *request->size));
}

}  // namespace reeve::api
