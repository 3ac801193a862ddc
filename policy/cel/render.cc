#include "policy/cel/render.h"

#include <cstdio>
#include <vector>

#include "policy/cel/macros.h"
#include "policy/cel/number.h"
#include "policy/cel/operator_types.h"
#include "policy/cel/parser.h"

namespace reeve::cel {
namespace {

// How strongly an expression holds together.
enum Level : uint8_t {
  kWhole,
  kOrOperand,
  kAndOperand,
  kRelation,
  kSum,
  kProduct,
  kSign,
  kPostfix
};

Level LevelOf(Operator op) {
  switch (op) {
    case Operator::kAdd:
    case Operator::kSubtract:
      return kSum;
    case Operator::kMultiply:
    case Operator::kDivide:
    case Operator::kModulo:
      return kProduct;
    default:
      return kRelation;
  }
}

Level LevelOf(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kTernary:
      return kWhole;
    case ExprKind::kLogic:
      return expr.op == Operator::kOr ? kOrOperand : kAndOperand;
    case ExprKind::kBinary:
      return LevelOf(expr.op);
    case ExprKind::kUnary:
      return kSign;
    default:
      return kPostfix;
  }
}

// Decoded: a character of a string, a byte of bytes.
void AppendEscaped(char c, char quote, bool bytes, std::string* out) {
  static constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\";
  static constexpr std::string_view kLetters = "abfnrtv\\";
  const auto byte = static_cast<unsigned char>(c);
  if (const size_t place = kPlain.find(c); place != kPlain.npos) {
    *out += {'\\', kLetters[place]};
  } else if (c == quote) {
    *out += {'\\', c};
  } else if (byte < 0x20 || byte == 0x7F || (bytes && byte > 0x7F)) {
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, "\\x%02x", byte);
    *out += buffer;
  } else {
    *out += c;
  }
}

std::string Quoted(std::string_view text, bool bytes) {
  const bool single = text.find('\'') == text.npos || text.find('"') != text.npos;
  const char quote = single ? '\'' : '"';
  std::string out = bytes ? "b" : "";
  out += quote;
  for (const char c : text) AppendEscaped(c, quote, bytes, &out);
  return out + quote;
}

std::string LiteralText(const Value& value) {
  if (value.Is(Kind::kString) || value.Is(Kind::kBytes)) {
    return Quoted(value.as_text(), value.Is(Kind::kBytes));
  }
  return value.DebugString();
}

bool IsSigned(const Value& value) { return value.IsNumeric() && value.DebugString()[0] == '-'; }

class SourceWriter {
 public:
  std::string Text(const Expr& expr, Level least) {
    const bool bare = LevelOf(expr) >= least;
    return bare ? Bare(expr) : "(" + Bare(expr) + ")";
  }

  std::string Lines(const Expr& expr) {
    const std::string joint = "\n" + std::string(OperatorText(expr.op)) + " ";
    return Joined(expr.operands, joint, expr.op == Operator::kOr ? kAndOperand : kRelation);
  }

