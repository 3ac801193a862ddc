#include "engine/bundle_tests.h"

#include <string>

namespace reeve::engine {
namespace {

constexpr size_t kMaxNamedTests = 10;

// Whether a test takes its request from a file beside the policies, which a proposal does not hold.
bool NeedsFile(const policy::Bundle& bundle, const PolicyTestResult& result) {
  for (const policy::Policy& policy : bundle.policies()) {
    if (policy.id != result.policy) continue;
    for (const policy::PolicyTest& test : policy.tests) {
      if (test.line == result.line && test.file == result.file) {
        return test.request.Find("file") != nullptr;
      }
    }
  }
  return false;
}

}  // namespace

Result<json::Object> RunBundleTests(const std::shared_ptr<const policy::Bundle>& bundle,
                                    const ReadTestFile& read_file) {
  REEVE_ASSIGN_OR_RETURN(const PolicyTestReport report, RunPolicyTests(bundle, read_file));
  std::string told;
  uint64_t failed = 0;
  uint64_t not_run = 0;
  for (const PolicyTestResult& result : report.results) {
    if (result.failure.empty()) continue;
    if (!read_file && NeedsFile(*bundle, result)) {
      ++not_run;
    } else if (++failed <= kMaxNamedTests) {
      told += "\n" + result.file + ":" + std::to_string(result.line) + ": " + result.policy + ": " +
              result.name + ": " + result.failure;
    }
  }
  const uint64_t all = report.results.size();
  if (failed == 0) {
    return json::Object{{"passed", all - not_run}, {"failed", 0}, {"not_run", not_run}};
  }
  return Error{"bundle.tests_failed", std::to_string(failed) + " of " + std::to_string(all) +
                                          " tests of the policies fail:" + told};
}

}  // namespace reeve::engine
