#include "api/openapi.h"

#include <catch2/catch.hpp>

using reeve::api::OpenApiJson;
using reeve::api::OpenApiText;

TEST_CASE("openapi: plain scalars become what they are, quoted ones stay texts") {
  const auto json = OpenApiJson(
      "a: true\nb: 'true'\nc: 12\nd: \"12\"\ne: 0.5\nf: ~\ng: inf\nh: 2026-11-28\n"
      "i: [1, x, {j: -1}]\nk: >-\n  two\n  lines\nl: 3.1.0\nm: no\n");
  REQUIRE(json.ok());
  CHECK(*json ==
        R"({"a":true,"b":"true","c":12,"d":"12","e":0.5,"f":null,"g":"inf","h":"2026-11-28",)"
        R"("i":[1,"x",{"j":-1}],"k":"two lines","l":"3.1.0","m":"no"})");
}

TEST_CASE("openapi: the document that is built in is read, and one that is none is an error") {
  CHECK(OpenApiJson(OpenApiText()).ok());
  const auto none = OpenApiJson("a: [1\n");
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code == "openapi.syntax");
}
