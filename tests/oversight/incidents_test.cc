// The fold over `incident.*`: what it refuses, however the record came to be; and the legal hold
// that stands as long as the incident does.
#include "oversight/incidents.h"

#include "oversight/incident_state.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

constexpr std::chrono::hours kDay{24};

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

// Of a death that was known an hour ago; the limit passed, or will pass, at `due`.
Incident MakeIncident(Timestamp due) {
  const Timestamp aware = Clock::System().Now() - std::chrono::hours(1);
  Incident incident;
  incident.system = "demo";
  incident.categories = {{IncidentCategory::kDeath, aware}};
  incident.causal_link = CausalLink::kSuspected;
  incident.clock = {"inc.death", {"Art.73(4)"}, 10, aware, due, due};
  incident.pin = {0, 1, "sha256:00", {"sha256:11"}};
  incident.legal_hold = "lh-1";
  return incident;
}
json::Object Opening(Timestamp due = Clock::System().Now() + 10 * kDay,
                     const std::string& by = "Ada Example") {
  json::Object body = OpeningTerms(MakeIncident(due));
  body.Add("by", by).Add("principal", "service");
  return body;
}
std::string Open(TestLedger& log, json::Object body = Opening()) {
  return Append(log, kIncidentOpened, std::move(body), "inc-1");
}
std::string Change(TestLedger& log, std::string_view kind, json::Object body) {
  body.Add("incident", "inc-1");
  if (body.Find("by") == nullptr) body.Add("by", "Ben Example");
  return Append(log, kind, std::move(body), "x-1");
}
std::string Report(TestLedger& log, const char* kind) {
  return Change(log, kIncidentReported,
                {{"kind", kind}, {"report", "sha256:22"}, {"page", "sha256:33"}, {"to", "office"}});
}
std::string Close(TestLedger& log, const char* resolution, const char* by = "Ben Example") {
  return Change(log, kIncidentClosed,
                {{"resolution", resolution}, {"reason", "measures are in place"}, {"by", by}});
}
Incident Found(TestLedger& log) { return Must(FindIncident(*log, "default", "inc-1")); }

}  // namespace

TEST_CASE("incidents: one is kept whole, and found only by its tenant") {
  TestLedger log;
  CHECK(Open(log) == "");
  log.Reopen();
  const Incident incident = Found(log);
  CHECK(incident.system == "demo");
  CHECK(incident.clock.days == 10);
  CHECK(incident.pin.bundles == std::vector<std::string>{"sha256:11"});
  CHECK(StateOf(incident) == "open");
  CHECK_FALSE(IsLate(incident, Clock::System().Now()));
  CHECK(IsLate(incident, incident.clock.due));
  const json::Value json(ToJson(incident));
  CHECK(json::Value(ToJson(Must(IncidentFromJson(json::Compact(json))))) == json);
  CHECK(FindIncident(*log, "other", "inc-1").error().code == "incident.not_found");
  CHECK(Must(ListIncidents(*log, "other")).empty());
  CHECK(Must(ListIncidents(*log, "")).size() == 1);
  CHECK(Open(log) == "incident.exists");
}

TEST_CASE("incidents: nobody was aware of it in the future, and it has a category") {
  TestLedger log;
  const std::string later = FormatTimestamp(Clock::System().Now() + kDay);
  const auto with = [](std::string_view key, json::Value value) {
    json::Object body = Opening();
    body.Set(key, std::move(value));
    return body;
  };
  CHECK(Open(log, with("categories", json::Object{{"death", later}})) == "incident.aware");
  CHECK(Open(log, with("categories", json::Object())) == "incident.category");
  CHECK(Open(log, with("categories", Json(R"({"widespread":"2026-01-01T00:00:00Z"})"))) ==
        "incident.category");
  CHECK(Open(log, with("categories", Json(R"({"sorrow":"2026-01-01T00:00:00Z"})"))) ==
        "json.unknown_field");
  CHECK(Open(log, with("occurred", later)) == "incident.occurred");
  CHECK(Open(log, with("causal_link", "likely")) == "json.value");
  CHECK(Open(log, with("by", " Ada")) == "person.name");
  CHECK(Must(ListIncidents(*log, "default")).empty());
}

