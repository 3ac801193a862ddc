// Runs the tests that stand in policy documents, with the real detectors.
//
// A test gives a request of which any part may be missing (partial_request.h) and sees the rules of
// its own policy only.
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
