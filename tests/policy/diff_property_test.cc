// What a difference says for certain must hold for every request: random pairs of bundles, random
// requests, and the answers of both.
#include <random>

#include "policy/diff.h"
#include "policy/strictness.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

constexpr int kPairs = 700;
constexpr int kRequests = 120;

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(engine_() % n); }
  template <typename T, size_t N>
  const T& Of(const T (&values)[N]) {
    return values[Below(N)];
  }

 private:
  std::mt19937 engine_;
};

const char* const kAtoms[] = {
    "action.amount > 100.0",
    "action.amount > 300.0",
    "action.amount >= 300",
    "500.0 < action.amount",
    "action.kind == \"refund\"",
    "action.kind in [\"refund\", \"pay\"]",
    "action.kind != \"pay\"",
    "action.consequential",
    "context.n > 3",
    "context.n > 5",
    "has(context.n)",
    "has(context.n) && context.n < 4",
    "context.s in lists.bad",
    "context.s == \"x\"",
    "\"clerk\" in actor.roles",
    "actor.roles.exists(r, r in [\"clerk\", \"boss\"])",
    "actor.roles.all(r, r == \"clerk\")",
    "findings.exists(f, f.entity == \"CREDIT_CARD\")",
    "findings.exists(f, f.score > 0.5)",
    "findings.exists(f, f.entity == \"CREDIT_CARD\" && f.score >= 0.8)",
    "findings.all(f, f.category == \"pii\")",
    "size(findings) > 1",
    "stage == \"output\"",
    "true",
    "action.amount > parameters.limit",
    "content.text.contains(\"x\")",
};

std::string ConditionText(Dice& dice, int depth) {
  const uint32_t roll = dice.Below(6);
  if (depth == 0 || roll < 2) return dice.Of(kAtoms);
  if (roll == 2) return "!(" + ConditionText(dice, depth - 1) + ")";
  const char* const op = roll == 3 ? " || " : " && ";
  return "(" + ConditionText(dice, depth - 1) + op + ConditionText(dice, depth - 1) + ")";
}

const char* const kEffects[] = {"deny",
                                "allow",
                                "allow, obligations: [ { type: notify, to: a } ]",
                                "redact",
                                "redact, redact: { operator: mask }",
                                "redact, redact: { operator: mask, keep_last: 2 }",
                                "redact, redact: { operator: token }",
                                "redact, redact: { operator: generalise }",
                                "redact, redact: { entities: [CREDIT_CARD] }",
                                "hold, hold: { roles: [a] }",
                                "hold, hold: { roles: [a, b], quorum: 2 }",
                                "hold, hold: { roles: [a], deadline: 2h }",
                                "hold, hold: { roles: [a], on_timeout: allow }",
                                "hold, hold: { roles: [a], deadline: 2h, on_timeout: allow }",
                                "hold, hold: { roles: [a], escalation: { after: 1h, roles: [b] } }",
                                "deny, obligations: [ { type: notify, to: a } ]",
                                "deny, mode: shadow"};
const char* const kScopes[] = {"{}", "{ stages: [input] }", "{ stages: [input, output] }",
                               "{ actions: [refund] }", "{ actions: [refund, pay] }"};

struct RuleParts {
  std::string scope;
  std::string when;
  std::string effect;
};

struct Parts {
  std::vector<RuleParts> rules;
  std::string limit = "200.0";
  std::string detect = "[CREDIT_CARD, EMAIL_ADDRESS]";
  std::string list = "x\ny\n";
  std::string fallback = "allow";
};

RuleParts RandomRule(Dice& dice) {
  return {dice.Of(kScopes), ConditionText(dice, 2), dice.Of(kEffects)};
}

Parts RandomBundle(Dice& dice) {
  Parts parts;
  const uint32_t count = 1 + dice.Below(3);
  for (uint32_t i = 0; i < count; ++i) parts.rules.push_back(RandomRule(dice));
  if (dice.Below(3) == 0) parts.fallback = "deny";
  return parts;
}

void Change(Dice& dice, Parts* parts) {
  RuleParts& rule = parts->rules[dice.Below(static_cast<uint32_t>(parts->rules.size()))];
  switch (dice.Below(12)) {
    case 0:
      rule.when = "(" + rule.when + ") && " + ConditionText(dice, 1);
      break;
    case 1:
      rule.when = "(" + rule.when + ") || " + ConditionText(dice, 1);
      break;
    case 2:
      rule.when = ConditionText(dice, 2);
      break;
    case 3:
      rule.scope = dice.Of(kScopes);
      break;
    case 4:
    case 5:
      rule.effect = dice.Of(kEffects);
      break;
    case 6:
      parts->limit = "400.0";
      break;
    case 7:
      parts->list = "x\n";
      break;
    case 8:
      parts->fallback = dice.Below(2) == 0 ? "allow" : "deny";
      break;
    case 9:
      parts->rules.push_back(RandomRule(dice));
      break;
    case 10:
      if (parts->rules.size() > 1) parts->rules.pop_back();
      break;
    default:
      rule.when = "!(" + rule.when + ")";
  }
}

