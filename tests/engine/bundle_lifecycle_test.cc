// The life cycle of bundles: who may do what in which state, and what is in force.
#include "engine/bundle_lifecycle.h"

#include <map>
#include <thread>

#include "engine/replay.h"
#include "oversight/bundle_register.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};
const ActingPerson kCleo{"Cleo Example", "tester", "default"};

std::shared_ptr<const policy::Bundle> Denies(const std::string& word) {
  return CompileRules("rules: [ { id: word, when: 'content.text.contains(\"" + word +
                      "\")', effect: deny, reason: No. } ]");
}

// Nothing but a further document that denies: certainly no loosening.
std::shared_ptr<const policy::Bundle> Tightened(const policy::Bundle& bundle,
                                                const std::string& word) {
  std::vector<policy::SourceFile> sources;
  const json::Value root = Json(bundle.canonical_bytes());
  for (const json::Member& member : *At(root, "/documents").as_object()) {
    sources.push_back({member.key, *member.value.as_string()});
  }
  sources.push_back(
      {"q-" + word + ".yaml", "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: q-" + word +
                                  " }\nrules: [ { id: more, when: 'content.text.contains(\"" +
                                  word + "\")', effect: deny, reason: No. } ]\n"});
  policy::Compilation compiled = policy::CompileBundle(std::move(sources), DetectorVocabulary());
  if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
  return compiled.bundle;
}

std::string Code(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}
template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "" : std::string(result.error().code);
}

std::string StateOf(const TestEngine& engine, const std::string& digest) {
  return Text(Must(oversight::FindBundle(engine.ledger(), digest)), "/state");
}

std::string Propose(TestEngine& engine, const std::shared_ptr<const policy::Bundle>& bundle,
                    const ActingPerson& by = kAda) {
  return Must((*engine).bundles().Propose({bundle, "because", {}}, by));
}

std::string EffectOf(TestEngine& engine, const std::string& text) {
  return Text(engine.Decide({{"/content/text", text}}), "/effect");
}

// Proposed by Ada, approved by Ben and Cleo.
std::string Approved(TestEngine& engine, const std::shared_ptr<const policy::Bundle>& bundle) {
  const std::string digest = Propose(engine, bundle);
  Must((*engine).bundles().Approve(digest, "", kBen));
  Must((*engine).bundles().Approve(digest, "", kCleo));
  return digest;
}

}  // namespace

TEST_CASE("life cycle: a tightening is proposed, approved by one other person, and activated") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const auto next = Tightened((*engine).active()->bundle(), "two");
  CHECK(EffectOf(engine, "two") == "allow");
  const std::string digest = Propose(engine, next);
  CHECK(digest == next->digest());
  CHECK(StateOf(engine, digest) == "proposed");
  CHECK(Code(bundles.Activate(digest, kAda)) == "bundle.state");
  Must(bundles.Approve(digest, "looked at every rule", kBen));
  CHECK(StateOf(engine, digest) == "approved");
  CHECK(EffectOf(engine, "two") == "allow");
  Must(bundles.Activate(digest, kAda));
  CHECK(EffectOf(engine, "two") == "deny");
  CHECK(StateOf(engine, digest) == "active");
  CHECK(StateOf(engine, Denies("one")->digest()) == "superseded");

  const json::Value entry = Must(oversight::FindBundle(engine.ledger(), digest));
  CHECK(Text(entry, "/proposal/author") == "Ada Example");
  CHECK(Text(entry, "/proposal/diff/rules/0/rule") == "q-two/more");
  CHECK(At(entry, "/proposal/loosens") == json::Value(false));
  CHECK(Text(entry, "/approvals/0/by") == "Ben Example");
  CHECK(Text(entry, "/activated/supersedes") == Denies("one")->digest());
}

TEST_CASE("life cycle: the author never approves, and nobody approves twice") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string digest = Propose(engine, Denies("two"));
  CHECK(Code(bundles.Approve(digest, "", kAda)) == "bundle.own_proposal");
  CHECK(Code(bundles.Approve(digest, "", {"ada  EXAMPLE", "other", "default"})) ==
        "bundle.own_proposal");
  Must(bundles.Approve(digest, "", kBen));
  CHECK(Code(bundles.Approve(digest, "", kBen)) == "bundle.approved_twice");
  CHECK(Code(bundles.Approve(digest, "", {"BEN Example", "other", "default"})) ==
        "bundle.approved_twice");
  CHECK(StateOf(engine, digest) == "proposed");
}

