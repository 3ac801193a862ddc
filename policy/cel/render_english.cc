// Expressions in English.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/english_words.h"
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

class EnglishWriter {
 public:
  explicit EnglishWriter(const EnglishOptions& options) : options_(options) {}

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
        return Field(expr) + " is given";
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
    const std::optional<EnglishPhrase> phrase = PhraseFor(expr);
    if (phrase && !phrase->holds.empty()) return phrase->holds;
    return Term(expr) + " is true";
  }

  // A string that is a word stands without quotes, and a number without its type.
  std::string Literal(const Value& value) const {
    std::string text = value.DebugString();
    if (value.Is(Kind::kUint) && text.ends_with("u")) text.pop_back();
    if (value.Is(Kind::kDouble) && text.ends_with(".0")) text.resize(text.size() - 2);
    if (!value.Is(Kind::kString)) return text;
    if (IsIdentifier(value.as_text())) return std::string(value.as_text());
    return IsLong(value) ? value.Text(options_.max_text) : text;
  }

  bool IsLong(const Value& value) const {
    return options_.max_text > 0 && value.Is(Kind::kString) &&
           value.as_text().size() > options_.max_text;
  }

  // "action.amount" for fields of a variable; empty for what a macro goes through.
  std::string PathOf(const Expr& expr) const {
    if (expr.kind == ExprKind::kIdent) return IsElement(expr) ? "" : expr.name;
    if (expr.kind != ExprKind::kSelect && expr.kind != ExprKind::kHas) return "";
    const std::string target = PathOf(*expr.operands[0]);
    return target.empty() ? "" : target + "." + expr.name;
  }

  bool IsElement(const Expr& ident) const {
    return !ident.absolute &&
           std::any_of(elements_.begin(), elements_.end(),
                       [&ident](const Element& element) { return element.variable == ident.name; });
  }

  std::optional<EnglishPhrase> PhraseFor(const Expr& expr) const {
    if (!options_.phrase) return std::nullopt;
    const std::string path = PathOf(expr);
    return path.empty() ? std::nullopt : options_.phrase(path);
  }

  std::string Name(const Expr& expr) {
    if (expr.reference == Reference::kTypeName) return expr.name;
    if (const auto phrase = PhraseFor(expr)) return phrase->term;
    for (size_t i = elements_.size(); i-- > 0 && !expr.absolute;) {
      if (elements_[i].variable == expr.name) return elements_[i].Spoken();
    }
    return "the " + Words(expr.name);
  }

  bool IsInnermost(const Expr& expr) const {
    return !elements_.empty() && expr.kind == ExprKind::kIdent && !expr.absolute &&
           !elements_.back().named && expr.name == elements_.back().variable;
  }

  std::string Field(const Expr& expr) {
    const Expr& target = *expr.operands[0];
    if (expr.reference == Reference::kTypeName) return RenderSource(expr);
    if (const auto phrase = PhraseFor(expr)) return phrase->term;
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
    // "a is b or c, or d is e"
    const std::string word = is_or ? "or" : "and";
    const bool has_word = std::any_of(clauses.begin(), clauses.end(), [&](const std::string& c) {
      return c[0] != '(' && c.find(" " + word + " ") != std::string::npos;
    });
    const std::string text = Listed(clauses, word, has_word);
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
    if (op == Operator::kIn) return Membership(expr, true);
    const bool empty = right.kind == ExprKind::kLiteral && right.literal.Is(Kind::kString) &&
                       right.literal.as_text().empty();
    if (empty && op == Operator::kEqual) return Term(*expr.operands[0]) + " is empty";
    if (empty && op == Operator::kNotEqual) return Term(*expr.operands[0]) + " is not empty";
    return Term(*expr.operands[0]) + " " + std::string(Relation(op)) + " " + Term(right);
  }

  std::string Membership(const Expr& expr, bool holds) {
    const Expr& right = *expr.operands[1];
    const std::string left = Term(*expr.operands[0]) + " is ";
    if (right.kind != ExprKind::kList || right.operands.empty()) {
      return left + (holds ? "among " : "not among ") + Term(right);
    }
    const std::vector<std::string> terms = Terms(right);
    if (holds || terms.size() == 1) return left + (holds ? "" : "not ") + Listed(terms, "or");
    if (terms.size() == 2) return left + "neither " + Listed(terms, "nor");
    return left + "none of " + Listed(terms, "or");
  }

  std::string Negated(const Expr& expr) {
    if (expr.kind == ExprKind::kBinary && expr.op == Operator::kIn) {
      return Membership(expr, false);
    }
    if (expr.kind == ExprKind::kBinary && Opposite(expr.op) != Operator::kNone) {
      return Comparison(expr, Opposite(expr.op));
    }
    if (expr.kind == ExprKind::kHas) return Field(expr) + " is not given";
    if (expr.kind == ExprKind::kCall && FindPhrase(expr) != nullptr) return Call(expr, false);
    if (expr.kind == ExprKind::kIdent || expr.kind == ExprKind::kSelect) {
      const std::optional<EnglishPhrase> phrase = PhraseFor(expr);
      if (phrase && !phrase->fails.empty()) return phrase->fails;
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
    const Expr& pattern = *expr.operands[1];
    if (expr.name == "matches" && pattern.kind == ExprKind::kLiteral && IsLong(pattern.literal)) {
      return Term(*expr.operands[0]) + (holds ? " matches" : " does not match") +
             " the pattern that begins " + pattern.literal.Text(options_.max_text);
    }
    return Term(*expr.operands[0]) + " " + std::string(holds ? phrase->holds : phrase->fails) +
           " " + Term(*expr.operands[1]);
  }

  std::string CallTerm(const Expr& expr) {
    if (expr.operands.empty()) return "`" + RenderSource(expr) + "`";
    const Expr& first = *expr.operands[0];
    if (const std::string_view part = PartOfTime(expr.name); expr.member && !part.empty()) {
      const std::string text = std::string(part) + " " + Term(first);
      return expr.operands.size() == 1 ? text
                                       : text + " in the time zone " + Term(*expr.operands[1]);
    }
    if (expr.operands.size() != 1) return "`" + RenderSource(expr) + "`";
    if (expr.name == "dyn") return Term(first);
    if (expr.name == "size") return Size(first);
    if (expr.name == "lowerAscii") return Term(first) + " in lower case";
    if (expr.name == "upperAscii") return Term(first) + " in upper case";
    const bool literal = first.kind == ExprKind::kLiteral;
    if (literal && (expr.name == "timestamp" || expr.name == "duration")) return Term(first);
    return "`" + RenderSource(expr) + "`";
  }

  // "the length of the text", "the number of findings whose score is above 0.5".
  std::string Size(const Expr& of) {
    if (of.type.Is(Kind::kString)) return "the length of " + Term(of);
    if (of.kind == ExprKind::kComprehension && of.macro == Macro::kFilter &&
        of.second_name.empty()) {
      const Expr& range = *of.operands[0];
      const std::string noun = NounOf(range);
      const bool named = range.kind == ExprKind::kIdent || range.kind == ExprKind::kSelect;
      const std::string many = named ? Words(range.name) : "elements";
      elements_.push_back({of.name, noun, false});
      const std::string condition = Whose(*of.operands[1]);
      elements_.pop_back();
      return "the number of " + many + Whence(range) + condition;
    }
    const bool named = of.kind == ExprKind::kIdent || of.kind == ExprKind::kSelect;
    if (named && of.type.Is(Kind::kList) && !PhraseFor(of)) {
      return "the number of " + Words(of.name) + Whence(of);
    }
    return "the number of entries of " + Term(of);
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

  // "some finding has the entity iban"; else "there is a finding (of the output) whose ...".
  std::string Quantity(const Expr& expr, std::string_view direct, std::string_view such) {
    const Expr& range = *expr.operands[0];
    const Expr& condition = *expr.operands[1];
    if (expr.macro == Macro::kExists && IsPair(expr)) return Pair(expr, such);
    const std::string noun = NounOf(range);
    const std::string of = Whence(range);
    elements_.push_back({expr.name, noun, false});
    std::string text;
    if (HasForm(condition)) {
      const Expr& value = *condition.operands[1];
      const std::vector<std::string> words =
          value.kind == ExprKind::kList ? Terms(value) : std::vector<std::string>{Term(value)};
      text = Found(expr, words, direct == "no ")
                 .value_or(std::string(direct) + noun + of + " has the " +
                           Words(condition.operands[0]->name) + " " + Listed(words, "or"));
    } else if (expr.macro == Macro::kAll) {
      text = "for every " + noun + of + ", " + Clause(condition);
    } else {
      text = std::string(such) + noun + of + Whose(condition);
    }
    elements_.pop_back();
    return text;
  }

  std::optional<std::string> Found(const Expr& expr, const std::vector<std::string>& words,
                                   bool none) const {
    const std::string range = PathOf(*expr.operands[0]);
    if (!options_.found || range.empty() || expr.macro != Macro::kExists) return std::nullopt;
    return options_.found(range + "." + expr.operands[1]->operands[0]->name, words, !none);
  }

  // " whose score is above 0.5 and whose entity is iban", else " such that ...": of the innermost
  // element.
  std::string Whose(const Expr& condition) {
    const std::string_view its = "its ";
    std::vector<std::string> clauses;
    const bool several = condition.kind == ExprKind::kLogic && condition.op == Operator::kAnd;
    for (size_t i = 0; i < (several ? condition.operands.size() : 1); ++i) {
      std::string clause = Clause(several ? *condition.operands[i] : condition);
      if (!clause.starts_with(its)) return " such that " + Clause(condition);
      clauses.push_back("whose " + clause.substr(its.size()));
    }
    return " " + Listed(clauses, "and");
  }

  // `range.exists(a, range.exists(b, ...))`: of two elements, which have to be told apart.
  static bool IsPair(const Expr& outer) {
    const Expr& inner = *outer.operands[1];
    return inner.kind == ExprKind::kComprehension && inner.macro == Macro::kExists &&
           inner.second_name.empty() && inner.name != outer.name &&
           RenderSource(*outer.operands[0]) == RenderSource(*inner.operands[0]);
  }

  std::string Pair(const Expr& outer, std::string_view such) {
    const Expr& inner = *outer.operands[1];
    const Expr& range = *outer.operands[0];
    const bool is_name = range.kind == ExprKind::kIdent || range.kind == ExprKind::kSelect;
    const std::string many = is_name ? Words(range.name) : "elements";
    const std::string of = Whence(range);
    elements_.push_back({outer.name, many, true});
    elements_.push_back({inner.name, many, true});
    std::string text = std::string(such == "there is no " ? "there are no " : "there are ") + many +
                       of + " " + outer.name + " and " + inner.name + " such that " +
                       Clause(*inner.operands[1]);
    elements_.pop_back();
    elements_.pop_back();
    return text;
  }

  // `x.field == literal` and `x.field in [literal, ...]`.
  bool HasForm(const Expr& condition) const {
    if (condition.kind != ExprKind::kBinary || condition.operands[0]->kind != ExprKind::kSelect ||
        !IsInnermost(*condition.operands[0]->operands[0])) {
      return false;
    }
    const Expr& value = *condition.operands[1];
    if (condition.op == Operator::kEqual) return value.kind == ExprKind::kLiteral;
    return condition.op == Operator::kIn && value.kind == ExprKind::kList &&
           !value.operands.empty();
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
    bool named;  // by its variable, beside another of the same noun

    std::string Spoken() const { return named ? variable : "the " + noun; }
  };
  const EnglishOptions& options_;
  std::vector<Element> elements_;  // of the macros around
};

}  // namespace

std::string RenderEnglish(const Expr& expr, const EnglishOptions& options) {
  return EnglishWriter(options).Clause(expr);
}

}  // namespace reeve::cel
