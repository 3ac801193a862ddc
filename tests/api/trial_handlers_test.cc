// The commands of a trial as bytes in and a reply out.
#include "api/trial_handlers.h"

#include "api/bundle_handlers.h"
#include "tests/engine/fixture.h"

namespace reeve::api::testing {
namespace {

using engine::testing::At;
using engine::testing::CompileRules;
using engine::testing::Int;
using engine::testing::Json;
using engine::testing::Must;
using engine::testing::TestEngine;
using engine::testing::Text;

const oversight::ActingPerson kAda{"Ada Example", "tester", "default"};
const oversight::ActingPerson kBen{"Ben Example", "tester", "default"};
const oversight::ActingPerson kCleo{"Cleo Example", "tester", "default"};

// "status code field"
std::string Problem(const Reply& reply) {
  const json::Value body = Json(reply.body);
  if (body.Find("code") == nullptr) return std::to_string(reply.status);
  const json::Value* field = body.Find("field");
  return std::to_string(reply.status) + " " + Text(body, "/code") +
         (field == nullptr ? "" : " " + *field->as_string());
}

}  // namespace

TEST_CASE("trial handlers: each command reads its body strictly, and a refusal has its status") {
  TestEngine engine(CompileRules("rules: [ { id: r, when: true, effect: allow } ]"));
  const auto next = CompileRules("rules: [ { id: s, when: true, effect: allow } ]");
  const std::string digest = Must((*engine).bundles().Propose({next, "because", {}}, kAda));
  const auto change = [&](const char* action, const char* body) {
    return Problem(ChangeBundle(*engine, kAda, digest, action, body));
  };
  CHECK(Problem(GetTrial(*engine, digest)) == "404 bundle.no_trial");
  CHECK(Problem(GetTrial(*engine, "sha256:00")) == "404 bundle.not_found");
  CHECK(change("shadow", "{}") == "400 json.missing /reason");
  CHECK(change("shadow", R"({"reason":"x","share":5})") == "400 json.unknown_field /share");
  CHECK(change("shadow", R"({"reason":"x","thresholds":{"errors":200}})") ==
        "400 json.value /thresholds/errors");
  CHECK(change("canary", R"({"reason":"x"})") == "400 json.value /share");
  CHECK(change("canary", R"({"reason":"x","share":10001})") == "400 json.value /share");
  CHECK(change("canary", R"({"reason":"x","share":500})") == "409 bundle.state");
  CHECK(change("stop", R"({"reason":"x"})") == "404 bundle.no_trial");
  CHECK(change("shadow", R"({"reason":"x"})") == "200");
  CHECK(change("shadow", R"({"reason":"x"})") == "409 bundle.trial_running");
  CHECK(change("promote", R"({"reason":"x"})") == "400 json.unknown_field /reason");
  CHECK(change("promote", "") == "409 bundle.trial_minimum");
  CHECK(change("share", R"({"share":500})") == "400 bundle.trial_share");
  engine.Decide();
  const json::Value report = Json(GetTrial(*engine, digest).body);
  CHECK(At(report, "/running") == json::Value(true));
  CHECK(Text(report, "/trial/mode") == "shadow");
  CHECK(Int(report, "/tried/decisions") == 1);
  CHECK(Int(report, "/differences/other_rules") == 1);
  CHECK(change("stop", "{}") == "400 json.missing /reason");
  CHECK(change("stop", R"({"reason":"seen"})") == "200");
  Must((*engine).bundles().Approve(digest, "", kBen));
  Must((*engine).bundles().Approve(digest, "", kCleo));
  CHECK(change("canary", R"({"reason":"x","share":500,"promote_after_seconds":99999999999999})") ==
        "400 bundle.schedule /promote_after_seconds");
  CHECK(change("canary", R"({"reason":"x","share":500,"promote_after_seconds":3600})") == "200");
  CHECK(change("share", R"({"share":4000000000})") == "400 bundle.trial_share");
  CHECK(change("share", R"({"share":1000,"reason":"well"})") == "200");
  CHECK(Int(Json(GetBundle(*engine, digest).body), "/trial/share") == 1000);
  CHECK(change("promote", R"({"force_reason":"now"})") == "200");
  const json::Value ended = Json(GetTrial(*engine, digest).body);
  CHECK(At(ended, "/running") == json::Value(false));
  CHECK(Text(ended, "/trial/ended/why") == "promoted");
  CHECK(Int(ended, "/tried/decisions") == 0);
}

}  // namespace reeve::api::testing
