#include "policy/cel/parser.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "policy/cel/limits.h"
#include "policy/cel/literal.h"
#include "policy/cel/macros.h"

namespace reeve::cel {
namespace {

struct BinaryOperator {
  std::string_view text;
  Operator op;
  int precedence;
};

constexpr std::array<BinaryOperator, 12> kBinaryOperators = {{{"==", Operator::kEqual, 1},
                                                              {"!=", Operator::kNotEqual, 1},
                                                              {"<", Operator::kLess, 1},
                                                              {"<=", Operator::kLessEqual, 1},
                                                              {">", Operator::kGreater, 1},
                                                              {">=", Operator::kGreaterEqual, 1},
                                                              {"in", Operator::kIn, 1},
                                                              {"+", Operator::kAdd, 2},
                                                              {"-", Operator::kSubtract, 2},
                                                              {"*", Operator::kMultiply, 3},
                                                              {"/", Operator::kDivide, 3},
                                                              {"%", Operator::kModulo, 3}}};

class Parser {
 public:
  Parser(std::vector<Token> tokens, Arena& arena, std::vector<CompileError>* errors)
      : tokens_(std::move(tokens)), arena_(arena), errors_(errors) {}

  ExprPtr Run() {
    ExprPtr expr = Expression();
    if (expr && Peek().kind != TokenKind::kEnd) return Unexpected("an operator or the end");
    return expr;
  }

 private:
  const Token& Peek(size_t ahead = 0) const {
    return tokens_[std::min(pos_ + ahead, tokens_.size() - 1)];
  }
  const Token& Take() { return tokens_[pos_++]; }
  bool TakeIf(std::string_view symbol) {
    if (!Peek().Is(symbol)) return false;
    ++pos_;
    return true;
  }
  // From the token `start` to the last one taken.
  Span SpanFrom(size_t start) const {
    const uint32_t offset = tokens_[start].span.offset;
    return {offset, tokens_[pos_ - 1].span.end() - offset};
  }

  ExprPtr Fail(std::string_view code, std::string message, Span span) {
    if (errors_->empty()) {
      errors_->push_back({code, std::move(message), span.offset, span.length});
    }
    return nullptr;
  }
  ExprPtr Unexpected(std::string_view expected) {
    const Token& token = Peek();
    const std::string found = token.kind == TokenKind::kEnd ? "the end of the expression"
                                                            : "`" + std::string(token.text) + "`";
    return Fail("cel.syntax", "expected " + std::string(expected) + ", found " + found, token.span);
  }
  bool Expect(std::string_view symbol) {
    if (TakeIf(symbol)) return true;
    Unexpected("`" + std::string(symbol) + "`");
    return false;
  }
  ExprPtr TooDeep(Span span) {
    return Fail("cel.too_deep",
                "the expression is nested deeper than " + std::to_string(kMaxDepth) + " levels",
                span);
  }

  // Null when an operand is, or when the tree gets too high.
  ExprPtr Make(ExprKind kind, size_t start, std::vector<ExprPtr> operands) {
    auto expr = std::make_unique<Expr>();
    expr->kind = kind;
    expr->span = SpanFrom(start);
    for (const ExprPtr& operand : operands) {
      if (!operand) return nullptr;
      expr->height = std::max<uint16_t>(expr->height, static_cast<uint16_t>(operand->height + 1));
    }
    if (expr->height > kMaxDepth) return TooDeep(expr->span);
    expr->operands = std::move(operands);
    return expr;
  }
  ExprPtr Make(ExprKind kind, size_t start, ExprPtr a, ExprPtr b = nullptr, ExprPtr c = nullptr) {
    std::vector<ExprPtr> operands;
    operands.push_back(std::move(a));
    if (b) operands.push_back(std::move(b));
    if (c) operands.push_back(std::move(c));
    return Make(kind, start, std::move(operands));
  }

  // Counts the recursion of the parser itself, which parentheses deepen without a node.
  class Level {
   public:
    explicit Level(size_t* depth) : depth_(depth) { ++*depth_; }
    ~Level() { --*depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    bool TooDeep() const { return *depth_ > kMaxDepth; }

   private:
    size_t* depth_;
  };

  ExprPtr Expression() {
    const Level level(&depth_);
    if (level.TooDeep()) return TooDeep(Peek().span);
    const size_t start = pos_;
    ExprPtr condition = Logic(Operator::kOr);
    if (!condition || !Peek().Is("?")) return condition;
    const Span mark = Take().span;
    ExprPtr then = Logic(Operator::kOr);
    if (!then || !Expect(":")) return nullptr;
    ExprPtr otherwise = Expression();
    if (!otherwise) return nullptr;
    ExprPtr expr = Make(ExprKind::kTernary, start, std::move(condition), std::move(then),
                        std::move(otherwise));
    if (expr) expr->name_span = mark;
    return expr;
  }

