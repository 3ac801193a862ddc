// Runs the tests that stand in policy documents, with the real detectors.
//
// A test gives a request as for POST /v1/decisions, of which any part may be missing:
//   interaction "test", stage "input", actor {id: tester}, action {kind: chat}, content {text: ""}
// and `system`, which is an id or {id, name, owner, purpose, risk_class}; by default
// {id: test-system, risk_class: limited}. It sees the rules of its own policy only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "policy/bundle.h"

namespace reeve::engine {

struct PolicyTestResult {
  std::string policy;
  std::string name;
  std::string file;
  size_t line = 0;
  std::string failure;  // empty: passed; else what was expected and what came
};

// In the order of the documents. An error only when the bundle cannot be run at all.
Result<std::vector<PolicyTestResult>> RunPolicyTests(std::shared_ptr<const policy::Bundle> bundle);

}  // namespace reeve::engine
