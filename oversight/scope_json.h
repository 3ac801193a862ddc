// A policy's scope as a person writes it in a command, and as records have it: of a waiver, of a
// break-glass.
#pragma once

#include <string_view>

#include "base/json.h"
#include "base/json_reader.h"
#include "policy/scope.h"

namespace reeve::oversight {

inline constexpr size_t kMaxScopeValues = 64;       // of one key
inline constexpr size_t kMaxScopeValueBytes = 256;  // of one value

// {"systems":[...],"actions":[...],...}, of which what narrows nothing is left out; and
// {"everywhere":true} where that was said.
json::Object ScopeJson(const policy::Scope& scope, bool everywhere = false);

// Takes the member `scope` off a reader: narrow, or `everywhere`, which is refused where the
// pointer is null. Faults go to the reader: json.*, and `code`, which must be a literal, for a
// scope that is empty, or `everywhere` and more.
void ReadScope(json::ObjectReader& outer, std::string_view code, policy::Scope* scope,
               bool* everywhere);

}  // namespace reeve::oversight
