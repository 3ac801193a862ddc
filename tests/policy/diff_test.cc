// What a difference says: which way a rule goes, and why in words.
#include "policy/diff.h"

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

struct Side {
  std::string rule;  // keys of the one rule
  std::string list = "x\n";
  std::string fallback = "allow";
  std::string above = {};  // lines above the rules
};

std::shared_ptr<const Bundle> Compile(const Side& side) {
  const std::string text =
      "attributes: { n: { type: int, record: value }, s: { type: string, record: value } }\n"
      "lists: [bad]\ndetect: [CREDIT_CARD, EMAIL_ADDRESS]\n" +
      side.above + "rules:\n  - { id: r, reason: no, " + side.rule + " }\n";
  Compilation compiled = CompileBundle(
      {{"bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: " + side.fallback + "\n"},
       {"lists/bad.txt", side.list},
       {"p.yaml", PolicyText(text)}},
      KnownWords());
  INFO(Render(compiled.diagnostics));
  REQUIRE(compiled.bundle != nullptr);
  return compiled.bundle;
}

// "tightened: reason; reason" of the one rule; "unchanged".
std::string Difference(const Side& before, const Side& after) {
  const BundleDifference difference = CompareBundles(*Compile(before), *Compile(after));
  if (difference.empty()) return "unchanged";
  std::string out;
  for (const RuleDifference& rule : difference.rules) {
    out += std::string(rule.Kind()) + ":";
    for (const std::string& reason : rule.reasons) out += " " + reason + ";";
  }
  for (const SettingDifference& setting : difference.settings) {
    out += std::string(DirectionName(setting.direction)) + ": " + setting.text + ";";
  }
  return out;
}

// Of a rule that denies under these conditions.
std::string OfConditions(const std::string& before, const std::string& after,
                         const std::string& effect = "deny") {
  const auto side = [&effect](const std::string& when) {
    return Side{"when: '" + when + "', effect: " + effect};
  };
  const std::string whole = Difference(side(before), side(after));
  return whole.substr(0, whole.find(':'));
}

std::string OfHolds(const std::string& before, const std::string& after) {
  const auto side = [](const std::string& hold) {
    return Side{"when: \"true\", effect: hold, hold: { " + hold + " }"};
  };
  return Difference(side(before), side(after));
}

}  // namespace

TEST_CASE("diff: to let a rule be waived loosens it, and to end that tightens it") {
  const Side plain{"when: 'action.amount > 5.0', effect: deny"};
  const Side fixed{plain.rule + ", waivable: false"};
  const Side waivable{plain.rule + ", waivable: true"};
  CHECK(Difference(plain, fixed) == "unchanged");
  CHECK(Difference(plain, waivable) == "loosened: may be waived now;");
  CHECK(Difference(waivable, fixed) == "tightened: may not be waived any more;");
  CHECK(CompareBundles(*Compile(fixed), *Compile(waivable)).MayLoosen());
  CHECK_FALSE(CompareBundles(*Compile(waivable), *Compile(plain)).MayLoosen());
  const Side wider{"when: 'action.amount > 3.0', effect: deny, waivable: true"};
  CHECK(Difference(plain, wider).starts_with("changed: "));
}

TEST_CASE("diff: a condition that holds more often tightens a denial and loosens a permission") {
  const std::string deny = "deny";
  for (const auto& [narrow, wide] : std::vector<std::pair<std::string, std::string>>{
           {"action.amount > 500.0", "action.amount > 300.0"},
           {"action.amount > 500.0", "action.amount >= 500.0"},
           {"action.amount > 500.0", "300 < action.amount"},
           {"action.amount < 5.0", "action.amount < 6.0"},
           {"action.amount > 1.0 && action.consequential", "action.consequential"},
           {"action.consequential", "action.consequential || action.amount > 1.0"},
           {"action.kind == \"a\"", "action.kind in [\"a\", \"b\"]"},
           {"!(action.kind in [\"a\", \"b\"])", "action.kind != \"a\""},
           {"!(action.amount > 3.0)", "!(action.amount > 5.0)"},
           {"!(action.consequential || action.amount > 3.0)", "!action.consequential"},
           {"context.n > 5", "context.n > 3"},
           {"findings.exists(f, f.score > 0.8)", "findings.exists(g, g.score > 0.5)"},
           {"findings.exists(f, f.entity == \"CREDIT_CARD\" && f.score > 0.5)",
            "findings.exists(f, f.score > 0.5)"},
           {"findings.all(f, f.score > 0.8)", "findings.all(f, f.score > 0.5)"},
           {"actor.roles.exists(r, r == \"a\")", "actor.roles.exists(r, r in [\"a\", \"b\"])"},
           {"content.text.contains(\"x\") && action.consequential", "content.text.contains(\"x\")"},
           {"stage == \"input\" && stage == \"output\"", "action.consequential"}}) {
    INFO(narrow << " | " << wide);
    CHECK(OfConditions(narrow, wide) == "tightened");
    CHECK(OfConditions(wide, narrow) == "loosened");
  }
  // Under a default of deny a permission counts.
  const Side narrow{"when: action.amount < 3.0, effect: allow", "x\n", "deny"};
  const Side wide{"when: action.amount < 5.0, effect: allow", "x\n", "deny"};
  CHECK(Difference(narrow, wide).starts_with("loosened:"));
  CHECK(Difference(wide, narrow).starts_with("tightened:"));
}

