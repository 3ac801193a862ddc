// Halts: their terms, the register as a fold, and what a halt stops.
#include "oversight/halts.h"

#include <thread>

#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};
const ActingPerson kOther{"Cleo Example", "tester", "acme"};

Halt Terms(HaltScope scope, const std::string& value, const std::string& id = "h-1") {
  return {.id = id, .scope = scope, .value = value, .reason = "it invents case law"};
}

std::string Placed(HaltRegister& halts, HaltScope scope, const std::string& value,
                   const ActingPerson& by = kAda) {
  static int number = 0;
  Halt terms = Terms(scope, value, "h-" + std::to_string(++number));
  Must(halts.Place(terms, by));
  return terms.id;
}

std::string Code(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}

// The id of what stops it, or nothing.
std::string Stopped(const HaltRegister& halts, const HaltTarget& target) {
  const auto standing = halts.standing();
  const auto halt = standing == nullptr ? nullptr : standing->Find(target);
  return halt == nullptr ? "" : halt->id;
}

std::string ReadTerms(const std::string& text) {
  const json::Value value = Json(text);
  json::ObjectReader reader(value, "");
  Halt halt;
  ReadHaltTerms(reader, &halt);
  const Status read = reader.Finish();
  return read.ok() ? std::string(HaltScopeName(halt.scope)) + " " + halt.value
                   : std::string(read.error().code) + " " + read.error().at;
}

}  // namespace

TEST_CASE("halt: it covers one thing, and says why") {
  CHECK(ReadTerms(R"({"system":"demo","reason":"r"})") == "system demo");
  CHECK(ReadTerms(R"({"model":"m-1","reason":"r"})") == "model m-1");
  CHECK(ReadTerms(R"({"tool":"mail","reason":"r"})") == "tool mail");
  CHECK(ReadTerms(R"({"tenant":"default","reason":"r"})") == "tenant default");
  CHECK(ReadTerms(R"({"all":true,"reason":"r"})") == "all ");
  CHECK(ReadTerms(R"({"reason":"r"})") == "halt.scope /system");
  CHECK(ReadTerms(R"({"all":false,"reason":"r"})") == "halt.scope /system");
  CHECK(ReadTerms(R"({"all":true,"system":"demo","reason":"r"})") == "halt.scope /system");
  CHECK(ReadTerms(R"({"tool":"a","model":"b","reason":"r"})") == "halt.scope /system");
  CHECK(ReadTerms(R"({"system":"demo"})") == "json.missing /reason");
  CHECK(ReadTerms(R"({"sytem":"demo","reason":"r"})").starts_with("halt.scope"));
  CHECK(ReadTerms(R"({"system":")" + std::string(257, 'x') + R"(","reason":"r"})") ==
        "json.too_long /system");
}

TEST_CASE("halts: each stops what it covers, of its own tenant, and nothing else") {
  const HaltTarget target{.tenant = "default", .system = "demo", .model = "m-1", .tool = "mail"};
  for (const auto& [scope, value] :
       std::vector<std::pair<HaltScope, std::string>>{{HaltScope::kTenant, "default"},
                                                      {HaltScope::kSystem, "demo"},
                                                      {HaltScope::kModel, "m-1"},
                                                      {HaltScope::kTool, "mail"}}) {
    INFO(HaltScopeName(scope));
    TestLedger log;
    const auto halts = Must(HaltRegister::Open(*log));
    CHECK(halts->standing() == nullptr);
    const std::string id = Placed(*halts, scope, value);
    CHECK(Stopped(*halts, target) == id);
    CHECK(Stopped(*halts, {.tenant = "acme", .system = "demo", .model = "m-1", .tool = "mail"}) ==
          "");
    const bool whole_tenant = scope == HaltScope::kTenant;
    CHECK(Stopped(*halts, {.tenant = "default", .system = "o", .model = "o", .tool = "o"}) ==
          (whole_tenant ? id : ""));
    // A name in one column is not the same name in another.
    if (!whole_tenant) {
      CHECK(Stopped(*halts, {.tenant = "default",
                             .system = scope == HaltScope::kSystem ? "x" : value,
                             .model = scope == HaltScope::kModel ? "x" : std::string_view(value),
                             .tool = scope == HaltScope::kTool ? "x" : std::string_view(value)}) ==
            "");
    }
  }
}

