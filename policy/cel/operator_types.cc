#include "policy/cel/operator_types.h"

#include <array>

namespace reeve::cel {
namespace {

using MaybeType = std::optional<Type>;

// Of two operands, one of which may be open, the kind that both then have.
Kind CommonKind(const Type& left, const Type& right) {
  if (left.IsOpen()) return right.IsOpen() ? Kind::kDyn : right.kind();
  if (right.IsOpen() || left.kind() == right.kind()) return left.kind();
  return Kind::kError;
}

bool IsTime(const Type& type) { return type.Is(Kind::kTimestamp) || type.Is(Kind::kDuration); }

// Timestamps and durations do not stay among themselves as numbers do.
MaybeType AddTimes(const Type& left, const Type& right) {
  if (left.IsOpen() || right.IsOpen()) return Type::Dyn();
  if (!IsTime(left) || !IsTime(right)) return std::nullopt;
  if (left.Is(Kind::kDuration)) return right;
  return right.Is(Kind::kDuration) ? MaybeType(left) : std::nullopt;
}

MaybeType SubtractTimes(const Type& left, const Type& right) {
  if (left.IsOpen() || right.IsOpen()) return Type::Dyn();
  if (!IsTime(left) || !IsTime(right)) return std::nullopt;
  if (right.Is(Kind::kDuration)) return left;
  return left.Is(Kind::kTimestamp) ? MaybeType(Type::Duration()) : std::nullopt;
}

MaybeType AddLists(const Type& left, const Type& right) {
  if (left.IsOpen() || right.IsOpen()) return Type::List(Type::Dyn());
  return Type::List(Join(left.element(), right.element()).value_or(Type::Dyn()));
}

MaybeType ArithmeticType(Operator op, const Type& left, const Type& right) {
  if ((IsTime(left) || IsTime(right)) && op == Operator::kAdd) return AddTimes(left, right);
  if ((IsTime(left) || IsTime(right)) && op == Operator::kSubtract) {
    return SubtractTimes(left, right);
  }
  switch (CommonKind(left, right)) {
    case Kind::kDyn:
      return Type::Dyn();
    case Kind::kInt:
      return Type::Int();
    case Kind::kUint:
      return Type::Uint();
    case Kind::kDouble:
      return op == Operator::kModulo ? std::nullopt : MaybeType(Type::Double());
    case Kind::kString:
      return op == Operator::kAdd ? MaybeType(Type::String()) : std::nullopt;
    case Kind::kBytes:
      return op == Operator::kAdd ? MaybeType(Type::Bytes()) : std::nullopt;
    case Kind::kList:
      return op == Operator::kAdd ? AddLists(left, right) : std::nullopt;
    default:
      return std::nullopt;
  }
}

bool Equatable(const Type& left, const Type& right) {
  if (left.Is(Kind::kTextSet) || right.Is(Kind::kTextSet)) return false;
  if (left.IsNumeric() && right.IsNumeric()) return true;
  if (left.kind() == right.kind() && (left.Is(Kind::kList) || left.Is(Kind::kOptional))) {
    return Equatable(left.element(), right.element());
  }
  if (left.kind() == right.kind() && left.Is(Kind::kMap)) {
    return Equatable(left.key(), right.key()) && Equatable(left.element(), right.element());
  }
  return Join(left, right).has_value();
}

bool Orderable(const Type& left, const Type& right) {
  if (left.IsNumeric() && right.IsNumeric()) return true;
  switch (CommonKind(left, right)) {
    case Kind::kDyn:
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDouble:
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kTimestamp:
    case Kind::kDuration:
      return true;
    default:
      return false;
  }
}

bool MayBeIn(const Type& element, const Type& container) {
  if (container.IsOpen()) return true;
  if (container.Is(Kind::kTextSet)) return element.IsOpen() || element.Is(Kind::kString);
  if (container.Is(Kind::kList)) return Equatable(element, container.element());
  return container.Is(Kind::kMap) && Equatable(element, container.key());
}

}  // namespace

std::optional<Type> BinaryType(Operator op, const Type& left, const Type& right) {
  const auto bool_if = [](bool sound) { return sound ? MaybeType(Type::Bool()) : std::nullopt; };
  switch (op) {
    case Operator::kEqual:
    case Operator::kNotEqual:
      return bool_if(Equatable(left, right));
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return bool_if(Orderable(left, right));
    case Operator::kIn:
      return bool_if(MayBeIn(left, right));
    default:
      return ArithmeticType(op, left, right);
  }
}

std::optional<Type> UnaryType(Operator op, const Type& operand) {
  if (op == Operator::kNot) {
    return operand.IsOpen() || operand.Is(Kind::kBool) ? MaybeType(Type::Bool()) : std::nullopt;
  }
  if (operand.IsOpen()) return Type::Dyn();
  return operand.Is(Kind::kInt) || operand.Is(Kind::kDouble) ? MaybeType(operand) : std::nullopt;
}

std::string_view OperatorText(Operator op) {
  static constexpr std::array<std::string_view, 17> kTexts = {
      "", "!", "-", "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"};
  return kTexts[static_cast<size_t>(op)];
}

std::string_view ExpectedOperands(Operator op) {
  switch (op) {
    case Operator::kNot:
      return "a bool";
    case Operator::kNegate:
      return "an int or a double";
    case Operator::kAdd:
      return "two ints, two uints, two doubles, two strings, two lists, or times";
    case Operator::kSubtract:
      return "two ints, two uints, two doubles, or times";
    case Operator::kMultiply:
    case Operator::kDivide:
      return "two ints, two uints or two doubles";
    case Operator::kModulo:
      return "two ints or two uints";
    case Operator::kEqual:
    case Operator::kNotEqual:
      return "two values of one type";
    case Operator::kIn:
      return "a list or a map with elements of the type on the left";
    case Operator::kAnd:
    case Operator::kOr:
      return "bools";
    default:
      return "two numbers, strings, bools, bytes, timestamps or durations";
  }
}

std::string InWords(const Type& type) {
  if (type.Is(Kind::kList) || type.Is(Kind::kMap)) return "a " + type.Name();
  if (const ObjectSchema* schema = type.schema()) return "an object `" + schema->name() + "`";
  return std::string(KindInWords(type.kind()));
}

}  // namespace reeve::cel
