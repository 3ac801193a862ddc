#include "engine/completeness.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace reeve::engine {
namespace {

constexpr Timestamp kStart{std::chrono::microseconds{1'795'000'000'000'000}};

struct Call {
  std::string interaction;
  std::string stage = "input";
  std::string effect = "allow";
  std::optional<uint64_t> sequence = {};
  std::string system = "s";
  bool bare = false;
  std::string kind = "decision";
};

class Watched {
 public:
  explicit Watched(std::chrono::seconds grace = std::chrono::seconds(0)) : completeness_(grace) {}

  Watched& See(const Call& call, std::chrono::seconds after = std::chrono::seconds(1)) {
    time_ += after;
    json::Object body{{"effect", call.effect}, {"principal", "p"}};
    json::Object facts{{"interaction", call.interaction}, {"stage", call.stage}};
    if (call.bare) {
      body.Add("interaction", call.interaction).Add("stage", call.stage).Add("system", call.system);
    } else {
      facts.Add("system", json::Object{{"id", call.system}});
      body.Add("facts", std::move(facts));
    }
    if (call.sequence) body.Add("sequence", *call.sequence);
    const std::string text = *json::Canonical(std::move(body));
    std::vector<json::FoundValue> found;
    json::CanonicalReader reader(text);
    REQUIRE(reader.Value(&completeness_.paths(), &found));
    ledger::Record::Fields fields;
    fields.index = index_++;
    fields.time = time_;
    fields.kind = call.kind;
    fields.tenant = "t";
    fields.body = text;
    completeness_.Visit(ledger::Record(fields), found);
    return *this;
  }
  CompletenessReport Report() const { return completeness_.Report(); }

 private:
  Completeness completeness_;
  Timestamp time_ = kStart;
  uint64_t index_ = 0;
};

TEST_CASE("completeness: an input that was let through needs an output behind it") {
  Watched log;
  log.See({"done"}).See({"done", "output", "deny"});
  log.See({"open"}).See({"denied", "input", "deny"}).See({"held", "input", "hold"});
  log.See({"again"}).See({"again", "output"}).See({"again", "input", "redact"});
  log.See({"tools"})
      .See({"tools", "tool_call"})
      .See({"tools", "tool_result"})
      .See({"tools", "output"});
  log.See({.interaction = "bare", .bare = true});
  log.See({.interaction = "other kind", .kind = "approval.opened"});
  log.See({"open", "output", "allow", {}, "another system"});
  const CompletenessReport report = log.Report();
  REQUIRE(report.unchecked == 3);
  CHECK(report.examples[0].interaction == "open");
  CHECK(report.examples[0].index == 2);
  CHECK(report.examples[0].system == "s");
  CHECK(report.examples[0].tenant == "t");
  CHECK(report.examples[1].interaction == "again");
  CHECK(report.examples[1].index == 7);
  CHECK(report.examples[2].interaction == "bare");
  CHECK_FALSE(report.complete());
  CHECK(report.Text().find("`open`") != std::string::npos);
  CHECK(report.Json().Find("unchecked_interactions")->as_array()->size() == 3);
}

TEST_CASE("completeness: what is younger than the grace is open, not unchecked") {
  Watched log(std::chrono::minutes(15));
  log.See({"old"}).See({"young"}, std::chrono::minutes(20)).See({"last"}, std::chrono::minutes(5));
  const CompletenessReport report = log.Report();
  CHECK(report.unchecked == 1);
  CHECK(report.open == 2);
}

TEST_CASE("completeness: an input is no younger for another that follows it") {
  Watched log(std::chrono::minutes(15));
  log.See({"asked twice"}).See({"asked twice"}, std::chrono::minutes(20));
  const CompletenessReport report = log.Report();
  REQUIRE(report.unchecked == 1);
  CHECK(report.examples[0].index == 0);
  CHECK(report.open == 0);
}

TEST_CASE("completeness: gaps in a caller's counter are named, whatever the order") {
  Watched log;
  for (const uint64_t number : {5U, 7U, 6U, 12U, 9U, 9U, 10U, 11U, 5U, 20U}) {
    log.See({.interaction = "i", .stage = "output", .sequence = number});
  }
  log.See({.interaction = "i", .stage = "output", .sequence = 100, .system = "alone"});
  const CompletenessReport report = log.Report();
  CHECK(report.callers == 2);
  CHECK(report.repeated == 2);
  CHECK(report.missing == 8);
  REQUIRE(report.gaps.size() == 2);
  CHECK(report.gaps[0].first == 8);
  CHECK(report.gaps[0].last == 8);
  CHECK(report.gaps[1].first == 13);
  CHECK(report.gaps[1].last == 19);
  CHECK(report.gaps[1].principal == "p");
  CHECK_FALSE(report.complete());
}

TEST_CASE("completeness: a log in which all was checked is complete") {
  Watched log;
  log.See({"a"}).See({"b"}).See({"b", "output"}).See({"a", "output", "hold"});
  CHECK(log.Report().complete());
  CHECK(log.Report().decisions == 4);
}

}  // namespace
}  // namespace reeve::engine
