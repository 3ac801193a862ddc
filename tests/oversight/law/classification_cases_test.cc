// The cases of tests/scenarios/classification, written from the articles of the law.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>
#include <set>

#include "base/file.h"
#include "oversight/law/classify.h"
#include "policy/reader.h"
#include "policy/yaml.h"

namespace reeve::oversight::law {
namespace {

namespace fs = std::filesystem;
using policy::YamlMember;
using policy::YamlNode;

const Table& EuAiAct() {
  static const std::shared_ptr<const Table> table = LoadTable("eu_ai_act").value();
  return *table;
}

YamlNode ReadYaml(const fs::path& path) {
  const std::string text = ReadFile(path).value();
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter(path.native(), text, &diagnostics);
  auto root = policy::ParseYaml(reporter);
  INFO(policy::Render(diagnostics));
  REQUIRE(root.has_value());
  return std::move(*root);
}

// What the case states, over what its file states of all.
Facts FactsOf(const YamlNode& base, const YamlNode& stated) {
  Facts facts(EuAiAct());
  for (const YamlMember& member : stated.members) {
    const Status set = facts.Set(EuAiAct(), member.key, policy::ToJson(member.value));
    INFO((set.ok() ? "" : set.error().message));
    REQUIRE(set.ok());
  }
  for (const YamlMember& member : base.members) {
    if (stated.Find(member.key) != nullptr) continue;
    REQUIRE(facts.Set(EuAiAct(), member.key, policy::ToJson(member.value)).ok());
  }
  return facts;
}

std::string ScalarOf(const YamlNode& node, std::string_view key, std::string fallback) {
  const YamlNode* value = node.Find(key);
  return value == nullptr ? fallback : value->scalar;
}

template <typename T>
std::vector<std::string> Ids(const std::vector<T>& items) {
  std::vector<std::string> ids;
  for (const T& item : items) ids.push_back(item.id);
  return ids;
}

bool Has(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Requires of each id in the list under `key` that it is, or is not, among the ids.
void RequireAll(const YamlNode& expect, std::string_view key, const std::vector<std::string>& ids,
                bool present = true) {
  const YamlNode* list = expect.Find(key);
  if (list == nullptr) return;
  for (const YamlNode& item : list->items) {
    INFO(key << ": " << item.scalar << ", of "
             << json::Compact(json::Array(ids.begin(), ids.end())));
    CHECK(Has(ids, item.scalar) == present);
  }
}

void RequireExactly(const YamlNode& expect, std::string_view key,
                    const std::vector<std::string>& ids) {
  const YamlNode* list = expect.Find(key);
  if (list == nullptr) return;
  RequireAll(expect, key, ids);
  CHECK(ids.size() == list->items.size());
}

void CheckDatesAndTexts(const YamlNode& expect, const Classification& found) {
  if (const YamlNode* from = expect.Find("applies_from")) {
    CHECK((found.applies_from ? FormatDate(*found.applies_from) : "") ==
          (from->scalar == "null" ? "" : from->scalar));
  }
  for (const Obligation& duty : found.obligations) {
    const YamlNode* texts = expect.Find("text");
    const YamlNode* text = texts == nullptr ? nullptr : texts->Find(duty.id);
    if (text != nullptr) CHECK_THAT(duty.text, Catch::Contains(text->scalar));
    const YamlNode* dates = expect.Find("from");
    const YamlNode* date = dates == nullptr ? nullptr : dates->Find(duty.id);
    if (date != nullptr) CHECK(FormatDate(duty.from.value()) == date->scalar);
  }
}

void CheckExpectation(const YamlNode& expect, const Classification& found) {
  static const std::vector<std::string> kKeys = {
      "class",      "rules",       "not_rules",    "coming",
      "not_coming", "obligations", "transparency", "not_obligations",
      "open",       "possible",    "roles",        "not_roles",
      "gpai",       "text",        "from",         "applies_from"};
  for (const YamlMember& member : expect.members) CHECK(Has(kKeys, member.key));
  CHECK(found.class_id == ScalarOf(expect, "class", found.class_id));
  std::vector<std::string> rules;
  std::vector<std::string> coming;
  for (const FiredRule& rule : found.rules) {
    if (rule.coming) coming.push_back(rule.id);
    if (!rule.coming || found.class_id.starts_with("high_risk")) rules.push_back(rule.id);
    CHECK_FALSE(rule.articles.empty());
  }
  std::vector<std::string> roles;
  for (const HeldRole& held : found.roles) roles.push_back(held.role);
  RequireAll(expect, "rules", rules);
  RequireAll(expect, "not_rules", rules, false);
  RequireAll(expect, "coming", coming);
  RequireAll(expect, "not_coming", coming, false);
  RequireAll(expect, "obligations", Ids(found.obligations));
  RequireAll(expect, "not_obligations", Ids(found.obligations), false);
  RequireAll(expect, "open", Ids(found.open_questions));
  RequireAll(expect, "roles", roles);
  RequireAll(expect, "not_roles", roles, false);
  RequireExactly(expect, "transparency", Ids(found.transparency));
  RequireExactly(expect, "possible", found.possible);
  for (const auto& [axis, value] : found.axes) CHECK(value == ScalarOf(expect, axis, value));
  CheckDatesAndTexts(expect, found);
}

// What came of all cases together.
struct Reached {
  std::set<std::string> duties;
  std::set<std::string> transparency;
  std::set<std::string> axes;
  std::set<std::string> penalties;
  std::set<std::string> roles;
  std::set<std::string> reasons;
};

void CheckCase(const YamlNode& base, const YamlNode& one, Reached* reached) {
  INFO(ScalarOf(one, "name", "?") << " (" << ScalarOf(one, "article", "?") << ")");
  REQUIRE(one.Find("article") != nullptr);
  ClassifyOptions options;
  options.absent = ScalarOf(one, "absent", "no") == "no" ? Absent::kNo : Absent::kUnknown;
  if (const YamlNode* day = one.Find("as_of")) options.as_of = ParseDate(day->scalar).value();
  const Facts facts = FactsOf(base, *one.Find("facts"));
  const Result<Classification> found = Classify(EuAiAct(), facts, options);
  REQUIRE(found.ok());
  INFO(json::Pretty(ToJson(*found)));
  CheckExpectation(*one.Find("expect"), *found);
  for (const Obligation& duty : found->obligations) reached->duties.insert(duty.id);
  for (const TransparencyDuty& duty : found->transparency) reached->transparency.insert(duty.id);
  for (const auto& [axis, value] : found->axes) reached->axes.insert(value);
  for (const Exposure& penalty : found->penalties) reached->penalties.insert(penalty.id);
  for (const HeldRole& held : found->roles) reached->roles.insert(held.role);
  reached->reasons.insert(found->reasons.begin(), found->reasons.end());
  // What a program reads says the same.
  const json::Object written = ToJson(*found);
  CHECK(*written.Find("class")->as_string() == found->class_id);
  CHECK(written.Find("obligations")->as_array()->size() == found->obligations.size());
}

// No duty, penalty, role, axis or reason of the table is without a case that leads to it.
void CheckNothingIsLeftOut(const Reached& reached) {
  const auto check = [](const std::set<std::string>& found, const std::string& id) {
    INFO(id << " comes of no case");
    CHECK(found.contains(id));
  };
  for (const Duty& duty : EuAiAct().duties) check(reached.duties, duty.id);
  for (const Penalty& penalty : EuAiAct().penalties) check(reached.penalties, penalty.id);
  for (const RoleRow& row : EuAiAct().roles) check(reached.roles, row.role);
  for (const Axis& axis : EuAiAct().axes) {
    check(reached.axes, axis.otherwise);
    for (const AxisCase& one : axis.cases) check(reached.axes, one.value);
  }
  for (const size_t rule : EuAiAct().groups[*EuAiAct().transparency].rules) {
    check(reached.transparency, EuAiAct().RuleAt(rule).id);
  }
  for (const Step& step : EuAiAct().steps) {
    if (step.gives) continue;
    INFO(step.id);
    CHECK(std::any_of(reached.reasons.begin(), reached.reasons.end(), [&step](const auto& reason) {
      return reason.find(step.reason) != std::string::npos;
    }));
  }
}

TEST_CASE("law: the cases written from the articles have the class and duties that they name") {
  size_t cases = 0;
  Reached reached;
  for (const auto& entry :
       fs::directory_iterator(REEVE_SOURCE_DIR "/tests/scenarios/classification")) {
    INFO(entry.path().filename().string());
    const YamlNode root = ReadYaml(entry.path());
    const YamlNode* base = root.Find("base");
    REQUIRE(base != nullptr);
    for (const YamlNode& one : root.Find("cases")->items) {
      CheckCase(*base, one, &reached);
      ++cases;
    }
  }
  CHECK(cases >= 60);
  CheckNothingIsLeftOut(reached);
}

TEST_CASE("law: every point of Annex III, practice of Art. 5 and class has a case of its own") {
  std::string all;
  for (const auto& entry :
       fs::directory_iterator(REEVE_SOURCE_DIR "/tests/scenarios/classification")) {
    all += ReadFile(entry.path()).value();
  }
  for (const Rule& rule : EuAiAct().rules) {
    const std::string& group = EuAiAct().groups[rule.group].id;
    if (rule.exception_of || (group != "annex3" && group != "prohibited")) continue;
    INFO(rule.id);
    CHECK(all.find(rule.id) != std::string::npos);
  }
  for (const Class& c : EuAiAct().classes) CHECK(all.find(c.id) != std::string::npos);
}

}  // namespace
}  // namespace reeve::oversight::law
