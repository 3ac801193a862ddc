#include <catch2/catch.hpp>

#include "base/file.h"
#include "ledger/rebuild.h"
#include "ledger/verify.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kEve{"Eve Example", "tester", "other"};

constexpr char kKeepRules[] = R"(
detect: [payment]
rules:
  - id: keep
    when: content.text.contains("complaint")
    effect: allow
    obligations: [ { type: log_content } ]
    reason: Complaints are kept.
  - id: mask-cards
    when: findings.exists(f, f.entity == "CREDIT_CARD")
    effect: redact
    redact: { entities: [CREDIT_CARD], operator: mask }
    reason: A card was masked.
  - id: large
    when: action.amount > 500.0
    effect: hold
    hold: { roles: [team_lead] }
    reason: A colleague must approve.
)";

// A TestEngine whose engine has a content vault.
class VaultEngine : public TestEngine {
 public:
  VaultEngine() : TestEngine(CompileRules(kKeepRules), 16'384, std::string(32, 'v')) {}

  json::Value Complain(const std::string& subject, const std::string& text = "a complaint: zebra",
                       const std::string& system = "demo") {
    Changes changes = {{"/content/text", text}, {"/system", system}};
    if (!subject.empty()) changes.emplace_back("/subject", subject);
    return Decide(changes);
  }
  ContentCommands& contents() { return (*this)->contents(); }
  void Pass(int64_t days) { clock().Advance(oversight::Days(days)); }

  size_t RecordsOf(std::string_view kind) const {
    size_t count = 0;
    for (uint64_t i = 0; i < ledger().size(); ++i) {
      if (Must(ledger().Read(i)).kind() == kind) ++count;
    }
    return count;
  }
  bool FilesHold(std::string_view bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
      if (!entry.is_regular_file()) continue;
      if (Must(ReadFile(entry.path())).find(bytes) != std::string::npos) return true;
    }
    return false;
  }
  void CheckVerifies() const {
    const ledger::Report report = Must(ledger::VerifyFolder(path(), {}));
    INFO(report.Text());
    CHECK(report.ok());
  }
};

template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "ok" : std::string(result.error().code);
}

std::string Id(const json::Value& answer) { return Text(answer, "/id"); }

TEST_CASE("content: what a policy keeps is read back, and the record commits to it") {
  VaultEngine engine;
  const json::Value answer = engine.Complain("s-1", "a complaint about card 4111 1111 1111 1111");
  const json::Value body = engine.BodyOf(answer);
  CHECK(Text(body, "/kept/class") == "limited");
  CHECK(Text(body, "/kept/subject") == Text(body, "/facts/subject_digest"));
  const json::Value kept = Must(engine.contents().Read(Id(answer), "complaint 12", kAda));
  CHECK(Text(kept, "/request/content/text") == "a complaint about card 4111 1111 1111 1111");
  CHECK(Text(kept, "/released/content/text").find("4111 1111") == std::string::npos);
  CHECK(Text(kept, "/commitment") == Text(body, "/kept/commitment"));
  // The commitments of the body open with the nonce, and with nothing else.
  const Commitments commitments(std::string(32, 'k'));
  const std::string nonce = Must(HexDecode(Text(kept, "/nonce")));
  const std::string request = Must(json::Canonical(At(kept, "/request")));
  CHECK(Text(body, "/request") == commitments.Commit("request", request, nonce));
  CHECK(Text(body, "/request") != commitments.Commit("request", request));
  CHECK(engine.RecordsOf("content.read") == 1);
}

TEST_CASE("content: what no policy keeps is not kept") {
  VaultEngine engine;
  const json::Value answer = engine.Complain("s-1", "good morning");
  CHECK(engine.BodyOf(answer).Find("kept") == nullptr);
  CHECK(Code(engine.contents().Read(Id(answer), "why", kAda)) == "vault.not_kept");
  CHECK(engine.RecordsOf("content.read") == 0);
}

