#include "policy/review.h"

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

// "code line:column" of each finding of one policy, but for those about tests.
std::vector<std::string> FindingsOf(std::string_view below) {
  const std::string text = PolicyText(below);
  const std::vector<SourceFile> sources = {{"bundle.yaml", kBundleYaml}, {"p.yaml", text}};
  const Compilation compilation = CompileBundle(sources, KnownWords());
  INFO(Render(compilation.diagnostics));
  REQUIRE(compilation.bundle != nullptr);
  const Coverage coverage = TracedRules(compilation.bundle).EmptyCoverage();
  std::vector<std::string> out;
  for (const auto& [finding, remedy] : Review(sources, *compilation.bundle, coverage)) {
    CHECK(finding.level == Level::kWarning);
    CHECK_FALSE(remedy.empty());
    if (finding.code == "policy.no_tests") continue;
    out.push_back(finding.code + " " + std::to_string(finding.line) + ":" +
                  std::to_string(finding.column));
  }
  return out;
}

// Of one rule of this scope and condition, without "policy." and the place.
std::string FindingOf(std::string_view scope, std::string_view when) {
  const auto findings =
      FindingsOf("rules:\n  - id: r\n    scope: " + std::string(scope) + "\n    when: >-\n      " +
                 std::string(when) + "\n    effect: deny\n    reason: no\n");
  std::string out;
  for (const std::string& finding : findings) {
    out += (out.empty() ? "" : ", ") + finding.substr(7, finding.find(' ') - 7) + "@" +
           finding.substr(finding.find(':') + 1);
  }
  return out;
}

