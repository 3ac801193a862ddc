#include "engine/bias_monitors.h"

#include <catch2/catch.hpp>
#include <thread>

#include "oversight/halts.h"
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

// Two groups of 40; of zeta as many are denied as a test says, of ypsilon nobody.
class MonitoredEngine : public TestEngine {
 public:
  MonitoredEngine() : TestEngine(CompileRules(kCardRules), 16'384, std::string(32, 'v')) {}

  // Decides about 80 people more, and uploads the attributes of these.
  void Decide80(size_t denied) {
    std::string people = "decision,sex\n";
    for (size_t n = 0; n < 80; ++n) {
      const bool card = n < denied;
      const json::Value answer =
          Decide({{"/interaction", "i-" + std::to_string(++interactions_)},
                  {"/content/text", card ? "My card is 4111 1111 1111 1111." : "Good morning."}});
      people += Text(answer, "/id") + (n < 40 ? ",zeta\n" : ",ypsilon\n");
    }
    Must((*this)->bias_attributes().Upload(
        {"demo", "monitoring", "ART4A-1", FormatTimestamp(clock().Now() + oversight::Days(30))},
        people, kAda));
  }

  json::Value Set(const std::string& name, const std::string& alarm = "{}",
                  const ActingPerson& by = kAda) {
    return Must(TrySet(name, "0 6 * * *", alarm, kRequest, by));
  }
  Result<json::Object> TrySet(const std::string& name, const std::string& schedule,
                              const std::string& alarm, const std::string& request,
                              const ActingPerson& by = kAda) {
    const json::Value terms = Json(R"({"name":")" + name + R"(","schedule":")" + schedule +
                                   R"(","window_days":1,"alarm":)" + alarm + "}");
    json::ObjectReader reader(terms, "");
    bias::MonitorTerms read = bias::ReadMonitorTerms(reader);
    if (const Status good = reader.Finish(); !good.ok()) return good.error();
    return monitors().Set(std::move(read), Json(request), by);
  }
  BiasMonitors& monitors() { return (*this)->bias_monitors(); }
  json::Value Find(const std::string& name) { return Must(monitors().Find("default", name)); }

  // A day and an hour later: decides, watches, and waits for the audit.
  json::Value NextDay(const std::string& name, size_t denied) {
    clock().Advance(oversight::Days(1) + std::chrono::hours(1));
    Decide80(denied);
    REQUIRE(Must(monitors().Watch()) == 1);
    const std::string id = Text(Find(name), "/run");
    while (true) {
      const std::string state = Text(Must((*this)->bias_runs().Find("default", id)), "/state");
      if (state == "done") return Find(name);
      REQUIRE((state == "queued" || state == "running"));
      std::this_thread::yield();
    }
  }

  static constexpr char kRequest[] = R"({"system":"demo","group":["sex"],"favourable":["allow"]})";

 private:
  size_t interactions_ = 0;
};

std::string CodeOf(const Result<json::Object>& answer) { return std::string(answer.error().code); }

std::vector<std::string> KindsOf(const MonitoredEngine& engine, std::string_view prefix) {
  std::vector<std::string> kinds;
  for (uint64_t index = 0; index < engine.ledger().size(); ++index) {
    const auto record = Must(engine.ledger().Read(index));
    if (record.kind().starts_with(prefix)) kinds.emplace_back(record.kind());
  }
  return kinds;
}

TEST_CASE("bias monitors: an audit is started when its time has come, once") {
  MonitoredEngine engine;
  engine.Decide80(20);
  engine.Set("daily");
  CHECK(Must(engine.monitors().Watch()) == 0);
  const json::Value monitor = engine.NextDay("daily", 20);
  CHECK(Must(engine.monitors().Watch()) == 0);
  CHECK(Text(monitor, "/state") == "raised");
  CHECK(At(monitor, "/value") == json::Value(0.5));
  // The window is a day: of the decisions before it none is in the report.
  const std::string report =
      Must(engine->bias_reports().Find("default", Text(monitor, "/report"), "json"));
  CHECK(Int(Json(report), "/source/decisions") == 80);
  CHECK(Int(Json(report), "/source/without_attributes") == 0);
  // A monitor's audit cannot be started by hand before its time.
  const auto again = engine->bias_runs().Start(
      Must(bias::ReadAuditRequest(Json(MonitoredEngine::kRequest))), kAda, "daily");
  CHECK(again.error().code == "bias.monitor_not_due");
  engine.Shut();
  engine.Open();
  CHECK(Must(engine.monitors().Watch()) == 0);
  CHECK(Text(engine.Find("daily"), "/state") == "raised");
}

