#include <catch2/catch.hpp>
#include <cmath>
#include <type_traits>

#include "base/json.h"

namespace reeve::json {
namespace {

TEST_CASE("json: a value names its kind and gives itself as that kind alone") {
  CHECK(Value().KindName() == "null");
  CHECK(Value(nullptr).KindName() == "null");
  CHECK(Value(true).KindName() == "bool");
  CHECK(Value(1).KindName() == "int");
  CHECK(Value(UINT64_MAX).KindName() == "uint");
  CHECK(Value(1.0).KindName() == "double");
  CHECK(Value("true").KindName() == "string");
  CHECK(Value(Array{}).KindName() == "array");
  CHECK(Value(Object{}).KindName() == "object");
  CHECK(Value("1").as_int() == nullptr);
  CHECK(Value(1).as_bool() == nullptr);
  CHECK(Value(1).as_double() == nullptr);
  CHECK(Value(1.0).as_int() == nullptr);
  CHECK(Value(1).Find("k") == nullptr);
}

TEST_CASE("json: a text is no truth value, nor is a pointer to one") {
  CHECK(Value("x").as_bool() == nullptr);
  CHECK(Value(std::string_view("x")).as_bool() == nullptr);
  CHECK_FALSE(std::is_constructible_v<Value, const std::string*>);
  CHECK_FALSE(std::is_constructible_v<Value, const Value*>);
}

TEST_CASE("json: a whole number has one form, signed where it fits") {
  CHECK(*Value(uint64_t{7}).as_int() == 7);
  CHECK(*Value(static_cast<uint64_t>(INT64_MAX)).as_int() == INT64_MAX);
  CHECK(Value(uint64_t{7}) == Value(7));
  CHECK(*Value(static_cast<uint64_t>(INT64_MAX) + 1).as_uint() == uint64_t{1} << 63);
}

TEST_CASE("json: an object keeps the order of insertion, and Set replaces in place") {
  Object object{{"b", 1}, {"a", 2}};
  object.Add("c", 3).Add("d", 4);
  object.Set("a", "two");
  object.Set("e", 5);
  std::string keys;
  for (const Member& member : object) keys += member.key;
  CHECK(keys == "bacde");
  CHECK(object.size() == 5);
  CHECK(*object.Find("a")->as_string() == "two");
  CHECK(object.Find("x") == nullptr);
  *object.Find("b") = Value(9);
  CHECK(*object.Find("b")->as_int() == 9);
}

TEST_CASE("json: objects are equal in any order, arrays in theirs") {
  CHECK(Value(Object{{"a", 1}, {"b", 2}}) == Value(Object{{"b", 2}, {"a", 1}}));
  CHECK_FALSE(Value(Object{{"a", 1}}) == Value(Object{{"a", 2}}));
  CHECK_FALSE(Value(Object{{"a", 1}}) == Value(Object{{"b", 1}}));
  CHECK_FALSE(Value(Object{{"a", 1}}) == Value(Object{{"a", 1}, {"b", 2}}));
  CHECK_FALSE(Value(Object{{"a", 1}, {"b", 2}}) == Value(Object{{"a", 1}}));
  CHECK(Value(Array{1, 2}) == Value(Array{1, 2}));
  CHECK_FALSE(Value(Array{1, 2}) == Value(Array{2, 1}));
  CHECK_FALSE(Value(Object{}) == Value(Array{}));
  CHECK_FALSE(Value(Object{}) == Value(nullptr));
  CHECK_FALSE(Value("1") == Value(1));
  CHECK_FALSE(Value(false) == Value(nullptr));
  CHECK(Value(nullptr) == Value());
}

TEST_CASE("json: a copy is apart from its source, a move takes everything") {
  Value first(Object{{"a", Array{1}}});
  Value copy = first;
  copy.as_object()->Find("a")->as_array()->push_back(2);
  CHECK(first.Find("a")->as_array()->size() == 1);
  const Value moved = std::move(copy);
  CHECK(moved.Find("a")->as_array()->size() == 2);
  Object nested{{"self", 1}};
  nested.Set("self", nested);  // an object put into itself is put in as it was
  CHECK(*nested.Find("self")->Find("self")->as_int() == 1);
}

TEST_CASE("json: pretty form is indented by two and keeps the order") {
  CHECK(Pretty(Value(Object{{"b", Array{1, Array{}, Object{}}}, {"a", Object{{"k", "v\n"}}}})) ==
        "{\n"
        "  \"b\": [\n"
        "    1,\n"
        "    [],\n"
        "    {}\n"
        "  ],\n"
        "  \"a\": {\n"
        "    \"k\": \"v\\n\"\n"
        "  }\n"
        "}");
}

TEST_CASE("json: pretty form shows every value, even those without a canonical form") {
  CHECK(Pretty(Value(INT64_MAX)) == "9223372036854775807");
  CHECK(Pretty(Value(UINT64_MAX)) == "18446744073709551615");
  CHECK(Pretty(Value(std::nan(""))) == "null");
  CHECK(Pretty(Value("\xff")) == "\"\xff\"");
  CHECK(Pretty(Value()) == "null");
}

// The example of RFC 6901 section 5 in our own letters.
const char kPointed[] =
    R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8," ":7,"~1":9,"deep":[{"k":[10]}]})";

