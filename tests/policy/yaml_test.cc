#include "policy/yaml.h"

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

struct Parsed {
  std::optional<YamlNode> root;
  std::vector<Diagnostic> diagnostics;
};

Parsed Parse(std::string_view text) {
  Parsed parsed;
  Reporter reporter("f.yaml", text, &parsed.diagnostics);
  parsed.root = ParseYaml(reporter);
  return parsed;
}

// The one diagnostic, as "line:column code message".
std::string Refusal(std::string_view text) {
  const Parsed parsed = Parse(text);
  CHECK_FALSE(parsed.root.has_value());
  REQUIRE(parsed.diagnostics.size() == 1);
  const Diagnostic& d = parsed.diagnostics.front();
  return std::to_string(d.line) + ":" + std::to_string(d.column) + " " + d.code + " " + d.message;
}

// The source under the bytes `begin` to `end` of the scalar `key`.
std::string Under(std::string_view text, std::string_view key, std::string_view part) {
  const Parsed parsed = Parse(text);
  REQUIRE(parsed.root.has_value());
  const YamlNode* node = parsed.root->Find(key);
  REQUIRE(node != nullptr);
  const size_t begin = node->scalar.find(part);
  REQUIRE(begin != std::string::npos);
  const Span span = SourceSpan(*node, text, {begin, begin + part.size()});
  return std::string(text.substr(span.begin, span.end - span.begin));
}

}  // namespace

TEST_CASE("yaml: scalars, lists and maps become a tree in order of writing") {
  const Parsed parsed = Parse("b: [1, 'two', ~]\na: { c: |\n    x\n    y\n  }\n");
  const Parsed block = Parse("b: [1, 'two', ~]\na:\n  c: |\n    x\n    y\n");
  CHECK_FALSE(parsed.root.has_value());
  REQUIRE(block.root.has_value());
  REQUIRE(block.root->members.size() == 2);
  CHECK(block.root->members[0].key == "b");
  const YamlNode& list = block.root->members[0].value;
  REQUIRE(list.items.size() == 3);
  CHECK(list.items[0].plain);
  CHECK_FALSE(list.items[1].plain);
  CHECK(list.items[2].kind == YamlNode::Kind::kNull);
  CHECK(block.root->Find("a")->Find("c")->scalar == "x\ny\n");
}

TEST_CASE("yaml: every duplicate key is reported, with the line of the first") {
  const Parsed parsed = Parse("a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\n");
  CHECK_FALSE(parsed.root.has_value());
  REQUIRE(parsed.diagnostics.size() == 2);
  CHECK(parsed.diagnostics[0].line == 6);
  CHECK(parsed.diagnostics[1].line == 3);
  CHECK(parsed.diagnostics[1].message == "the key `a` was already given on line 1");
}

TEST_CASE("yaml: what two readers could understand differently is refused where it stands") {
  CHECK(Refusal("a:\n\tb: 1\n") ==
        "2:1 policy.character a tab; indent with spaces, and write \\t inside an expression");
  CHECK(Refusal("a: &x 1\n").substr(0, 21) == "1:4 policy.yaml_alias");
  CHECK(Refusal("a: *x\n").find("policy.yaml") != std::string::npos);
  CHECK(Refusal("a: !!str 1\n").substr(0, 19) == "1:4 policy.yaml_tag");
  CHECK(Refusal("a: 1\n---\nb: 2\n").find("policy.yaml_documents") != std::string::npos);
  CHECK(Refusal("? [a]\n: 1\n") == "1:3 policy.yaml_key a key must be a text");
  CHECK(Refusal("").find("policy.yaml_empty") != std::string::npos);
  CHECK(Refusal("a: 'x\n").find("policy.yaml_syntax") != std::string::npos);
  CHECK(Refusal("a: x\xff\n") == "1:5 policy.encoding not valid UTF-8");
  CHECK(Refusal("a: \"\xe2\x80\xae\"\n").find("policy.character") != std::string::npos);
  CHECK(Refusal(std::string_view("a: \0\n", 5)).find("policy.character") != std::string::npos);
  CHECK(Refusal("a: x\ry\n").find("policy.character") != std::string::npos);
}

TEST_CASE("yaml: nesting past the limit is refused, and at the limit is not") {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(Parse(nested(kMaxYamlDepth)).root.has_value());
  CHECK(Refusal(nested(kMaxYamlDepth + 1)).find("policy.yaml_depth") != std::string::npos);
  CHECK(Refusal(nested(100'000)).find("policy.yaml_depth") != std::string::npos);
}

TEST_CASE("yaml: an alias bomb is refused at its first anchor") {
  const std::string bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c, *c, *c]\n";
  CHECK(Refusal(bomb).substr(0, 21) == "1:4 policy.yaml_alias");
}

TEST_CASE("yaml: a byte order mark and carriage returns change no place") {
  const std::string text =
      "\xef\xbb\xbf"
      "a: 1\r\nb: two\r\nb: 3\r\n";
  const Parsed parsed = Parse(text);
  REQUIRE(parsed.diagnostics.size() == 1);
  CHECK(parsed.diagnostics[0].line == 3);
  CHECK(parsed.diagnostics[0].column == 1);
}

TEST_CASE("yaml: a part of a value is found in the source through every style of scalar") {
  CHECK(Under("w: a == bb && c\n", "w", "bb") == "bb");
  CHECK(Under("w: \"a == \\\"bb\\\" && c\"\n", "w", "c") == "c");
  CHECK(Under("w: \"a == \\\"bb\\\" && c\"\n", "w", "\"bb\"") == "\\\"bb\\\"");
  CHECK(Under("w: 'it''s bb'\n", "w", "bb") == "bb");
  CHECK(Under("w: |\n  one\n  two three\n", "w", "three") == "three");
  CHECK(Under("w: >-\n    one\n    two\n    three\n", "w", "two") == "two");
  CHECK(Under("w: one\n  two\n  three\n", "w", "three") == "three");
  CHECK(Under("w: \"one \\\n    two\"\n", "w", "two") == "two");
  CHECK(Under("w: \"\\u00e9 two\"\n", "w", "two") == "two");
  CHECK(Under("w: 'é two'\n", "w", "two") == "two");
}

TEST_CASE("yaml: a thousand mistakes are a hundred diagnostics and a word about the rest") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a: 1\n";
  const Parsed parsed = Parse(text);
  REQUIRE(parsed.diagnostics.size() == kMaxDiagnosticsPerFile + 1);
  CHECK(parsed.diagnostics.back().code == "policy.too_many_errors");
}

}  // namespace reeve::policy
