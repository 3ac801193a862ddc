// The tests that come with a CEL policy: a YAML document of sections, each with inputs and the
// output that is expected. An input is a `value` (as YAML has it) or an `expr` of the language; an
// output is one of these too, or `error_set`, which says that the evaluation fails.
//
//   section:
//     - name: large
//       tests:
//         - name: waits
//           input: { request: { value: { amount: 900.0 } } }
//           output: { value: review }
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "base/json.h"
#include "policy/cel/arena.h"
#include "policy/cel/compile.h"
#include "policy/cel_policy_environment.h"
#include "policy/cel_policy_program.h"

namespace reeve::policy {

// A `value` or an `expr`.
struct CelTestValue {
  bool is_expression = false;
  std::string expression;
  json::Value value;
  Span span;
};

struct CelPolicyTest {
  Located name;  // "section/test"
  std::vector<std::pair<std::string, CelTestValue>> inputs;
  std::vector<CelTestValue> output;  // one, unless the test expects a failure
  bool fails = false;
};

// Nothing when there were errors.
std::optional<std::vector<CelPolicyTest>> ReadCelPolicyTests(const SourceFile& source,
                                                             std::vector<Diagnostic>* diagnostics);

// The values of one test. Keeps what they refer to. Thread-safety: one thread.
class CelTestInputs {
 public:
  // By slot of the environment's variables. An input of an undeclared name is an error, as is a
  // value that its type does not take. Codes: cel_policy.test, cel.type
  Status Set(const CelPolicyEnvironment& environment,
             const std::vector<std::pair<std::string, CelTestValue>>& inputs);
  Result<cel::Value> Make(const CelTestValue& value, const cel::Type& type);

  std::span<const cel::Value> values() const { return values_; }
  cel::Arena& arena() { return arena_; }

 private:
  cel::Arena arena_;
  std::deque<cel::Program> programs_;
  std::vector<cel::Value> values_;
};

// What went wrong, or "".
std::string RunCelPolicyTest(const CelPolicyProgram& program,
                             const CelPolicyEnvironment& environment, const CelPolicyTest& test);

}  // namespace reeve::policy
