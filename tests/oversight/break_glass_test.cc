// The fold over `break_glass.*`: what it refuses, however the record came to be.
#include "oversight/break_glass.h"

#include "oversight/incidents.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

constexpr std::chrono::hours kHour{1};

std::string Append(TestLedger& log, std::string_view kind, json::Object body, const std::string& id,
                   const std::string& tenant = "default") {
  const std::string text = Must(json::Canonical(std::move(body)));
  const auto appended = log->Append({{.kind = std::string(kind),
                                      .log = ledger::LogRole::kControl,
                                      .tenant = tenant,
                                      .id = id,
                                      .body = text}});
  return appended.ok() ? "" : std::string(appended.error().code);
}

void OpenIncident(TestLedger& log) {
  const Timestamp now = Clock::System().Now();
  Incident incident;
  incident.system = "demo";
  incident.categories = {{IncidentCategory::kHealth, now - kHour}};
  incident.clock = {"inc.default", {"Art.73(2)"},   15,
                    now - kHour,   now + 9 * kHour, now + 9 * kHour};
  incident.pin = {0, 0, "sha256:00", {}};
  incident.legal_hold = "lh-1";
  json::Object body = OpeningTerms(incident);
  body.Add("by", "Dora Example");
  REQUIRE(Append(log, kIncidentOpened, std::move(body), "inc-1") == "");
}

// For an hour from now; its review is due a day later.
json::Object Invoking(Timestamp until = Clock::System().Now() + kHour,
                      Timestamp review_by = Timestamp()) {
  return {{"incident", "inc-1"},
          {"reason", "the approvers cannot be reached"},
          {"scope", Json(R"({"systems":["demo"]})")},
          {"until", FormatTimestamp(until)},
          {"review_by", FormatTimestamp(review_by == Timestamp() ? until + 24 * kHour : review_by)},
          {"by", "Ada Example"}};
}
std::string Invoke(TestLedger& log, json::Object body, const std::string& id = "bg-1") {
  return Append(log, kBreakGlassInvoked, std::move(body), id);
}
std::string Review(TestLedger& log, const char* by, const std::string& id = "bg-1") {
  return Append(log, kBreakGlassReviewed,
                {{"break_glass", id}, {"finding", "justified"}, {"reason", "due"}, {"by", by}},
                "br-1");
}
std::string End(TestLedger& log, const std::string& id = "bg-1") {
  return Append(log, kBreakGlassEnded,
                {{"break_glass", id}, {"reason", "the approvers are back"}, {"by", "Cleo Example"}},
                "be-1");
}
BreakGlass Found(TestLedger& log) { return Must(FindBreakGlass(*log, "default", "bg-1")); }

}  // namespace

TEST_CASE("break-glass: one is kept whole, and found only by its tenant") {
  TestLedger log;
  OpenIncident(log);
  json::Object body = Invoking();
  body.Add("rules", json::Array{"p/large"}).Add("concerned", json::Array{"Dora Example"});
  CHECK(Invoke(log, std::move(body)) == "");
  log.Reopen();
  const BreakGlass glass = Found(log);
  CHECK(glass.by == "Ada Example");
  CHECK(glass.rules == std::vector<std::string>{"p/large"});
  CHECK(StateAt(glass, Clock::System().Now()) == "active");
  CHECK(StateAt(glass, glass.until) == "to_review");
  CHECK(StateAt(glass, glass.review_by) == "overdue");
  const json::Value json(ToJson(glass));
  CHECK(json::Value(ToJson(Must(BreakGlassFromJson(json::Compact(json))))) == json);
  CHECK(FindBreakGlass(*log, "other", "bg-1").error().code == "break_glass.not_found");
  CHECK(Must(ListActiveBreakGlass(*log, Clock::System().Now())).size() == 1);
  CHECK(Must(ListActiveBreakGlass(*log, glass.until)).empty());
  CHECK(Must(FindIncident(*log, "default", "inc-1")).unreviewed ==
        std::vector<std::string>{"bg-1"});
}

