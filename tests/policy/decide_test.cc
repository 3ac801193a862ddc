#include "policy/decide.h"

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

Facts Request(std::string_view text = "hello") {
  Facts facts;
  facts.interaction = "i-1";
  facts.system.id = "demo";
  facts.action.kind = "chat";
  facts.content.text = text;
  facts.content.size = text.size();
  return facts;
}

FindingFact Card() { return {"CREDIT_CARD", "payment", "identifier", 0.9, "/content/text"}; }

// A rule of its effect whose condition is `when`.
std::string RuleText(std::string_view id, std::string_view effect, std::string_view when,
                     std::string_view more = "") {
  return "  - { id: " + std::string(id) + ", effect: " + std::string(effect) + ", when: '" +
         std::string(when) + "', reason: x" + std::string(more) + " }\n";
}

const char* const kHold = ", hold: { roles: [a] }";

}  // namespace

TEST_CASE("decide: deny is over hold, hold over redact, redact over allow") {
  const std::string allow = RuleText("a", "allow", "true");
  const std::string redact = RuleText("r", "redact", "true");
  const std::string hold = RuleText("h", "hold", "true", kHold);
  const std::string deny = RuleText("d", "deny", "true");
  const auto effect = [](const std::string& rules) {
    return Ask(*MustCompile("detect: [pii]\nrules:\n" + rules), Request()).effect;
  };
  CHECK(effect(allow) == Effect::kAllow);
  CHECK(effect(allow + redact) == Effect::kRedact);
  CHECK(effect(redact + allow + hold) == Effect::kHold);
  CHECK(effect(deny + hold + redact + allow) == Effect::kDeny);
}

TEST_CASE("decide: where no rule applies the bundle's default does, and says so") {
  const std::string policy = PolicyText("rules:\n" + RuleText("d", "deny", "action.amount > 1.0"));
  const auto decide = [&](std::vector<SourceFile> files) {
    const auto bundle = CompileBundle(std::move(files), {}).bundle;
    REQUIRE(bundle != nullptr);
    return Ask(*bundle, Request());
  };
  const Verdict allowed = decide({{"b.yaml", kBundleYaml}, {"p.yaml", policy}});
  CHECK(allowed.effect == Effect::kAllow);
  CHECK(allowed.from_default);
  const Verdict denied = decide({{"p.yaml", policy}});
  CHECK(denied.effect == Effect::kDeny);
  CHECK(denied.from_default);
  CHECK(denied.hits.empty());
}

TEST_CASE("decide: an error counts as the rule's effect and is reported with its clause") {
  const auto bundle = MustCompile("attributes: { level: { type: int } }\nrules:\n" +
                                  RuleText("d", "deny", "stage == \"input\" && context.level > 3"));
  const Verdict verdict = Ask(*bundle, Request());
  CHECK(verdict.effect == Effect::kDeny);
  CHECK_FALSE(verdict.from_default);
  REQUIRE(verdict.hits.size() == 1);
  CHECK(verdict.hits[0].error);
  CHECK(verdict.hits[0].error_code == "cel.no_such_field");
  CHECK(verdict.hits[0].rule->clauses.at(verdict.hits[0].clause).text == "context.level > 3");
}

TEST_CASE("decide: an error beside a false clause is no error") {
  const auto bundle =
      MustCompile("attributes: { level: { type: int } }\nrules:\n" +
                  RuleText("d", "deny", "context.level > 3 && stage == \"output\""));
  CHECK(Ask(*bundle, Request()).hits.empty());
}

TEST_CASE("decide: an error in a rule that allows does not allow") {
  const Compilation compilation =
      CompileBundle({{"p.yaml", PolicyText("attributes: { ok: { type: bool } }\nrules:\n" +
                                           RuleText("a", "allow", "context.ok"))}},
                    {});
  REQUIRE(compilation.bundle != nullptr);
  const Verdict verdict = Ask(*compilation.bundle, Request());
  CHECK(verdict.effect == Effect::kDeny);
  CHECK(verdict.from_default);
  CHECK(verdict.hits.size() == 1);
}

TEST_CASE("decide: has() asks whether an attribute is there") {
  const auto bundle = MustCompile("attributes: { level: { type: int } }\nrules:\n" +
                                  RuleText("d", "deny", "has(context.level) && context.level > 3"));
  Facts facts = Request();
  CHECK(Ask(*bundle, facts).hits.empty());
  const json::Object low{{"level", 2}};
  facts.context = &low;
  CHECK(Ask(*bundle, facts).effect == Effect::kAllow);
  const json::Object high{{"level", 4}};
  facts.context = &high;
  CHECK(Ask(*bundle, facts).effect == Effect::kDeny);
  const json::Object nothing{{"level", nullptr}};
  facts.context = &nothing;
  CHECK(Ask(*bundle, facts).hits.empty());
}

