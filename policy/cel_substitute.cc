#include "policy/cel_substitute.h"

#include <algorithm>
#include <set>

#include "policy/cel/lexer.h"
#include "policy/cel/limits.h"
#include "policy/cel/parser.h"
#include "policy/cel/render.h"

namespace reeve::policy {
namespace {

using cel::Expr;
using cel::ExprKind;
using cel::ExprPtr;
using Names = std::map<std::string, std::string, std::less<>>;

// "a.b.c" of a chain of fields that starts at a name, else "".
std::string ChainOf(const Expr& expr) {
  if (expr.kind == ExprKind::kIdent) return expr.name;
  std::string field;
  if (expr.kind == ExprKind::kSelect) {
    field = expr.name;
  } else if (expr.kind == ExprKind::kIndex && expr.operands[1]->kind == ExprKind::kLiteral &&
             expr.operands[1]->literal.Is(cel::Kind::kString)) {
    field = expr.operands[1]->literal.as_text();
  } else {
    return "";
  }
  const std::string target = ChainOf(*expr.operands[0]);
  return target.empty() ? "" : target + "." + field;
}

const Expr& RootOf(const Expr& chain) {
  return chain.kind == ExprKind::kIdent ? chain : RootOf(*chain.operands[0]);
}

// The names of macros that are in force where the walk is.
class Locals {
 public:
  bool Has(const std::string& name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }
  bool empty() const { return names_.empty(); }

  // Visits the operands of a node, each with the variables that it sees.
  template <typename Visit>
  void ForEachOperand(Expr& expr, Visit visit) {
    const size_t before = names_.size();
    for (size_t i = 0; i < expr.operands.size(); ++i) {
      if (i == 1 && expr.kind == ExprKind::kComprehension) {
        names_.push_back(expr.name);
        if (!expr.second_name.empty()) names_.push_back(expr.second_name);
      }
      visit(expr.operands[i]);
    }
    names_.resize(before);
  }

 private:
  std::vector<std::string> names_;
};

class Substituter {
 public:
  Substituter(const CelSubstitution& substitution, cel::Arena& arena)
      : substitution_(substitution), arena_(arena) {}

  Result<ExprPtr> Run(std::string_view text) {
    ExprPtr root = ParseText(text);
    if (root) Visit(root);
    if (error_) return *std::move(error_);
    return root;
  }

 private:
  ExprPtr ParseText(std::string_view text) {
    parsed_ += text.size();
    if (text.size() > cel::kMaxExpressionLength || parsed_ > kMaxParsed) {
      Fail("cel.too_long", "with its variables written out, an expression is longer than " +
                               std::to_string(cel::kMaxExpressionLength) + " bytes");
      return nullptr;
    }
    std::vector<cel::CompileError> errors;
    ExprPtr tree = Parse(text, arena_, &errors);
    if (!tree) Fail(errors.front().code, errors.front().message);
    return tree;
  }

  void Fail(std::string_view code, std::string message) {
    if (!error_) error_ = Error{code, std::move(message)};
  }

  const std::string* ReplacementOf(const Expr& expr, const std::string& chain) const {
    if (chain.empty()) return nullptr;
    const Expr& root = RootOf(expr);
    if (!root.absolute && locals_.Has(root.name)) return nullptr;
    const auto found = substitution_.names.find(chain);
    return found == substitution_.names.end() ? nullptr : &found->second;
  }

  // Another expression's tree, whose names no variable around it may capture.
  ExprPtr PutIn(const std::string& text, const std::set<std::string>& but = {}) {
    ExprPtr tree = ParseText(text);
    if (!tree || locals_.empty()) return tree;
    Locals inner;
    MakeAbsolute(tree, but, inner);
    return tree;
  }

