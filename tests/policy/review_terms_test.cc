#include "policy/review_terms.h"

#include <catch2/catch.hpp>

#include "policy/bundle.h"

namespace reeve::policy {
namespace {

std::string ValueOf(const std::string& obligation) {
  std::vector<SourceFile> sources = {
      {"p.yaml",
       "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p, title: Test }\nrules:\n"
       "  - { id: r, when: 'true', effect: allow, obligations: [ " +
           obligation + " ] }\n"}};
  const Compilation compiled = CompileBundle(std::move(sources), {});
  if (compiled.bundle == nullptr) return compiled.diagnostics.front().code;
  const Obligation& made = compiled.bundle->rules().front().obligations.front();
  CHECK(made.type == ObligationType::kReview);
  return made.value;
}

TEST_CASE("review terms: what a rule says is one text, and comes back") {
  CHECK(ValueOf("{ type: review, to: auditor }") == "auditor?share=10000&within=259200");
  CHECK(ValueOf("{ type: review, to: auditor, share: 0.25%, within: 36h }") ==
        "auditor?share=25&within=129600");
  const auto terms = ParseReviewTerms("team/a?share=25&within=129600");
  REQUIRE(terms);
  CHECK(terms->role == "team/a");
  CHECK(terms->share == 25);
  CHECK(terms->within == std::chrono::hours(36));
}

TEST_CASE("review terms: a share or a time that is none is an error") {
  for (const char* share : {"5", "0%", "0.00%", "101%", "100.01%", "5.%", ".5%", "1.234%", "-1%"}) {
    INFO(share);
    CHECK(ValueOf("{ type: review, to: a, share: '" + std::string(share) + "' }") ==
          "policy.share");
  }
  CHECK(ValueOf("{ type: review, to: a, within: soon }") == "policy.duration");
  CHECK(ValueOf("{ type: review, share: 5% }") == "policy.missing_key");
  CHECK(ValueOf("{ type: review, to: a, whithin: 3d }") == "policy.unknown_key");
}

TEST_CASE("review terms: shares are written as people write them") {
  CHECK(ParseShare("5%") == 500U);
  CHECK(ParseShare("12.5%") == 1250U);
  CHECK(ParseShare("100.00%") == kWholeShare);
  CHECK(ShareText(500) == "5%");
  CHECK(ShareText(1250) == "12.5%");
  CHECK(ShareText(25) == "0.25%");
  CHECK(ShareText(5) == "0.05%");
  CHECK(ShareText(kWholeShare) == "100%");
}

TEST_CASE("review terms: what is none is nothing") {
  for (const char* value :
       {"", "a", "?share=1&within=1", "a?share=0&within=1", "a?share=10001&within=1",
        "a?share=1&within=0", "a?share=x&within=1", "a&within=1?share=1", "a?share=1&within=1x"}) {
    INFO(value);
    CHECK_FALSE(ParseReviewTerms(value));
  }
}

}  // namespace
}  // namespace reeve::policy
