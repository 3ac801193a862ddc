// The fold over `override.recorded` and `appeal.*`, and what it counts.
#include "oversight/overrides.h"

#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

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

std::string Did(TestLedger& log, const std::string& decision, const char* did,
                const char* tenant = "default") {
  json::Object body{{"decision", decision},
                    {"did", did},
                    {"system", "demo"},
                    {"rules", json::Array{"p/a", "p/b"}}};
  if (std::string_view(did) != "followed") body.Add("reason", "inaccurate");
  return Append(log, kOverrideRecorded, std::move(body), "ov-1", tenant);
}
std::string Appealed(TestLedger& log, const std::string& id, const std::string& decision) {
  return Append(log, kAppealOpened,
                {{"decision", decision},
                 {"kind", "contest"},
                 {"grounds", "facts"},
                 {"system", "demo"},
                 {"rules", json::Array{"p/a"}},
                 {"by", "Ada Example"}},
                id);
}
std::string Ruled(TestLedger& log, const std::string& id, const char* result,
                  const char* by = "Ben Example") {
  return Append(log, kAppealDecided,
                {{"appeal", id}, {"result", result}, {"reason", "misread"}, {"by", by}}, "ad-1");
}
json::Value CountsOf(TestLedger& log, CountedBy by, const std::string& name) {
  const auto counts = Must(CountResponses(*log, "default", by));
  REQUIRE(counts.contains(name));
  return json::Value(ToJson(counts.at(name)));
}

}  // namespace

TEST_CASE("overrides: of a decision the last one counts, by system and by rule") {
  TestLedger log;
  CHECK(Did(log, "d-1", "followed") == "");
  CHECK(Did(log, "d-2", "followed") == "");
  CHECK(Did(log, "d-2", "overridden") == "");
  CHECK(Did(log, "d-3", "changed") == "");
  CHECK(Did(log, "d-4", "disregarded") == "");
  CHECK(Did(log, "d-5", "followed", "other") == "");
  CHECK(CountsOf(log, CountedBy::kSystem, "demo") ==
        Json(R"({"followed":1,"changed":1,"overridden":1,"disregarded":1,"appeals":0,"upheld":0,
                 "reversed":0,"override_rate":0.75})"));
  CHECK(CountsOf(log, CountedBy::kRule, "p/b") == CountsOf(log, CountedBy::kSystem, "demo"));
  CHECK(Must(CountResponses(*log, "other", CountedBy::kSystem)).at("demo").responses[0] == 1);
}

TEST_CASE("overrides: what was not followed has a reason out of the list") {
  const auto code = [](const char* text) {
    const auto read = ReadOverride(Json(text), "");
    return read.ok() ? "" : std::string(read.error().code);
  };
  CHECK(code(R"({"decision":"d-1","did":"followed"})") == "");
  CHECK(code(R"({"decision":"d-1","did":"changed"})") == "override.reason");
  CHECK(code(R"({"decision":"d-1","did":"changed","reason":"bad mood"})") == "json.value");
  CHECK(code(R"({"decision":"d-1","did":"ignored","reason":"other"})") == "json.value");
  CHECK(code(R"({"decision":"d-1","did":"overridden","reason":"unsafe","role":"clerk"})") == "");
  CHECK(code(R"({"did":"followed"})") == "json.missing");
  CHECK(code(R"({"decision":"d-1","did":"followed","text":"x"})") == "json.unknown_field");
}

TEST_CASE("appeals: another person decides, once, and one of a decision is open at a time") {
  TestLedger log;
  CHECK(Appealed(log, "al-1", "d-1") == "");
  CHECK(Appealed(log, "al-2", "d-1") == "appeal.open");
  CHECK(Ruled(log, "al-1", "reversed", "ada EXAMPLE") == "appeal.own");
  CHECK(Ruled(log, "al-1", "maybe") == "json.value");
  CHECK(Ruled(log, "al-9", "upheld") == "appeal.not_found");
  CHECK(Ruled(log, "al-1", "reversed") == "");
  CHECK(Ruled(log, "al-1", "upheld") == "appeal.state");
  CHECK(Appealed(log, "al-2", "d-1") == "");
  CHECK(Ruled(log, "al-2", "upheld") == "");
  log.Reopen();
  CHECK(Must(FindAppeal(*log, "default", "al-1")).decided->result == "reversed");
  CHECK(FindAppeal(*log, "other", "al-1").error().code == "appeal.not_found");
  CHECK(Must(ListAppeals(*log, "default")).size() == 2);
  CHECK(CountsOf(log, CountedBy::kRule, "p/a") ==
        Json(R"({"followed":0,"changed":0,"overridden":0,"disregarded":0,"appeals":2,"upheld":1,
                 "reversed":1,"reversal_rate":0.5})"));
}

}  // namespace reeve::oversight::testing
