// What a source gave, made into a bundle or refused: a file must be let in by the rules of
// admission (bundle_file.h), all must compile, and the tests that stand in the policies must pass.
//
// Thread-safety: free functions, any thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/bundle_source.h"
#include "policy/bundle.h"
#include "policy/diagnostic.h"

namespace reeve::engine {

struct IntakeOptions {
  AdmissionRules rules = {};  // of bundle files
  const Clock* clock = &Clock::System();
  bool run_tests = true;
  // Told of every diagnostic of a folder; may be null.
  std::function<void(const std::vector<policy::Diagnostic>&)> report = {};
};

// policy.invalid with the first error and its place; the errors of CheckBundleFile where nothing is
// active; bundle.tests_failed
Result<std::shared_ptr<const policy::Bundle>> TakeIn(const BundleContent& content,
                                                     const IntakeOptions& options);

}  // namespace reeve::engine
