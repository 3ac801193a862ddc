// Systems: their JSON, their file, and the register as a fold.
#include <thread>

#include "base/encoding.h"
#include "base/log.h"
#include "oversight/system_file.h"
#include "oversight/system_register.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

System Demo(const std::string& id = "demo") {
  return {.id = id,
          .name = "Demo",
          .owner = "Ada Example",
          .purpose = "answers",
          .risk_class = policy::RiskClass::kLimited};
}

constexpr char kHead[] = "apiVersion: reeve/v1\nkind: SystemRegister\n";

// The codes of the diagnostics of a register with these lines below its head.
std::string Rendered(const std::string& below, const std::string& head = kHead) {
  return policy::Render(ReadSystemFile("systems.yaml", head + below).diagnostics);
}
bool Contains(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("system: it is the same after its JSON is read back, in every state and class") {
  for (size_t risk_class = 0; risk_class < policy::kRiskClassCount; ++risk_class) {
    for (const SystemState state :
         {SystemState::kActive, SystemState::kHalted, SystemState::kRetired}) {
      System system = Demo();
      system.tenant = "acme";
      system.risk_class = static_cast<policy::RiskClass>(risk_class);
      system.state = state;
      CHECK(Must(SystemFromJson(ToJson(system), "")) == system);
    }
  }
}

TEST_CASE("system: what its JSON may leave out has a default") {
  json::Value value = Json(
      R"({"id":"demo","name":"Demo","owner":"Ada Example","purpose":"answers","risk_class":"limited"})");
  CHECK(Must(SystemFromJson(value, "")) == Demo());
  for (const char* field : {"id", "name", "owner", "purpose", "risk_class"}) {
    json::Object without;
    for (const json::Member& member : *value.as_object()) {
      if (member.key != field) without.Add(member.key, member.value);
    }
    const auto system = SystemFromJson(without, "/body");
    REQUIRE_FALSE(system.ok());
    CHECK(system.error().code == "json.missing");
    CHECK(system.error().at == std::string("/body/") + field);
  }
}

TEST_CASE("system: words that are not known and fields that are not known are refused") {
  const auto refusal = [](const char* key, json::Value value) {
    json::Object object = ToJson(Demo());
    object.Set(key, std::move(value));
    const auto system = SystemFromJson(object, "");
    if (system.ok()) FAIL("accepted: " << key);
    return system.error();
  };
  CHECK(refusal("risk_class", "hihg").message.find("did you mean `high`?") != std::string::npos);
  CHECK(refusal("state", "halt").at == "/state");
  CHECK(refusal("state", 1).code == "json.type");
  CHECK(refusal("onwer", "x").code == "json.unknown_field");
  CHECK(refusal("name", std::string(1025, 'x')).code == "json.too_long");
  CHECK(refusal("id", "").code == "json.value");
  CHECK(refusal("tenant", 1).code == "json.type");
}

TEST_CASE("system: only an active and classified one may run") {
  CHECK_FALSE(Standstill(Demo()).has_value());
  System system = Demo();
  system.risk_class = policy::RiskClass::kUnclassified;
  CHECK(Standstill(system)->code == "system.unclassified");
  system.state = SystemState::kHalted;
  CHECK(Standstill(system)->code == "system.halted");
  CHECK(Standstill(system)->message.find("`demo`") != std::string::npos);
  system.state = SystemState::kRetired;
  CHECK(Standstill(system)->code == "system.retired");
}

TEST_CASE("system file: its systems are read") {
  const SystemFile file = ReadSystemFile("systems.yaml", std::string(kHead) + R"(systems:
  - { id: demo, name: Demo, owner: Ada Example, purpose: answers, risk_class: limited }
  - id: second
    tenant: acme
    name: Second
    owner: Ben Example
    purpose: scores
    risk_class: high
)");
  CHECK(policy::Render(file.diagnostics) == "");
  REQUIRE(file.systems.size() == 2);
  CHECK(file.systems[0] == Demo());
  CHECK(file.systems[1].tenant == "acme");
  CHECK(file.systems[1].risk_class == policy::RiskClass::kHigh);
}

TEST_CASE("system file: the starter configuration is read") {
  const auto text = ReadFile(REEVE_SOURCE_DIR "/examples/systems.yaml");
  REQUIRE(text.ok());
  const SystemFile file = ReadSystemFile("systems.yaml", *text);
  CHECK(policy::Render(file.diagnostics) == "");
  REQUIRE_FALSE(file.systems.empty());
  CHECK(file.systems[0].id == "demo-assistant");
}

TEST_CASE("system file: an id that stands twice is told where it stands again") {
  const std::string text = Rendered(R"(systems:
  - { id: demo, name: Demo, owner: Ada, purpose: answers, risk_class: limited }
  - { id: demo, name: Demo, owner: Ada, purpose: answers, risk_class: limited }
)");
  Contains(text, "systems.yaml:5:11: error: the system `demo` stands twice");
}

TEST_CASE("system file: two tenants may each have a system of one id") {
  CHECK(Rendered(R"(systems:
  - { id: demo, tenant: a, name: Demo, owner: Ada, purpose: answers, risk_class: limited }
  - { id: demo, tenant: b, name: Demo, owner: Ada, purpose: answers, risk_class: limited }
)") == "");
}

TEST_CASE("system file: what is unknown, missing or of another type is told with its place") {
  const std::string good = "name: D, owner: A, purpose: p, risk_class: limited";
  const auto one = [](const std::string& fields) { return "systems: [ { " + fields + " } ]\n"; };
  Contains(Rendered(one("id: d, onwer: x, " + good)), "did you mean `owner`?");
  Contains(Rendered(one("id: d, name: D, owner: A, purpose: p, risk_class: hihg")),
           "did you mean `high`?");
  Contains(Rendered(one(good)), "`id`");
  Contains(Rendered(one("id: Demo System, " + good)), "error");
  Contains(Rendered(one("id: d, name: D, owner: A, purpose: p")), "risk_class");
  Contains(Rendered(one("id: d, state: halted, " + good)), "state");
  Contains(Rendered(one("id: [d], " + good)), "error");
  Contains(Rendered(one("id: d, id: e, " + good)), "error");
  Contains(Rendered("systems: [ x ]\n"), "error");
  Contains(Rendered("systems: x\n"), "`systems` must be a list");
  Contains(Rendered("system: []\n"), "did you mean `systems`?");
  Contains(Rendered(""), "systems");
  Contains(Rendered("systems: []\n", "apiVersion: reeve/v2\nkind: SystemRegister\n"), "reeve/v1");
  Contains(Rendered("systems: []\n", "apiVersion: reeve/v1\nkind: Policy\n"), "`SystemRegister`");
  Contains(policy::Render(ReadSystemFile("s.yaml", "").diagnostics), "error");
  Contains(policy::Render(ReadSystemFile("s.yaml", "\xff").diagnostics), "error");
}

TEST_CASE("register: what is registered is in force, on record, and there after reopening") {
  TestLedger log;
  auto systems = Must(SystemRegister::Open(*log));
  CHECK(systems->All().empty());
  CHECK(systems->Find("default", "demo") == nullptr);
  const std::vector<System> both = {Demo("b"), Demo("a")};
  Must(systems->Register(both, kNow, Random::System()));
  CHECK(log->size() == 2);
  CHECK(systems->All() == std::vector<System>{Demo("a"), Demo("b")});
  CHECK(*systems->Find("default", "a") == Demo("a"));
  CHECK(systems->Find("other", "a") == nullptr);
  const ledger::Record record = Must(log->Read(0));
  CHECK(record.kind() == kSystemRegistered);
  CHECK(record.log() == ledger::LogRole::kControl);
  CHECK(Json(record.body_text()) == json::Value(ToJson(Demo("b"))));

  systems.reset();
  log.Reopen();
  CHECK(Must(SystemRegister::Open(*log))->All() == std::vector<System>{Demo("a"), Demo("b")});
}

TEST_CASE("register: only what is new or has changed is recorded, and the last record holds") {
  TestLedger log;
  const auto systems = Must(SystemRegister::Open(*log));
  const std::vector<System> one = {Demo()};
  Must(systems->Register(one, kNow, Random::System()));
  Must(systems->Register(one, kNow, Random::System()));
  CHECK(log->size() == 1);
  std::vector<System> changed = {Demo(), Demo("other")};
  changed[0].state = SystemState::kHalted;
  Must(systems->Register(changed, kNow, Random::System()));
  CHECK(log->size() == 3);
  CHECK(systems->Find("default", "demo")->state == SystemState::kHalted);
  Must(systems->Register({}, kNow, Random::System()));
  CHECK(log->size() == 3);
}

TEST_CASE("register: a reader keeps the system that it found") {
  TestLedger log;
  const auto systems = Must(SystemRegister::Open(*log));
  System system = Demo();
  Must(systems->Register({&system, 1}, kNow, Random::System()));
  const auto before = systems->Find("default", "demo");
  system.state = SystemState::kHalted;
  Must(systems->Register({&system, 1}, kNow, Random::System()));
  CHECK(before->state == SystemState::kActive);
}

TEST_CASE("register: two tenants have systems of one id") {
  TestLedger log;
  const auto systems = Must(SystemRegister::Open(*log));
  std::vector<System> both = {Demo(), Demo()};
  both[1].tenant = "acme";
  both[1].name = "Theirs";
  Must(systems->Register(both, kNow, Random::System()));
  CHECK(systems->Find("default", "demo")->name == "Demo");
  CHECK(systems->Find("acme", "demo")->name == "Theirs");
  CHECK(systems->All()[0].tenant == "acme");
}

TEST_CASE("register: a record that is no system is refused before it is written") {
  TestLedger log;
  for (const char* body : {"{}", R"({"id":"x"})", R"({"id":1})"}) {
    const auto appended = log->Append({{.kind = std::string(kSystemRegistered),
                                        .log = ledger::LogRole::kControl,
                                        .tenant = "default",
                                        .id = "sys-1",
                                        .body = body}});
    REQUIRE_FALSE(appended.ok());
    CHECK(appended.error().code.starts_with("json."));
  }
  CHECK(log->size() == 0);
}

TEST_CASE("register: a failed record leaves the register as it was") {
  TestLedger log;
  const auto systems = Must(SystemRegister::Open(*log));
  log->Close();
  const System system = Demo();
  const Status status = systems->Register({&system, 1}, kNow, Random::System());
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == "ledger.closed");
  CHECK(systems->All().empty());
}

TEST_CASE("register: of registrations at the same time none is lost") {
  TestLedger log;
  const auto systems = Must(SystemRegister::Open(*log));
  std::atomic<int> lost = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 25; ++i) {
          const System system = Demo("s-" + std::to_string(t) + "-" + std::to_string(i));
          if (!systems->Register({&system, 1}, kNow, Random::System()).ok()) ++lost;
          if (systems->Find("default", system.id) == nullptr) ++lost;
        }
      });
    }
  }
  CHECK(lost == 0);
  CHECK(systems->All().size() == 200);
}

}  // namespace reeve::oversight::testing
