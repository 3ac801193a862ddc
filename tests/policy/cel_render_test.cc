// Expressions as text again.
#include <catch2/catch.hpp>

#include "policy/cel/parser.h"
#include "policy/cel/render.h"
#include "tests/policy/cel_expressions.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

// Of an unchecked tree, everything the parser puts there but for places in the text.
std::string Shape(const Expr& expr) {
  std::string out = std::to_string(static_cast<int>(expr.kind)) + "." +
                    std::to_string(static_cast<int>(expr.op)) + "." +
                    std::to_string(static_cast<int>(expr.macro)) + (expr.member ? "m" : "") +
                    (expr.absolute ? "a" : "") + (expr.optional ? "o" : "") +
                    (expr.conditional ? "c" : "") + expr.second_name + "`" + expr.name + "`" +
                    expr.literal.DebugString();
  for (const ExprPtr& operand : expr.operands) out += "(" + Shape(*operand) + ")";
  return out;
}

void CheckRoundTrip(const std::string& text) {
  INFO(text);
  Arena arena;
  std::vector<CompileError> errors;
  const ExprPtr tree = Parse(text, arena, &errors);
  REQUIRE(tree);
  for (const size_t width : {size_t{0}, size_t{20}}) {
    const std::string once = RenderSource(*tree, {width});
    INFO(once);
    const ExprPtr again = Parse(once, arena, &errors);
    REQUIRE(again);
    CHECK(Shape(*again) == Shape(*tree));
    CHECK(RenderSource(*again, {width}) == once);
  }
}

TEST_CASE("cel: rendered source is the same tree, and the same text the second time") {
  SeededExpressions expressions(99);
  for (int i = 0; i < 3000; ++i) CheckRoundTrip(expressions.Next());
  for (const char* text : {"-(1)",
                           "-(-1)",
                           "--n",
                           "-(1.5).a",
                           "(-5).b",
                           "-5.abs()",
                           "!(a && b)",
                           "(a && b) && c",
                           "a && (b && c)",
                           "(a || b) && c || d",
                           "a - (b - c)",
                           "(a - b) - c",
                           "(a == b) == c",
                           "a == (b == c)",
                           "(a ? b : c) ? d : e",
                           "a ? b : c ? d : e",
                           "a ? (b ? c : d) : e",
                           ".a.b",
                           "a.`b-c`",
                           "a.`in`",
                           "a.for",
                           "'\\x00\\x7f\\\\'",
                           "b'\\xff\\'\"'",
                           "\"it's \\\"\"",
                           "'''a\nb'''",
                           "1e100",
                           "1e-7",
                           "0xFFu",
                           "-0.0",
                           "{'a': [1], 2: {}}",
                           "f(a, b).g()[1].h",
                           "has(a.b.c)",
                           "[1].map(x, x > 1, -x)",
                           "(1).a",
                           "(-x).a",
                           "!-x",
                           "(a in b) in c",
                           "1.0",
                           "-9223372036854775808",
                           "a.?b.c",
                           "a[?1]",
                           "[?a, b]",
                           "{?a: b, c: d}",
                           "cel.bind(x, 1, x + x)",
                           "m.transformMap(k, v, k > 1, v)",
                           "l.transformList(i, x, i)",
                           "l.all(i, x, i < x)",
                           "o.optMap(x, x)",
                           "o.optFlatMap(x, x)",
                           "l.sortBy(x, -x)",
                           "m.transformMapEntry(k, v, {v: k})",
                           "math.greatest(1, 2, 3)",
                           "'\xC3\xA9'"}) {
    CheckRoundTrip(text);
  }
}

