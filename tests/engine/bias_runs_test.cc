#include "engine/bias_runs.h"

#include <catch2/catch.hpp>
#include <thread>

#include "base/file.h"
#include "ledger/export.h"
#include "oversight/bias/audit_source.h"
#include "oversight/bias/report.h"
#include "oversight/bias/report_check.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

namespace bias = oversight::bias;
using oversight::ActingPerson;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kEve{"Eve Example", "tester", "other"};

constexpr char kCardRules[] = R"(
detect: [payment]
rules:
  - id: no-cards
    when: findings.exists(f, f.entity == "CREDIT_CARD")
    effect: deny
    reason: No cards.
)";

// An engine with decisions about 60 people: 20 of zeta, of whom half are denied, 37 of ypsilon, and
// 3 of omega, which are too few to be shown.
class AuditedEngine : public TestEngine {
 public:
  AuditedEngine() : TestEngine(CompileRules(kCardRules), 16'384, std::string(32, 'v')) {
    people_ = "decision,sex\n";
    for (size_t n = 0; n < 60; ++n) {
      const bool zeta = n < 20;
      const bool card = zeta && n % 2 == 0;
      const json::Value answer =
          Decide({{"/interaction", "i-" + std::to_string(n)},
                  {"/content/text", card ? "My card is 4111 1111 1111 1111." : "Good morning."}});
      const std::string id = Text(answer, "/id");
      Must((*this)->outcomes().Record({{id, n % 3 == 0 ? "repaid" : "defaulted"}}, principal()));
      people_ += id + "," + (zeta ? "zeta" : (n < 57 ? "ypsilon" : "omega")) + "\n";
    }
  }

  const std::string& people() const { return people_; }
  BiasAttributeCommands& attributes() { return (*this)->bias_attributes(); }
  BiasRuns& runs() { return (*this)->bias_runs(); }

  BiasAttributeCommands::Terms Terms(int64_t days = 30) {
    return {"demo", "audit of December", "ART4A-1",
            FormatTimestamp(clock().Now() + oversight::Days(days))};
  }
  std::string Upload(int64_t days = 30) {
    return Text(Must(attributes().Upload(Terms(days), people_, kAda)), "/attributes");
  }
  bias::AuditRequest Request(const std::string& set, const std::string& further = "") const {
    return Must(bias::ReadAuditRequest(Json(R"({"system":"demo","attributes":")" + set +
                                            R"(","group":["sex"],"label":"outcome",)" +
                                            R"("favourable":["allow","repaid"])" + further + "}")));
  }
  // Until the worker is done with it.
  json::Value Ended(const std::string& id) {
    while (true) {
      const json::Value run = Must(runs().Find("default", id));
      const std::string state = Text(run, "/state");
      if (state != "queued" && state != "running") return run;
      std::this_thread::yield();
    }
  }
  std::filesystem::path Export(const std::string& name) const {
    const std::filesystem::path out = folder_.path() / name;
    Must(ledger::ExportStore(ledger().store(), ledger().blobs(), out));
    return out;
  }
  std::filesystem::path Beside(const std::string& name, const std::string& text) const {
    Must(WriteFileDurably(folder_.path() / name, text, FileMode::kSecret));
    return folder_.path() / name;
  }
  // Files of the data folder that hold those bytes.
  std::vector<std::string> FilesWith(std::string_view bytes) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
      if (!entry.is_regular_file()) continue;
      if (Must(ReadFile(entry.path())).find(bytes) == std::string::npos) continue;
      found.push_back(entry.path().parent_path().filename());
    }
    return found;
  }

 private:
  std::string people_;
  TempDir folder_;  // of exports
};

std::string CodeOf(const Status& status) { return std::string(status.error().code); }

