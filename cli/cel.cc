#include "cli/cel.h"

#include <iostream>
#include <utility>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/policies.h"

namespace reeve::cli {
namespace {

// One byte more than an expression may have.
std::string ReadBounded(std::istream& in) {
  std::string text(cel::kMaxExpressionLength + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

Error About(const std::string& name, Error error) {
  error.message = "the variable `" + name + "`: " + error.message;
  return error;
}

// "name=rest"
Result<std::pair<std::string, std::string>> SplitOption(const std::string& given,
                                                        const char* form) {
  const size_t equals = given.find('=');
  if (equals == 0 || equals == std::string::npos) {
    return Error{"cel.variables", "`" + given + "` is not of the form " + form};
  }
  return std::pair(given.substr(0, equals), given.substr(equals + 1));
}

Status DeclareAll(const std::vector<std::string>& types, CelVariables* variables) {
  for (const std::string& given : types) {
    REEVE_ASSIGN_OR_RETURN(const auto split, SplitOption(given, "name=TYPE"));
    const Result<cel::Type> type = cel::ParseType(split.second);
    if (!type.ok()) return About(split.first, type.error());
    REEVE_RETURN_IF_ERROR(variables->Declare(split.first, *type));
  }
  return {};
}

Status SetAll(const std::vector<std::string>& values, CelVariables* variables) {
  for (const std::string& given : values) {
    REEVE_ASSIGN_OR_RETURN(const auto split, SplitOption(given, "name=JSON"));
    Result<json::Value> value = json::Parse(split.second);
    if (!value.ok()) {
      Error error = About(split.first, std::move(value).error());
      error.message += "; a text needs quotes within the quotes of the shell: 'name=\"text\"'";
      return error;
    }
    REEVE_RETURN_IF_ERROR(variables->Set(split.first, *std::move(value)));
  }
  return {};
}

Result<CelVariables> EmptySet(const CelVariableOptions& options) {
  if (!options.of_rule) return CelVariables();
  REEVE_ASSIGN_OR_RETURN(auto bundle, CompileFolderOrStarter(options.policies));
  return CelVariables::OfRule(std::move(bundle));
}

}  // namespace

void AddCel(Parser& app, Run* run) {
  Parser* cel = app.AddCommand("cel", "Try expressions of the policy language (CEL).");
  cel->RequireCommand();
  cel->Footer(
      "Example: reeve cel eval 'amount > 500 && country in [\"DE\", \"FR\"]' "
      "--var amount=900 --var 'country=\"FR\"'");
  AddCelEval(*cel, run);
  AddCelCheck(*cel, run);
  AddCelRepl(*cel, run);
}

void AddSource(Parser& command, CelSource* source) {
  Option* expression =
      command.AddOption("EXPR", source->expression,
                        "The expression; - reads it from standard input. Behind -- where it "
                        "begins with a minus sign");
  command.AddOption("--file", source->file, "A file with the expression")->Excludes(expression);
}

void RequireSource(const Parser& command) {
  if (command.Count("EXPR") + command.Count("--file") == 0) {
    RefuseMissing("EXPR or --file");
  }
}

Result<std::string> ReadExpression(const CelSource& source) {
  std::string text = source.expression;
  if (!source.file.empty()) {
    Result<std::string> read = ReadFile(source.file, cel::kMaxExpressionLength);
    // The compiler says how long an expression may be.
    if (!read.ok() && read.error().code == "file.too_large") {
      return std::string(cel::kMaxExpressionLength + 1, ' ');
    }
    if (!read.ok()) return read;
    text = *std::move(read);
  } else if (text == "-") {
    text = ReadBounded(std::cin);
  }
  if (text.size() > cel::kMaxExpressionLength) return text;
  text.erase(text.find_last_not_of("\r\n") + 1);
  return text;
}

std::string NameOf(const CelSource& source) {
  return source.file.empty() ? "expression" : source.file;
}

Option* AddTypes(Parser& command, CelVariableOptions* options) {
  return command
      .AddOption("--type", options->types,
                 "name=TYPE: the type of a variable, else dyn. TYPE is bool, int, uint, double, "
                 "string, bytes, timestamp, duration, dyn, list(T) or map(K, V)")
      ->Repeated();
}

void AddValues(Parser& command, CelVariableOptions* options) {
  command
      .AddOption("--var", options->values,
                 "name=JSON: a variable, as often as needed. Whole numbers are int, above "
                 "9223372036854775807 uint")
      ->Repeated();
  command.AddOption("--vars", options->file, "A file with a JSON object of variables");
}

void AddOfRule(Parser& command, CelVariableOptions* options) {
  command.AddFlag("--policy", options->of_rule,
                  "With the variables of a rule's condition: --var and --vars then give parts of "
                  "a request (stage, action, content, context, ...) or `now`; the rest is as in "
                  "a policy's tests, and `findings` are those of all detectors");
}

Option* AddPolicies(Parser& command, CelVariableOptions* options) {
  return command.AddOption(
      "--policies", options->policies,
      "Folder of policies that declare the attributes of `context` and have the "
      "`lists`; without it the starter packs");
}

Result<CelVariables> MakeVariables(const CelVariableOptions& options) {
  REEVE_ASSIGN_OR_RETURN(CelVariables variables, EmptySet(options));
  REEVE_RETURN_IF_ERROR(DeclareAll(options.types, &variables));
  if (!options.file.empty()) {
    REEVE_RETURN_IF_ERROR(LoadVariables(options.file, &variables));
  }
  REEVE_RETURN_IF_ERROR(SetAll(options.values, &variables));
  return variables;
}

Status LoadVariables(const std::string& file, CelVariables* variables) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, kMaxVariablesFile));
  Result<json::Value> object = json::Parse(text);
  Status status =
      object.ok() ? variables->SetAll(*std::move(object)) : Status(std::move(object).error());
  if (status.ok()) return status;
  status.error().message = "the file `" + file + "`: " + status.error().message;
  return status;
}