TEST_CASE("content: another tenant reads, exports and erases nothing of it") {
  VaultEngine engine;
  const json::Value answer = engine.Complain("s-1");
  CHECK(Code(engine.contents().Read(Id(answer), "why", kEve)) == "vault.not_kept");
  CHECK(Code(engine.contents().Erase("s-1", "why", kEve)) == "subject.nothing_kept");
  const json::Value page = Must(engine.contents().Export("s-1", 0, "why", kEve));
  for (const json::Value& entry : *At(page, "/records").as_array()) {
    CHECK(Text(entry, "/record").find("\"tenant\":\"other\"") != std::string::npos);
  }
  CHECK(Code(engine.contents().Read(Id(answer), "why", kAda)) == "ok");
}

TEST_CASE("content: an erased subject is gone from every file, and the log verifies") {
  VaultEngine engine;
  const json::Value first = engine.Complain("s-1");
  const json::Value other = engine.Complain("s-2");
  const std::string body = std::string(engine.RecordOf(first).body_text());
  const json::Value erased = Must(engine.contents().Erase("s-1", "request of 3 March", kAda));
  CHECK(Int(erased, "/contents") == 1);
  CHECK(Code(engine.contents().Read(Id(first), "why", kAda)) == "vault.not_kept");
  CHECK(Code(engine.contents().Read(Id(other), "why", kAda)) == "ok");
  CHECK(engine.RecordOf(first).body_text() == body);
  const json::Value record =
      Json(Must(engine.ledger().Read(static_cast<uint64_t>(Int(erased, "/index")))).body_text());
  CHECK(Text(record, "/by") == "Ada Example");
  CHECK(Text(record, "/key") == Text(engine.BodyOf(first), "/kept/key"));
  CHECK(Code(engine.contents().Erase("s-1", "again", kAda)) == "subject.nothing_kept");
  engine.Shut();
  CHECK_FALSE(engine.FilesHold("zebra"));
  CHECK_FALSE(engine.FilesHold("\"s-1\""));
  engine.CheckVerifies();
  const auto rebuilt =
      Must(ledger::RebuildFolder(engine.path(), AllProjections(), ledger::RebuildMode::kVerify));
  CHECK(rebuilt.ok());
  engine.Open();
  CHECK(Code(engine.contents().Read(Id(other), "why", kAda)) == "ok");
}

TEST_CASE("content: an erasure that a crash cut off is finished at the next start") {
  VaultEngine engine;
  const json::Value answer = engine.Complain("s-1");
  const json::Value kept = At(engine.BodyOf(answer), "/kept");
  engine.Shut();
  // The record is there, and the key was not destroyed.
  const json::Object body{{"by", "Ada Example"},           {"contents", 1},
                          {"key", Text(kept, "/key")},     {"principal", "tester"},
                          {"reason", "request"},           {"subject", Text(kept, "/subject")},
                          {"systems", json::Array{"demo"}}};
  Must(engine.OpenLedger()->Append({{.kind = "subject.erased",
                                     .log = ledger::LogRole::kControl,
                                     .tenant = "default",
                                     .id = "se-1",
                                     .body = Must(json::Canonical(body))}}));
  engine.Open();
  CHECK(Code(engine.contents().Read(Id(answer), "why", kAda)) == "vault.not_kept");
  // The same person, back later, is not erased again by the old record.
  Must(engine->bundles().Resume());
  const json::Value later = engine.Complain("s-1");
  engine.Shut();
  engine.Open();
  CHECK(Code(engine.contents().Read(Id(later), "why", kAda)) == "ok");
}

