#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"

namespace reeve::json {
namespace {

std::string CodeOf(std::string_view text, const ParseLimits& limits = {}) {
  const Result<Value> value = Parse(text, limits);
  return value.ok() ? "ok" : std::string(value.error().code);
}

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST_CASE("json: every kind of value is read") {
  const Result<Value> value =
      Parse(R"( {"n":null,"t":true,"f":false,"i":-7,"d":2.5,"s":"x","a":[1,[]],"o":{"k":{}}} )");
  REQUIRE(value.ok());
  CHECK(value->Find("n")->is_null());
  CHECK(*value->Find("t")->as_bool());
  CHECK_FALSE(*value->Find("f")->as_bool());
  CHECK(*value->Find("i")->as_int() == -7);
  CHECK(*value->Find("d")->as_double() == 2.5);
  CHECK(*value->Find("s")->as_string() == "x");
  CHECK(value->Find("a")->as_array()->size() == 2);
  CHECK(value->Find("o")->Find("k")->as_object()->empty());
  CHECK(value->Find("absent") == nullptr);
}

TEST_CASE("json: a lone value of any kind is a document") {
  for (const std::string text : {"0", "\"\"", "null", "true", "[]", "{}", " 1\n"}) {
    CAPTURE(text);
    CHECK(CodeOf(text) == "ok");
  }
}

TEST_CASE("json: what is no JSON is refused") {
  for (const std::string text : {"",
                                 " ",
                                 "\n\t",
                                 "nul",
                                 "nulls",
                                 "True",
                                 "tru",
                                 "{",
                                 "}",
                                 "[",
                                 "]",
                                 "[1",
                                 "[1,]",
                                 "[,1]",
                                 "[1 2]",
                                 "[1,,2]",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1,}",
                                 "{,}",
                                 "{a:1}",
                                 "{'a':1}",
                                 "{1:1}",
                                 "{\"a\" 1}",
                                 "{\"a\":1 \"b\":2}",
                                 "'a'",
                                 "\"a",
                                 "a\"",
                                 "\"\\\"",
                                 "// c\n1",
                                 "/**/1",
                                 "[1]]",
                                 "{}}",
                                 "1 2",
                                 "{} {}",
                                 "[] x",
                                 "null,",
                                 "NaN",
                                 "Infinity",
                                 "-Infinity",
                                 "undefined",
                                 "\"\\x41\"",
                                 "\"\\u12\"",
                                 "\"\\u12g4\"",
                                 "\"\\U0041\"",
                                 "\"\\a\"",
                                 "\"\\'\"",
                                 "\"a\nb\"",
                                 "\"a\tb\"",
                                 "\"\x01\"",
                                 "\x0c"
                                 "1",
                                 "\x0b"
                                 "1",
                                 "\xc2\xa0"
                                 "1"}) {
    CAPTURE(text);
    CHECK(CodeOf(text) != "ok");
  }
}

TEST_CASE("json: a number in a form that JSON does not have is refused") {
  for (const std::string text : {"01",    "-01", "00",  "+1",   "-",     "--1",  "1.",      ".5",
                                 "-.5",   "1e",  "1e+", "1.e1", "1E-",   "0x10", "1_000",   "1.5.2",
                                 "1e5.5", "-a",  "1a",  "0b1",  "1e1e1", "- 1",  "\xd9\xa1"}) {
    CAPTURE(text);
    CHECK(CodeOf(text) != "ok");
    CHECK(CodeOf("[" + text + "]") != "ok");
    CHECK(CodeOf("{\"k\":" + text + "}") != "ok");
  }
}

TEST_CASE("json: a byte order mark, a NUL and control characters outside strings are refused") {
  CHECK(CodeOf("\xef\xbb\xbf{}") != "ok");
  CHECK(CodeOf(std::string_view("{}\0", 3)) != "ok");
  CHECK(CodeOf(std::string_view("\0", 1)) != "ok");
  CHECK(CodeOf(std::string_view("[1,\0 2]", 7)) != "ok");
  CHECK(CodeOf(std::string_view("\"a\0b\"", 5)) != "ok");
  CHECK(CodeOf(std::string_view("{\"a\0\":1}", 8)) != "ok");
}

TEST_CASE("json: an escaped NUL is a character like others") {
  const Result<Value> value = Parse(R"({"a\u0000b":"\u0000"})");
  REQUIRE(value.ok());
  CHECK(*value->Find(std::string_view("a\0b", 3))->as_string() == std::string(1, '\0'));
}

TEST_CASE("json: a key that stands twice is refused, and named with its place") {
  const Result<Value> value = Parse(R"({"a":[0,{"x/y":1,"z":2,"x/y":3}]})");
  REQUIRE_FALSE(value.ok());
  CHECK(value.error().code == "json.duplicate_key");
  CHECK(value.error().at == "/a/1/x~1y");
  CHECK(value.error().message.find("`x/y`") != std::string::npos);
}

TEST_CASE("json: keys are compared as the letters that they mean") {
  CHECK(CodeOf(R"({"a":1,"\u0061":2})") == "json.duplicate_key");
  CHECK(CodeOf(R"({"":1,"":2})") == "json.duplicate_key");
  CHECK(CodeOf(R"({"\ud83e\udd89":1,"🦉":2})") == "json.duplicate_key");
  CHECK(CodeOf(R"({"a\u0000":1,"a":2})") == "ok");
  CHECK(CodeOf(R"({"a":1,"A":2})") == "ok");
  CHECK(CodeOf(R"({"a":{"a":{"a":1}}})") == "ok");
}

TEST_CASE("json: a duplicate key is found wherever it stands in an object of any size") {
  for (const size_t size : {2u, 15u, 16u, 17u, 18u, 33u, 500u}) {
    for (const size_t first : {size_t{0}, (size - 1) / 2, size - 2}) {
      std::string text = "{";
      for (size_t i = 0; i < size; ++i) {
        const size_t key = i + 1 == size ? first : i;
        text += (i > 0 ? ",\"k" : "\"k") + std::to_string(key) + "\":0";
      }
      CAPTURE(size, first);
      CHECK(CodeOf(text + "}") == "json.duplicate_key");
      CHECK(CodeOf(text + ",\"more\":1}") == "json.duplicate_key");
    }
  }
}

TEST_CASE("json: nesting is bounded where the limit says") {
  for (const size_t limit : {1u, 2u, 5u, 64u}) {
    const ParseLimits limits{.max_depth = limit};
    CAPTURE(limit);
    CHECK(CodeOf("1", limits) == "ok");
    CHECK(CodeOf(Nested(limit), limits) == "ok");
    CHECK(CodeOf(Nested(limit + 1), limits) == "json.too_deep");
    if (limit == 1) continue;
    CHECK(CodeOf("[" + Nested(limit - 1) + ",1," + Nested(limit - 1) + "]", limits) == "ok");
  }
  std::string objects = "1";
  for (int i = 0; i < 64; ++i) objects = "{\"k\":" + objects + "}";
  CHECK(CodeOf(objects) == "ok");
  CHECK(CodeOf("[" + objects + "]") == "json.too_deep");
  CHECK(CodeOf(Nested(1000000)) == "json.too_deep");
  CHECK(CodeOf(std::string(1000000, '[')) != "ok");
}

TEST_CASE("json: after a document with another limit the usual limit holds again") {
  CHECK(CodeOf(Nested(100), {.max_depth = 100}) == "ok");
  CHECK(CodeOf(Nested(65)) == "json.too_deep");
  CHECK(CodeOf(Nested(64)) == "ok");
}

TEST_CASE("json: size is bounded where the limit says") {
  const ParseLimits limits{.max_bytes = 10};
  CHECK(CodeOf("\"12345678\"", limits) == "ok");
  CHECK(CodeOf("\"123456789\"", limits) == "json.too_large");
  const std::string large = "\"" + std::string(3u << 20, 'x') + "\"";
  REQUIRE(CodeOf(large) == "ok");
  CHECK(Parse(large)->as_string()->size() == 3u << 20);
}

TEST_CASE("json: bytes that are not UTF-8 are refused in values and in keys") {
  for (const std::string bytes :
       {"\x80", "\xc0\xaf", "\xc3", "\xed\xa0\x80", "\xed\xb0\x80", "\xf4\x90\x80\x80", "\xff",
        "\xe0\x80\x80", "\xf8\x88\x80\x80\x80"}) {
    CAPTURE(bytes);
    CHECK(CodeOf("\"" + bytes + "\"") == "json.invalid_utf8");
    CHECK(CodeOf("{\"" + bytes + "\":1}") == "json.invalid_utf8");
    CHECK(CodeOf("\"" + std::string(100, 'x') + bytes + "\"") == "json.invalid_utf8");
  }
}

TEST_CASE("json: half of a surrogate pair is refused, a pair is one character") {
  for (const std::string text :
       {R"("\ud83e")", R"("\udd89")", R"("\ud83ex")", R"("\ud83e\n")", R"("\ud83e\u0041")",
        R"("\ud83e\ud83e")", R"("\udd89\ud83e")", R"("\ud83e \udd89")", R"("\ud83e\\udd89")",
        R"("\ud83e\udd8")", R"("\uDFFF")", R"({"\ud83e":1})", R"({"\udd89":1})"}) {
    CAPTURE(text);
    CHECK(CodeOf(text) != "ok");
  }
  CHECK(*Parse(R"("\ud83e\udd89")")->as_string() == "\xf0\x9f\xa6\x89");
  CHECK(*Parse(R"("\uD800\uDC00\uDBFF\uDFFF")")->as_string() == "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
}

TEST_CASE("json: integers keep every digit up to 64 bits") {
  CHECK(*Parse("9223372036854775807")->as_int() == INT64_MAX);
  CHECK(*Parse("-9223372036854775808")->as_int() == INT64_MIN);
  CHECK(*Parse("9223372036854775808")->as_uint() == uint64_t{1} << 63);
  CHECK(*Parse("18446744073709551615")->as_uint() == UINT64_MAX);
  CHECK(*Parse("9007199254740993")->as_int() == 9007199254740993);
  CHECK(*Parse("-0")->as_int() == 0);
}

TEST_CASE("json: an integer outside 64 bits is refused, for no digit may be lost") {
  for (const std::string text :
       {"18446744073709551616", "-9223372036854775809", "99999999999999999999",
        "100000000000000000001", "-123456789012345678901", "1000000000000000000000",
        "340282366920938463463374607431768211456"}) {
    CAPTURE(text);
    CHECK(CodeOf(text) == "json.number");
    CHECK(CodeOf("{\"k\":[" + text + "]}") == "json.number");
  }
}

TEST_CASE("json: a number is a double when it has a fraction or an exponent") {
  CHECK(*Parse("1.0")->as_double() == 1.0);
  CHECK(*Parse("1e2")->as_double() == 100.0);
  CHECK(*Parse("1E-2")->as_double() == 0.01);
  CHECK(*Parse("-0.0")->as_double() == 0.0);
  CHECK(*Parse("1e-400")->as_double() == 0.0);
  CHECK(*Parse("1.7976931348623157e308")->as_double() == 1.7976931348623157e308);
  CHECK(*Parse("5e-324")->as_double() == 5e-324);
}

TEST_CASE("json: a double past the largest is refused, not infinite") {
  for (const std::string text : {"1e400", "-1e400", "1e309", "1.8e308", "123456789e301"}) {
    CAPTURE(text);
    CHECK(CodeOf(text) == "json.number");
  }
}

TEST_CASE("json: a number literal of 40 characters is read, of 41 refused, wherever it stands") {
  const std::string forty = "1." + std::string(38, '3');
  REQUIRE(forty.size() == kMaxNumberLength);
  for (size_t shift = 0; shift < 90; ++shift) {
    const std::string before = "[" + std::string(shift, ' ');
    CAPTURE(shift);
    CHECK(CodeOf(before + forty + "]") == "ok");
    CHECK(CodeOf(before + forty + "3]") == "json.number");
    CHECK(CodeOf("{\"" + std::string(shift, 'k') + "\":" + forty + "3}") == "json.number");
  }
  CHECK(CodeOf(forty + "3") == "json.number");
  CHECK(CodeOf("0." + std::string(5000, '0') + "1") == "json.number");
}

TEST_CASE("json: digits inside a string are no number, however many") {
  const std::string digits(500, '7');
  CHECK(CodeOf("\"" + digits + "\"") == "ok");
  CHECK(CodeOf("{\"" + digits + "\":\"\\\"" + digits + "\\\\\"}") == "ok");
  CHECK(CodeOf("[\"\\\\\"," + digits + "]") == "json.number");
}

}  // namespace
}  // namespace reeve::json
