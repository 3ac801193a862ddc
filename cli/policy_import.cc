#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/cel.h"
#include "cli/policy.h"
#include "engine/evaluator.h"
#include "engine/policy_tests.h"
#include "policy/bundle.h"
#include "policy/cel_policy_import.h"
#include "policy/cel_policy_program.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string file;
  std::string config;
  std::string tests;
  std::string out;
  std::string id;
  std::string field;
  std::string default_effect = "deny";
  std::vector<std::string> maps;
  std::vector<std::string> bindings;
  std::vector<std::string> definitions;
  std::vector<std::string> roles;
  std::vector<std::string> stages;
  std::string input;
  bool eval = false;
  bool partial = false;
  bool json = false;
};

// A CEL policy that is read and checked, with what stands beside it.
struct Loaded {
  policy::SourceFile source;
  policy::CelPolicyEnvironment environment;
  policy::CelPolicyDocument document;
  std::optional<policy::CelPolicyProgram> program;
  std::vector<policy::CelPolicyTest> tests;
  std::vector<policy::CelFunction> functions;
};

Result<policy::SourceFile> ReadSource(const std::string& path) {
  if (path.empty()) return policy::SourceFile{};
  REEVE_ASSIGN_OR_RETURN(std::string text, ReadFile(path, policy::kMaxDocumentBytes));
  return policy::SourceFile{path, std::move(text)};
}

// Nothing, and the reasons in `diagnostics`, when the policy or what stands beside it has errors.
Result<std::optional<Loaded>> Load(const Options& options,
                                   std::vector<policy::Diagnostic>* diagnostics) {
  Loaded out;
  for (const std::string& definition : options.definitions) {
    REEVE_ASSIGN_OR_RETURN(policy::CelFunction function, policy::ParseCelFunction(definition));
    out.functions.push_back(std::move(function));
  }
  REEVE_ASSIGN_OR_RETURN(out.source, ReadSource(options.file));
  REEVE_ASSIGN_OR_RETURN(const policy::SourceFile config, ReadSource(options.config));
  REEVE_ASSIGN_OR_RETURN(const policy::SourceFile tests, ReadSource(options.tests));
  auto environment = policy::ReadCelPolicyEnvironment(config, diagnostics);
  auto document = policy::ReadCelPolicy(out.source, diagnostics);
  if (!options.tests.empty()) {
    auto read = policy::ReadCelPolicyTests(tests, diagnostics);
    if (!read) return std::optional<Loaded>();
    out.tests = *std::move(read);
  }
  if (!environment || !document) return std::optional<Loaded>();
  out.environment = *std::move(environment);
  out.document = *std::move(document);
  out.program = policy::CompileCelPolicy(out.document, out.environment, out.functions, out.source,
                                         diagnostics);
  if (!out.program) return std::optional<Loaded>();
  return std::optional<Loaded>(std::move(out));
}

void ShowDiagnostics(const std::vector<policy::Diagnostic>& diagnostics, bool json) {
  if (!json) {
    std::cerr << policy::Render(diagnostics);
    return;
  }
  json::Array errors;
  for (const policy::Diagnostic& diagnostic : diagnostics) errors.push_back(ToJson(diagnostic));
  std::cout << json::Compact(json::Object{{"good", false}, {"errors", std::move(errors)}}) << "\n";
}

// --- evaluation

// `{"x": 1}`, or the name of a file behind an `@`.
Result<std::vector<std::pair<std::string, policy::CelTestValue>>> ReadInputs(
    const std::string& input) {
  std::string text = input.empty() ? "{}" : input;
  if (text[0] == '@') {
    REEVE_ASSIGN_OR_RETURN(text, ReadFile(text.substr(1)));
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value json, json::Parse(text));
  if (json.as_object() == nullptr) {
    return Error{"cel_policy.input",
                 "the input must be an object of the policy's variables, as in "
                 "`{\"request\": {\"amount\": 900}}`"};
  }
  std::vector<std::pair<std::string, policy::CelTestValue>> out;
  for (const auto& [name, value] : *json.as_object()) {
    out.emplace_back(name, policy::CelTestValue{false, "", value, {}});
  }
  return out;
}

