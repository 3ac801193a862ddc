#include <algorithm>
#include <catch2/catch.hpp>

#include "policy/cel/complete.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

// The candidates at the end of the text, separated by blanks.
std::string At(std::string_view text) {
  const Request request;
  std::string out;
  for (const Candidate& candidate :
       Complete(text, text.size(), request.environment, request.variables).candidates) {
    (out += out.empty() ? "" : " ") += candidate.text;
  }
  return out;
}

bool Offers(std::string_view text, std::string_view candidate) {
  return (" " + At(text) + " ").find(" " + std::string(candidate) + " ") != std::string::npos;
}

TEST_CASE("cel: completion knows variables, functions, namespaces and words") {
  CHECK(At("cont") == "content context");
  CHECK(At("n > 1 && find") == "findings");
  CHECK(At("mat") == "matches( math.");
  CHECK(At("ce") == "cel.");
  CHECK(At("t") == "timestamp( true type(");
  CHECK(At("size(ac") == "actor");
  CHECK(At("[1, dur") == "duration(");
  CHECK(Offers("", "actor"));
  CHECK(Offers("!", "has("));
  CHECK(Offers("n + ", "n"));
}

TEST_CASE("cel: completion knows the fields of what stands before the dot") {
  CHECK(At("content.") == "length text");
  CHECK(At("content.te") == "text");
  CHECK(At("actor.r") == "roles");
  CHECK(At("findings[0].") == "entity score");
  CHECK(At("findings.filter(f, f.score > 0.5)[0].e") == "entity");
  CHECK(At("(n > 1 ? content : content).t") == "text");
  CHECK(At("1 + content . t") == "text");
  CHECK(At("has(actor.te") == "team");
  CHECK(At("actor.?te") == "team");
  CHECK(At("actor.?") == "id kind roles team");
  CHECK(At("actors.").empty());
  CHECK(At("missing_at_all.x").empty());
}

TEST_CASE("cel: completion knows the functions and macros that the value takes") {
  CHECK(At("content.text.st") == "startsWith(");
  CHECK(At("'a'.to").empty());
  CHECK(At("findings.ex") == "exists( existsOne( exists_one(");
  CHECK(At("findings.so") == "sort( sortBy(");
  CHECK(At("context.transformM") == "transformMap( transformMapEntry(");
  CHECK_FALSE(Offers("context.", "sortBy("));
  CHECK_FALSE(Offers("content.text.", "all("));
  CHECK(At("when.getF") == "getFullYear(");
  CHECK(At("content.text.lowerAscii().ends") == "endsWith(");
  CHECK(At("optional.of(content).optM") == "optMap(");
  CHECK(At("optional.of(content).te") == "text");
  CHECK(At("math.ab") == "abs(");
  CHECK(At("cel.") == "bind(");
  CHECK(At("base64.") == "decode( encode(");
  CHECK(At("actor.?i").find("isIP") == std::string::npos);
}

TEST_CASE("cel: completion knows the variables of the macros around") {
  CHECK(At("findings.exists(f, f.") == "entity score");
  CHECK(At("findings.exists(finding, find") == "finding findings");
  CHECK(At("findings.all(i, f, f.e") == "entity");
  CHECK(At("findings.all(i, f, i.e").empty());
  CHECK(At("findings.map(f, [f.entity]).all(e, e[0].starts") == "startsWith(");
  CHECK(At("findings.all(f, findings.all(g, f.score > g.s") == "score");
  CHECK(At("cel.bind(c, content, c.te") == "text");
  CHECK(At("cel.bind(c, [content, content][0], c.te") == "text");
  CHECK(At("cel.bind(c, c.te").empty());
  CHECK(At("optional.of(content).optMap(c, c.te") == "text");
  CHECK(At("findings.all(n, n.sc") == "score");  // hides the variable n
  CHECK(At("findings.all(f, f.score > 1.0) && f.s").empty());
}

TEST_CASE("cel: completion looks into values where only they know the fields") {
  CHECK(At("context.") != "");
  CHECK(At("context.a") == "all( amount");
  CHECK(At("context.nested.x") == "x");
  CHECK(At("context['nested'].x") == "x");
  CHECK(At("context.tags.joi") == "join(");
  const Request request;
  CHECK(Complete("context.amou", 12, request.environment).candidates.empty());
}

TEST_CASE("cel: completion offers nothing where nothing of the kind can stand") {
  for (const char* text : {"'cont", "\"a\" + 'cont", "n > 1 // cont", "// ", "n ", "n con", "12",
                           "12 ", "content.text ", "f(n) ", "[n] ", "#", "n.1", "\xFF"}) {
    INFO(text);
    CHECK(At(text).empty());
  }
}

TEST_CASE("cel: completion says what it would replace, and what a candidate is") {
  const Request request;
  const Completion inside = Complete("n > 1 && content.te == 'x'", 19, request.environment);
  CHECK(inside.start == 17);
  REQUIRE(inside.candidates.size() == 1);
  CHECK(inside.candidates[0].detail == "string");
  CHECK(Complete("cont", 99, request.environment).start == 0);
  const auto starts = Complete("s.startsW", 9, request.environment).candidates;
  REQUIRE(starts.size() == 1);
  CHECK(starts[0].detail == "string.startsWith(string)");
  CHECK(Complete("findings.al", 11, request.environment).candidates[0].detail ==
        "list.all(x, condition)");
}

TEST_CASE("cel: completion takes qualified names part by part") {
  Environment environment;
  REQUIRE(environment.Declare("a.b.c", Type::Int()).ok());
  REQUIRE(environment.Declare("a.d", Type::Int()).ok());
  const auto first = [&](std::string_view text) {
    const auto candidates = Complete(text, text.size(), environment).candidates;
    return candidates.empty() ? "" : candidates.front().text;
  };
  CHECK(first("a") == "a.");
  CHECK(first("a.") == "b");
  CHECK(first("a.d") == "d");
  CHECK(first("a.b.") == "c");
}

TEST_CASE("cel: completion of 10,000 open brackets, or of 10 MB, ends") {
  const Request request;
  const auto count = [&](const std::string& text) {
    return Complete(text, text.size(), request.environment).candidates.size();
  };
  CHECK(count(std::string(10'000, '(') + "conten") == 1);
  CHECK(count(std::string(10'000, '(') + std::string(10'000, ')') + ".") == 0);
  std::string calls;
  for (int i = 0; i < 2000; ++i) calls += "findings.all(f, ";
  CHECK(count(calls + "f.s") == 1);
  CHECK(count(std::string(10'000'000, 'a')) == 0);
}

}  // namespace
}  // namespace reeve::cel
