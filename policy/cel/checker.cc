#include "policy/cel/checker.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "policy/cel/comprehension_types.h"
#include "policy/cel/functions.h"
#include "policy/cel/network.h"
#include "policy/cel/operator_types.h"

namespace reeve::cel {
namespace {

constexpr std::array<Kind, 15> kNamedTypes = {
    Kind::kNull,   Kind::kBool,  Kind::kInt,       Kind::kUint,     Kind::kDouble,
    Kind::kString, Kind::kBytes, Kind::kTimestamp, Kind::kDuration, Kind::kList,
    Kind::kMap,    Kind::kType,  Kind::kOptional,  Kind::kIp,       Kind::kCidr};

std::optional<std::string_view> TypeNamed(std::string_view name) {
  for (const Kind kind : kNamedTypes) {
    if (name == KindName(kind)) return KindName(kind);
  }
  return std::nullopt;
}

// "a.b.c" of a chain of names, else "".
std::string QualifiedName(const Expr& expr) {
  if (expr.kind == ExprKind::kIdent) return expr.name;
  if (expr.kind != ExprKind::kSelect) return "";
  const std::string target = QualifiedName(*expr.operands[0]);
  return target.empty() ? "" : target + "." + expr.name;
}

std::string Quote(std::string_view name) { return "`" + std::string(name) + "`"; }

class Checker {
 public:
  Checker(const Environment& environment, const CompileOptions& options)
      : environment_(environment), options_(options) {}

  CheckResult Run(Expr& root) {
    const Type type = Visit(root);
    CheckExpected(root, type);
    // A dead end early in the text must not be told after one late in it.
    std::stable_sort(result_.errors.begin(), result_.errors.end(),
                     [](const auto& a, const auto& b) { return a.offset < b.offset; });
    return std::move(result_);
  }

 private:
  struct Local {
    std::string name;
    Type type;
  };

  void Report(Span span, std::string_view code, std::string message) {
    if (!options_.check || result_.errors.size() >= kMaxCompileErrors) return;
    result_.errors.push_back({code, std::move(message), span.offset, span.length});
  }

  // The types do not fit. Without the check the evaluator finds out.
  Type Mismatch(Span span, std::string message) {
    Report(span, "cel.type", std::move(message));
    return options_.check ? Type::Error() : Type::Dyn();
  }

  // A name stands for nothing. Without the check the node becomes an error value.
  Type Unresolved(Expr& expr, Span span, std::string_view code, std::string message) {
    expr.failure_code = code;
    expr.failure = message;
    Report(span, code, std::move(message));
    return options_.check ? Type::Error() : Type::Dyn();
  }

  void CheckExpected(const Expr& root, const Type& type) {
    if (!options_.expected_type || type.Is(Kind::kError)) return;
    const Type& expected = *options_.expected_type;
    if (type == expected || (Assignable(expected, type) && !type.IsOpen())) return;
    Mismatch(root.span, "expected " + InWords(expected) + ", found " + InWords(type));
  }

  Type Visit(Expr& expr) {
    expr.type = TypeOf(expr);
    return expr.type;
  }

  Type TypeOf(Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return Type::Of(expr.literal.kind());
      case ExprKind::kIdent:
        return Ident(expr);
      case ExprKind::kSelect:
      case ExprKind::kOptionalSelect:
        return Select(expr);
      case ExprKind::kHas:
        Select(expr);
        return Type::Bool();
      case ExprKind::kIndex:
      case ExprKind::kOptionalIndex:
        return Index(expr);
      case ExprKind::kUnary:
        return Unary(expr);
      case ExprKind::kBinary:
        return Binary(expr);
      case ExprKind::kLogic:
        return Logic(expr);
      case ExprKind::kTernary:
        return Ternary(expr);
      case ExprKind::kList:
        return List(expr);
      case ExprKind::kMap:
        return Map(expr);
      case ExprKind::kCall:
        return Call(expr);
      case ExprKind::kComprehension:
        return Comprehension(expr);
    }
    return Type::Error();
  }

  Type Ident(Expr& expr) {
    for (size_t i = locals_.size(); i-- > 0 && !expr.absolute;) {
      if (locals_[i].name != expr.name) continue;
      expr.reference = Reference::kLocal;
      expr.slot = static_cast<uint32_t>(i);
      return locals_[i].type;
    }
    if (const auto slot = FindVariable(expr.name, expr.absolute)) return Variable(expr, *slot);
    if (const auto type = TypeNamed(expr.name)) return TypeName(expr, *type);
    std::vector<std::string> known = environment_.VariableNames();
    for (const Local& local : locals_) {
      if (!expr.absolute) known.push_back(local.name);
    }
    if (IsMessageName(expr.name)) return NoMessages(expr);
    return Unresolved(expr, expr.name_span, "cel.unknown_variable",
                      "unknown variable " + Quote(expr.name) + DidYouMeanSuffix(expr.name, known));
  }

