// Descriptions: whatever a policy sets is said, in each of the forms.
#include "policy/describe.h"

#include <algorithm>

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

// Each value is a word of its own, so that it can only stand in the text because it was described.
constexpr std::string_view kFull = R"(# Why this policy is there.
apiVersion: reeve/v1
kind: Policy
metadata: { id: full-policy, title: Full title, owner: Ada Example, references: [GDPR Art. 22, ISO 7] }
scope: { stages: [output, tool_call], systems: [desk-system], risk_classes: [high], actions: [refund-action],
         tools: [pay-tool], tenants: [acme-tenant], channels: [web-channel] }
parameters:
  limit_eur: { type: double, default: 500, min: 11, max: 90000, description: Above it a person decides }
attributes:
  cases: { type: int, record: digest }
detect: [CREDIT_CARD]
rules:
  - id: hold-rule
    title: Hold title
    mode: shadow
    when: action.amount > parameters.limit_eur && context.cases > 3 && content.text.contains('urgent')
    effect: hold
    hold:
      { roles: [role-one, role-two], quorum: 2, deadline: 7h, escalation: { after: 95m, roles: [role-three] },
        on_timeout: allow }
    severity: critical
    waivable: true
    obligations:
      - { type: notify, to: notified-desk }
      - { type: label_output, label: label-text }
      - { type: add_disclosure, text: disclosed-text }
      - { type: log_content }
      - { type: route, to: routed-queue }
    reason: { user: user-reason, operator: operator-reason, auditor: auditor-reason }
  - id: redact-rule
    when: findings.exists(f, f.entity == 'CREDIT_CARD')
    effect: redact
    redact: { operator: mask }
    reason: redact-reason
tests:
  - name: named-example
    request: { stage: output }
    expect: { effect: redact, rules: [redact-rule], findings: [CREDIT_CARD], redacted: read-after }
)";

struct Described {
  std::vector<SourceFile> sources = {
      {"bundle.yaml",
       "apiVersion: reeve/v1\nkind: Bundle\ntitle: Bundle title\ndefault: deny\n"
       "parameters: { full-policy: { limit_eur: 725 } }\n"},
      {"full.yaml", std::string(kFull)}};
  std::shared_ptr<const Bundle> bundle;
  BundleDescription description;
  // The text of every form, on one line.
  std::vector<std::string> forms;

  Described() {
    Compilation compilation = CompileBundle(sources, KnownWords());
    INFO(Render(compilation.diagnostics));
    REQUIRE(compilation.bundle != nullptr);
    bundle = std::move(compilation.bundle);
    description = Describe(*bundle, sources, [](std::string_view entity) {
      return entity == "CREDIT_CARD" ? "card number" : "";
    });
    for (std::string form : {DescriptionText(description), DescriptionMarkdown(description),
                             json::Compact(DescriptionJson(description))}) {
      form.erase(std::remove(form.begin(), form.end(), '\\'), form.end());
      std::string line;
      for (const char c : form) {
        const bool blank = c == ' ' || c == '\n';
        if (!blank || !line.ends_with(' ')) line += blank ? ' ' : c;
      }
      forms.push_back(line);
    }
  }

  void Says(const std::string& words) const {
    for (const std::string& form : forms) {
      INFO(words << "\nin\n" << form);
      CHECK(form.find(words) != std::string::npos);
    }
  }
};

std::string Words(const std::vector<std::string>& items, const char* last) {
  return Joined(items, last);
}

}  // namespace

// The bindings name every member of a rule and of what it holds: a member that is added breaks the
// build here, until it is described.
TEST_CASE("description: every member of a rule that is set is said") {
  const Described described;
  for (const Rule& rule : described.bundle->rules()) {
    const auto& [index, policy, id, title, when, clauses, effect, mode, severity, waivable, reason,
                 redact, hold, obligations, references, of_extension, tightens, file, line] = rule;
    CHECK_FALSE(of_extension);  // the next test has one
    CHECK(tightens.empty());
    CHECK(described.description.policies[0].rules[index].rule == &rule);
    described.Says(policy);
    described.Says(id);
    described.Says(title);
    described.Says(std::string(SeverityName(severity)));
    described.Says(Words(references, "and").substr(0, references[0].size()));
    described.Says(file);
    described.Says("line");
    CHECK(described.forms[0].find("line " + std::to_string(line)) != std::string::npos);
    for (const std::string& form : described.forms) {
      for (const Clause& clause : clauses) {
        CHECK(form.find(clause.text.substr(0, 20)) != std::string::npos);
      }
    }
    CHECK(described.forms[2].find(when.substr(0, 20)) != std::string::npos);
    const auto& [user, operator_, auditor] = reason;
    for (const std::string& text : {user, operator_, auditor}) described.Says(text);
    CHECK(waivable == (id == "hold-rule"));
    if (waivable) described.Says("A waiver may suspend the rule.");
    if (mode == Mode::kShadow) described.Says("The rule is in shadow");
    for (const Obligation& obligation : obligations) {
      const auto& [type, value] = obligation;
      described.Says(type == ObligationType::kLogContent ? "keep the content" : value);
    }
    if (effect == Effect::kRedact) {
      const auto& [entities, redact_operator, mask, restore, character, text] = redact;
      CHECK(entities == std::vector<std::string>{"CREDIT_CARD"});
      CHECK(redact_operator == RedactOperator::kMask);
      CHECK((mask == MaskTerms{} && !restore.any() && character == "*" && text.empty()));
      described.Says("is passed on with stars in place of every card number");
      continue;
    }
    const auto& [roles, quorum, deadline, escalation, on_timeout] = hold;
    REQUIRE(escalation);
    described.Says("the approvals of " + std::to_string(quorum) +
                   " different persons with one of the roles " + Words(roles, "or"));
    CHECK(on_timeout == OnTimeout::kAllow);
    described.Says("If it is not decided within " + DurationWords(deadline) + ", it is allowed.");
    const auto& [after, more_roles] = *escalation;
    described.Says("After " + DurationWords(after) + ", persons with the role " +
                   Words(more_roles, "or") + " may approve as well.");
  }
}

