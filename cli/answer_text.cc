#include "cli/answer_text.h"

#include <algorithm>

#include "cli/one_line.h"

namespace reeve::cli {
namespace {

std::string TextOf(const json::Value& value, std::string_view key) {
  const json::Value* member = value.Find(key);
  return member == nullptr || member->as_string() == nullptr ? "" : *member->as_string();
}

const json::Array& ListOf(const json::Object& answer, std::string_view key) {
  static const json::Array none;
  const json::Value* member = answer.Find(key);
  return member == nullptr || member->as_array() == nullptr ? none : *member->as_array();
}

// In words that need no knowledge of the language.
std::string OutcomeOf(const policy::RuleExplanation& explained) {
  if (explained.outcome.was_error()) {
    return explained.rule->effect == policy::Effect::kAllow ? "an error, so that it does not allow"
                                                            : "an error, so that it applies";
  }
  return explained.outcome.was_true() ? "applies" : "does not apply";
}

std::string HeadOf(const policy::RuleExplanation& explained) {
  const policy::Rule& rule = *explained.rule;
  std::string out = rule.policy + "/" + rule.id + " (" + std::string(EffectName(rule.effect));
  if (rule.mode == policy::Mode::kShadow) out += ", shadow";
  return out + "): " + OutcomeOf(explained) + "\n";
}

std::string PointText(const cel::ExplainedPoint& point) {
  const std::string indent(2 + 2 * size_t{point.depth}, ' ');
  std::string out = indent + point.outcomes.Text() + ": " + OnOneLine(point.text) + "\n";
  if (!point.error.empty()) out += indent + "    " + point.error + "\n";
  for (const auto& [expression, value] : point.values) {
    out.append(indent).append("    ").append(OnOneLine(expression)).append(" = ");
    out.append(value).append("\n");
  }
  return out;
}

json::Object PointJson(const cel::ExplainedPoint& point) {
  json::Array values;
  for (const auto& [expression, value] : point.values) {
    values.push_back(json::Object{{"expression", expression}, {"value", value}});
  }
  json::Object out{
      {"text", point.text}, {"depth", uint64_t{point.depth}}, {"outcome", point.outcomes.Text()}};
  if (!point.error.empty()) out.Add("error", point.error);
  return std::move(out.Add("values", std::move(values)));
}

}  // namespace

std::string AnswerText(const json::Object& answer) {
  const json::Value* effect = answer.Find("effect");
  std::string out = (effect == nullptr ? "" : *effect->as_string()) + "\n";
  for (const json::Value& reason : ListOf(answer, "reasons")) {
    const std::string said = TextOf(reason, "operator");
    out += "  " + TextOf(reason, "policy") + "/" + TextOf(reason, "rule") + ": " +
           (said.empty() ? TextOf(reason, "message") : said) + "\n";
  }
  for (const json::Value& obligation : ListOf(answer, "obligations")) {
    out += "  obligation " + TextOf(obligation, "type") + ": " + TextOf(obligation, "value") + "\n";
  }
  for (const json::Value& finding : ListOf(answer, "findings")) {
    out += "  found " + TextOf(finding, "entity") + " at " + TextOf(finding, "path") + "\n";
  }
  for (const json::Value& warning : ListOf(answer, "warnings")) {
    out += "  warning: " + TextOf(warning, "message") + " (" + TextOf(warning, "field") + ")\n";
  }
  return out;
}

std::string TraceText(std::span<const policy::RuleExplanation> trace) {
  if (trace.empty()) return "no rule is in scope\n";
  std::vector<const policy::RuleExplanation*> sorted;
  for (const policy::RuleExplanation& explained : trace) sorted.push_back(&explained);
  std::stable_partition(sorted.begin(), sorted.end(), [](const policy::RuleExplanation* e) {
    return e->outcome.was_true() || e->outcome.was_error();
  });
  std::string out;
  for (const policy::RuleExplanation* explained : sorted) {
    out += HeadOf(*explained);
    for (const cel::ExplainedPoint& point : explained->points) out += PointText(point);
  }
  return out;
}

json::Array TraceJson(std::span<const policy::RuleExplanation> trace) {
  json::Array out;
  for (const policy::RuleExplanation& explained : trace) {
    json::Array parts;
    for (const cel::ExplainedPoint& point : explained.points) parts.push_back(PointJson(point));
    out.push_back(json::Object{{"policy", explained.rule->policy},
                               {"rule", explained.rule->id},
                               {"mode", ModeName(explained.rule->mode)},
                               {"effect", EffectName(explained.rule->effect)},
                               {"outcome", explained.outcome.Text()},
                               {"parts", std::move(parts)}});
  }
  return out;
}

}  // namespace reeve::cli
