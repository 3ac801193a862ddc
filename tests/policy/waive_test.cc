// Rules that a waiver suspends for one request: what is left decides.
#include "policy/scope.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

const char* const kRules = R"(
attributes:
  region: { type: string, record: value }
rules:
  - id: held
    when: action.amount > 1.0
    effect: hold
    waivable: true
    hold: { roles: [lead], quorum: 2, deadline: 1h }
    obligations: [ { type: notify, to: lead }, { type: notify, to: desk } ]
    reason: Held.
  - id: denied
    when: context.region == "x"
    effect: deny
    waivable: true
    obligations: [ { type: notify, to: desk } ]
    reason: Denied.
  - id: strict
    when: action.amount > 100.0
    effect: deny
    waivable: false
    reason: Denied.
  - id: unsaid
    when: action.amount > 1000.0
    effect: deny
    reason: Denied.
  - id: watched
    when: action.amount > 1.0
    effect: deny
    mode: shadow
    waivable: true
    reason: Watched.
)";

constexpr WaivedRule kHeld{0, "w-1"};
constexpr WaivedRule kDenied{1, "w-2"};
constexpr WaivedRule kStrict{2, "w-3"};
constexpr WaivedRule kUnsaid{3, "w-4"};
constexpr WaivedRule kWatched{4, "w-5"};

Facts Amount(double amount, const json::Object* context = nullptr) {
  Facts facts;
  facts.system.id = "demo";
  facts.action.amount = amount;
  facts.context = context;
  return facts;
}

Verdict AskWaived(const Bundle& bundle, const Facts& facts, std::vector<WaivedRule> waived) {
  Verdict verdict = Ask(bundle, facts);
  Waive(bundle, facts, waived, &verdict);
  return verdict;
}