TEST_CASE("pointer: every kind of token finds its value") {
  const Value root = *Parse(kPointed);
  const auto at = [&](std::string_view pointer) {
    const Value* found = Resolve(root, pointer);
    return found == nullptr ? std::string("absent") : *Canonical(*found);
  };
  CHECK(Resolve(root, "") == &root);
  CHECK(at("/foo") == "[\"bar\",\"baz\"]");
  CHECK(at("/foo/0") == "\"bar\"");
  CHECK(at("/") == "0");
  CHECK(at("/a~1b") == "1");
  CHECK(at("/c%d") == "2");
  CHECK(at("/m~0n") == "8");
  CHECK(at("/ ") == "7");
  CHECK(at("/~01") == "9");
  CHECK(at("/deep/0/k/0") == "10");
}

TEST_CASE("pointer: what names no value gives none") {
  const Value root = *Parse(kPointed);
  for (const std::string pointer : {"foo",
                                    "/none",
                                    "/foo/2",
                                    "/foo/-",
                                    "/foo/-1",
                                    "/foo/+1",
                                    "/foo/00",
                                    "/foo/01",
                                    "/foo/0x0",
                                    "/foo/ 1",
                                    "/foo/1.0",
                                    "/foo/",
                                    "/foo/18446744073709551616",
                                    "/foo/0/0",
                                    "/a/b",
                                    "/m~n",
                                    "/m~2n",
                                    "/m~",
                                    "//",
                                    "/deep/0/"}) {
    CAPTURE(pointer);
    CHECK(Resolve(root, pointer) == nullptr);
  }
}

TEST_CASE("pointer: a pointer that was built finds its value, whatever the key") {
  for (const std::string key : {"", "a", "/", "~", "~0", "~1", "a/b~c", "~~//", "0"}) {
    const Value root(Object{{"outer", Object{{key, 5}}}});
    const std::string pointer = PointerTo(PointerTo("", "outer"), key);
    CAPTURE(pointer);
    REQUIRE(Resolve(root, pointer) != nullptr);
    CHECK(*Resolve(root, pointer)->as_int() == 5);
  }
  CHECK(PointerTo("", "a/b~c") == "/a~1b~0c");
}

TEST_CASE("pointer: a value found in a changeable root can be changed") {
  Value root = *Parse(kPointed);
  *Resolve(root, "/deep/0/k/0") = Value("new");
  CHECK(*Resolve(root, "/deep/0/k/0")->as_string() == "new");
}

}  // namespace
}  // namespace reeve::json
