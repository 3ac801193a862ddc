// What the commands of `reeve cel` share: where expressions and variables come from, and how errors
// of compilation are shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cel_variables.h"
#include "cli/command.h"
#include "policy/cel/compile.h"
#include "policy/cel/cost.h"
#include "policy/diagnostic.h"

namespace reeve::cli {

// Each in cel_<name>.cc.
void AddCelEval(Parser& cel, Run* run);
void AddCelCheck(Parser& cel, Run* run);
void AddCelRepl(Parser& cel, Run* run);

// Of the text of a value that is printed, and of the values in one that is written as JSON.
inline constexpr size_t kMaxPrinted = size_t{16} << 20;

struct CelSource {
  std::string expression;  // "-" is standard input
  std::string file;
};
void AddSource(Parser& command, CelSource* source);
// Throws what the parser throws when there is none. For the callback of the command.
void RequireSource(const Parser& command);
// Reads no more than kMaxExpressionLength bytes and one, which the compiler then refuses. Without
// the line feeds at the end. Codes: file.not_found, file.io
Result<std::string> ReadExpression(const CelSource& source);
// "expression", or the file: for messages.
std::string NameOf(const CelSource& source);

struct CelVariableOptions {
  std::vector<std::string> values;  // name=json
  std::string file;
  std::vector<std::string> types;  // name=type
  bool of_rule = false;
  std::string policies;
};
Option* AddTypes(Parser& command, CelVariableOptions* options);
void AddValues(Parser& command, CelVariableOptions* options);
void AddOfRule(Parser& command, CelVariableOptions* options);
Option* AddPolicies(Parser& command, CelVariableOptions* options);
// Every error names the variable or the file.
Result<CelVariables> MakeVariables(const CelVariableOptions& options);
inline constexpr size_t kMaxVariablesFile = size_t{16} << 20;
Status LoadVariables(const std::string& file, CelVariables* variables);

struct CelLimits {
  int64_t max_steps = cel::kMaxSteps;
  int64_t deadline_millis = 10'000;
};
void AddLimits(Parser& command, CelLimits* limits);
Timestamp EndOf(const CelLimits& limits);

// The errors with their place, their line and a caret.
std::vector<policy::Diagnostic> Diagnose(std::string_view name, std::string_view expression,
                                         const std::vector<cel::CompileError>& errors);
// On standard error, or as {"errors": [...]} on standard output.
void ShowErrors(const std::vector<policy::Diagnostic>& diagnostics, bool as_json);

// "3 to 1200", "3 or more, without a bound"
std::string CostText(const cel::Cost& cost);

}  // namespace reeve::cli