TEST_CASE("cel: the formatter has one spelling") {
  const auto format = [](std::string_view text, size_t width = 0) {
    return FormatSource(text, {width}).value();
  };
  CHECK(format("((a)&&\n b ) // why\n") == "a && b");
  CHECK(format("\"x\"+r'\\d'") == "'x' + '\\\\d'");
  CHECK(format("\"it's\"") == "\"it's\"");
  CHECK(format("l.existsOne( x,x>0x10 )") == "l.exists_one(x, x > 16)");
  CHECK(format("a&&(b||c)", 5) == "a\n&& (b || c)");
  CHECK(FormatSource("a &").error().code == "cel.syntax");
  CHECK(FormatSource(std::string(100'000, 'a')).error().code == "cel.too_long");
}

TEST_CASE("cel: a rule reads as an English sentence") {
  const Request request;
  const auto english = [&](std::string_view text) {
    const CompileResult compiled = request.Compile(text);
    REQUIRE(compiled.ok());
    return RenderEnglish(compiled.program().tree());
  };
  CHECK(english("context.amount > 500 && findings.exists(f, f.entity == 'iban')") ==
        "the amount of the context is above 500 and some finding has the entity iban");
  CHECK(english("findings.exists(f, f.entity == 'iban' && f.score >= 0.9)") ==
        "there is a finding whose entity is iban and whose score is at least 0.9");
  CHECK(english("!findings.exists(f, f.entity == 'iban')") == "no finding has the entity iban");
  CHECK(english("findings.all(f, f.score < 0.5)") == "for every finding, its score is below 0.5");
  CHECK(english("actor.kind in ['human', 'agent'] || !has(actor.team)") ==
        "either the kind of the actor is human or agent, or the team of the actor is not given");
  CHECK(english("!content.text.contains('pay now')") ==
        "the text of the content does not contain \"pay now\"");
  CHECK(english("(n == 1 || u == 2u) && d != 3.0") ==
        "(either the n is 1 or the u is 2) and the d is not 3");
  CHECK(english("size(content.text) + n > 10") ==
        "the length of the text of the content plus the n is above 10");
  CHECK(english("content.text.lowerAscii().matches('a+')") ==
        "the text of the content in lower case matches the pattern \"a+\"");
  CHECK(english("findings.exists(f, f.entity in ['iban', 'email'])") ==
        "some finding has the entity iban or email");
  CHECK(english("findings.filter(f, f.score > 0.5).size() > 10 && findings.size() < 20") ==
        "the number of findings whose score is above 0.5 is above 10 and the number of findings is "
        "below 20");
  CHECK(english("findings.exists(a, findings.exists(b, a.entity != b.entity))") ==
        "there are findings a and b such that the entity of a is not the entity of b");
  CHECK(english("!(actor.kind in ['human', 'agent']) && !(actor.kind in ['human', 'agent', "
                "'service'])") ==
        "the kind of the actor is neither human nor agent and the kind of the actor is none of "
        "human, agent "
        "or service");
  CHECK(english("s != '' && content.text == ''") ==
        "the s is not empty and the text of the content is empty");
}

TEST_CASE("cel: English takes the words that it is given, and shortens what is long") {
  const Request request;
  EnglishOptions options;
  options.max_text = 8;
  options.phrase = [](std::string_view path) -> std::optional<EnglishPhrase> {
    if (path == "content.text") return EnglishPhrase{"what was said", "", ""};
    if (path == "context.up")
      return EnglishPhrase{"the flag", "the flag is up", "the flag is down"};
    return std::nullopt;
  };
  options.found = [](std::string_view path, const std::vector<std::string>& words, bool holds) {
    const std::string text = words.front() + (holds ? " is there" : " is not there");
    return path == "findings.entity" ? std::optional<std::string>(text) : std::nullopt;
  };
  const auto english = [&](std::string_view text) {
    const CompileResult compiled = request.Compile(text);
    REQUIRE(compiled.ok());
    return RenderEnglish(compiled.program().tree(), options);
  };
  CHECK(english("content.text == 'a b' && context.up") ==
        "what was said is \"a b\" and the flag is up");
  CHECK(english("!context.up || context.up == true") ==
        "either the flag is down or the flag is true");
  CHECK(english("!content.text.matches('one|two|three')") ==
        "what was said does not match the pattern that begins \"one|two...");
  CHECK(english("findings.exists(context, context.entity == 'iban')") == "iban is there");
  CHECK(english("!findings.exists(f, f.entity in ['iban'])") == "iban is not there");
  CHECK(english("findings.exists(f, f.score == 0.5)") == "some finding has the score 0.5");
}

TEST_CASE("cel: every generated expression has English") {
  const ExpressionWorld world;
  SeededExpressions expressions(3);
  for (int i = 0; i < 500; ++i) {
    const CompileResult compiled = Compile(expressions.Next(), world.environment);
    if (compiled.ok()) CHECK_FALSE(RenderEnglish(compiled.program().tree()).empty());
  }
}

}  // namespace
}  // namespace reeve::cel
