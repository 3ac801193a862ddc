// An override: what a person did with what an AI system put out: followed it, changed it, decided
// otherwise, left it aside. Article 14(4)(d) of Regulation (EU) 2024/1689; docs/overrides.md.
//
// Who did it is a role and, where the caller says so, a keyed commitment to the id; why, is a class
// out of a list. No text is in it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"

namespace reeve::oversight {

inline constexpr std::string_view kOverrideRecorded = "override.recorded";
inline constexpr size_t kMaxOverrideRules = 64;  // of a decision, that are counted

enum class ResponseToOutput : uint8_t { kFollowed, kChanged, kOverridden, kDisregarded };
inline constexpr size_t kResponseCount = 4;
// "followed", "changed", "overridden", "disregarded"
std::string_view ResponseName(ResponseToOutput response);
std::optional<ResponseToOutput> ResponseFromName(std::string_view name);

// The classes of reasons, sorted: "context", "inaccurate", "incomplete", "instruction", "other",
// "out_of_scope", "outdated", "unfair", "unsafe".
const std::vector<std::string>& OverrideReasons();

struct Override {
  std::string decision;  // its id, "d-..."
  ResponseToOutput did = ResponseToOutput::kFollowed;
  std::string reason;              // a class; empty only where it was followed
  std::string role;                // of the person; may be empty
  std::string person;              // keyed commitment to the id; may be empty
  std::string system;              // of the decision
  std::vector<std::string> rules;  // POLICY/RULE that applied to it
};

// What a caller says: decision, did, reason, role, and the id of the person, which is not yet a
// commitment. json.*, override.reason (one is missing)
Result<Override> ReadOverride(const json::Value& value, const std::string& pointer);

// The body of its record, without the principal; and back.
json::Object ToJson(const Override& given);
Result<Override> OverrideFromBody(const json::Value& body);

}  // namespace reeve::oversight
