#include "policy/cel_policy_program.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "policy/cel/ast.h"
#include "policy/cel/compile.h"
#include "policy/cel/parser.h"

namespace reeve::policy {

struct CelPolicyProgram::Rule {
  struct Variable {
    uint32_t slot;
    cel::Program program;
  };
  struct Match {
    std::optional<cel::Program> condition;  // absent: it always holds
    bool negated = false;
    std::optional<cel::Program> output;
    std::unique_ptr<const Rule> rule;
  };
  std::vector<Variable> variables;
  std::vector<Match> matches;
  bool aggregate = false;
  bool may_be_none = false;
  cel::Type type = cel::Type::Free();  // of what it gives, when it gives something
};

namespace {

using Rule = CelPolicyProgram::Rule;
using cel::Kind;
using cel::Value;

// A literal `true` or `false`.
std::optional<bool> LiteralOf(const std::optional<CelText>& condition) {
  if (!condition) return true;
  cel::Arena arena;
  std::vector<cel::CompileError> errors;
  const cel::ExprPtr tree = Parse(condition->text(), arena, &errors);
  if (!tree || tree->kind != cel::ExprKind::kLiteral || !tree->literal.Is(Kind::kBool)) {
    return std::nullopt;
  }
  return tree->literal.as_bool();
}

// The standard macros of a checked tree, as `stdlib` calls them; "" for all else.
std::string_view StandardMacro(const cel::Expr& expr) {
  if (expr.kind == cel::ExprKind::kHas) return "has";
  if (expr.kind != cel::ExprKind::kComprehension || !expr.second_name.empty()) return "";
  switch (expr.macro) {
    case cel::Macro::kAll:
      return "all";
    case cel::Macro::kExists:
      return "exists";
    case cel::Macro::kExistsOne:
      return "exists_one";
    case cel::Macro::kFilter:
      return "filter";
    case cel::Macro::kMap:
      return "map";
    default:
      return "";
  }
}

// The first macro of the tree that the environment leaves out; null when there is none.
const cel::Expr* FindMacro(const cel::Expr& expr,
                           const std::set<std::string, std::less<>>& left_out) {
  if (left_out.contains(StandardMacro(expr))) return &expr;
  for (const cel::ExprPtr& operand : expr.operands) {
    if (const cel::Expr* found = FindMacro(*operand, left_out)) return found;
  }
  return nullptr;
}

std::string HostSlotName(size_t index) { return "host_function__" + std::to_string(index); }

class Compiler {
 public:
  Compiler(const CelPolicyEnvironment& environment, std::span<const CelFunction> definitions,
           Reporter& reporter)
      : environment_(environment), reporter_(reporter) {
    variables_ = environment.variables;
    for (const CelHostFunction& function : environment.functions) {
      AddFunction(function, definitions);
    }
    for (const CelFunction& definition : definitions) functions_.functions.push_back(definition);
    slots_ = variables_.variables().size();
  }

  std::unique_ptr<Rule> Run(const CelPolicyRule& rule) {
    return CompileRule(rule, variables_, /*in_aggregate=*/false);
  }

  size_t slots() const { return slots_; }
  std::vector<std::string> TakeHostFunctions() { return std::move(host_functions_); }

 private:
  // A call of a function without a body reads a variable of its type, whose value is an error.
  void AddFunction(const CelHostFunction& function, std::span<const CelFunction> definitions) {
    for (const CelFunction& definition : definitions) {
      if (definition.name != function.name || definition.arity != function.arity) continue;
      CelFunction defined = definition;
      defined.member = function.member;
      functions_.functions.push_back(std::move(defined));
      return;
    }
    const std::string slot = HostSlotName(host_functions_.size());
    if (!variables_.Declare(slot, function.result).ok()) return;
    host_functions_.push_back(function.name);
    functions_.functions.push_back({function.name, function.member, function.arity, {}, slot});
  }

