#include "policy/document.h"

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

bool Says(std::string_view text, std::string_view part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string_view::npos;
}

// A document of one rule, with a line of its own for each part.
std::string RuleWith(std::string_view more) {
  return "rules:\n  - id: r\n    when: true\n    effect: deny\n    reason: no\n" +
         std::string(more);
}

}  // namespace

TEST_CASE(
    "document: an error shows file, line, column, the line itself, a caret and a suggestion") {
  const std::string errors = ErrorsOf(
      "detect: [payment]\n"
      "rules:\n"
      "  - id: r\n"
      "    when: findings.exists(f, f.entitty == \"CREDIT_CARD\")\n"
      "    effect: deny\n"
      "    reason: no\n");
  CHECK(Says(errors, "p.yaml:7:32: error: "));
  CHECK(Says(errors, "did you mean `entity`?"));
  CHECK(Says(errors,
             "     7 |     when: findings.exists(f, f.entitty == \"CREDIT_CARD\")\n"
             "       |                                ^~~~~~~"));
}

TEST_CASE("document: an unknown key is refused, with the nearest known one") {
  CHECK(Says(ErrorsOf("rules:\n  - id: r\n    wehn: true\n    effect: deny\n    reason: no\n"),
             "a rule has no key `wehn`; did you mean `when`?"));
  CHECK(Says(ErrorsOf(RuleWith("nonsense_key: 1\n")),
             "a policy has no key `nonsense_key`; it may have"));
  CHECK(Says(ErrorsOf("scope: { stage: [input] }\n" + RuleWith("")), "did you mean `stages`?"));
}

TEST_CASE("document: a wrong word lists the right ones") {
  CHECK(Says(ErrorsOf("scope: { stages: [inptu] }\n" + RuleWith("")), "did you mean `input`?"));
  CHECK(Says(ErrorsOf(RuleWith("    severity: hihg\n")),
             "`severity` must be one of `low`, `medium`, `high`, `critical`, not `hihg`; did you "
             "mean `high`?"));
  CHECK(Says(ErrorsOf(RuleWith("    mode: dry\n")), "`mode` must be one of `enforce`, `shadow`"));
}

TEST_CASE("document: a wrong type is refused where it stands") {
  CHECK(Says(ErrorsOf("rules: none\n"), "p.yaml:4:8: error: `rules` must be a list"));
  CHECK(Says(ErrorsOf("rules: []\n"), "`rules` must be a list of at least one rule"));
  CHECK(Says(ErrorsOf("scope: [input]\n" + RuleWith("")), "scope must be a map, not a list"));
  CHECK(Says(ErrorsOf(RuleWith("    title: [a]\n")), "`title` must be a text, not a list"));
  CHECK(Says(ErrorsOf(RuleWith("    title:\n")), "`title` has no value"));
  CHECK(Says(ErrorsOf("scope: { tools: [] }\n" + RuleWith("")), "`tools` is an empty list"));
  CHECK(Says(ErrorsOf("scope: { tools: [a, a] }\n" + RuleWith("")), "`a` is in `tools` twice"));
}

TEST_CASE("document: what a rule must have is named when it is missing") {
  const std::string errors = ErrorsOf("rules:\n  - title: nothing else\n");
  CHECK(Says(errors, "a rule needs the key `id`"));
  CHECK(Says(errors, "a rule needs the key `when`"));
  CHECK(Says(errors, "a rule needs the key `effect`"));
  CHECK(Says(errors, "a rule needs the key `reason`"));
  CHECK(ErrorsOf("rules: [ { id: r, when: true, effect: allow } ]\n").empty());
}

TEST_CASE("document: terms belong to their effect") {
  CHECK(Says(ErrorsOf(RuleWith("    hold: { roles: [a] }\n")),
             "`hold` belongs to a rule of effect `hold`; the effect of this one is `deny`"));
  CHECK(Says(ErrorsOf("rules: [ { id: r, when: true, effect: hold, reason: x } ]\n"),
             "a rule needs the key `hold`"));
  CHECK(Says(ErrorsOf("rules: [ { id: r, when: true, effect: hold, reason: x, hold: { roles: [a], "
                      "quorum: 0 } } ]\n"),
             "`quorum` must be a whole number from 1 to 16"));
  CHECK(Says(ErrorsOf("rules: [ { id: r, when: true, effect: hold, reason: x, hold: { roles: [a], "
                      "deadline: soon } } ]\n"),
             "`deadline` must be a number and one of s, m, h, d"));
}

