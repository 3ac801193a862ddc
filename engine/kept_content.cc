#include "engine/kept_content.h"

#include <algorithm>

#include "base/encoding.h"

namespace reeve::engine {

bool AsksToKeep(const policy::Verdict& verdict) {
  return std::any_of(verdict.obligations.begin(), verdict.obligations.end(),
                     [](const policy::Obligation* obligation) {
                       return obligation->type == policy::ObligationType::kLogContent;
                     });
}

std::string_view PersonOf(const Request& request) {
  if (!request.subject.empty()) return request.subject;
  return request.actor.id.empty() ? request.interaction : request.actor.id;
}

Result<std::string> KeptText(const Request& request, const json::Value* released,
                             std::string_view nonce) {
  // By name, as canonical JSON has members; the request is canonical already.
  std::string text = "{\"nonce\":\"" + HexEncode(nonce) + "\"";
  if (released != nullptr) {
    text += ",\"released\":";
    REEVE_RETURN_IF_ERROR(json::WriteCanonical(*released, &text));
  }
  return text + ",\"request\":" + request.canonical + "}";
}

json::Object KeptJson(const ledger::KeptHeader& header, std::string commitment) {
  return {{"class", header.retention_class},
          {"commitment", std::move(commitment)},
          {"key", header.key},
          {"subject", header.subject}};
}

}  // namespace reeve::engine
