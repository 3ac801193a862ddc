#include "oversight/override.h"

#include <algorithm>

#include "oversight/outcome.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr size_t kWordBytes = 64;
constexpr size_t kMaxNameBytes = 256;

constexpr std::array<std::string_view, kResponseCount> kResponseNames = {
    "followed", "changed", "overridden", "disregarded"};

Override ReadTerms(ObjectReader& reader) {
  Override out;
  out.decision = reader.String("decision", Need::kRequired, kMaxDecisionIdBytes);
  const std::string did = reader.String("did", Need::kRequired, kWordBytes);
  const auto response = ResponseFromName(did);
  if (!response) {
    reader.Fail("json.value", "did", "`did` must be followed, changed, overridden or disregarded");
  }
  out.did = response.value_or(ResponseToOutput::kFollowed);
  out.reason = reader.OneOf("reason", Need::kOptional, OverrideReasons());
  if (out.reason.empty() && out.did != ResponseToOutput::kFollowed) {
    reader.Fail("override.reason", "reason",
                "say why it was not followed: context, inaccurate, incomplete, instruction, other, "
                "out_of_scope, outdated, unfair or unsafe");
  }
  out.role = reader.String("role", Need::kOptional, kMaxNameBytes);
  out.person = reader.String("person", Need::kOptional, kMaxNameBytes);
  return out;
}

}  // namespace

std::string_view ResponseName(ResponseToOutput response) {
  return kResponseNames[static_cast<size_t>(response)];
}

std::optional<ResponseToOutput> ResponseFromName(std::string_view name) {
  const auto found = std::find(kResponseNames.begin(), kResponseNames.end(), name);
  if (found == kResponseNames.end()) return std::nullopt;
  return static_cast<ResponseToOutput>(found - kResponseNames.begin());
}

const std::vector<std::string>& OverrideReasons() {
  static const std::vector<std::string> kReasons = {"context",     "inaccurate", "incomplete",
                                                    "instruction", "other",      "out_of_scope",
                                                    "outdated",    "unfair",     "unsafe"};
  return kReasons;
}

Result<Override> ReadOverride(const json::Value& value, const std::string& pointer) {
  ObjectReader reader(value, pointer);
  Override out = ReadTerms(reader);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return out;
}

json::Object ToJson(const Override& given) {
  json::Object out{
      {"decision", given.decision}, {"did", ResponseName(given.did)}, {"system", given.system}};
  if (!given.reason.empty()) out.Add("reason", given.reason);
  if (!given.role.empty()) out.Add("role", given.role);
  if (!given.person.empty()) out.Add("person", given.person);
  if (!given.rules.empty()) out.Add("rules", json::Array(given.rules.begin(), given.rules.end()));
  return out;
}

Result<Override> OverrideFromBody(const json::Value& body) {
  ObjectReader reader(body, "/body");
  Override out = ReadTerms(reader);
  out.system = reader.String("system", Need::kOptional, kMaxNameBytes);
  out.rules = reader.Strings("rules", kMaxOverrideRules, kMaxNameBytes);
  reader.String("principal", Need::kOptional, kMaxNameBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return out;
}

}  // namespace reeve::oversight
