// The form of a classification that programs read, and that a record holds.
#include "oversight/law/classify.h"

namespace reeve::oversight::law {
namespace {

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

json::Value DateOrNull(const std::optional<Date>& date) {
  if (!date) return nullptr;
  return FormatDate(*date);
}

json::Object RuleJson(const FiredRule& rule) {
  json::Object out{{"id", rule.id},
                   {"group", rule.group},
                   {"articles", Texts(rule.articles)},
                   {"by", rule.by},
                   {"outcome", rule.outcome},
                   {"text", rule.text},
                   {"unless", Texts(rule.unless)},
                   {"applies_from", DateOrNull(rule.applies_from)},
                   {"coming", rule.coming}};
  if (!rule.note.empty()) out.Add("note", rule.note);
  return out;
}

json::Object TransparencyJson(const TransparencyDuty& duty) {
  return {{"id", duty.id},     {"articles", Texts(duty.articles)}, {"role", duty.role},
          {"text", duty.text}, {"from", DateOrNull(duty.from)},    {"coming", duty.coming}};
}

json::Object RoleJson(const HeldRole& role) {
  return {{"role", role.role},
          {"articles", Texts(role.articles)},
          {"text", role.text},
          {"certain", role.certain}};
}

json::Object ObligationJson(const Obligation& obligation) {
  json::Object out{{"id", obligation.id},
                   {"articles", Texts(obligation.articles)},
                   {"from", DateOrNull(obligation.from)},
                   {"roles", Texts(obligation.roles)},
                   {"kind", obligation.kind},
                   {"text", obligation.text},
                   {"coming", obligation.coming},
                   {"evidence", Texts(obligation.evidence)}};
  if (!obligation.retention.empty()) out.Add("retention", obligation.retention);
  if (!obligation.open.empty()) out.Add("open", obligation.open);
  return out;
}

json::Object PenaltyJson(const Exposure& penalty) {
  return {{"id", penalty.id}, {"articles", Texts(penalty.articles)}, {"text", penalty.text}};
}

json::Object QuestionJson(const OpenQuestion& question) {
  return {{"id", question.id},
          {"text", question.text},
          {"rules", Texts(question.rules)},
          {"changes", Texts(question.changes)},
          {"changes_class", question.changes_class}};
}

template <typename T, typename Write>
json::Array All(const std::vector<T>& items, Write write) {
  json::Array out;
  out.reserve(items.size());
  for (const T& item : items) out.emplace_back(write(item));
  return out;
}

}  // namespace

json::Object ToJson(const Classification& c) {
  json::Object axes;
  for (const auto& [id, value] : c.axes) axes.Add(id, value);
  json::Object out{{"class", c.class_id},
                   {"text", c.class_text},
                   {"applies_from", DateOrNull(c.applies_from)},
                   {"possible_classes", Texts(c.possible)},
                   {"reasons", Texts(c.reasons)},
                   {"rules", All(c.rules, RuleJson)},
                   {"transparency", All(c.transparency, TransparencyJson)},
                   {"roles", All(c.roles, RoleJson)},
                   {"obligations", All(c.obligations, ObligationJson)},
                   {"possible_obligations", All(c.possible_obligations, ObligationJson)},
                   {"penalties", All(c.penalties, PenaltyJson)},
                   {"axes", std::move(axes)},
                   {"open_questions", All(c.open_questions, QuestionJson)},
                   {"presumed", Texts(c.presumed)}};
  out.Add("table", json::Object{{"id", c.table}, {"version", c.version}, {"digest", c.digest}});
  out.Add("as_of", DateOrNull(c.as_of));
  out.Add("absent", c.absent == Absent::kNo ? "no" : "unknown");
  out.Add("notice", c.notice);
  return out;
}

}  // namespace reeve::oversight::law