  std::optional<uint32_t> FindVariable(std::string_view name, bool absolute) const {
    return absolute ? environment_.Find(name) : environment_.Resolve(name);
  }

  // The expression, a name or a chain of them, is a variable.
  Type Variable(Expr& expr, uint32_t slot) {
    const cel::Variable& variable = environment_.variables()[slot];
    expr.kind = ExprKind::kIdent;
    expr.operands.clear();
    expr.name = variable.name;
    expr.reference = Reference::kVariable;
    expr.slot = slot;
    return variable.type;
  }

  // A chain of names that starts at no macro's variable: `a.b.c`. Else "".
  std::string FreeName(const Expr& expr) const {
    const Expr* root = &expr;
    while (root->kind == ExprKind::kSelect) root = root->operands[0].get();
    if (root->kind != ExprKind::kIdent) return "";
    const auto shadows = [&](const Local& local) { return local.name == root->name; };
    if (!root->absolute && std::any_of(locals_.begin(), locals_.end(), shadows)) return "";
    return QualifiedName(expr);
  }

  static bool IsAbsolute(const Expr& expr) {
    return expr.kind == ExprKind::kIdent ? expr.absolute : IsAbsolute(*expr.operands[0]);
  }

  static Type TypeName(Expr& expr, std::string_view type) {
    expr.reference = Reference::kTypeName;
    expr.literal = Value::TypeOf(type);
    return Type::TypeOf();
  }

  Type Select(Expr& expr) {
    // A variable or a type may be named like a chain of fields: `google.protobuf.Timestamp`. The
    // longest name counts.
    if (expr.kind == ExprKind::kSelect) {
      const std::string name = FreeName(expr);
      if (!name.empty() && environment_.has_qualified()) {
        if (const auto slot = FindVariable(name, IsAbsolute(expr))) return Variable(expr, *slot);
      }
      if (const auto type = TypeNamed(name)) return TypeName(expr, *type);
    }
    if (expr.kind == ExprKind::kSelect && IsMessageName(FreeName(expr))) return NoMessages(expr);
    const Type target = Visit(*expr.operands[0]);
    // Through an optional goes the way to an optional.
    if (target.Is(Kind::kOptional)) return Type::Optional(SelectFrom(expr, target.element()));
    const Type type = SelectFrom(expr, target);
    return expr.kind == ExprKind::kOptionalSelect ? Type::Optional(type) : type;
  }

  // Names of protocol buffers that other implementations know.
  static bool IsMessageName(std::string_view name) {
    return name.starts_with("google.protobuf.") || name.starts_with("google.api.expr.");
  }
  Type NoMessages(Expr& expr) {
    return Unresolved(expr, expr.span, "cel.not_supported",
                      "protocol buffer messages, wrappers and enums are not part of this language");
  }

  Type SelectFrom(Expr& expr, const Type& target) {
    if (const ObjectSchema* schema = target.schema()) return Field(expr, *schema);
    expr.reference = Reference::kKey;
    if (target.Is(Kind::kMap)) {
      if (target.key().IsOpen() || target.key().Is(Kind::kString)) return target.element();
      return Mismatch(expr.name_span, "the keys of " + InWords(target) + " are no strings");
    }
    if (target.IsOpen() || target.Is(Kind::kObject)) return Type::Dyn();
    return Mismatch(expr.name_span, InWords(target) + " has no fields; only objects and maps do");
  }

  Type Field(Expr& expr, const ObjectSchema& schema) {
    const auto slot = schema.Find(expr.name);
    if (!slot) {
      return Unresolved(expr, expr.name_span, "cel.unknown_field",
                        Quote(schema.name()) + " has no field " + Quote(expr.name) +
                            DidYouMeanSuffix(expr.name, schema.FieldNames()));
    }
    const cel::Field& field = schema.fields()[*slot];
    expr.reference = Reference::kField;
    expr.schema = &schema;
    expr.slot = *slot;
    // `.?f` makes an optional of it.
    if (field.constant != nullptr && expr.kind == ExprKind::kSelect) {
      expr.reference = Reference::kConstant;
      expr.literal = *field.constant;
    }
    return field.type;
  }