  std::optional<cel::Program> Compile(const CelText& text, const cel::Environment& variables) {
    std::string expression = text.text();
    // Written anew where it calls functions of the host: errors then point to the whole.
    const Result<std::string> replaced = functions_.functions.empty()
                                             ? Result<std::string>(expression)
                                             : Substitute(expression, functions_);
    const Result<std::string> plain =
        functions_.functions.empty() ? Result<std::string>(expression) : Substitute(expression, {});
    const bool written_anew = replaced.ok() && plain.ok() && *replaced != *plain;
    if (written_anew) expression = *replaced;
    if (!replaced.ok() && plain.ok()) {
      reporter_.Error(replaced.error().code, text.span(), replaced.error().message);
      return std::nullopt;
    }
    cel::CompileResult result = cel::Compile(expression, variables);
    if (!result.ok()) {
      for (const cel::CompileError& error : result.errors()) {
        reporter_.Error(
            error.code,
            written_anew ? text.span() : text.At(error.offset, error.length, reporter_.text()),
            error.message);
      }
      return std::nullopt;
    }
    cel::Program program = std::move(result).program();
    if (const cel::Expr* macro = FindMacro(program.tree(), environment_.macros_left_out)) {
      reporter_.Error("cel_policy.macro",
                      written_anew ? text.span()
                                   : text.At(macro->name_span.offset, macro->name_span.length,
                                             reporter_.text()),
                      "the environment leaves out the macro `" +
                          std::string(StandardMacro(*macro)) + "`; name it in `include_macros`");
      return std::nullopt;
    }
    return program;
  }

  std::unique_ptr<Rule> CompileRule(const CelPolicyRule& source, cel::Environment variables,
                                    bool in_aggregate) {
    auto rule = std::make_unique<Rule>();
    rule->aggregate = source.aggregate;
    if (source.aggregate && in_aggregate) {
      reporter_.Error("cel_policy.nested_aggregate", source.span,
                      "an `aggregate` within an `aggregate`; use `match` here");
    }
    CompileVariables(source, &variables, rule.get());
    for (const CelPolicyMatch& match : source.matches) {
      rule->matches.push_back(
          CompileMatch(match, source, variables, in_aggregate || source.aggregate));
      Agree(match, rule.get());
    }
    rule->may_be_none = MayBeNone(source);
    if (source.aggregate) rule->type = cel::Type::List(rule->type);
    if (!source.aggregate) CheckReachable(source);
    return rule;
  }

  void CompileVariables(const CelPolicyRule& source, cel::Environment* variables, Rule* rule) {
    std::set<std::string_view> seen;
    for (const CelPolicyVariable& variable : source.variables) {
      if (!seen.insert(variable.name.text).second) {
        reporter_.Error("cel_policy.duplicate_variable", variable.name.span,
                        "the rule has the variable `" + variable.name.text + "` twice");
      }
      std::optional<cel::Program> program = Compile(variable.expression, *variables);
      // One that does not compile may be anything, so that the errors behind it are its own.
      const auto slot = variables->Redeclare("variables." + variable.name.text,
                                             program ? program->type() : cel::Type::Dyn());
      if (!slot.ok()) {
        reporter_.Error("cel_policy.variable", variable.name.span, slot.error().message);
        continue;
      }
      slots_ = std::max(slots_, size_t{*slot} + 1);
      if (program) rule->variables.push_back({*slot, *std::move(program)});
    }
  }

  Rule::Match CompileMatch(const CelPolicyMatch& source, const CelPolicyRule& rule,
                           const cel::Environment& variables, bool in_aggregate) {
    Rule::Match match;
    match.negated = source.negated;
    if (source.condition) CompileCondition(*source.condition, rule, variables, &match);
    if (source.output) match.output = Compile(*source.output, variables);
    if (source.rule) match.rule = CompileRule(*source.rule, variables, in_aggregate);
    if (source.explanation) {
      const auto explanation = Compile(*source.explanation, variables);
      if (explanation && !explanation->type().Is(Kind::kString) && !explanation->type().IsOpen()) {
        reporter_.Error("cel_policy.explanation", source.explanation->span(),
                        "an explanation must be a string, not " + explanation->type().Name());
      }
    }
    return match;
  }

