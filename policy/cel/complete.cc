#include "policy/cel/complete.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "policy/cel/compile.h"
#include "policy/cel/comprehension_types.h"
#include "policy/cel/functions.h"
#include "policy/cel/lexer.h"
#include "policy/cel/macros.h"
#include "policy/cel/map.h"

namespace reeve::cel {
namespace {

using Tokens = std::span<const Token>;

bool IsName(const Token& token) {
  return token.kind == TokenKind::kIdentifier || token.kind == TokenKind::kQuotedIdentifier;
}

// Also the keywords.
bool IsWord(const Token& token) {
  return token.kind == TokenKind::kIdentifier ||
         (token.kind == TokenKind::kSymbol && IsIdentifier(token.text));
}

bool Closes(const Token& token) { return token.Is(")") || token.Is("]") || token.Is("}"); }
bool Opens(const Token& token) { return token.Is("(") || token.Is("[") || token.Is("{"); }

// Behind it an operator is due.
bool EndsOperand(const Token& token) {
  if (token.kind == TokenKind::kSymbol) {
    return Closes(token) || token.Is("true") || token.Is("false") || token.Is("null");
  }
  return token.kind != TokenKind::kEnd;
}

// The place of the bracket that the last of the tokens closes; 0 where there is none.
size_t OpeningOf(Tokens tokens) {
  size_t depth = 0;
  for (size_t i = tokens.size(); i-- > 0;) {
    if (Closes(tokens[i])) ++depth;
    if (Opens(tokens[i]) && --depth == 0) return i;
  }
  return 0;
}

// Takes what the last token ends off the end: a name or a literal, a call with its name, a bracket.
Tokens WithoutPart(Tokens tokens) {
  const Token& last = tokens.back();
  if (!Closes(last)) return tokens.first(tokens.size() - 1);
  Tokens before = tokens.first(OpeningOf(tokens));
  if (before.empty()) return before;
  if (last.Is(")") && IsName(before.back())) return before.first(before.size() - 1);
  if (last.Is("]") && EndsOperand(before.back())) return WithoutPart(before);
  return before;
}

// What stands before the dot at the end of the tokens, without that dot or `.?`; nullopt where no
// dot is.
std::optional<Tokens> BeforeDot(Tokens tokens) {
  if (!tokens.empty() && tokens.back().Is("?")) tokens = tokens.first(tokens.size() - 1);
  if (tokens.empty() || !tokens.back().Is(".")) return std::nullopt;
  return tokens.first(tokens.size() - 1);
}

// The last of the expressions in these tokens, as far as dots, calls and indices hold it together.
Tokens LastExpression(Tokens tokens) {
  Tokens rest = tokens;
  while (!rest.empty() && EndsOperand(rest.back())) {
    rest = WithoutPart(rest);
    const std::optional<Tokens> target = BeforeDot(rest);
    if (!target) break;
    rest = *target;
  }
  return tokens.subspan(rest.size());
}

// "a.b.c" of an expression that is nothing but names and dots, else "".
std::string DottedName(Tokens tokens) {
  std::string name;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (i % 2 == 0 ? tokens[i].kind != TokenKind::kIdentifier : !tokens[i].Is(".")) return "";
    name += tokens[i].text;
  }
  return name;
}

std::string Signature(const Overload& overload) {
  std::string out;
  size_t i = 0;
  if (overload.member) out = Type::Of(overload.parameters[i++]).Name() + ".";
  (out += overload.name) += '(';
  for (const size_t first = i; i < overload.arity; ++i) {
    (out += i == first ? "" : ", ") += Type::Of(overload.parameters[i]).Name();
  }
  return out + ")";
}

class Completer {
 public:
  Completer(std::string_view text, const Environment& environment, std::span<const Value> values)
      : text_(text), environment_(environment), values_(values.begin(), values.end()) {
    completion_.start = text.size();
  }

  Completion Run() && {
    std::vector<CompileError> errors;
    const std::vector<Token> all = Tokenize(text_, &errors);
    if (all.empty() || EndsInComment(all)) return std::move(completion_);
    Tokens tokens = Tokens(all).first(all.size() - 1);
    if (!tokens.empty() && IsWord(tokens.back()) && tokens.back().span.end() == text_.size()) {
      completion_.start = tokens.back().span.offset;
      tokens = tokens.first(tokens.size() - 1);
    }
    if (tokens.empty() || !EndsOperand(tokens.back())) {
      AddLocals(tokens);
      const std::optional<Tokens> target = BeforeDot(tokens);
      target ? AddMembers(LastExpression(*target), tokens.back().Is("?")) : AddGlobals();
    }
    Sort();
    return std::move(completion_);
  }

