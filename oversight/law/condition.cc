#include "oversight/law/condition.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "policy/cel/arena.h"
#include "policy/cel/parser.h"

namespace reeve::oversight::law {
namespace {

using cel::Expr;
using cel::ExprKind;
using cel::Operator;

// "sys.profiling" of a chain of selections; empty for anything else.
std::string PathOf(const Expr& expr) {
  if (expr.kind == ExprKind::kIdent) return expr.name;
  if (expr.kind != ExprKind::kSelect) return "";
  const std::string target = PathOf(*expr.operands[0]);
  return target.empty() ? "" : target + "." + expr.name;
}

bool IsComparison(Operator op) { return op >= Operator::kEqual && op <= Operator::kGreaterEqual; }

Operator Mirrored(Operator op) {
  switch (op) {
    case Operator::kLess:
      return Operator::kGreater;
    case Operator::kLessEqual:
      return Operator::kGreaterEqual;
    case Operator::kGreater:
      return Operator::kLess;
    case Operator::kGreaterEqual:
      return Operator::kLessEqual;
    default:
      return op;
  }
}

class Compiler {
 public:
  Compiler(const Names& names, std::vector<cel::CompileError>* errors)
      : names_(names), errors_(errors) {}

  std::optional<Condition> Compile(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return Constant(expr);
      case ExprKind::kIdent:
      case ExprKind::kSelect:
        return Truth(expr);
      case ExprKind::kUnary:
        if (expr.op == Operator::kNot) return Operands(expr, Condition::Kind::kNot);
        break;
      case ExprKind::kLogic:
        return Operands(expr,
                        expr.op == Operator::kAnd ? Condition::Kind::kAnd : Condition::Kind::kOr);
      case ExprKind::kBinary:
        if (IsComparison(expr.op)) return Comparison(expr);
        if (expr.op == Operator::kIn) return Containment(expr);
        break;
      case ExprKind::kCall:
        return Call(expr);
      default:
        break;
    }
    return Fail("law.condition",
                "a condition of a law is made of names, comparisons, `&&`, `||`, `!`, `in`, and "
                "is(), any(), known(), date()",
                expr.span);
  }

 private:
  std::nullopt_t Fail(std::string_view code, std::string message, cel::Span span) {
    if (errors_->size() < cel::kMaxCompileErrors) {
      errors_->push_back({code, std::move(message), span.offset, span.length});
    }
    return std::nullopt;
  }

  std::optional<size_t> Resolve(const Expr& expr) {
    const std::string path = PathOf(expr);
    if (path.empty()) return Fail("law.condition", "here stands the name of a fact", expr.span);
    if (const auto name = names_.Find(path)) return name;
    return Fail("law.unknown_name",
                "no fact or term `" + path + "`" + DidYouMeanSuffix(path, names_.Keys()),
                expr.span);
  }

  std::optional<Condition> Constant(const Expr& expr) {
    if (!expr.literal.Is(cel::Kind::kBool)) {
      return Fail("law.condition", "only `true` and `false` stand alone", expr.span);
    }
    Condition out;
    out.constant = AnswerOf(expr.literal.as_bool());
    return out;
  }

  std::optional<Condition> Truth(const Expr& expr) {
    const auto name = Resolve(expr);
    if (!name) return std::nullopt;
    const FactType type = names_.at(*name).type;
    if (type != FactType::kYesNo && type != FactType::kNamed) {
      return Fail("law.type",
                  "`" + names_.at(*name).key +
                      "` is not answered by yes or no; compare it, or ask known(...)",
                  expr.span);
    }
    Condition out;
    out.kind = Condition::Kind::kName;
    out.name = *name;
    return out;
  }

  std::optional<Condition> Operands(const Expr& expr, Condition::Kind kind) {
    Condition out;
    out.kind = kind;
    out.operands.reserve(expr.operands.size());
    bool complete = true;
    for (const cel::ExprPtr& operand : expr.operands) {
      auto compiled = Compile(*operand);
      complete = complete && compiled.has_value();
      if (compiled) out.operands.push_back(std::move(*compiled));
    }
    if (!complete) return std::nullopt;
    return out;
  }

  bool IsValue(const Expr& expr) const {
    return expr.kind == ExprKind::kLiteral || expr.kind == ExprKind::kCall;
  }

  std::optional<Condition> Comparison(const Expr& expr) {
    const bool mirrored = IsValue(*expr.operands[0]);
    const Expr& value = *expr.operands[mirrored ? 0 : 1];
    const auto name = Resolve(*expr.operands[mirrored ? 1 : 0]);
    if (!name) return std::nullopt;
    Condition out;
    out.kind = Condition::Kind::kCompare;
    out.name = *name;
    out.op = mirrored ? Mirrored(expr.op) : expr.op;
    if (!ReadValue(value, names_.at(*name), &out)) return std::nullopt;
    return out;
  }

  bool ReadValue(const Expr& value, const Name& name, Condition* out) {
    switch (name.type) {
      case FactType::kWord:
        return ReadWord(value, name, out) && IsEquality(value, name, out->op);
      case FactType::kDate:
        return ReadDate(value, out);
      case FactType::kNumber:
        return ReadNumber(value, out);
      default:
        break;
    }
    Fail("law.type", "`" + name.key + "` is compared with nothing", value.span);
    return false;
  }

