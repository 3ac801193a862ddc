// A legal hold: while it stands, what it covers is neither erased, nor expires, nor is pruned.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"

namespace reeve::oversight {

inline constexpr size_t kMaxMatterBytes = 200;

enum class HoldScope : uint8_t { kSubject, kSystem, kEverything };
std::string_view HoldScopeName(HoldScope scope);  // "subject", "system", "everything"

struct LegalHold {
  std::string id;  // "lh-..."
  std::string tenant;
  HoldScope scope = HoldScope::kEverything;
  std::string value;   // the subject's digest, or a system's id; empty of everything
  std::string matter;  // the case it is for
  std::string reason;
  std::string by;
  Timestamp placed;
  struct Lifting {
    std::string by;
    std::string reason;
    Timestamp time;
  };
  std::optional<Lifting> lifted = std::nullopt;
  // The incident that placed it: it is lifted when that is closed, and not before.
  std::string incident = {};
};

// All members.
json::Object ToJson(const LegalHold& hold);
// Of the record `legal_hold.placed` without id and time: matter, reason, by, and what is covered.
json::Object TermsJson(const LegalHold& hold);
// Takes scope, matter and reason off a reader: exactly one of `subject`, `system` and `everything`
// (true). A fault of the reader: json.*, legal_hold.scope
void ReadHoldTerms(json::ObjectReader& reader, LegalHold* hold);
Result<LegalHold> LegalHoldFromJson(std::string_view text);

}  // namespace reeve::oversight
