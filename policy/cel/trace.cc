#include "policy/cel/trace.h"

#include <algorithm>
#include <array>

#include "policy/cel/node.h"
#include "policy/cel/walk.h"

namespace reeve::cel {
namespace {

// Of one value, in bytes, and of values of one point.
constexpr size_t kLongestValue = 120;
constexpr size_t kMostValues = 8;

class Marker {
 public:
  std::vector<TracePoint> Run(Expr& root) {
    points_.push_back({root.span, 0, false});
    root.trace_point = 1;
    ++depth_;
    IsConjunction(root) ? Clauses(root) : Below(root);
    return std::move(points_);
  }

 private:
  static bool IsConjunction(const Expr& expr) {
    return expr.kind == ExprKind::kLogic && expr.op == Operator::kAnd;
  }

  // A `&&` directly in the `&&` of the top has its operands among the clauses.
  void Clauses(Expr& conjunction) {
    for (const ExprPtr& operand : conjunction.operands) {
      IsConjunction(*operand) ? Clauses(*operand) : Point(*operand);
    }
  }

  void Point(Expr& expr) {
    points_.push_back({expr.span, depth_, repeats_});
    expr.trace_point = static_cast<uint32_t>(points_.size());
    ++depth_;
    Below(expr);
    --depth_;
  }

  void Below(Expr& expr) {
    const bool is_logic = expr.kind == ExprKind::kLogic;
    const bool outside = repeats_;
    for (size_t i = 0; i < expr.operands.size(); ++i) {
      Expr& operand = *expr.operands[i];
      repeats_ = outside || (expr.kind == ExprKind::kComprehension && i > 0);
      if (is_logic || operand.kind == ExprKind::kComprehension) {
        Point(operand);
      } else {
        Below(operand);
      }
    }
    repeats_ = outside;
  }

  std::vector<TracePoint> points_;
  uint32_t depth_ = 0;
  bool repeats_ = false;
};

// Finds the values behind the outcomes by evaluating sub-expressions anew.
class Explainer {
 public:
  Explainer(const Program& program, const Environment& environment, const Activation& activation)
      : program_(program), environment_(environment), activation_(activation) {}

  Explanation Run() {
    TraceBits bits(program_.trace_points().size());
    const Value outcome = program_.Evaluate(activation_, arena_, bits);
    Visit(program_.tree(), bits);
    return {outcome.Text(kLongestValue), std::move(points_)};
  }

 private:
  void Visit(const Expr& expr, const TraceBits& bits) {
    if (expr.trace_point != 0) Explain(expr, bits.At(expr.trace_point - 1));
    for (const ExprPtr& operand : expr.operands) Visit(*operand, bits);
  }

  void Explain(const Expr& expr, Outcomes outcomes) {
    const TracePoint& point = program_.trace_points()[expr.trace_point - 1];
    ExplainedPoint explained;
    explained.text = point.span.Of(program_.text());
    explained.depth = point.depth;
    explained.outcomes = outcomes;
    if (outcomes.evaluated() && !point.repeats) Rebuild(expr, &explained);
    points_.push_back(std::move(explained));
  }

  Value Again(const Expr& expr) {
    return Walk(expr, environment_, activation_, arena_, kMaxSteps).value;
  }

  void Rebuild(const Expr& expr, ExplainedPoint* explained) {
    if (explained->outcomes.was_error()) explained->error = Again(expr).Text(kLongestValue);
    if (expr.kind == ExprKind::kLogic) return;
    if (expr.kind == ExprKind::kComprehension) {
      AddValue(*expr.operands[0], explained);
    } else {
      AddOperands(expr, explained);
    }
  }

  // The operands of the comparison or call; of `!(a == b)` those of the inner one.
  void AddOperands(const Expr& expr, ExplainedPoint* explained) {
    if (expr.operands.empty() || expr.kind == ExprKind::kSelect) return;
    for (const ExprPtr& operand : expr.operands) {
      const bool nested = operand->kind == ExprKind::kBinary || operand->kind == ExprKind::kUnary;
      if (nested)
        AddOperands(*operand, explained);
      else if (operand->trace_point == 0)
        AddValue(*operand, explained);
    }
  }

  void AddValue(const Expr& expr, ExplainedPoint* explained) {
    if (expr.kind == ExprKind::kLiteral || expr.reference == Reference::kTypeName) return;
    if (explained->values.size() == kMostValues) return;
    std::string name(expr.span.Of(program_.text()));
    for (const auto& [known, value] : explained->values) {
      if (known == name) return;
    }
    explained->values.emplace_back(std::move(name), Again(expr).Text(kLongestValue));
  }

  const Program& program_;
  const Environment& environment_;
  const Activation& activation_;
  Arena arena_;
  std::vector<ExplainedPoint> points_;
};

}  // namespace

uint8_t Outcomes::Of(const Value& value) {
  if (value.is_error()) return kError;
  if (!value.Is(Kind::kBool)) return kOther;
  return value.as_bool() ? kTrue : kFalse;
}

std::string Outcomes::Text() const {
  static constexpr std::array<std::string_view, 4> kWords = {"true", "false", "error", "a value"};
  std::string text;
  for (size_t i = 0; i < kWords.size(); ++i) {
    if ((bits >> i & 1) == 0) continue;
    if (!text.empty()) text += ", ";
    text += kWords[i];
  }
  return text.empty() ? "not evaluated" : text;
}

std::vector<TracePoint> MarkTracePoints(Expr& root) { return Marker().Run(root); }

Value EvalTraced(const Node& node, Frame& frame) {
  const auto& traced = static_cast<const TracedNode&>(node);
  const Value value = Eval(traced.operand, frame);
  if (frame.trace != nullptr) frame.trace->Add(traced.point, value);
  return value;
}

Explanation Explain(const Program& program, const Environment& environment,
                    const Activation& activation) {
  return Explainer(program, environment, activation).Run();
}

std::string RenderExplanation(const Explanation& explanation) {
  std::string out;
  for (const ExplainedPoint& point : explanation.points) {
    const std::string indent(2 * size_t{point.depth}, ' ');
    ((((out += indent) += point.outcomes.Text()) += ": ") += point.text) += "\n";
    if (!point.error.empty()) (((out += indent) += "    ") += point.error) += "\n";
    for (const auto& [name, value] : point.values) {
      (((((out += indent) += "    ") += name) += " = ") += value) += "\n";
    }
  }
  return out;
}

}  // namespace reeve::cel
