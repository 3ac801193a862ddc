#include "base/canonical_reader.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace reeve::json {
namespace {

bool Reads(std::string_view text, size_t max_depth = 256) {
  CanonicalReader reader(text, max_depth);
  return reader.Value(nullptr, nullptr) && reader.AtEnd();
}

bool IsCanonical(std::string_view text) {
  const auto value = Parse(text);
  std::string again;
  return value.ok() && WriteCanonical(*value, &again).ok() && again == text;
}

TEST_CASE("canonical reader: takes what the writer writes, and nothing else") {
  const std::vector<std::string> texts = {"{}",
                                          "[]",
                                          "null",
                                          "true",
                                          "0",
                                          "-1",
                                          "17",
                                          "123456789012345",
                                          "9007199254740992",
                                          "9007199254740993",
                                          "1e+21",
                                          "1E21",
                                          "0.5",
                                          "-0",
                                          "00",
                                          "01",
                                          "1.0",
                                          "1.50",
                                          "-",
                                          "+1",
                                          "5e-324",
                                          "18446744073709552000",
                                          R"("a")",
                                          R"("\u00e9")",
                                          "\"\xC3\xA9\"",
                                          "\"\xC3\"",
                                          R"("\n")",
                                          R"("\u000a")",
                                          R"("\u001f")",
                                          R"("\u001F")",
                                          R"("\u0020")",
                                          R"("\/")",
                                          R"("a\"b\\")",
                                          "\"a\nb\"",
                                          R"("12345678\n1234567812345678")",
                                          R"("1234567)",
                                          R"({"a":1,"b":2})",
                                          R"({"b":1,"a":2})",
                                          R"({"a":1,"a":2})",
                                          R"({"a":1,})",
                                          R"({"a" :1})",
                                          R"([1, 2])",
                                          R"([1,2])",
                                          R"([1,])",
                                          "{\"\xEE\x80\x80\":1,\"\xF0\x9F\x98\x80\":2}",
                                          "{\"\xF0\x9F\x98\x80\":2,\"\xEE\x80\x80\":1}",
                                          R"({"\n":1,"a":2})",
                                          R"({"a":2,"\n":1})",
                                          R"({"":1})",
                                          "",
                                          " 1",
                                          "1 ",
                                          "tru",
                                          "nullx",
                                          "\"\x7F\"",
                                          "{\"a\":{\"b\":[{}]}}",
                                          "[\"a\",\"b\"",
                                          "\"\xED\xA0\x80\""};
  for (const std::string& text : texts) {
    INFO(text);
    CHECK(Reads(text) == IsCanonical(text));
  }
  CHECK(Reads("[[[]]]", 3));
  CHECK_FALSE(Reads("[[[[]]]]", 3));
  CHECK(Reads("[[[1]]]", 3));
}

TEST_CASE("canonical reader: every change of every byte is judged as parser and writer judge it") {
  const std::string good =
      R"({"a":{"b":[1,-2.5,1e+30,"x\ty"],"c":"12345678é"},"log":"decision","n":null,"t":[true,false]})";
  REQUIRE(Reads(good));
  for (size_t i = 0; i < good.size(); ++i) {
    for (int c = 0; c < 256; ++c) {
      std::string text = good;
      text[i] = static_cast<char>(c);
      if (Reads(text) != IsCanonical(text)) FAIL("byte " << i << " as " << c);
    }
  }
}

TEST_CASE("canonical reader: finds what lies at paths, in the order of the text") {
  const PathSet paths({"/facts/system", "/hits/*/rule", "/none", "/facts", "/hits/*/rule"});
  std::vector<FoundValue> found;
  CanonicalReader reader(
      R"({"facts":{"system":"s"},"hits":[{"rule":"r1"},7,{"rule":2}],"rule":9})");
  REQUIRE(reader.Value(&paths, &found));
  std::vector<std::pair<size_t, std::string>> got;
  for (const FoundValue& each : found) got.emplace_back(each.path, each.text);
  CHECK(got == std::vector<std::pair<size_t, std::string>>{{3, R"({"system":"s"})"},
                                                           {0, R"("s")"},
                                                           {1, R"("r1")"},
                                                           {4, R"("r1")"},
                                                           {1, "2"},
                                                           {4, "2"}});
  CHECK(StringOf(R"("a\nb")") == "a\nb");
  CHECK(StringOf("7") == std::nullopt);
  CHECK(NumberOf("17") == uint64_t{17});
  CHECK(NumberOf("-1") == std::nullopt);
}

}  // namespace
}  // namespace reeve::json
