// What the tests of CEL policies share: a document and its environment read, checked and evaluated.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "policy/cel_policy_import.h"
#include "policy/cel_policy_program.h"
#include "policy/cel_policy_tests.h"

namespace reeve::policy {

struct CheckedCelPolicy {
  SourceFile source;
  std::vector<Diagnostic> diagnostics;
  std::optional<CelPolicyEnvironment> environment;
  std::optional<CelPolicyDocument> document;
  std::optional<CelPolicyProgram> program;
};

inline CheckedCelPolicy CheckCelPolicy(const std::string& policy, const std::string& config = "",
                                       const std::vector<CelFunction>& functions = {}) {
  CheckedCelPolicy out;
  out.source = {"p.yaml", policy};
  out.environment = ReadCelPolicyEnvironment({"env.yaml", config}, &out.diagnostics);
  out.document = ReadCelPolicy(out.source, &out.diagnostics);
  if (!out.environment || !out.document) return out;
  out.program =
      CompileCelPolicy(*out.document, *out.environment, functions, out.source, &out.diagnostics);
  return out;
}

// The value for inputs given as JSON, as the language writes it.
inline std::string ValueOf(const CheckedCelPolicy& policy, const std::string& inputs) {
  if (!policy.program) return Render(policy.diagnostics);
  std::vector<std::pair<std::string, CelTestValue>> given;
  const json::Value json = json::Parse(inputs).value();
  for (const auto& [name, value] : *json.as_object()) {
    given.emplace_back(name, CelTestValue{false, "", value, {}});
  }
  CelTestInputs values;
  const Status set = values.Set(*policy.environment, given);
  if (!set.ok()) return set.error().message;
  return policy.program->Evaluate(values.values(), values.arena()).DebugString();
}

// "code at line:column", a line each.
inline std::string Places(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    out += d.code + " at " + std::to_string(d.line) + ":" + std::to_string(d.column) + "\n";
  }
  return out;
}

}  // namespace reeve::policy