TEST_CASE("life cycle: a bundle that loosens needs two persons") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string digest = Propose(engine, Denies("two"));
  CHECK(Must(oversight::FindBundle(engine.ledger(), digest)).Find("proposal")->Find("loosens") !=
        nullptr);
  Must(bundles.Approve(digest, "", kBen));
  CHECK(Code(bundles.Activate(digest, kBen)) == "bundle.state");
  Must(bundles.Approve(digest, "", kCleo));
  Must(bundles.Activate(digest, kBen));
  CHECK(EffectOf(engine, "one") == "allow");
}

TEST_CASE("life cycle: what tightened when it was proposed and loosens now needs a second person") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const auto first = (*engine).active();
  const std::string waiting = Propose(engine, Tightened(first->bundle(), "two"));
  Must(bundles.Approve(waiting, "", kBen));
  const std::string other = Propose(engine, Tightened(first->bundle(), "three"));
  Must(bundles.Approve(other, "", kBen));
  Must(bundles.Activate(other, kBen));
  CHECK(Code(bundles.Activate(waiting, kBen)) == "bundle.needs_approval");
  CHECK(EffectOf(engine, "three") == "deny");
  Must(bundles.Approve(waiting, "", kCleo));
  Must(bundles.Activate(waiting, kBen));
  CHECK(EffectOf(engine, "three") == "allow");
}

TEST_CASE("life cycle: what is rejected is not approved, and may be proposed anew") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string digest = Propose(engine, Denies("two"));
  CHECK(Code(bundles.Propose({Denies("two"), "again", {}}, kBen)) == "bundle.exists");
  Must(bundles.Reject(digest, "no test", kBen));
  CHECK(StateOf(engine, digest) == "rejected");
  CHECK(Code(bundles.Approve(digest, "", kBen)) == "bundle.state");
  CHECK(Code(bundles.Activate(digest, kBen)) == "bundle.state");
  Propose(engine, Denies("two"), kBen);
  CHECK(StateOf(engine, digest) == "proposed");
  CHECK(Code(bundles.Approve(digest, "", kBen)) == "bundle.own_proposal");
  Must(bundles.Approve(digest, "", kAda));
}

TEST_CASE("life cycle: what the log does not know is not found") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string unknown = Denies("two")->digest();
  CHECK(Code(bundles.Approve(unknown, "", kBen)) == "bundle.not_found");
  CHECK(Code(bundles.Reject(unknown, "x", kBen)) == "bundle.not_found");
  CHECK(Code(bundles.Activate(unknown, kBen)) == "bundle.not_found");
  CHECK(Code(bundles.RollBack(unknown, "x", kBen)) == "bundle.not_found");
  CHECK(Code(bundles.Approve(Denies("one")->digest(), "", kBen)) == "bundle.not_proposed");
}

TEST_CASE("life cycle: a rollback goes to the bundle before, by one person and with a reason") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string first = Denies("one")->digest();
  const std::string second = Approved(engine, Denies("two"));
  Must(bundles.Activate(second, kAda));
  CHECK(EffectOf(engine, "two") == "deny");
  CHECK(Must(bundles.RollBack("", "refunds stand still", kCleo)) == first);
  CHECK(EffectOf(engine, "two") == "allow");
  CHECK(EffectOf(engine, "one") == "deny");
  CHECK(StateOf(engine, second) == "rolled_back");
  const json::Value left = Must(oversight::FindBundle(engine.ledger(), second));
  CHECK(Text(left, "/rolled_back/reason") == "refunds stand still");
  CHECK(Text(left, "/rolled_back/by") == "Cleo Example");
  // Not back to the one that was left; but to it by name.
  CHECK(Code(bundles.RollBack("", "again", kCleo)) == "bundle.nothing_before");
  CHECK(Code(bundles.RollBack(first, "again", kCleo)) == "bundle.active_already");
  CHECK(Must(bundles.RollBack(second, "it was right", kCleo)) == second);
  CHECK(EffectOf(engine, "two") == "deny");
}

TEST_CASE("life cycle: a rollback never puts a bundle in force that was not") {
  TestEngine engine(Denies("one"));
  const std::string proposed = Propose(engine, Denies("two"));
  CHECK(Code((*engine).bundles().RollBack(proposed, "x", kAda)) == "bundle.never_active");
  CHECK(Code((*engine).bundles().RollBack("", "x", kAda)) == "bundle.nothing_before");
  CHECK(EffectOf(engine, "one") == "deny");
}

