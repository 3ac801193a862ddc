// Documents of the CEL Policy format: read, checked, evaluated, and their own tests run.
#include "tests/policy/cel_policy_testing.h"

namespace reeve::policy {
namespace {

const char* const kEnvironment = R"(name: desk
variables:
  - { name: amount, type_name: double }
  - { name: vip, type: { type_name: bool } }
  - { name: user, type_name: map, params: [{ type_name: string }, { type_name: dyn }] }
)";

std::string ErrorsOfCel(const std::string& policy, const std::string& config = kEnvironment) {
  const CheckedCelPolicy checked = CheckCelPolicy(policy, config);
  CHECK_FALSE(checked.program);
  return Places(checked.diagnostics);
}

}  // namespace

TEST_CASE("cel policy: the first match that holds gives the value") {
  const CheckedCelPolicy policy = CheckCelPolicy(R"(name: refunds
rule:
  variables:
    - { name: large, expression: "amount > 500.0" }
    - { name: label, expression: "variables.large ? 'large' : 'small'" }
  match:
    - { condition: "variables.large && !vip", output: "'review ' + variables.label" }
    - { output: "'allow ' + variables.label" }
)",
                                                 kEnvironment);
  CHECK(ValueOf(policy, R"({"amount": 900, "vip": false})") == R"("review large")");
  CHECK(ValueOf(policy, R"({"amount": 900, "vip": true})") == R"("allow large")");
  CHECK(ValueOf(policy, R"({"amount": 2.5, "vip": false})") == R"("allow small")");
  CHECK(policy.program->output_type() == cel::Type::String());
  CHECK_FALSE(policy.program->may_be_none());
}

TEST_CASE(
    "cel policy: a nested rule that gives nothing ends its rule, unless it stands there freely") {
  const std::string nested = R"(      rule:
        match:
          - { condition: "amount > 500.0", output: "'large'" }
    - { output: "'end'" }
)";
  const std::string head = "name: p\nrule:\n  match:\n";
  const auto conditional = CheckCelPolicy(head + "    - condition: vip\n" + nested, kEnvironment);
  CHECK(ValueOf(conditional, R"({"vip": true, "amount": 1})") == "optional.none()");
  CHECK(ValueOf(conditional, R"({"vip": false, "amount": 1})") == R"(optional.of("end"))");
  const auto free = CheckCelPolicy(head + "    - condition: \"true\"\n" + nested, kEnvironment);
  CHECK(ValueOf(free, R"({"vip": true, "amount": 1})") == R"("end")");
  CHECK(ValueOf(free, R"({"vip": true, "amount": 501})") == R"("large")");
}

TEST_CASE(
    "cel policy: aggregate lists every output that holds, and nothing for a rule without one") {
  const auto policy = CheckCelPolicy(R"(name: tags
rule:
  aggregate:
    - { condition: vip, output: "'vip'" }
    - rule:
        match:
          - { condition: "amount > 500.0", output: "'large'" }
          - { condition: "amount < 5.0", output: "'small'" }
)",
                                     kEnvironment);
  CHECK(ValueOf(policy, R"({"vip": true, "amount": 900})") == R"(["vip", "large"])");
  CHECK(ValueOf(policy, R"({"vip": false, "amount": 50})") == "[]");
}

TEST_CASE(
    "cel policy: a variable of a nested rule hides that of the rule around it, and no further") {
  const auto policy = CheckCelPolicy(R"(name: p
rule:
  variables: [{ name: n, expression: "1" }]
  match:
    - condition: vip
      rule:
        variables: [{ name: n, expression: "variables.n + 10" }]
        match: [{ output: "variables.n" }]
    - { output: "variables.n" }
)",
                                     kEnvironment);
  CHECK(ValueOf(policy, R"({"vip": true})") == "11");
  CHECK(ValueOf(policy, R"({"vip": false})") == "1");
}

TEST_CASE(
    "cel policy: an error of a condition is the value, and of a variable only where it is read") {
  const auto policy = CheckCelPolicy(R"(name: p
rule:
  variables: [{ name: name, expression: "user.name" }]
  match:
    - { condition: vip, output: "'yes'" }
    - { condition: "variables.name == 'Ada Example'", output: "'ada'" }
)",
                                     kEnvironment);
  CHECK(ValueOf(policy, R"({"vip": true, "user": {}})") == R"(optional.of("yes"))");
  CHECK(ValueOf(policy, R"({"vip": false, "user": {}})").starts_with("error cel.no_such_key"));
  CHECK(ValueOf(policy, R"({"vip": false, "user": {"name": "Ada Example"}})") ==
        R"(optional.of("ada"))");
}

