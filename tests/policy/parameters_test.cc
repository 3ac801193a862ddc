#include "base/file.h"
#include "policy/parameter.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

bool Says(std::string_view text, std::string_view part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string_view::npos;
}

// A policy `p` with one parameter `a`, and the rule that reads it.
std::string PolicyWith(std::string_view declaration,
                       std::string_view when = "action.amount > 1.0") {
  return PolicyText("parameters:\n  a: " + std::string(declaration) +
                    "\nrules:\n  - id: r\n    when: '" + std::string(when) +
                    "'\n    effect: deny\n    reason: no\n");
}

// With the lines below the bundle document.
Compilation Set(const std::string& policy, std::string_view below) {
  return CompileBundle({{"bundle.yaml", kBundleYaml + std::string(below)}, {"p.yaml", policy}},
                       KnownWords());
}

std::string ErrorsOfSet(const std::string& policy, std::string_view below) {
  return Render(Set(policy, below).diagnostics);
}

Effect AskedAmount(const Bundle& bundle, double amount) {
  Facts facts;
  facts.action.amount = amount;
  facts.action.purpose = "support";
  return Ask(bundle, facts).effect;
}

const char* const kLimit = "{ type: double, default: 500, min: 0, max: 1000, description: Euros }";
const char* const kAbove = "action.amount > parameters.a";

}  // namespace

TEST_CASE("parameters: a condition is compiled with the default, or with what the bundle sets") {
  const Compilation unset = Set(PolicyWith(kLimit, kAbove), "");
  REQUIRE(unset.bundle != nullptr);
  CHECK(AskedAmount(*unset.bundle, 400) == Effect::kAllow);
  CHECK(AskedAmount(*unset.bundle, 600) == Effect::kDeny);
  CHECK_FALSE(unset.bundle->rules()[0].clauses[0].opaque);
  const Compilation set = Set(PolicyWith(kLimit, kAbove), "parameters: { p: { a: 300.5 } }\n");
  REQUIRE(set.bundle != nullptr);
  CHECK(AskedAmount(*set.bundle, 400) == Effect::kDeny);
  CHECK(AskedAmount(*set.bundle, 300.5) == Effect::kAllow);
  CHECK(set.bundle->digest() != unset.bundle->digest());
  const Parameter& parameter = set.bundle->policies()[0].parameters.at(0);
  CHECK(ParameterText(parameter.value) == "300.5");
  CHECK(ParameterText(parameter.declared) == "500.0");
  CHECK(parameter.description == "Euros");
}

TEST_CASE("parameters: each type is read, compiled and written") {
  const auto check = [](std::string_view type, std::string_view value, std::string_view when,
                        std::string_view text) {
    const std::string declaration =
        "{ type: " + std::string(type) + ", default: " + std::string(value) + " }";
    const Compilation compiled = Set(PolicyWith(declaration, when), "");
    INFO(declaration << Render(compiled.diagnostics));
    REQUIRE(compiled.bundle != nullptr);
    CHECK(AskedAmount(*compiled.bundle, 1) == Effect::kDeny);
    CHECK(ParameterText(compiled.bundle->policies()[0].parameters.at(0).value) == text);
  };
  check("bool", "true", "parameters.a", "true");
  check("int", "-3", "parameters.a + 4 == 1", "-3");
  check("double", "1e2", "parameters.a == 100.0", "100.0");
  check("string", "support", "action.purpose == parameters.a", "support");
  check("duration", "36h", "parameters.a == duration(\"36h\")", "36h");
  check("duration", "0s", "parameters.a == duration(\"0s\")", "0s");
  check("list<string>", "[sales, support]", "action.purpose in parameters.a", "[sales, support]");
  check("list<string>", "[]", "!(action.purpose in parameters.a)", "[]");
}

TEST_CASE("parameters: the bundle's value has the type and the bounds of the declaration") {
  const std::string policy = PolicyWith(kLimit, kAbove);
  CHECK(Says(ErrorsOfSet(policy, "parameters: { p: { a: 1000.1 } }\n"),
             "bundle.yaml:4:23: error: `a` must be at most 1000.0, not 1000.1 "
             "[policy.parameter_bounds]"));
  CHECK(Says(ErrorsOfSet(policy, "parameters: { p: { a: -1 } }\n"), "`a` must be at least 0.0"));
  CHECK(Says(ErrorsOfSet(policy, "parameters: { p: { a: many } }\n"), "`a` must be a number"));
  CHECK(Says(ErrorsOfSet(policy, "parameters: { p: { a: \"5\" } }\n"), "`a` must be a number"));
  CHECK(Says(ErrorsOfSet(policy, "parameters: { p: { a: } }\n"), "`a` has no value"));
  CHECK(Says(ErrorsOfSet(policy, "parameters: { p: 5 }\n"), "the parameters of `p` must be a map"));
}

TEST_CASE("parameters: a policy or parameter that is not there is refused, with the nearest") {
  const std::string policy = PolicyText(
      "parameters: { limit_eur: { type: int, default: 5 } }\nrules: [ { id: r, when: "
      "'parameters.limit_eur > 1', effect: deny, reason: x } ]\n",
      "refunds");
  CHECK(Says(ErrorsOfSet(policy, "parameters: { refnuds: { limit_eur: 3 } }\n"),
             "bundle.yaml:4:15: error: there is no policy `refnuds`; did you mean `refunds`?"));
  CHECK(Says(ErrorsOfSet(policy, "parameters: { refunds: { limit_erm: 3 } }\n"),
             "the policy `refunds` has no parameter `limit_erm`; did you mean `limit_eur`?"));
}

TEST_CASE("parameters: a declaration is checked") {
  const auto errors = [](std::string_view declaration) {
    return ErrorsOfSet(PolicyWith(declaration), "");
  };
  CHECK(Says(errors("{ type: float, default: 1 }"), "`type` must be one of `bool`, `int`"));
  CHECK(Says(errors("{ type: int }"), "parameter `a` needs the key `default`"));
  CHECK(Says(errors("{ type: int, default: 1.5 }"), "`a` must be a whole number"));
  CHECK(Says(errors("{ type: bool, default: yes }"), "`a` must be `true` or `false`"));
  CHECK(Says(errors("{ type: duration, default: soon }"), "from 0 seconds to 366 days"));
  CHECK(Says(errors("{ type: int, default: 5, min: 6 }"), "`a` must be at least 6, not 5"));
  CHECK(Says(errors("{ type: int, default: 5, min: 6, max: 4 }"), "`min` is above `max`"));
  CHECK(Says(errors("{ type: string, default: x, min: a }"), "`min` belongs to an int, a double"));
  CHECK(Says(errors("{ type: int, default: 5 }"),
             "p.yaml:5:3: warning: no rule of this policy reads `parameters.a`"));
  CHECK(Says(ErrorsOfSet(PolicyWith("{ type: int, default: 5 }", "parameters.b > 1"), ""),
             "`parameters` has no field `b`"));
  CHECK(Says(
      ErrorsOfSet(PolicyWith("{ type: string, default: x }", "action.amount > parameters.a"), ""),
      "`>` expects"));
}

TEST_CASE("parameters: the documented limits are those of the code") {
  const std::string text = ReadFile(REEVE_SOURCE_DIR "/docs/policy-language.md").value();
  CHECK(Says(text,
             "| parameters of a policy | 64; a text 1,000 bytes, a list 1,000 entries, a "
             "description 500 bytes |"));
  CHECK(kMaxParameters == 64);
  CHECK(kMaxParameterText == 1000);
  CHECK(kMaxParameterEntries == 1000);
}

}  // namespace reeve::policy
