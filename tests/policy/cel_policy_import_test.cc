// CEL policies made policies of Reeve: they decide alike, and what has no counterpart is named.
#include <random>

#include "tests/policy/cel_policy_testing.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

const char* const kFlags = R"(variables:
  - { name: a, type_name: bool }
  - { name: b, type_name: bool }
  - { name: c, type_name: bool }
  - { name: d, type_name: bool }
)";

CelImportOptions OptionsWithRoles() {
  CelImportOptions options;
  options.roles = {"team_lead"};
  return options;
}

CelImport ImportText(const std::string& policy, const std::string& config,
                     const CelImportOptions& options = OptionsWithRoles(),
                     const std::string& tests = "") {
  const CheckedCelPolicy checked = CheckCelPolicy(policy, config, options.functions);
  INFO(Render(checked.diagnostics));
  REQUIRE(checked.program);
  std::vector<Diagnostic> diagnostics;
  std::vector<CelPolicyTest> read;
  if (!tests.empty()) read = ReadCelPolicyTests({"tests.yaml", tests}, &diagnostics).value();
  auto import =
      ImportCelPolicy(*checked.document, *checked.environment, read, options, checked.source);
  REQUIRE(import.ok());
  return *std::move(import);
}

std::vector<std::string> LeftOut(const CelImport& import) {
  std::vector<std::string> out;
  for (const CelImportEntry& entry : import.report) {
    if (entry.kind != CelImportEntry::Kind::kLeftOut) continue;
    out.push_back(std::to_string(entry.line) + ":" + std::to_string(entry.column) + " " +
                  entry.message);
  }
  return out;
}

// "id: when -> effect", a line each.
std::string RulesOf(const CelImport& import) {
  const Compilation compiled =
      CompileBundle({{"p.yaml", import.document}, {"bundle.yaml", kBundleYaml}}, KnownWords());
  INFO(import.document << Render(compiled.diagnostics));
  REQUIRE(compiled.bundle != nullptr);
  std::string out;
  for (const Rule& rule : compiled.bundle->rules()) {
    out += rule.id + ": " + rule.when + " -> " + std::string(EffectName(rule.effect)) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("cel import: a match needs that no weaker one before it holds, and no more") {
  const CelImport import = ImportText(R"(name: Refunds of the desk
rule:
  match:
    - { condition: a, output: "'allow'" }
    - { condition: b, output: "'review'" }
    - { condition: c, output: "'deny'" }
    - { condition: d, output: "'hold'" }
    - { output: "'allow'" }
)",
                                      kFlags);
  CHECK(import.complete);
  CHECK(RulesOf(import) ==
        "match-1: context.a -> allow\n"
        "match-2: !context.a && context.b -> hold\n"
        "match-3: !context.a && !context.b && context.c -> deny\n"
        "match-4: !context.a && context.d -> hold\n"
        "match-5: true -> allow\n");
  CHECK(import.document.find("id: refunds-of-the-desk\n") != std::string::npos);
}

TEST_CASE("cel import: outputs are taken apart: maps, lists, conditionals, bools") {
  const CelImport import = ImportText(R"(name: p
rule:
  match:
    - { condition: a, output: "{'decision': b ? 'deny' : 'allow', 'reason': 'for ' + string(c)}" }
    - { output: "{'decision': 'allow', 'reason': ''}" }
)",
                                      kFlags);
  CHECK(RulesOf(import) ==
        "match-1: context.a && context.b -> deny\n"
        "match-1.2: context.a && !context.b -> allow\n"
        "match-2: true -> allow\n");
  CHECK(import.document.find("reason: for …\n") != std::string::npos);
  CHECK(RulesOf(ImportText("name: p\nrule: { match: [{ output: 'a && b' }] }\n", kFlags)) ==
        "match-1: context.a && context.b -> allow\n"
        "match-1.2: !(context.a && context.b) -> deny\n");
  CHECK(
      RulesOf(ImportText("name: p\nrule: { match: [{ output: \"{'denied': a}\" }] }\n", kFlags)) ==
      "match-1: context.a -> deny\nmatch-1.2: !context.a -> allow\n");
  CHECK(RulesOf(ImportText("name: p\nrule: { aggregate: [{ condition: a, output: \"'deny'\" }, "
                           "{ condition: b, output: \"'hold'\" }] }\n",
                           kFlags)) == "match-1: context.a -> deny\nmatch-2: context.b -> hold\n");
}

