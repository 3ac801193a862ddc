#include "engine/rule_variables.h"

#include <catch2/catch.hpp>

#include "policy/cel/compile.h"

namespace reeve::engine {
namespace {

constexpr Timestamp kNow{std::chrono::sys_days{std::chrono::year{2026} / 1 / 15}};

constexpr char kPolicy[] = R"(apiVersion: reeve/v1
kind: Policy
metadata: { id: countries, title: Countries, owner: service desk }
attributes: { country: { type: string, record: value }, age: { type: int } }
rules:
  - { id: elsewhere, when: context.country != "DE", effect: deny, reason: Only in Germany. }
)";

std::shared_ptr<const policy::Bundle> MakeBundle() {
  policy::Compilation compiled = policy::CompileBundle(
      {{"countries.yaml", kPolicy}, {"lists/eu.txt", "DE\nFR\n"}}, DetectorVocabulary());
  INFO(policy::Render(compiled.diagnostics));
  REQUIRE(compiled.bundle != nullptr);
  return std::move(compiled.bundle);
}

// The value of a condition about a request, or the code of what went wrong.
std::string Outcome(std::string_view request, std::string_view condition) {
  const RuleVariables variables(MakeBundle());
  const auto bound = variables.Bind(*json::Parse(request).value().as_object(), kNow);
  if (!bound.ok()) return std::string(bound.error().code);
  const cel::CompileResult compiled = cel::Compile(condition, variables.environment());
  if (!compiled.ok()) return std::string(compiled.errors().front().code);
  cel::Arena arena;
  return compiled.program().Evaluate({(*bound)->values()}, arena).DebugString();
}

TEST_CASE("engine: a rule's variables have the values of a request of which parts are missing") {
  CHECK(Outcome("{}", "[interaction, stage, actor.id, action.kind, system.id, content.text]") ==
        R"(["test", "input", "tester", "chat", "test-system", ""])");
  CHECK(Outcome(R"({"action": {"kind": "tool", "arguments": {"to": [1]}}})",
                "action.arguments.to[0]") == "1");
  CHECK(Outcome(R"({"system": {"id": "s", "risk_class": "high"}})", "system.risk_class") ==
        "\"high\"");
  CHECK(Outcome(R"({"context": {"country": "DE"}})",
                "context.country + string(has(context.age))") == "\"DEfalse\"");
  CHECK(Outcome("{}", "'FR' in lists.eu && !('US' in lists.eu)") == "true");
  CHECK(Outcome("{}", "now") == "timestamp(\"2026-01-15T00:00:00Z\")");
}

TEST_CASE("engine: a rule's variables see the findings of every detector") {
  CHECK(
      Outcome(R"({"content": {"messages": [
            {"role": "user", "content": "pay with 4111 1111 1111 1111"},
            {"role": "user", "content": "or ask nora.example@example.org"}]}})",
              "findings.map(f, f.entity + f.path)") ==
      R"(["CREDIT_CARD/content/messages/0/content", "EMAIL_ADDRESS/content/messages/1/content"])");
}

TEST_CASE("engine: a rule's variables are refused where a request would be") {
  CHECK(Outcome(R"({"action": {"amuont": 1}})", "true") == "json.unknown_field");
  CHECK(Outcome(R"({"stage": "inptu"})", "true") == "json.value");
  CHECK(Outcome("{}", "action.amuont") == "cel.unknown_field");
}

}  // namespace
}  // namespace reeve::engine