  Type Index(Expr& expr) {
    const Type target = Visit(*expr.operands[0]);
    const Type index = Visit(*expr.operands[1]);
    if (target.Is(Kind::kOptional)) {
      return Type::Optional(IndexInto(expr, target.element(), index));
    }
    const Type type = IndexInto(expr, target, index);
    return expr.kind == ExprKind::kOptionalIndex ? Type::Optional(type) : type;
  }

  Type IndexInto(const Expr& expr, const Type& target, const Type& index) {
    const Span span = expr.operands[1]->span;
    if (target.Is(Kind::kList)) {
      if (index.IsOpen() || index.Is(Kind::kInt)) return target.element();
      return Mismatch(span, "a list is indexed by an int, found " + InWords(index));
    }
    if (target.Is(Kind::kMap)) {
      if (BinaryType(Operator::kIn, index, target)) return target.element();
      return Mismatch(span, "the keys of " + InWords(target) + " are " + target.key().Name() +
                                ", found " + InWords(index));
    }
    if (target.IsOpen()) return Type::Dyn();
    const std::string hint = target.Is(Kind::kObject) ? "; write `.` to read a field" : "";
    return Mismatch(expr.operands[0]->span,
                    "expected a list or a map before `[`, found " + InWords(target) + hint);
  }

  Type Unary(Expr& expr) {
    const Type operand = Visit(*expr.operands[0]);
    if (const auto type = UnaryType(expr.op, operand)) return *type;
    return Mismatch(expr.operands[0]->span,
                    Quote(expr.op == Operator::kNot ? "!" : "-") + " expects " +
                        std::string(ExpectedOperands(expr.op)) + ", found " + InWords(operand));
  }

  Type Binary(Expr& expr) {
    const Type left = Visit(*expr.operands[0]);
    const Type right = Visit(*expr.operands[1]);
    CheckDomains(expr);
    if (const auto type = BinaryType(expr.op, left, right)) return *type;
    return Mismatch(expr.span, Quote(OperatorText(expr.op)) + " expects " +
                                   std::string(ExpectedOperands(expr.op)) + ", found " +
                                   InWords(left) + " and " + InWords(right));
  }

  void CheckDomains(const Expr& expr) {
    const Expr& left = *expr.operands[0];
    const Expr& right = *expr.operands[1];
    if (expr.op == Operator::kEqual || expr.op == Operator::kNotEqual) {
      CheckDomain(left.type.domain(), right);
      CheckDomain(right.type.domain(), left);
    } else if (expr.op == Operator::kIn && right.kind == ExprKind::kList) {
      for (const ExprPtr& element : right.operands) CheckDomain(left.type.domain(), *element);
    } else if (expr.op == Operator::kIn) {
      const Type& element = right.type.Is(Kind::kMap) ? Type::Dyn() : right.type.element();
      CheckDomain(element.domain(), left);
    }
  }

  void CheckDomain(const Domain* domain, const Expr& literal) {
    if (domain == nullptr || literal.kind != ExprKind::kLiteral) return;
    if (!literal.literal.Is(Kind::kString)) return;
    const std::string_view value = literal.literal.as_text();
    if (domain->Contains(value)) return;
    std::string message = Quote(value) + " is no " + domain->name();
    const std::string suffix = DidYouMeanSuffix(value, domain->values());
    Report(literal.span, "cel.domain", message + (suffix.empty() ? Listed(*domain) : suffix));
  }

  static std::string Listed(const Domain& domain) {
    static constexpr size_t kListed = 12;
    std::string text = "; expected one of ";
    for (size_t i = 0; i < domain.values().size() && i < kListed; ++i) {
      text += (i > 0 ? ", " : "") + Quote(domain.values()[i]);
    }
    return domain.values().size() > kListed ? text + "..." : text;
  }

  Type Logic(Expr& expr) {
    for (const ExprPtr& operand : expr.operands) {
      const Type type = Visit(*operand);
      if (type.IsOpen() || type.Is(Kind::kBool)) continue;
      Mismatch(operand->span,
               Quote(OperatorText(expr.op)) + " expects bools, found " + InWords(type));
    }
    return Type::Bool();
  }

  Type Ternary(Expr& expr) {
    const Type condition = Visit(*expr.operands[0]);
    if (!condition.IsOpen() && !condition.Is(Kind::kBool)) {
      Mismatch(expr.operands[0]->span,
               "the condition before `?` is a bool, found " + InWords(condition));
    }
    const Type then = Visit(*expr.operands[1]);
    const Type otherwise = Visit(*expr.operands[2]);
    if (const auto type = Join(then, otherwise)) return *type;
    return Mismatch(expr.span, "both sides of `:` have one type, found " + InWords(then) + " and " +
                                   InWords(otherwise));
  }

