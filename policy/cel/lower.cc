#include "policy/cel/lower.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

#include "policy/cel/limits.h"
#include "policy/cel/reads.h"

namespace reeve::cel {
namespace {

// From this size a constant list of strings is searched by halves.
constexpr size_t kSortedTexts = 8;

// By Operator.
constexpr std::array<EvalFunction, 17> kOperators = {
    nullptr,     EvalNot,          EvalNegate, EvalAdd,      EvalSubtract, EvalMultiply,
    EvalDivide,  EvalModulo,       EvalEqual,  EvalNotEqual, EvalLess,     EvalLessEqual,
    EvalGreater, EvalGreaterEqual, EvalIn,     EvalAnd,      EvalOr};

// By Macro.
constexpr std::array<EvalFunction, 11> kMacros = {
    EvalAll,          EvalExists,         EvalExistsOne, EvalFilter, EvalMapMacro,
    EvalTransformMap, EvalTransformEntry, EvalSortBy,    EvalOptMap, EvalOptFlatMap,
    EvalBind};

bool IsConstant(const Node* node) { return node->eval == EvalConstant; }
const Value& ConstantOf(const Node* node) { return static_cast<const ConstantNode*>(node)->value; }

bool IsConstantText(const Node* node) {
  return IsConstant(node) && ConstantOf(node).Is(Kind::kString);
}

bool AreTexts(std::span<const Value> values) {
  return std::all_of(values.begin(), values.end(),
                     [](const Value& v) { return v.Is(Kind::kString); });
}

// "a.b" of a chain of fields, as far as it has names.
std::string PathText(const Expr& expr) {
  if (expr.kind == ExprKind::kIdent) return expr.name;
  if (expr.kind != ExprKind::kSelect && expr.kind != ExprKind::kOptionalSelect &&
      expr.kind != ExprKind::kHas) {
    return "";
  }
  const std::string target = PathText(*expr.operands[0]);
  return target.empty() ? expr.name : target + "." + expr.name;
}

class Lowerer {
 public:
  Lowerer(ProgramParts& parts, TextScans* scans) : parts_(parts), scans_(scans) {}

  const Node* Visit(const Expr& expr) {
    const Node* node = VisitPlain(expr);
    if (expr.trace_point == 0) return node;
    return New<TracedNode>(EvalTraced, node, expr.trace_point - 1);
  }

  std::vector<CompileError> TakeErrors() { return std::move(errors_); }

 private:
  const Node* VisitPlain(const Expr& expr) {
    ++visited_;
    if (!expr.failure_code.empty()) {
      return Constant(Value::Error(expr.failure_code, expr.failure, parts_.arena));
    }
    if (expr.reference == Reference::kTypeName || expr.reference == Reference::kConstant) {
      return Constant(expr.literal);
    }
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return Constant(expr.literal);
      case ExprKind::kIdent:
        return Ident(expr);
      case ExprKind::kSelect:
        return Field(expr, EvalField);
      case ExprKind::kOptionalSelect:
        return Field(expr, EvalOptionalField);
      case ExprKind::kHas:
        return Field(expr, EvalHas);
      case ExprKind::kIndex:
        return Binary(expr, EvalIndex);
      case ExprKind::kOptionalIndex:
        return Binary(expr, EvalOptionalIndex);
      case ExprKind::kUnary:
        return Unary(expr);
      case ExprKind::kBinary:
        return Comparison(expr);
      case ExprKind::kLogic:
        return New<OperandsNode>(Operation(expr.op), Operands(expr));
      case ExprKind::kTernary:
        return Ternary(expr);
      case ExprKind::kList:
        return Literal(expr, HasOptional(expr) ? EvalOptionalList : EvalList);
      case ExprKind::kMap:
        return Literal(expr, HasOptional(expr) ? EvalOptionalMap : EvalMap);
      case ExprKind::kCall:
        return Call(expr);
      case ExprKind::kComprehension:
        return Comprehension(expr);
    }
    return nullptr;
  }

  static EvalFunction Operation(Operator op) { return kOperators[static_cast<size_t>(op)]; }

  template <typename T, typename... Args>
  const Node* New(EvalFunction eval, Args&&... args) {
    return parts_.arena.New<T>(Node{eval}, std::forward<Args>(args)...);
  }
  const Node* Constant(const Value& value) { return New<ConstantNode>(EvalConstant, value); }

  const ErrorValue* Missing(std::string_view path) {
    const std::string message = "no such field `" + std::string(path) + "`";
    return parts_.arena.New<ErrorValue>("cel.no_such_field", parts_.arena.Copy(message));
  }

  // The result of the node in place of it, if it depends on constants alone.
  const Node* Folded(const Node* node, std::span<const Node* const> operands) {
    if (!std::all_of(operands.begin(), operands.end(), IsConstant)) return node;
    Frame frame{{}, {}, parts_.arena, fold_steps_, nullptr};
    const Value value = node->eval(*node, frame);
    fold_steps_ = std::max<int64_t>(frame.steps, 0);
    return frame.steps < 0 ? node : Constant(value);
  }
  const Node* Folded(const Node* node, std::initializer_list<const Node*> operands) {
    return Folded(node, std::span<const Node* const>(operands.begin(), operands.size()));
  }