TEST_CASE("cel policy: block texts are taken as they stand, with their line feeds and comments") {
  const auto policy = CheckCelPolicy(R"(name: p
rule:
  match:
    - condition: >
        vip  // who is known
        && amount > 1.0
      output: |
        '''a
        b'''
)",
                                     kEnvironment);
  CHECK(ValueOf(policy, R"({"vip": true, "amount": 2})") == "optional.of(\"a\\n        b\")");
  CHECK(ErrorsOfCel("name: p\nrule:\n  match:\n    - output: >\n        1 +\n          nobody\n") ==
        "cel.unknown_variable at 6:11\n");
}

TEST_CASE("cel policy: an admission policy says why a validation fails") {
  const auto policy = CheckCelPolicy(R"yaml(apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: limits }
spec:
  failurePolicy: Fail
  variables: [{ name: most, expression: "100.0" }]
  matchConditions: [{ name: known, expression: "amount > 0.0" }]
  validations:
    - { expression: "amount <= variables.most", messageExpression: "'over ' + string(variables.most)" }
    - {
expression: vip, message: only for vips
}
    - expression: size(user) > 0
)yaml",
                                     kEnvironment);
  CHECK(ValueOf(policy, R"({"amount": 200})") == R"(optional.of("over 100"))");
  CHECK(ValueOf(policy, R"({"amount": 1, "vip": false})") == R"(optional.of("only for vips"))");
  CHECK(ValueOf(policy, R"({"amount": 1, "vip": true, "user": {}})") ==
        R"(optional.of("failed expression: size(user) > 0"))");
  CHECK(ValueOf(policy, R"({"amount": 1, "vip": true, "user": {"a": 1}})") == "optional.none()");
  CHECK(ValueOf(policy, R"({"amount": 0, "vip": false, "user": {}})") == "optional.none()");
}

TEST_CASE("cel policy: what is wrong is refused with its place") {
  const std::string head = "name: p\nrule:\n  match:\n";
  CHECK(ErrorsOfCel(head + "    - { condition: amount, output: '1' }\n") ==
        "cel_policy.condition at 4:20\n");
  CHECK(ErrorsOfCel(head + "    - { condition: vip, output: '1' }\n    - { output: \"'x'\" }\n") ==
        "cel_policy.output_type at 5:17\n");
  CHECK(ErrorsOfCel(head + "    - { output: '1' }\n    - { condition: vip, output: '2' }\n") ==
        "cel_policy.unreachable at 4:7\n");
  CHECK(ErrorsOfCel(head + "    - { condition: vip }\n") == "cel_policy.match at 4:7\n");
  CHECK(ErrorsOfCel(
            head + "    - { condition: vip, output: '1', rule: { match: [{ output: '1' }] } }\n") ==
        "cel_policy.match at 4:7\n");
  CHECK(ErrorsOfCel(head + "    - { conditoin: vip, output: '1' }\n") ==
        "policy.unknown_key at 4:9\n");
  CHECK(ErrorsOfCel("name: p\nrule: { variables: [] }\n") == "cel_policy.rule at 2:7\n");
  CHECK(ErrorsOfCel("name: p\nrule:\n  variables:\n    - { name: a, expression: '1' }\n"
                    "    - { name: a, expression: '2' }\n  match: [{ output: '1' }]\n") ==
        "cel_policy.duplicate_variable at 5:15\n");
  CHECK(ErrorsOfCel("name: p\nrule: { aggregate: [{ condition: 'false', output: '1' }] }\n") ==
        "cel_policy.never at 2:34\n");
  CHECK(
      ErrorsOfCel("name: p\nrule: { aggregate: [{ rule: { aggregate: [{ output: '1' }] } }] }\n") ==
      "cel_policy.nested_aggregate at 2:29\n");
  CHECK(ErrorsOfCel(
            "name: p\nimports: [{ name: not-a-name }]\nrule: { match: [{ output: '1' }] }\n") ==
        "cel_policy.import at 2:19\n");
  CHECK(ErrorsOfCel("name: p\nrule: { match: [{ output: 'nobody' }] }\n") ==
        "cel.unknown_variable at 2:28\n");
  CHECK(ErrorsOfCel("name: p\nname: q\nrule: { match: [{ output: '1' }] }\n") ==
        "policy.duplicate_key at 2:1\n");
}