  Type List(Expr& expr) {
    Type element = Type::Free();
    for (const ExprPtr& operand : expr.operands) {
      element = Join(element, Entry(*operand)).value_or(Type::Dyn());
    }
    return Type::List(element);
  }

  // An element of a list or a value of a map; behind a `?` what is in an optional.
  Type Entry(Expr& expr) {
    const Type type = Visit(expr);
    if (!expr.optional || type.IsOpen()) return expr.optional ? Type::Dyn() : type;
    if (type.Is(Kind::kOptional)) return type.element();
    return Mismatch(expr.span, "expected an optional value behind `?`, found " + InWords(type));
  }

  Type Map(Expr& expr) {
    Type key = Type::Free();
    Type value = Type::Free();
    for (size_t i = 0; i < expr.operands.size(); i += 2) {
      const Type k = Visit(*expr.operands[i]);
      if (!k.IsOpen() && !k.Is(Kind::kBool) && !k.Is(Kind::kInt) && !k.Is(Kind::kUint) &&
          !k.Is(Kind::kString)) {
        Mismatch(expr.operands[i]->span,
                 "a key of a map is a bool, an int, a uint or a string, found " + InWords(k));
      }
      key = Join(key, k).value_or(Type::Dyn());
      value = Join(value, Entry(*expr.operands[i + 1])).value_or(Type::Dyn());
    }
    return Type::Map(key, value);
  }

  // `strings.quote(x)` is the call of a function of that name. False: of none.
  bool Qualify(Expr& call) {
    if (!call.member) return true;
    const std::string prefix = FreeName(*call.operands[0]);
    if (prefix.empty()) return true;
    const std::string name = prefix + "." + call.name;
    const bool is_function = !FindOverloads(name, false).empty();
    // A variable that is called like a namespace may still have functions called on it.
    if (!is_function && (!IsNamespace(prefix) || FindVariable(prefix, false))) return true;
    call.name = name;
    call.member = false;
    call.operands.erase(call.operands.begin());
    return is_function;
  }

  Type Call(Expr& expr) {
    if (!Qualify(expr)) return UnknownFunction(expr);
    for (const ExprPtr& operand : expr.operands) Visit(*operand);
    const auto named = FindOverloads(expr.name, expr.member);
    if (named.empty()) return UnknownFunction(expr);
    const auto fits = [&](const Overload* o) { return o->arity == expr.operands.size(); };
    if (std::none_of(named.begin(), named.end(), fits)) return WrongCount(expr, named);
    std::optional<Type> type = Type::Error();
    for (const Overload* overload : named) {
      if (!fits(overload) || !Applies(*overload, expr)) continue;
      const auto result = ResultOf(*overload, expr);
      if (!result) continue;
      expr.overloads.push_back(overload);
      if (type) type = Join(*type, *result);
    }
    if (expr.overloads.empty()) return WrongArguments(expr, named);
    if (expr.name.starts_with("sets.")) CheckElements(expr);
    CheckAddress(expr);
    return type.value_or(Type::Dyn());
  }

  static std::optional<Type> ResultOf(const Overload& overload, const Expr& call) {
    if (overload.rule == nullptr) return overload.result;
    std::array<Type, kMaxArguments> types;
    for (size_t i = 0; i < overload.arity; ++i) types[i] = call.operands[i]->type;
    return overload.rule(std::span(types).first(overload.arity));
  }

  // The literals of one list are compared with the elements of the other.
  void CheckElements(const Expr& call) {
    for (const size_t i : {size_t{0}, size_t{1}}) {
      const Domain* domain = call.operands[i]->type.element().domain();
      const Expr& other = *call.operands[1 - i];
      if (other.kind != ExprKind::kList) continue;
      for (const ExprPtr& element : other.operands) CheckDomain(domain, *element);
    }
  }

  // An address or a network that is written out must be one, as in the reference.
  void CheckAddress(const Expr& call) {
    if (call.member || (call.name != "ip" && call.name != "cidr")) return;
    const Expr& argument = *call.operands[0];
    if (argument.kind != ExprKind::kLiteral || !argument.literal.Is(Kind::kString)) return;
    const std::string_view text = argument.literal.as_text();
    if (call.name == "ip" && !ParseIp(text)) {
      Report(argument.span, "cel.literal", Quote(text) + " is no IP address");
    } else if (call.name == "cidr" && !ParseNetwork(text)) {
      Report(argument.span, "cel.literal", Quote(text) + " is no network, as `192.0.2.0/24`");
    }
  }

