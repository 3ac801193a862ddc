// The fold over records `bundle.*`: what it refuses, however the record came to be.
#include "oversight/bundle_register.h"

#include "oversight/bundle_trial.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

std::string Digest(char letter) { return "sha256:" + std::string(64, letter); }

const ActingPerson kAda{"Ada Example", "service", "default"};
const ActingPerson kBen{"Ben Example", "service", "default"};

std::string Append(TestLedger& log, std::string_view kind, json::Object body,
                   const std::string& id = "bundle-1") {
  const auto appended = log->Append({Must(BundleRecord(kind, id, "default", std::move(body)))});
  return appended.ok() ? "" : std::string(appended.error().code);
}

json::Object Proposal(char letter, const ActingPerson& by = kAda) {
  json::Object body = BundleCommand(Digest(letter), by);
  body.Add("reason", "because").Add("loosens", false).Add("approvals_needed", 1);
  return body;
}

json::Object Of(const std::string& proposal, char letter, const ActingPerson& by) {
  json::Object body = BundleCommand(Digest(letter), by);
  body.Add("proposal", proposal);
  return body;
}

json::Object Plain(char letter) {
  return {{"bundle", Digest(letter)},
          {"default", "deny"},
          {"policies", json::Array()},
          {"principal", "service"}};
}

std::string StateOf(TestLedger& log, char letter) {
  const json::Object entry = Must(FindBundle(*log, Digest(letter)));
  return *entry.Find("state")->as_string();
}

}  // namespace

TEST_CASE("person: a name is one line of UTF-8 without blanks at its ends") {
  Must(CheckPersonName("Ada Example"));
  Must(CheckPersonName("Zoë Example"));
  Must(CheckPersonName(std::string(kMaxPersonBytes, 'a')));
  CHECK(CheckPersonName("").error().code == "person.missing");
  for (const std::string& name : std::vector<std::string>{" Ada", "Ada ", "A\nda", "A\x7F", "\xff",
                                                          std::string(kMaxPersonBytes + 1, 'a')}) {
    INFO(name);
    REQUIRE_FALSE(CheckPersonName(name).ok());
    CHECK(CheckPersonName(name).error().code == "person.name");
  }
}

TEST_CASE("person: capital letters and blanks make no second person") {
  CHECK(IsSamePerson("Ada Example", "ada  example"));
  CHECK(IsSamePerson("ADA EXAMPLE", " Ada Example "));
  CHECK_FALSE(IsSamePerson("Ada Example", "Ada Exampel"));
  CHECK_FALSE(IsSamePerson("Ada Example", "AdaExample"));
}

TEST_CASE("bundles: a record without its members is refused before it is written") {
  TestLedger log;
  for (const std::string_view kind :
       {kBundleProposed, kBundleApproved, kBundleRejected, kBundleScheduled, kBundleUnscheduled,
        kBundleActivated, kBundleRolledBack, kBundleTrialStarted, kBundleTrialWidened,
        kBundleTrialEnded}) {
    INFO(kind);
    CHECK(Append(log, kind, {}) == "json.missing");
    json::Object odd = Plain('a');
    odd.Add("odd", 1);
    CHECK(Append(log, kind, std::move(odd)) != "");
  }
  json::Object nobody = Proposal('a');
  nobody.Set("approvals_needed", 0);
  CHECK(Append(log, kBundleProposed, std::move(nobody)) == "json.value");
  CHECK(log->size() == 0);
}

TEST_CASE("bundles: an activation without a proposal is in force from any state") {
  TestLedger log;
  CHECK(Must(ActiveBundle(*log)) == std::nullopt);
  CHECK(Append(log, kBundleActivated, Plain('a')) == "");
  CHECK(Must(ActiveBundle(*log)) == Digest('a'));
  CHECK(Append(log, kBundleProposed, Proposal('b')) == "");
  CHECK(Append(log, kBundleActivated, Plain('b')) == "");
  CHECK(StateOf(log, 'a') == "superseded");
  CHECK(StateOf(log, 'b') == "active");
}

