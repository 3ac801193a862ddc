#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/cel.h"
#include "cli/members.h"
#include "policy/cel/render.h"
#include "policy/schema.h"

namespace reeve::cli {
namespace {

struct Options {
  CelSource source;
  CelVariableOptions variables;
  bool plain = false;
  bool json = false;
};

// Whether a record holds everything that the clause reads; outside of a rule nothing is recorded.
bool IsOpaque(std::span<const std::string> reads, const engine::RuleVariables* rule) {
  return rule != nullptr && policy::ReadsUnrecorded(reads, rule->bundle().attributes());
}

void ShowText(const cel::Program& program, const engine::RuleVariables* rule) {
  std::cout << "type       " << program.type().Name() << "\n"
            << "steps      " << CostText(cel::EstimateCost(program)) << "\n";
  for (size_t i = 0; i < program.clause_count(); ++i) {
    const auto reads = program.clause_reads(i);
    std::cout << "clause " << i + 1 << (i < 9 ? "   " : "  ") << program.clause_text(i) << "\n"
              << "  reads    " << (reads.empty() ? "nothing" : Joined(reads)) << "\n";
    if (IsOpaque(reads, rule)) {
      std::cout << "           not all of it is recorded; the outcome of the clause is\n";
    }
  }
  std::cout << "formatted  " << cel::RenderSource(program.tree()) << "\n"
            << "in words   " << cel::RenderEnglish(program.tree()) << "\n";
}

void ShowJson(const cel::Program& program, const engine::RuleVariables* rule) {
  json::Array clauses;
  for (size_t i = 0; i < program.clause_count(); ++i) {
    const auto reads = program.clause_reads(i);
    json::Object clause{{"text", program.clause_text(i)},
                        {"reads", json::Array(reads.begin(), reads.end())}};
    if (rule != nullptr) clause.Add("opaque", IsOpaque(reads, rule));
    clauses.push_back(std::move(clause));
  }
  const cel::Cost cost = cel::EstimateCost(program);
  json::Object steps{{"min", cost.min}};
  if (cost.max < cel::Cost::kUnbounded) steps.Add("max", cost.max);
  std::cout << json::Compact(json::Object{{"type", program.type().Name()},
                                          {"steps", std::move(steps)},
                                          {"clauses", std::move(clauses)},
                                          {"formatted", cel::RenderSource(program.tree())},
                                          {"english", cel::RenderEnglish(program.tree())}})
            << "\n";
}

int Check(Options options) {
  options.variables.of_rule = !options.plain;
  const Result<std::string> expression = ReadExpression(options.source);
  if (!expression.ok()) return Fail(expression.error());
  const Result<CelVariables> variables = MakeVariables(options.variables);
  if (!variables.ok()) return Fail(variables.error());
  cel::CompileOptions compile;
  if (!options.plain) compile.expected_type = cel::Type::Bool();
  const cel::CompileResult compiled = cel::Compile(*expression, variables->environment(), compile);
  if (!compiled.ok()) {
    ShowErrors(Diagnose(NameOf(options.source), *expression, compiled.errors()), options.json);
    return kNotGood;
  }
  (options.json ? ShowJson : ShowText)(compiled.program(), variables->rule());
  return kGood;
}

}  // namespace

void AddCelCheck(Parser& cel, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = cel.AddCommand(
      "check", "Check the condition of a rule: its type, cost, clauses, and how it reads.");
  AddSource(*command, &options->source);
  Option* policies = AddPolicies(*command, &options->variables);
  Option* plain =
      command->AddFlag("--plain", options->plain,
                       "Any expression of any type, with the variables that --type declares, "
                       "instead of a condition with those of a rule");
  AddTypes(*command, &options->variables)->Needs(plain);
  policies->Excludes(plain);
  command->AddFlag("--json", options->json,
                   "Print {\"type\", \"steps\", \"clauses\", \"formatted\", \"english\"}, or "
                   "{\"errors\"}; without `max` the steps have no bound");
  command->Footer(
      "Steps are an estimate for texts of up to 4,096 bytes and lists of up to 100 elements.\n"
      "Exit code 1: the expression does not compile.\n"
      "Example: reeve cel check 'action.amount > 500.0 && findings.exists(f, f.score > 0.8)'\n"
      "         reeve cel check --plain --type 'l=list(int)' 'l.map(x, x * 2)'");
  command->Callback([=] {
    RequireSource(*command);
    *run = [=] { return Check(*options); };
  });
}

}  // namespace reeve::cli