TEST_CASE("cel policy: more than 1,000 parts are refused") {
  std::string text = "name: p\nrule:\n  match:\n";
  for (size_t i = 0; i <= kMaxCelPolicyParts; ++i)
    text += "    - { condition: vip, output: '1' }\n";
  CHECK(ErrorsOfCel(text) ==
        "cel_policy.too_many at " + std::to_string(4 + kMaxCelPolicyParts) + ":7\n");
}

TEST_CASE("cel policy: an environment declares types, leaves out macros, and has no messages") {
  CHECK(ErrorsOfCel("name: p\nrule: { match: [{ output: 'x' }] }\n",
                    "variables:\n  - { name: x, type_name: acme.Order }\n") ==
        "cel_policy.message_type at 2:27\n");
  CHECK(ErrorsOfCel("name: p\nrule: { match: [{ output: '1' }] }\n",
                    "context_variable: { type_name: acme.Order }\n") ==
        "cel_policy.message_type at 1:19\n");
  CHECK(ErrorsOfCel("name: p\nrule: { match: [{ output: '[1].exists(x, x > 0)' }] }\n",
                    "stdlib: { include_macros: [all] }\n") == "cel_policy.macro at 2:39\n");
  CHECK(ErrorsOfCel("name: p\nrule: { match: [{ output: '1' }] }\n",
                    "variables: [{ name: variables.x, type_name: int }]\n") ==
        "cel_policy.variable at 1:21\n");
  const auto policy = CheckCelPolicy(
      "name: p\nrule: { match: [{ output: 'a.b + list_of[0] + int(t.getHours())' }] }\n",
      "container: acme\nvariables:\n  - { name: acme.a.b, type_name: int }\n"
      "  - { name: list_of, type: 'list(int)' }\n"
      "  - { name: t, type_name: google.protobuf.Timestamp }\n");
  CHECK(ValueOf(policy, R"({"acme.a.b": 1, "list_of": [20], "t": "2026-01-15T09:30:00Z"})") ==
        "30");
}

TEST_CASE("cel policy: a function of the host needs a body where it is evaluated") {
  const std::string policy =
      "name: p\nrule: { match: [{ condition: 'internal(user.host)', output: '1' }, { output: "
      "'2' }] }\n";
  const std::string config =
      std::string(kEnvironment) +
      "functions:\n  - name: internal\n    overloads:\n"
      "      - { args: [{ type_name: string }], return: { type_name: bool } }\n";
  const auto bare = CheckCelPolicy(policy, config);
  CHECK(ValueOf(bare, R"({"user": {"host": "a.internal"}})")
            .starts_with("error cel_policy.host_function: `internal`"));
  const auto defined = CheckCelPolicy(
      policy, config, {ParseCelFunction("internal(h) = h.endsWith('.internal')").value()});
  CHECK(ValueOf(defined, R"({"user": {"host": "a.internal"}})") == "1");
  CHECK(ValueOf(defined, R"({"user": {"host": "a.example"}})") == "2");
}

TEST_CASE("cel policy: its own tests run, and a wrong one says what came") {
  const auto policy = CheckCelPolicy(
      "name: p\nrule: { match: [{ condition: 'amount > 500.0', output: \"{'held': [1]}\" }] "
      "}\n",
      kEnvironment);
  REQUIRE(policy.program);
  std::vector<Diagnostic> diagnostics;
  const auto tests = ReadCelPolicyTests({"tests.yaml", R"(description: all of it
section:
  - name: large
    tests:
      - { name: held, input: { amount: { value: 900 } }, output: { value: { held: [1] } } }
      - { name: free, input: { amount: { expr: "0.5 + 0.5" } }, output: { expr: optional.none() } }
      - { name: wrong, input: { amount: { value: 900 } }, output: { value: 7 } }
      - { name: absent, output: { error_set: { errors: [{ message: any }] } } }
      - { name: unknown, input: { amuont: { value: 1 } }, output: { value: 7 } }
)"},
                                        &diagnostics);
  INFO(Render(diagnostics));
  REQUIRE(tests);
  std::vector<std::string> outcomes;
  for (const CelPolicyTest& test : *tests) {
    outcomes.push_back(RunCelPolicyTest(*policy.program, *policy.environment, test));
  }
  CHECK(outcomes ==
        std::vector<std::string>{"", "", R"(gives {"held": [1]}, not 7)", "",
                                 "there is no variable `amuont`; did you mean `amount`?"});
}

}  // namespace reeve::policy