TEST_CASE("bias monitors: an alarm is raised below one mark, and cleared at another") {
  MonitoredEngine engine;
  engine.Set("daily", R"({"raise_below":0.7,"clear_at":0.9})");
  CHECK(Text(engine.NextDay("daily", 8), "/state") == "quiet");    // 0.8
  CHECK(Text(engine.NextDay("daily", 20), "/state") == "raised");  // 0.5
  CHECK(Text(engine.NextDay("daily", 8), "/state") == "raised");   // 0.8: between the marks
  CHECK(Text(engine.NextDay("daily", 16), "/state") == "raised");  // 0.6: told already
  CHECK(Text(engine.NextDay("daily", 4), "/state") == "quiet");    // 0.9: at the mark
  CHECK(Text(engine.NextDay("daily", 8), "/state") == "quiet");    // 0.8
  CHECK(KindsOf(engine, "bias.alarm") ==
        std::vector<std::string>{"bias.alarm_raised", "bias.alarm_cleared"});
}

TEST_CASE("bias monitors: what is due and cannot be audited is on the record") {
  MonitoredEngine engine;
  engine.Decide();
  engine.Set("daily");
  engine.clock().Advance(oversight::Days(2));
  CHECK(Must(engine.monitors().Watch()) == 0);
  CHECK(Text(engine.Find("daily"), "/missed/code") == "bias.attributes_not_found");
  CHECK(Must(engine.monitors().Watch()) == 0);  // once for both days
  CHECK(KindsOf(engine, "bias.monitor_missed").size() == 1);
  CHECK(Text(engine.NextDay("daily", 2), "/state") == "quiet");
  CHECK(engine.Find("daily").Find("missed") == nullptr);
}

TEST_CASE("bias monitors: an alarm may halt its system, once") {
  MonitoredEngine engine;
  engine.Set("daily", R"({"act":"halt"})");
  CHECK(Text(engine.NextDay("daily", 20), "/state") == "raised");
  Must(engine.monitors().Watch());
  const json::Value halts = Must(engine->halts().List("default", false));
  REQUIRE(Int(halts, "/total") == 1);
  CHECK(Text(halts, "/halts/0/system") == "demo");
  CHECK(Text(halts, "/halts/0/by") == "reeve");
  Must(engine->halts().Lift(Text(halts, "/halts/0/id"), "looked at", kAda));
  Must(engine.monitors().Watch());
  CHECK(Int(Must(engine->halts().List("default", false)), "/total") == 0);
}

TEST_CASE("bias monitors: a correction is tracked to its effect in the next audit") {
  MonitoredEngine engine;
  engine.Set("daily");
  engine.NextDay("daily", 20);
  const auto due = [&engine](int days) {
    return FormatTimestamp(engine.clock().Now() + oversight::Days(days));
  };
  const auto open = [&](int days) {
    return engine.monitors().OpenCorrection("daily", {"a new cut-off", "Ben Example", due(days)},
                                            kAda);
  };
  CHECK(CodeOf(open(-1)) == "bias.correction_terms");
  CHECK(CodeOf(open(800)) == "bias.correction_terms");
  const json::Value opened = Must(open(1));
  CHECK(At(opened, "/corrections/0/overdue") == json::Value(false));
  const std::string id = Text(opened, "/corrections/0/correction");
  // Not done yet: the next audit is no effect of it, and it is late.
  engine.clock().Advance(oversight::Days(1));
  const json::Value later = engine.NextDay("daily", 18);
  CHECK(At(later, "/corrections/0/overdue") == json::Value(true));
  CHECK(json::Resolve(later, "/corrections/0/effect") == nullptr);
  Must(engine.monitors().FinishCorrection("daily", id, "in use", kAda));
  CHECK(CodeOf(engine.monitors().FinishCorrection("daily", id, "again", kAda)) ==
        "bias.correction_state");
  CHECK(CodeOf(engine.monitors().FinishCorrection("daily", "bc-NONE", "x", kAda)) ==
        "bias.correction_not_found");
  const json::Value after = engine.NextDay("daily", 2);
  CHECK(At(after, "/corrections/0/before") == json::Value(0.5));
  CHECK(At(after, "/corrections/0/effect/value") == json::Value(0.95));
  CHECK(Text(after, "/corrections/0/effect/report") == Text(after, "/report"));
  // Told once.
  CHECK(At(engine.NextDay("daily", 20), "/corrections/0/effect/value") == json::Value(0.95));
}