TEST_CASE("incidents: of two updates of the categories made for one revision, one stands") {
  TestLedger log;
  Open(log);
  const Incident incident = Found(log);
  IncidentUpdate update;
  update.categories = incident.categories;
  update.categories[IncidentCategory::kWidespread] = incident.aware();
  update.clock = incident.clock;
  update.reason = "two more countries";
  update.revision = incident.updates;
  CHECK(Change(log, kIncidentUpdated, UpdateTerms(update)) == "");
  CHECK(Change(log, kIncidentUpdated, UpdateTerms(update)) == "incident.changed");
  CHECK(Found(log).categories.size() == 2);
  IncidentUpdate link;
  link.causal_link = CausalLink::kEstablished;
  link.reason = "the log shows it";
  CHECK(Change(log, kIncidentUpdated, UpdateTerms(link)) == "");
  CHECK(Found(log).causal_link == CausalLink::kEstablished);
  CHECK(Found(log).updates == 2);
}

TEST_CASE("incidents: a partial report stops the clock, and none follows the full one") {
  TestLedger log;
  Open(log, Opening(Clock::System().Now() - std::chrono::minutes(1)));
  CHECK(IsLate(Found(log), Clock::System().Now()));
  CHECK(Report(log, "partial") == "");
  CHECK_FALSE(IsLate(Found(log), Clock::System().Now()));
  CHECK(StateOf(Found(log)) == "partly_reported");
  CHECK(Report(log, "full") == "");
  CHECK(Report(log, "partial") == "incident.state");
  CHECK(Report(log, "full") == "");
  CHECK(Report(log, "half") == "json.value");
}

TEST_CASE("incidents: that a limit passed is recorded once, and only where nobody reported") {
  TestLedger log;
  const Timestamp past = Clock::System().Now() - std::chrono::minutes(1);
  Open(log, Opening(past));
  const auto note = [&](const char* limit, Timestamp at) {
    return Change(log, kIncidentOverdue,
                  {{"limit", limit}, {"at", FormatTimestamp(at)}, {"by", "reeve"}});
  };
  CHECK(note("due", past - kDay) == "incident.state");
  CHECK(note("due", past) == "");
  CHECK(note("due", past) == "incident.state");
  CHECK(note("outer", past) == "");
  CHECK(Found(log).overdue.size() == 2);
  TestLedger other;
  Open(other);
  CHECK(Change(other, kIncidentOverdue,
               {{"limit", "due"}, {"at", FormatTimestamp(Found(other).clock.due)}}) ==
        "incident.state");
}

TEST_CASE("incidents: another person closes it, after a full report or as not serious") {
  TestLedger log;
  Open(log);
  CHECK(Close(log, "reported") == "incident.not_reported");
  CHECK(Close(log, "not_serious", "ada  EXAMPLE") == "incident.own");
  CHECK(Close(log, "forgotten") == "json.value");
  CHECK(Report(log, "full") == "");
  CHECK(Close(log, "reported") == "");
  CHECK(StateOf(Found(log)) == "closed");
  CHECK(Close(log, "reported") == "incident.state");
  CHECK(Report(log, "full") == "incident.state");
  TestLedger other;
  Open(other);
  CHECK(Close(other, "not_serious") == "");
}

TEST_CASE("incidents: the hold of one is not lifted before it is closed") {
  TestLedger log;
  Open(log);
  const json::Object placed{{"system", "demo"},
                            {"matter", "incident inc-1"},
                            {"reason", "freeze"},
                            {"by", "Ada Example"},
                            {"incident", "inc-1"}};
  REQUIRE(Append(log, kLegalHoldPlaced, placed, "lh-1") == "");
  const json::Object lifting{
      {"legal_hold", "lh-1"}, {"by", "Cleo Example"}, {"reason", "no longer needed"}};
  CHECK(Append(log, kLegalHoldLifted, lifting, "ll-1") == "legal_hold.incident");
  CHECK(Must(CoveredByHolds::Load(*log)).Covers("default", "s", "demo"));
  CHECK(Close(log, "not_serious") == "");
  CHECK(Append(log, kLegalHoldLifted, lifting, "ll-1") == "");
  CHECK_FALSE(Must(CoveredByHolds::Load(*log)).any());
}

}  // namespace reeve::oversight::testing