Result<int> EvaluateInput(const Loaded& loaded, const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const auto given, ReadInputs(options.input));
  policy::CelTestInputs inputs;
  REEVE_RETURN_IF_ERROR(inputs.Set(loaded.environment, given));
  const cel::Value value = loaded.program->Evaluate(inputs.values(), inputs.arena());
  if (value.is_error()) {
    Fail({value.as_error().code, std::string(value.as_error().message)});
    return kNotGood;
  }
  std::cout << value.Text(kMaxPrinted) << "\n";
  return kGood;
}

int RunTests(const Loaded& loaded) {
  size_t failed = 0;
  for (const policy::CelPolicyTest& test : loaded.tests) {
    const std::string failure = policy::RunCelPolicyTest(*loaded.program, loaded.environment, test);
    if (failure.empty()) continue;
    ++failed;
    std::cout << "FAILED " << test.name.text << ": " << failure << "\n";
  }
  std::cout << loaded.tests.size() - failed << " passed, " << failed << " failed\n";
  return failed == 0 ? kGood : kNotGood;
}

// --- import

Result<policy::CelImportOptions> ImportOptionsOf(const Options& options, const Loaded& loaded) {
  policy::CelImportOptions out;
  out.id = options.id;
  out.roles = options.roles;
  out.stages = options.stages;
  out.functions = loaded.functions;
  out.outputs.field = options.field;
  out.default_effect = *policy::EffectFromName(options.default_effect);
  for (const std::string& map : options.maps) {
    const size_t equals = map.rfind('=');
    const auto effect = equals == map.npos
                            ? std::nullopt
                            : policy::EffectFromName(std::string_view(map).substr(equals + 1));
    if (!effect) {
      return Error{"cel_policy.map", "`" + map +
                                         "` maps no output; write `VALUE=EFFECT` as in "
                                         "`review=hold`, where the effect is allow, hold or deny"};
    }
    out.outputs.effects.insert_or_assign(map.substr(0, equals), *effect);
  }
  for (const std::string& text : options.bindings) {
    REEVE_ASSIGN_OR_RETURN(policy::CelBinding binding, policy::ParseCelBinding(text));
    out.bindings.push_back(std::move(binding));
  }
  return out;
}

// What is wrong with the policy that was written: it must compile, and decide its tests as the CEL
// policy does.
Result<std::string> Verify(const policy::CelImport& import, const Options& options) {
  policy::Compilation compiled = policy::CompileBundle(
      {{"imported.yaml", import.document},
       {"bundle.yaml",
        "apiVersion: reeve/v1\nkind: Bundle\ndefault: " + options.default_effect + "\n"}},
      engine::DetectorVocabulary());
  if (compiled.bundle == nullptr) return policy::Render(compiled.diagnostics);
  REEVE_ASSIGN_OR_RETURN(const engine::PolicyTestReport report,
                         engine::RunPolicyTests(compiled.bundle));
  std::string failures;
  for (const engine::PolicyTestResult& result : report.results) {
    if (!result.failure.empty()) failures += result.name + ": " + result.failure + "\n";
  }
  // An error counts as the rule's effect, so that a test may pass by it and show nothing.
  for (const policy::RuleCoverage& rule : report.coverage.rules) {
    if (rule.parts.empty() || !rule.parts.front().seen.was_error()) continue;
    failures += "the rule " + rule.rule->id + " ends in an error for some test\n";
  }
  return failures;
}

void ShowReport(const policy::CelImport& import, const Options& options) {
  for (const policy::CelImportEntry& entry : import.report) {
    std::cerr << options.file;
    if (entry.line > 0) std::cerr << ":" << entry.line << ":" << entry.column;
    std::cerr << ": " << policy::ImportKindName(entry.kind) << ": " << entry.message << "\n";
  }
  std::cerr << import.rules << " rules and " << import.tests << " tests imported"
            << (import.complete ? "" : "; something was left out") << "\n";
}

json::Object ReportJson(const policy::CelImport& import, const std::string& failures) {
  json::Array entries;
  for (const policy::CelImportEntry& entry : import.report) {
    entries.push_back(json::Object{{"kind", policy::ImportKindName(entry.kind)},
                                   {"line", uint64_t{entry.line}},
                                   {"column", uint64_t{entry.column}},
                                   {"message", entry.message}});
  }
  json::Object out{{"good", import.complete && failures.empty()},
                   {"rules", uint64_t{import.rules}},
                   {"tests", uint64_t{import.tests}},
                   {"report", std::move(entries)},
                   {"policy", import.document}};
  if (!failures.empty()) out.Add("failures", failures);
  return out;
}

