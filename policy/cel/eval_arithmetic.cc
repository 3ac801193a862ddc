// + - * / % and the sign. Overflow is an error; doubles follow IEEE 754.
#include <cstring>

#include "policy/cel/errors.h"
#include "policy/cel/node.h"
#include "policy/cel/time.h"

namespace reeve::cel {
namespace {

// Evaluates both operands and gives them to `combine`, unless one is an error.
template <typename Combine>
Value Binary(const Node& node, Frame& frame, Combine combine) {
  const auto& binary = static_cast<const BinaryNode&>(node);
  const Value left = Eval(binary.left, frame);
  if (left.is_error()) return left;
  const Value right = Eval(binary.right, frame);
  if (right.is_error()) return right;
  return combine(left, right);
}

bool Both(Kind kind, const Value& a, const Value& b) { return a.Is(kind) && b.Is(kind); }

Value TimestampOr(const std::optional<Instant>& instant) {
  return instant ? Value::Timestamp(*instant) : Fail(kOverflow);
}

std::string_view Join(std::string_view a, std::string_view b, Frame& frame) {
  const std::span<char> out = frame.arena.NewArray<char>(a.size() + b.size());
  if (!a.empty()) std::memcpy(out.data(), a.data(), a.size());
  if (!b.empty()) std::memcpy(out.data() + a.size(), b.data(), b.size());
  return {out.data(), out.size()};
}

Value JoinTexts(const Value& a, const Value& b, Frame& frame) {
  const size_t size = a.as_text().size() + b.as_text().size();
  if (size > UINT32_MAX || !frame.SpendMade(size)) return Fail(kBudget);
  const std::string_view text = Join(a.as_text(), b.as_text(), frame);
  return a.Is(Kind::kString) ? Value::String(text) : Value::Bytes(text);
}

Value JoinLists(std::span<const Value> a, std::span<const Value> b, Frame& frame) {
  const size_t size = a.size() + b.size();
  if (size > UINT32_MAX || !frame.SpendMade(size * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> out = frame.arena.NewArray<Value>(size);
  std::copy(a.begin(), a.end(), out.begin());
  std::copy(b.begin(), b.end(), out.begin() + static_cast<std::ptrdiff_t>(a.size()));
  return Value::List(out);
}

Value AddOthers(const Value& a, const Value& b, Frame& frame) {
  if (Both(Kind::kString, a, b) || Both(Kind::kBytes, a, b)) return JoinTexts(a, b, frame);
  if (Both(Kind::kList, a, b)) return JoinLists(a.as_list(), b.as_list(), frame);
  if (a.Is(Kind::kTimestamp) && b.Is(Kind::kDuration)) {
    return TimestampOr(Add(a.as_timestamp(), b.as_duration()));
  }
  if (a.Is(Kind::kDuration) && b.Is(Kind::kTimestamp)) {
    return TimestampOr(Add(b.as_timestamp(), a.as_duration()));
  }
  int64_t sum = 0;
  if (!Both(Kind::kDuration, a, b)) return Fail(kNoOverload);
  if (__builtin_add_overflow(a.as_duration(), b.as_duration(), &sum)) return Fail(kOverflow);
  return Value::Duration(sum);
}

Value SubtractTimes(const Value& a, const Value& b) {
  int64_t result = 0;
  if (Both(Kind::kTimestamp, a, b)) {
    const auto difference = Difference(a.as_timestamp(), b.as_timestamp());
    return difference ? Value::Duration(*difference) : Fail(kOverflow);
  }
  if (a.Is(Kind::kTimestamp) && b.Is(Kind::kDuration)) {
    // The least duration has no opposite.
    if (b.as_duration() == INT64_MIN) return Fail(kOverflow);
    return TimestampOr(Add(a.as_timestamp(), -b.as_duration()));
  }
  if (!Both(Kind::kDuration, a, b)) return Fail(kNoOverload);
  if (__builtin_sub_overflow(a.as_duration(), b.as_duration(), &result)) return Fail(kOverflow);
  return Value::Duration(result);
}

Value DivideInts(int64_t a, int64_t b, bool remainder) {
  if (b == 0) return Fail(kDivision);
  if (a == INT64_MIN && b == -1) return Fail(kOverflow);
  return Value::Int(remainder ? a % b : a / b);
}

Value DivideUints(uint64_t a, uint64_t b, bool remainder) {
  if (b == 0) return Fail(kDivision);
  return Value::Uint(remainder ? a % b : a / b);
}

}  // namespace

Value EvalNegate(const Node& node, Frame& frame) {
  const Value v = Eval(static_cast<const UnaryNode&>(node).operand, frame);
  if (v.Is(Kind::kInt)) return v.as_int() == INT64_MIN ? Fail(kOverflow) : Value::Int(-v.as_int());
  if (v.Is(Kind::kDouble)) return Value::Double(-v.as_double());
  return v.is_error() ? v : Fail(kNoOverload);
}

Value EvalAdd(const Node& node, Frame& frame) {
  return Binary(node, frame, [&](const Value& a, const Value& b) {
    if (Both(Kind::kInt, a, b)) {
      int64_t sum = 0;
      const bool over = __builtin_add_overflow(a.as_int(), b.as_int(), &sum);
      return over ? Fail(kOverflow) : Value::Int(sum);
    }
    if (Both(Kind::kUint, a, b)) {
      uint64_t sum = 0;
      const bool over = __builtin_add_overflow(a.as_uint(), b.as_uint(), &sum);
      return over ? Fail(kOverflow) : Value::Uint(sum);
    }
    if (Both(Kind::kDouble, a, b)) return Value::Double(a.as_double() + b.as_double());
    return AddOthers(a, b, frame);
  });
}

Value EvalSubtract(const Node& node, Frame& frame) {
  return Binary(node, frame, [](const Value& a, const Value& b) {
    if (Both(Kind::kInt, a, b)) {
      int64_t difference = 0;
      const bool over = __builtin_sub_overflow(a.as_int(), b.as_int(), &difference);
      return over ? Fail(kOverflow) : Value::Int(difference);
    }
    if (Both(Kind::kUint, a, b)) {
      if (a.as_uint() < b.as_uint()) return Fail(kOverflow);
      return Value::Uint(a.as_uint() - b.as_uint());
    }
    if (Both(Kind::kDouble, a, b)) return Value::Double(a.as_double() - b.as_double());
    return SubtractTimes(a, b);
  });
}

Value EvalMultiply(const Node& node, Frame& frame) {
  return Binary(node, frame, [](const Value& a, const Value& b) {
    if (Both(Kind::kInt, a, b)) {
      int64_t product = 0;
      const bool over = __builtin_mul_overflow(a.as_int(), b.as_int(), &product);
      return over ? Fail(kOverflow) : Value::Int(product);
    }
    if (Both(Kind::kUint, a, b)) {
      uint64_t product = 0;
      const bool over = __builtin_mul_overflow(a.as_uint(), b.as_uint(), &product);
      return over ? Fail(kOverflow) : Value::Uint(product);
    }
    if (Both(Kind::kDouble, a, b)) return Value::Double(a.as_double() * b.as_double());
    return Fail(kNoOverload);
  });
}

Value EvalDivide(const Node& node, Frame& frame) {
  return Binary(node, frame, [](const Value& a, const Value& b) {
    if (Both(Kind::kInt, a, b)) return DivideInts(a.as_int(), b.as_int(), false);
    if (Both(Kind::kUint, a, b)) return DivideUints(a.as_uint(), b.as_uint(), false);
    if (Both(Kind::kDouble, a, b)) return Value::Double(a.as_double() / b.as_double());
    return Fail(kNoOverload);
  });
}

Value EvalModulo(const Node& node, Frame& frame) {
  return Binary(node, frame, [](const Value& a, const Value& b) {
    if (Both(Kind::kInt, a, b)) return DivideInts(a.as_int(), b.as_int(), true);
    if (Both(Kind::kUint, a, b)) return DivideUints(a.as_uint(), b.as_uint(), true);
    return Fail(kNoOverload);
  });
}

}  // namespace reeve::cel