  void MakeAbsolute(ExprPtr& expr, const std::set<std::string>& but, Locals& inner) {
    if (expr->kind == ExprKind::kIdent && locals_.Has(expr->name) && !inner.Has(expr->name) &&
        !but.contains(expr->name)) {
      expr->absolute = true;
    }
    inner.ForEachOperand(*expr, [&](ExprPtr& operand) { MakeAbsolute(operand, but, inner); });
  }

  void Visit(ExprPtr& expr) {
    if (error_) return;
    if (const std::string* text = ReplacementOf(*expr, ChainOf(*expr))) {
      if (ExprPtr tree = PutIn(*text)) expr = std::move(tree);
      return;
    }
    if (ReplaceField(*expr)) return;
    if (const CelFunction* function = FunctionOf(*expr)) return ReplaceCall(expr, *function);
    locals_.ForEachOperand(*expr, [this](ExprPtr& operand) { Visit(operand); });
  }

  // `has(a.b)` and `a.?b` where `a.b` is replaced: possible for another field alone.
  bool ReplaceField(Expr& expr) {
    if (expr.kind != ExprKind::kHas && expr.kind != ExprKind::kOptionalSelect) return false;
    const std::string target = ChainOf(*expr.operands[0]);
    if (target.empty()) return false;
    const std::string* text = ReplacementOf(*expr.operands[0], target + "." + expr.name);
    if (text == nullptr) return false;
    ExprPtr field = PutIn(*text);
    if (!field) return true;
    if (field->kind != ExprKind::kSelect) {
      Fail("cel_policy.has", "whether `" + target + "." + expr.name +
                                 "` is there cannot be asked: it stands for `" + *text + "`");
      return true;
    }
    expr.name = field->name;
    ExprPtr owner = std::move(field->operands[0]);
    expr.operands[0] = std::move(owner);
    return true;
  }

  const CelFunction* FunctionOf(const Expr& expr) const {
    if (expr.kind != ExprKind::kCall) return nullptr;
    for (const CelFunction& function : substitution_.functions) {
      if (function.name == NameOf(expr) && function.member == IsMember(expr) &&
          function.arity == expr.operands.size() - (IsMember(expr) == expr.member ? 0U : 1U)) {
        return &function;
      }
    }
    return nullptr;
  }

  // `ns.f(x)` is read as a call of `f` on the receiver `ns`; a function may be declared `ns.f`.
  bool IsQualified(const Expr& call) const {
    if (!call.member) return false;
    const std::string owner = ChainOf(*call.operands[0]);
    if (owner.empty()) return false;
    return std::any_of(substitution_.functions.begin(), substitution_.functions.end(),
                       [&](const CelFunction& f) { return f.name == owner + "." + call.name; });
  }
  std::string NameOf(const Expr& call) const {
    return IsQualified(call) ? ChainOf(*call.operands[0]) + "." + call.name : call.name;
  }
  bool IsMember(const Expr& call) const { return call.member && !IsQualified(call); }

  void ReplaceCall(ExprPtr& call, const CelFunction& function) {
    std::vector<ExprPtr> arguments;
    const bool qualified = IsQualified(*call);
    for (size_t i = qualified ? 1 : 0; i < call->operands.size(); ++i) {
      Visit(call->operands[i]);
      arguments.push_back(std::move(call->operands[i]));
    }
    CelSubstitution body{substitution_.names, {}};
    std::vector<std::string> fresh;
    for (const std::string& parameter : function.parameters) {
      fresh.push_back("arg" + std::to_string(++calls_) + "__" + parameter);
      body.names.insert_or_assign(parameter, fresh.back());
    }
    const Result<std::string> text = Substitute(function.body, body);
    if (!text.ok()) return Fail(text.error().code, text.error().message);
    ExprPtr result = PutIn(*text, {fresh.begin(), fresh.end()});
    for (size_t i = fresh.size(); i-- > 0 && result;) {
      ExprPtr bind = ParseText("cel.bind(" + fresh[i] + ", 0, 0)");
      if (!bind) return;
      bind->operands[0] = std::move(arguments[i]);
      bind->operands[1] = std::move(result);
      result = std::move(bind);
    }
    if (result) call = std::move(result);
  }

