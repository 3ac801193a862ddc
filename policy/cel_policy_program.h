// A CEL policy, checked and ready to be evaluated.
//
//   auto program = policy::CompileCelPolicy(document, environment, {}, source, &diagnostics);
//   cel::Value value = program->Evaluate(inputs, arena);  // an optional, where it may be none
//
// What is checked, before anything runs: every expression compiles; conditions are bool; outputs
// agree in type; no output is unreachable behind one that always holds; no variable is defined
// twice in a rule; no `aggregate` lies within another, and no condition of one is `false`.
//
// The value. First match: that of the first match that holds. A nested rule that gives nothing ends
// the rule around it, unless it stands there without a condition (or under `true`): then the next
// match is tried. A rule of which some way gives nothing has an optional as its value. Aggregate:
// the list of the outputs that hold, where a nested rule that gives nothing adds nothing. An error
// of a condition, or of the output that is taken, is the value.
//
// Thread-safety: immutable, as a cel::Program.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "policy/cel/arena.h"
#include "policy/cel/program.h"
#include "policy/cel/value.h"
#include "policy/cel_policy.h"
#include "policy/cel_policy_environment.h"

namespace reeve::policy {

class CelPolicyProgram {
 public:
  struct Rule;  // of the compiler
  CelPolicyProgram(std::unique_ptr<const Rule> rule, size_t inputs, size_t slots,
                   std::vector<std::string> host_functions);
  CelPolicyProgram(CelPolicyProgram&&) noexcept;
  CelPolicyProgram& operator=(CelPolicyProgram&&) noexcept;
  ~CelPolicyProgram();

  // `inputs` by slot of CelPolicyEnvironment::variables; missing ones are absent. The result may
  // refer to the program, the inputs and the arena.
  cel::Value Evaluate(std::span<const cel::Value> inputs, cel::Arena& arena) const;

  // Whether it may give nothing, and the type of what it gives.
  bool may_be_none() const;
  cel::Type output_type() const;

 private:
  std::unique_ptr<const Rule> rule_;
  size_t inputs_;
  size_t slots_;
  std::vector<std::string> host_functions_;  // without a body, by slot behind the inputs
};

// `definitions` give bodies to functions of the host. Nothing when there were errors.
std::optional<CelPolicyProgram> CompileCelPolicy(const CelPolicyDocument& document,
                                                 const CelPolicyEnvironment& environment,
                                                 std::span<const CelFunction> definitions,
                                                 const SourceFile& source,
                                                 std::vector<Diagnostic>* diagnostics);

// Whether the match holds whatever the inputs are: it has no condition, or `true`.
bool AlwaysHolds(const CelPolicyMatch& match);

// Whether a rule may give nothing.
bool MayBeNone(const CelPolicyRule& rule);

}  // namespace reeve::policy