  void CompileCondition(const CelText& condition, const CelPolicyRule& rule,
                        const cel::Environment& variables, Rule::Match* match) {
    match->condition = Compile(condition, variables);
    if (!match->condition) return;
    const cel::Type type = match->condition->type();
    if (!type.Is(Kind::kBool) && !type.IsOpen()) {
      reporter_.Error("cel_policy.condition", condition.span(),
                      "a condition must be a bool, not " + type.Name());
    }
    if (rule.aggregate && LiteralOf(condition) == false) {
      reporter_.Error("cel_policy.never", condition.span(),
                      "the condition is always false; leave the match out");
    }
  }

  // The output of the last match with those before.
  void Agree(const CelPolicyMatch& source, Rule* rule) {
    const Rule::Match& match = rule->matches.back();
    if (!match.output && !match.rule) return;  // reported
    const cel::Type type = match.output ? match.output->type() : match.rule->type;
    if (!Assignable(rule->type, type) && !Assignable(type, rule->type)) {
      reporter_.Error("cel_policy.output_type", source.output ? source.output->span() : source.span,
                      "incompatible outputs: this one is " + type.Name() + ", those before are " +
                          rule->type.Name());
    }
    rule->type = cel::Join(rule->type, type).value_or(type);
  }

  void CheckReachable(const CelPolicyRule& rule) {
    for (size_t i = 0; i + 1 < rule.matches.size(); ++i) {
      const CelPolicyMatch& match = rule.matches[i];
      if (!AlwaysHolds(match) || (match.rule && MayBeNone(*match.rule))) continue;
      const std::string message =
          "the matches behind this one are unreachable: it always gives a "
          "value; put it last";
      // Where the whole rule may be none by another way, the format lets it pass.
      if (MayBeNone(rule)) {
        reporter_.Warning("cel_policy.unreachable", match.span, message);
      } else {
        reporter_.Error("cel_policy.unreachable", match.span, message);
      }
      return;
    }
  }

  const CelPolicyEnvironment& environment_;
  Reporter& reporter_;
  cel::Environment variables_;
  CelSubstitution functions_;
  std::vector<std::string> host_functions_;
  size_t slots_ = 0;
};

// One evaluation. Values are by slot; a nested rule works on a copy, since it may define a variable
// of the same name anew.
class Evaluation {
 public:
  explicit Evaluation(cel::Arena& arena) : arena_(arena) {}

  Value Run(const Rule& rule, std::vector<Value> values) {
    for (const Rule::Variable& variable : rule.variables) {
      values[variable.slot] = variable.program.Evaluate({values}, arena_);
    }
    return rule.aggregate ? Aggregate(rule, values) : FirstMatch(rule, values);
  }

 private:
  // True or false, or an error.
  Value Holds(const Rule::Match& match, const std::vector<Value>& values) {
    if (!match.condition) return Value::Bool(!match.negated);
    const Value value = match.condition->Evaluate({values}, arena_);
    if (value.is_error()) return value;
    if (!value.Is(Kind::kBool)) {
      return Value::Error("cel.no_such_overload", "a condition is no bool", arena_);
    }
    return Value::Bool(value.as_bool() != match.negated);
  }

  Value FirstMatch(const Rule& rule, const std::vector<Value>& values) {
    for (const Rule::Match& match : rule.matches) {
      const Value holds = Holds(match, values);
      if (holds.is_error()) return holds;
      if (holds.is_false()) continue;
      Value value = Given(match, values);
      if (value.is_error()) return value;
      if (match.rule && match.rule->may_be_none) {
        if (value.as_optional() != nullptr) {
          value = *value.as_optional();
        } else if (IsUnconditional(match)) {
          continue;
        } else {
          return Value::None();
        }
      }
      return rule.may_be_none ? Value::Some(value, arena_) : value;
    }
    return Value::None();
  }

