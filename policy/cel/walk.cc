#include "policy/cel/walk.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/cel/errors.h"
#include "policy/cel/map.h"
#include "policy/cel/node.h"
#include "policy/cel/sorting.h"
#include "policy/cel/text_set.h"

namespace reeve::cel {
namespace {

// The elements of a list or the keys of a map, else nothing.
std::optional<std::vector<Value>> ElementsOf(const Value& range) {
  std::vector<Value> elements;
  if (range.Is(Kind::kList)) {
    elements.assign(range.as_list().begin(), range.as_list().end());
    return elements;
  }
  if (!range.Is(Kind::kMap)) return std::nullopt;
  for (const MapEntry& entry : range.as_map().entries()) elements.push_back(entry.key);
  return elements;
}

Value Wrong(const Value& found) { return found.is_error() ? found : Fail(kNotBool); }

class Walker {
 public:
  Walker(const Environment& environment, const Activation& activation, Arena& arena,
         int64_t max_steps)
      : environment_(environment),
        frame_{activation.variables, {}, arena, max_steps, &regexes_},
        max_steps_(max_steps) {
    frame_.deadline = activation.deadline;
  }

  int64_t steps() const { return max_steps_ - frame_.steps; }

  Value Run(const Expr& expr) {
    const Value value = Visit(expr);
    const bool spent = value.is_error() && &value.as_error() == &kBudget;
    return spent && frame_.exceeded != nullptr ? Fail(*frame_.exceeded) : value;
  }

 private:
  Value Visit(const Expr& expr) {
    if (!frame_.Spend(1)) return Fail(kBudget);
    if (!expr.failure_code.empty()) {
      return Value::Error(expr.failure_code, expr.failure, frame_.arena);
    }
    if (expr.reference == Reference::kTypeName || expr.reference == Reference::kConstant) {
      return expr.literal;
    }
    const Value value = Plain(expr);
    return value.is_absent() ? Fail(kNoSuchValue) : value;
  }

  Value Plain(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return expr.literal;
      case ExprKind::kIdent:
        return Named(expr);
      case ExprKind::kSelect:
      case ExprKind::kOptionalSelect:
        return Through(Visit(*expr.operands[0]), expr.kind == ExprKind::kOptionalSelect,
                       [&](const Value& target) { return Field(target, expr.name); });
      case ExprKind::kHas:
        return Has(Visit(*expr.operands[0]), expr.name);
      case ExprKind::kUnary:
        return Unary(expr);
      case ExprKind::kLogic:
        return Logic(expr);
      case ExprKind::kTernary:
        return Ternary(expr);
      case ExprKind::kCall:
        return expr.member && (expr.name == "or" || expr.name == "orValue") &&
                       expr.operands.size() == 2
                   ? Alternative(expr)
                   : OfOperands(expr);
      case ExprKind::kComprehension:
        return Comprehension(expr);
      default:
        return OfOperands(expr);
    }
  }

  // What evaluates all of its operands, of which none may be an error.
  Value OfOperands(const Expr& expr) {
    std::vector<Value> operands;
    for (const ExprPtr& operand : expr.operands) {
      operands.push_back(Visit(*operand));
      if (operands.back().is_error()) return operands.back();
    }
    const bool is_literal = expr.kind == ExprKind::kList || expr.kind == ExprKind::kMap;
    if (is_literal) {
      const Value error = OpenEntries(expr, &operands);
      if (error.is_error()) return error;
    }
    switch (expr.kind) {
      case ExprKind::kIndex:
      case ExprKind::kOptionalIndex:
        return Through(operands[0], expr.kind == ExprKind::kOptionalIndex,
                       [&](const Value& target) { return Element(target, operands[1]); });
      case ExprKind::kBinary:
        return Binary(expr.op, operands[0], operands[1]);
      case ExprKind::kList:
        return List(operands);
      case ExprKind::kMap:
        return Map(operands);
      default:
        return Call(expr, operands);
    }
  }

