// The schema beside the order of `policy fmt`. What it accepts is tested by a validator, in
// tests/cli/policy_schema_test.py.
#include "policy/document_schema.h"

#include <algorithm>

#include "policy/format_order.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

std::vector<std::string> KeysOf(const json::Value& schema, const std::string& pointer) {
  const json::Value* properties = json::Resolve(schema, pointer + "/properties");
  REQUIRE(properties != nullptr);
  std::vector<std::string> keys;
  for (const json::Member& member : *properties->as_object()) keys.push_back(member.key);
  return keys;
}

}  // namespace

TEST_CASE("schema: the keys stand in the order of the formatter, which knows them all") {
  const json::Value schema = DocumentSchema(SchemaOf::kDocument, KnownWords());
  const std::vector<std::pair<std::string, std::string>> places = {
      {"", "/$defs/policy"},
      {"", "/$defs/bundle"},
      {"detectors/x", "/$defs/bundle/properties/detectors/additionalProperties"},
      {"budgets/x", "/$defs/bundle/properties/budgets/additionalProperties"},
      {"metadata", "/$defs/policy/properties/metadata"},
      {"scope", "/$defs/scope"},
      {"entities/X", "/$defs/policy/properties/entities/additionalProperties"},
      {"entities/X/examples",
       "/$defs/policy/properties/entities/additionalProperties/properties/examples"},
      {"rules/*", "/$defs/rule"},
      {"rules/*/scope", "/$defs/scope"},
      {"rules/*/redact", "/$defs/redact"},
      {"rules/*/hold", "/$defs/hold"},
      {"rules/*/reason", "/$defs/rule/properties/reason/anyOf/1"},
      {"tests/*", "/$defs/test"},
      {"tests/*/rows/*", "/$defs/test/properties/rows/items"},
      {"tests/*/expect", "/$defs/expectation"},
  };
  for (const auto& [path, pointer] : places) {
    INFO(path << " " << pointer);
    std::vector<std::string> keys = KeysOf(schema, pointer);
    std::reverse(keys.begin(), keys.end());
    std::vector<std::string> sorted;
    for (const size_t place : CanonicalOrder(path, keys)) sorted.push_back(keys[place]);
    std::reverse(keys.begin(), keys.end());
    CHECK(sorted == keys);
  }
}

TEST_CASE("schema: it names the entities and categories of the vocabulary, and no others") {
  const json::Value schema = DocumentSchema(SchemaOf::kPolicy, {{{"BADGE", "staff"}}});
  const auto words_at = [&schema](const std::string& pointer) {
    const json::Value* words = json::Resolve(schema, pointer);
    REQUIRE(words != nullptr);
    return *words;
  };
  CHECK(words_at("/$defs/entity/anyOf/0/enum") == json::Value(json::Array{"BADGE"}));
  CHECK(words_at("/properties/detect/anyOf/0/anyOf/1/enum") == json::Value(json::Array{"staff"}));
}

}  // namespace reeve::policy