std::string RuleText(const std::string& id, const std::string& scope, const std::string& when,
                     const std::string& rest) {
  return "  - { id: " + id + ", scope: " + scope + ", when: '" + when + "', reason: no, " + rest +
         " }\n";
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("review: a condition that its scope makes false is unreachable") {
  CHECK(FindingOf("{ stages: [input] }", "stage == 'output'") == "rule_unreachable@7");
  CHECK(FindingOf("{ actions: [refund] }", "action.amount > 5.0 && action.kind == 'payment'") ==
        "rule_unreachable@7");
  CHECK(FindingOf("{ tools: [a, b] }", "action.tool.startsWith('c') && action.consequential") ==
        "rule_unreachable@7");
  CHECK(FindingOf("{ systems: [a], tenants: [t] }", "tenant == system.id && subject != ''") ==
        "rule_unreachable@7");
  CHECK(FindingOf("{ risk_classes: [high] }",
                  "!(system.risk_class == 'high' || action.amount > 1.0)") == "rule_unreachable@7");
  CHECK(FindingOf("{}", "stage == 'input' && action.amount > 1.0 && stage == 'output'") ==
        "rule_unreachable@7");
  CHECK(FindingOf("{}", "action.amount > 1.0 && 1 > 2") == "rule_unreachable@7");
}

TEST_CASE("review: a condition or a part that is always true is reported, and `true` is not") {
  CHECK(FindingOf("{ stages: [input] }", "stage == 'input'") == "condition_constant@7");
  CHECK(FindingOf("{ stages: [input] }", "true") == "");
  CHECK(FindingOf("{ stages: [input] }", "stage == 'input' && action.amount > 1.0") ==
        "part_constant@7");
  CHECK(FindingOf("{ stages: [input] }", "action.amount > 1.0 && stage in ['input', 'output']") ==
        "part_constant@30");
  CHECK(FindingOf("{ actions: [a] }", "action.amount > 1.0 || action.kind == 'b'") ==
        "part_constant@30");
  CHECK(FindingOf("{}", "1 < 2 || action.amount > 1.0") == "condition_constant@7");
}

TEST_CASE("review: what may be either is not reported") {
  for (const char* when :
       {"stage == 'input'", "action.kind == 'b'", "action.tool == 'x'",
        "system.risk_class in ['high', 'limited']", "tenant == 'a' && action.kind != 'a'",
        "actor.roles.exists(r, r == 'a' || r == 'b')",
        "content.text.contains('x') && size(action.arguments) == 0",
        "action.kind == 'a' && action.amount > 1.0",
        "now.getHours() > 5 || action.amount / 0.0 > 1.0", "1 / 0 == 1 || action.consequential"}) {
    INFO(when);
    CHECK(FindingOf("{ stages: [input, output], actions: [a, b] }", when) == "");
  }
}

TEST_CASE("review: a rule that another outweighs wherever it applies changes nothing") {
  const std::string rules = "rules:\n" +
                            RuleText("all", "{ tools: [a, b] }", "true", "effect: deny") +
                            RuleText("some", "{ tools: [a], stages: [output] }",
                                     "action.amount > 1.0", "effect: hold, hold: { roles: [x] }") +
                            RuleText("other-tool", "{ tools: [c] }", "true", "effect: deny");
  CHECK(FindingsOf(rules) == Texts{"policy.rule_shadowed 6:11"});
}

TEST_CASE("review: of two rules with one condition the second is reported, however it is written") {
  CHECK(FindingsOf("rules:\n" +
                   RuleText("one", "{ stages: [input] }", "action.amount>1.0", "effect: deny") +
                   RuleText("two", "{ stages: [input] }", "(action.amount > 1.0)",
                            "effect: deny")) == Texts{"policy.rule_shadowed 6:11"});
  CHECK(FindingsOf("rules:\n" + RuleText("weak", "{}", "action.amount>1.0", "effect: allow") +
                   RuleText("strong", "{}", "action.amount > 1.0", "effect: deny")) ==
        Texts{"policy.rule_shadowed 5:11"});
}

TEST_CASE("review: a rule that adds something of its own is not shadowed") {
  const auto both = [](const std::string& first, const std::string& second) {
    return FindingsOf("detect: [payment]\nrules:\n" + RuleText("one", "{}", "true", first) +
                      RuleText("two", "{}", "action.amount > 1.0", second));
  };
  const std::string hold = "effect: hold, hold: { roles: [a], quorum: 1, deadline: 2h }";
  CHECK(both(hold, hold).size() == 1);
  CHECK(both(hold, "effect: hold, hold: { roles: [b], quorum: 1, deadline: 2h }").empty());
  CHECK(both(hold, "effect: hold, hold: { roles: [a], quorum: 2, deadline: 2h }").empty());
  CHECK(both(hold, "effect: hold, hold: { roles: [a], quorum: 1, deadline: 1h }").empty());
  CHECK(both(hold, "effect: redact, redact: { operator: mask }").empty());
  CHECK(both("effect: redact, redact: { operator: mask }", "effect: redact").empty());
  CHECK(both("effect: redact", "effect: redact, redact: { operator: mask }").size() == 1);
  CHECK(both("effect: deny", "effect: deny, obligations: [ { type: notify, to: x } ]").empty());
  CHECK(both("effect: deny, mode: shadow", "effect: deny").empty());
  CHECK(both("effect: deny", "effect: deny, mode: shadow").empty());
  CHECK(both("effect: redact", "effect: deny").empty());
  const std::string lapses =
      "effect: hold, hold: { roles: [a], quorum: 1, deadline: 2h, on_timeout: allow }";
  CHECK(both(lapses, hold).empty());
  CHECK(both(hold, lapses).size() == 1);
}

TEST_CASE("review: rules, parts and policies that no test touches") {
  const std::string text = PolicyText(
      "scope: { stages: [input] }\nrules:\n"
      "  - { id: r, when: 'action.amount > 1.0', effect: deny, reason: no }\n"
      "  - { id: s, when: 'action.amount > 2.0 || action.consequential', effect: deny, reason: no "
      "}\n"
      "tests:\n  - { name: t, request: {}, expect: { effect: allow } }\n");
  const std::vector<SourceFile> sources = {{"bundle.yaml", kBundleYaml}, {"p.yaml", text}};
  const Compilation compilation = CompileBundle(sources, KnownWords());
  REQUIRE(compilation.bundle != nullptr);
  const TracedRules traced(compilation.bundle);
  Coverage coverage = traced.EmptyCoverage();
  CHECK(Review(sources, *compilation.bundle, coverage).size() == 2);
  Facts facts;
  facts.action.amount = 5;
  traced.Observe(0, facts, &coverage);
  const auto findings = Review(sources, *compilation.bundle, coverage);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].diagnostic.code == "policy.part_untested");
  CHECK(findings[0].diagnostic.column == 44);
  CHECK(Render(findings[0]).find("add a test") != std::string::npos);
}

}  // namespace reeve::policy