  Value Named(const Expr& expr) {
    if (expr.reference == Reference::kLocal) {
      for (size_t i = scope_.size(); i-- > 0;) {
        if (scope_[i].first == expr.name) return scope_[i].second;
      }
    }
    const auto slot = environment_.Find(expr.name);
    if (!slot || *slot >= frame_.variables.size()) return Fail(kNoSuchValue);
    return frame_.variables[*slot];
  }

  // Null when it is absent.
  static const Value* Find(const Value& target, std::string_view name) {
    if (target.Is(Kind::kMap)) return target.as_map().Find(name);
    const auto slot = target.as_object().schema->Find(name);
    if (!slot || target.as_object().fields[*slot].is_absent()) return nullptr;
    return &target.as_object().fields[*slot];
  }

  static Value Field(const Value& target, std::string_view name) {
    if (target.is_error()) return target;
    if (!target.Is(Kind::kMap) && !target.Is(Kind::kObject)) return Fail(kNoFields);
    const Value* found = Find(target, name);
    if (found != nullptr) return *found;
    return Fail(target.Is(Kind::kMap) ? kNoSuchKey : kNoSuchValue);
  }

  static Value Has(Value target, std::string_view name) {
    if (target.is_error()) return target;
    if (target.Is(Kind::kOptional)) {
      if (target.as_optional() == nullptr) return Value::Bool(false);
      target = *target.as_optional();
    }
    if (!target.Is(Kind::kMap) && !target.Is(Kind::kObject)) return Fail(kNoFields);
    return Value::Bool(Find(target, name) != nullptr);
  }

  static Value Element(const Value& target, const Value& index) {
    if (target.Is(Kind::kMap)) {
      const Value* found = target.as_map().Find(index);
      return found == nullptr ? Fail(kNoSuchKey) : *found;
    }
    if (!target.Is(Kind::kList) || !index.IsNumeric()) return Fail(kNoOverload);
    const std::span<const Value> list = target.as_list();
    for (size_t i = 0; i < list.size(); ++i) {
      if (Equal(index, Value::Uint(i))) return list[i];
    }
    return Fail(kOutsideOfList);
  }

  Value Unary(const Expr& expr) {
    const Value operand = Visit(*expr.operands[0]);
    if (operand.is_error()) return operand;
    if (expr.op == Operator::kNegate) return Arithmetic(EvalNegate, operand, operand);
    return operand.Is(Kind::kBool) ? Value::Bool(!operand.as_bool()) : Fail(kNoOverload);
  }

  // Of the compiled form, on constants.
  Value Arithmetic(EvalFunction operation, const Value& a, const Value& b) {
    const ConstantNode left{{EvalConstant}, a};
    const ConstantNode right{{EvalConstant}, b};
    if (operation == EvalNegate) return operation(UnaryNode{{operation}, &left}, frame_);
    return operation(BinaryNode{{operation}, &left, &right}, frame_);
  }

  Value Binary(Operator op, const Value& a, const Value& b) {
    switch (op) {
      case Operator::kAdd:
        return Arithmetic(EvalAdd, a, b);
      case Operator::kSubtract:
        return Arithmetic(EvalSubtract, a, b);
      case Operator::kMultiply:
        return Arithmetic(EvalMultiply, a, b);
      case Operator::kDivide:
        return Arithmetic(EvalDivide, a, b);
      case Operator::kModulo:
        return Arithmetic(EvalModulo, a, b);
      case Operator::kEqual:
        return Truth(Equal(a, b, frame_.steps));
      case Operator::kNotEqual:
        return Truth(!Equal(a, b, frame_.steps));
      case Operator::kIn:
        return In(a, b);
      default:
        return Ordered(op, a, b);
    }
  }

  // Unless the budget ended while it was found out.
  Value Truth(bool value) { return frame_.steps < 0 ? Fail(kBudget) : Value::Bool(value); }