TEST_CASE("bias monitors: what is no monitor is refused, and writes nothing") {
  MonitoredEngine engine;
  const std::string good = MonitoredEngine::kRequest;
  engine.Set("daily");
  const uint64_t before = engine.ledger().size();
  const auto code = [&](const std::string& name, const std::string& schedule,
                        const std::string& alarm, const std::string& request) {
    return CodeOf(engine.TrySet(name, schedule, alarm, request));
  };
  CHECK(code("daily", "0 6 * * *", "{}", good) == "bias.monitor_exists");
  CHECK(code("Daily!", "0 6 * * *", "{}", good) == "bias.monitor_terms");
  CHECK(code("d", "every day", "{}", good) == "cron.syntax");
  CHECK(code("d", "0 6 * * *", R"({"raise_below":0.9,"clear_at":0.8})", good) ==
        "bias.monitor_terms");
  CHECK(code("d", "0 6 * * *", R"({"raise_below":0})", good) == "bias.monitor_terms");
  CHECK(code("d", "0 6 * * *", R"({"metric":"luck"})", good) == "bias.monitor_terms");
  CHECK(code("d", "0 6 * * *", R"({"metric":"ppv"})", good) == "bias.monitor_terms");
  CHECK(code("d", "0 6 * * *", R"({"act":"shout"})", good) == "bias.monitor_terms");
  CHECK(code("d", "0 6 * * *", "{}",
             R"({"system":"demo","group":["sex"],"favourable":["allow"],"end":3})") ==
        "bias.monitor_terms");
  CHECK(code("d", "0 6 * * *", "{}",
             R"({"system":"nobody","group":["sex"],"favourable":["allow"]})") ==
        "engine.unknown_system");
  CHECK(CodeOf(engine.monitors().End("weekly", "x", kAda)) == "bias.monitor_not_found");
  CHECK(CodeOf(engine.monitors().End("daily", "x", kEve)) == "bias.monitor_not_found");
  CHECK(engine.ledger().size() == before);
  Must(engine.monitors().End("daily", "not needed", kAda));
  engine.clock().Advance(oversight::Days(2));
  CHECK(Must(engine.monitors().Watch()) == 0);
  CHECK(At(Must(engine.monitors().List("default", false)), "/monitors").as_array()->empty());
  CHECK(Text(engine.Set("daily"), "/state") == "quiet");  // the name is free again
}

TEST_CASE("bias monitors: a summary is public until it is withdrawn") {
  MonitoredEngine engine;
  engine.Decide80(20);
  const auto run = [&](const std::string& further) {
    const std::string id = Must(engine->bias_runs().Start(
        Must(bias::ReadAuditRequest(Json(R"({"system":"demo","group":["sex"],)" + further +
                                         R"("favourable":["allow"],"preset":"nyc-ll144"})"))),
        kAda));
    while (true) {
      const json::Value found = Must(engine->bias_runs().Find("default", id));
      if (Text(found, "/state") == "done") return Text(found, "/report");
      REQUIRE(Text(found, "/state") != "failed");
      std::this_thread::yield();
    }
  };
  BiasPublications& publications = engine->bias_publications();
  CHECK(CodeOf(publications.Publish(run(""), kAda)) == "bias.no_such_form");
  const std::string report = run(
      R"("summary":{"tool":"Ranker 3","auditor":"Example & Partners","audit_date":"2026-11-27",)"
      R"("used_from":"2026-12-01","data_source":"Applications of 2026"},)");
  CHECK(CodeOf(publications.Publish(report, kEve)) == "bias.not_found");
  CHECK(At(Must(publications.Public()), "/audits").as_array()->empty());
  const json::Value published = Must(publications.Publish(report, kAda));
  const std::string id = Text(published, "/id");
  const json::Value listed = Must(publications.Public());
  CHECK(Text(listed, "/audits/0/tool") == "Ranker 3");
  CHECK(Text(listed, "/audits/0/page") == "/audits/" + id);
  CHECK(Text(listed, "/audits/0/used_from") == "2026-12-01");
  CHECK(Must(publications.Page(id)).find("Example &amp; Partners") != std::string::npos);
  CHECK(CodeOf(publications.Withdraw(id, "x", kEve)) == "bias.publication_not_found");
  Must(publications.Withdraw(id, "out of use", kAda));
  CHECK(CodeOf(publications.Withdraw(id, "again", kAda)) == "bias.publication_withdrawn");
  CHECK(publications.Page(id).error().code == "bias.publication_withdrawn");
  CHECK(At(Must(publications.Public()), "/audits").as_array()->empty());
  CHECK(Text(Must(publications.List("default")), "/publications/0/withdrawn/reason") ==
        "out of use");
}

}  // namespace
}  // namespace reeve::engine::testing
