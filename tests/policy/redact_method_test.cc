#include "policy/redact_method.h"

#include <catch2/catch.hpp>

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

// Every operator, and of those with terms enough of them that each compares both ways.
std::vector<RedactMethod> Methods() {
  std::vector<RedactMethod> all;
  for (size_t i = 0; i < kRedactOperatorCount; ++i) {
    all.push_back({.redact_operator = static_cast<RedactOperator>(i)});
  }
  const std::optional<uint8_t> by_catalogue;
  for (const std::optional<uint8_t> keep_last :
       {by_catalogue, std::optional<uint8_t>(0), std::optional<uint8_t>(4)}) {
    for (const uint8_t keep_first : {uint8_t{0}, uint8_t{2}}) {
      for (const uint8_t count : {uint8_t{0}, uint8_t{3}, uint8_t{5}}) {
        for (const bool from_end : {false, true}) {
          if (count == 0 && from_end) continue;
          all.push_back({.redact_operator = RedactOperator::kMask,
                         .mask = {keep_first, keep_last, count, from_end, false}});
        }
      }
    }
    all.push_back({.redact_operator = RedactOperator::kMask,
                   .mask = {.keep_last = keep_last, .keep_separators = true}});
  }
  all.push_back({.redact_operator = RedactOperator::kMask, .character = "#"});
  for (const std::string_view text : {"x", "y"}) {
    all.push_back({.redact_operator = RedactOperator::kReplace, .text = text});
    all.push_back({.redact_operator = RedactOperator::kHash, .text = text});
  }
  for (const bool output : {false, true}) {
    all.push_back({.redact_operator = RedactOperator::kEncrypt, .restore = {output, true}});
  }
  all.push_back({.redact_operator = RedactOperator::kEncrypt, .restore = {true, false}});
  return all;
}

bool Equal(const RedactMethod& a, const RedactMethod& b) {
  return RedactsAtLeast(a, b) && RedactsAtLeast(b, a);
}

}  // namespace

TEST_CASE("redaction: what redacts at least as much is an order") {
  const std::vector<RedactMethod> all = Methods();
  for (const RedactMethod& a : all) {
    CHECK(RedactsAtLeast(a, a));
    for (const RedactMethod& b : all) {
      for (const RedactMethod& c : all) {
        if (!RedactsAtLeast(a, b) || !RedactsAtLeast(b, c) || RedactsAtLeast(a, c)) continue;
        FAIL(MethodText(a) + " > " + MethodText(b) + " > " + MethodText(c));
      }
    }
  }
}

TEST_CASE("redaction: the stricter of two is the least that is stricter than both") {
  const std::vector<RedactMethod> all = Methods();
  size_t incomparable = 0;
  for (const RedactMethod& a : all) {
    for (const RedactMethod& b : all) {
      const RedactMethod both = StricterOf(a, b);
      INFO(MethodText(a) + " and " + MethodText(b) + ": " + MethodText(both));
      REQUIRE(RedactsAtLeast(both, a));
      REQUIRE(RedactsAtLeast(both, b));
      REQUIRE(both == StricterOf(b, a));
      incomparable += Equal(both, a) || Equal(both, b) ? 0 : 1;
      for (const RedactMethod& c : all) {
        if (RedactsAtLeast(c, a) && RedactsAtLeast(c, b) && !RedactsAtLeast(c, both)) {
          FAIL(MethodText(c) + " is less");
        }
        REQUIRE(Equal(StricterOf(both, c), StricterOf(a, StricterOf(b, c))));
      }
    }
  }
  CHECK(incomparable > 100);
}

TEST_CASE("redaction: what a reader learns decides which operator is stricter") {
  const auto at_least = [](RedactOperator a, RedactOperator b) {
    return RedactsAtLeast({.redact_operator = a}, {.redact_operator = b});
  };
  using enum RedactOperator;
  CHECK(at_least(kRemove, kReplace));
  CHECK(at_least(kReplace, kLabel));
  CHECK(at_least(kLabel, kNumber));
  CHECK(at_least(kLabel, kMask));
  CHECK(at_least(kNumber, kToken));
  CHECK(at_least(kToken, kHash));
  CHECK_FALSE(at_least(kHash, kToken));
  CHECK_FALSE(at_least(kNumber, kMask));
  CHECK_FALSE(at_least(kToken, kEncrypt));
  CHECK_FALSE(at_least(kGeneralise, kMask));
  CHECK_FALSE(at_least(kMask, kGeneralise));
  CHECK(StricterOf({.redact_operator = kToken}, {.redact_operator = kEncrypt}).redact_operator ==
        kNumber);
  CHECK(StricterOf({.redact_operator = kMask}, {.redact_operator = kToken}).redact_operator ==
        kLabel);
}

namespace {

constexpr const char* kHead =
    "detect: [payment]\n"
    "rules:\n"
    "  - { id: r, when: 'true', effect: redact, reason: x, redact: ";

RedactTerms Read(const std::string& redact) {
  return MustCompile(kHead + redact + " }\n")->FindRule("p", "r")->redact;
}

std::string Refused(const std::string& redact) { return ErrorsOf(kHead + redact + " }\n"); }

}  // namespace