Result<int> Import(const Loaded& loaded, const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const policy::CelImportOptions import_options,
                         ImportOptionsOf(options, loaded));
  REEVE_ASSIGN_OR_RETURN(const policy::CelImport import,
                         policy::ImportCelPolicy(loaded.document, loaded.environment, loaded.tests,
                                                 import_options, loaded.source));
  std::string failures;
  if (!import.document.empty()) {
    REEVE_ASSIGN_OR_RETURN(failures, Verify(import, options));
  }
  const bool whole = import.complete && failures.empty();
  const bool writes = !import.document.empty() && (whole || options.partial);
  if (options.json) {
    std::cout << json::Compact(ReportJson(import, failures)) << "\n";
  } else {
    ShowReport(import, options);
    if (!failures.empty()) std::cerr << "the imported policy decides otherwise:\n" << failures;
    if (!writes) std::cerr << "nothing is written; --partial writes what was imported\n";
  }
  if (writes && options.out.empty() && !options.json) std::cout << import.document;
  if (writes && !options.out.empty()) {
    std::error_code error;
    if (std::filesystem::exists(options.out, error)) {
      return Error{"file.exists", "`" + options.out + "` is there already; name another file"};
    }
    REEVE_RETURN_IF_ERROR(WriteFileDurably(options.out, import.document, FileMode::kPublic));
  }
  return whole ? kGood : kNotGood;
}

int RunImport(const Options& options) {
  std::vector<policy::Diagnostic> diagnostics;
  const Result<std::optional<Loaded>> loaded = Load(options, &diagnostics);
  if (!loaded.ok()) return Fail(loaded.error());
  if (!*loaded) {
    ShowDiagnostics(diagnostics, options.json);
    return kNotGood;
  }
  std::cerr << policy::Render(diagnostics);
  if (options.eval && !options.tests.empty()) return RunTests(**loaded);
  const Result<int> done =
      options.eval ? EvaluateInput(**loaded, options) : Import(**loaded, options);
  return done.ok() ? *done : Fail(done.error());
}

}  // namespace

void AddPolicyImport(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "import", "Make a policy of a CEL policy, and name what has no counterpart.");
  command->AddOption("FILE", options->file, "The CEL policy (YAML)")->Required();
  command->AddOption("--config", options->config, "Its environment: variables and functions");
  command->AddOption("--tests", options->tests, "Its tests, which are brought over too");
  command->AddOption("--out", options->out, "The file to write; without it standard output");
  command->AddOption("--id", options->id, "Id of the policy; without it made of the name");
  command->AddOption("--map", options->maps,
                     "What an output does: VALUE=EFFECT; `*` is any output, `none` is none");
  command->AddOption("--field", options->field, "The field of outputs that are maps");
  command->AddOption("--bind", options->bindings,
                     "What an input is: request.user=actor.id, or =context.NAME:TYPE");
  command->AddOption("--define", options->definitions,
                     "A function of the host: 'internal(h) = h.endsWith(\".internal\")'");
  command->AddOption("--role", options->roles, "Who may approve what is held");
  command->AddOption("--stage", options->stages, "The stages of the policy's scope");
  command
      ->AddOption("--default", options->default_effect,
                  "What the bundle does where no rule applies")
      ->OneOf({"allow", "deny"});
  command->AddFlag("--partial", options->partial, "Write also where something was left out");
  auto* eval = command->AddFlag("--eval", options->eval,
                                "Import nothing: evaluate the CEL policy, or run --tests");
  command->AddOption("--input", options->input, "Its inputs as JSON, or @FILE")->Needs(eval);
  command->AddFlag("--json", options->json, "Report and policy as JSON, on standard output");
  command->Footer(
      "The report is on standard error. Exit code 1: something was left out, or the file has "
      "errors.\n"
      "Example: reeve policy import refunds.cel.yaml --config env.yaml --tests tests.yaml --map "
      "review=hold --map ok=allow --role team_lead --out policies/refunds.yaml\n"
      "         reeve policy import refunds.cel.yaml --config env.yaml --eval --input "
      "'{\"amount\": 900}'");
  command->Callback([=] { *run = [=] { return RunImport(*options); }; });
}

}  // namespace reeve::cli
