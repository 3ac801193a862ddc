#include "oversight/bias/presets.h"

#include <charconv>

#include "base/text.h"

namespace reeve::oversight::bias {
namespace {

constexpr size_t kMaxNameBytes = 256;
constexpr size_t kMaxTextBytes = 4096;
constexpr size_t kMaxExclusions = 64;

void ReadNumber(json::ObjectReader& reader, std::string_view key, double* number) {
  const json::Value* value = reader.Any(key);
  if (value == nullptr) return;
  if (value->as_double() != nullptr) {
    *number = *value->as_double();
  } else if (value->as_int() != nullptr) {
    *number = static_cast<double>(*value->as_int());
  } else {
    reader.Fail("json.type", key, "`" + std::string(key) + "` must be a number");
  }
}

template <typename Count>
void ReadCount(json::ObjectReader& reader, std::string_view key, uint64_t limit, Count* count) {
  const std::optional<uint64_t> value = reader.Unsigned(key);
  if (!value) return;
  if (*value > limit) {
    reader.Fail("json.value", key,
                "`" + std::string(key) + "` is at most " + std::to_string(limit));
    return;
  }
  *count = static_cast<Count>(*value);
}

void ReadNames(json::ObjectReader& reader, std::string_view key,
               std::map<std::string, std::string>* names) {
  const json::Value* object = reader.ObjectMember(key, json::Need::kOptional);
  if (object == nullptr) return;
  names->clear();
  for (const json::Member& member : *object->as_object()) {
    const std::string* text = member.value.as_string();
    if (text == nullptr || text->size() > kMaxCategoryBytes) {
      reader.Fail("json.type", key, "`" + std::string(key) + "` maps attributes to categories");
      return;
    }
    (*names)[member.key] = *text;
  }
}

void ReadJudged(json::ObjectReader& reader, std::vector<Metric>* judged) {
  const json::Value* given = reader.Any("judged");
  if (given == nullptr) return;
  judged->clear();
  const json::Array* list = given->as_array();
  const json::Array empty;
  for (const json::Value& name : list == nullptr ? empty : *list) {
    const auto metric = name.as_string() ? ParseMetric(*name.as_string()) : std::nullopt;
    if (!metric) {
      reader.Fail("json.value", "judged", "`judged` lists metrics, such as selection_rate and tpr");
      return;
    }
    judged->push_back(*metric);
  }
  if (list == nullptr) reader.Fail("json.type", "judged", "`judged` must be an array");
}

void ReadBootstrap(json::ObjectReader& outer, BootstrapPlan* plan) {
  const json::Value* value = outer.ObjectMember("bootstrap", json::Need::kOptional);
  if (value == nullptr) return;
  json::ObjectReader reader(*value, outer.PointerOf("bootstrap"));
  ReadCount(reader, "resamples", kMaxResamples, &plan->resamples);
  const std::string seed = reader.String("seed", json::Need::kOptional, 20);
  if (!seed.empty()) {
    const auto [end, error] = std::from_chars(seed.data(), seed.data() + seed.size(), plan->seed);
    if (error != std::errc() || end != seed.data() + seed.size()) {
      reader.Fail("json.value", "seed", "`seed` is a whole number below 2^64, as a string");
    }
  }
  outer.Absorb(reader.Finish());
}

void ReadExclusions(json::ObjectReader& outer, std::vector<Exclusion>* exclusions) {
  const json::Array* list = outer.ArrayMember("exclusions", json::Need::kOptional);
  if (list == nullptr) return;
  if (list->size() > kMaxExclusions) {
    outer.Fail("json.value", "exclusions",
               "there are at most " + std::to_string(kMaxExclusions) + " exclusions");
    return;
  }
  exclusions->clear();
  for (size_t i = 0; i < list->size(); ++i) {
    json::ObjectReader reader((*list)[i],
                              json::PointerTo(outer.PointerOf("exclusions"), std::to_string(i)));
    Exclusion one;
    ReadNames(reader, "group", &one.group);
    one.reason = reader.String("reason", json::Need::kRequired, kMaxTextBytes);
    one.by = reader.String("by", json::Need::kRequired, kMaxNameBytes);
    outer.Absorb(reader.Finish());
    exclusions->push_back(std::move(one));
  }
}

}  // namespace

void ReadConventions(json::ObjectReader& reader, Conventions* c) {
  std::vector<std::string> rules;
  for (size_t i = 0; i < kReferenceRuleCount; ++i) {
    rules.emplace_back(ReferenceRuleName(static_cast<ReferenceRule>(i)));
  }
  ReadCount(reader, "depth", kMaxDepth, &c->depth);
  const std::string rule = reader.OneOf("reference", json::Need::kOptional, rules);
  if (!rule.empty()) c->reference = *ParseReferenceRule(rule);
  ReadNames(reader, "named", &c->named);
  ReadNumber(reader, "min_share", &c->min_share);
  ReadNumber(reader, "threshold", &c->threshold);
  ReadNumber(reader, "practical", &c->practical);
  ReadNumber(reader, "confidence", &c->confidence);
  ReadNumber(reader, "min_power", &c->min_power);
  ReadCount(reader, "min_verdict", kMaxRows, &c->min_verdict);
  ReadCount(reader, "min_group", kMaxRows, &c->min_group);
  ReadJudged(reader, &c->judged);
  if (const json::Value* high = reader.Any("high_score_is_favourable")) {
    if (high->as_bool() == nullptr) {
      reader.Fail("json.type", "high_score_is_favourable", "true or false");
    } else {
      c->high_score_is_favourable = *high->as_bool();
    }
  }
  ReadBootstrap(reader, &c->bootstrap);
  ReadExclusions(reader, &c->exclusions);
  const std::string preset = reader.String("preset", json::Need::kOptional, kMaxNameBytes);
  if (!preset.empty()) c->preset = preset;
}

Result<Preset> ReadPreset(const json::Value& value, std::string pointer) {
  json::ObjectReader reader(value, std::move(pointer));
  Preset preset;
  preset.name = reader.String("name", json::Need::kRequired, kMaxNameBytes);
  preset.title = reader.String("title", json::Need::kRequired, kMaxNameBytes);
  preset.source = reader.String("source", json::Need::kOptional, kMaxTextBytes);
  preset.text = reader.String("text", json::Need::kOptional, kMaxTextBytes);
  preset.needs = reader.Strings("needs", kMaxAttributes, kMaxNameBytes);
  preset.publishes = reader.Bool("publishes");
  if (const json::Value* own = reader.ObjectMember("conventions", json::Need::kRequired)) {
    json::ObjectReader inner(*own, reader.PointerOf("conventions"));
    ReadConventions(inner, &preset.conventions);
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  preset.conventions.preset = preset.name;
  return preset;
}

const std::vector<Preset>& Presets() {
  static const std::vector<Preset> presets = [] {
    const auto list = json::Parse(PresetsText());
    if (!list.ok() || list->as_array() == nullptr) Panic("presets.json is no JSON array");
    std::vector<Preset> all;
    for (const json::Value& one : *list->as_array()) {
      auto preset = ReadPreset(one);
      if (!preset.ok()) Panic("presets.json: " + preset.error().message);
      all.push_back(std::move(*preset));
    }
    return all;
  }();
  return presets;
}

Result<Preset> FindPreset(const std::string& name) {
  std::vector<std::string> names;
  for (const Preset& preset : Presets()) {
    if (preset.name == name) return preset;
    names.push_back(preset.name);
  }
  return Error{"bias.preset", "no preset is named `" + name + "`" + DidYouMeanSuffix(name, names) +
                                  "; `reeve bias presets` lists them"};
}

}  // namespace reeve::oversight::bias
