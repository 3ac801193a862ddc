// What notices tell of records, and what they leave out.
#include "oversight/notice.h"

#include "oversight/control_record.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

// A log that folds nothing: every body is good enough for it.
class Log {
 public:
  Log()
      : ledger_(Must(ledger::Ledger::Open({.folder = folder_.path(),
                                           .origin = "oversight.example/test",
                                           .key = Must(SigningKey::Generate())}))) {}

  std::optional<Notice> Told(std::string_view kind, json::Object body) {
    const std::string id = "id-" + std::to_string(ledger_->size());
    const auto appended = ledger_->Append({Must(ControlRecord(kind, id, "default", body))});
    REQUIRE(appended.ok());
    return Must(NoticeOf(Must(ledger_->FindById(id))));
  }

 private:
  TempDir folder_;
  std::unique_ptr<ledger::Ledger> ledger_;
};

json::Value Data(const std::optional<Notice>& notice) {
  REQUIRE(notice);
  return *ToJson(*notice, "https://reeve.example").Find("data");
}
std::string LinkOf(const std::optional<Notice>& notice) {
  return *Data(notice).Find("link")->as_string();
}

TEST_CASE("notice: what begins something has the link to it by its own id, what follows by its") {
  Log log;
  const std::string base = "https://reeve.example";
  CHECK(LinkOf(log.Told("incident.opened", {{"system", "s"}})) == base + "/v1/incidents/id-0");
  CHECK(LinkOf(log.Told("incident.overdue", {{"incident", "inc-1"}, {"limit", "due"}})) ==
        base + "/v1/incidents/inc-1");
  CHECK(LinkOf(log.Told("break_glass.invoked", {{"incident", "inc-1"}})) ==
        base + "/v1/break-glass/id-2");
  CHECK(LinkOf(log.Told("break_glass.overdue", {{"break_glass", "bg-1"}, {"incident", "inc-1"}})) ==
        base + "/v1/break-glass/bg-1");
  CHECK(LinkOf(log.Told("appeal.opened", {{"decision", "d-1"}})) == base + "/v1/appeals/id-4");
  CHECK(LinkOf(log.Told("review.decided", {{"review", "rv-1"}})) == base + "/v1/reviews/rv-1");
  CHECK(LinkOf(log.Told("bias.audited", {{"report", "r"}})) == base + "/v1/records?id=id-6");
  CHECK(LinkOf(log.Told("approval.voted", {{"approval", "ap-1"}})) == base + "/v1/approvals/ap-1");
  CHECK(LinkOf(log.Told("halt.placed", {{"all", true}})) == base + "/v1/records?id=id-8");
  CHECK(LinkOf(log.Told("decision", {{"approval", "ap-1"}})) == base + "/v1/decisions/id-9");
  CHECK(LinkOf(log.Told("token.created", {{"token", "t-1"}})) == base + "/v1/tokens/t-1");
  CHECK_FALSE(log.Told("oversight.seeded", {{"approval", "ap-1"}}));  // a test of who votes
}

TEST_CASE("notice: neither a name nor a reason is told, nor whom an alarm is about") {
  Log log;
  for (const std::string_view kind : NoticeKinds()) {
    if (kind.starts_with("key.")) continue;  // the log takes those of its own keys alone
    INFO(kind);
    const json::Value told = Data(log.Told(kind, {{"by", "Ada Example"},
                                                  {"person", "Ada Example"},
                                                  {"suspended", "Ada Example"},
                                                  {"concerned", json::Array{"Ada Example"}},
                                                  {"reason", "Ada Example asked"},
                                                  {"principal", "Ada Example"},
                                                  {"interaction", "Ada Example"},
                                                  {"model", "Ada Example"},
                                                  {"cause", "Ada Example"},
                                                  {"measure", "fast"}}));
    const std::string text = json::Compact(told);
    CHECK(text.find("Ada") == std::string::npos);
    CHECK(text.find("\"measure\":\"fast\"") != std::string::npos);
  }
}

TEST_CASE("notice: which way a blind vote goes is told to nobody") {
  Log log;
  const json::Object vote{{"approval", "ap-1"}, {"vote", "reject"}};
  CHECK(Data(log.Told("approval.voted", vote)).Find("vote") != nullptr);
  json::Object blind = vote;
  blind.Add("blind", true);
  CHECK(Data(log.Told("approval.voted", blind)).Find("vote") == nullptr);
}

TEST_CASE("notice: a pattern is a kind, all kinds of a name, or all") {
  // But for those of which each request has one.
  CHECK(NoticeKindsLike("*").size() == NoticeKinds().size() - 2);
  CHECK(NoticeKindsLike("decision") == std::vector<std::string>{"decision"});
  CHECK(NoticeKindsLike("outcome.*") == std::vector<std::string>{"outcome.recorded"});
  CHECK(NoticeKindsLike("appeal.*") == std::vector<std::string>{"appeal.decided", "appeal.opened"});
  CHECK(NoticeKindsLike("halt.placed") == std::vector<std::string>{"halt.placed"});
  CHECK(NoticeKindsLike("halt*").empty());
  CHECK(std::is_sorted(NoticeKinds().begin(), NoticeKinds().end()));
}

}  // namespace
}  // namespace reeve::oversight::testing