void AddLimits(Parser& command, CelLimits* limits) {
  command
      .AddOption("--max-steps", limits->max_steps,
                 "Steps that each clause may take; past it the outcome is the error cel.budget")
      ->Between(int64_t{1}, int64_t{1'000'000'000})
      ->ShowDefault();
  command
      .AddOption("--deadline", limits->deadline_millis,
                 "Milliseconds that it may take; past it the outcome is the error cel.deadline")
      ->Between(int64_t{1}, int64_t{3'600'000})
      ->ShowDefault();
}

Timestamp EndOf(const CelLimits& limits) {
  return Clock::System().Now() + std::chrono::milliseconds(limits.deadline_millis);
}

std::vector<policy::Diagnostic> Diagnose(std::string_view name, std::string_view expression,
                                         const std::vector<cel::CompileError>& errors) {
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter(name, expression, &diagnostics);
  for (const cel::CompileError& error : errors) {
    reporter.Error(error.code, {error.offset, error.offset + error.length}, error.message);
  }
  return diagnostics;
}

void ShowErrors(const std::vector<policy::Diagnostic>& diagnostics, bool as_json) {
  if (!as_json) {
    std::cerr << policy::Render(diagnostics);
    return;
  }
  json::Array list;
  for (const policy::Diagnostic& diagnostic : diagnostics) {
    list.push_back(policy::ToJson(diagnostic));
  }
  std::cout << json::Compact(json::Object{{"errors", std::move(list)}}) << "\n";
}

std::string CostText(const cel::Cost& cost) {
  const std::string least = std::to_string(cost.min);
  if (cost.max >= cel::Cost::kUnbounded) return least + " or more, without a bound";
  return cost.min == cost.max ? least : least + " to " + std::to_string(cost.max);
}

}  // namespace reeve::cli
