// What was used of budgets, as people ask for it.
#include "tests/api/fixture.h"

using namespace reeve;
using namespace reeve::api::testing;

namespace {

constexpr char kBundle[] = R"(apiVersion: reeve/v1
kind: Bundle
default: allow
budgets:
  by_actor: { of: calls, per: [actor], window: 1h, limit: 10 }
  by_system: { of: calls, per: [system], window: 1h, limit: 4 }
  overall: { of: calls, window: 1h, limit: 100 }
)";
constexpr char kPolicy[] = R"(apiVersion: reeve/v1
kind: Policy
metadata: { id: p }
rules:
  - id: r
    when: usage.by_actor.remaining == 0 || usage.by_system.remaining == 0 || usage.overall.remaining == 0
    effect: deny
    reason: Used up.
)";

void Activate(TestServer& server) {
  const policy::Compilation compiled = policy::CompileBundle(
      {{"bundle.yaml", kBundle}, {"p.yaml", kPolicy}}, engine::DetectorVocabulary());
  if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
  Must(server.engine()->Activate(compiled.bundle, {"service", "default"}));
}

}  // namespace

TEST_CASE("usage: what is nearest to its limit comes first, and is found by its parts") {
  TestServer server;
  Activate(server);
  auto client = server.Client();
  for (int i = 0; i < 3; ++i) REQUIRE(Decide(client, RequestText()).status == 200);
  const auto ask = [&](const std::string& query) {
    const auto response = Got(client.Get("/v1/usage" + query));
    INFO(response.body);
    REQUIRE(response.status == 200);
    return Json(response.body);
  };
  const json::Value all = ask("");
  REQUIRE(Int(all, "/total") == 2);  // not that of the actor, whom the question does not name
  CHECK(Text(all, "/counts/0/budget") == "by_system");
  CHECK(Int(all, "/counts/0/used") == 3);
  CHECK(Int(all, "/counts/0/remaining") == 1);
  CHECK(Text(all, "/counts/0/system") == "demo");
  CHECK(Text(all, "/counts/1/budget") == "overall");
  CHECK(Int(ask("?actor=u-1"), "/counts/0/used") == 3);
  CHECK(Text(ask("?actor=u-1"), "/counts/0/budget") == "by_actor");
  CHECK(Int(ask("?actor=u-2"), "/total") == 0);
  CHECK(Int(ask("?budget=overall"), "/total") == 1);
  CHECK(Int(ask("?system=credit"), "/total") == 0);
  CHECK(Problem(Got(client.Get("/v1/usage?budget=none"))) == "404 usage.unknown_budget /budget");
}