TEST_CASE("redaction: every operator is read, with the terms that belong to it") {
  for (const std::string_view word :
       {"generalise", "surrogate", "hash", "token", "number", "remove"}) {
    CHECK(RedactOperatorName(Read("{ operator: " + std::string(word) + " }").redact_operator) ==
          word);
  }
  CHECK(MethodText(Read("{ operator: mask, character: '#', keep_first: 1, keep_last: 4, count: 9, "
                        "from: end, keep_separators: true }")
                       .Method()) ==
        "mask (character: #, keep_first: 1, keep_last: 4, count: 9, from: end, keep_separators: "
        "true)");
  CHECK(Read("{ operator: mask }").Method() ==
        RedactMethod{.redact_operator = RedactOperator::kMask});
  CHECK(MethodText(Read("{ operator: replace, text: '[gone]' }").Method()) ==
        "replace (text: [gone])");
  CHECK(MethodText(Read("{ operator: hash, salt: pepper }").Method()) == "hash (salt: pepper)");
  CHECK(MethodText(Read("{ operator: encrypt }").Method()) == "encrypt");
  CHECK(MethodText(Read("{ operator: encrypt, restore: [tool_call, output] }").Method()) ==
        "encrypt (restore: [output, tool_call])");
  CHECK(Read("{ operator: mask, character: 0 }").character == "0");
  CHECK(Read("{ operator: mask, count: 4, from: end }").mask.keep_last == 0);
  CHECK(Read("{ operator: mask, character: \u2588 }").character == "\u2588");
}

TEST_CASE("redaction: a wrong operator or term is named, with what may be meant") {
  CHECK(Refused("{ operator: generalize }").find("did you mean `generalise`") != std::string::npos);
  CHECK(Refused("{ operator: mask, keep_lst: 4 }").find("did you mean `keep_last`") !=
        std::string::npos);
  CHECK(
      Refused("{ keep_last: 4 }")
          .find(
              "`keep_last` belongs to the operator `mask`; the operator of this one is `label`") !=
      std::string::npos);
  CHECK(Refused("{ operator: hash, text: x }").find("`replace`") != std::string::npos);
  CHECK(Refused("{ operator: replace }").find("needs the key `text`") != std::string::npos);
  CHECK(Refused("{ operator: mask, keep_last: 9 }").find("from 0 to 8") != std::string::npos);
  CHECK(Refused("{ operator: mask, count: 0 }").find("from 1 to 64") != std::string::npos);
  CHECK(Refused("{ operator: mask, keep_last: 4, count: 4, from: end }")
            .find("`keep_last` keeps all that `count` counts") != std::string::npos);
  CHECK(Refused("{ operator: mask, keep_first: 5, count: 4 }")
            .find("`keep_first` keeps all that `count` counts") != std::string::npos);
  CHECK(Refused("{ operator: mask, keep_first: 5, count: 4, from: end }").empty());
  CHECK(Refused("{ operator: mask, from: end }").find("there is no `count`") != std::string::npos);
  CHECK(Refused("{ operator: mask, character: ab }").find("one character") != std::string::npos);
  CHECK(Refused("{ operator: mask, character: ' ' }").find("one character") != std::string::npos);
  CHECK(Refused("{ operator: mask, keep_separators: 1 }").find("`true` or `false`") !=
        std::string::npos);
  CHECK(Refused("{ operator: encrypt, restore: outputs }").find("did you mean `output`") !=
        std::string::npos);
  CHECK(Refused("{ operator: encrypt, restore: input }").find("a model's answer") !=
        std::string::npos);
  CHECK(Refused("{ operator: replace, text: " + std::string(201, 'x') + " }")
            .find("the most is 200") != std::string::npos);
}

TEST_CASE("redaction: an extension may redact more, and not less") {
  const auto compile = [](const std::string& base, const std::string& own) {
    return CompileBundle(
        {{"a.yaml", PolicyText("extends: p\n" + std::string(kHead) + own + " }\n", "p-acme")},
         {"bundle.yaml", std::string(kBundleYaml)},
         {"p.yaml", PolicyText(kHead + base + " }\n")}},
        KnownWords());
  };
  CHECK(compile("{ operator: token }", "{ operator: number }").bundle != nullptr);
  CHECK(compile("{ operator: mask, keep_last: 4 }", "{ operator: mask, keep_last: 2 }").bundle !=
        nullptr);
  CHECK(compile("{ operator: encrypt, restore: output }", "{ operator: encrypt }").bundle !=
        nullptr);
  const Compilation refused =
      compile("{ operator: encrypt }", "{ operator: encrypt, restore: output }");
  CHECK(refused.bundle == nullptr);
  CHECK(Render(refused.diagnostics)
            .find("redacts by `encrypt`, and `encrypt (restore: output)` may tell more") !=
        std::string::npos);
  CHECK(compile("{ operator: mask }", "{ operator: generalise }").bundle == nullptr);
}

}  // namespace reeve::policy
