#include "policy/condition.h"

#include <algorithm>
#include <array>
#include <memory>

#include "policy/cel/reads.h"
#include "policy/cel/render.h"
#include "policy/compiled.h"

namespace reeve::policy {
namespace {

using cel::Expr;
using cel::ExprKind;
using cel::ExprPtr;
using cel::Operator;
using Kind = Condition::Kind;

constexpr std::array<std::string_view, kScopeKeyCount> kScopePaths = {
    "system.id", "action.kind", "action.tool", "tenant", "channel"};

bool IsScalar(const cel::Value& value) {
  return value.Is(cel::Kind::kBool) || value.IsNumeric() || value.Is(cel::Kind::kString) ||
         value.Is(cel::Kind::kDuration) || value.Is(cel::Kind::kTimestamp);
}

ExprPtr Literal(const cel::Value& value) {
  auto literal = std::make_unique<Expr>();
  literal->literal = value;
  return literal;
}

std::optional<cel::Value> ConstantOf(const Expr& expr) {
  const bool is_value =
      expr.kind == ExprKind::kLiteral || expr.reference == cel::Reference::kConstant;
  if (is_value && IsScalar(expr.literal)) return expr.literal;
  if (expr.kind != ExprKind::kUnary || expr.op != Operator::kNegate) return std::nullopt;
  const std::optional<cel::Value> inner = ConstantOf(*expr.operands[0]);
  if (!inner) return std::nullopt;
  if (inner->Is(cel::Kind::kDouble)) return cel::Value::Double(-inner->as_double());
  if (inner->Is(cel::Kind::kInt) && inner->as_int() != INT64_MIN) {
    return cel::Value::Int(-inner->as_int());
  }
  return std::nullopt;
}

std::optional<std::vector<cel::Value>> ConstantsOf(const Expr& expr) {
  std::vector<cel::Value> out;
  if (expr.reference == cel::Reference::kConstant && expr.literal.Is(cel::Kind::kList)) {
    for (const cel::Value& value : expr.literal.as_list()) {
      if (!IsScalar(value)) return std::nullopt;
      out.push_back(value);
    }
    return out;
  }
  if (expr.kind != ExprKind::kList) return std::nullopt;
  for (const ExprPtr& element : expr.operands) {
    const std::optional<cel::Value> value = ConstantOf(*element);
    if (!value || element->optional) return std::nullopt;
    out.push_back(*value);
  }
  return out;
}

// `c op x` as `x op c`.
Operator Mirrored(Operator op) {
  switch (op) {
    case Operator::kLess:
      return Operator::kGreater;
    case Operator::kLessEqual:
      return Operator::kGreaterEqual;
    case Operator::kGreater:
      return Operator::kLess;
    case Operator::kGreaterEqual:
      return Operator::kLessEqual;
    default:
      return op;
  }
}

bool HasOrder(const cel::Type& type) {
  return type.IsNumeric() || type.Is(cel::Kind::kString) || type.Is(cel::Kind::kTimestamp) ||
         type.Is(cel::Kind::kDuration);
}

void CollectLiterals(const Expr& expr, std::vector<cel::Value>* out) {
  if (const std::optional<cel::Value> value = ConstantOf(expr)) out->push_back(*value);
  for (const ExprPtr& operand : expr.operands) CollectLiterals(*operand, out);
}

class Builder {
 public:
  Builder(const Bundle::Compiled& compiled, const FactView& view)
      : compiled_(compiled), view_(view) {}

  Condition Build(const Expr& expr, bool negated) {
    if (expr.kind == ExprKind::kLogic) return Logic(expr, negated);
    if (expr.kind == ExprKind::kUnary && expr.op == Operator::kNot) {
      return Build(*expr.operands[0], !negated);
    }
    if (IsQuantifier(expr)) return Quantifier(expr, negated);
    Condition out;
    const std::optional<cel::Value> constant = ConstantOf(expr);
    if (constant && constant->Is(cel::Kind::kBool)) {
      out.value = constant->as_bool() != negated;
      return out;
    }
    const bool is_flag = expr.type == cel::Type::Bool() && expr.kind != ExprKind::kHas &&
                         cel::PathOf(expr).has_value();
    if (is_flag) {
      out = Atom(Kind::kIn, expr, negated);
      out.constants.push_back(cel::Value::Bool(true));
      return out;
    }
    if (expr.kind == ExprKind::kBinary && Comparison(expr, negated, &out)) return out;
    out = Atom(Kind::kOther, expr, negated);
    CollectLiterals(expr, &out.literals);
    return out;
  }