TEST_CASE("document: obligations are a typed list") {
  CHECK(Says(ErrorsOf(RuleWith("    obligations: [ { type: notfy, to: x } ]\n")),
             "did you mean `notify`?"));
  CHECK(Says(ErrorsOf(RuleWith("    obligations: [ { type: notify, label: x } ]\n")),
             "obligation `notify` has no key `label`"));
  CHECK(Says(ErrorsOf(RuleWith("    obligations: [ { type: notify } ]\n")),
             "obligation `notify` needs the key `to`"));
}

TEST_CASE("document: an obligation to log content needs nothing, one to route says where") {
  CHECK(
      ErrorsOf(RuleWith("    obligations: [ { type: log_content }, { type: route, to: desk } ]\n"))
          .empty());
  CHECK(Says(ErrorsOf(RuleWith("    obligations: [ { type: log_content, to: x } ]\n")),
             "obligation `log_content` has no key `to`"));
  CHECK(Says(ErrorsOf(RuleWith("    obligations: [ { type: route } ]\n")),
             "obligation `route` needs the key `to`"));
  const auto bundle = MustCompile(RuleWith("    obligations: [ { type: route, to: desk } ]\n"));
  CHECK(ObligationTypeName(bundle->rules()[0].obligations.at(0).type) == "route");
}

TEST_CASE("document: an escalation comes before the deadline") {
  const auto errors = [](const std::string& terms) {
    return ErrorsOf("rules: [ { id: r, when: true, effect: hold, reason: x, hold: { roles: [a], " +
                    terms + " } } ]\n");
  };
  CHECK(errors("escalation: { after: 4h, roles: [b] }, deadline: 8h").empty());
  CHECK(Says(errors("escalation: { after: 8h, roles: [b] }, deadline: 8h"),
             "`after` must be shorter than the `deadline` of the hold, or it comes too late"));
  CHECK(Says(errors("escalation: { roles: [b] }"), "`escalation` needs the key `after`"));
  CHECK(Says(errors("escalation: { after: 4h }"), "`escalation` needs the key `roles`"));
  CHECK(Says(errors("on_timeout: wait"), "`on_timeout` must be one of `allow`, `deny`"));
}

TEST_CASE("document: a rule's scope narrows its policy's and cannot widen it") {
  CHECK(
      Says(ErrorsOf("scope: { stages: [input] }\n" + RuleWith("    scope: { stages: [output] }\n")),
           "`output` is outside of the policy's own `stages`"));
  CHECK(ErrorsOf("scope: { stages: [input, output] }\n" +
                 RuleWith("    scope: { stages: [output] }\n"))
            .empty());
}

TEST_CASE("document: ids are checked, and duplicates are refused") {
  CHECK(Says(ErrorsOf("rules:\n  - id: Über\n    when: true\n    effect: deny\n    reason: x\n"),
             "a rule's `id` must be 1 to 64 of"));
  const std::string rule = "  - { id: r, when: true, effect: deny, reason: x }\n";
  CHECK(Says(ErrorsOf("rules:\n" + rule + rule), "the rule `r` is already on line 5"));
  const Compilation two = CompileBundle({{"a.yaml", PolicyText("rules:\n" + rule)},
                                         {"b.yaml", PolicyText("rules:\n" + rule)},
                                         {"bundle.yaml", kBundleYaml}},
                                        KnownWords());
  CHECK(Says(Render(two.diagnostics), "b.yaml:3:17: error: the policy `p` is already in a.yaml"));
}

TEST_CASE("document: findings need a detect, and detect needs known words") {
  const std::string reads =
      "rules: [ { id: r, when: 'findings.size() > 0', effect: deny, reason: x } ]\n";
  CHECK(Says(ErrorsOf(reads), "add `detect:` with categories or entities"));
  CHECK(Says(ErrorsOf("detect: [CREDIT_CRAD]\n" + reads), "did you mean `CREDIT_CARD`?"));
  CHECK(Says(ErrorsOf("detect: [secrets]\n" + reads), "did you mean `secret`?"));
  CHECK(Says(ErrorsOf("detect: [pii]\n" + RuleWith("")), "warning: no rule of this policy reads"));
  CHECK(Says(ErrorsOf("rules: [ { id: r, when: true, effect: redact, reason: x } ]\n"),
             "the rule redacts, but the policy does not say what to detect"));
  CHECK(Says(ErrorsOf("detect: [pii]\nrules: [ { id: r, when: true, effect: redact, reason: x, "
                      "redact: { entities: [CREDIT_CARD] } } ]\n"),
             "`CREDIT_CARD` is not among what this policy detects"));
}