TEST_CASE("break-glass: it lasts four hours at the most, for an open incident, in a narrow scope") {
  TestLedger log;
  OpenIncident(log);
  const Timestamp now = Clock::System().Now();
  const auto with = [](std::string_view key, json::Value value) {
    json::Object body = Invoking();
    body.Set(key, std::move(value));
    return body;
  };
  CHECK(Invoke(log, Invoking(now + 5 * kHour)) == "break_glass.time");
  CHECK(Invoke(log, Invoking(now - kHour)) == "break_glass.time");
  CHECK(Invoke(log, Invoking(now + kHour, now + 24 * 9 * kHour)) == "break_glass.review_time");
  CHECK(Invoke(log, with("incident", "inc-2")) == "incident.not_found");
  CHECK(Invoke(log, with("scope", json::Object())) == "break_glass.scope");
  CHECK(Invoke(log, with("scope", Json(R"({"everywhere":true})"))) == "json.unknown_field");
  CHECK(Invoke(log, with("scope", Json(R"({"tenants":["other"]})"))) == "break_glass.scope");
  CHECK(Invoke(log, with("scope", Json(R"({"risk_classes":["prohibited"]})"))) ==
        "break_glass.prohibited");
  CHECK(Invoke(log, with("rules", json::Array{"large"})) == "json.value");
  CHECK(Invoke(log, Invoking()) == "");
  CHECK(Invoke(log, Invoking()) == "break_glass.exists");
}

TEST_CASE("break-glass: another person reviews it, once, and when it is over") {
  TestLedger log;
  OpenIncident(log);
  Invoke(log, Invoking());
  CHECK(Review(log, "Ben Example") == "break_glass.state");
  CHECK(End(log) == "");
  CHECK(End(log) == "break_glass.state");
  CHECK(Review(log, "ada  EXAMPLE") == "break_glass.own_review");
  CHECK(Append(log, kIncidentClosed,
               {{"incident", "inc-1"},
                {"resolution", "not_serious"},
                {"reason", "x"},
                {"by", "Ben Example"}},
               "ic-1") == "incident.break_glass");
  CHECK(Review(log, "Ben Example") == "");
  CHECK(Review(log, "Ben Example") == "break_glass.state");
  CHECK(Found(log).reviewed->by == "Ben Example");
  CHECK(Must(FindIncident(*log, "default", "inc-1")).unreviewed.empty());
}

TEST_CASE("break-glass: who was not reviewed in time may not invoke another, however spelt") {
  FakeClock clock(Clock::System().Now());
  TestLedger log(clock);
  OpenIncident(log);
  REQUIRE(Invoke(log, Invoking()) == "");
  const auto by = [&](const char* person) {
    json::Object body = Invoking(clock.Now() + kHour);
    body.Set("by", person);
    return body;
  };
  clock.Advance(24 * kHour);
  CHECK(Invoke(log, by("Ada Example"), "bg-2") == "");  // the review is not due yet
  clock.Advance(2 * kHour);
  CHECK(Invoke(log, by("Ada Example"), "bg-3") == "break_glass.suspended");
  CHECK(Invoke(log, by("ADA  example"), "bg-3") == "break_glass.suspended");
  CHECK(Invoke(log, by("Cleo Example"), "bg-4") == "");
  CHECK(Review(log, "Ben Example") == "");
  CHECK(Invoke(log, by("Ada Example"), "bg-3") == "");
}

TEST_CASE("break-glass: that a review is overdue is recorded once, with whom it suspends") {
  FakeClock clock(Clock::System().Now());
  TestLedger log(clock);
  OpenIncident(log);
  const auto note = [&](const std::string& id) {
    return Append(
        log, kBreakGlassOverdue,
        {{"break_glass", id}, {"incident", "inc-1"}, {"suspended", "Ada Example"}, {"by", "reeve"}},
        "bo-1");
  };
  REQUIRE(Invoke(log, Invoking()) == "");
  clock.Advance(3 * kHour);
  REQUIRE(Invoke(log, Invoking(clock.Now() + kHour), "bg-2") == "");
  clock.Advance(23 * kHour);
  CHECK(note("bg-2") == "break_glass.state");
  CHECK(note("bg-1") == "");
  CHECK(note("bg-1") == "break_glass.state");
  CHECK(Found(log).overdue);
}

TEST_CASE("break-glass: a person has eight that wait for a review, and no more") {
  TestLedger log;
  OpenIncident(log);
  for (size_t i = 0; i < kMaxUnreviewedOfPerson; ++i) {
    CHECK(Invoke(log, Invoking(), "bg-" + std::to_string(i)) == "");
  }
  CHECK(Invoke(log, Invoking(), "bg-8") == "break_glass.too_many");
}

}  // namespace reeve::oversight::testing