  ExprPtr Logic(Operator op) {
    const bool is_or = op == Operator::kOr;
    const size_t start = pos_;
    std::vector<ExprPtr> operands;
    Span mark;
    do {
      if (!operands.empty()) mark = tokens_[pos_ - 1].span;
      operands.push_back(is_or ? Logic(Operator::kAnd) : Binary(1));
      if (!operands.back()) return nullptr;
    } while (TakeIf(is_or ? "||" : "&&"));
    if (operands.size() == 1) return std::move(operands.front());
    ExprPtr expr = Make(ExprKind::kLogic, start, std::move(operands));
    if (!expr) return nullptr;
    expr->op = op;
    expr->name_span = mark;
    return expr;
  }

  const BinaryOperator* PeekBinary(int precedence) const {
    if (Peek().kind != TokenKind::kSymbol) return nullptr;
    for (const BinaryOperator& candidate : kBinaryOperators) {
      if (candidate.text == Peek().text && candidate.precedence >= precedence) return &candidate;
    }
    return nullptr;
  }

  ExprPtr Binary(int precedence) {
    const size_t start = pos_;
    ExprPtr left = Unary();
    while (left) {
      const BinaryOperator* found = PeekBinary(precedence);
      if (found == nullptr) break;
      const Span mark = Take().span;
      ExprPtr right = Binary(found->precedence + 1);
      if (!right) return nullptr;
      left = Make(ExprKind::kBinary, start, std::move(left), std::move(right));
      if (!left) return nullptr;
      left->op = found->op;
      left->name_span = mark;
    }
    return left;
  }

  bool AtNumber(size_t ahead) const {
    const TokenKind kind = Peek(ahead).kind;
    return kind == TokenKind::kInt || kind == TokenKind::kUint || kind == TokenKind::kDouble;
  }

  ExprPtr Unary() {
    const bool negate = Peek().Is("-");
    // A sign in front of a number belongs to the literal, else the least int could not be written.
    if ((!negate && !Peek().Is("!")) || (negate && AtNumber(1))) return Postfix();
    const Level level(&depth_);
    if (level.TooDeep()) return TooDeep(Peek().span);
    const size_t start = pos_;
    const Span mark = Take().span;
    ExprPtr operand = Unary();
    if (!operand) return nullptr;
    ExprPtr expr = Make(ExprKind::kUnary, start, std::move(operand));
    if (!expr) return nullptr;
    expr->op = negate ? Operator::kNegate : Operator::kNot;
    expr->name_span = mark;
    return expr;
  }

  ExprPtr Postfix() {
    const size_t start = pos_;
    ExprPtr expr = Primary();
    while (expr) {
      if (TakeIf(".")) {
        expr = Member(start, std::move(expr));
      } else if (TakeIf("[")) {
        expr = Index(start, std::move(expr));
      } else if (Peek().Is("{") &&
                 (expr->kind == ExprKind::kIdent || expr->kind == ExprKind::kSelect)) {
        return Fail("cel.not_supported", "messages cannot be made here; write a map `{...}`",
                    Peek().span);
      } else {
        break;
      }
    }
    return expr;
  }

  ExprPtr Member(size_t start, ExprPtr target) {
    const bool optional = TakeIf("?");
    const ExprKind kind = optional ? ExprKind::kOptionalSelect : ExprKind::kSelect;
    const Token name = Peek();
    if (name.kind == TokenKind::kQuotedIdentifier) {
      ++pos_;
      return Select(kind, start, std::move(target), name.text.substr(1, name.text.size() - 2),
                    name.span);
    }
    if (name.kind != TokenKind::kIdentifier) return Unexpected("the name of a field");
    ++pos_;
    if (optional || !TakeIf("(")) {
      return Select(kind, start, std::move(target), name.text, name.span);
    }
    std::vector<ExprPtr> operands;
    operands.push_back(std::move(target));
    return Call(start, name, true, std::move(operands));
  }

  ExprPtr Select(ExprKind kind, size_t start, ExprPtr target, std::string_view field, Span span) {
    ExprPtr expr = Make(kind, start, std::move(target));
    if (!expr) return nullptr;
    expr->name = field;
    expr->name_span = span;
    return expr;
  }

  ExprPtr Index(size_t start, ExprPtr target) {
    const ExprKind kind = TakeIf("?") ? ExprKind::kOptionalIndex : ExprKind::kIndex;
    ExprPtr index = Expression();
    if (!index || !Expect("]")) return nullptr;
    return Make(kind, start, std::move(target), std::move(index));
  }

