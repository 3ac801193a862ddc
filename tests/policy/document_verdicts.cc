// For tests/cli/policy_schema_test.py: reads names of files of policy documents, one a line, and
// prints for each a line of JSON, {"codes", "value"}: what the compiler says of it alone, and what
// it holds, as the readers see it. Without "value" it is no YAML.
#include <iostream>
#include <string>

#include "base/file.h"
#include "engine/evaluator.h"
#include "policy/reader.h"

namespace {

using namespace reeve;  // NOLINT(google-build-using-namespace)

json::Object VerdictOf(const std::string& text, const policy::Vocabulary& vocabulary) {
  json::Object out;
  const policy::Compilation compiled = policy::CompileBundle({{"document.yaml", text}}, vocabulary);
  json::Array codes;
  for (const policy::Diagnostic& found : compiled.diagnostics) {
    if (found.level == policy::Level::kError) codes.push_back(found.code);
  }
  out.Add("codes", std::move(codes));
  std::vector<policy::Diagnostic> ignored;
  policy::Reporter reporter("document.yaml", text, &ignored);
  if (const auto root = policy::ParseYaml(reporter)) out.Add("value", policy::ToJson(*root));
  return out;
}

}  // namespace

int main() {
  const policy::Vocabulary vocabulary = engine::DetectorVocabulary();
  for (std::string file; std::getline(std::cin, file);) {
    const Result<std::string> text = ReadFile(file);
    if (!text.ok()) {
      std::cerr << text.error().message << "\n";
      return 1;
    }
    std::cout << json::Compact(VerdictOf(*text, vocabulary)) << "\n";
  }
  return 0;
}
