// A halt: from now on nothing of what it covers is let pass, until another person lifts it.
// docs/halts.md.
//
// This is one halt in memory and as JSON; what the log holds of all of them is in halts.h.
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

inline constexpr size_t kMaxHaltValueBytes = 256;  // of an id or a name

enum class HaltScope : uint8_t { kAll, kTenant, kSystem, kModel, kTool };
inline constexpr size_t kHaltScopeCount = 5;
std::string_view HaltScopeName(HaltScope scope);  // "all", "tenant", "system", ...

struct Halt {
  std::string id = {};      // "h-..."
  std::string tenant = {};  // of who placed it: but for `all` it stops nothing of another tenant's
  HaltScope scope = HaltScope::kAll;
  std::string value = {};  // the tenant, a system's id, a model's or a tool's name; empty of all
  std::string reason = {};
  std::string by = {};
  Timestamp placed = {};
  struct Lifting {
    std::string by;
    std::string reason;
    Timestamp time;
  };
  std::optional<Lifting> lifted = std::nullopt;
};

// What a decision that it stops is told: a code ("system.halted", "all.halted") and a sentence
// that names the halt.
Error StandstillOf(const Halt& halt);

// One of `all` (true), `tenant`, `system`, `model`, `tool`; and reason.
json::Object TermsJson(const Halt& halt);
// TermsJson and: id, by, placed, and where it is so lifted {by, reason, time}.
json::Object ToJson(const Halt& halt);
// Takes what TermsJson has off a reader. A fault of the reader: json.*, halt.scope
void ReadHaltTerms(json::ObjectReader& reader, Halt* halt);

}  // namespace reeve::oversight