 private:
  // Blanks and comments are no tokens.
  bool EndsInComment(const std::vector<Token>& tokens) const {
    const size_t end = tokens.size() == 1 ? 0 : tokens[tokens.size() - 2].span.end();
    return text_.substr(end).find("//") != text_.npos;
  }

  std::string_view TextOf(Tokens tokens) const {
    const size_t start = tokens.front().span.offset;
    return text_.substr(start, tokens.back().span.end() - start);
  }

  void Add(std::string text, std::string detail) {
    if (!text.starts_with(text_.substr(completion_.start))) return;
    completion_.candidates.push_back({std::move(text), std::move(detail)});
  }

  // Of several ways to call a function the first is told.
  void Sort() {
    auto& all = completion_.candidates;
    std::stable_sort(all.begin(), all.end(),
                     [](const Candidate& a, const Candidate& b) { return a.text < b.text; });
    all.erase(std::unique(all.begin(), all.end(),
                          [](const Candidate& a, const Candidate& b) { return a.text == b.text; }),
              all.end());
  }

  std::optional<Program> Compiled(Tokens tokens) const {
    if (tokens.empty()) return std::nullopt;
    CompileResult compiled = Compile(TextOf(tokens), environment_);
    if (!compiled.ok()) return std::nullopt;
    return std::move(compiled).program();
  }

  // The variables of the macros whose parentheses are open, from the outermost.
  void AddLocals(Tokens tokens) {
    std::vector<size_t> open;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (Opens(tokens[i])) open.push_back(i);
      if (Closes(tokens[i]) && !open.empty()) open.pop_back();
    }
    for (const size_t place : open) {
      if (place >= 2 && tokens[place].Is("(") && IsName(tokens[place - 1]) &&
          tokens[place - 2].Is(".")) {
        AddLocalsOf(tokens.first(place - 2), tokens[place - 1].text, tokens.subspan(place + 1));
      }
    }
  }

  // Of `target.name(arguments`.
  void AddLocalsOf(Tokens target, std::string_view name, Tokens arguments) {
    const size_t names = LeadingNames(arguments);
    const MacroForm* form = FormOf(name, names);
    if (form == nullptr) return;
    Tokens range = LastExpression(target);
    if (form->macro == Macro::kBind) {
      if (DottedName(range) != "cel") return;
      range = FirstArgument(arguments.subspan(2));
    }
    const std::optional<Program> program = Compiled(range);
    if (!program) return;
    Expr macro;
    macro.macro = form->macro;
    if (form->variables == 2) macro.second_name = arguments[2].text;
    const auto types = TypesOfVariables(macro, program->type());
    if (!types) return;
    Declare(arguments[0].text, types->first);
    if (form->variables == 2) Declare(arguments[2].text, types->second);
  }

  // How many names that are followed by a comma stand first: none, one, or two and more.
  static size_t LeadingNames(Tokens arguments) {
    size_t names = 0;
    while (names < 2 && arguments.size() >= 2 * names + 2 &&
           arguments[2 * names].kind == TokenKind::kIdentifier &&
           arguments[2 * names + 1].Is(",")) {
      ++names;
    }
    return names;
  }

  // The form of the macro with the most variables that could be meant.
  static const MacroForm* FormOf(std::string_view name, size_t names) {
    const MacroForm* best = nullptr;
    for (const MacroForm& form : MacroForms()) {
      if (form.name != name || form.variables > names) continue;
      if (best == nullptr || form.variables > best->variables) best = &form;
    }
    return best;
  }