TEST_CASE("bundles: an activation from a proposal counts approvals, its own demand included") {
  TestLedger log;
  CHECK(Append(log, kBundleProposed, Proposal('a'), "p-1") == "");
  CHECK(Append(log, kBundleApproved, Of("p-1", 'a', kAda)) == "bundle.own_proposal");
  CHECK(Append(log, kBundleApproved, Of("p-0", 'a', kBen)) == "bundle.proposed_anew");
  CHECK(Append(log, kBundleActivated, Of("p-1", 'a', kBen)) == "bundle.state");
  CHECK(Append(log, kBundleApproved, Of("p-1", 'a', kBen)) == "");
  json::Object strict = Of("p-1", 'a', kBen);
  strict.Add("approvals_needed", 2);
  CHECK(Append(log, kBundleActivated, strict) == "bundle.needs_approval");
  strict.Set("approvals_needed", 1);
  CHECK(Append(log, kBundleActivated, strict) == "");
  CHECK(Append(log, kBundleRejected, [] {
          json::Object body = Of("p-1", 'a', kBen);
          body.Add("reason", "late");
          return body;
        }()) == "bundle.state");
}

TEST_CASE("bundles: a rollback names the bundle that it leaves, and only what was active") {
  TestLedger log;
  CHECK(Append(log, kBundleActivated, Plain('a')) == "");
  CHECK(Append(log, kBundleActivated, Plain('b')) == "");
  const auto back = [](char to, char from) {
    json::Object body = BundleCommand(Digest(to), kAda);
    body.Add("from", Digest(from)).Add("reason", "because");
    return body;
  };
  CHECK(Append(log, kBundleRolledBack, back('c', 'b')) == "bundle.not_found");
  CHECK(Append(log, kBundleRolledBack, back('a', 'a')) == "bundle.not_active");
  CHECK(Append(log, kBundleRolledBack, back('b', 'b')) == "bundle.active_already");
  CHECK(Append(log, kBundleRolledBack, back('a', 'b')) == "");
  CHECK(Must(ActiveBundle(*log)) == Digest('a'));
  CHECK(StateOf(log, 'b') == "rolled_back");
}

TEST_CASE("bundles: the state is there after reopening, and the list leaves out what is long") {
  TestLedger log;
  CHECK(Append(log, kBundleActivated, Plain('a')) == "");
  json::Object proposal = Proposal('b');
  proposal.Add("diff", json::Object{{"added", 1}});
  CHECK(Append(log, kBundleProposed, proposal, "p-1") == "");
  CHECK(Append(log, kBundleApproved, Of("p-1", 'b', kBen)) == "");
  json::Object schedule = Of("p-1", 'b', kAda);
  schedule.Add("at", "2027-01-01T00:00:00.000000Z");
  CHECK(Append(log, kBundleScheduled, schedule) == "");
  log.Reopen();
  CHECK(Must(ActiveBundle(*log)) == Digest('a'));
  CHECK(StateOf(log, 'b') == "scheduled");
  const auto due = Must(ScheduledBundles(*log));
  REQUIRE(due.size() == 1);
  CHECK(due[0].digest == Digest('b'));
  const auto listed = Must(ListBundles(*log));
  REQUIRE(listed.size() == 2);
  CHECK(*listed[0].Find("digest") == json::Value(Digest('b')));
  CHECK(listed[0].Find("proposal")->Find("diff") == nullptr);
  CHECK(Must(FindBundle(*log, Digest('b'))).Find("proposal")->Find("diff") != nullptr);
}

namespace {

json::Object Trial(const std::string& proposal, char letter, const char* mode, char against = 'z') {
  json::Object body = Of(proposal, letter, kAda);
  body.Add("reason", "to see").Add("against", Digest(against)).Add("mode", mode);
  if (std::string_view(mode) == "canary") body.Add("share", 500);
  body.Add("thresholds", ToJson(DefaultThresholds(TrialMode::kCanary)));
  return body;
}

json::Object OfTrial(const std::string& trial, char letter) {
  json::Object body = BundleCommand(Digest(letter), kBen);
  body.Add("trial", trial);
  return body;
}

}  // namespace

