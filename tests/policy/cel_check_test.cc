// What does not compile, and how it is told.
#include <catch2/catch.hpp>

#include "policy/cel/limits.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

TEST_CASE("cel: a misspelt field is refused, with a caret and what was probably meant") {
  const Request request;
  const std::string text = "n > 1 && content.txet == 'x'";
  const CompileResult compiled = request.Compile(text);
  REQUIRE_FALSE(compiled.ok());
  REQUIRE(compiled.errors().size() == 1);
  const CompileError& error = compiled.errors().front();
  CHECK(error.code == "cel.unknown_field");
  CHECK(error.offset == 17);
  CHECK(error.length == 4);
  const std::string rendered = Render(text, error);
  CHECK(rendered.find("`content` has no field `txet`; did you mean `text`?") == 0);
  CHECK(rendered.find(text) != std::string::npos);
  const size_t caret = rendered.find('^');
  REQUIRE(caret != std::string::npos);
  // The caret stands under the first letter of the word.
  const size_t line = rendered.find(text);
  const size_t margin = line - rendered.rfind('\n', line) - 1;
  CHECK(caret - rendered.rfind('\n', caret) - 1 - margin == error.offset);
  CHECK(rendered.find("^~~~") != std::string::npos);
}

TEST_CASE("cel: the caret counts code points, on the line of the error") {
  const Request request;
  const std::string text = "s == '\u00e9\u00e9\u00e9' &&\n  s == '\u00e9' && nn == 1";
  const CompileResult compiled = request.Compile(text);
  REQUIRE_FALSE(compiled.ok());
  const std::string rendered = Render(text, compiled.errors().front());
  CHECK(rendered.find("unknown variable `nn`; did you mean `n`?") == std::string::npos);
  CHECK(rendered.find("unknown variable `nn`") == 0);
  CHECK(rendered.find(" 2 |   s == ") != std::string::npos);
  const size_t caret_line = rendered.rfind('\n', rendered.find('^'));
  const size_t bar = rendered.find('|', caret_line);
  CHECK(rendered.find('^') - bar == std::string("   s == 'e' && ").size() + 1);
}

struct Refused {
  const char* expression;
  const char* message;
  const char* pointed;
};

TEST_CASE("cel: errors point to the words that are wrong and say what was expected") {
  const Request request;
  const std::vector<Refused> cases = {
      {"actr.id == 'x'", "unknown variable `actr`; did you mean `actor`?", "actr"},
      {"findings.exists(f, f.scor > 0.5)", "`finding` has no field `scor`; did you mean `score`?",
       "scor"},
      {"s.startWith('a')", "unknown function `startWith`; did you mean `startsWith`?", "startWith"},
      {"contains(s, 'a')",
       "unknown function `contains`; write `x.contains(...)`, with what it works on in front",
       "contains"},
      {"s.int()", "unknown function `int`; write `int(...)`", "int"},
      {"s.contains(n)", "`contains` expects a string, found an int", "n"},
      {"size(n)", "`size` expects a string, bytes, a list or a map, found an int", "n"},
      {"s.startsWith('a', 'b')", "`startsWith` expects 1 argument, found 2",
       "s.startsWith('a', 'b')"},
      {"s == 7", "`==` expects two values of one type, found a string and an int", "s == 7"},
      {"n + s",
       "`+` expects two ints, two uints, two doubles, two strings, two lists, or times, found an "
       "int and a string",
       "n + s"},
      {"n && true", "`&&` expects bools, found an int", "n"},
      {"!s", "`!` expects a bool, found a string", "s"},
      {"s.length > 1", "a string has no fields; only objects and maps do", "length"},
      {"actor['id']",
       "expected a list or a map before `[`, found an object `actor`; write `.` to read a field",
       "actor"},
      {"findings['a']", "a list is indexed by an int, found a string", "'a'"},
      {"context[1]", "the keys of a map(string, dyn) are string, found an int", "1"},
      {"s.exists(c, true)", "this macro goes over a list or a map, found a string", "s"},
      {"findings.exists(f, f.score)", "the condition of a macro is a bool, found a double",
       "f.score"},
      {"n in s",
       "`in` expects a list or a map with elements of the type on the left, found an int and a "
       "string",
       "n in s"},
      {"has(s)", "`has` takes one field, as in `has(a.b)`", "has(s)"},
      {"findings.exists(f)",
       "`exists` is used as `list.exists(x, condition)` or `list.exists(i, x, condition)`",
       "findings.exists(f)"},
      {"s.matches('a(b')", "the pattern is not valid: missing ): a(b", "'a(b'"},
      {"s.matches('a(' + 'b')", "the pattern is not valid: missing ): a(b", "'a(' + 'b'"},
      {"n = 7", "`=` is no operator; write `==` to compare", "="},
      {"n > 1 & n < 3", "`&` is no operator; write `&&`", "&"},
      {"(n > 1", "expected `)`, found the end of the expression", ""},
      {"n >", "expected an expression, found the end of the expression", ""},
      {"n n", "expected an operator or the end, found `n`", "n"},
      {"[1, 2", "expected `,` or `]`, found the end of the expression", ""},
      {"s.contains('a',)", "expected an argument, found `)`", ")"},
      {"for == 1", "`for` is a reserved word", "for"},
      {"a#b", "`#` has no meaning here", "#"},
      {"actor{id: 1}", "messages cannot be made here; write a map `{...}`", "{"},
      {"actor.?idd", "`actor` has no field `idd`; did you mean `id`?", "idd"},
      {"google.protobuf.Any == type(1)",
       "protocol buffer messages, wrappers and enums are not part of this language",
       "google.protobuf.Any"},
      {"cel.block([1], true)", "`cel.block` is not part of this language", "cel.block([1], true)"},
      {"strings.quot('a')", "unknown function `strings.quot`; did you mean `strings.quote`?",
       "quot"},
      {"optional.of(1).orValue('a')", "`orValue` does not take these arguments together",
       "optional.of(1).orValue('a')"},
      {"[?1]", "expected an optional value behind `?`, found an int", "1"},
      {"n.optMap(x, x)", "this macro goes over an optional value, found an int", "n"},
      {"[n].sortBy(x, [x])", "expected a key that has an order, found a list(int)", "[x]"},
      {"[1].all(i, i, true)", "the two variables of `all` have one name", "i"},
      {"sets.contains(actor.roles, ['admn'])", "`admn` is no role; did you mean `admin`?",
       "'admn'"},
      {"regex.extract(s, '(a)(b)')",
       "the pattern captures more than one group; write `(?:...)` for a group that is not "
       "extracted",
       "'(a)(b)'"},
      {"'\\z'", "invalid escape `\\z` in a string", "'\\z'"},
      {"", "expected an expression, found the end of the expression", ""},
  };
  for (const Refused& c : cases) {
    INFO(c.expression);
    CHECK(request.Refusal(c.expression) == c.message);
    CHECK(request.Pointed(c.expression) == c.pointed);
  }
}

