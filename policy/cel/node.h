// The compiled form: a tree of nodes, each with the function that evaluates it.
//
// A node is a plain struct in the program's arena; calling `eval` costs one indirect call and no
// lookup, for every name has become a slot, every constant a Value, and every constant part of the
// expression its result. Nodes are immutable; the state of a run is in its Frame.
//
// Invariant: evaluation gives no kAbsent.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/frame.h"
#include "policy/cel/functions.h"
#include "policy/cel/regex.h"
#include "policy/cel/text_scan.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"

namespace reeve::cel {

struct Node;
using EvalFunction = Value (*)(const Node& node, Frame& frame);

struct Node {
  EvalFunction eval;
};

inline Value Eval(const Node* node, Frame& frame) { return node->eval(*node, frame); }

struct ConstantNode : Node {
  Value value;
};

struct SlotNode : Node {
  uint32_t slot;
  const ErrorValue* missing;  // of a variable: the error when it is absent
};

// target.name, has(target.name).
struct FieldNode : Node {
  const Node* target;          // of a path: null
  const ObjectSchema* schema;  // what the target is by the check; null for a map or dyn
  uint32_t slot;               // in schema
  Value key;                   // the name, for maps and for objects of another schema
  const ErrorValue* missing;
  SlotNode variable;  // of a path `variable.name`
};

struct UnaryNode : Node {
  const Node* operand;
};

struct BinaryNode : Node {
  const Node* left;
  const Node* right;
};

// left == "text", and left in ["text", ...] with the texts sorted by length, then bytes.
struct TextNode : Node {
  const Node* left;
  std::span<const Value> texts;
};

// left in a set of the host.
struct TextSetNode : Node {
  const Node* left;
  const TextSet* texts;
};

struct TernaryNode : Node {
  const Node* condition;
  const Node* then;
  const Node* otherwise;
};

// &&, ||, lists, and maps (key, value, key, value...).
struct OperandsNode : Node {
  std::span<const Node* const> operands;
};

struct CallNode : Node {
  std::span<const Overload* const> overloads;
  std::span<const Node* const> operands;
};

struct MatchesNode : Node {
  const Node* text;
  const Regex* regex;
  ScanPlace place;
};

// Records the outcome of the operand.
struct TracedNode : Node {
  const Node* operand;
  uint32_t point;
};

struct RegexNode : Node {
  RegexFunction function;
  const Regex* regex;
  std::span<const Node* const> operands;
};

// A list or map some operands of which stand behind a `?`.
struct OptionalsNode : OperandsNode {
  std::span<const bool> optional;
};

struct ComprehensionNode : Node {
  const Node* range;
  const Node* condition;  // null: every element
  const Node* result;     // null: a bool, or the element itself
  uint32_t slot;          // of the variable; with `two` of the key or place, the value behind it
  bool two;
  uint32_t weight;  // nodes evaluated for one element, at the most
};

// eval_access.cc
Value EvalConstant(const Node& node, Frame& frame);
Value EvalVariable(const Node& node, Frame& frame);
Value EvalLocal(const Node& node, Frame& frame);
Value EvalField(const Node& node, Frame& frame);
Value EvalPath(const Node& node, Frame& frame);
Value EvalOptionalField(const Node& node, Frame& frame);
Value EvalHas(const Node& node, Frame& frame);
Value EvalIndex(const Node& node, Frame& frame);
Value EvalOptionalIndex(const Node& node, Frame& frame);

// eval_arithmetic.cc
Value EvalNegate(const Node& node, Frame& frame);
Value EvalAdd(const Node& node, Frame& frame);
Value EvalSubtract(const Node& node, Frame& frame);
Value EvalMultiply(const Node& node, Frame& frame);
Value EvalDivide(const Node& node, Frame& frame);
Value EvalModulo(const Node& node, Frame& frame);

// eval_compare.cc
Value EvalEqual(const Node& node, Frame& frame);
Value EvalNotEqual(const Node& node, Frame& frame);
Value EvalEqualText(const Node& node, Frame& frame);
Value EvalNotEqualText(const Node& node, Frame& frame);
Value EvalLess(const Node& node, Frame& frame);
Value EvalLessEqual(const Node& node, Frame& frame);
Value EvalGreater(const Node& node, Frame& frame);
Value EvalGreaterEqual(const Node& node, Frame& frame);
Value EvalIn(const Node& node, Frame& frame);
Value EvalInTexts(const Node& node, Frame& frame);
Value EvalInTextSet(const Node& node, Frame& frame);

// eval_logic.cc
Value EvalNot(const Node& node, Frame& frame);
Value EvalAnd(const Node& node, Frame& frame);
Value EvalOr(const Node& node, Frame& frame);
Value EvalTernary(const Node& node, Frame& frame);

// eval_quantify.cc
Value EvalAll(const Node& node, Frame& frame);
Value EvalExists(const Node& node, Frame& frame);
Value EvalExistsOne(const Node& node, Frame& frame);

// eval_transform.cc
Value EvalFilter(const Node& node, Frame& frame);
Value EvalMapMacro(const Node& node, Frame& frame);
Value EvalTransformMap(const Node& node, Frame& frame);
Value EvalTransformEntry(const Node& node, Frame& frame);
Value EvalSortBy(const Node& node, Frame& frame);
Value EvalBind(const Node& node, Frame& frame);

// eval_optional.cc
Value EvalOptionalOr(const Node& node, Frame& frame);
Value EvalOptionalOrValue(const Node& node, Frame& frame);
Value EvalOptMap(const Node& node, Frame& frame);
Value EvalOptFlatMap(const Node& node, Frame& frame);
Value EvalOptionalList(const Node& node, Frame& frame);
Value EvalOptionalMap(const Node& node, Frame& frame);

// eval_call.cc
Value EvalList(const Node& node, Frame& frame);
Value EvalMap(const Node& node, Frame& frame);
Value EvalCall(const Node& node, Frame& frame);
Value EvalMatches(const Node& node, Frame& frame);
Value EvalRegex(const Node& node, Frame& frame);

// trace.cc
Value EvalTraced(const Node& node, Frame& frame);

// The order of TextNode::texts.
bool TextLess(std::string_view a, std::string_view b);

}  // namespace reeve::cel
