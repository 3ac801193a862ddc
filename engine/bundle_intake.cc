#include "engine/bundle_intake.h"

#include <algorithm>
#include <string>

#include "engine/bundle_tests.h"
#include "engine/evaluator.h"

namespace reeve::engine {
namespace {

std::string PlaceOf(const policy::Diagnostic& diagnostic) {
  if (diagnostic.line == 0) return diagnostic.file;
  return diagnostic.file + ":" + std::to_string(diagnostic.line) + ":" +
         std::to_string(diagnostic.column);
}

// The first error stands for all, so that it fits a line; `reeve policy check` shows the others.
Error FirstOf(const std::vector<policy::Diagnostic>& diagnostics) {
  const auto is_error = [](const policy::Diagnostic& d) {
    return d.level == policy::Level::kError;
  };
  const auto count = std::count_if(diagnostics.begin(), diagnostics.end(), is_error);
  const policy::Diagnostic& first = *std::find_if(diagnostics.begin(), diagnostics.end(), is_error);
  std::string message = PlaceOf(first) + ": " + first.message + " [" + first.code + "]";
  if (count > 1) message += " (and " + std::to_string(count - 1) + " more)";
  return {"policy.invalid", std::move(message), PlaceOf(first)};
}

Result<std::shared_ptr<const policy::Bundle>> Compile(const BundleContent& content,
                                                      const IntakeOptions& options) {
  if (!content.is_folder) {
    REEVE_ASSIGN_OR_RETURN(AdmittedBundle admitted, CheckBundleFile(content.file, options.rules,
                                                                    nullptr, options.clock->Now()));
    return std::move(admitted.bundle);
  }
  policy::Compilation compiled = policy::CompileBundle(content.files, DetectorVocabulary());
  if (options.report) options.report(compiled.diagnostics);
  if (compiled.bundle == nullptr) return FirstOf(compiled.diagnostics);
  return std::move(compiled.bundle);
}

}  // namespace

Result<std::shared_ptr<const policy::Bundle>> TakeIn(const BundleContent& content,
                                                     const IntakeOptions& options) {
  REEVE_ASSIGN_OR_RETURN(auto bundle, Compile(content, options));
  if (options.run_tests) {
    REEVE_RETURN_IF_ERROR(RunBundleTests(bundle, content.read_test_file));
  }
  return bundle;
}

}  // namespace reeve::engine
