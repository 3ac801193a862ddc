// The commands of the life cycle as bytes in and a reply out.
#include "api/bundle_handlers.h"

#include "api/person.h"
#include "tests/engine/fixture.h"

namespace reeve::api::testing {
namespace {

using engine::testing::CompileRules;
using engine::testing::Json;
using engine::testing::Must;
using engine::testing::TestEngine;
using engine::testing::Text;

constexpr char kRule[] =
    "rules: [ { id: r, when: 'action.kind == \"x\"', effect: deny, reason: No. } ]";

oversight::ActingPerson Person(const char* name) {
  return Must(PersonOf({.principal = {"tester", "default"}, .names_anyone = true}, name));
}

std::string ProposalOf(const policy::Bundle& bundle) {
  json::Object body{{"reason", "because"}, {"bundle", bundle.canonical_bytes()}};
  return json::Compact(std::move(body));
}

// "status code field"
std::string Problem(const Reply& reply) {
  const json::Value body = Json(reply.body);
  if (body.Find("code") == nullptr) return std::to_string(reply.status);
  const json::Value* field = body.Find("field");
  return std::to_string(reply.status) + " " + Text(body, "/code") +
         (field == nullptr ? "" : " " + *field->as_string());
}

}  // namespace

TEST_CASE("bundle handlers: a step that is refused has a status and a code of its own") {
  TestEngine engine(CompileRules(kRule));
  const auto next = CompileRules("rules: [ { id: r, when: true, effect: allow } ]");
  const Reply proposed = ProposeBundle(*engine, Person("Ada Example"), ProposalOf(*next));
  CHECK(proposed.status == 201);
  CHECK(Text(Json(proposed.body), "/digest") == next->digest());
  const auto change = [&](const char* person, const char* action, const char* body = "") {
    return Problem(ChangeBundle(*engine, Person(person), next->digest(), action, body));
  };
  CHECK(Problem(ProposeBundle(*engine, Person("Ada Example"), ProposalOf(*next))) ==
        "409 bundle.exists");
  CHECK(change("Ada Example", "approve") == "409 bundle.own_proposal");
  CHECK(change("Ben Example", "activate") == "409 bundle.state");
  CHECK(change("Ben Example", "approve", R"({"raeson":"x"})") == "400 json.unknown_field /raeson");
  CHECK(change("Ben Example", "reject") == "400 json.missing /reason");
  CHECK(change("Ben Example", "schedule", R"({"at":"soon"})") == "400 json.value /at");
  CHECK(change("Ben Example", "polish") == "404 http.not_found");
  CHECK(change("Ben Example", "approve") == "200");
  CHECK(change("Cleo Example", "approve", R"({"reason":"read"})") == "200");
  CHECK(change("Ada Example", "activate", "{}") == "200");
  CHECK(Text(Json(ListBundles(*engine).body), "/active") == next->digest());
  CHECK(Problem(RollBackBundle(*engine, Person("Ada Example"), "{}")) ==
        "400 json.missing /reason");
  CHECK(Problem(RollBackBundle(*engine, Person("Ada Example"), R"({"reason":"x"})")) == "200");
  CHECK(Problem(GetBundle(*engine, "sha256:00")) == "404 bundle.not_found");
  CHECK(Text(Json(GetBundle(*engine, next->digest()).body), "/state") == "rolled_back");
}

TEST_CASE("bundle handlers: a proposal that is none leaves no record") {
  TestEngine engine(CompileRules(kRule));
  const uint64_t size = engine.ledger().size();
  const auto refused = [&](const std::string& body) {
    return Problem(ProposeBundle(*engine, Person("Ada Example"), body));
  };
  CHECK(refused("{") == "400 json.syntax");
  CHECK(refused("") == "400 json.missing /reason");
  CHECK(refused(R"({"reason":"x"})") == "400 json.value /files");
  CHECK(refused(R"({"reason":"x","files":{"a.yaml":1}})") == "400 json.type /files/a.yaml");
  CHECK(refused(R"({"reason":"x","files":{"a.yaml":"rules: ["}})") == "400 policy.invalid /files");
  CHECK(engine.ledger().size() == size);
}

TEST_CASE("bundle handlers: a bundle file that is none is refused, and recorded once") {
  TestEngine engine(CompileRules(kRule));
  const uint64_t size = engine.ledger().size();
  const std::string body = R"({"reason":"x","bundle":"{}"})";
  for (int i = 0; i < 3; ++i) {
    CHECK(Problem(ProposeBundle(*engine, Person("Ada Example"), body)) == "400 bundle.syntax");
  }
  REQUIRE(engine.ledger().size() == size + 1);
  const json::Value refused = Json(Must(engine.ledger().Read(size)).body_text());
  CHECK(Text(refused, "/code") == "bundle.syntax");
  CHECK(Text(refused, "/by") == "Ada Example");
  CHECK(Problem(ProposeBundle(*engine, Person("Ada Example"),
                              R"({"reason":"x","files":{"a.yaml":"a"},"signature":"x"})")) ==
        "400 json.value /signature");
  CHECK(engine.ledger().size() == size + 1);
}

TEST_CASE("person: who is not named, or not well, does nothing") {
  const Caller principal{.principal = {"tester", "default"}, .names_anyone = true};
  CHECK(PersonOf(principal, "").error().code == "person.missing");
  CHECK(PersonOf(principal, "a\nb").error().code == "person.name");
  const oversight::ActingPerson person = Must(PersonOf(principal, "Ada Example"));
  CHECK(person.name == "Ada Example");
  CHECK(person.principal == "tester");
}

}  // namespace reeve::api::testing
