#include "policy/scope.h"

#include <algorithm>
#include <random>

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

std::string_view TextOf(const Facts& facts, size_t key) {
  const std::array<std::string_view, kScopeKeyCount> texts = {facts.system.id, facts.action.kind,
                                                              facts.action.tool, facts.tenant};
  return texts[key];
}

// What a scope means, without an index.
bool Holds(const Scope& scope, const Facts& facts) {
  if ((scope.stages >> static_cast<unsigned>(facts.stage) & 1u) == 0) return false;
  if ((scope.risk_classes >> static_cast<unsigned>(facts.system.risk_class) & 1u) == 0)
    return false;
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    const auto& values = scope.values[key];
    if (values.empty()) continue;
    if (std::find(values.begin(), values.end(), TextOf(facts, key)) == values.end()) return false;
  }
  return true;
}

const std::vector<std::string> kWords = {"a", "b", "c", "d", "e"};

Scope RandomScope(std::mt19937& random) {
  Scope scope;
  if (random() % 2 == 0) scope.stages = static_cast<uint8_t>(1 + random() % kAnyStage);
  if (random() % 3 == 0) scope.risk_classes = static_cast<uint8_t>(1 + random() % kAnyRiskClass);
  for (auto& values : scope.values) {
    if (random() % 2 == 0) continue;
    for (const std::string& word : kWords) {
      if (random() % 3 == 0) values.push_back(word);
    }
  }
  return scope;
}

Facts RandomFacts(std::mt19937& random) {
  const auto word = [&random]() -> std::string_view {
    const size_t i = random() % (kWords.size() + 1);
    return i == kWords.size() ? std::string_view("elsewhere") : std::string_view(kWords[i]);
  };
  Facts facts;
  facts.stage = static_cast<Stage>(random() % kStageCount);
  facts.system.risk_class = static_cast<RiskClass>(random() % kRiskClassCount);
  facts.system.id = word();
  facts.action.kind = word();
  facts.action.tool = word();
  facts.tenant = word();
  return facts;
}

}  // namespace

TEST_CASE("scope: the index finds exactly the rules whose scope holds, in order") {
  std::mt19937 random(20261120);
  for (int round = 0; round < 50; ++round) {
    std::vector<Scope> scopes;
    for (size_t i = 0; i < 1 + random() % 60; ++i) scopes.push_back(RandomScope(random));
    const ScopeIndex index(scopes);
    for (int asked = 0; asked < 50; ++asked) {
      const Facts facts = RandomFacts(random);
      std::vector<uint32_t> expected;
      for (size_t i = 0; i < scopes.size(); ++i) {
        if (Holds(scopes[i], facts)) expected.push_back(static_cast<uint32_t>(i));
      }
      std::vector<uint32_t> found = {99};
      index.Find(facts, &found);
      REQUIRE(found == expected);
    }
  }
}

TEST_CASE("scope: each part of a scope is compared with its fact") {
  const auto in_scope = [](std::string_view scope, const Facts& facts) {
    const auto bundle =
        MustCompile("scope: " + std::string(scope) +
                    "\nrules: [ { id: r, when: true, effect: deny, reason: x } ]\n");
    return Ask(*bundle, facts).effect == Effect::kDeny;
  };
  Facts facts;
  facts.stage = Stage::kToolCall;
  facts.tenant = "t";
  facts.system = {"s", "", RiskClass::kHigh, "", ""};
  facts.action.kind = "k";
  facts.action.tool = "l";
  for (const std::string_view scope :
       {"{ stages: [input, tool_call] }", "{ systems: [s] }", "{ risk_classes: [high] }",
        "{ actions: [k, m] }", "{ tools: l }", "{ tenants: [t] }",
        "{ tenants: [t], tools: [l] }"}) {
    INFO(scope);
    CHECK(in_scope(scope, facts));
  }
  for (const std::string_view scope :
       {"{ stages: [input] }", "{ systems: [t] }", "{ risk_classes: [minimal] }",
        "{ actions: [l] }", "{ tools: [k] }", "{ tenants: [s] }", "{ tenants: [t], tools: [m] }"}) {
    INFO(scope);
    CHECK_FALSE(in_scope(scope, facts));
  }
}

TEST_CASE("scope: a channel is compared as the other values are") {
  Scope voice;
  voice.values[static_cast<size_t>(ScopeKey::kChannel)] = {"voice"};
  const ScopeIndex index({voice, Scope()});
  Facts facts;
  std::vector<uint32_t> rules;
  index.Find(facts, &rules);
  CHECK(rules == std::vector<uint32_t>{1});
  facts.channel = "voice";
  index.Find(facts, &rules);
  CHECK(rules == std::vector<uint32_t>{0, 1});
}

}  // namespace reeve::policy