TEST_CASE("cel import: an output that nobody knows is named, and what stands behind it too") {
  const CelImport import = ImportText(R"(name: p
rule:
  match:
    - { condition: a, output: "'purple'" }
    - { condition: b, output: "'deny'" }
)",
                                      kFlags);
  CHECK_FALSE(import.complete);
  CHECK(RulesOf(import) == "match-2: !context.a && context.b -> deny\n");
  REQUIRE(LeftOut(import).size() == 1);
  CHECK(LeftOut(import)[0].starts_with("4:31 nobody says what the output `purple` means"));
  CelImportOptions options = OptionsWithRoles();
  options.outputs.effects = {{"purple", Effect::kHold}, {"*", Effect::kDeny}};
  CHECK(RulesOf(ImportText("name: p\nrule: { match: [{ condition: a, output: \"'purple'\" }, "
                           "{ output: \"'x'\" }] }\n",
                           kFlags, options)) ==
        "match-1: context.a -> hold\nmatch-2: !context.a -> deny\n");
}

TEST_CASE("cel import: nothing weaker is brought over behind a denial that is left out") {
  const std::string policy = R"(name: p
rule:
  match:
    - { condition: r.x == 1, output: "'deny'" }
    - { condition: a, output: "'deny'" }
    - { condition: b, output: "'hold'" }
    - rule:
        match:
          - { condition: r.y == 1, output: "'deny'" }
    - { output: "'allow'" }
)";
  const CelImport import =
      ImportText(policy, std::string(kFlags) + "  - { name: r, type_name: dyn }\n");
  CHECK(RulesOf(import) == "match-2: context.a -> deny\n");
  CHECK(LeftOut(import).size() == 4);
}

TEST_CASE("cel import: of an aggregate with a part left out only denials are brought over") {
  const CelImport import = ImportText(R"(name: p
rule:
  aggregate:
    - { condition: a, output: "'allow'" }
    - { condition: b, output: "'deny'" }
    - { condition: c, output: "'purple'" }
)",
                                      kFlags);
  CHECK(RulesOf(import) == "match-2: context.b -> deny\n");
  CHECK(LeftOut(import).size() == 2);
}

TEST_CASE("cel import: characters that a policy may not hold do not get into it") {
  const CelImport import = ImportText(
      "name: \"a\\u202eb\"\nrule: { match: [{ condition: a, output: \"'deny'\", explanation: "
      "\"'x\\\\u202ey\\\\u0007z\\\\n'\" }, { condition: \"'\\\\u202e' == string(b)\", output: "
      "\"'deny'\" }] }\n",
      kFlags);
  CHECK(import.document.find("title: ab\n") != std::string::npos);
  CHECK(import.document.find("reason: xyz\n") != std::string::npos);
  RulesOf(import);
}

TEST_CASE("cel import: no output is no rule, or what `none` is mapped to") {
  const std::string policy = "name: p\nrule: { match: [{ condition: a, output: \"'deny'\" }] }\n";
  CelImportOptions options = OptionsWithRoles();
  options.outputs.effects = {{"deny", Effect::kDeny}, {"none", Effect::kAllow}};
  CHECK(RulesOf(ImportText(policy, kFlags, options)) ==
        "match-1: context.a -> deny\nno-output: true -> allow\n");
  options.outputs.effects = {{"deny", Effect::kAllow}, {"none", Effect::kDeny}};
  CHECK(RulesOf(ImportText(policy, kFlags, options)) ==
        "match-1: context.a -> allow\nno-output: !context.a -> deny\n");
}