TEST_CASE("description: what an extension tightens, and what it adds, is said") {
  const std::vector<SourceFile> sources = {
      {"bundle.yaml", kBundleYaml},
      {"p.yaml",
       PolicyText("parameters: { limit: { type: double, default: 500.0, stricter: lower } }\n"
                  "rules: [{ id: r, when: 'action.amount > parameters.limit', effect: deny, "
                  "reason: no }]\n")},
      {"q.yaml", PolicyText("extends: p\ntighten: { limit: 200.0 }\n"
                            "rules: [{ id: own, when: 'true', effect: deny, reason: no }]\n",
                            "q")},
      {"same.yaml", PolicyText("extends: p\ntighten: { limit: 500.0 }\n", "same")}};
  const Compilation compilation = CompileBundle(sources, KnownWords());
  INFO(Render(compilation.diagnostics));
  REQUIRE(compilation.bundle != nullptr);
  const std::string text =
      DescriptionText(Describe(*compilation.bundle, sources, [](std::string_view) { return ""; }));
  INFO(text);
  CHECK(text.find("It is a stricter form of the rule p/r, which stays in force.") !=
        std::string::npos);
  CHECK(text.find("It adds to the policy that this one extends, and permits nothing.") !=
        std::string::npos);
  CHECK(text.find("only set what is stricter: lower") != std::string::npos);
}

TEST_CASE("description: every part of a policy and its bundle is said") {
  const Described described;
  for (const char* words :
       {"Bundle title",
        "A request to which no rule applies is refused.",
        "full-policy",
        "Full title",
        "Ada Example",
        "GDPR Art. 22",
        "ISO 7",
        "Why this policy is there.",
        "Answers and tool calls",
        "desk-system",
        "systems of the risk class high",
        "refund-action",
        "pay-tool",
        "acme-tenant",
        "web-channel",
        "card number (CREDIT_CARD)",
        "cases: a whole number; a keyed digest of it is recorded",
        "limit_eur is 725.0; the policy's own value is 500.0; at least 11.0; at most 90000.0 (a "
        "number). "
        "Above it a person decides",
        "the amount is above",
        "725",
        "Something that it reads is not kept on record",
        "a card number is found",
        "named-example (redacted by redact-rule; CREDIT_CARD found), which reads: read-after"}) {
    if (std::string_view(words) == "Answers and tool calls") {
      CHECK(described.forms[0].find(words) != std::string::npos);
      continue;
    }
    described.Says(words);
  }
}

TEST_CASE("description: every fact that conditions read has words of its own") {
  for (const FactPath& fact : FactTable()) {
    if (fact.path.starts_with("findings.") || fact.path.starts_with("content.messages.")) continue;
    INFO(fact.path);
    CHECK(PhraseOfFact(fact.path, {}).has_value());
  }
  CHECK(PhraseOfFact("context.amount_eur", {})->term == "the attribute amount_eur");
  CHECK(PhraseOfFact("lists.domains", {})->term == "the entries of the list domains");
  CHECK_FALSE(PhraseOfFact("nonsense", {}).has_value());
}

TEST_CASE("description: durations are said in the unit that fits") {
  CHECK(DurationWords(std::chrono::seconds(90)) == "90 seconds");
  CHECK(DurationWords(std::chrono::minutes(1)) == "1 minute");
  CHECK(DurationWords(std::chrono::hours(24)) == "24 hours");
  CHECK(DurationWords(std::chrono::hours(72)) == "3 days");
  CHECK(DurationWords(std::chrono::seconds(0)) == "0 seconds");
}

TEST_CASE("description: what a policy says cannot become markup of a page") {
  std::string text(kFull);
  text.replace(text.find("Full title"), 10, "'<b>*bold*</b> | [a](b)'");
  const std::vector<SourceFile> sources = {{"bundle.yaml", kBundleYaml}, {"full.yaml", text}};
  const Compilation compilation = CompileBundle(sources, KnownWords());
  REQUIRE(compilation.bundle != nullptr);
  const std::string page = DescriptionMarkdown(
      Describe(*compilation.bundle, sources, [](std::string_view) { return ""; }));
  CHECK(page.find("\\<b\\>\\*bold\\*\\</b\\> \\| \\[a\\](b)") != std::string::npos);
  CHECK(page.find("<b>") == std::string::npos);
}

}  // namespace reeve::policy