  std::span<const Node* const> Operands(const Expr& expr) {
    const std::span<const Node*> nodes = parts_.arena.NewArray<const Node*>(expr.operands.size());
    for (size_t i = 0; i < nodes.size(); ++i) nodes[i] = Visit(*expr.operands[i]);
    return nodes;
  }

  SlotNode Variable(const Expr& expr) {
    return {Node{EvalVariable}, expr.slot, Missing(expr.name)};
  }

  const Node* Ident(const Expr& expr) {
    if (expr.reference == Reference::kVariable) {
      return parts_.arena.New<SlotNode>(Variable(expr));
    }
    return New<SlotNode>(EvalLocal, expr.slot, nullptr);
  }

  const Node* Field(const Expr& expr, EvalFunction eval) {
    const Expr& target = *expr.operands[0];
    FieldNode node{};
    node.schema = expr.schema;
    node.slot = expr.slot;
    node.key = Value::String(parts_.arena.Copy(expr.name));
    node.missing = Missing(PathText(expr));
    node.eval = eval;
    const bool is_path = eval == EvalField && target.kind == ExprKind::kIdent &&
                         target.reference == Reference::kVariable;
    if (is_path) {
      node.eval = EvalPath;
      node.variable = Variable(target);
      return parts_.arena.New<FieldNode>(node);
    }
    node.target = Visit(target);
    return Folded(parts_.arena.New<FieldNode>(node), {node.target});
  }

  const Node* Unary(const Expr& expr) {
    const Node* operand = Visit(*expr.operands[0]);
    return Folded(New<UnaryNode>(Operation(expr.op), operand), {operand});
  }

  const Node* Binary(const Expr& expr, EvalFunction eval) {
    const Node* left = Visit(*expr.operands[0]);
    const Node* right = Visit(*expr.operands[1]);
    return Folded(New<BinaryNode>(eval, left, right), {left, right});
  }

  const Node* Comparison(const Expr& expr) {
    const Node* node = Binary(expr, Operation(expr.op));
    if (IsConstant(node)) return node;
    const auto* binary = static_cast<const BinaryNode*>(node);
    if (expr.op == Operator::kIn) return Membership(binary);
    if (expr.op != Operator::kEqual && expr.op != Operator::kNotEqual) return node;
    const EvalFunction eval = expr.op == Operator::kEqual ? EvalEqualText : EvalNotEqualText;
    if (IsConstantText(binary->right)) return EqualText(eval, binary->left, binary->right);
    // An error on the left goes before one on the right; a constant is none.
    if (IsConstantText(binary->left)) return EqualText(eval, binary->right, binary->left);
    return node;
  }

  const Node* EqualText(EvalFunction eval, const Node* operand, const Node* text) {
    return New<TextNode>(eval, operand, std::span<const Value>(&ConstantOf(text), 1));
  }

  const Node* Membership(const BinaryNode* in) {
    if (!IsConstant(in->right)) return in;
    if (ConstantOf(in->right).Is(Kind::kTextSet)) {
      return New<TextSetNode>(EvalInTextSet, in->left, &ConstantOf(in->right).as_text_set());
    }
    if (!ConstantOf(in->right).Is(Kind::kList)) return in;
    const std::span<const Value> list = ConstantOf(in->right).as_list();
    if (list.size() < kSortedTexts || !AreTexts(list)) return in;
    const std::span<Value> sorted = parts_.arena.NewArray<Value>(list.size());
    std::copy(list.begin(), list.end(), sorted.begin());
    std::sort(sorted.begin(), sorted.end(),
              [](const Value& a, const Value& b) { return TextLess(a.as_text(), b.as_text()); });
    return New<TextNode>(EvalInTexts, in->left, std::span<const Value>(sorted));
  }

  const Node* Ternary(const Expr& expr) {
    const Node* condition = Visit(*expr.operands[0]);
    const Node* then = Visit(*expr.operands[1]);
    const Node* otherwise = Visit(*expr.operands[2]);
    return New<TernaryNode>(EvalTernary, condition, then, otherwise);
  }

  static bool HasOptional(const Expr& expr) {
    return std::any_of(expr.operands.begin(), expr.operands.end(),
                       [](const ExprPtr& operand) { return operand->optional; });
  }

  const Node* Literal(const Expr& expr, EvalFunction eval) {
    const std::span<const Node* const> operands = Operands(expr);
    if (!HasOptional(expr)) return Folded(New<OperandsNode>(eval, operands), operands);
    OptionalsNode node{};
    node.eval = eval;
    node.operands = operands;
    const std::span<bool> optional = parts_.arena.NewArray<bool>(operands.size());
    for (size_t i = 0; i < operands.size(); ++i) optional[i] = expr.operands[i]->optional;
    node.optional = optional;
    return Folded(parts_.arena.New<OptionalsNode>(node), operands);
  }

