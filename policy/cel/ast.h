// The tree of an expression. The parser makes it, the checker writes types and references into it,
// lower.h reads them.
//
// Height is at most kMaxDepth, so that recursion over a tree is safe. Chains of `&&` and of `||`
// are one node of many operands.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/lexer.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"

namespace reeve::cel {

struct Overload;
struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

enum class ExprKind : uint8_t {
  kLiteral,         // literal
  kIdent,           // name
  kSelect,          // operands: target; name
  kOptionalSelect,  // `target.?name`, the same
  kHas,             // the same: whether the field is there
  kIndex,           // operands: target, index
  kOptionalIndex,   // `target[?index]`, the same
  kUnary,           // op, operands: one
  kBinary,          // op, operands: two
  kLogic,           // op (kAnd, kOr), operands: two or more
  kTernary,         // operands: condition, then, else
  kList,            // operands: elements
  kMap,             // operands: key, value, key, value...
  kCall,            // name, operands: the receiver if `member`, and the arguments
  kComprehension,   // macro, name and second_name, operands: what it goes over; a condition, if
                    // `conditional`; a result, unless the macro gives a bool or filters
};

enum class Operator : uint8_t {
  kNone,
  kNot,
  kNegate,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kAnd,
  kOr,
};

enum class Macro : uint8_t {
  kAll,
  kExists,
  kExistsOne,
  kFilter,
  kMap,  // also transformList
  kTransformMap,
  kTransformMapEntry,
  kSortBy,
  kOptMap,      // over an optional
  kOptFlatMap,  // the same
  kBind,        // over any value, which the variable is
};

// What the checker found that a name stands for.
enum class Reference : uint8_t {
  kNone,
  kVariable,  // slot in the activation
  kLocal,     // slot of a macro's variable
  kTypeName,  // name
  kField,     // schema and slot of a field
  kConstant,  // literal: a field that is always the same
  kKey,       // a key of a map, or a field of what is only known at run time
};

struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  Operator op = Operator::kNone;
  Macro macro = Macro::kAll;
  bool member = false;       // of a call: receiver.name(...)
  bool absolute = false;     // of an identifier: `.name`, never a macro's variable
  bool optional = false;     // of an element, or of a value in a map: it stands behind a `?`
  bool conditional = false;  // of a comprehension
  uint16_t height = 1;
  Span span;       // of the whole, without parentheses around it
  Span name_span;  // of the operator, field, function or variable
  std::string name;
  std::string second_name;  // of a comprehension of two variables; else ""
  Value literal;
  std::vector<ExprPtr> operands;

  // Written by the checker.
  Type type;
  Reference reference = Reference::kNone;
  uint32_t slot = 0;
  uint32_t trace_point = 0;  // place among the program's trace points, from 1; 0: none
  const ObjectSchema* schema = nullptr;
  std::vector<const Overload*> overloads;  // of a call: those that may apply
  std::string_view failure_code;           // without the check: the error it evaluates to
  std::string failure;
};

}  // namespace reeve::cel
