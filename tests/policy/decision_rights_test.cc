// The table of decision rights: each row is a rule; and what a hold asks of its approval.
#include "policy/approval_terms.h"
#include "policy/describe.h"
#include "policy/diff.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

constexpr char kTable[] = R"(decision_rights:
  stages: [tool_call]
  currency: EUR
  rows:
    - { id: small,  actions: [refund], up_to: 500, then: allow }
    - { id: told,   actions: [refund], above: 200, up_to: 500, then: notify, to: treasury }
    - { id: medium, actions: [refund], above: 500, up_to: 5000, then: hold by one, by: [lead], deadline: 8h }
    - { id: large,  actions: [refund], above: 5000, then: hold by two, by: [head], blind: true, uses: 3 }
    - { id: high,   actions: [refund], risk_classes: [high], above: 100, then: hold by one, by: [head] }
    - { id: cards,  actions: [export], data: [payment, EMAIL_ADDRESS], then: deny }
)";

Facts FactsOf(const char* action, double amount, const char* currency = "EUR") {
  Facts facts;
  facts.stage = Stage::kToolCall;
  facts.system.risk_class = RiskClass::kLimited;
  facts.action.kind = action;
  facts.action.amount = amount;
  facts.action.currency = currency;
  return facts;
}

std::vector<std::string> Applying(const Bundle& bundle, const Facts& facts) {
  return Ids(Ask(bundle, facts).hits);
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("decision rights: a row applies in its band, its upper end included") {
  const auto bundle = MustCompile(kTable);
  CHECK(Applying(*bundle, FactsOf("refund", 200)) == Texts{"small"});
  CHECK(Applying(*bundle, FactsOf("refund", 200.01)) == Texts{"small", "told"});
  CHECK(Applying(*bundle, FactsOf("refund", 500)) == Texts{"small", "told"});
  CHECK(Applying(*bundle, FactsOf("refund", 500.01)) == Texts{"medium"});
  CHECK(Applying(*bundle, FactsOf("refund", 5000)) == Texts{"medium"});
  CHECK(Applying(*bundle, FactsOf("refund", 5001)) == Texts{"large"});
  CHECK(Applying(*bundle, FactsOf("payment", 5001)).empty());
  Facts other = FactsOf("refund", 900);
  other.stage = Stage::kOutput;
  CHECK(Applying(*bundle, other).empty());
}

TEST_CASE("decision rights: what a row says happens is the rule's effect, terms and obligations") {
  const auto bundle = MustCompile(kTable);
  Verdict verdict = Ask(*bundle, FactsOf("refund", 300));
  CHECK(verdict.effect == Effect::kAllow);
  REQUIRE(verdict.obligations.size() == 1);
  CHECK(verdict.obligations[0]->value == "treasury");
  verdict = Ask(*bundle, FactsOf("refund", 900));
  CHECK(verdict.effect == Effect::kHold);
  CHECK(verdict.hold->quorum == 1);
  CHECK(verdict.hold->deadline == std::chrono::hours(8));
  CHECK_FALSE(ApprovalTermsOf(*bundle, verdict).blind);
  verdict = Ask(*bundle, FactsOf("refund", 9000));
  CHECK(verdict.hold->quorum == 2);
  CHECK(ApprovalTermsOf(*bundle, verdict).blind);
  CHECK(ApprovalTermsOf(*bundle, verdict).uses == 3);
  Facts high = FactsOf("refund", 9000);
  high.system.risk_class = RiskClass::kHigh;
  verdict = Ask(*bundle, high);
  CHECK(Ids(verdict.hits) == Texts{"large", "high"});
  // The strictest of each term.
  CHECK(ApprovalTermsOf(*bundle, verdict).blind);
  CHECK(ApprovalTermsOf(*bundle, verdict).uses == 1);
}

TEST_CASE("decision rights: amounts that no band can measure are denied") {
  const auto bundle = MustCompile(kTable);
  CHECK(Ask(*bundle, FactsOf("refund", 10, "USD")).effect == Effect::kDeny);
  CHECK(Ask(*bundle, FactsOf("refund", 10, "")).effect == Effect::kDeny);
  CHECK(Ask(*bundle, FactsOf("refund", -10)).effect == Effect::kDeny);
  CHECK(Ask(*bundle, FactsOf("refund", 0, "")).effect == Effect::kAllow);
  // Of actions with a band alone.
  CHECK(Ask(*bundle, FactsOf("export", -10, "USD")).effect == Effect::kAllow);
  // A table without a band needs no guard, and no currency.
  const auto plain = MustCompile(
      "decision_rights: { rows: [ { id: r, actions: [sign], then: hold by one, by: [x] } ] }\n");
  CHECK(plain->rules().size() == 1);
}

TEST_CASE("decision rights: data counts where some of it is found, and is detected") {
  const auto bundle = MustCompile(kTable);
  CHECK(bundle->wanted_entities() == Texts{"CREDIT_CARD", "EMAIL_ADDRESS", "IBAN_CODE"});
  Facts facts = FactsOf("export", 0);
  CHECK(Applying(*bundle, facts).empty());
  facts.findings.push_back({"IBAN_CODE", "payment", "checksum", 0.9, "content.text"});
  CHECK(Applying(*bundle, facts) == Texts{"cards"});
  facts.findings = {{"EMAIL_ADDRESS", "pii", "pattern", 0.9, "content.text"}};
  CHECK(Applying(*bundle, facts) == Texts{"cards"});
  CHECK(ErrorsOf("decision_rights: { rows: [ { id: r, data: [paymnet], then: deny } ] }\n")
            .find("paymnet") != std::string::npos);
}

TEST_CASE("decision rights: a row that is wrong is named, with its place") {
  const auto refused = [](const std::string& row, const char* code) {
    const std::string errors =
        ErrorsOf("decision_rights:\n  currency: EUR\n  rows:\n    - " + row + "\n");
    INFO(row << "\n" << errors);
    CHECK(errors.find(code) != std::string::npos);
  };
  refused("{ id: r, then: maybe }", "policy.unknown_word");
  refused("{ id: r }", "policy.missing_key");
  refused("{ then: deny }", "policy.missing_key");
  refused("{ id: r, then: hold by one }", "policy.missing_key");
  refused("{ id: r, then: notify }", "policy.missing_key");
  refused("{ id: r, then: deny, by: [x] }", "policy.effect");
  refused("{ id: r, then: allow, blind: true }", "policy.effect");
  refused("{ id: r, above: 500, up_to: 500, then: deny }", "policy.value");
  refused("{ id: r, above: -1, then: deny }", "policy.value");
  refused("{ id: r, above: much, then: deny }", "policy.value");
  refused("{ id: r, data: [\"x' || true\"], then: deny }", "policy.value");
  refused("{ id: r, then: hold by two, by: [x], veto: [x] }", "policy.value");
  refused("{ id: r, action: [x], then: deny }", "policy.unknown_key");
  CHECK(ErrorsOf("decision_rights: { rows: [ { id: r, above: 5, then: deny } ] }\n")
            .find("currency") != std::string::npos);
  CHECK(ErrorsOf("decision_rights: { rows: [] }\n").find("policy.type") != std::string::npos);
  CHECK(ErrorsOf("decision_rights: { rows: [ { id: r, then: deny }, { id: r, then: deny } ] }\n")
            .find("`r`") != std::string::npos);
}

TEST_CASE("approval terms: what asks less of an approval is a loosening, and says so") {
  const auto with = [](const std::string& terms) {
    return MustCompile("rules: [ { id: r, when: true, effect: hold, hold: { roles: [x], quorum: 2" +
                       terms + " }, reason: Held. } ]\n");
  };
  const auto direction = [&](const std::string& from, const std::string& to) {
    return CompareBundles(*with(from), *with(to), {}).direction();
  };
  for (const char* terms : {", blind: true", ", distinct_units: true", ", exclude_author: true",
                            ", veto: [y]", ", valid: 1h"}) {
    INFO(terms);
    CHECK(direction(terms, "") == Direction::kLoosened);
    CHECK(direction("", terms) == Direction::kTightened);
    CHECK(direction(terms, terms) == Direction::kNone);
  }
  CHECK(direction("", ", uses: 2") == Direction::kLoosened);
  CHECK(direction(", uses: 2", ", blind: true, uses: 3") == Direction::kChanged);
  const BundleDifference difference = CompareBundles(*with(", blind: true"), *with(""), {});
  REQUIRE(difference.rules.size() == 1);
  CHECK(difference.rules[0].reasons == Texts{"blind votes no longer"});
}

}  // namespace reeve::policy