std::vector<std::string> WaivedIds(const Verdict& verdict) {
  std::vector<std::string> out;
  for (const WaivedHit& waived : verdict.waived) {
    out.push_back(waived.hit.rule->id + " " + waived.waiver);
  }
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("waive: a rule is waivable only where it says so") {
  const auto bundle = MustCompile(kRules);
  CHECK(bundle->FindRule("p", "held")->waivable);
  CHECK_FALSE(bundle->FindRule("p", "strict")->waivable);
  CHECK_FALSE(bundle->FindRule("p", "unsaid")->waivable);
}

TEST_CASE("waive: a waived rule gives neither effect nor obligation, and the others stay") {
  const auto bundle = MustCompile(kRules);
  const json::Object context{{"region", "x"}};
  const Facts facts = Amount(50, &context);
  const Verdict before = Ask(*bundle, facts);
  CHECK(before.effect == Effect::kDeny);
  CHECK(before.obligations.size() == 2);
  const Verdict verdict = AskWaived(*bundle, facts, {kHeld});
  CHECK(verdict.effect == Effect::kDeny);
  CHECK(Ids(verdict.hits) == Strings{"denied"});
  CHECK(WaivedIds(verdict) == Strings{"held w-1"});
  CHECK_FALSE(verdict.hold);
  REQUIRE(verdict.obligations.size() == 1);
  CHECK(verdict.obligations[0]->value == "desk");
  CHECK_FALSE(verdict.from_default);
  const Verdict other = AskWaived(*bundle, facts, {kDenied});
  CHECK(other.effect == Effect::kHold);
  CHECK(other.hold == before.hold);
  CHECK(other.obligations.size() == 2);
}

TEST_CASE("waive: where nothing else applies, the default decides") {
  const auto bundle = MustCompile(kRules);
  const Verdict verdict = AskWaived(*bundle, Amount(50, nullptr), {kHeld, kDenied});
  CHECK(verdict.from_default);
  CHECK(verdict.effect == Effect::kAllow);
  CHECK(Ids(verdict.shadow) == Strings{"watched"});
  const Compilation strict = CompileBundle({{"p.yaml", PolicyText(kRules)}}, KnownWords());
  REQUIRE(strict.bundle != nullptr);
  CHECK(AskWaived(*strict.bundle, Amount(50), {kHeld, kDenied}).effect == Effect::kDeny);
}

TEST_CASE("waive: a rule that could not be evaluated is waived, and its error kept") {
  const auto bundle = MustCompile(kRules);
  const Verdict verdict = AskWaived(*bundle, Amount(0), {kDenied});  // no region
  CHECK(verdict.effect == Effect::kAllow);
  REQUIRE(verdict.waived.size() == 1);
  CHECK(verdict.waived[0].hit.error);
  CHECK(verdict.waived[0].hit.error_code == "cel.no_such_field");
}

TEST_CASE("waive: a rule that is not waivable stays, and so does a shadow rule") {
  const auto bundle = MustCompile(kRules);
  const json::Object context{{"region", "y"}};
  const Facts facts = Amount(5000, &context);
  const Verdict verdict = AskWaived(*bundle, facts, {kStrict, kUnsaid, kWatched});
  CHECK(verdict == Ask(*bundle, facts));
  CHECK(verdict.effect == Effect::kDeny);
}

TEST_CASE("waive: nothing is waived for a system of a prohibited class") {
  const auto bundle = MustCompile(kRules);
  Facts facts = Amount(50);
  facts.system.risk_class = RiskClass::kProhibited;
  CHECK(AskWaived(*bundle, facts, {kHeld, kDenied}) == Ask(*bundle, facts));
  facts.system.risk_class = RiskClass::kHigh;
  CHECK(AskWaived(*bundle, facts, {kHeld, kDenied}).waived.size() == 2);
}

TEST_CASE("scope: what it admits is what the index finds") {
  Scope scope;
  CHECK(Admits(scope, Amount(1)));
  scope.values[static_cast<size_t>(ScopeKey::kSystem)] = {"other", "demo"};
  scope.stages = 1u << static_cast<unsigned>(Stage::kInput);
  scope.risk_classes = 1u << static_cast<unsigned>(RiskClass::kUnclassified);
  const ScopeIndex index({scope});
  const auto check = [&](const Facts& facts, bool expected) {
    std::vector<uint32_t> found;
    index.Find(facts, &found);
    CHECK(found.size() == (expected ? 1 : 0));
    CHECK(Admits(scope, facts) == expected);
  };
  Facts facts = Amount(1);
  check(facts, true);
  facts.stage = Stage::kOutput;
  check(facts, false);
  facts.stage = Stage::kInput;
  facts.system.risk_class = RiskClass::kHigh;
  check(facts, false);
  facts.system.risk_class = RiskClass::kUnclassified;
  facts.system.id = "third";
  check(facts, false);
}

TEST_CASE("waive: an emergency moves holds, and of denials those that may be waived") {
  const auto bundle = MustCompile(kRules);
  const json::Object context{{"region", "x"}};
  const Verdict verdict = AskWaived(*bundle, Amount(2000.0, &context),
                                    {{0, "bg-1", true},
                                     {1, "bg-1", true},
                                     {2, "bg-1", true},
                                     {3, "bg-1", true},
                                     {4, "bg-1", true}});
  CHECK(WaivedIds(verdict) == Strings{"held bg-1", "denied bg-1"});
  CHECK(verdict.waived[0].emergency);
  CHECK(verdict.effect == Effect::kDeny);
  CHECK(verdict.hits.size() == 2);
  CHECK(verdict.obligations.size() == 2);  // those of the hold stay
}

TEST_CASE("waive: a hold that an emergency let pass counts as approved, and not as no rule") {
  const auto bundle = MustCompile(kRules);
  const json::Object context{{"region", "y"}};
  Facts facts = Amount(2.0, &context);
  const Verdict verdict = AskWaived(*bundle, facts, {{0, "bg-1", true}});
  CHECK(verdict.effect == Effect::kAllow);
  CHECK_FALSE(verdict.from_default);
  CHECK_FALSE(verdict.hold);
  CHECK(AskWaived(*bundle, facts, {kHeld}).from_default);
  facts.system.risk_class = RiskClass::kProhibited;
  CHECK(AskWaived(*bundle, facts, {{0, "bg-1", true}}).effect == Effect::kHold);
}

}  // namespace reeve::policy
