// Runs the tests that stand in policy documents, with the real detectors.
//
// A test gives a request of which any part may be missing (partial_request.h) and sees the rules of
// its own policy only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "policy/bundle.h"
#include "policy/traced_rules.h"

namespace reeve::engine {

struct PolicyTestResult {
  std::string policy;
  std::string name;
  std::string file;
  size_t line = 0;
  std::string failure;      // empty: passed; else what was expected and what came
  bool is_example = false;  // of an own entity
};

// The text of a file of the folder that the policies came from, by its name relative to it.
using ReadTestFile = std::function<Result<std::string>(const std::string& name)>;

struct PolicyTestReport {
  // In the order of the documents; behind them the examples of own entities, which are tests too.
  std::vector<PolicyTestResult> results;
  policy::Coverage coverage;                     // of the bundle's rules by its tests
  std::shared_ptr<const policy::Bundle> bundle;  // whose rules `coverage` refers to
};

// A test whose request is in a file fails where `read_file` does, or is none. An error only when
// the bundle cannot be run at all.
Result<PolicyTestReport> RunPolicyTests(std::shared_ptr<const policy::Bundle> bundle,
                                        const ReadTestFile& read_file = nullptr);

}  // namespace reeve::engine