TEST_CASE("life cycle: a scheduled bundle takes over with the first decision at its time") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const std::string digest = Approved(engine, Denies("two"));
  const Timestamp at = engine.clock().Now() + std::chrono::hours(2);
  CHECK(Code(bundles.Schedule(digest, engine.clock().Now(), kAda)) == "bundle.schedule");
  CHECK(Code(bundles.Schedule(digest, engine.clock().Now() + std::chrono::hours(24 * 367), kAda)) ==
        "bundle.schedule");
  Must(bundles.Schedule(digest, at, kAda));
  CHECK(StateOf(engine, digest) == "scheduled");
  engine.clock().Advance(std::chrono::hours(2) - std::chrono::microseconds(1));
  CHECK(EffectOf(engine, "two") == "allow");
  engine.clock().Advance(std::chrono::microseconds(1));
  CHECK(EffectOf(engine, "two") == "deny");
  CHECK(StateOf(engine, digest) == "active");
  CHECK(Text(Must(oversight::FindBundle(engine.ledger(), digest)), "/activated/by") ==
        "Ada Example");
}

TEST_CASE("life cycle: a bundle that may not take over at its time waits again, on record") {
  TestEngine engine(Denies("one"));
  BundleLifecycle& bundles = (*engine).bundles();
  const auto first = (*engine).active();
  const std::string waiting = Propose(engine, Tightened(first->bundle(), "two"));
  Must(bundles.Approve(waiting, "", kBen));
  Must(bundles.Schedule(waiting, engine.clock().Now() + std::chrono::hours(1), kAda));
  const std::string other = Propose(engine, Tightened(first->bundle(), "three"));
  Must(bundles.Approve(other, "", kBen));
  Must(bundles.Activate(other, kBen));
  engine.clock().Advance(std::chrono::hours(1));
  CHECK(EffectOf(engine, "three") == "deny");  // still the other
  CHECK(StateOf(engine, waiting) == "approved");
  bool told = false;
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    const ledger::Record record = Must(engine.ledger().Read(i));
    if (record.kind() != oversight::kBundleUnscheduled) continue;
    told = Text(Json(record.body_text()), "/reason").find("approval") != std::string::npos;
  }
  CHECK(told);
}

TEST_CASE("life cycle: a rejected bundle does not take over at the time it was scheduled for") {
  TestEngine engine(Denies("one"));
  const std::string digest = Approved(engine, Denies("two"));
  Must((*engine).bundles().Schedule(digest, engine.clock().Now() + std::chrono::hours(1), kAda));
  Must((*engine).bundles().Reject(digest, "not now", kBen));
  engine.clock().Advance(std::chrono::hours(2));
  CHECK(EffectOf(engine, "two") == "allow");
}

TEST_CASE("life cycle: after a restart proposals, schedules and the active bundle are there") {
  TestEngine engine(Denies("one"));
  const std::string proposed = Propose(engine, Denies("three"));
  const std::string active = Approved(engine, Denies("two"));
  Must((*engine).bundles().Activate(active, kAda));
  const std::string scheduled = Approved(engine, Denies("four"));
  Must((*engine).bundles().Schedule(scheduled, engine.clock().Now() + std::chrono::hours(1), kAda));
  engine.Shut();
  engine.Open();
  CHECK((*engine).active() == nullptr);
  Must((*engine).bundles().Resume());
  CHECK((*engine).active()->bundle().digest() == active);
  CHECK(StateOf(engine, proposed) == "proposed");
  CHECK(EffectOf(engine, "two") == "deny");
  CHECK(Must((*engine).bundles().RollBack("", "restart", kBen)) == Denies("one")->digest());
  engine.clock().Advance(std::chrono::hours(1));
  CHECK(EffectOf(engine, "four") == "deny");
}

TEST_CASE("life cycle: a bundle whose own tests fail is not proposed") {
  TestEngine engine(Denies("one"));
  const auto bundle = CompileRules(R"(
rules: [ { id: word, when: 'content.text == "x"', effect: deny, reason: No. } ]
tests: [ { name: y is denied, request: { content: { text: y } }, expect: { effect: deny } } ]
)");
  const auto proposed = (*engine).bundles().Propose({bundle, "because", {}}, kAda);
  REQUIRE(Code(proposed) == "bundle.tests_failed");
  CHECK(proposed.error().message.find("y is denied") != std::string::npos);
  CHECK(Code(oversight::FindBundle(engine.ledger(), bundle->digest())) == "bundle.not_found");
}