TEST_CASE("bias runs: the report is the one of an export of the same range, byte for byte") {
  AuditedEngine engine;
  const std::string set = engine.Upload();
  const bias::AuditRequest request = engine.Request(set);
  const std::filesystem::path before = engine.Export("before");
  const std::string id = Must(engine.runs().Start(request, kAda));
  // What comes later is not in it.
  engine.Decide();
  const json::Value run = engine.Ended(id);
  REQUIRE(Text(run, "/state") == "done");
  const std::string digest = Text(run, "/report");
  const std::string bytes = Must(engine->bias_reports().Find("default", digest, "json"));

  bias::AuditSource source;
  source.kind = bias::SourceKind::kLedger;
  source.rows = engine.Beside("people.csv", engine.people());
  source.ledger.folder = before;
  source.records.system = "demo";
  const bias::Report elsewhere = Must(bias::AuditFrom(source, request.layout, request.conventions));
  CHECK(Must(json::Canonical(bias::ReportJson(elsewhere))) == bytes);
  CHECK(Must(engine->bias_reports().Find("default", digest, "html")) ==
        bias::ReportHtml(elsewhere));
  CHECK(Must(engine->bias_reports().Find("default", digest, "csv")) == bias::ReportCsv(elsewhere));

  const auto check = Must(bias::CheckReport(Json(bytes), source.rows, engine.Export("later"), {}));
  CHECK(check.equal());
  CHECK(check.digest == digest);
  CHECK(Int(Json(bytes), "/source/decisions") == 60);
  CHECK(Int(Json(bytes), "/tables/0/groups_not_shown") >= 1);
}

TEST_CASE("bias runs: a cell of the attributes lies nowhere in the clear") {
  AuditedEngine engine;
  const std::string set = engine.Upload();
  engine.Shut();
  CHECK(engine.FilesWith("ypsilon").empty());
  CHECK(engine.FilesWith("omega").empty());
  engine.Open();
  CHECK(Must(engine.attributes().Read("default", set)) == engine.people());
  REQUIRE(Text(engine.Ended(Must(engine.runs().Start(engine.Request(set), kAda))), "/state") ==
          "done");
  engine.Shut();
  CHECK(engine.FilesWith("omega").empty());
  // Of a group that is large enough the report speaks, and nothing else.
  const std::vector<std::string> with = engine.FilesWith("ypsilon");
  CHECK(with == std::vector<std::string>(3, "blobs"));
}

TEST_CASE("bias runs: attributes are deleted at their date, and by command") {
  AuditedEngine engine;
  const std::string first = engine.Upload(1);
  const std::string second = engine.Upload(30);
  CHECK(Must(engine.attributes().Sweep()) == 0);
  engine.clock().Advance(oversight::Days(2));
  CHECK(CodeOf(engine.runs().Start(engine.Request(first), kAda).error()) ==
        "bias.attributes_deleted");
  CHECK(Must(engine.attributes().Sweep()) == 1);
  CHECK(Text(Must(engine.attributes().Find("default", first)), "/deleted/by") == "reeve");
  CHECK_FALSE(std::filesystem::exists(bias::AttributesFolder(engine.path()) / first));
  Must(engine.attributes().Delete(second, "the audit is done", kAda));
  CHECK_FALSE(std::filesystem::exists(bias::AttributesFolder(engine.path()) / second));
  CHECK(CodeOf(engine.attributes().Delete(second, "again", kAda).error()) ==
        "bias.attributes_deleted");
  CHECK(At(Must(engine.attributes().List("default", false)), "/attributes").as_array()->empty());
  CHECK(At(Must(engine.attributes().List("default", true)), "/attributes").as_array()->size() == 2);
}

TEST_CASE("bias runs: bytes without a record are taken out by a sweep") {
  AuditedEngine engine;
  const std::string set = engine.Upload();
  const std::filesystem::path left_over = bias::AttributesFolder(engine.path()) / "bs-LEFT";
  Must(WriteFileDurably(left_over, "half an upload", FileMode::kSecret));
  CHECK(Must(engine.attributes().Sweep()) == 0);
  CHECK_FALSE(std::filesystem::exists(left_over));
  CHECK(std::filesystem::exists(bias::AttributesFolder(engine.path()) / set));
}

