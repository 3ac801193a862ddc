// Compile: from the text of an expression to a Program.
//
//   cel::Environment environment;
//   environment.Declare("amount", cel::Type::Int());
//   auto compiled = cel::Compile("amount > 100", environment, {.expected_type = Type::Bool()});
//   if (!compiled.ok()) { std::cerr << cel::Render("amount > 100", compiled.errors().front()); }
//   cel::Arena arena;
//   const cel::Value variables[] = {cel::Value::Int(250)};
//   const cel::Value value = compiled.program().Evaluate({variables}, arena);  // true
//
// The way of an expression: lexer.h, parser.h (a tree with spans, ast.h), checker.h (types, slots),
// lower.h (the compiled form, node.h), program.h. See README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/cel/environment.h"
#include "policy/cel/limits.h"
#include "policy/cel/program.h"
#include "policy/cel/text_scan.h"
#include "policy/cel/type.h"

namespace reeve::cel {

// Codes: cel.syntax, cel.literal, cel.too_long, cel.too_deep, cel.not_supported,
// cel.unknown_variable, cel.unknown_field, cel.unknown_function, cel.argument_count, cel.type,
// cel.domain, cel.pattern, cel.duplicate_key.
struct CompileError {
  std::string_view code;  // points to a literal
  std::string message;
  size_t offset = 0;  // bytes, within the expression
  size_t length = 0;
};

struct CompileOptions {
  // The expression must provably have this type: a `dyn` result is refused too.
  std::optional<Type> expected_type = std::nullopt;
  // Without the check, what the checker would refuse is an error value where it is evaluated.
  // For tools that must take any expression; never for policies.
  bool check = true;
  // Prepares the program to record the outcomes of its sub-expressions (trace.h). Evaluation then
  // is somewhat slower even when nothing is recorded.
  bool trace = false;
  // Where the constant patterns of this program are added to those of others (text_scan.h); must
  // outlive its evaluations with Activation::scans. Null: nowhere.
  TextScans* scans = nullptr;
  // Budgets of one clause.
  int64_t max_steps = kMaxSteps;
  size_t max_made = kMaxMade;  // bytes
};

class CompileResult {
 public:
  CompileResult(Program program) : state_(std::move(program)) {}
  // Precondition: not empty. In the order of the text.
  CompileResult(std::vector<CompileError> errors) : state_(std::move(errors)) {}

  bool ok() const { return state_.index() == 0; }
  // Precondition: ok(). Moves out of an rvalue.
  const Program& program() const& { return std::get<0>(state_); }
  Program&& program() && { return std::get<0>(std::move(state_)); }
  // Precondition: !ok().
  const std::vector<CompileError>& errors() const { return std::get<1>(state_); }

 private:
  std::variant<Program, std::vector<CompileError>> state_;
};

// At most kMaxCompileErrors errors. Schemas and domains of the environment must outlive the
// program; the environment and the text need not.
CompileResult Compile(std::string_view expression, const Environment& environment,
                      const CompileOptions& options = {});

// The message and the line of the expression with a caret under the place, for people.
std::string Render(std::string_view expression, const CompileError& error);

}  // namespace reeve::cel
