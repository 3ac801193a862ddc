#include "base/json_reader.h"

#include <catch2/catch.hpp>

#include "base/text.h"

namespace reeve::json {
namespace {

Value Document(std::string_view text) { return *Parse(text); }

// The fault that `read` leaves behind for a document: "code at", or "ok".
template <typename Read>
std::string FaultOf(std::string_view text, Read read) {
  const Value value = Document(text);
  ObjectReader reader(value, "/at");
  read(reader);
  const Status status = reader.Finish();
  return status.ok() ? "ok" : std::string(status.error().code) + " " + status.error().at;
}

TEST_CASE("reader: members of every type are read") {
  const Value value = Document(
      R"({"s":"text","w":"deny","l":["a","b"],"b":true,"n":2.5,"u":7,"o":{},"a":[1],"x":null})");
  const std::vector<std::string> effects = {"allow", "deny"};
  ObjectReader reader(value, "");
  CHECK(reader.String("s", Need::kRequired, 4) == "text");
  CHECK(reader.OneOf("w", Need::kRequired, effects) == "deny");
  CHECK(reader.Strings("l", 2, 1) == std::vector<std::string>{"a", "b"});
  CHECK(reader.Bool("b"));
  CHECK(reader.Number("n") == 2.5);
  CHECK(reader.Unsigned("u") == 7);
  CHECK(reader.ObjectMember("o", Need::kRequired)->as_object()->empty());
  CHECK(reader.ArrayMember("a", Need::kRequired)->size() == 1);
  CHECK(reader.Any("x")->is_null());
  CHECK(reader.Finish().ok());
}

TEST_CASE("reader: what is absent and optional is empty") {
  const Value value = Document("{}");
  ObjectReader reader(value, "");
  CHECK(reader.String("s", Need::kOptional, 4).empty());
  CHECK(reader.Strings("l", 2, 1).empty());
  CHECK_FALSE(reader.Bool("b"));
  CHECK(reader.Number("n") == 0);
  CHECK_FALSE(reader.Unsigned("u").has_value());
  CHECK(reader.ObjectMember("o", Need::kOptional) == nullptr);
  CHECK(reader.ArrayMember("a", Need::kOptional) == nullptr);
  CHECK(reader.Any("x") == nullptr);
  CHECK(reader.Finish().ok());
}

TEST_CASE("reader: a value that is no object is a fault") {
  for (const std::string text : {"[]", "1", "null", "\"x\""}) {
    CAPTURE(text);
    CHECK(FaultOf(text, [](ObjectReader& reader) {
            CHECK(reader.String("s", Need::kOptional, 9).empty());
          }) == "json.type /at");
  }
}

TEST_CASE("reader: a missing, empty, long or otherwise typed string is a fault at its place") {
  const auto read = [](ObjectReader& reader) { reader.String("s", Need::kRequired, 4); };
  CHECK(FaultOf("{}", read) == "json.missing /at/s");
  CHECK(FaultOf(R"({"s":""})", read) == "json.value /at/s");
  CHECK(FaultOf(R"({"s":"12345"})", read) == "json.too_long /at/s");
  CHECK(FaultOf(R"({"s":5})", read) == "json.type /at/s");
  CHECK(FaultOf(R"({"s":null})", read) == "json.type /at/s");
}

TEST_CASE("reader: wrong types of every getter are faults") {
  const auto fault = [](std::string_view text, auto getter) { return FaultOf(text, getter); };
  CHECK(fault(R"({"k":1})", [](ObjectReader& r) { r.Bool("k"); }) == "json.type /at/k");
  CHECK(fault(R"({"k":"1"})", [](ObjectReader& r) { r.Number("k"); }) == "json.type /at/k");
  CHECK(fault(R"({"k":-1})", [](ObjectReader& r) { r.Unsigned("k"); }) == "json.type /at/k");
  CHECK(fault(R"({"k":1.5})", [](ObjectReader& r) { r.Unsigned("k"); }) == "json.type /at/k");
  CHECK(fault(R"({"k":18446744073709551615})", [](ObjectReader& r) { r.Unsigned("k"); }) ==
        "json.type /at/k");
  CHECK(fault(R"({"k":[]})", [](ObjectReader& r) { r.ObjectMember("k", Need::kOptional); }) ==
        "json.type /at/k");
  CHECK(fault(R"({"k":{}})", [](ObjectReader& r) { r.ArrayMember("k", Need::kOptional); }) ==
        "json.type /at/k");
  CHECK(fault(R"({"k":["a",1]})", [](ObjectReader& r) { r.Strings("k", 9, 9); }) ==
        "json.type /at/k");
  CHECK(fault(R"({"k":["a","b"]})", [](ObjectReader& r) { r.Strings("k", 1, 9); }) ==
        "json.too_long /at/k");
  CHECK(fault(R"({"k":["ab"]})", [](ObjectReader& r) { r.Strings("k", 9, 1); }) ==
        "json.too_long /at/k");
}

TEST_CASE("reader: a field that nobody asked for is a fault with a guess") {
  const Value value = Document(R"({"stge":"input"})");
  ObjectReader reader(value, "");
  reader.String("stage", Need::kOptional, 9);
  const Status status = reader.Finish();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == "json.unknown_field");
  CHECK(status.error().at == "/stge");
  CHECK(status.error().message.find("did you mean `stage`?") != std::string::npos);
}

TEST_CASE("reader: an unknown field of any length is shown in part, in whole characters") {
  Object object;
  object.Add(std::string(63, 'k') + "\xc3\xa9" + std::string(100000, 'x'), 1);
  const Value value(object);
  ObjectReader reader(value, "");
  const Error error = reader.Finish().error();
  CHECK(error.message.size() + error.at.size() < 200);
  CHECK(IsValidUtf8(error.message));
  CHECK(IsValidUtf8(error.at));
}

TEST_CASE("reader: a word that is none of those allowed is a fault that lists them") {
  const std::vector<std::string> effects = {"allow", "redact", "deny"};
  const Value value = Document(R"({"effect":"dney"})");
  ObjectReader reader(value, "");
  CHECK(reader.OneOf("effect", Need::kRequired, effects).empty());
  const Error error = reader.Finish().error();
  CHECK(error.code == "json.value");
  CHECK(error.message.find("`allow`, `redact`, `deny`") != std::string::npos);
}

TEST_CASE("reader: the first fault is kept, and getters after it give nothing") {
  CHECK(FaultOf(R"({"a":1,"b":2,"unknown":3})", [](ObjectReader& reader) {
          reader.String("a", Need::kRequired, 9);
          CHECK(reader.Number("b") == 0);
          reader.Fail("json.value", "b", "later");
          reader.Absorb(Error{"json.type", "nested", "/x"});
        }) == "json.type /at/a");
}

TEST_CASE("reader: a nested reader's fault is taken over with its place") {
  CHECK(FaultOf(R"({"o":{"n":"x"}})", [](ObjectReader& reader) {
          ObjectReader nested(*reader.ObjectMember("o", Need::kRequired), reader.PointerOf("o"));
          nested.Number("n");
          reader.Absorb(nested.Finish());
        }) == "json.type /at/o/n");
  CHECK(FaultOf(R"({"a/b":1})", [](ObjectReader& reader) { reader.Bool("a/b"); }) ==
        "json.type /at/a~1b");
}

TEST_CASE("reader: a fault of the caller's own stands at its member") {
  CHECK(FaultOf(R"({"n":11})", [](ObjectReader& reader) {
          if (reader.Number("n") > 10) reader.Fail("json.value", "n", "more than 10");
        }) == "json.value /at/n");
}

}  // namespace
}  // namespace reeve::json