TEST_CASE("trials: the fold refuses a canary without approvals, a second trial, a smaller share") {
  TestLedger log;
  CHECK(Append(log, kBundleActivated, Plain('z')) == "");
  json::Object proposal = Proposal('a');
  proposal.Set("approvals_needed", 2);
  CHECK(Append(log, kBundleProposed, proposal, "p-1") == "");
  CHECK(Append(log, kBundleProposed, Proposal('b'), "p-2") == "");
  CHECK(Append(log, kBundleTrialStarted, Trial("p-1", 'a', "canary"), "t-0") == "bundle.state");
  CHECK(Append(log, kBundleTrialStarted, Trial("p-1", 'a', "shadow", 'y'), "t-0") ==
        "bundle.not_active");
  CHECK(Append(log, kBundleTrialStarted, Trial("p-1", 'a', "shadow"), "t-1") == "");
  CHECK(Append(log, kBundleTrialStarted, Trial("p-2", 'b', "shadow"), "t-2") ==
        "bundle.trial_running");
  // The state of an approval does not depend on what else the entry holds.
  CHECK(Append(log, kBundleApproved, Of("p-1", 'a', kBen)) == "");
  CHECK(StateOf(log, 'a') == "proposed");
  CHECK(Append(log, kBundleApproved, Of("p-1", 'a', {"Cleo Example", "service", "default"})) == "");
  CHECK(StateOf(log, 'a') == "approved");
  json::Object ended = OfTrial("t-9", 'a');
  ended.Add("why", "stopped");
  CHECK(Append(log, kBundleTrialEnded, ended) == "bundle.no_trial");
  ended.Set("trial", "t-1");
  CHECK(Append(log, kBundleTrialEnded, ended) == "");
  CHECK(Append(log, kBundleTrialEnded, ended) == "bundle.no_trial");
  json::Object dear = Trial("p-1", 'a', "canary");
  dear.Add("approvals_needed", 3);
  CHECK(Append(log, kBundleTrialStarted, dear, "t-3") == "bundle.needs_approval");
  CHECK(Append(log, kBundleTrialStarted, Trial("p-1", 'a', "canary"), "t-4") == "");
  json::Object wider = OfTrial("t-4", 'a');
  wider.Add("share", 500);
  CHECK(Append(log, kBundleTrialWidened, wider) == "bundle.trial_share");
  wider.Set("share", 501);
  CHECK(Append(log, kBundleTrialWidened, wider) == "");
  const auto running = Must(RunningTrial(*log));
  REQUIRE(running);
  CHECK(running->id == "t-4");
  CHECK(running->share == 501);
  CHECK(running->started_by == "Ada Example");
}

TEST_CASE("trials: whatever becomes active ends one, with no record of its end") {
  TestLedger log;
  CHECK(Append(log, kBundleActivated, Plain('y')) == "");
  CHECK(Append(log, kBundleActivated, Plain('z')) == "");
  CHECK(Append(log, kBundleProposed, Proposal('a'), "p-1") == "");
  CHECK(Append(log, kBundleTrialStarted, Trial("p-1", 'a', "shadow"), "t-1") == "");
  json::Object back = BundleCommand(Digest('y'), kBen);
  back.Add("from", Digest('z')).Add("reason", "because");
  CHECK(Append(log, kBundleRolledBack, back) == "");
  CHECK(Must(RunningTrial(*log)) == std::nullopt);
  const json::Value entry = Must(FindBundle(*log, Digest('a')));
  CHECK(*json::Resolve(entry, "/trial/ended/why") == json::Value("superseded"));
}

TEST_CASE("trials: thresholds out of their range are refused with their place") {
  const auto code = [](std::string_view text) {
    const auto read = ReadThresholds(Json(text), "/thresholds", {});
    return read.ok() ? "" : std::string(read.error().code) + " " + read.error().at;
  };
  CHECK(code("{}") == "");
  CHECK(code(R"({"deny_increase":0.5,"errors":0,"latency":1.5,"min_decisions":20})") == "");
  CHECK(code(R"({"deny_increase":-1})") == "json.value /thresholds/deny_increase");
  CHECK(code(R"({"hold_increase":101})") == "json.value /thresholds/hold_increase");
  CHECK(code(R"({"errors":"1"})") == "json.value /thresholds/errors");
  CHECK(code(R"({"latency":0.5})") == "json.value /thresholds/latency");
  CHECK(code(R"({"min_decisions":19})") == "json.value /thresholds/min_decisions");
  CHECK(code(R"({"min_decisons":100})") == "json.unknown_field /thresholds/min_decisons");
}

}  // namespace reeve::oversight::testing
