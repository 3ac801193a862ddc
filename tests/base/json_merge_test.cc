#include "base/json_merge.h"

#include <catch2/catch.hpp>

namespace reeve::json {
namespace {

Value Read(std::string_view text) { return Parse(text).value(); }

struct Case {
  const char* target;
  const char* patch;
  const char* result;
};

// RFC 7396, appendix A.
constexpr Case kCases[] = {
    {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
    {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
    {R"({"a":"b"})", R"({"a":null})", R"({})"},
    {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
    {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
    {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
    {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
    {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
    {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
    {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
    {R"({"a":"foo"})", R"(null)", R"(null)"},
    {R"({"a":"foo"})", R"("bar")", R"("bar")"},
    {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
    {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
    {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
};

}  // namespace

TEST_CASE("json: a merge patch does what RFC 7396 shows") {
  for (const Case& c : kCases) {
    INFO(c.target << " with " << c.patch);
    CHECK(Compact(MergePatch(Read(c.target), Read(c.patch))) == c.result);
  }
}

TEST_CASE("json: joined patches do what they do one after the other") {
  const Value target = Read(R"({"a":{"x":1,"y":2},"b":3})");
  const Value first = Read(R"({"a":{"x":null,"z":4},"c":5})");
  const Value second = Read(R"({"a":{"y":6},"b":null,"c":null})");
  const Value joined = JoinPatches(first, second);
  CHECK(Compact(joined) == R"({"a":{"x":null,"z":4,"y":6},"c":null,"b":null})");
  CHECK(MergePatch(target, joined) == MergePatch(MergePatch(target, first), second));
}

}  // namespace reeve::json
