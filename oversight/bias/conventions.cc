#include "oversight/bias/conventions.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace reeve::oversight::bias {
namespace {

struct RuleText {
  std::string_view name;
  std::string_view title;
};

// By ReferenceRule.
constexpr std::array<RuleText, kReferenceRuleCount> kRules = {{
    {"highest", "the group with the highest selection rate"},
    {"highest_over_share", "the highest selection rate among groups of a minimum share"},
    {"largest", "the largest group"},
    {"overall", "everybody together"},
    {"named", "a group that is named"},
}};

Error Wrong(std::string what) { return {"bias.conventions", std::move(what)}; }

Status CheckCategories(const std::map<std::string, std::string>& group, const RowLayout& layout) {
  for (const auto& [attribute, category] : group) {
    const auto& names = layout.attributes;
    if (std::find(names.begin(), names.end(), attribute) == names.end()) {
      return Wrong("`" + attribute + "` is none of the audit's attributes" +
                   DidYouMeanSuffix(attribute, names));
    }
  }
  return {};
}

Status CheckLayout(const RowLayout& layout) {
  if (layout.attributes.empty() || layout.attributes.size() > kMaxAttributes) {
    return Wrong("an audit has 1 to " + std::to_string(kMaxAttributes) + " attributes of groups");
  }
  if (!layout.outcome && !layout.score) {
    return Wrong("an audit needs a column of outcomes, or of scores");
  }
  if (layout.favourable.empty() && (layout.outcome || layout.label)) {
    return Wrong("say which value of the outcome is favourable to the person");
  }
  for (size_t i = 0; i < layout.attributes.size(); ++i) {
    const auto& names = layout.attributes;
    if (std::count(names.begin(), names.end(), names[i]) > 1) {
      return Wrong("`" + names[i] + "` is named twice as an attribute");
    }
  }
  return {};
}

json::Value NamesJson(const std::map<std::string, std::string>& names) {
  json::Object object;
  for (const auto& [key, value] : names) object.Add(key, value);
  return object;
}

}  // namespace

std::string_view ReferenceRuleName(ReferenceRule rule) {
  return kRules[static_cast<size_t>(rule)].name;
}
std::string_view ReferenceRuleTitle(ReferenceRule rule) {
  return kRules[static_cast<size_t>(rule)].title;
}

std::optional<ReferenceRule> ParseReferenceRule(std::string_view name) {
  for (size_t i = 0; i < kRules.size(); ++i) {
    if (kRules[i].name == name) return static_cast<ReferenceRule>(i);
  }
  return std::nullopt;
}

Status CheckConventions(const Conventions& c, const RowLayout& layout) {
  REEVE_RETURN_IF_ERROR(CheckLayout(layout));
  if (c.depth < 1 || c.depth > kMaxDepth) {
    return Wrong("the depth of intersections is 1 to " + std::to_string(kMaxDepth));
  }
  const auto within = [](double value, double low, double high) {
    return value >= low && value <= high;
  };
  if (!within(c.min_share, 0, 0.5)) return Wrong("`min_share` is a share from 0 to 0.5");
  if (!within(c.threshold, 0.01, 1)) return Wrong("`threshold` is a ratio from 0.01 to 1");
  const double permille = c.threshold * 1000;
  if (std::abs(permille - std::round(permille)) > 1e-9) {
    return Wrong("`threshold` has at most three decimals, for it is compared in whole numbers");
  }
  if (!within(c.practical, 0, 1)) return Wrong("`practical` is a ratio from 0 to 1");
  if (!within(c.confidence, 0.5, 0.9999)) return Wrong("`confidence` is 0.5 to 0.9999");
  if (!within(c.min_power, 0, 1)) return Wrong("`min_power` is a probability from 0 to 1");
  if (c.min_group < 1) return Wrong("`min_group` is at least 1");
  if (c.bootstrap.resamples > kMaxResamples) {
    return Wrong("a bootstrap has at most " + std::to_string(kMaxResamples) + " resamples");
  }
  if (c.reference == ReferenceRule::kNamed && c.named.empty()) {
    return Wrong("the reference is a named group, and none is named");
  }
  REEVE_RETURN_IF_ERROR(CheckCategories(c.named, layout));
  for (const Exclusion& exclusion : c.exclusions) {
    REEVE_RETURN_IF_ERROR(CheckCategories(exclusion.group, layout));
    if (exclusion.group.empty() || exclusion.reason.empty() || exclusion.by.empty()) {
      return Wrong("an exclusion names a group, a reason, and the person who answers for it");
    }
  }
  return {};
}

json::Value ConventionsJson(const Conventions& c) {
  json::Array judged;
  for (const Metric metric : c.judged) judged.emplace_back(MetricName(metric));
  json::Array exclusions;
  for (const Exclusion& one : c.exclusions) {
    exclusions.emplace_back(
        json::Object{{"group", NamesJson(one.group)}, {"reason", one.reason}, {"by", one.by}});
  }
  json::Object object{{"depth", static_cast<int64_t>(c.depth)},
                      {"reference", ReferenceRuleName(c.reference)},
                      {"named", NamesJson(c.named)},
                      {"min_share", c.min_share},
                      {"threshold", c.threshold},
                      {"practical", c.practical},
                      {"confidence", c.confidence},
                      {"min_power", c.min_power},
                      {"min_verdict", c.min_verdict},
                      {"min_group", c.min_group},
                      {"judged", std::move(judged)},
                      {"high_score_is_favourable", c.high_score_is_favourable},
                      {"bootstrap", json::Object{{"resamples", uint64_t{c.bootstrap.resamples}},
                                                 {"seed", std::to_string(c.bootstrap.seed)}}},
                      {"exclusions", std::move(exclusions)}};
  if (!c.preset.empty()) object.Add("preset", c.preset);
  return object;
}

}  // namespace reeve::oversight::bias