  static bool Applies(const Overload& overload, const Expr& expr) {
    for (size_t i = 0; i < overload.arity; ++i) {
      const Type& type = expr.operands[i]->type;
      const Kind parameter = overload.parameters[i];
      if (parameter != Kind::kDyn && !type.IsOpen() && parameter != type.kind()) return false;
    }
    return true;
  }

  Type UnknownFunction(Expr& expr) {
    std::string hint;
    if (expr.name.find('.') == std::string::npos &&
        !FindOverloads(expr.name, !expr.member).empty()) {
      hint = expr.member ? "; write `" + expr.name + "(...)`"
                         : "; write `x." + expr.name + "(...)`, with what it works on in front";
    } else {
      hint = DidYouMeanSuffix(expr.name, FunctionNames());
    }
    return Unresolved(expr, expr.name_span, "cel.unknown_function",
                      "unknown function " + Quote(expr.name) + hint);
  }

  Type WrongCount(Expr& expr, const std::vector<const Overload*>& named) {
    const size_t receiver = expr.member ? 1 : 0;
    const size_t expected = named.front()->arity - receiver;
    const size_t found = expr.operands.size() - receiver;
    return Unresolved(expr, expr.span, "cel.argument_count",
                      Quote(expr.name) + " expects " + std::to_string(expected) +
                          (expected == 1 ? " argument" : " arguments") + ", found " +
                          std::to_string(found));
  }

  // Names the first argument that no overload takes, and what would do in its place.
  Type WrongArguments(Expr& expr, const std::vector<const Overload*>& named) {
    for (const Overload* overload : named) {
      if (overload->arity == expr.operands.size()) expr.overloads.push_back(overload);
    }
    for (size_t i = 0; i < expr.operands.size(); ++i) {
      const Type& type = expr.operands[i]->type;
      std::vector<std::string_view> expected;
      bool taken = type.IsOpen();
      for (const Overload* overload : expr.overloads) {
        taken = taken || overload->parameters[i] == type.kind() ||
                overload->parameters[i] == Kind::kDyn;
        const std::string_view words = KindInWords(overload->parameters[i]);
        if (std::find(expected.begin(), expected.end(), words) == expected.end()) {
          expected.push_back(words);
        }
      }
      if (!taken) return WrongArgument(expr, *expr.operands[i], expected);
    }
    return Mismatch(expr.span, Quote(expr.name) + " does not take these arguments together");
  }

  Type WrongArgument(const Expr& call, const Expr& argument,
                     const std::vector<std::string_view>& expected) {
    std::string words;
    for (size_t i = 0; i < expected.size(); ++i) {
      if (i > 0) words += i + 1 == expected.size() ? " or " : ", ";
      words += expected[i];
    }
    return Mismatch(argument.span,
                    Quote(call.name) + " expects " + words + ", found " + InWords(argument.type));
  }

  Type Comprehension(Expr& expr) {
    const Type range = Visit(*expr.operands[0]);
    const auto variables = TypesOfVariables(expr, range);
    if (!variables) {
      Mismatch(expr.operands[0]->span, "this macro goes over " +
                                           std::string(ExpectedRange(expr.macro)) + ", found " +
                                           InWords(range));
    }
    expr.slot = static_cast<uint32_t>(locals_.size());
    locals_.push_back({expr.name, variables ? variables->first : Type::Error()});
    if (!expr.second_name.empty()) {
      locals_.push_back({expr.second_name, variables ? variables->second : Type::Error()});
    }
    const auto local_count = static_cast<uint32_t>(locals_.size());
    result_.local_count = std::max(result_.local_count, local_count);
    const Type type = ComprehensionType(expr, range);
    locals_.resize(expr.slot);
    return type;
  }

  Type ComprehensionType(Expr& expr, const Type& range) {
    if (expr.conditional) {
      const Type condition = Visit(*expr.operands[1]);
      if (!condition.IsOpen() && !condition.Is(Kind::kBool)) {
        Mismatch(expr.operands[1]->span,
                 "the condition of a macro is a bool, found " + InWords(condition));
      }
    }
    const bool has_result = expr.operands.size() > (expr.conditional ? 2U : 1U);
    const Type result = has_result ? Visit(*expr.operands.back()) : Type::Dyn();
    if (const auto type = TypeOfComprehension(expr, range, result)) return *type;
    return Mismatch(
        expr.operands.back()->span,
        "expected " + std::string(ExpectedResult(expr.macro)) + ", found " + InWords(result));
  }

  const Environment& environment_;
  const CompileOptions& options_;
  std::vector<Local> locals_;
  CheckResult result_;
};

}  // namespace

CheckResult Check(Expr& root, const Environment& environment, const CompileOptions& options) {
  return Checker(environment, options).Run(root);
}

}  // namespace reeve::cel