TEST_CASE("cel import: inputs are bound, are facts, become attributes, or are named") {
  const std::string config = R"(variables:
  - { name: request, type_name: map, params: [{ type_name: string }, { type_name: dyn }] }
  - { name: spec.origin, type_name: string }
  - { name: channel, type_name: string }
functions:
  - name: score
    overloads: [{ args: [{ type_name: string }], return: { type_name: double } }]
)";
  const std::string policy = R"(name: p
rule:
  match:
    - { condition: "request.user == 'u-1' && spec.origin == 'x' && channel == 'web'", output: "'deny'" }
    - { condition: "request.size > 3", output: "'deny'" }
    - { condition: "score(channel) > 0.5", output: "'deny'" }
)";
  CelImportOptions options;
  options.bindings = {ParseCelBinding("request.user=actor.id").value()};
  const CelImport import = ImportText(policy, config, options);
  CHECK(RulesOf(import) ==
        "match-1: actor.id == 'u-1' && context.spec_origin == 'x' && channel == 'web' -> deny\n");
  REQUIRE(LeftOut(import).size() == 2);
  CHECK(LeftOut(import)[0].starts_with(
      "5:20 the match is left out: its condition reads "
      "`request.size`, which is no fact of Reeve; say what they are: "
      "--bind request.size=context.NAME:TYPE"));
  CHECK(LeftOut(import)[1].starts_with("6:20 the match is left out: its condition calls `score`"));
  options.bindings.push_back(ParseCelBinding("request.size=context.size:int").value());
  options.functions = {ParseCelFunction("score(x) = x == 'web' ? 1.0 : 0.0").value()};
  CHECK(ImportText(policy, config, options).complete);
}

TEST_CASE("cel import: a binding of nothing, or without a type, is refused") {
  const CheckedCelPolicy checked =
      CheckCelPolicy("name: p\nrule: { match: [{ output: 'a' }] }\n", kFlags);
  for (const char* binding : {"nobody=actor.id", "a.x=context.y"}) {
    CelImportOptions options;
    options.bindings = {ParseCelBinding(binding).value()};
    const auto import =
        ImportCelPolicy(*checked.document, *checked.environment, {}, options, checked.source);
    REQUIRE_FALSE(import.ok());
    CHECK(import.error().code == "cel_policy.bind");
  }
  for (const char* wrong : {"a", "=b", "a=", "a=context.x:text", "a=1 +"}) {
    INFO(wrong);
    CHECK_FALSE(ParseCelBinding(wrong).ok());
  }
}

TEST_CASE("cel import: a hold without a role is refused") {
  const CheckedCelPolicy checked =
      CheckCelPolicy("name: p\nrule: { match: [{ output: \"'hold'\" }] }\n", kFlags);
  const auto import =
      ImportCelPolicy(*checked.document, *checked.environment, {}, {}, checked.source);
  REQUIRE_FALSE(import.ok());
  CHECK(import.error().code == "cel_policy.roles");
}

TEST_CASE("cel import: tests are brought over, with the default where no rule applies") {
  const CelImport import = ImportText(
      "name: p\nrule: { match: [{ condition: 'a && !b', output: \"'deny'\" }] }\n", kFlags, {},
      R"(section:
  - name: s
    tests:
      - { name: one, input: { a: { value: true }, b: { expr: "1 > 2" } }, output: { value: deny } }
      - { name: two, input: { a: { value: false } }, output: { expr: optional.none() } }
      - { name: three, output: { error_set: { errors: [] } } }
)");
  CHECK(import.tests == 2);
  CHECK(import.document.find("  - name: s/one\n"
                             "    request: { context: { a: true, b: false } }\n"
                             "    expect: { effect: deny }\n"
                             "  - name: s/two\n"
                             "    request: { context: { a: false } }\n"
                             "    expect: { effect: deny, rules: [] }\n") != std::string::npos);
}

