// The tests that stand in a bundle's policies, as a condition: nothing is proposed, or taken from a
// source, that fails its own tests.
#pragma once

#include <memory>

#include "base/json.h"
#include "base/result.h"
#include "engine/policy_tests.h"
#include "policy/bundle.h"

namespace reeve::engine {

// The counts `passed`, `failed` (0) and `not_run`: without `read_file`, those tests that take a
// request from a file beside the policies. bundle.tests_failed
Result<json::Object> RunBundleTests(const std::shared_ptr<const policy::Bundle>& bundle,
                                    const ReadTestFile& read_file = nullptr);

}  // namespace reeve::engine
