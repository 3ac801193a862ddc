#include "base/word_pattern.h"

#include <catch2/catch.hpp>

namespace reeve {
namespace {

// "message [part]" of what is refused.
std::string Refusal(std::string_view pattern) {
  PatternProblem problem;
  const auto compiled = WordPattern::Compile(pattern, &problem);
  REQUIRE(compiled == nullptr);
  REQUIRE(problem.offset + problem.length <= pattern.size());
  return problem.message + " [" + std::string(pattern.substr(problem.offset, problem.length)) + "]";
}

std::unique_ptr<const WordPattern> Must(std::string_view pattern) {
  PatternProblem problem;
  auto compiled = WordPattern::Compile(pattern, &problem);
  INFO(problem.message);
  REQUIRE(compiled != nullptr);
  return compiled;
}

}  // namespace

TEST_CASE("word pattern: a match is anchored at the place that is asked") {
  const auto pattern = Must("AC-[0-9]{2,4}");
  const std::string text = "x AC-123 AC-1";
  CHECK(pattern->At(text, 2, false)->end == 8);
  CHECK_FALSE(pattern->At(text, 1, false).has_value());
  CHECK_FALSE(pattern->At(text, 9, false).has_value());
  CHECK_FALSE(pattern->At(text, text.size(), false).has_value());
}

TEST_CASE("word pattern: asked for a word's end, it ends there") {
  const auto pattern = Must("P[0-9]+(-[a-z])?");
  CHECK(pattern->At("P12-xy", 0, false)->end == 5);
  CHECK(pattern->At("P12-xy", 0, true)->end == 3);
}

TEST_CASE("word pattern: what is checked is the match, or its group") {
  CHECK(Must("A[0-9]+")->At("A12", 0, false)->checked == "A12");
  const auto grouped = Must("A(?P<check>[0-9]+)|B[0-9]");
  CHECK(grouped->has_check());
  CHECK(grouped->At("A12", 0, false)->checked == "12");
  CHECK(grouped->At("B1", 0, false)->checked.empty());
  CHECK_FALSE(Must("A(?P<other>[0-9]+)")->has_check());
}

TEST_CASE("word pattern: a byte that no match begins with is told, where it can be") {
  const auto digits = Must("[3-5][0-9]{3}");
  CHECK_FALSE(digits->MayBeginWith('2'));
  CHECK(digits->MayBeginWith('3'));
  CHECK(digits->MayBeginWith('5'));
  CHECK_FALSE(digits->MayBeginWith('6'));
  CHECK(Must("\\bfoo|bar")->MayBeginWith('b'));
  CHECK(Must("\\bfoo|bar")->MayBeginWith('f'));
  CHECK(Must("(?i)x1")->MayBeginWith('X'));
  CHECK(Must("(?i)x1")->MayBeginWith('x'));
  CHECK(Must(".x")->MayBeginWith('\xC3'));
}

TEST_CASE("word pattern: a pattern that may match nothing is refused, however it is written") {
  for (const char* const pattern :
       {"", "a*", "a?", "(a|)", "\\b", "(?:)", "(\\b|x)", "\\b\\b", "(?m)(a|\\b)", "[0-9]{0,3}"}) {
    INFO(pattern);
    CHECK(Refusal(pattern).starts_with("the pattern may match nothing at all"));
  }
  Must("\\ba\\b");
}

TEST_CASE("word pattern: places of the text have no meaning, and are refused where they stand") {
  CHECK(Refusal("a^b").ends_with("`^` has no meaning in it; leave it out [^]"));
  CHECK(Refusal("ab$").ends_with(" [$]"));
  CHECK(Refusal("(\\Aa)").ends_with(" [\\A]"));
  CHECK(Refusal("a\\z").ends_with(" [\\z]"));
  CHECK(Refusal("a\\Bb").ends_with(" [\\B]"));
  CHECK(Refusal("a\\Cb") == "`\\C` may cut a character in two; write `.` [\\C]");
}

TEST_CASE("word pattern: the same characters in a class, escaped or quoted are allowed") {
  for (const char* const pattern : {"[$^]a", "\\$a\\^", "\\Q^a$\\Eb", "[]^]a", "[^]$]a",
                                    "[[:alpha:]$]a", "[\\]$]a", "\\\\A", "\\x{24}a"}) {
    INFO(pattern);
    Must(pattern);
  }
}

TEST_CASE("word pattern: limits of length and of the compiled program hold") {
  Must(std::string(WordPattern::kMaxBytes, 'a'));
  CHECK(Refusal(std::string(WordPattern::kMaxBytes + 1, 'a'))
            .starts_with("the pattern has 201 bytes; the most is 200"));
  CHECK(Refusal("(?:abcdefghij){250}").find("instructions; the most is 2000") != std::string::npos);
  CHECK(Refusal("(a{100}){100}").starts_with("the pattern is not valid: "));
}

TEST_CASE("word pattern: what is not valid is named with its part") {
  CHECK(Refusal("AC-[0-9") == "the pattern is not valid: missing ]: [0-9 [[0-9]");
  CHECK(Refusal("a(b") == "the pattern is not valid: missing ): a(b [a(b]");
  CHECK(Refusal("ab\\Qc").starts_with("the pattern leaves something open"));
}

}  // namespace reeve