  // Behind the opening parenthesis. `operands` holds the receiver of a member call.
  ExprPtr Call(size_t start, const Token& name, bool member, std::vector<ExprPtr> operands) {
    if (!Items(")", &operands)) return nullptr;
    ExprPtr expr = Make(ExprKind::kCall, start, std::move(operands));
    if (!expr) return nullptr;
    expr->name = name.text;
    expr->name_span = name.span;
    expr->member = member;
    CompileError error;
    if (ExpandMacro(*expr, &error)) return expr;
    if (errors_->empty()) errors_->push_back(std::move(error));
    return nullptr;
  }

  // Expressions divided by commas, up to the closing symbol.
  bool Items(std::string_view close, std::vector<ExprPtr>* items) {
    while (!TakeIf(close)) {
      const bool optional = close == "]" && TakeIf("?");
      items->push_back(Expression());
      if (!items->back()) return false;
      items->back()->optional = optional;
      if (TakeIf(close)) return true;
      if (!TakeIf(",")) {
        Unexpected("`,` or `" + std::string(close) + "`");
        return false;
      }
      if (close == ")" && Peek().Is(")")) {
        Unexpected("an argument");
        return false;
      }
    }
    return true;
  }

  ExprPtr Primary() {
    const size_t start = pos_;
    const Token& token = Peek();
    switch (token.kind) {
      case TokenKind::kIdentifier:
        return Name(start, false);
      case TokenKind::kInt:
      case TokenKind::kUint:
      case TokenKind::kDouble:
      case TokenKind::kString:
      case TokenKind::kBytes:
        return Literal(start, false);
      case TokenKind::kSymbol:
        return Symbol(start, token);
      default:
        return Unexpected("an expression");
    }
  }

  ExprPtr Symbol(size_t start, const Token& token) {
    if (token.Is("-")) {
      ++pos_;
      return Literal(start, true);
    }
    if (token.Is("true") || token.Is("false")) return Constant(Value::Bool(token.Is("true")));
    if (token.Is("null")) return Constant(Value::Null());
    if (TakeIf("(")) {
      ExprPtr inner = Expression();
      return inner && Expect(")") ? std::move(inner) : nullptr;
    }
    if (TakeIf("[")) {
      std::vector<ExprPtr> elements;
      if (!Items("]", &elements)) return nullptr;
      return Make(ExprKind::kList, start, std::move(elements));
    }
    if (TakeIf("{")) return Map(start);
    if (TakeIf(".")) return Name(start, true);
    return Unexpected("an expression");
  }

  ExprPtr Constant(Value value) {
    const size_t start = pos_++;
    ExprPtr expr = Make(ExprKind::kLiteral, start, std::vector<ExprPtr>());
    expr->literal = value;
    return expr;
  }

  ExprPtr Literal(size_t start, bool negative) {
    const Token& token = Take();
    auto value = LiteralValue(token, negative, arena_);
    if (!value.ok()) return Fail("cel.literal", value.error().message, SpanFrom(start));
    --pos_;
    ExprPtr expr = Constant(*value);
    expr->span = SpanFrom(start);
    return expr;
  }

  ExprPtr Name(size_t start, bool absolute) {
    const Token name = Peek();
    if (name.kind != TokenKind::kIdentifier) return Unexpected("a name");
    if (IsReserved(name.text)) {
      return Fail("cel.syntax", "`" + std::string(name.text) + "` is a reserved word", name.span);
    }
    ++pos_;
    if (TakeIf("(")) return Call(start, name, false, {});
    ExprPtr expr = Make(ExprKind::kIdent, start, std::vector<ExprPtr>());
    expr->name = name.text;
    expr->name_span = name.span;
    expr->absolute = absolute;
    return expr;
  }

  ExprPtr Map(size_t start) {
    std::vector<ExprPtr> operands;
    while (!TakeIf("}")) {
      const bool optional = TakeIf("?");
      operands.push_back(Expression());
      if (!operands.back() || !Expect(":")) return nullptr;
      operands.push_back(Expression());
      if (!operands.back()) return nullptr;
      operands.back()->optional = optional;
      if (TakeIf("}")) break;
      if (!TakeIf(",")) return Unexpected("`,` or `}`");
    }
    return Make(ExprKind::kMap, start, std::move(operands));
  }

  std::vector<Token> tokens_;
  Arena& arena_;
  std::vector<CompileError>* errors_;
  size_t pos_ = 0;
  size_t depth_ = 0;
};

}  // namespace

ExprPtr Parse(std::string_view text, Arena& arena, std::vector<CompileError>* errors) {
  std::vector<Token> tokens = Tokenize(text, errors);
  if (tokens.empty()) return nullptr;
  return Parser(std::move(tokens), arena, errors).Run();
}

}  // namespace reeve::cel
