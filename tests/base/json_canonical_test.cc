#include <bit>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "base/file.h"
#include "base/json.h"

namespace reeve::json {
namespace {

// The files of tests/vectors/jcs hold the vectors of RFC 8785 appendix B and more of the kind; the
// expected texts are what ECMAScript's own JSON.stringify prints.
Value Vectors(const std::string& name) {
  const auto text = ReadFile(REEVE_SOURCE_DIR "/tests/vectors/jcs/" + name);
  REQUIRE(text.ok());
  Result<Value> value = Parse(*text);
  REQUIRE(value.ok());
  REQUIRE(value->as_array() != nullptr);
  return *std::move(value);
}

double FromBits(const std::string& hex) {
  uint64_t bits = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
  return std::bit_cast<double>(bits);
}

TEST_CASE("jcs: numbers are printed as ECMAScript prints them") {
  const Value vectors = Vectors("numbers.json");
  CHECK(vectors.as_array()->size() > 100);
  for (const Value& vector : *vectors.as_array()) {
    const std::string& bits = *vector.Find("bits")->as_string();
    CAPTURE(bits);
    const Result<std::string> text = Canonical(Value(FromBits(bits)));
    if (vector.Find("text")->is_null()) {
      REQUIRE_FALSE(text.ok());
      CHECK(text.error().code == "json.unrepresentable");
    } else {
      REQUIRE(text.ok());
      CHECK(*text == *vector.Find("text")->as_string());
    }
  }
}

TEST_CASE("jcs: documents have one form, and that form is its own") {
  const Value vectors = Vectors("documents.json");
  CHECK(vectors.as_array()->size() > 10);
  for (const Value& vector : *vectors.as_array()) {
    CAPTURE(*vector.Find("what")->as_string());
    const Result<Value> value = Parse(*vector.Find("input")->as_string());
    REQUIRE(value.ok());
    const std::string& expected = *vector.Find("canonical")->as_string();
    REQUIRE(Canonical(*value).ok());
    CHECK(*Canonical(*value) == expected);
    REQUIRE(Parse(expected).ok());
    CHECK(*Canonical(*Parse(expected)) == expected);
  }
}

TEST_CASE("jcs: what canonical form writes can be read again, to the same bytes") {
  std::mt19937_64 random(20261120);
  for (int i = 0; i < 20000; ++i) {
    // Every third number lies where digits without an exponent leave 64 bits: 2^50 to 2^72.
    const double number = i % 3 == 0 ? std::ldexp(static_cast<double>(random() >> 11),
                                                  static_cast<int>(random() % 22) - 2)
                                     : std::bit_cast<double>(random());
    if (!std::isfinite(number)) continue;
    const Result<std::string> text = Canonical(Value(number));
    REQUIRE(text.ok());
    CAPTURE(*text);
    const Result<Value> again = Parse(*text);
    REQUIRE(again.ok());
    if (const double* same = again->as_double()) REQUIRE(*same == number);
    REQUIRE(Canonical(*again).ok());
    REQUIRE(*Canonical(*again) == *text);
  }
}

TEST_CASE("jcs: the numbers between 2^64 and 1e21 are read inside documents too") {
  const std::string text =
      R"({"a":[100000000000000000000,-295147905179352830000,"100000000000000000000 1"],"b":1})";
  const Result<Value> value = Parse(text);
  REQUIRE(value.ok());
  CHECK(*(*value->Find("a")->as_array())[0].as_double() == 1e20);
  CHECK(*(*value->Find("a")->as_array())[1].as_double() == -295147905179352830000.0);
  CHECK(*Canonical(*value) == text);
}

TEST_CASE("jcs: an integer that a double cannot carry exactly is refused") {
  const int64_t largest = int64_t{1} << 53;
  CHECK(*Canonical(Value(largest - 1)) == "9007199254740991");
  CHECK(*Canonical(Value(1 - largest)) == "-9007199254740991");
  for (const int64_t number :
       {largest + 1, -largest - 1, largest * 4 + 1, INT64_MAX, INT64_MIN, INT64_MIN + 1}) {
    CAPTURE(number);
    const Result<std::string> text = Canonical(Value(number));
    REQUIRE_FALSE(text.ok());
    CHECK(text.error().code == "json.unrepresentable");
  }
  for (const uint64_t number : {uint64_t{1} << 63, UINT64_MAX}) {
    CHECK(Canonical(Value(number)).error().code == "json.unrepresentable");
  }
}

TEST_CASE("jcs: not-a-number and infinity are refused, however deep they stand") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double number : {infinity, -infinity, std::nan("")}) {
    CHECK_FALSE(Canonical(Value(number)).ok());
    CHECK_FALSE(Canonical(Value(Array{Value(Object{{"k", Value(Array{number})}})})).ok());
  }
}