  Value In(const Value& element, const Value& container) {
    if (container.Is(Kind::kTextSet)) {
      return Value::Bool(element.Is(Kind::kString) &&
                         container.as_text_set().Contains(element.as_text()));
    }
    const auto elements = ElementsOf(container);
    if (!elements) return Fail(kNoOverload);
    for (const Value& candidate : *elements) {
      if (Equal(element, candidate, frame_.steps)) return Truth(true);
    }
    return Truth(false);
  }

  Value Ordered(Operator op, const Value& a, const Value& b) {
    if (a.Is(Kind::kString) && !frame_.SpendScanned(a.as_text().size())) return Fail(kBudget);
    const Ordering found = Compare(a, b);
    if (!found.comparable) return Fail(kNoOverload);
    const bool less = found.order < 0;
    const bool equal = found.order == 0;
    const bool greater = found.order > 0;
    if (op == Operator::kLess) return Value::Bool(less);
    if (op == Operator::kLessEqual) return Value::Bool(less || equal);
    return Value::Bool(greater || (op == Operator::kGreaterEqual && equal));
  }

  // All the operands are evaluated, also those behind one that decides.
  Value Logic(const Expr& expr) {
    std::vector<Value> operands;
    for (const ExprPtr& operand : expr.operands) operands.push_back(Visit(*operand));
    return Fold(expr.op == Operator::kOr, operands);
  }

  // `||` if `decides`, else `&&`.
  static Value Fold(bool decides, const std::vector<Value>& operands) {
    for (const Value& operand : operands) {
      if (operand.Is(Kind::kBool) && operand.as_bool() == decides) return operand;
    }
    for (const Value& operand : operands) {
      if (!operand.Is(Kind::kBool)) return Wrong(operand);
    }
    return Value::Bool(!decides);
  }

  Value Ternary(const Expr& expr) {
    const Value condition = Visit(*expr.operands[0]);
    if (!condition.Is(Kind::kBool)) return Wrong(condition);
    return Visit(*expr.operands[condition.as_bool() ? 1 : 2]);
  }

  Value List(const std::vector<Value>& elements) {
    if (!frame_.SpendMade(elements.size() * sizeof(Value))) return Fail(kBudget);
    const std::span<Value> list = frame_.arena.NewArray<Value>(elements.size());
    std::copy(elements.begin(), elements.end(), list.begin());
    return Value::List(list);
  }

  Value Map(const std::vector<Value>& operands) {
    const size_t count = operands.size() / 2;
    if (!frame_.SpendMade(count * sizeof(MapEntry))) return Fail(kBudget);
    const std::span<MapEntry> entries = frame_.arena.NewArray<MapEntry>(count);
    for (size_t i = 0; i < count; ++i) entries[i] = {operands[2 * i], operands[2 * i + 1]};
    return MapValue::Make(entries, frame_.arena);
  }

  Value Call(const Expr& expr, const std::vector<Value>& arguments) {
    for (const Overload* overload : expr.overloads) {
      bool applies = overload->arity == arguments.size();
      for (size_t i = 0; applies && i < arguments.size(); ++i) {
        const Kind parameter = overload->parameters[i];
        applies = parameter == Kind::kDyn || arguments[i].Is(parameter);
      }
      if (applies) return overload->function(frame_, arguments.data());
    }
    return Fail(kNoOverload);
  }

  // `body` with the variables of the macro.
  Value Within(const Expr& macro, const Value& first, const Value& second, const Expr& body) {
    const size_t outside = scope_.size();
    scope_.emplace_back(macro.name, first);
    if (!macro.second_name.empty()) scope_.emplace_back(macro.second_name, second);
    const Value value = Visit(body);
    scope_.resize(outside);
    return value;
  }