TEST_CASE("bias runs: attributes without purpose, legal basis or a near date are refused") {
  AuditedEngine engine;
  const uint64_t before = engine.ledger().size();
  const auto code = [&](const BiasAttributeCommands::Terms& terms, const std::string& csv) {
    return std::string(engine.attributes().Upload(terms, csv, kAda).error().code);
  };
  const auto good = engine.Terms();
  auto terms = good;
  terms.purpose.clear();
  CHECK(code(terms, engine.people()) == "bias.attribute_terms");
  terms = good;
  terms.legal_basis = "two words";
  CHECK(code(terms, engine.people()) == "bias.attribute_terms");
  CHECK(code(engine.Terms(-1), engine.people()) == "bias.attribute_terms");
  CHECK(code(engine.Terms(367), engine.people()) == "bias.attribute_terms");
  terms = good;
  terms.system = "nobody";
  CHECK(code(terms, engine.people()) == "engine.unknown_system");
  CHECK(code(good, "decision,sex\n") == "bias.no_rows");
  CHECK(code(good, "sex\nzeta\n") == "bias.no_such_column");
  CHECK(code(good, "decision\nd-1\n") == "bias.attribute_terms");
  const Error twice =
      engine.attributes().Upload(good, "decision,sex\nd-1,a\nd-1,b\n", kAda).error();
  CHECK(twice.code == "bias.duplicate_decision");
  CHECK(twice.message.find("d-1") == std::string::npos);
  CHECK(engine.ledger().size() == before);
  CHECK(std::filesystem::is_empty(bias::AttributesFolder(engine.path())));
}

TEST_CASE("bias runs: what cannot be audited is refused, or fails with its code") {
  AuditedEngine engine;
  const std::string set = engine.Upload();
  const auto code = [&](const bias::AuditRequest& request, const ActingPerson& by = kAda) {
    return std::string(engine.runs().Start(request, by).error().code);
  };
  CHECK(code(engine.Request("bs-NONE")) == "bias.attributes_not_found");
  CHECK(code(engine.Request(set, R"(,"end":100000)")) == "bias.range");
  CHECK(code(engine.Request(set, R"(,"stratum":"department")")) == "bias.no_such_column");
  CHECK(code(engine.Request(set, R"(,"earlier":"sha256:00")")) == "bias.not_found");
  CHECK(code(engine.Request(set), kEve) == "engine.unknown_system");
  bias::AuditRequest unseen = engine.Request(set);
  unseen.layout.favourable = {"never"};
  const std::string id = Must(engine.runs().Start(unseen, kAda));
  const json::Value run = engine.Ended(id);
  CHECK(Text(run, "/state") == "failed");
  CHECK(Text(run, "/code") == "bias.favourable_unseen");
  CHECK(CodeOf(engine.runs().Cancel(id, kAda)) == "bias.run_state");
  CHECK(CodeOf(engine.runs().Cancel("br-NONE", kAda)) == "bias.run_not_found");
  CHECK(engine.runs().Find("other", id).error().code == "bias.run_not_found");
  CHECK(Int(Must(engine.runs().List("default")), "/total") == 1);
  CHECK(Int(Must(engine.runs().List("other")), "/total") == 0);
}

TEST_CASE("bias runs: one that its server did not end is interrupted, and can be cancelled once") {
  AuditedEngine engine;
  engine.Shut();
  {
    const auto ledger = engine.OpenLedger();
    Must(ledger->Append({{.kind = std::string(bias::kAuditStarted),
                          .log = ledger::LogRole::kControl,
                          .tenant = "default",
                          .id = "br-1",
                          .body = R"({"by":"Ada Example","system":"demo"})"}}));
  }
  engine.Open();
  CHECK(Text(Must(engine.runs().Find("default", "br-1")), "/state") == "interrupted");
  CHECK(CodeOf(engine.runs().Cancel("br-1", kEve)) == "bias.run_not_found");
  Must(engine.runs().Cancel("br-1", kAda));
  const json::Value run = Must(engine.runs().Find("default", "br-1"));
  CHECK(Text(run, "/state") == "cancelled");
  CHECK(Text(run, "/cancelled_by") == "Ada Example");
  CHECK(CodeOf(engine.runs().Cancel("br-1", kAda)) == "bias.run_state");
}

TEST_CASE("bias runs: drift is told against an earlier report on the record") {
  AuditedEngine engine;
  const std::string set = engine.Upload();
  const std::string first =
      Text(engine.Ended(Must(engine.runs().Start(engine.Request(set), kAda))), "/report");
  const json::Value second = engine.Ended(
      Must(engine.runs().Start(engine.Request(set, R"(,"earlier":")" + first + "\""), kAda)));
  REQUIRE(Text(second, "/state") == "done");
  const std::string bytes =
      Must(engine->bias_reports().Find("default", Text(second, "/report"), "json"));
  CHECK(Text(Json(bytes), "/drift/earlier") == first);
}

}  // namespace
}  // namespace reeve::engine::testing