TEST_CASE("content: a legal hold refuses erasure until it is lifted, and both are on record") {
  using oversight::HoldScope;
  const auto [scope, value] = GENERATE(table<HoldScope, std::string>(
      {{HoldScope::kSubject, "s-1"}, {HoldScope::kSystem, "demo"}, {HoldScope::kEverything, ""}}));
  VaultEngine engine;
  engine.Complain("s-1");
  engine.Complain("s-2", "a complaint", "credit");
  oversight::LegalHold terms;
  terms.scope = scope;
  terms.value = value;
  terms.matter = "case 4";
  terms.reason = "a claim";
  const json::Value hold = Must(engine.contents().PlaceHold(terms, kAda));
  const uint64_t size = engine.ledger().size();
  CHECK(Code(engine.contents().Erase("s-1", "request", kAda)) == "subject.legal_hold");
  CHECK(engine.ledger().size() == size);
  CHECK(Code(engine.contents().Erase("s-2", "request", kAda)) ==
        (scope == HoldScope::kEverything ? "subject.legal_hold" : "ok"));
  CHECK(Code(engine.contents().LiftHold(Text(hold, "/id"), "closed", kEve)) ==
        "legal_hold.not_found");
  Must(engine.contents().LiftHold(Text(hold, "/id"), "case closed", kAda));
  CHECK(Code(engine.contents().LiftHold(Text(hold, "/id"), "again", kAda)) == "legal_hold.state");
  CHECK(Code(engine.contents().Erase("s-1", "request", kAda)) == "ok");
  CHECK(
      At(Must(engine.contents().ListHolds("default", false)), "/legal_holds").as_array()->empty());
  CHECK(At(Must(engine.contents().ListHolds("default", true)), "/legal_holds").as_array()->size() ==
        1);
}

TEST_CASE("content: no record of holds, erasures or reading names the pseudonym") {
  VaultEngine engine;
  const json::Value answer = engine.Complain("pseudonym-of-somebody");
  oversight::LegalHold terms;
  terms.scope = oversight::HoldScope::kSubject;
  terms.value = "pseudonym-of-somebody";
  terms.matter = "case 4";
  terms.reason = "a claim";
  const json::Value hold = Must(engine.contents().PlaceHold(terms, kAda));
  Must(engine.contents().Read(Id(answer), "why", kAda));
  Must(engine.contents().Export("pseudonym-of-somebody", 0, "access", kAda));
  Must(engine.contents().LiftHold(Text(hold, "/id"), "closed", kAda));
  Must(engine.contents().Erase("pseudonym-of-somebody", "request", kAda));
  engine.Shut();
  CHECK_FALSE(engine.FilesHold("pseudonym-of-somebody"));
}

TEST_CASE("content: an access request finds every record of the subject, with receipts") {
  VaultEngine engine;
  const json::Value kept = engine.Complain("s-1");
  const json::Value not_kept = engine.Complain("s-1", "good morning");
  engine.Complain("s-2");
  const json::Value page = Must(engine.contents().Export("s-1", 0, "access request", kAda));
  CHECK(page.Find("next") == nullptr);
  std::vector<std::string> kinds;
  for (const json::Value& entry : *At(page, "/records").as_array()) {
    const ledger::Record record = Must(ledger::Record::Parse(Text(entry, "/record")));
    kinds.emplace_back(record.kind());
    const auto receipt = Must(ledger::Receipt::Parse(Text(entry, "/receipt")));
    CHECK(receipt.index == record.index());
    Must(ledger::VerifyReceipt(receipt, record.leaf(), engine.ledger().vkey()));
    const bool has_content = entry.Find("content") != nullptr;
    CHECK(has_content == (record.id() == Id(kept)));
  }
  CHECK(kinds == std::vector<std::string>{"decision", "decision", "subject.exported"});
  CHECK(Code(engine.contents().Export("", 0, "x", kAda)) == "subject.name");
}

TEST_CASE("content: who names no subject is kept under the actor") {
  VaultEngine engine;
  const json::Value answer = engine.Complain("");
  CHECK(Text(engine.BodyOf(answer), "/kept/subject") ==
        Text(engine.BodyOf(answer), "/facts/actor/id_digest"));
  CHECK(Code(engine.contents().Erase("u-1", "request", kAda)) == "ok");
}

TEST_CASE("content: content expires by the class of its system, not earlier, and is recorded") {
  VaultEngine engine;
  const json::Value limited = engine.Complain("s-1");
  const json::Value high = engine.Complain("s-1", "a complaint", "credit");
  Must(engine.contents().SetRetention({"limited", 30, std::nullopt, "minimisation"}, kAda));
  engine.Pass(29);
  CHECK(Int(Must(engine.contents().Sweep()), "/expired") == 0);
  engine.Pass(1);
  CHECK(Int(Must(engine.contents().Sweep()), "/expired") == 1);
  CHECK(Code(engine.contents().Read(Id(limited), "why", kAda)) == "vault.not_kept");
  CHECK(Code(engine.contents().Read(Id(high), "why", kAda)) == "ok");
  engine.Pass(154);
  CHECK(Int(Must(engine.contents().Sweep()), "/expired") == 1);
  CHECK(engine.RecordsOf("content.expired") == 2);
  engine.Shut();
  engine.CheckVerifies();
}