TEST_CASE("diff: what cannot be told, or goes both ways, is changed") {
  CHECK(OfConditions("content.text.contains(\"x\")", "content.text.contains(\"y\")") == "changed");
  CHECK(OfConditions("action.amount > 500.0", "action.kind == \"a\"") == "changed");
  CHECK(OfConditions("size(findings) > 1", "size(findings) > 2") == "loosened");
  CHECK(OfConditions("findings.exists(f, f.score > 0.5)", "findings.all(f, f.score > 0.5)") ==
        "changed");
}

TEST_CASE("diff: a search over every class of requests proves what no rule of logic does") {
  const auto before =
      Compile({"when: 'action.amount > 5.0 || !(action.amount >= 3.0)', effect: deny"});
  const auto after =
      Compile({"when: '!(action.amount <= 5.0) || action.amount < 3.0', effect: deny"});
  const BundleDifference difference = CompareBundles(*before, *after);
  REQUIRE(difference.rules.size() == 1);
  CHECK(difference.rules[0].complete);
  CHECK(difference.direction() == Direction::kNone);
  CHECK(Text(difference).find("proved: ") != std::string::npos);
}

TEST_CASE("diff: an attribute that may be missing is an error, and a guard is no equal") {
  CHECK(OfConditions("context.n > 3", "has(context.n) && context.n > 3") == "loosened");
  CHECK(OfConditions("has(context.n) && context.n > 3", "context.n > 3") == "tightened");
}

TEST_CASE("diff: one condition written in two ways is reworded") {
  CHECK(OfConditions("action.amount > 5.0", "5.0 < action.amount") == "reworded");
  CHECK(OfConditions("action.amount>5.0", "(action.amount > 5.0)") == "reworded");
  CHECK(OfConditions("!(action.consequential && action.amount > 5.0)",
                     "!action.consequential || !(action.amount > 5.0)") == "reworded");
  CHECK(Difference({"when: 'true', effect: deny, title: a"},
                   {"when: 'true', effect: deny, title: b, severity: high"}) ==
        "reworded: title; severity medium -> high;");
  CHECK(Difference({"when: 'true', effect: deny"}, {"when: 'true', effect: deny"}) == "unchanged");
}

TEST_CASE("diff: terms of a hold") {
  CHECK(OfHolds("roles: [a], quorum: 1", "roles: [a], quorum: 2") == "tightened: quorum 1 -> 2;");
  CHECK(OfHolds("roles: [a, b]", "roles: [a]") == "tightened: roles: no longer `b`;");
  CHECK(OfHolds("roles: [a]", "roles: [b]") == "changed: roles: also `b`, no longer `a`;");
  CHECK(OfHolds("roles: [a], deadline: 4h", "roles: [a], deadline: 2h") ==
        "tightened: deadline 4h -> 2h;");
  CHECK(OfHolds("roles: [a], deadline: 4h, on_timeout: allow",
                "roles: [a], deadline: 2h, on_timeout: allow") == "changed: deadline 4h -> 2h;");
  CHECK(OfHolds("roles: [a], on_timeout: allow", "roles: [a]") ==
        "tightened: on timeout allow -> deny;");
  CHECK(OfHolds("roles: [a], escalation: { after: 1h, roles: [b] }", "roles: [a]") ==
        "tightened: no longer escalates after 1h to `b`;");
}

TEST_CASE("diff: effects, modes, scopes, redactions, obligations") {
  const auto of = [](const std::string& before, const std::string& after) {
    return Difference({"when: \"true\", " + before}, {"when: \"true\", " + after});
  };
  CHECK(of("effect: hold, hold: { roles: [a] }", "effect: deny") ==
        "tightened: effect hold -> deny;");
  // What is held is released as it is.
  CHECK(of("effect: redact", "effect: hold, hold: { roles: [a] }").starts_with("changed:"));
  CHECK(of("effect: deny", "effect: deny, mode: shadow") == "loosened: now in shadow;");
  CHECK(of("effect: deny, mode: shadow", "effect: allow, mode: shadow") ==
        "reworded: effect deny -> allow;");
  CHECK(of("effect: deny, scope: { systems: [a] }", "effect: deny, scope: { systems: [a, x] }") ==
        "tightened: scope, systems: also `x`, so it applies more often;");
  CHECK(of("effect: deny, scope: { stages: [input] }", "effect: deny") ==
        "tightened: scope, stages: also `output`, `tool_call`, `tool_result`, so it applies more "
        "often;");
  CHECK(of("effect: redact, redact: { operator: label }",
           "effect: redact, redact: { operator: mask }") == "loosened: operator label -> mask;");
  CHECK(of("effect: deny, obligations: [ { type: notify, to: a } ]", "effect: deny") ==
        "loosened: obligations: no longer `notify: a`;");
  // A scope moved into the condition is the same.
  CHECK(Difference({"scope: { actions: [a] }, when: 'true', effect: deny"},
                   {"when: 'action.kind == \"a\"', effect: deny"})
            .starts_with("reworded:"));
}

