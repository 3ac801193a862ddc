// Cases of the expression language in the corpus format: JSON lines, one case a line, values and
// types tagged with what they are ({"int64":"1"}, {"list":"int"}). Three kinds of line are read:
// cases of the conformance suite (with `bindings`), rows of the extension tables (with `lib`), and
// cases of a parser and checker (with `suite`).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "policy/cel/value.h"

namespace reeve::cel {

// The outcome of one case.
struct CaseResult {
  enum class Verdict { kPassed, kFailed, kOutOfScope };
  Verdict verdict = Verdict::kPassed;
  std::string id;      // file/section/name#ordinal
  std::string reason;  // of a failure, and why a case is out of scope
};

// Nullopt for a line that is no case of an expression.
std::optional<CaseResult> RunCase(const std::string& file, const json::Value& line);

// The value that a tagged value stands for. Nullopt when the tag is none of ours.
std::optional<Value> CorpusValue(const json::Value& tagged, Arena& arena);
// The type of a type_env entry or of deduced_type; nullopt when the language has no such type.
std::optional<Type> CorpusType(const json::Value& type);

// Equal as the suite says: kinds are exact, NaN equals itself, maps are without order.
bool SameValue(const Value& a, const Value& b);

}  // namespace reeve::cel
