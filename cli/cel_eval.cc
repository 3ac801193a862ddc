#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/cel.h"
#include "policy/cel/trace.h"

namespace reeve::cli {
namespace {

struct Options {
  CelSource source;
  CelVariableOptions variables;
  CelLimits limits;
  bool trace = false;
  bool json = false;
};

json::Value ToJson(const cel::Explanation& explanation) {
  json::Array points;
  for (const cel::ExplainedPoint& point : explanation.points) {
    json::Array values;
    for (const auto& [expression, value] : point.values) {
      values.push_back(json::Object{{"expression", expression}, {"value", value}});
    }
    json::Object entry{{"expression", point.text},
                       {"depth", uint64_t{point.depth}},
                       {"outcome", point.outcomes.Text()}};
    if (!point.error.empty()) entry.Add("error", point.error);
    points.push_back(std::move(entry.Add("values", std::move(values))));
  }
  return points;
}

// {"value" or "literal", "type"}, or {"error"}
json::Object Described(const cel::Value& value) {
  if (value.is_error()) {
    const cel::ErrorValue& error = value.as_error();
    return {{"error", json::Object{{"code", error.code}, {"message", error.message}}}};
  }
  json::Object out;
  if (Result<json::Value> json = cel::ToJson(value, kMaxPrinted); json.ok()) {
    out.Add("value", *std::move(json));
  } else {
    out.Add("literal", value.Text(kMaxPrinted));
  }
  out.Add("type", value.TypeName());
  return out;
}

void ShowJson(const cel::Value& value, int64_t steps, const cel::Explanation* explanation) {
  json::Object out = Described(value);
  out.Add("steps", steps);
  if (explanation != nullptr) out.Add("trace", ToJson(*explanation));
  std::cout << json::Compact(out) << "\n";
}

void ShowText(const cel::Value& value, const cel::Explanation* explanation) {
  if (explanation != nullptr) std::cout << cel::RenderExplanation(*explanation);
  if (value.is_error()) {
    Fail({value.as_error().code, std::string(value.as_error().message)});
  } else {
    std::cout << value.Text(kMaxPrinted) << "\n";
  }
}

int Eval(const Options& options) {
  const Result<std::string> expression = ReadExpression(options.source);
  if (!expression.ok()) return Fail(expression.error());
  const Result<CelVariables> variables = MakeVariables(options.variables);
  if (!variables.ok()) return Fail(variables.error());
  const cel::CompileResult compiled =
      cel::Compile(*expression, variables->environment(),
                   {.trace = options.trace, .max_steps = options.limits.max_steps});
  if (!compiled.ok()) {
    ShowErrors(Diagnose(NameOf(options.source), *expression, compiled.errors()), options.json);
    return kFailed;
  }

  const cel::Deadline deadline{Clock::System(), EndOf(options.limits)};
  const cel::Activation activation{variables->values(), &deadline};
  cel::Arena arena;
  int64_t steps = 0;
  const cel::Value value = compiled.program().Evaluate(activation, arena, &steps);
  std::optional<cel::Explanation> explanation;
  if (options.trace) {
    explanation = cel::Explain(compiled.program(), variables->environment(), activation);
  }
  const cel::Explanation* shown = explanation ? &*explanation : nullptr;
  options.json ? ShowJson(value, steps, shown) : ShowText(value, shown);
  return value.is_error() ? kNotGood : kGood;
}

}  // namespace

void AddCelEval(Parser& cel, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = cel.AddCommand("eval", "Evaluate an expression and print its value.");
  AddSource(*command, &options->source);
  AddValues(*command, &options->variables);
  AddTypes(*command, &options->variables);
  AddOfRule(*command, &options->variables);
  AddPolicies(*command, &options->variables);
  AddLimits(*command, &options->limits);
  command->AddFlag("--trace", options->trace, "Say what came of each part, and why");
  command->AddFlag("--json", options->json,
                   "Print {\"value\", \"type\", \"steps\"}; `literal` in place of `value` where "
                   "JSON has no form for it; {\"error\"} or {\"errors\"} where there is none");
  command->Footer(
      "The value is printed as JSON, or as the language writes it where JSON cannot: 7u, b\"x\",\n"
      "timestamp(\"...\"). Exit code 1: the value is an error; 3: the expression does not "
      "compile.\n"
      "Example: reeve cel eval 'amount > 500 && country in [\"DE\", \"FR\"]' --var amount=900 "
      "--var 'country=\"FR\"'\n"
      "         reeve cel eval --policy 'findings.exists(f, f.score > 0.5)' "
      "--var 'content={\"text\": \"card 4111 1111 1111 1111\"}' --trace");
  command->Callback([=] {
    RequireSource(*command);
    *run = [=] { return Eval(*options); };
  });
}

}  // namespace reeve::cli