 private:
  std::string Bare(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return LiteralText(expr.literal);
      case ExprKind::kIdent:
        return (expr.absolute ? "." : "") + expr.name;
      case ExprKind::kSelect:
        return Select(expr);
      case ExprKind::kOptionalSelect:
        return Select(expr, ".?");
      case ExprKind::kOptionalIndex:
        return Target(*expr.operands[0]) + "[?" + Text(*expr.operands[1], kWhole) + "]";
      case ExprKind::kHas:
        return "has(" + Select(expr) + ")";
      case ExprKind::kIndex:
        return Target(*expr.operands[0]) + "[" + Text(*expr.operands[1], kWhole) + "]";
      case ExprKind::kUnary:
        return Unary(expr);
      case ExprKind::kBinary:
        return Binary(expr);
      case ExprKind::kLogic:
        return Joined(expr.operands, " " + std::string(OperatorText(expr.op)) + " ",
                      expr.op == Operator::kOr ? kAndOperand : kRelation);
      case ExprKind::kTernary:
        return Text(*expr.operands[0], kOrOperand) + " ? " + Text(*expr.operands[1], kOrOperand) +
               " : " + Text(*expr.operands[2], kWhole);
      case ExprKind::kList:
        return "[" + Joined(expr.operands, ", ", kWhole) + "]";
      case ExprKind::kMap:
        return Map(expr);
      case ExprKind::kCall:
        return Call(expr);
      default:
        return Comprehension(expr);
    }
  }

  std::string Joined(const std::vector<ExprPtr>& operands, std::string_view joint, Level least,
                     size_t from = 0) {
    std::string out;
    for (size_t i = from; i < operands.size(); ++i) {
      if (i > from) out += joint;
      out += Optional(*operands[i]) + Text(*operands[i], least);
    }
    return out;
  }

  static std::string Optional(const Expr& element) { return element.optional ? "?" : ""; }

  // Behind it comes `.` or `[`.
  std::string Target(const Expr& expr) {
    const bool number = expr.kind == ExprKind::kLiteral && expr.literal.IsNumeric();
    return number ? "(" + Bare(expr) + ")" : Text(expr, kPostfix);
  }

  std::string Select(const Expr& expr, std::string_view joint = ".") {
    const bool keyword =
        expr.name == "in" || expr.name == "true" || expr.name == "false" || expr.name == "null";
    const bool plain = IsIdentifier(expr.name) && !keyword;
    return Target(*expr.operands[0]).append(joint) + (plain ? expr.name : "`" + expr.name + "`");
  }

  std::string Unary(const Expr& expr) {
    const Expr& operand = *expr.operands[0];
    if (expr.op == Operator::kNot) return "!" + Text(operand, kSign);
    // A sign in front of a number would belong to the literal.
    const std::string text = Text(operand, kSign);
    const bool digits = !text.empty() && (text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
    const bool literal = operand.kind == ExprKind::kLiteral && IsSigned(operand.literal);
    return digits || literal ? "-(" + text + ")" : "-" + text;
  }

  std::string Binary(const Expr& expr) {
    const Level level = LevelOf(expr.op);
    return Text(*expr.operands[0], level) + " " + std::string(OperatorText(expr.op)) + " " +
           Text(*expr.operands[1], static_cast<Level>(level + 1));
  }

  std::string Map(const Expr& expr) {
    std::string out;
    for (size_t i = 0; i < expr.operands.size(); i += 2) {
      if (i > 0) out += ", ";
      out += Optional(*expr.operands[i + 1]) + Text(*expr.operands[i], kWhole) + ": " +
             Text(*expr.operands[i + 1], kWhole);
    }
    return "{" + out + "}";
  }

  std::string Call(const Expr& expr) {
    const std::string receiver = expr.member ? Target(*expr.operands[0]) + "." : "";
    return receiver + expr.name + "(" + Joined(expr.operands, ", ", kWhole, expr.member ? 1 : 0) +
           ")";
  }

  std::string Comprehension(const Expr& expr) {
    const bool two = !expr.second_name.empty();
    const std::string variables = "(" + expr.name + ", " + (two ? expr.second_name + ", " : "");
    if (expr.macro == Macro::kBind) {
      return "cel.bind" + variables + Joined(expr.operands, ", ", kWhole) + ")";
    }
    return Target(*expr.operands[0]) + "." + std::string(MacroName(expr)) + variables +
           Joined(expr.operands, ", ", kWhole, 1) + ")";
  }
};

}  // namespace

std::string RenderSource(const Expr& expr, const SourceOptions& options) {
  SourceWriter writer;
  std::string line = writer.Text(expr, kWhole);
  const bool breaks =
      options.width > 0 && line.size() > options.width && expr.kind == ExprKind::kLogic;
  return breaks ? writer.Lines(expr) : line;
}

Result<std::string> FormatSource(std::string_view expression, const SourceOptions& options) {
  if (expression.size() > kMaxExpressionLength) {
    return Error{"cel.too_long", "the expression is too long"};
  }
  Arena arena;
  std::vector<CompileError> errors;
  const ExprPtr expr = Parse(expression, arena, &errors);
  if (!expr) return Error{errors.front().code, errors.front().message};
  return RenderSource(*expr, options);
}

}  // namespace reeve::cel
