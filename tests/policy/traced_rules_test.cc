#include "policy/traced_rules.h"

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kRules = R"(
scope: { stages: [tool_call] }
attributes: { rush: { type: bool } }
rules:
  - id: two-clauses
    when: action.amount > 5.0 && (action.kind == "a" || context.rush)
    effect: deny
    reason: r
  - id: always
    when: true
    effect: allow
  - id: elements
    when: 'actor.roles.exists(r, r == "x" || r == "y")'
    effect: allow
)";

Facts Call(double amount, std::string_view kind) {
  Facts facts;
  facts.stage = Stage::kToolCall;
  facts.action.amount = amount;
  facts.action.kind = kind;
  return facts;
}

// "text outcomes" of each part of a rule.
std::vector<std::string> PartsOf(const RuleCoverage& rule) {
  std::vector<std::string> out;
  for (const ConditionPart& part : rule.parts) {
    out.push_back(std::to_string(part.depth) + " " + part.text + ": " + part.seen.Text());
  }
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("traced rules: coverage adds up what each part of a condition came to") {
  const TracedRules rules(MustCompile(kRules));
  Coverage coverage = rules.EmptyCoverage();
  CHECK(coverage.SeenCount() == 0);
  CHECK(coverage.PossibleCount() == 5 * 2 + 1 + 2);
  CHECK_FALSE(coverage.rules[0].in_scope);

  rules.Observe(0, Call(1, "a"), &coverage);
  CHECK(coverage.rules[0].in_scope);
  CHECK(PartsOf(coverage.rules[0]) ==
        Texts{"0 action.amount > 5.0 && (action.kind == \"a\" || context.rush): false",
              "1 action.amount > 5.0: false",
              "1 action.kind == \"a\" || context.rush: not evaluated",
              "2 action.kind == \"a\": not evaluated", "2 context.rush: not evaluated"});
  CHECK(coverage.SeenCount() == 2 + 1 + 1);

  rules.Observe(0, Call(9, "b"), &coverage);
  CHECK(PartsOf(coverage.rules[0]) ==
        Texts{"0 action.amount > 5.0 && (action.kind == \"a\" || context.rush): false, error",
              "1 action.amount > 5.0: true, false", "1 action.kind == \"a\" || context.rush: error",
              "2 action.kind == \"a\": false", "2 context.rush: error"});
  // An error is neither of the outcomes that count.
  CHECK(coverage.SeenCount() == 4 + 2);
}

TEST_CASE("traced rules: what is inside of a macro is no part, and a literal has one outcome") {
  const TracedRules rules(MustCompile(kRules));
  Coverage coverage = rules.EmptyCoverage();
  rules.Observe(0, Call(1, "a"), &coverage);
  CHECK(PartsOf(coverage.rules[1]) == Texts{"0 true: true"});
  CHECK(coverage.rules[1].parts[0].SeenCount() == coverage.rules[1].parts[0].PossibleCount());
  CHECK(PartsOf(coverage.rules[2]) ==
        Texts{"0 actor.roles.exists(r, r == \"x\" || r == \"y\"): false"});
}

TEST_CASE("traced rules: rules of other policies and rules out of scope see nothing") {
  const TracedRules rules(MustCompile(kRules));
  Coverage coverage = rules.EmptyCoverage();
  Facts facts = Call(1, "a");
  facts.stage = Stage::kInput;
  rules.Observe(0, facts, &coverage);
  CHECK(coverage.SeenCount() == 0);
  CHECK(rules.Explain(facts).empty());
}

TEST_CASE("traced rules: an explanation names the values behind each clause") {
  const TracedRules rules(MustCompile(kRules));
  const std::vector<RuleExplanation> explained = rules.Explain(Call(9, "b"));
  REQUIRE(explained.size() == 3);
  CHECK(explained[0].rule->id == "two-clauses");
  CHECK(explained[0].outcome.was_error());
  REQUIRE(explained[0].points.size() == 5);
  CHECK(explained[0].points[1].values ==
        std::vector<std::pair<std::string, std::string>>{{"action.amount", "9.0"}});
  CHECK(explained[1].outcome.was_true());
  CHECK(explained[2].outcome.was_false());
}

}  // namespace reeve::policy