TEST_CASE("diff: parameters and lists are compared as values, by how rules use them") {
  const auto limit = [](const std::string& value) {
    return Side{"when: action.amount > parameters.eur, effect: deny", "x\n", "allow",
                "parameters: { eur: { type: double, default: " + value + " } }\n"};
  };
  CHECK(Difference(limit("500.0"), limit("300.0")) ==
        "tightened: parameter eur 500.0 -> 300.0, so it applies more often;");
  const auto listed = [](const std::string& when, const std::string& list) {
    return Side{"when: '" + when + "', effect: deny", list};
  };
  CHECK(Difference(listed("context.s in lists.bad", "x\n"),
                   listed("context.s in lists.bad", "x\ny\nz\n")) ==
        "tightened: list bad: 2 entries added, 0 removed, so it applies more often;");
  CHECK(Difference(listed("!(context.s in lists.bad)", "x\n"),
                   listed("!(context.s in lists.bad)", "x\ny\n"))
            .starts_with("loosened: list bad: 1 entry added"));
  CHECK(Difference(listed("context.s in lists.bad", "x\n"), listed("context.s in lists.bad", "y\n"))
            .starts_with("changed:"));
}

TEST_CASE("diff: the default, what is recorded, and rules that come under a denying default") {
  const std::string rule = "when: 'action.amount > 5.0', effect: deny";
  CHECK(Difference({rule, "x\n", "deny"}, {rule, "x\n", "allow"}) ==
        "loosened: default deny -> allow;");
  const auto both = [](const std::string& fallback, const std::string& second) {
    const Side one{"when: 'context.n > 5', effect: deny", "x\n", fallback};
    Side two = one;
    two.rule += " }\n  - { id: s, when: 'action.amount > 5.0', reason: no, " + second;
    const BundleDifference difference = CompareBundles(*Compile(one), *Compile(two));
    REQUIRE(difference.rules.size() == 1);
    CHECK(difference.rules[0].Kind() == "added");
    return std::string(DirectionName(difference.rules[0].direction));
  };
  CHECK(both("allow", "effect: deny") == "tightened");
  CHECK(both("allow", "effect: hold, hold: { roles: [a] }") == "tightened");
  CHECK(both("allow", "effect: allow") == "none");
  CHECK(both("deny", "effect: allow") == "loosened");
  CHECK(both("deny", "effect: hold, hold: { roles: [a] }") == "changed");
  CHECK(both("deny", "effect: deny") == "tightened");
}

TEST_CASE("diff: an example is a request that both bundles answer as it says") {
  const auto before = Compile({"when: 'action.amount > 500.0', effect: deny"});
  const auto after = Compile({"when: 'action.amount > 300.0', effect: deny"});
  const BundleDifference difference = CompareBundles(*before, *after, {.examples = 3});
  REQUIRE(difference.rules.size() == 1);
  REQUIRE(difference.rules[0].witnesses.size() == 1);
  const Witness& witness = difference.rules[0].witnesses[0];
  CHECK(witness.before == "allow");
  CHECK(witness.after == "deny");
  const double amount = *json::Resolve(witness.request, "/action/amount")->as_double();
  CHECK(amount > 300);
  CHECK(amount <= 500);
}

TEST_CASE(
    "policy diff: an extension tightens when it is added, and loosens when it is taken away") {
  const std::string base =
      "parameters: { limit: { type: double, default: 500.0, stricter: lower } }\n"
      "rules: [{ id: r, when: 'action.amount > parameters.limit', effect: hold, reason: no,\n"
      "          hold: { roles: [a, b] } }]\n";
  const auto compile = [&base](const std::string& extension) {
    std::vector<SourceFile> files = {
        {"bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: deny\n"},
        {"p.yaml", PolicyText(base)}};
    if (!extension.empty()) files.push_back({"q.yaml", PolicyText(extension, "q")});
    Compilation compiled = CompileBundle(files, KnownWords());
    INFO(Render(compiled.diagnostics));
    REQUIRE(compiled.bundle != nullptr);
    return compiled.bundle;
  };
  const auto direction = [&](const std::string& before, const std::string& after) {
    const auto difference = CompareBundles(*compile(before), *compile(after));
    REQUIRE(difference.rules.size() == 1);
    return std::string(DirectionName(difference.rules[0].direction));
  };
  const std::string tighter = "extends: p\ntighten: { limit: 200.0 }\n";
  CHECK(direction("", tighter) == "tightened");
  CHECK(direction(tighter, "") == "loosened");
  CHECK(direction(tighter, "extends: p\ntighten: { limit: 100.0 }\n") == "tightened");
  // The same rule in a policy of its own permits where the default denies.
  const std::string own =
      "rules: [{ id: r, when: 'action.amount > 200.0', effect: hold, reason: no,\n"
      "          hold: { roles: [a, b] } }]\n";
  CHECK(direction(tighter, own) == "loosened");
  CHECK(direction(own, tighter) == "tightened");
}

}  // namespace reeve::policy