  bool IsEquality(const Expr& value, const Name& name, Operator op) {
    if (op == Operator::kEqual || op == Operator::kNotEqual) return true;
    Fail("law.type", "`" + name.key + "` is a word, and words have no order", value.span);
    return false;
  }

  bool ReadWord(const Expr& value, const Name& name, Condition* out) {
    if (value.kind != ExprKind::kLiteral || !value.literal.Is(cel::Kind::kString)) {
      Fail("law.type", "`" + name.key + "` is compared with a word in quotes", value.span);
      return false;
    }
    out->word = std::string(value.literal.as_text());
    if (std::find(name.words.begin(), name.words.end(), out->word) != name.words.end()) return true;
    Fail(
        "law.unknown_word",
        "`" + name.key + "` is never `" + out->word + "`" + DidYouMeanSuffix(out->word, name.words),
        value.span);
    return false;
  }

  bool ReadDate(const Expr& value, Condition* out) {
    if (value.kind == ExprKind::kCall && value.name == "date" && value.operands.size() == 1 &&
        value.operands[0]->literal.Is(cel::Kind::kString)) {
      if (const auto date = ParseDate(value.operands[0]->literal.as_text())) {
        out->date = *date;
        return true;
      }
    }
    Fail("law.date", "a date is compared with date(\"2027-12-02\")", value.span);
    return false;
  }

  bool ReadNumber(const Expr& value, Condition* out) {
    if (value.kind == ExprKind::kLiteral && value.literal.Is(cel::Kind::kInt)) {
      out->number = static_cast<double>(value.literal.as_int());
      return true;
    }
    if (value.kind == ExprKind::kLiteral && value.literal.Is(cel::Kind::kDouble)) {
      out->number = value.literal.as_double();
      return true;
    }
    Fail("law.type", "a number is compared with a number", value.span);
    return false;
  }

  std::optional<Condition> Containment(const Expr& expr) {
    const auto name = Resolve(*expr.operands[1]);
    if (!name) return std::nullopt;
    if (names_.at(*name).type != FactType::kWords) {
      return Fail("law.type", "`" + names_.at(*name).key + "` is no list of words", expr.span);
    }
    Condition out;
    out.kind = Condition::Kind::kContains;
    out.name = *name;
    if (!ReadWord(*expr.operands[0], names_.at(*name), &out)) return std::nullopt;
    return out;
  }

  std::optional<Condition> Call(const Expr& expr) {
    if (expr.member || expr.operands.size() != 1) return UnknownCall(expr);
    const Expr& argument = *expr.operands[0];
    Condition out;
    if (expr.name == "known") {
      const auto name = Resolve(argument);
      if (!name) return std::nullopt;
      out.kind = Condition::Kind::kKnown;
      out.name = *name;
      return out;
    }
    if (expr.name != "is" && expr.name != "any") return UnknownCall(expr);
    if (argument.kind != ExprKind::kLiteral || !argument.literal.Is(cel::Kind::kString)) {
      return Fail("law.type", expr.name + "() takes an id in quotes", argument.span);
    }
    const std::string id(argument.literal.as_text());
    const bool is_rule = expr.name == "is";
    const auto found = is_rule ? names_.Find(id) : names_.FindGroup(id);
    if (!found || (is_rule && names_.at(*found).kind != NameKind::kRule)) {
      return Fail(
          "law.unknown_name",
          std::string(is_rule ? "no rule `" : "no group `") + id + "`" +
              DidYouMeanSuffix(id, is_rule ? names_.Keys(NameKind::kRule) : names_.groups()),
          argument.span);
    }
    out.kind = is_rule ? Condition::Kind::kName : Condition::Kind::kAny;
    out.name = *found;
    return out;
  }

  std::optional<Condition> UnknownCall(const Expr& expr) {
    return Fail("law.unknown_function",
                "no function `" + expr.name +
                    "` of this form; there are is(\"rule\"), any(\"group\"), known(fact), "
                    "date(\"2027-12-02\")",
                expr.span);
  }

  const Names& names_;
  std::vector<cel::CompileError>* errors_;
};

}  // namespace

std::optional<Condition> CompileCondition(std::string_view text, const Names& names,
                                          std::vector<cel::CompileError>* errors) {
  cel::Arena arena;
  const cel::ExprPtr tree = cel::Parse(text, arena, errors);
  if (tree == nullptr) return std::nullopt;
  return Compiler(names, errors).Compile(*tree);
}

Answer WithoutFacts(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kConstant:
      return condition.constant;
    case Condition::Kind::kNot:
      return Not(WithoutFacts(condition.operands[0]));
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr: {
      const bool is_and = condition.kind == Condition::Kind::kAnd;
      Answer out = is_and ? Answer::kYes : Answer::kNo;
      for (const Condition& operand : condition.operands) {
        const Answer answer = WithoutFacts(operand);
        out = is_and ? And(out, answer) : Or(out, answer);
      }
      return out;
    }
    default:
      return Answer::kUnknown;
  }
}

void CollectNames(const Condition& condition, const std::vector<std::vector<size_t>>& members,
                  std::vector<size_t>* names) {
  switch (condition.kind) {
    case Condition::Kind::kConstant:
      return;
    case Condition::Kind::kAny:
      names->insert(names->end(), members[condition.name].begin(), members[condition.name].end());
      return;
    case Condition::Kind::kNot:
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr:
      for (const Condition& operand : condition.operands) CollectNames(operand, members, names);
      return;
    default:
      names->push_back(condition.name);
  }
}

}  // namespace reeve::oversight::law