TEST_CASE("document: an entity that the policy does not detect cannot be compared with") {
  CHECK(Says(ErrorsOf("detect: [pii]\nrules: [ { id: r, when: 'findings.exists(f, f.entity == "
                      "\"CREDIT_CARD\")', effect: deny, reason: x } ]\n"),
             "CREDIT_CARD"));
}

TEST_CASE("document: attributes have a type, and two policies must agree") {
  CHECK(Says(ErrorsOf("attributes: { a: { type: number } }\n" + RuleWith("")),
             "`type` must be one of `bool`, `int`, `double`, `string`, `list<string>`"));
  CHECK(
      Says(ErrorsOf("attributes: { a-b: { type: int } }\n" + RuleWith("")), "an attribute's name"));
  CHECK(Says(ErrorsOf("attributes: { amount: { type: int } }\nrules: [ { id: r, when: "
                      "'context.amuont > 1', effect: deny, reason: x } ]\n"),
             "did you mean `amount`?"));
  const auto document = [](std::string_view id, std::string_view attribute) {
    return PolicyText("attributes: { a: " + std::string(attribute) + " }\n" + RuleWith(""), id);
  };
  const auto both = [&](std::string_view first, std::string_view second) {
    return Render(CompileBundle({{"a.yaml", document("a", first)},
                                 {"b.yaml", document("b", second)},
                                 {"bundle.yaml", kBundleYaml}},
                                KnownWords())
                      .diagnostics);
  };
  CHECK(Says(both("{ type: int }", "{ type: string }"),
             "`a` is `string`, recorded as `nothing`, but a.yaml says that it is `int`"));
  CHECK(Says(both("{ type: int, record: value }", "{ type: int }"), "error:"));
  CHECK(both("{ type: int, record: value }", "{ type: int, record: value }").empty());
}

TEST_CASE("document: a condition that is no truth value is refused") {
  CHECK(Says(ErrorsOf("rules: [ { id: r, when: action.amount, effect: deny, reason: x } ]\n"),
             "p.yaml:4:25: error: expected a bool, found a double"));
}

TEST_CASE("document: tests name rules and entities that exist") {
  const std::string test =
      RuleWith("tests: [ { name: t, request: {}, expect: { effect: deny, rules: [q] } } ]\n");
  CHECK(Says(ErrorsOf(test), "`q` is no rule of this policy"));
}

TEST_CASE("document: a test's request becomes JSON as it was meant") {
  const auto bundle = MustCompile(RuleWith(
      "tests:\n"
      "  - name: t\n"
      "    request: { action: { amount: 5, kind: \"5\", consequential: true, tool: 1.50 }, "
      "subject: 007 }\n"
      "    expect: { effect: deny, rules: [] }\n"));
  const PolicyTest& test = bundle->policies()[0].tests.at(0);
  CHECK(json::Canonical(test.request).value() ==
        R"({"action":{"amount":5,"consequential":true,"kind":"5","tool":1.5},"subject":"007"})");
  CHECK(test.line == 10);
  REQUIRE(test.expect.rules.has_value());
  CHECK(test.expect.rules->empty());
  CHECK_FALSE(test.expect.findings.has_value());
}

TEST_CASE("document: a document over a megabyte is refused") {
  const std::string errors =
      ErrorsOf("# " + std::string(kMaxDocumentBytes, 'x') + "\n" + RuleWith(""));
  CHECK(Says(errors, "the document has"));
  CHECK(Says(errors, "divide it into several policies"));
}

TEST_CASE("document: all errors of a folder are reported together, by place") {
  const Compilation compilation = CompileBundle(
      {{"b.yaml", "kind: Policy\n"}, {"a.yaml", "a: [\n"}, {"c.yaml", "- 1\n"}}, KnownWords());
  REQUIRE(compilation.bundle == nullptr);
  std::vector<std::string> files;
  for (const Diagnostic& d : compilation.diagnostics) files.push_back(d.file);
  CHECK(std::is_sorted(files.begin(), files.end()));
  CHECK(files.front() == "a.yaml");
  CHECK(files.back() == "c.yaml");
}

TEST_CASE("document: a diagnostic has a JSON form") {
  const Compilation compilation = CompileText(PolicyText("rules: 1\n"));
  REQUIRE(compilation.diagnostics.size() == 1);
  CHECK(json::Canonical(ToJson(compilation.diagnostics[0])).value() ==
        R"({"code":"policy.type","column":8,"excerpt":"     4 | rules: 1\n       |        ^",)"
        R"("file":"p.yaml","length":1,"level":"error","line":4,)"
        R"("message":"`rules` must be a list of at least one rule"})");
}

}  // namespace reeve::policy
