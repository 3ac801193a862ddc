// Expressions in English.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/render.h"

namespace reeve::cel {
namespace {

struct Phrase {
  std::string_view name;
  std::string_view holds;
  std::string_view fails;
};

// Calls that say something of their receiver.
constexpr std::array<Phrase, 4> kPhrases = {
    {{"contains", "contains", "does not contain"},
     {"startsWith", "starts with", "does not start with"},
     {"endsWith", "ends with", "does not end with"},
     {"matches", "matches the pattern", "does not match the pattern"}}};

std::string_view Relation(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return "is";
    case Operator::kNotEqual:
      return "is not";
    case Operator::kLess:
      return "is below";
    case Operator::kLessEqual:
      return "is at most";
    case Operator::kGreater:
      return "is above";
    case Operator::kGreaterEqual:
      return "is at least";
    case Operator::kIn:
      return "is one of";
    case Operator::kAdd:
      return "plus";
    case Operator::kSubtract:
      return "minus";
    case Operator::kMultiply:
      return "times";
    case Operator::kDivide:
      return "divided by";
    default:
      return "modulo";
  }
}

Operator Opposite(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return Operator::kNotEqual;
    case Operator::kNotEqual:
      return Operator::kEqual;
    default:
      return Operator::kNone;
  }
}

// "risk_class" and "riskClass" are "risk class"; "ID" stays.
std::string Words(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '_' || c == '.') {
      out += ' ';
    } else if (upper(c) && i > 0 && lower(name[i - 1])) {
      out += {' ', static_cast<char>(c | 0x20)};
    } else {
      out += c;
    }
  }
  return out;
}

// "findings" is "finding", "entries" is "entry".
std::string Singular(const std::string& words) {
  if (words.size() > 4 && words.ends_with("ies")) return words.substr(0, words.size() - 3) + "y";
  const bool plural =
      words.size() > 3 && words.ends_with("s") && !words.ends_with("ss") && !words.ends_with("us");
  return plural ? words.substr(0, words.size() - 1) : "element of " + words;
}

std::string Listed(const std::vector<std::string>& items, std::string_view last) {
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " " + std::string(last) + " " : ", ";
    out += items[i];
  }
  return out;
}