  // The elements with their places or keys; nullopt when there are none to go over.
  static std::optional<std::vector<MapEntry>> EntriesOf(const Value& range) {
    std::vector<MapEntry> entries;
    if (range.Is(Kind::kMap)) {
      const auto all = range.as_map().entries();
      entries.assign(all.begin(), all.end());
      return entries;
    }
    if (!range.Is(Kind::kList)) return std::nullopt;
    for (const Value& element : range.as_list()) {
      entries.push_back({Value::Int(static_cast<int64_t>(entries.size())), element});
    }
    return entries;
  }

  Value Each(const Expr& macro, const Value& range, const MapEntry& entry, const Expr& body) {
    const bool two = !macro.second_name.empty();
    const Value& first = two || range.Is(Kind::kMap) ? entry.key : entry.value;
    return Within(macro, first, entry.value, body);
  }

  Value Comprehension(const Expr& expr) {
    const Value range = Visit(*expr.operands[0]);
    if (expr.macro == Macro::kBind) return Within(expr, range, range, *expr.operands[1]);
    if (range.is_error()) return range;
    if (expr.macro == Macro::kOptMap || expr.macro == Macro::kOptFlatMap) {
      return MappedOptional(expr, range);
    }
    const auto entries = EntriesOf(range);
    const bool sorted_map = expr.macro == Macro::kSortBy && !range.Is(Kind::kList);
    if (!entries || sorted_map) return Fail(kNotIterable);
    switch (expr.macro) {
      case Macro::kAll:
        return Fold(false, Outcomes(expr, range, *entries));
      case Macro::kExists:
        return Fold(true, Outcomes(expr, range, *entries));
      case Macro::kExistsOne:
        return ExactlyOne(Outcomes(expr, range, *entries));
      default:
        return Transformed(expr, range, *entries);
    }
  }

  // Of a condition for each element; the last is cel.budget if that ended.
  std::vector<Value> Outcomes(const Expr& expr, const Value& range,
                              const std::vector<MapEntry>& entries) {
    std::vector<Value> outcomes;
    for (const MapEntry& entry : entries) {
      outcomes.push_back(Each(expr, range, entry, *expr.operands[1]));
      if (frame_.steps < 0) return {Fail(kBudget)};
    }
    return outcomes;
  }

  Value MappedOptional(const Expr& expr, const Value& range) {
    if (!range.Is(Kind::kOptional)) return Fail(kNoOverload);
    if (range.as_optional() == nullptr) return range;
    const Value& content = *range.as_optional();
    const Value result = Within(expr, content, content, *expr.operands[1]);
    if (result.is_error()) return result;
    if (expr.macro == Macro::kOptMap) return Some(result);
    return result.Is(Kind::kOptional) ? result : Fail(kNoOverload);
  }

  // The macros that make something of each element for which the condition holds.
  Value Transformed(const Expr& expr, const Value& range, const std::vector<MapEntry>& entries) {
    std::vector<MapEntry> made;
    for (const MapEntry& entry : entries) {
      if (expr.conditional) {
        const Value keep = Each(expr, range, entry, *expr.operands[1]);
        if (!keep.Is(Kind::kBool)) return Wrong(keep);
        if (!keep.as_bool()) continue;
      }
      const Value result = expr.macro == Macro::kFilter
                               ? (range.Is(Kind::kMap) ? entry.key : entry.value)
                               : Each(expr, range, entry, *expr.operands.back());
      if (result.is_error()) return result;
      made.push_back({expr.macro == Macro::kSortBy ? entry.value : entry.key, result});
      if (frame_.steps < 0) return Fail(kBudget);
    }
    return Gathered(expr.macro, made);
  }

  Value Gathered(Macro macro, const std::vector<MapEntry>& made) {
    std::vector<Value> list;
    switch (macro) {
      case Macro::kTransformMap:
        for (const MapEntry& entry : made) list.insert(list.end(), {entry.key, entry.value});
        return Map(list);
      case Macro::kTransformMapEntry:
        for (const MapEntry& entry : made) {
          if (!entry.value.Is(Kind::kMap)) return Fail(kNoOverload);
          for (const MapEntry& inner : entry.value.as_map().entries()) {
            list.insert(list.end(), {inner.key, inner.value});
          }
        }
        return Map(list);
      case Macro::kSortBy:
        return SortedBy(made);
      default:
        for (const MapEntry& entry : made) list.push_back(entry.value);
        return List(list);
    }
  }