TEST_CASE("cel: a literal outside of the domain of a field is refused") {
  const Request request;
  const std::vector<Refused> cases = {
      {"actor.kind == 'humann'", "`humann` is no actor kind; did you mean `human`?", "'humann'"},
      {"'agnet' != actor.kind", "`agnet` is no actor kind; did you mean `agent`?", "'agnet'"},
      {"actor.kind in ['human', 'xyz']",
       "`xyz` is no actor kind; expected one of `agent`, `human`, `service`", "'xyz'"},
      {"'admni' in actor.roles", "`admni` is no role; did you mean `admin`?", "'admni'"},
      {"actor.roles.exists(r, r == 'admni')", "`admni` is no role; did you mean `admin`?",
       "'admni'"},
      {"actor.roles[0] == 'x'", "`x` is no role; expected one of `admin`, `analyst`, `employee`",
       "'x'"},
      {"findings.exists(f, f.entity == 'emial')", "`emial` is no entity; did you mean `email`?",
       "'emial'"},
      {"findings.map(f, f.entity).exists(e, e in ['ibn'])",
       "`ibn` is no entity; did you mean `iban`?", "'ibn'"},
  };
  for (const Refused& c : cases) {
    INFO(c.expression);
    CHECK(request.Refusal(c.expression) == c.message);
    CHECK(request.Pointed(c.expression) == c.pointed);
    CHECK(request.Compile(c.expression).errors().front().code == "cel.domain");
  }
  CHECK(request.Refusal("actor.kind == 'human' && actor.kind in ['agent', 'service']").empty());
  CHECK(request.Refusal("actor.kind == s && s == 'anything'").empty());
}

TEST_CASE("cel: several errors are told at once, in the order of the text") {
  const Request request;
  const CompileResult compiled = request.Compile("actor.idd == 'x' && n + s == 1 && zzz");
  REQUIRE_FALSE(compiled.ok());
  REQUIRE(compiled.errors().size() == 3);
  CHECK(compiled.errors()[0].code == "cel.unknown_field");
  CHECK(compiled.errors()[1].code == "cel.type");
  CHECK(compiled.errors()[2].code == "cel.unknown_variable");
  std::string many = "a0";
  for (int i = 1; i < 50; ++i) many += " || a" + std::to_string(i);
  CHECK(request.Compile(many).errors().size() == kMaxCompileErrors);
}

TEST_CASE("cel: an expected type must be proven, a dyn is not enough") {
  const Request request;
  const CompileOptions as_bool = {.expected_type = Type::Bool()};
  CHECK(request.Refusal("n > 1", as_bool).empty());
  CHECK(request.Refusal("n + 1", as_bool) == "expected a bool, found an int");
  CHECK(request.Refusal("context.flag", as_bool) ==
        "expected a bool, found a value known only at run time");
  CHECK(request.Refusal("context.flag == true", as_bool).empty());
  CHECK(request.Refusal("bool(context.flag)", as_bool).empty());
  CHECK(request.Pointed("n + 1", as_bool) == "n + 1");
}