TEST_CASE("life cycle: a blast radius is kept for those who approve, up to its limit") {
  TestEngine engine(Denies("one"));
  const json::Value radius = Json(R"({"records":120,"changed":3})");
  const std::string digest =
      Must((*engine).bundles().Propose({Denies("two"), "because", radius}, kAda));
  const json::Value entry = Must(oversight::FindBundle(engine.ledger(), digest));
  CHECK(At(entry, "/proposal/blast_radius") == radius);
  const json::Value large = json::Object{{"x", std::string(kMaxBlastRadiusBytes, 'x')}};
  CHECK(Code((*engine).bundles().Propose({Denies("three"), "because", large}, kAda)) ==
        "bundle.blast_radius");
  CHECK(Code((*engine).bundles().Propose({Denies("three"), "because", json::Value("x")}, kAda)) ==
        "bundle.blast_radius");
}

TEST_CASE("life cycle: the server itself works out a blast radius over records of its own") {
  TestEngine engine(Denies("one"));
  const json::Value touched = engine.Decide({{"/action/amount", 900.0}});
  engine.Decide({{"/content/text", "one"}});
  const auto next = CompileRules(
      "rules: [ { id: large, when: action.amount > 500.0, effect: deny, reason: No. } ]");
  BundleProposal proposal{next, "because", {}};
  proposal.records = RecordRange{};
  const std::string digest = Must((*engine).bundles().Propose(proposal, kAda));
  const json::Value entry = Must(oversight::FindBundle(engine.ledger(), digest));
  const json::Value& radius = At(entry, "/proposal/blast_radius");
  CHECK(Text(radius, "/computed_by") == "reeve");
  CHECK(Int(radius, "/decisions") == 2);
  CHECK(Int(radius, "/changed") == 2);
  std::map<std::string, int64_t> examples;
  for (const json::Value& change : *At(radius, "/changes").as_array()) {
    examples[Text(change, "/from") + " " + Text(change, "/to")] = Int(change, "/examples/0");
  }
  CHECK(examples.at("allow deny") == Int(touched, "/record/index"));
  CHECK(examples.contains("deny allow"));
}

TEST_CASE(
    "life cycle: a blast radius over too many records, or signed as the server's, is refused") {
  TestEngine engine(Denies("one"));
  BundleProposal proposal{Denies("two"), "because", Json(R"({"computed_by":"reeve"})")};
  CHECK(Code((*engine).bundles().Propose(proposal, kAda)) == "bundle.blast_radius");
  proposal.blast_radius = {};
  RecordRange beyond;
  beyond.first = engine.ledger().size() + 1;
  proposal.records = beyond;
  CHECK(Code((*engine).bundles().Propose(proposal, kAda)) == "replay.range");
  ReplayOptions few;
  few.max_records = 1;
  CHECK(Code(ReplayStore(engine.ledger().store(), engine.ledger().blobs(), few)) ==
        "replay.too_many");
}

TEST_CASE(
    "life cycle: the record of a large difference keeps within a record, what loosens first") {
  std::string rules = "rules:\n";
  for (int i = 0; i < 400; ++i) {
    rules += "  - { id: r" + std::to_string(i) + ", when: 'action.amount > " + std::to_string(i) +
             ".0', effect: deny, reason: No. }\n";
  }
  TestEngine engine(CompileRules(rules));
  const std::string digest =
      Must((*engine).bundles().Propose({Denies("one"), "because", {}}, kAda));
  const json::Value entry = Must(oversight::FindBundle(engine.ledger(), digest));
  CHECK(Int(entry, "/proposal/diff/counts/removed") == 400);
  CHECK(At(entry, "/proposal/diff/rules").as_array()->size() == kMaxListed);
  CHECK(Text(entry, "/proposal/diff/rules/0/direction") == "loosened");
}

TEST_CASE("life cycle: a decision replays under the bundle that made it, whatever came after") {
  TestEngine engine(Denies("one"));
  const json::Value before = engine.Decide({{"/content/text", "one"}});
  const std::string second = Approved(engine, Denies("two"));
  Must((*engine).bundles().Activate(second, kAda));
  const json::Value after = engine.Decide({{"/content/text", "one"}});
  Must((*engine).bundles().RollBack("", "x", kAda));
  CHECK(Text(before, "/bundle") == Denies("one")->digest());
  CHECK(Text(after, "/bundle") == second);
  Must((*engine).Replay(Text(before, "/id")));
  Must((*engine).Replay(Text(after, "/id")));
}

TEST_CASE("life cycle: of two persons who approve at once, both count once") {
  TestEngine engine(Denies("one"));
  const std::string digest = Propose(engine, Denies("two"));
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (const ActingPerson& person : {kBen, kBen, kCleo, kCleo}) {
      threads.emplace_back([&engine, &digest, &taken, person] {
        if ((*engine).bundles().Approve(digest, "", person).ok()) ++taken;
      });
    }
  }
  CHECK(taken == 2);
  CHECK(StateOf(engine, digest) == "approved");
}

}  // namespace reeve::engine::testing
