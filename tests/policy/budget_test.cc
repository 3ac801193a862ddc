#include "policy/budget.h"

#include "policy/diff.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

constexpr char kReads[] =
    "rules:\n  - { id: r, when: usage.calls.remaining == 0, effect: deny, reason: Used up. }\n";

Compilation CompileBudgets(std::string_view budgets, std::string_view below = kReads) {
  return CompileBundle(
      {{"bundle.yaml", kBundleYaml + std::string(budgets)}, {"p.yaml", PolicyText(below)}},
      KnownWords());
}

// The first diagnostic, or nothing.
std::string First(const Compilation& compiled) {
  return compiled.diagnostics.empty() ? "" : Render(compiled.diagnostics.front());
}

std::string Budgets(std::string_view terms) {
  return "budgets: { calls: " + std::string(terms) + " }\n";
}

constexpr char kGood[] = "{ of: calls, per: [actor, model], window: 1d, limit: 3 }";

Effect EffectAt(const Bundle& bundle, uint64_t used) {
  Facts facts;
  facts.usage = {{"calls", used, 1}};
  Scratch scratch;
  return Decide(bundle, facts, scratch).effect;
}

}  // namespace

TEST_CASE("budget: a rule reads what was used, what is left, and the limit") {
  const Compilation compiled = CompileBudgets(Budgets(kGood), R"(
rules:
  - id: r
    when: usage.calls.remaining == 0 || usage.calls.used + 1 == usage.calls.limit
    effect: deny
    reason: Nearly.
)");
  INFO(First(compiled));
  REQUIRE(compiled.bundle != nullptr);
  CHECK(compiled.diagnostics.empty());
  CHECK(EffectAt(*compiled.bundle, 1) == Effect::kAllow);
  CHECK(EffectAt(*compiled.bundle, 2) == Effect::kDeny);
  CHECK(EffectAt(*compiled.bundle, 3) == Effect::kDeny);
  CHECK(EffectAt(*compiled.bundle, 9) == Effect::kDeny);
  const Budget& budget = compiled.bundle->budgets().front();
  CHECK(budget.per_actor);
  CHECK(budget.per_model);
  CHECK_FALSE(budget.per_system);
  CHECK(budget.window == std::chrono::hours(24));
}

TEST_CASE("budget: a rule reads what the request asks for") {
  const Compilation compiled = CompileBudgets(
      "budgets: { calls: { of: tokens, window: 1d, limit: 10 } }\n",
      "rules:\n  - { id: r, when: usage.calls.asked > usage.calls.remaining, effect: deny, "
      "reason: Too many. }\n");
  INFO(First(compiled));
  REQUIRE(compiled.bundle != nullptr);
  CHECK(compiled.bundle->budgets().front().unit == BudgetUnit::kTokens);
  CHECK(EffectAt(*compiled.bundle, 9) == Effect::kAllow);
  CHECK(EffectAt(*compiled.bundle, 10) == Effect::kDeny);
}

TEST_CASE("budget: what is wrong with one is said where it stands") {
  const auto says = [](std::string_view terms, std::string_view part) {
    const Compilation compiled = CompileBudgets(Budgets(terms));
    INFO(First(compiled));
    CHECK(compiled.bundle == nullptr);
    CHECK(First(compiled).find(part) != std::string::npos);
  };
  says("{ of: calls, per: [user], window: 1d, limit: 3 }", "`user`");
  says("{ of: euros, window: 1d, limit: 3 }", "`calls`");
  says("{ of: calls, window: 1y, limit: 3 }", "`window`");
  says("{ of: calls, window: 1d, limit: 0 }", "`limit`");
  says("{ of: calls, window: 1d }", "`limit`");
  says("{ of: calls, window: 1d, limit: 3, then: deny }", "`then`");
}

TEST_CASE("budget: a rule cannot read one that the bundle does not declare") {
  const Compilation compiled = CompileBudgets("");
  CHECK(compiled.bundle == nullptr);
  INFO(First(compiled));
  CHECK(First(compiled).find("budgets") != std::string::npos);
}

TEST_CASE("budget: one that no rule reads is warned of") {
  const Compilation compiled = CompileBudgets(
      Budgets(kGood), "rules:\n  - { id: r, when: 'false', effect: deny, reason: Never. }\n");
  REQUIRE(compiled.bundle != nullptr);
  REQUIRE(compiled.diagnostics.size() == 1);
  CHECK(compiled.diagnostics.front().code == "policy.unused_budget");
}

TEST_CASE("budget: another limit is no proof that nothing loosens") {
  const auto one = CompileBudgets(Budgets(kGood)).bundle;
  const auto other =
      CompileBudgets(Budgets("{ of: calls, per: [actor, model], window: 1d, limit: 4 }")).bundle;
  REQUIRE(one != nullptr);
  REQUIRE(other != nullptr);
  CHECK(CompareBundles(*one, *other).MayLoosen());
  CHECK_FALSE(CompareBundles(*one, *one).MayLoosen());
}

}  // namespace reeve::policy