  const Node* Call(const Expr& expr) {
    const std::span<const Node* const> operands = Operands(expr);
    if (expr.name == "matches" && operands.size() == 2) {
      if (const Node* matches = Matches(expr, operands)) return matches;
    }
    const RegexCall regex = FindRegexCall(expr.name, operands.size());
    if (regex.function != nullptr && operands.size() >= 2) {
      if (const Node* call = CallOfRegex(expr, regex, operands)) return call;
    }
    if (expr.member && operands.size() == 2 && (expr.name == "or" || expr.name == "orValue")) {
      const EvalFunction eval = expr.name == "or" ? EvalOptionalOr : EvalOptionalOrValue;
      return Folded(New<BinaryNode>(eval, operands[0], operands[1]), operands);
    }
    const auto overloads = parts_.arena.NewArray<const Overload*>(expr.overloads.size());
    std::copy(expr.overloads.begin(), expr.overloads.end(), overloads.begin());
    const Node* call =
        New<CallNode>(EvalCall, std::span<const Overload* const>(overloads), operands);
    return Folded(call, operands);
  }

  // Null when the pattern is only known at run time, or is not valid.
  const Node* Matches(const Expr& expr, std::span<const Node* const> operands) {
    const Regex* regex = Pattern(expr, operands[1], INT32_MAX);
    if (regex == nullptr) return nullptr;
    const Node* matches = New<MatchesNode>(EvalMatches, operands[0], regex,
                                           PlaceOf(*expr.operands[0], operands[1], *regex));
    return Folded(matches, operands.first(1));
  }

  ScanPlace PlaceOf(const Expr& text, const Node* pattern, const Regex& regex) const {
    const auto path = scans_ == nullptr ? std::nullopt : PathOf(text);
    if (!path) return {};
    return scans_->Add(*path, ConstantOf(pattern).as_text(), regex.instructions());
  }

  const Node* CallOfRegex(const Expr& expr, const RegexCall& call,
                          std::span<const Node* const> operands) {
    const Regex* regex = Pattern(expr, operands[1], call.most_groups);
    if (regex == nullptr) return nullptr;
    return Folded(New<RegexNode>(EvalRegex, call.function, regex, operands), operands);
  }

  // The constant pattern that is argument 1 of a call, or null.
  const Regex* Pattern(const Expr& expr, const Node* pattern, int most_groups) {
    if (IsConstantText(pattern)) {
      auto regex = CompilePattern(ConstantOf(pattern).as_text());
      if (regex.ok() && (*regex)->group_count() <= most_groups) {
        parts_.regexes.push_back(*regex);
        return regex->get();
      }
      const Span span = expr.operands[1]->span;
      const std::string message =
          regex.ok() ? "the pattern captures more than one group; write `(?:...)` for a group that "
                       "is not extracted"
                     : regex.error().message;
      errors_.push_back({"cel.pattern", message, span.offset, span.length});
    }
    if (!parts_.regex_cache) parts_.regex_cache = std::make_unique<RegexCache>();
    return nullptr;
  }

  Result<std::shared_ptr<const Regex>> CompilePattern(std::string_view pattern) const {
    if (parts_.regexes.size() < kMaxPatterns) return Regex::Compile(pattern);
    return Error{"cel.pattern", "the expression has more than " + std::to_string(kMaxPatterns) +
                                    " patterns; divide it"};
  }

  const Node* Comprehension(const Expr& expr) {
    ComprehensionNode node{};
    node.eval = kMacros[static_cast<size_t>(expr.macro)];
    node.range = Visit(*expr.operands[0]);
    node.slot = expr.slot;
    node.two = !expr.second_name.empty();
    const uint32_t before = visited_;
    node.condition = expr.conditional ? Visit(*expr.operands[1]) : nullptr;
    const bool has_result = expr.operands.size() > (expr.conditional ? 2U : 1U);
    node.result = has_result ? Visit(*expr.operands.back()) : nullptr;
    node.weight = visited_ - before + 1;
    return parts_.arena.New<ComprehensionNode>(node);
  }

  ProgramParts& parts_;
  TextScans* scans_;
  std::vector<CompileError> errors_;
  uint32_t visited_ = 0;
  int64_t fold_steps_ = kMaxFoldSteps;  // left of the budget of all the foldings
};

}  // namespace

std::vector<CompileError> Lower(const std::vector<const Expr*>& clauses,
                                const CompileOptions& options, ProgramParts& parts) {
  Lowerer lowerer(parts, options.scans);
  for (const Expr* clause : clauses) parts.clauses.push_back({lowerer.Visit(*clause), {}, {}});
  std::vector<CompileError> errors = lowerer.TakeErrors();
  if (!options.check) errors.clear();
  return errors;
}

}  // namespace reeve::cel
