#include "detectors/secret_shape.h"

#include <catch2/catch.hpp>

namespace reeve::detectors {
namespace {

constexpr size_t kNo = std::string_view::npos;

std::vector<std::string> Triggers(std::string_view pattern) {
  std::vector<std::string> triggers;
  const SecretShape shape(pattern);
  for (const SecretShape::Trigger& trigger : shape.triggers()) {
    triggers.push_back(std::to_string(trigger.offset) + trigger.literal);
  }
  return triggers;
}

TEST_CASE("detectors: a shape takes literals, sets and counts") {
  const SecretShape shape("tok_[a-c0-3]{4}-[xyz]{1,3}");
  REQUIRE(shape.well_formed());
  CHECK(shape.prefix() == 4);
  CHECK(shape.Match("tok_a0c3-xy", 0) == 11);
  CHECK(shape.Match("see tok_a0c3-z, and", 4) == 14);
  CHECK(shape.Match("tok_a0c4-xy", 0) == kNo);
  CHECK(shape.Match("tok_a0c-xy", 0) == kNo);
  CHECK(shape.Match("tok_a0c3-", 0) == kNo);
  CHECK(shape.Match("Tok_a0c3-xy", 0) == kNo);
}

TEST_CASE("detectors: a shape ends where its token ends") {
  const SecretShape shape("k[a-z]{3}");
  CHECK(shape.Match("kabc", 0) == 4);
  CHECK(shape.Match("kabc.", 0) == 4);
  CHECK(shape.Match("kabc\"", 0) == 4);
  CHECK(shape.Match("kabcd", 0) == kNo);
  CHECK(shape.Match("kabc7", 0) == kNo);
  CHECK(shape.Match("kabc_", 0) == kNo);
  CHECK(shape.Match("kabc***", 0) == kNo);
  CHECK(shape.Match("kabc####", 0) == kNo);
  CHECK(shape.Match("kabc#top", 0) == 4);
}

TEST_CASE("detectors: a full stop behind a shape that has dots belongs to the sentence") {
  const SecretShape shape("k[a-z.]{3,9}");
  CHECK(shape.Match("ka.bc.", 0) == 5);
  CHECK(shape.Match("kabc. Next", 0) == 4);
}

TEST_CASE("detectors: a dash stands for itself at the end of a set") {
  const SecretShape shape("[a-c_-]{5}");
  CHECK(shape.Match("a-b_c", 0) == 5);
  CHECK(shape.Match("a-d_c", 0) == kNo);
}

TEST_CASE("detectors: a malformed shape matches nothing") {
  for (const std::string_view pattern :
       {"a[bc", "a[b]{", "a[b]{x}", "a[b]{3", "a[b]{3,2}", "a[b]{3,"}) {
    INFO(pattern);
    CHECK_FALSE(SecretShape(pattern).well_formed());
    CHECK(SecretShape(pattern).Match("abbb", 0) == kNo);
  }
}

TEST_CASE("detectors: a shape is come upon by its first bytes, or by a literal of fixed place") {
  CHECK(Triggers("ghp_[a-z]{36}") == std::vector<std::string>{"0ghp_"});
  CHECK(Triggers("S[ab][cd]x{3}").size() == 4);
  CHECK(Triggers("[a-z0-9]{14}.mark.[a-z]{9}") == std::vector<std::string>{"15mark."});
  CHECK(Triggers("_session=[a-z]{9}") == std::vector<std::string>{"1session="});
  CHECK(Triggers("[a-z]{32}").empty());
  CHECK(Triggers("[a-z]{3,9}.mark.[a-z]{9}").empty());
}

}  // namespace
}  // namespace reeve::detectors