  std::string Text(const Expr& expr) { return cel::RenderSource(*Copy(expr)); }

 private:
  static bool IsQuantifier(const Expr& expr) {
    return expr.kind == ExprKind::kComprehension &&
           (expr.macro == cel::Macro::kExists || expr.macro == cel::Macro::kAll) &&
           expr.second_name.empty() && expr.operands.size() == 2;
  }

  Condition Logic(const Expr& expr, bool negated) {
    Condition out;
    out.kind = (expr.op == Operator::kAnd) != negated ? Kind::kAll : Kind::kAny;
    for (const ExprPtr& operand : expr.operands) {
      Condition part = Build(*operand, negated);
      if (part.kind != out.kind) {
        out.parts.push_back(std::move(part));
        continue;
      }
      std::move(part.parts.begin(), part.parts.end(), std::back_inserter(out.parts));
    }
    return out;
  }

  Condition Quantifier(const Expr& expr, bool negated) {
    Condition out =
        Atom((expr.macro == cel::Macro::kExists) != negated ? Kind::kExists : Kind::kForAll,
             *expr.operands[0], false);
    out.variable = Enter(expr.name);
    out.parts.push_back(Build(*expr.operands[1], negated));
    locals_.pop_back();
    return out;
  }

  // False where it compares nothing with a constant.
  bool Comparison(const Expr& expr, bool negated, Condition* out) {
    const Expr* left = expr.operands[0].get();
    const Expr* right = expr.operands[1].get();
    if (expr.op == Operator::kIn) return Membership(*left, *right, negated, out);
    Operator op = expr.op;
    if (ConstantOf(*left)) {
      std::swap(left, right);
      op = Mirrored(op);
    }
    const std::optional<cel::Value> constant = ConstantOf(*right);
    if (!constant || ConstantOf(*left)) return false;
    if (op == Operator::kEqual || op == Operator::kNotEqual) {
      *out = Atom(Kind::kIn, *left, negated != (op == Operator::kNotEqual));
    } else if (HasOrder(left->type) &&
               (op == Operator::kLess || op == Operator::kLessEqual || op == Operator::kGreater ||
                op == Operator::kGreaterEqual)) {
      *out = Atom(Kind::kOrder, *left, negated);
      out->op = op;
    } else {
      return false;
    }
    out->constants.push_back(*constant);
    return true;
  }

  bool Membership(const Expr& element, const Expr& whole, bool negated, Condition* out) {
    if (auto constants = ConstantsOf(whole)) {
      *out = Atom(Kind::kIn, element, negated);
      out->constants = *std::move(constants);
      return true;
    }
    if (whole.reference == cel::Reference::kConstant && whole.literal.Is(cel::Kind::kTextSet) &&
        element.type.Is(cel::Kind::kString)) {
      *out = Atom(Kind::kInList, element, negated);
      out->lists.insert(out->lists.begin(), {whole.name, &whole.literal.as_text_set()});
      return true;
    }
    const std::optional<cel::Value> constant = ConstantOf(element);
    if (!constant || !whole.type.Is(cel::Kind::kList) || !cel::PathOf(whole)) return false;
    *out = Atom(Kind::kMember, whole, negated);
    out->constants.push_back(*constant);
    return true;
  }

  Condition Atom(Kind kind, const Expr& subject, bool negated) {
    Condition out;
    out.kind = kind;
    out.negated = negated;
    out.subject = Text(subject);
    out.path = cel::PathOf(subject);
    out.type = subject.type;
    out.paths = cel::PathsRead(subject);
    for (const std::string& path : out.paths) Depend(path, &out);
    return out;
  }

  void Depend(const std::string& path, Condition* out) const {
    if (path == "findings") {
      out->reads_findings = true;
      for (const KnownEntity& entity : view_.key().entities) out->entities.push_back(entity.name);
    } else if (path.starts_with("lists.")) {
      const std::string name = path.substr(6);
      const auto list = compiled_.list_texts.find(name);
      if (list != compiled_.list_texts.end()) out->lists.emplace_back(name, list->second.get());
    } else if (path.starts_with("context")) {
      for (const Attribute& attribute : view_.key().attributes) {
        const std::string whole = "context." + attribute.name;
        if (path != "context" && path != whole && !path.starts_with(whole + ".")) continue;
        out->subject += " {" + whole + ": " + std::string(AttributeTypeName(attribute.type)) + "}";
      }
    }
  }

