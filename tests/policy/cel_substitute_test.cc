// Names and calls of an expression replaced by other expressions.
#include "policy/cel_substitute.h"

#include <catch2/catch.hpp>

namespace reeve::policy {
namespace {

std::string Replaced(std::string_view expression,
                     const std::map<std::string, std::string, std::less<>>& names,
                     const std::vector<CelFunction>& functions = {}) {
  const Result<std::string> text = Substitute(expression, {names, functions});
  return text.ok() ? *text : text.error().code.data() + (": " + text.error().message);
}

}  // namespace

TEST_CASE("substitute: the longest name wins, and an index of a text counts as a field") {
  CHECK(Replaced("a.b.c + a.d", {{"a", "x"}, {"a.b", "y * 2"}}) == "(y * 2).c + x.d");
  CHECK(Replaced("a['b'] == a[0]", {{"a.b", "context.b"}, {"a", "z"}}) == "context.b == z[0]");
  CHECK(Replaced("b.a", {{"a", "x"}}) == "b.a");
}

TEST_CASE("substitute: a macro's variable is left alone, and captures nothing that is put in") {
  CHECK(Replaced("a.exists(a, a > b)", {{"a", "x"}, {"b", "y"}}) == "x.exists(a, a > y)");
  CHECK(Replaced("l.exists(x, x == v)", {{"v", "x + 1"}}) == "l.exists(x, x == .x + 1)");
  CHECK(Replaced("l.exists(x, v)", {{"v", "m.all(x, x > 0)"}}) == "l.exists(x, m.all(x, x > 0))");
}

TEST_CASE("substitute: whether a field is there is asked of the other field") {
  CHECK(Replaced("has(a.b) && a.?b.orValue(1) > 0", {{"a.b", "context.b"}}) ==
        "has(context.b) && context.?b.orValue(1) > 0");
  CHECK(Replaced("has(a.b)", {{"a.b", "1 + 1"}}).starts_with("cel_policy.has: "));
}

TEST_CASE("substitute: calls become the body, with the arguments bound once and apart") {
  const auto twice = ParseCelFunction("twice(x) = x + x").value();
  CHECK(Replaced("twice(f(x))", {}, {twice}) == "cel.bind(arg1__x, f(x), arg1__x + arg1__x)");
  CHECK(Replaced("twice(twice(1))", {}, {twice}) ==
        "cel.bind(arg2__x, cel.bind(arg1__x, 1, arg1__x + arg1__x), arg2__x + arg2__x)");
  CHECK(Replaced("l.exists(y, g(y))", {}, {ParseCelFunction("g(a) = a > y").value()}) ==
        "l.exists(y, cel.bind(arg1__a, y, arg1__a > .y))");
  CHECK(Replaced("ns.f(1) + ns.g(1)", {}, {ParseCelFunction("ns.f(a) = a * 2").value()}) ==
        "cel.bind(arg1__a, 1, arg1__a * 2) + ns.g(1)");
}

TEST_CASE("substitute: what becomes too long is refused, and takes no time") {
  std::map<std::string, std::string, std::less<>> names;
  std::string sum = "v + v";
  for (int i = 0; i < 40; ++i) {
    const Result<std::string> text = Substitute("v + v", {{{"v", sum}}, {}});
    if (!text.ok()) {
      CHECK(text.error().code == "cel.too_long");
      return;
    }
    sum = *text;
  }
  FAIL("never refused");
}

TEST_CASE("substitute: a definition of a function is read, or refused with its form") {
  const auto function = ParseCelFunction(" ns.f( a , b )  =  a == b ").value();
  CHECK(function.name == "ns.f");
  CHECK(function.parameters == std::vector<std::string>{"a", "b"});
  CHECK(function.body == "a == b");
  for (const char* wrong : {"f", "f(a)", "f(a) 1", "f(1) = 1", "f(a) = ", "f(a) = (", "= 1"}) {
    INFO(wrong);
    const auto refused = ParseCelFunction(wrong);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "cel_policy.function");
  }
}

TEST_CASE("substitute: free names are told, whole where nothing replaces them") {
  CHECK(FreeNames("a.b.c > 1 && l.exists(x, x == y.z) && has(q.r)", {{"a.b", ""}}) ==
        std::vector<std::string>{"a.b", "l", "q", "y.z"});
}

}  // namespace reeve::policy