TEST_CASE("decide: an attribute of the wrong type is an error of the rules that read it") {
  const auto bundle = MustCompile("attributes: { level: { type: int } }\nrules:\n" +
                                  RuleText("d", "deny", "context.level > 3"));
  Facts facts = Request();
  const json::Object wrong{{"level", "many"}};
  facts.context = &wrong;
  const Verdict verdict = Ask(*bundle, facts);
  REQUIRE(verdict.hits.size() == 1);
  CHECK(verdict.hits[0].error_code == "policy.attribute_type");
}

TEST_CASE("decide: attributes come in every declared type") {
  const auto bundle = MustCompile(
      "attributes: { b: { type: bool }, i: { type: int }, d: { type: double }, s: { type: string },"
      " l: { type: list<string> }, t: { type: timestamp } }\nrules:\n" +
      RuleText("d", "deny",
               "context.b && context.i == 3 && context.d > 1.5 && context.s == \"x\" && \"b\" in "
               "context.l && context.t < now"));
  Facts facts = Request();
  facts.now = ParseTimestamp("2026-11-20T09:30:00Z").value();
  const json::Object context{{"b", true},
                             {"i", 3},
                             {"d", 2},
                             {"s", "x"},
                             {"l", json::Array{"a", "b"}},
                             {"t", "2026-11-20T09:29:59.5Z"}};
  facts.context = &context;
  const Verdict verdict = Ask(*bundle, facts);
  REQUIRE(verdict.hits.size() == 1);
  CHECK_FALSE(verdict.hits[0].error);
}

TEST_CASE("decide: shadow rules are reported apart and change nothing") {
  const auto bundle = MustCompile("rules:\n" + RuleText("s", "deny", "true", ", mode: shadow"));
  const Verdict verdict = Ask(*bundle, Request());
  CHECK(verdict.effect == Effect::kAllow);
  CHECK(verdict.from_default);
  CHECK(verdict.hits.empty());
  CHECK(Ids(verdict.shadow) == std::vector<std::string>{"s"});
}