class EnglishWriter {
 public:
  // A condition as a clause: "the amount is above 500".
  std::string Clause(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kLogic:
        return Logic(expr);
      case ExprKind::kBinary:
        return IsRelation(expr.op) ? Comparison(expr, expr.op) : Statement(expr);
      case ExprKind::kUnary:
        return expr.op == Operator::kNot ? Negated(*expr.operands[0]) : Statement(expr);
      case ExprKind::kHas:
        return Field(expr) + " is present";
      case ExprKind::kCall:
        return Call(expr, true);
      case ExprKind::kComprehension:
        return Quantified(expr);
      case ExprKind::kTernary:
        return "if " + Clause(*expr.operands[0]) + ", then " + Clause(*expr.operands[1]) +
               ", otherwise " + Clause(*expr.operands[2]);
      default:
        return Statement(expr);
    }
  }

  // A value: "the amount of the action", "500".
  std::string Term(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return Literal(expr.literal);
      case ExprKind::kIdent:
        return Name(expr);
      case ExprKind::kSelect:
        return Field(expr);
      case ExprKind::kIndex:
        return "the entry " + Term(*expr.operands[1]) + " of " + Term(*expr.operands[0]);
      case ExprKind::kBinary:
        if (!IsRelation(expr.op)) return Arithmetic(expr);
        break;
      case ExprKind::kList:
        return Listed(Terms(expr), "and");
      case ExprKind::kCall:
        return CallTerm(expr);
      default:
        break;
    }
    return "`" + RenderSource(expr) + "`";
  }

 private:
  static bool IsRelation(Operator op) { return op >= Operator::kEqual && op <= Operator::kIn; }

  std::string Statement(const Expr& expr) {
    if (expr.kind == ExprKind::kLiteral && expr.literal.is_true()) return "always";
    if (expr.kind == ExprKind::kLiteral && expr.literal.is_false()) return "never";
    return Term(expr) + " is true";
  }

  // A string that is a word stands without quotes.
  static std::string Literal(const Value& value) {
    if (!value.Is(Kind::kString)) return value.DebugString();
    return IsIdentifier(value.as_text()) ? std::string(value.as_text()) : value.DebugString();
  }

  std::string Name(const Expr& expr) {
    if (expr.reference == Reference::kTypeName) return expr.name;
    for (size_t i = elements_.size(); i-- > 0 && !expr.absolute;) {
      if (elements_[i].variable == expr.name) return "the " + elements_[i].noun;
    }
    return "the " + Words(expr.name);
  }

  bool IsInnermost(const Expr& expr) const {
    return !elements_.empty() && expr.kind == ExprKind::kIdent && !expr.absolute &&
           expr.name == elements_.back().variable;
  }

  std::string Field(const Expr& expr) {
    const Expr& target = *expr.operands[0];
    if (expr.reference == Reference::kTypeName) return RenderSource(expr);
    if (IsInnermost(target)) return "its " + Words(expr.name);
    return "the " + Words(expr.name) + " of " + Term(target);
  }

  std::vector<std::string> Terms(const Expr& expr) {
    std::vector<std::string> terms;
    for (const ExprPtr& operand : expr.operands) terms.push_back(Term(*operand));
    return terms;
  }

  std::string Logic(const Expr& expr) {
    const bool is_or = expr.op == Operator::kOr;
    std::vector<std::string> clauses;
    for (const ExprPtr& operand : expr.operands) {
      std::string clause = Clause(*operand);
      const bool nested = operand->kind == ExprKind::kLogic || operand->kind == ExprKind::kTernary;
      clauses.push_back(nested ? "(" + clause + ")" : std::move(clause));
    }
    const std::string text = Listed(clauses, is_or ? "or" : "and");
    return is_or && clauses.size() == 2 ? "either " + text : text;
  }

  std::string Operand(const Expr& expr) {
    const bool nested = expr.kind == ExprKind::kBinary && !IsRelation(expr.op);
    return nested ? "(" + Term(expr) + ")" : Term(expr);
  }

  std::string Arithmetic(const Expr& expr) {
    return Operand(*expr.operands[0]) + " " + std::string(Relation(expr.op)) + " " +
           Operand(*expr.operands[1]);
  }

  std::string Comparison(const Expr& expr, Operator op) {
    const Expr& right = *expr.operands[1];
    if (op == Operator::kIn) return Membership(expr, "is");
    return Term(*expr.operands[0]) + " " + std::string(Relation(op)) + " " + Term(right);
  }

  std::string Membership(const Expr& expr, std::string_view verb) {
    const Expr& right = *expr.operands[1];
    const std::string left = Term(*expr.operands[0]) + " " + std::string(verb);
    if (right.kind == ExprKind::kList) return left + " one of " + Listed(Terms(right), "or");
    return left + " among " + Term(right);
  }

  std::string Negated(const Expr& expr) {
    if (expr.kind == ExprKind::kBinary && expr.op == Operator::kIn) {
      return Membership(expr, "is not");
    }
    if (expr.kind == ExprKind::kBinary && Opposite(expr.op) != Operator::kNone) {
      return Comparison(expr, Opposite(expr.op));
    }
    if (expr.kind == ExprKind::kHas) return Field(expr) + " is absent";
    if (expr.kind == ExprKind::kCall && FindPhrase(expr) != nullptr) return Call(expr, false);
    if (expr.kind == ExprKind::kIdent || expr.kind == ExprKind::kSelect) {
      return Term(expr) + " is false";
    }
    if (expr.kind == ExprKind::kComprehension && expr.macro == Macro::kExists &&
        expr.second_name.empty()) {
      return Quantity(expr, "no ", "there is no ");
    }
    return "it is not so that " + Clause(expr);
  }

  static const Phrase* FindPhrase(const Expr& call) {
    for (const Phrase& phrase : kPhrases) {
      if (phrase.name == call.name && call.operands.size() == 2) return &phrase;
    }
    return nullptr;
  }

  std::string Call(const Expr& expr, bool holds) {
    const Phrase* phrase = FindPhrase(expr);
    if (phrase == nullptr) return Statement(expr);
    return Term(*expr.operands[0]) + " " + std::string(holds ? phrase->holds : phrase->fails) +
           " " + Term(*expr.operands[1]);
  }

  std::string CallTerm(const Expr& expr) {
    if (expr.operands.size() != 1) return "`" + RenderSource(expr) + "`";
    if (expr.name == "dyn") return Term(*expr.operands[0]);
    if (expr.name == "size") return "the size of " + Term(*expr.operands[0]);
    if (expr.name == "lowerAscii") return Term(*expr.operands[0]) + " in lower case";
    if (expr.name == "upperAscii") return Term(*expr.operands[0]) + " in upper case";
    const bool literal = expr.operands[0]->kind == ExprKind::kLiteral;
    if (literal && (expr.name == "timestamp" || expr.name == "duration")) {
      return Term(*expr.operands[0]);
    }
    return "`" + RenderSource(expr) + "`";
  }

  static std::string NounOf(const Expr& range) {
    const bool named = range.kind == ExprKind::kIdent || range.kind == ExprKind::kSelect;
    return named ? Singular(Words(range.name)) : "element";
  }

  std::string Quantified(const Expr& expr) {
    if (!expr.second_name.empty()) return Statement(expr);
    switch (expr.macro) {
      case Macro::kAll:
        return Quantity(expr, "every ", "");
      case Macro::kExists:
        return Quantity(expr, "some ", "there is a ");
      case Macro::kExistsOne:
        return Quantity(expr, "exactly one ", "there is exactly one ");
      default:
        return Statement(expr);
    }
  }

  // "some finding has the entity iban"; else "there is a finding (of the output) such that its
  // ...".
  std::string Quantity(const Expr& expr, std::string_view direct, std::string_view such) {
    const Expr& range = *expr.operands[0];
    const Expr& condition = *expr.operands[1];
    const std::string noun = NounOf(range);
    const std::string of = Whence(range);
    elements_.push_back({expr.name, noun});
    std::string text;
    if (HasForm(condition)) {
      text = std::string(direct) + noun + of + " has the " + Words(condition.operands[0]->name) +
             " " + Term(*condition.operands[1]);
    } else if (expr.macro == Macro::kAll) {
      text = "for every " + noun + of + ", " + Clause(condition);
    } else {
      text = std::string(such) + noun + of + " such that " + Clause(condition);
    }
    elements_.pop_back();
    return text;
  }

  // `x.field == literal`.
  bool HasForm(const Expr& condition) const {
    return condition.kind == ExprKind::kBinary && condition.op == Operator::kEqual &&
           condition.operands[0]->kind == ExprKind::kSelect &&
           IsInnermost(*condition.operands[0]->operands[0]) &&
           condition.operands[1]->kind == ExprKind::kLiteral;
  }

  // " of the action" for `action.tags`, "" for `findings`.
  std::string Whence(const Expr& range) {
    if (range.kind == ExprKind::kIdent) return "";
    if (range.kind != ExprKind::kSelect) return " of " + Term(range);
    return " of " + Term(*range.operands[0]);
  }

  struct Element {
    std::string variable;
    std::string noun;
  };
  std::vector<Element> elements_;  // of the macros around
};

}  // namespace

std::string RenderEnglish(const Expr& expr) { return EnglishWriter().Clause(expr); }

}  // namespace reeve::cel
