#include "detectors/assignment.h"

#include <catch2/catch.hpp>
#include <string>

namespace reeve::detectors {
namespace {

std::optional<Assignment> ReadAssignment(std::string_view text, size_t begin, size_t end) {
  std::optional<Assignment> assignment = ReadKey(text, begin, end);
  if (assignment && !ReadValue(text, end, &*assignment)) return std::nullopt;
  return assignment;
}

// "key|value" of the first operator that makes an assignment.
std::string Read(std::string_view text) {
  for (size_t pos = 0; pos < text.size(); ++pos) {
    if (std::string_view("=:>|,(").find(text[pos]) == std::string_view::npos) continue;
    const size_t end = OperatorEnd(text, pos);
    if (end == pos) continue;
    if (const auto assignment = ReadAssignment(text, pos, end)) {
      return std::string(assignment->key) + "|" +
             std::string(text.substr(assignment->begin, assignment->end - assignment->begin));
    }
  }
  return "";
}

TEST_CASE("detectors: assignments of many languages and formats are read") {
  CHECK(Read("blue_token=v4lue") == "blue_token|v4lue");
  CHECK(Read("export BLUE_TOKEN = v4lue # note") == "export BLUE_TOKEN|v4lue");
  CHECK(Read("blueToken := \"v4 lue\"") == "blueToken|v4 lue");
  CHECK(Read("blueToken := `v4lue`") == "blueToken|v4lue");
  CHECK(Read("BLUE ::= \"v4lue\"") == "BLUE|v4lue");
  CHECK(Read("BLUE ?= \"v4lue\"") == "BLUE|v4lue");
  CHECK(Read("$blue .= \"v4lue\";") == "blue|v4lue");
  CHECK(Read("  'blue' => 'v4lue',") == "blue|v4lue");
  CHECK(Read("{\"blue\": \"v4lue\"}") == "blue|v4lue");
  CHECK(Read("{\\\"blue\\\": \\\"v4lue\\\"}") == "blue|v4lue");
  CHECK(Read("blue: v4lue\nred: x") == "blue|v4lue");
  CHECK(Read("blue: >-\n    v4lue\n") == "blue|v4lue");
  CHECK(Read("var blueToken string = \"v4lue\"") == "var blueToken string|v4lue");
  CHECK(Read("blue = @\"v4lue\";") == "blue|v4lue");
  CHECK(Read("blue = b'v4lue'") == "blue|v4lue");
  CHECK(Read("config['blue'] = 'v4lue'") == "blue|v4lue");
  CHECK(Read("<blue>v4lue</blue>") == "blue|v4lue");
  CHECK(Read("<blue kind=\"\">\n  v4lue\n</blue>") == "blue|v4lue");
  CHECK(Read("<add key=\"Blue\" value=\"v4lue\" />").substr(0, 4) == "add ");
  CHECK(Read("X-Blue-Token: Bearer v4lue") == "X-Blue-Token|v4lue");
  CHECK(Read("Put(\"BLUE\", \"v4lue\")").substr(0, 3) == "Put");
}

TEST_CASE("detectors: the type between a name and its value is no key") {
  const std::string_view text = "blue: str = \"v4lue\"";
  const auto assignment = ReadAssignment(text, 10, 11);
  REQUIRE(assignment);
  CHECK(assignment->key == "blue");
}

TEST_CASE("detectors: the value of an attribute or member named value has the key before it") {
  const auto key = [](std::string_view text) {
    const size_t pos = text.rfind(text.find("value\":") != std::string_view::npos ? ':' : '=');
    const auto assignment = ReadAssignment(text, pos, pos + 1);
    return assignment ? std::string(assignment->key) : "";
  };
  CHECK(key("<add key=\"Blue\" value=\"v4lue\" />") == "Blue");
  CHECK(key("{\"name\": \"BLUE\", \"value\": \"v4lue\"}") == "BLUE");
}

TEST_CASE("detectors: the default behind another value has the key of the whole") {
  const std::string_view text = "const blue = env.BLUE || \"v4lue\";";
  const size_t pos = text.find("||");
  const auto assignment = ReadAssignment(text, pos, OperatorEnd(text, pos));
  REQUIRE(assignment);
  CHECK(assignment->key == "const blue");
  CHECK(text.substr(assignment->begin, 5) == "v4lue");
}

TEST_CASE("detectors: addresses, scopes and arrows are no operators") {
  for (const std::string_view text : {"http://x", "std::string"}) {
    const size_t pos = text.find(':');
    CHECK(OperatorEnd(text, pos) == pos);
  }
  CHECK(Read("if (a->b) return;").empty());
  CHECK(Read("one, two, three").empty());
}

TEST_CASE("detectors: an empty value takes nothing of the next line") {
  CHECK(Read("BLUE_KEY=\nRED_KEY=v4lue") == "RED_KEY|v4lue");
}

TEST_CASE("detectors: a value without quotes ends at white space, quotes, a parameter, an escape") {
  CHECK(Read("blue=v4lue;red") == "blue|v4lue");
  CHECK(Read("blue=v4lue, red") == "blue|v4lue");
  CHECK(Read("f(blue=v4lue)") == "blue|v4lue");
  CHECK(Read("?blue=v4lue&red=x") == "blue|v4lue");
  CHECK(Read("\"BLUE=v4lue\\nRED=1\"") == "BLUE|v4lue");
  CHECK(Read("the blue word: v4lue.") == "the blue word|v4lue");
}

TEST_CASE("detectors: a comparison from the left is read") {
  const std::string_view text = "if (\"v4lue\" === blue_key) {";
  const size_t pos = text.find('=');
  const auto assignment = ReadComparison(text, pos, pos + 3);
  REQUIRE(assignment);
  CHECK(assignment->key == "blue_key");
  CHECK(text.substr(assignment->begin, assignment->end - assignment->begin) == "v4lue");
  CHECK_FALSE(ReadComparison("blue === \"v4lue\"", 5, 8));
}

TEST_CASE("detectors: a flag has the word behind it") {
  const auto value = [](std::string_view text) {
    const auto assignment = ReadFlag(text, 0);
    return assignment
               ? std::string(text.substr(assignment->begin, assignment->end - assignment->begin))
               : "";
  };
  CHECK(value("--blue-token v4lue --red") == "v4lue");
  CHECK(value("--blue-token 'v4 lue'") == "v4 lue");
  CHECK(value("--blue-token=v4lue").empty());
  CHECK(value("--verbose --red").empty());
  CHECK(value("--last").empty());
}

TEST_CASE("detectors: looks around an operator are bounded") {
  const std::string key(100000, 'k');
  const std::string text = key + "=\"" + std::string(100000, 'v') + "\"";
  const auto assignment = ReadAssignment(text, key.size(), key.size() + 1);
  REQUIRE(assignment);
  CHECK(assignment->key.size() <= 64);
  CHECK(assignment->end - assignment->begin <= 512);
}

}  // namespace
}  // namespace reeve::detectors
