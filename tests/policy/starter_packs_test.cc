#include <set>

#include "policy/compiled.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

Compilation StarterPacks() {
  auto sources = LoadFolder(REEVE_SOURCE_DIR "/policies");
  REQUIRE(sources.ok());
  return CompileBundle(std::move(*sources), KnownWords());
}

}  // namespace

TEST_CASE("starter packs: they compile without an error and without a warning") {
  const Compilation compilation = StarterPacks();
  CHECK(Render(compilation.diagnostics) == "");
  REQUIRE(compilation.bundle != nullptr);
  CHECK(compilation.bundle->default_is_declared());
  CHECK(compilation.bundle->policies().size() == 7);
}

TEST_CASE(
    "starter packs: every enforced rule has a test that it applies, and one that it does not") {
  const auto bundle = StarterPacks().bundle;
  REQUIRE(bundle != nullptr);
  for (const Policy& policy : bundle->policies()) {
    std::multiset<std::string> applied;
    size_t negatives = 0;
    for (const PolicyTest& test : policy.tests) {
      REQUIRE(test.expect.rules.has_value());
      applied.insert(test.expect.rules->begin(), test.expect.rules->end());
      if (test.expect.rules->empty()) ++negatives;
    }
    CHECK(negatives >= 2);
    for (size_t i = 0; i < policy.rule_count; ++i) {
      const Rule& rule = bundle->rules()[policy.first_rule + i];
      if (rule.mode == Mode::kShadow) continue;
      INFO(policy.id << "/" << rule.id);
      CHECK(applied.contains(rule.id));
    }
  }
}

TEST_CASE("starter packs: only what reads the text itself is opaque") {
  const auto bundle = StarterPacks().bundle;
  REQUIRE(bundle != nullptr);
  for (const Rule& rule : bundle->rules()) {
    for (const Clause& clause : rule.clauses) {
      INFO(rule.policy << "/" << rule.id << ": " << clause.text);
      CHECK(clause.opaque == (clause.text.find("content.text") != std::string::npos));
    }
  }
}

}  // namespace reeve::policy