TEST_CASE("content: a legal hold outlasts retention, for what it covers") {
  VaultEngine engine;
  const json::Value held = engine.Complain("s-1");
  engine.Complain("s-2");
  oversight::LegalHold terms;
  terms.scope = oversight::HoldScope::kSubject;
  terms.value = "s-1";
  terms.matter = "case 4";
  terms.reason = "a claim";
  const json::Value hold = Must(engine.contents().PlaceHold(terms, kAda));
  engine.Pass(400);
  const json::Value swept = Must(engine.contents().Sweep());
  CHECK(Int(swept, "/expired") == 1);
  CHECK(Int(swept, "/held") == 1);
  CHECK(Code(engine.contents().Read(Id(held), "why", kAda)) == "ok");
  Must(engine.contents().LiftHold(Text(hold, "/id"), "closed", kAda));
  CHECK(Int(Must(engine.contents().Sweep()), "/expired") == 1);
}

TEST_CASE("content: retention has a floor and a ceiling, and what is refused writes nothing") {
  VaultEngine engine;
  const uint64_t size = engine.ledger().size();
  const auto set = [&](const char* risk_class, std::optional<uint64_t> content,
                       std::optional<uint64_t> records) {
    return Code(engine.contents().SetRetention({risk_class, content, records, "why"}, kAda));
  };
  CHECK(set("high", 183, {}) == "retention.floor");
  CHECK(set("high", {}, 183) == "retention.floor");
  CHECK(set("limited", 0, {}) == "retention.floor");
  CHECK(set("limited", 3'654, {}) == "retention.ceiling");
  CHECK(set("limited", ~uint64_t{0} >> 12, {}) == "retention.ceiling");
  CHECK(set("limited", {}, {}) == "retention.nothing");
  CHECK(set("medium", 30, {}) == "json.value");
  CHECK(engine.ledger().size() == size);
  CHECK(set("high", 184, {}) == "ok");
  CHECK(set("high", {}, 400) == "ok");
  const json::Value shown = Must(engine.contents().ShowRetention("default"));
  CHECK(Int(shown, "/retention/3/content_days") == 184);
  CHECK(Int(shown, "/retention/3/records_days") == 400);
}

TEST_CASE("content: an approval of kept content is bound by the same nonce") {
  VaultEngine engine;
  const json::Value answer =
      engine.Decide({{"/content/text", "a complaint"}, {"/action/amount", 900}});
  REQUIRE(Text(answer, "/effect") == "hold");
  const json::Value opened =
      Json(Must(engine.ledger().FindById(Text(answer, "/approval/id"))).body_text());
  CHECK(Text(opened, "/request") == Text(engine.BodyOf(answer), "/request"));
}

TEST_CASE("content: an engine without a vault decides nothing that must be kept") {
  TestEngine engine(CompileRules(kKeepRules));
  const Request request = MakeRequest({{"/content/text", "a complaint"}});
  CHECK(Code((*engine).Decide(engine.principal(), request)) == "vault.none");
  CHECK(Code((*engine).contents().Erase("s-1", "x", kAda)) == "vault.none");
  CHECK(Text(engine.Decide(), "/effect") == "allow");
}

TEST_CASE("content: a batch keeps what each of its decisions asks for") {
  VaultEngine engine;
  std::vector<Result<Request>> batch;
  for (const char* text : {"a complaint", "good morning", "another complaint"}) {
    batch.emplace_back(MakeRequest({{"/content/text", text}}));
  }
  const auto answers = Must(engine->DecideBatch(engine.principal(), batch));
  std::vector<std::string> codes;
  for (const auto& answer : answers) {
    codes.push_back(Code(engine.contents().Read(Id(Json(Must(answer).json)), "why", kAda)));
  }
  CHECK(codes == std::vector<std::string>{"ok", "vault.not_kept", "ok"});
}

}  // namespace
}  // namespace reeve::engine::testing