  Value Aggregate(const Rule& rule, const std::vector<Value>& values) {
    std::vector<Value> items;
    for (const Rule::Match& match : rule.matches) {
      const Value holds = Holds(match, values);
      if (holds.is_error()) return holds;
      if (holds.is_false()) continue;
      Value value = Given(match, values);
      if (value.is_error()) return value;
      if (match.rule && match.rule->may_be_none) {
        if (value.as_optional() == nullptr) continue;
        value = *value.as_optional();
      }
      items.push_back(value);
    }
    const std::span<Value> kept = arena_.NewArray<Value>(items.size());
    std::copy(items.begin(), items.end(), kept.begin());
    return Value::List(kept);
  }

  Value Given(const Rule::Match& match, const std::vector<Value>& values) {
    return match.output ? match.output->Evaluate({values}, arena_) : Run(*match.rule, values);
  }

  static bool IsUnconditional(const Rule::Match& match) {
    return !match.condition || (match.condition->tree().kind == cel::ExprKind::kLiteral &&
                                match.condition->tree().literal.is_true());
  }

  cel::Arena& arena_;
};

}  // namespace

bool AlwaysHolds(const CelPolicyMatch& match) {
  return !match.negated && LiteralOf(match.condition) == true;
}

bool MayBeNone(const CelPolicyRule& rule) {
  if (rule.aggregate) return false;
  for (const CelPolicyMatch& match : rule.matches) {
    const bool always = AlwaysHolds(match);
    if (match.rule && MayBeNone(*match.rule)) {
      if (!always) return true;
    } else if (always) {
      return false;
    }
  }
  return true;
}

CelPolicyProgram::CelPolicyProgram(std::unique_ptr<const Rule> rule, size_t inputs, size_t slots,
                                   std::vector<std::string> host_functions)
    : rule_(std::move(rule)),
      inputs_(inputs),
      slots_(slots),
      host_functions_(std::move(host_functions)) {}
CelPolicyProgram::CelPolicyProgram(CelPolicyProgram&&) noexcept = default;
CelPolicyProgram& CelPolicyProgram::operator=(CelPolicyProgram&&) noexcept = default;
CelPolicyProgram::~CelPolicyProgram() = default;

Value CelPolicyProgram::Evaluate(std::span<const Value> inputs, cel::Arena& arena) const {
  std::vector<Value> values(slots_, Value::Absent());
  std::copy_n(inputs.begin(), std::min(inputs.size(), inputs_), values.begin());
  for (size_t i = 0; i < host_functions_.size(); ++i) {
    values[inputs_ + i] = Value::Error(
        "cel_policy.host_function",
        "`" + host_functions_[i] + "` is a function of the host, which is not here", arena);
  }
  return Evaluation(arena).Run(*rule_, std::move(values));
}

bool CelPolicyProgram::may_be_none() const { return rule_->may_be_none; }
cel::Type CelPolicyProgram::output_type() const { return rule_->type; }

std::optional<CelPolicyProgram> CompileCelPolicy(const CelPolicyDocument& document,
                                                 const CelPolicyEnvironment& environment,
                                                 std::span<const CelFunction> definitions,
                                                 const SourceFile& source,
                                                 std::vector<Diagnostic>* diagnostics) {
  std::vector<Diagnostic> found;
  Reporter reporter(source.name, source.text, &found);
  Compiler compiler(environment, definitions, reporter);
  auto rule = compiler.Run(document.rule);
  const bool failed = HasErrors(found);
  std::move(found.begin(), found.end(), std::back_inserter(*diagnostics));
  if (failed) return std::nullopt;
  return CelPolicyProgram(std::move(rule), environment.variables.variables().size(),
                          compiler.slots(), compiler.TakeHostFunctions());
}

}  // namespace reeve::policy