namespace {

// Documents at random: nested rules, variables, aggregates, of every effect.
class RandomPolicy {
 public:
  explicit RandomPolicy(uint32_t seed) : random_(seed) {}

  std::string Text() { return "name: p\nrule: " + Rule(0, false, false) + "\n"; }

 private:
  size_t Below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }

  std::string Condition(bool has_variable) {
    static const std::vector<std::string> kSome = {"a",      "b",       "c",      "d",   "!a",
                                                   "a && b", "b || !c", "a == d", "true"};
    return has_variable && Below(4) == 0 ? "variables.v" : kSome[Below(kSome.size())];
  }

  std::string Output() {
    static const std::vector<std::string> kSome = {"'allow'", "'hold'", "'deny'",
                                                   "a ? 'deny' : 'allow'"};
    return kSome[Below(kSome.size())];
  }

  std::string Rule(int depth, bool has_variable, bool in_aggregate) {
    std::string out = "{ ";
    if (Below(3) == 0) {
      out += "variables: [{ name: v, expression: \"" + Condition(has_variable) + "\" }], ";
      has_variable = true;
    }
    const bool aggregate = depth == 0 && !in_aggregate && Below(4) == 0;
    out += aggregate ? "aggregate: [" : "match: [";
    const size_t matches = 1 + Below(4);
    for (size_t i = 0; i < matches; ++i) {
      out += i == 0 ? "{ " : ", { ";
      if (Below(4) != 0) out += "condition: \"" + Condition(has_variable) + "\", ";
      out += depth < 3 && Below(3) == 0
                 ? "rule: " + Rule(depth + 1, has_variable, in_aggregate || aggregate)
                 : "output: \"" + Output() + "\"";
      out += " }";
    }
    return out + "] }";
  }

  std::mt19937 random_;
};

// The strongest effect that the value stands for; nothing when there is no output.
std::optional<Effect> EffectOf(const cel::Value& value) {
  std::optional<Effect> effect;
  for (const CelOutcome& outcome : OutcomesOf(value, CelOutputMap{})) {
    if (outcome.effect) effect = std::max(effect.value_or(Effect::kAllow), *outcome.effect);
  }
  return effect;
}

}  // namespace

TEST_CASE("cel import: at random, the rules decide as the CEL policy does") {
  size_t compiled = 0;
  for (uint32_t seed = 1; seed <= 1500; ++seed) {
    const std::string text = RandomPolicy(seed).Text();
    const CheckedCelPolicy policy = CheckCelPolicy(text, kFlags);
    if (!policy.program) continue;  // unreachable matches
    ++compiled;
    const CelImport import = ImportText(text, kFlags);
    INFO(text << "\n" << import.document);
    REQUIRE(import.complete);
    const Compilation bundle =
        CompileBundle({{"p.yaml", import.document}, {"bundle.yaml", kBundleYaml}}, KnownWords());
    for (unsigned bits = 0; bits < 16; ++bits) {
      const bool flags[] = {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
      const std::vector<cel::Value> inputs = {
          cel::Value::Bool(flags[0]), cel::Value::Bool(flags[1]), cel::Value::Bool(flags[2]),
          cel::Value::Bool(flags[3])};
      cel::Arena arena;
      const auto expected = EffectOf(policy.program->Evaluate(inputs, arena));
      if (import.document.empty()) {
        CHECK_FALSE(expected);
        continue;
      }
      INFO(Render(bundle.diagnostics));
      REQUIRE(bundle.bundle != nullptr);
      const json::Object context{
          {"a", flags[0]}, {"b", flags[1]}, {"c", flags[2]}, {"d", flags[3]}};
      Facts facts;
      facts.context = &context;
      const Verdict verdict = Ask(*bundle.bundle, facts);
      INFO("inputs " << bits);
      CHECK(verdict.from_default == !expected.has_value());
      if (expected) CHECK(verdict.effect == *expected);
    }
  }
  CHECK(compiled > 500);
}

}  // namespace reeve::policy