TEST_CASE("decide: a policy sees only the findings that it asks for") {
  const auto bundle =
      CompileBundle({{"bundle.yaml", kBundleYaml},
                     {"a.yaml", PolicyText("detect: [payment]\nrules:\n" +
                                               RuleText("a", "deny", "findings.size() == 1"),
                                           "a")},
                     {"b.yaml", PolicyText("detect: [pii]\nrules:\n" +
                                               RuleText("b", "deny", "findings.size() == 2"),
                                           "b")}},
                    KnownWords())
          .bundle;
  REQUIRE(bundle != nullptr);
  Facts facts = Request();
  facts.findings = {Card(),
                    {"US_SSN", "pii", "identifier", 0.9, ""},
                    {"EMAIL_ADDRESS", "pii", "contact", 0.9, ""},
                    {"AWS_ACCESS_KEY", "secret", "credential", 0.9, ""}};
  CHECK(Ids(Ask(*bundle, facts).hits) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("decide: redactions are merged by entity, the stricter operator first") {
  const auto bundle = MustCompile(
      "detect: [payment]\nrules:\n" +
      RuleText("m", "redact", "true", ", redact: { entities: [CREDIT_CARD], operator: mask }") +
      RuleText("n", "redact", "true", ", redact: { operator: mask }") +
      RuleText("l", "redact", "action.amount > 1.0", ", redact: { entities: [CREDIT_CARD] }"));
  Facts facts = Request();
  CHECK(Ask(*bundle, facts).redactions.empty());  // nothing was found
  facts.findings = {{"IBAN_CODE", "payment", "identifier", 0.9, ""}, Card(), Card()};
  const std::vector<EntityRedaction> mask = {
      {"CREDIT_CARD", {.redact_operator = RedactOperator::kMask}},
      {"IBAN_CODE", {.redact_operator = RedactOperator::kMask}}};
  CHECK(Ask(*bundle, facts).redactions == mask);
  facts.action.amount = 2;
  const Verdict verdict = Ask(*bundle, facts);
  CHECK(verdict.redactions[0].method.redact_operator == RedactOperator::kLabel);
  CHECK(verdict.redactions[1].method.redact_operator == RedactOperator::kMask);
}

TEST_CASE("decide: escalations are merged, and only all holds together allow on a timeout") {
  std::vector<std::shared_ptr<const Bundle>> bundles;  // holds view their roles
  const auto hold = [&bundles](const std::string& first, const std::string& second) {
    bundles.push_back(MustCompile("rules:\n" +
                                  RuleText("a", "hold", "true", ", hold: { " + first + " }") +
                                  RuleText("b", "hold", "true", ", hold: { " + second + " }")));
    return *Ask(*bundles.back(), Request()).hold;
  };
  const std::string allows = "roles: [a], deadline: 8h, on_timeout: allow";
  const std::string escalates = ", escalation: { after: 4h, roles: [y] }";
  const std::string sooner = ", escalation: { after: 2h, roles: [x, y] }";
  CHECK(hold(allows, allows).on_timeout == OnTimeout::kAllow);
  CHECK(hold(allows, "roles: [b]").on_timeout == OnTimeout::kDeny);
  CHECK_FALSE(hold(allows, allows).escalation.has_value());
  const HoldRequirement merged = hold(allows + escalates, allows + sooner);
  REQUIRE(merged.escalation.has_value());
  CHECK(merged.escalation->after == std::chrono::hours(2));
  CHECK(merged.escalation->roles == std::vector<std::string_view>{"x", "y"});
  // The other rule's deadline is over before.
  CHECK_FALSE(hold(allows + escalates, "roles: [a], deadline: 1h").escalation.has_value());
}

TEST_CASE("decide: a hold that could not be evaluated does not allow on a timeout") {
  const auto bundle = MustCompile(
      "attributes: { level: { type: int } }\nrules:\n" +
      RuleText("a", "hold", "context.level > 3", ", hold: { roles: [a], on_timeout: allow }"));
  Facts facts = Request();
  CHECK(Ask(*bundle, facts).hold->on_timeout == OnTimeout::kDeny);
  const json::Object high{{"level", 4}};
  facts.context = &high;
  CHECK(Ask(*bundle, facts).hold->on_timeout == OnTimeout::kAllow);
}

TEST_CASE("decide: holds are merged to the strictest") {
  const auto bundle = MustCompile(
      "rules:\n" +
      RuleText("a", "hold", "true", ", hold: { roles: [x, y], quorum: 2, deadline: 24h }") +
      RuleText("b", "hold", "true", ", hold: { roles: [b, x], deadline: 30m }"));
  const Verdict verdict = Ask(*bundle, Request());
  REQUIRE(verdict.hold.has_value());
  CHECK(verdict.hold->roles == std::vector<std::string_view>{"b", "x", "y"});
  CHECK(verdict.hold->quorum == 2);
  CHECK(verdict.hold->deadline == std::chrono::minutes(30));
}

TEST_CASE("decide: equal obligations are given once") {
  const char* const both =
      ", obligations: [ { type: notify, to: a }, { type: label_output, label: b } ]";
  const auto bundle = MustCompile("rules:\n" + RuleText("a", "allow", "true", both) +
                                  RuleText("b", "deny", "true", both));
  const Verdict verdict = Ask(*bundle, Request());
  REQUIRE(verdict.obligations.size() == 2);
  CHECK(verdict.obligations[0]->value == "a");
  CHECK(verdict.obligations[1]->type == ObligationType::kLabelOutput);
}

TEST_CASE("decide: messages and arguments are there for the rules that read them") {
  const auto bundle = MustCompile(
      "rules:\n" +
      RuleText("m", "deny",
               "content.messages.exists(m, m.role == \"system\" && m.content.contains(\"x\"))") +
      RuleText("a", "deny", "has(action.arguments.to) && action.arguments.to == \"y\""));
  Facts facts = Request();
  CHECK(Ask(*bundle, facts).hits.empty());
  facts.content.messages = {{"user", "x"}, {"system", "xyz"}};
  const json::Object arguments{{"to", "y"}};
  facts.action.arguments = &arguments;
  CHECK(Ids(Ask(*bundle, facts).hits) == std::vector<std::string>{"m", "a"});
}

TEST_CASE("decide: a policy alone is decided by its own rules") {
  const auto bundle =
      CompileBundle({{"bundle.yaml", kBundleYaml},
                     {"a.yaml", PolicyText("rules:\n" + RuleText("a", "deny", "true"), "a")},
                     {"b.yaml", PolicyText("rules:\n" + RuleText("b", "allow", "true"), "b")}},
                    {})
          .bundle;
  REQUIRE(bundle != nullptr);
  Scratch scratch;
  CHECK(DecideAlone(*bundle, 0, Request(), scratch).effect == Effect::kDeny);
  const Verdict verdict = DecideAlone(*bundle, 1, Request(), scratch);
  CHECK(verdict.effect == Effect::kAllow);
  CHECK(Ids(verdict.hits) == std::vector<std::string>{"b"});
}

TEST_CASE("decide: every variable of the table in the documentation is there") {
  const auto bundle = MustCompile(
      "detect: [pii]\nrules:\n" +
      RuleText("all", "deny",
               "interaction + tenant + system.id + system.name + system.purpose + system.owner + "
               "actor.id + actor.unit + subject + action.kind + action.tool + action.purpose + "
               "action.currency + content.text != \"\" && !(\"r\" in actor.roles) && "
               "system.risk_class == \"unclassified\" && stage == \"input\" && "
               "!action.consequential && action.amount == 0.0 && content.size == 5 && "
               "action.arguments.size() == 0 && content.messages.size() == 0 && "
               "findings.all(f, f.entity + f.category + f.kind + f.path != \"\" && f.score > 0.0) "
               "&& now >= timestamp(\"1970-01-01T00:00:00Z\")"));
  const Verdict verdict = Ask(*bundle, Request());
  REQUIRE(verdict.hits.size() == 1);
  CHECK_FALSE(verdict.hits[0].error);
}

}  // namespace reeve::policy