TEST_CASE("cel: types are deduced") {
  const Request request;
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"[1]", "list(int)"},
      {"[1, 'a']", "list(dyn)"},
      {"[]", "list(dyn)"},
      {"[[], [[1]]]", "list(list(list(int)))"},
      {"{'a': 1}", "map(string, int)"},
      {"findings[0]", "finding"},
      {"findings.map(f, f.score)", "list(double)"},
      {"findings.filter(f, true)", "list(finding)"},
      {"context.x", "dyn"},
      {"when - when", "duration"},
      {"true ? 1 : dyn(2)", "dyn"},
      {"[1] + []", "list(int)"},
      {"1 == 1u", "bool"},
      {"int(any)", "int"},
      {"type(1)", "type"},
      {"[[[[[[[[[[1]]]]]]]]]]", "list(list(list(list(list(list(list(list(dyn))))))))"}};
  for (const auto& [expression, type] : cases) {
    INFO(expression);
    const CompileResult compiled = request.Compile(expression);
    REQUIRE(compiled.ok());
    CHECK(compiled.program().type().Name() == type);
  }
}

TEST_CASE("cel: without the check, what is wrong is an error value where it is evaluated") {
  Request request;
  const CompileOptions unchecked = {.check = false};
  CHECK(request.Outcome("zzz", unchecked) == "error cel.unknown_variable");
  CHECK(request.Outcome("zzz || true", unchecked) == "true");
  CHECK(request.Outcome("f(1) || true", unchecked) == "true");
  CHECK(request.Outcome("content.txet", unchecked) == "error cel.unknown_field");
  CHECK(request.Outcome("size(1, 2)", unchecked) == "error cel.argument_count");
  CHECK(request.Outcome("n + s", unchecked) == "error cel.no_such_overload");
  CHECK(request.Outcome("s.matches('(')", unchecked) == "error cel.pattern");
  CHECK(request.Outcome("[1] == ['a']", unchecked) == "false");
}

TEST_CASE("cel: nesting past the limit is a clear error, whatever it is made of") {
  Request request;
  const auto repeated = [](const std::string& text, size_t count) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += text;
    return out;
  };
  const auto nested = [&](size_t depth) {
    return std::vector<std::string>{repeated("(", depth) + "1" + repeated(")", depth),
                                    repeated("[", depth) + "1" + repeated("]", depth),
                                    repeated("!", depth) + "true",
                                    "1" + repeated(" + 1", depth),
                                    repeated("true ? 1 : ", depth) + "1",
                                    repeated("int(", depth) + "1" + repeated(")", depth),
                                    "any" + repeated(".x", depth),
                                    "any" + repeated("[0]", depth),
                                    repeated("[1].all(x, ", depth) + "true" + repeated(")", depth),
                                    repeated("{1: ", depth) + "1" + repeated("}", depth)};
  };
  for (const std::string& text : nested(10'000)) {
    INFO(text.substr(0, 30));
    const std::string outcome = request.Outcome(text);
    CHECK((outcome == "refused cel.too_deep" || outcome == "refused cel.too_long"));
  }
  for (const std::string& text : nested(kMaxDepth + 1)) {
    INFO(text.substr(0, 30));
    CHECK(request.Outcome(text) == "refused cel.too_deep");
  }
  for (const std::string& text : nested(kMaxDepth - 2)) {
    INFO(text.substr(0, 30));
    CHECK(request.Refusal(text).empty());
    (void)request.Outcome(text);
  }
  // Chains of && and || are flat.
  CHECK(request.Outcome("true" + repeated(" && true", 3000)) == "true");
  CHECK(request.Outcome("false" + repeated(" || false", 3000)) == "false");
}

TEST_CASE("cel: an expression that is too long is refused unread") {
  Request request;
  const std::string blanks(kMaxExpressionLength - 1, ' ');
  CHECK(request.Outcome("1" + blanks) == "1");
  CHECK(request.Outcome("1" + blanks + " ") == "refused cel.too_long");
  CHECK(request.Outcome(std::string(10'000'000, '(')) == "refused cel.too_long");
}

TEST_CASE("cel: a variable has a name of its own") {
  Environment environment;
  CHECK(environment.Declare("a", Type::Int()).value() == 0);
  CHECK(environment.Declare("b", Type::Int()).value() == 1);
  CHECK(environment.Declare("a", Type::Int()).error().code == "cel.declaration");
  CHECK(environment.Declare("in", Type::Int()).error().code == "cel.declaration");
  CHECK(environment.Declare("for", Type::Int()).error().code == "cel.declaration");
  CHECK(environment.Declare("a.-b", Type::Int()).error().code == "cel.declaration");
  CHECK(environment.Declare("", Type::Int()).error().code == "cel.declaration");
}

}  // namespace
}  // namespace reeve::cel
