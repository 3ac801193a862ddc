// room: policy
// Arbitrary bytes as a CEL policy: it is refused, or it is evaluated without a crash and what is
// made of it is a policy in its canonical form, that compiles.
#include <cstdlib>

#include "policy/cel_policy_import.h"
#include "policy/cel_policy_program.h"
#include "policy/format.h"

namespace {

namespace policy = reeve::policy;

constexpr const char* kEnvironment =
    "variables:\n"
    "  - { name: a, type_name: bool }\n"
    "  - { name: x, type_name: int }\n"
    "  - { name: request, type_name: map, params: [{ type_name: string }, { type_name: dyn }] }\n"
    "functions:\n"
    "  - { name: f, overloads: [{ args: [{ type_name: int }], return: { type_name: bool } }] }\n";

void Require(bool condition) {
  if (!condition) std::abort();
}

void RequireGood(const std::string& document) {
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter("p.yaml", document, &diagnostics);
  Require(policy::FormatDocument(reporter) == document);
  Require(policy::CompileBundle({{"p.yaml", document}}, {}).bundle != nullptr);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const policy::SourceFile source{"p.yaml", std::string(reinterpret_cast<const char*>(data), size)};
  std::vector<policy::Diagnostic> diagnostics;
  const auto environment =
      policy::ReadCelPolicyEnvironment({"env.yaml", kEnvironment}, &diagnostics);
  Require(environment.has_value());
  policy::ReadCelPolicyEnvironment(source, &diagnostics);
  policy::ReadCelPolicyTests(source, &diagnostics);
  diagnostics.clear();

  const auto document = policy::ReadCelPolicy(source, &diagnostics);
  Require(document.has_value() || policy::HasErrors(diagnostics));
  if (!document) return 0;
  policy::CelImportOptions options;
  options.functions = {*policy::ParseCelFunction("f(n) = n > x")};
  options.bindings = {*policy::ParseCelBinding("request=action.arguments")};
  options.roles = {"approver"};
  options.outputs.effects = {{"*", policy::Effect::kDeny}, {"none", policy::Effect::kAllow}};
  const auto program =
      policy::CompileCelPolicy(*document, *environment, options.functions, source, &diagnostics);
  if (!program) return 0;
  const reeve::cel::Value inputs[] = {reeve::cel::Value::Bool(true), reeve::cel::Value::Int(3)};
  reeve::cel::Arena arena;
  Require(!program->Evaluate(inputs, arena).is_absent());
  const auto import = policy::ImportCelPolicy(*document, *environment, {}, options, source);
  Require(import.ok());
  if (!import->document.empty()) RequireGood(import->document);
  return 0;
}