std::shared_ptr<const Bundle> Compile(const Parts& parts) {
  std::string text =
      "attributes: { n: { type: int, record: value }, s: { type: string, record: value } }\n"
      "lists: [bad]\nparameters: { limit: { type: double, default: " +
      parts.limit + " } }\ndetect: " + parts.detect + "\nrules:\n";
  for (size_t i = 0; i < parts.rules.size(); ++i) {
    const RuleParts& rule = parts.rules[i];
    text += "  - { id: r" + std::to_string(i) + ", scope: " + rule.scope + ", when: '" + rule.when +
            "', reason: no, effect: " + rule.effect + " }\n";
  }
  Compilation compiled = CompileBundle(
      {{"bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: " + parts.fallback + "\n"},
       {"lists/bad.txt", parts.list},
       {"p.yaml", PolicyText(text)}},
      KnownWords());
  INFO(Render(compiled.diagnostics));
  REQUIRE(compiled.bundle != nullptr);
  return compiled.bundle;
}

struct RandomRequest {
  json::Object context;
  Facts facts;

  explicit RandomRequest(Dice& dice) {
    static const double kAmounts[] = {0, 50, 100, 150, 250, 300, 350, 450, 500, 600};
    static const char* const kKinds[] = {"refund", "pay", "chat"};
    static const char* const kTexts[] = {"x", "y", "z"};
    static const double kScores[] = {0.2, 0.5, 0.6, 0.8, 0.9};
    facts.action.amount = dice.Of(kAmounts);
    facts.action.kind = dice.Of(kKinds);
    facts.action.consequential = dice.Below(2) == 0;
    facts.stage = static_cast<Stage>(dice.Below(kStageCount));
    facts.content.text = dice.Of(kTexts);
    if (dice.Below(3) != 0) context.Add("n", static_cast<int64_t>(2 + dice.Below(6)));
    if (dice.Below(3) != 0) context.Add("s", dice.Of(kTexts));
    for (const char* role : {"clerk", "boss", "guest"}) {
      if (dice.Below(2) == 0) facts.actor.roles.emplace_back(role);
    }
    for (const auto& [entity, category] :
         {std::pair("CREDIT_CARD", "payment"), std::pair("EMAIL_ADDRESS", "pii")}) {
      if (dice.Below(2) != 0) continue;
      facts.findings.push_back({entity, category, "pattern", dice.Of(kScores), "/content/text"});
    }
    facts.context = &context;
  }
};

std::string Told(const Parts& parts) {
  std::string out = parts.fallback + " " + parts.limit + "\n";
  for (const RuleParts& rule : parts.rules) {
    out += rule.scope + " | " + rule.when + " | " + rule.effect + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("diff: what is said for certain holds for every request") {
  Dice dice(20261127);
  std::map<Direction, int> seen;
  int proved = 0;
  Scratch scratch;
  for (int pair = 0; pair < kPairs; ++pair) {
    const Parts old_parts = RandomBundle(dice);
    Parts new_parts = old_parts;
    for (uint32_t i = 0; i <= dice.Below(2); ++i) Change(dice, &new_parts);
    const auto before = Compile(old_parts);
    const auto after = Compile(new_parts);
    const BundleDifference difference = CompareBundles(*before, *after);
    const Direction direction = difference.direction();
    ++seen[direction];
    for (const RuleDifference& rule : difference.rules) proved += rule.complete ? 1 : 0;
    if (direction == Direction::kChanged) continue;
    for (int i = 0; i < kRequests; ++i) {
      const RandomRequest request(dice);
      const Verdict was = Decide(*before, request.facts, scratch);
      const Verdict is = Decide(*after, request.facts, scratch);
      INFO(Told(old_parts) << "->\n" << Told(new_parts) << Text(difference));
      if (direction != Direction::kLoosened) REQUIRE(IsAtLeastAsStrict(is, was));
      if (direction != Direction::kTightened) REQUIRE(IsAtLeastAsStrict(was, is));
    }
  }
  INFO("changed " << seen[Direction::kChanged] << " proved " << proved);
  CHECK(seen[Direction::kTightened] > kPairs / 10);
  CHECK(seen[Direction::kLoosened] > kPairs / 10);
  CHECK(seen[Direction::kNone] > kPairs / 20);
  CHECK(proved > 20);
}

}  // namespace reeve::policy