  std::string Enter(const std::string& name) {
    locals_.emplace_back(name, "$" + std::to_string(locals_.size()));
    return locals_.back().second;
  }

  std::string LocalName(const std::string& name) const {
    for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
      if (local->first == name) return local->second;
    }
    return name;
  }

  ExprPtr Copy(const Expr& expr) {
    if (const std::optional<cel::Value> constant = ConstantOf(expr)) return Literal(*constant);
    auto out = std::make_unique<Expr>();
    if (auto constants = ConstantsOf(expr)) {
      out->kind = ExprKind::kList;
      for (const cel::Value& value : *constants) out->operands.push_back(Literal(value));
      return out;
    }
    out->kind = expr.kind;
    out->op = expr.op;
    out->macro = expr.macro;
    out->member = expr.member;
    out->absolute = expr.absolute && expr.reference != cel::Reference::kVariable;
    out->optional = expr.optional;
    out->conditional = expr.conditional;
    out->height = expr.height;
    out->literal = expr.literal;
    out->name = expr.reference == cel::Reference::kLocal ? LocalName(expr.name) : expr.name;
    CopyOperands(expr, out.get());
    return out;
  }

  void CopyOperands(const Expr& expr, Expr* out) {
    for (size_t i = 0; i < expr.operands.size(); ++i) {
      if (i == 1 && expr.kind == ExprKind::kComprehension) {
        out->name = Enter(expr.name);
        if (!expr.second_name.empty()) out->second_name = Enter(expr.second_name);
      }
      out->operands.push_back(Copy(*expr.operands[i]));
    }
    if (expr.kind != ExprKind::kComprehension || expr.operands.size() < 2) return;
    locals_.pop_back();
    if (!expr.second_name.empty()) locals_.pop_back();
  }

  const Bundle::Compiled& compiled_;
  const FactView& view_;
  std::vector<std::pair<std::string, std::string>> locals_;  // as written, as rendered
};

Condition ScopePart(std::string_view path) {
  Condition out;
  out.kind = Kind::kIn;
  out.subject = path;
  out.path = out.subject;
  out.type = cel::Type::String();
  out.paths = {out.subject};
  return out;
}

void AddScope(const Scope& scope, std::vector<Condition>* out) {
  if (scope.stages != kAnyStage) {
    Condition& stages = out->emplace_back(ScopePart("stage"));
    for (size_t i = 0; i < kStageCount; ++i) {
      if ((scope.stages >> i & 1u) == 0) continue;
      stages.constants.push_back(cel::Value::String(StageName(static_cast<Stage>(i))));
    }
  }
  if (scope.risk_classes != kAnyRiskClass) {
    Condition& classes = out->emplace_back(ScopePart("system.risk_class"));
    for (size_t i = 0; i < kRiskClassCount; ++i) {
      if ((scope.risk_classes >> i & 1u) == 0) continue;
      classes.constants.push_back(cel::Value::String(RiskClassName(static_cast<RiskClass>(i))));
    }
  }
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    if (scope.values[key].empty()) continue;
    Condition& values = out->emplace_back(ScopePart(kScopePaths[key]));
    for (const std::string& value : scope.values[key]) {
      values.constants.push_back(cel::Value::String(value));
    }
  }
}

}  // namespace

Condition ConditionOf(const Bundle& bundle, const Rule& rule) {
  return ConditionIn(bundle.compiled().programs[rule.index].scope, bundle, rule);
}

Condition ConditionIn(const Scope& scope, const Bundle& bundle, const Rule& rule) {
  const Bundle::Compiled& compiled = bundle.compiled();
  const CompiledRule& program = compiled.programs[rule.index];
  Condition out;
  out.kind = Kind::kAll;
  AddScope(scope, &out.parts);
  Condition when =
      Builder(compiled, *compiled.views[program.view]).Build(program.program.tree(), false);
  if (when.kind == Kind::kAll) {
    std::move(when.parts.begin(), when.parts.end(), std::back_inserter(out.parts));
  } else {
    out.parts.push_back(std::move(when));
  }
  return out;
}

std::string CanonicalText(const Bundle& bundle, const Rule& rule, const cel::Expr& expr) {
  const Bundle::Compiled& compiled = bundle.compiled();
  return Builder(compiled, *compiled.views[compiled.programs[rule.index].view]).Text(expr);
}

}  // namespace reeve::policy