TEST_CASE("jcs: text that is not UTF-8 is refused, for no reader would take it back") {
  CHECK(Canonical(Value("\xff")).error().code == "json.unrepresentable");
  CHECK(Canonical(Value(Object{{"\xc3", 1}})).error().code == "json.unrepresentable");
  CHECK(Canonical(Value(Array{Value("ok"), Value("\xed\xa0\x80")})).error().code ==
        "json.unrepresentable");
}

TEST_CASE("jcs: members inserted in any order give the same bytes") {
  std::vector<Member> members;
  for (const char* key : {"b", "a", "\xee\x80\x80", "\xf0\x90\x80\x80", "", "aa", "\xed\x9f\xbf",
                          "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "\xc2\x80", "\x7f"}) {
    members.push_back({key, Value(1)});
  }
  std::mt19937 random(7);
  std::string first;
  for (int i = 0; i < 100; ++i) {
    std::shuffle(members.begin(), members.end(), random);
    Object object;
    for (const Member& member : members) object.Add(member.key, member.value);
    const std::string text = *Canonical(Value(object));
    if (first.empty()) first = text;
    REQUIRE(text == first);
  }
  // UTF-16: DFFF (of an astral letter) before E000.
  CHECK(first.find("\xf4\x8f\xbf\xbf") < first.find("\xee\x80\x80"));
  CHECK(first.find("\xed\x9f\xbf") < first.find("\xf0\x90\x80\x80"));
}

TEST_CASE("jcs: the writer appends, and a literal has its quotes") {
  std::string out = "x=";
  REQUIRE(WriteCanonical(Value(Array{1, "a"}), &out).ok());
  CHECK(out == "x=[1,\"a\"]");
  out.clear();
  WriteString(std::string_view("\b\f\n\r\t\"\\/\x1f\x7f\0", 11), &out);
  CHECK(out == "\"\\b\\f\\n\\r\\t\\\"\\\\/\\u001f\x7f\\u0000\"");
}

Value RandomValue(std::mt19937_64& random, int depth) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "\"",
                                                   "\\",
                                                   "\n",
                                                   "\x01",
                                                   "/",
                                                   "\xc3\xa9",
                                                   "\xe2\x82\xac",
                                                   "\xf0\x9f\xa6\x89",
                                                   "\xee\x80\x80",
                                                   "\x7f",
                                                   std::string(1, '\0')};
  const auto text = [&] {
    std::string out;
    for (uint64_t n = random() % 6; n > 0; --n) out += kPieces[random() % kPieces.size()];
    return out;
  };
  switch (random() % (depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<int64_t>(random() >> 11) - (int64_t{1} << 52);
    case 3:
      return std::ldexp(static_cast<double>(random() >> 12) + 0.5,
                        -static_cast<int>(random() % 90));
    case 4:
      return text();
    case 5: {
      Array array;
      for (uint64_t n = random() % 5; n > 0; --n) array.push_back(RandomValue(random, depth - 1));
      return array;
    }
    default: {
      Object object;
      for (uint64_t n = random() % 25; n > 0; --n)
        object.Set(text(), RandomValue(random, depth - 1));
      return object;
    }
  }
}

TEST_CASE("jcs: any value survives canonical and pretty form") {
  std::mt19937_64 random(8785);
  for (int i = 0; i < 2000; ++i) {
    const Value value = RandomValue(random, 4);
    const std::string text = *Canonical(value);
    CAPTURE(text);
    const Result<Value> again = Parse(text);
    REQUIRE(again.ok());
    REQUIRE(*Canonical(*again) == text);
    const Result<Value> pretty = Parse(Pretty(value));
    REQUIRE(pretty.ok());
    REQUIRE(*Canonical(*pretty) == text);
  }
}

}  // namespace
}  // namespace reeve::json