  // Of elements, each with its key behind it.
  Value SortedBy(const std::vector<MapEntry>& made) {
    std::vector<SortEntry> entries;
    entries.reserve(made.size());
    for (const MapEntry& entry : made) entries.push_back({entry.value, entry.key});
    if (const ErrorValue* error = Sort(entries, frame_)) return Fail(*error);
    std::vector<Value> list;
    list.reserve(entries.size());
    for (const SortEntry& entry : entries) list.push_back(entry.value);
    return List(list);
  }

  static Value ExactlyOne(const std::vector<Value>& outcomes) {
    for (const Value& outcome : outcomes) {
      if (!outcome.Is(Kind::kBool)) return Wrong(outcome);
    }
    const auto is_true = [](const Value& outcome) { return outcome.is_true(); };
    return Value::Bool(std::count_if(outcomes.begin(), outcomes.end(), is_true) == 1);
  }

  Value Some(const Value& value) {
    return frame_.SpendMade(sizeof value) ? Value::Some(value, frame_.arena) : Fail(kBudget);
  }

  // Applies `read` to the value, or to what is in an optional; then, or if `optional`, what is
  // absent is none.
  template <typename Read>
  Value Through(Value target, bool optional, Read read) {
    if (target.Is(Kind::kOptional)) {
      if (target.as_optional() == nullptr) return target;
      target = *target.as_optional();
      optional = true;
    }
    const Value found = read(target);
    if (!optional) return found;
    if (!found.is_error()) return Some(found);
    const ErrorValue* error = &found.as_error();
    const bool absent = error == &kNoSuchValue || error == &kNoSuchKey || error == &kOutsideOfList;
    return absent && !target.is_error() ? Value::None() : found;
  }

  // `a.or(b)`, `a.orValue(b)`: b is only evaluated where it is needed.
  Value Alternative(const Expr& expr) {
    const Value left = Visit(*expr.operands[0]);
    if (!left.Is(Kind::kOptional)) return left.is_error() ? left : Fail(kNoOverload);
    const bool opens = expr.name == "orValue";
    if (left.as_optional() != nullptr) return opens ? *left.as_optional() : left;
    const Value right = Visit(*expr.operands[1]);
    return opens || right.Is(Kind::kOptional) || right.is_error() ? right : Fail(kNoOverload);
  }

  // Opens the values behind a `?`; those that are none go, in a map with their keys.
  static Value OpenEntries(const Expr& expr, std::vector<Value>* operands) {
    const size_t group = expr.kind == ExprKind::kMap ? 2 : 1;
    std::vector<Value> kept;
    for (size_t i = group - 1; i < operands->size(); i += group) {
      Value value = (*operands)[i];
      if (expr.operands[i]->optional) {
        if (!value.Is(Kind::kOptional)) return Fail(kNoOverload);
        if (value.as_optional() == nullptr) continue;
        value = *value.as_optional();
      }
      if (group == 2) kept.push_back((*operands)[i - 1]);
      kept.push_back(value);
    }
    *operands = std::move(kept);
    return Value::Null();
  }

  const Environment& environment_;
  RegexCache regexes_;
  Frame frame_;
  int64_t max_steps_;
  std::vector<std::pair<std::string_view, Value>> scope_;  // the variables of macros
};

}  // namespace

WalkResult Walk(const Expr& expr, const Environment& environment, const Activation& activation,
                Arena& arena, int64_t max_steps) {
  Walker walker(environment, activation, arena, max_steps);
  const Value value = walker.Run(expr);
  return {value, walker.steps()};
}

}  // namespace reeve::cel