  // Empty where it has no end yet.
  static Tokens FirstArgument(Tokens tokens) {
    size_t depth = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (depth == 0 && tokens[i].Is(",")) return tokens.first(i);
      if (Opens(tokens[i])) ++depth;
      if (Closes(tokens[i]) && depth-- == 0) break;
    }
    return {};
  }

  void Declare(std::string_view name, const Type& type) {
    const Result<uint32_t> slot = environment_.Redeclare(std::string(name), type);
    if (slot.ok() && *slot < values_.size()) values_[*slot] = Value::Absent();
  }

  void AddGlobals() {
    for (const Variable& variable : environment_.variables()) {
      const size_t dot = variable.name.find('.');
      const bool whole = dot == variable.name.npos;
      Add(variable.name.substr(0, whole ? dot : dot + 1), whole ? variable.type.Name() : "");
    }
    for (const Overload* overload : AllOverloads()) {
      if (overload->member) continue;
      const size_t dot = overload->name.find('.');
      const bool whole = dot == overload->name.npos;
      Add(std::string(overload->name.substr(0, whole ? dot : dot + 1)) + (whole ? "(" : ""),
          whole ? Signature(*overload) : "");
    }
    Add("cel.", "");
    Add("has(", "has(a.b)");
    for (const char* word : {"true", "false"}) Add(word, "bool");
    Add("null", "null");
  }

  void AddMembers(Tokens target, bool optional) {
    if (target.empty()) return;
    const std::string dotted = DottedName(target);
    if (!dotted.empty() && !optional) AddBehind(dotted + ".");
    const std::optional<Program> program = Compiled(target);
    if (!program) return;
    const Value value = ValueOf(*program);
    Type type = program->type();
    if (type.Is(Kind::kDyn) && !value.is_absent()) type = Type::Of(value.kind());
    AddFields(type, value);
    if (!optional) AddMethods(type);
  }

  // Functions and variables whose names go on behind `prefix`.
  void AddBehind(std::string_view prefix) {
    for (const Overload* overload : AllOverloads()) {
      if (overload->member || !overload->name.starts_with(prefix)) continue;
      Add(std::string(overload->name.substr(prefix.size())) + "(", Signature(*overload));
    }
    for (const MacroForm& form : MacroForms()) {
      if (form.macro == Macro::kBind && prefix == "cel.") Add("bind(", std::string(form.usage));
    }
    for (const Variable& variable : environment_.variables()) {
      if (!variable.name.starts_with(prefix)) continue;
      const std::string rest = variable.name.substr(prefix.size());
      Add(rest.substr(0, rest.find('.')), variable.type.Name());
    }
  }

  // Absent where it is not known.
  Value ValueOf(const Program& program) {
    if (values_.empty()) return Value::Absent();
    const Value value = program.Evaluate({values_}, arena_);
    return value.is_error() ? Value::Absent() : value;
  }

  void AddFields(const Type& type, const Value& value) {
    const Type holder = type.Is(Kind::kOptional) ? type.element() : type;
    if (holder.schema() != nullptr) {
      for (const Field& field : holder.schema()->fields()) {
        if (IsIdentifier(field.name)) Add(field.name, field.type.Name());
      }
    }
    if (!value.Is(Kind::kMap)) return;
    for (const MapEntry& entry : value.as_map().entries()) {
      if (!entry.key.Is(Kind::kString) || !IsIdentifier(entry.key.as_text())) continue;
      Add(std::string(entry.key.as_text()), std::string(entry.value.TypeName()));
    }
  }

  void AddMethods(const Type& type) {
    for (const Overload* overload : AllOverloads()) {
      if (!overload->member) continue;
      const Kind receiver = overload->parameters[0];
      if (receiver == Kind::kDyn || type.IsOpen() || type.Is(receiver)) {
        Add(std::string(overload->name) + "(", Signature(*overload));
      }
    }
    for (const MacroForm& form : MacroForms()) {
      Expr macro;
      macro.macro = form.macro;
      if (form.macro == Macro::kBind || !TypesOfVariables(macro, type)) continue;
      Add(std::string(form.name) + "(", std::string(form.usage));
    }
  }

  const std::string_view text_;  // up to the cursor
  Environment environment_;      // with the variables of macros
  std::vector<Value> values_;
  Arena arena_;
  Completion completion_;
};

}  // namespace

Completion Complete(std::string_view text, size_t cursor, const Environment& environment,
                    std::span<const Value> values) {
  const std::string_view typed = text.substr(0, std::min(cursor, text.size()));
  if (typed.size() > kMaxExpressionLength) return {typed.size(), {}};
  return Completer(typed, environment, values).Run();
}

}  // namespace reeve::cel