TEST_CASE("halts: one of all stops every tenant") {
  TestLedger log;
  const auto halts = Must(HaltRegister::Open(*log));
  const std::string id = Placed(*halts, HaltScope::kAll, "");
  CHECK(Stopped(*halts, {.tenant = "default", .system = "demo"}) == id);
  CHECK(Stopped(*halts, {.tenant = "acme", .system = "other"}) == id);
  CHECK(Must(ListHalts(*log, "acme", false)).size() == 1);
}

TEST_CASE("halts: who names no model is taken to use every one that the system declares") {
  TestLedger log;
  const auto halts = Must(HaltRegister::Open(*log));
  const std::string id = Placed(*halts, HaltScope::kModel, "m-2");
  const std::vector<std::string> declared = {"m-1", "m-2"};
  CHECK(Stopped(*halts, {.tenant = "default", .system = "demo", .declared_models = declared}) ==
        id);
  CHECK(Stopped(
            *halts,
            {.tenant = "default", .system = "demo", .model = "m-1", .declared_models = declared}) ==
        "");
  CHECK(Stopped(*halts, {.tenant = "default", .system = "demo"}) == "");
}

TEST_CASE("halts: of several the widest is named, then the first placed; each is lifted alone") {
  TestLedger log;
  const auto halts = Must(HaltRegister::Open(*log));
  const HaltTarget target{.tenant = "default", .system = "demo"};
  const std::string first = Placed(*halts, HaltScope::kSystem, "demo");
  const std::string second = Placed(*halts, HaltScope::kSystem, "demo");
  const std::string wide = Placed(*halts, HaltScope::kTenant, "default");
  CHECK(Stopped(*halts, target) == wide);
  Must(halts->Lift(wide, "r", kBen, kNow, Random::System()));
  CHECK(Stopped(*halts, target) == first);
  Must(halts->Lift(first, "r", kBen, kNow, Random::System()));
  CHECK(Stopped(*halts, target) == second);
  Must(halts->Lift(second, "r", kBen, kNow, Random::System()));
  CHECK(halts->standing() == nullptr);
  CHECK(Must(ListHalts(*log, "default", false)).empty());
  CHECK(Must(ListHalts(*log, "default", true)).size() == 3);
}

TEST_CASE(
    "halts: another person lifts, once, and of the own tenant; refused acts leave no record") {
  TestLedger log;
  const auto halts = Must(HaltRegister::Open(*log));
  const std::string id = Placed(*halts, HaltScope::kSystem, "demo");
  const uint64_t size = log->size();
  const auto lift = [&](const std::string& halt, const ActingPerson& by) {
    return Code(halts->Lift(halt, "r", by, kNow, Random::System()));
  };
  CHECK(lift(id, {"ada  EXAMPLE", "tester", "default"}) == "halt.own");
  CHECK(lift(id, kOther) == "halt.not_found");
  CHECK(lift("h-none", kBen) == "halt.not_found");
  CHECK(Code(halts->Place(Terms(HaltScope::kTenant, "acme"), kAda)) == "halt.tenant");
  CHECK(log->size() == size);
  CHECK(lift(id, kBen) == "");
  CHECK(lift(id, kBen) == "halt.state");
  CHECK(log->size() == size + 1);
  CHECK(Must(FindHalt(*log, "default", id)).lifted->by == "Ben Example");
  CHECK_FALSE(FindHalt(*log, "acme", id).ok());
}

TEST_CASE("halts: what stands is there after reopening, and equals the fold") {
  TestLedger log;
  auto halts = Must(HaltRegister::Open(*log));
  const std::string stands = Placed(*halts, HaltScope::kTool, "mail");
  const std::string lifted = Placed(*halts, HaltScope::kAll, "");
  Must(halts->Lift(lifted, "r", kBen, kNow, Random::System()));
  halts.reset();
  log.Reopen();
  halts = Must(HaltRegister::Open(*log));
  REQUIRE(halts->standing()->all().size() == 1);
  CHECK(Stopped(*halts, {.tenant = "default", .system = "demo", .tool = "mail"}) == stands);
  CHECK(Must(ListHalts(*log, "default", true)).front().id == lifted);
}

TEST_CASE("halts: of many who lift one at once, one wins") {
  TestLedger log;
  const auto halts = Must(HaltRegister::Open(*log));
  const std::string id = Placed(*halts, HaltScope::kAll, "");
  std::atomic<int> won{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        const ActingPerson person{"Person " + std::to_string(i), "tester", "default"};
        if (halts->Lift(id, "r", person, kNow, Random::System()).ok()) ++won;
      });
    }
  }
  CHECK(won == 1);
}

}  // namespace reeve::oversight::testing