  // All that is put in together; the result is held to kMaxExpressionLength.
  static constexpr size_t kMaxParsed = 8 * cel::kMaxExpressionLength;

  const CelSubstitution& substitution_;
  cel::Arena& arena_;
  Locals locals_;
  size_t parsed_ = 0;
  size_t calls_ = 0;
  std::optional<Error> error_;
};

void Collect(ExprPtr& expr, const Names& names, Locals& locals, std::set<std::string>* out) {
  std::string chain = ChainOf(*expr);
  const bool asks = expr->kind == ExprKind::kHas || expr->kind == ExprKind::kOptionalSelect;
  if (asks && !ChainOf(*expr->operands[0]).empty()) {
    const std::string whole = ChainOf(*expr->operands[0]) + "." + expr->name;
    if (names.contains(whole)) chain = whole;
  }
  if (!chain.empty()) {
    const Expr& root = RootOf(asks ? *expr->operands[0] : *expr);
    if (!root.absolute && locals.Has(root.name)) return;
    std::string shown = chain;
    while (!names.contains(chain) && chain.find('.') != std::string::npos) {
      chain.resize(chain.rfind('.'));
    }
    out->insert(names.contains(chain) ? chain : shown);
    return;
  }
  locals.ForEachOperand(*expr, [&](ExprPtr& operand) { Collect(operand, names, locals, out); });
}

std::string_view TrimmedView(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == text.npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

}  // namespace

Result<CelFunction> ParseCelFunction(std::string_view definition) {
  const Error wrong{"cel_policy.function",
                    "`" + std::string(definition) +
                        "` defines no function; write it as `isInternal(host) = EXPRESSION`"};
  const size_t open = definition.find('(');
  const size_t close = definition.find(')', open == definition.npos ? 0 : open);
  const size_t equals = definition.find('=', close == definition.npos ? 0 : close);
  if (open == definition.npos || close == definition.npos || equals == definition.npos ||
      !TrimmedView(definition.substr(close + 1, equals - close - 1)).empty()) {
    return wrong;
  }
  CelFunction function;
  function.name = TrimmedView(definition.substr(0, open));
  function.body = TrimmedView(definition.substr(equals + 1));
  std::string_view parameters = TrimmedView(definition.substr(open + 1, close - open - 1));
  while (!parameters.empty()) {
    const size_t comma = std::min(parameters.find(','), parameters.size());
    function.parameters.emplace_back(TrimmedView(parameters.substr(0, comma)));
    if (!cel::IsIdentifier(function.parameters.back())) return wrong;
    parameters.remove_prefix(std::min(comma + 1, parameters.size()));
  }
  function.arity = function.parameters.size();
  if (function.name.empty() || function.body.empty()) return wrong;
  if (const auto parsed = cel::FormatSource(function.body); !parsed.ok()) {
    return Error{"cel_policy.function",
                 "the body of `" + function.name + "` is no expression: " + parsed.error().message};
  }
  return function;
}

Result<std::string> Substitute(std::string_view expression, const CelSubstitution& substitution) {
  cel::Arena arena;
  Result<ExprPtr> tree = Substituter(substitution, arena).Run(expression);
  if (!tree.ok()) return std::move(tree).error();
  std::string text = cel::RenderSource(**tree);
  // Parsed once more, since the whole may be longer or deeper than its parts.
  return cel::FormatSource(text);
}

std::vector<std::string> FreeNames(std::string_view expression, const Names& names) {
  cel::Arena arena;
  std::vector<cel::CompileError> errors;
  ExprPtr tree = Parse(expression, arena, &errors);
  if (!tree) return {};
  std::set<std::string> out;
  Locals locals;
  Collect(tree, names, locals, &out);
  return {out.begin(), out.end()};
}

}  // namespace reeve::policy
