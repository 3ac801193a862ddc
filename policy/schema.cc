#include "policy/schema.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "policy/cel/map.h"

namespace reeve::policy {
namespace {

using cel::Type;
using cel::Value;

std::vector<std::string> StageValues() {
  std::vector<std::string> values;
  for (size_t i = 0; i < kStageCount; ++i) values.emplace_back(StageName(static_cast<Stage>(i)));
  return values;
}

std::vector<std::string> RiskClassValues() {
  std::vector<std::string> values;
  for (size_t i = 0; i < kRiskClassCount; ++i) {
    values.emplace_back(RiskClassName(static_cast<RiskClass>(i)));
  }
  return values;
}

// The part of the schema that no policy changes. The order of fields is the order of binding.
struct CommonSchema {
  cel::Domain stages{"stage", StageValues()};
  cel::Domain risk_classes{"risk class", RiskClassValues()};
  cel::ObjectSchema system{"system",
                           {{"id", Type::String()},
                            {"name", Type::String()},
                            {"risk_class", Type::StringIn(&risk_classes)},
                            {"purpose", Type::String()},
                            {"owner", Type::String()}}};
  cel::ObjectSchema actor{
      "actor",
      {{"id", Type::String()}, {"roles", Type::List(Type::String())}, {"unit", Type::String()}}};
  cel::ObjectSchema action{"action",
                           {{"kind", Type::String()},
                            {"tool", Type::String()},
                            {"purpose", Type::String()},
                            {"consequential", Type::Bool()},
                            {"amount", Type::Double()},
                            {"currency", Type::String()},
                            {"arguments", Type::Map(Type::String(), Type::Dyn())}}};
  cel::ObjectSchema message{"message", {{"role", Type::String()}, {"content", Type::String()}}};
  cel::ObjectSchema content{"content",
                            {{"text", Type::String()},
                             {"size", Type::Int()},
                             {"messages", Type::List(Type::Object(&message))}}};
  cel::ObjectSchema budget{"budget",
                           {{"used", Type::Int()},
                            {"limit", Type::Int()},
                            {"remaining", Type::Int()},
                            {"asked", Type::Int()}}};
};

const CommonSchema& Common() {
  static const CommonSchema schema;
  return schema;
}

std::vector<std::string> Names(const std::vector<KnownEntity>& entities) {
  std::vector<std::string> names;
  names.reserve(entities.size());
  for (const KnownEntity& entity : entities) names.push_back(entity.name);
  return names;
}

std::vector<std::string> Categories(const std::vector<KnownEntity>& entities) {
  std::set<std::string> categories;
  for (const KnownEntity& entity : entities) categories.insert(entity.category);
  return {categories.begin(), categories.end()};
}

Type TypeOf(AttributeType type) {
  switch (type) {
    case AttributeType::kBool:
      return Type::Bool();
    case AttributeType::kInt:
      return Type::Int();
    case AttributeType::kDouble:
      return Type::Double();
    case AttributeType::kString:
      return Type::String();
    case AttributeType::kStringList:
      return Type::List(Type::String());
    case AttributeType::kTimestamp:
      break;
  }
  return Type::Timestamp();
}

std::vector<cel::Field> ContextFields(const std::vector<Attribute>& attributes) {
  std::vector<cel::Field> fields;
  fields.reserve(attributes.size());
  for (const Attribute& attribute : attributes) {
    fields.push_back({attribute.name, TypeOf(attribute.type), true});
  }
  return fields;
}

std::vector<cel::Field> UsageFields(const std::vector<Budget>& budgets) {
  std::vector<cel::Field> fields;
  fields.reserve(budgets.size());
  for (const Budget& budget : budgets) {
    fields.push_back({budget.name, Type::Object(&Common().budget)});
  }
  return fields;
}

Value StringList(const std::vector<std::string_view>& texts, cel::Arena& arena) {
  const std::span<Value> values = arena.NewArray<Value>(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) values[i] = Value::String(texts[i]);
  return Value::List(values);
}

std::vector<Value> ListValues(const std::vector<std::string>& names, const ListTexts& lists) {
  std::vector<Value> values;
  values.reserve(names.size());
  for (const std::string& name : names) values.push_back(Value::Texts(lists.at(name).get()));
  return values;
}

std::vector<cel::Field> ListFields(const std::vector<std::string>& names) {
  std::vector<cel::Field> fields;
  fields.reserve(names.size());
  for (const std::string& name : names) fields.push_back({name, Type::TextSet()});
  return fields;
}

using ParameterValues = std::vector<std::pair<std::string, ParameterValue>>;

std::vector<cel::Field> ParameterFields(const ParameterValues& parameters) {
  // By ParameterType.
  static const std::array<Type, 6> kTypes = {Type::Bool(),     Type::Int(),
                                             Type::Double(),   Type::String(),
                                             Type::Duration(), Type::List(Type::String())};
  std::vector<cel::Field> fields;
  fields.reserve(parameters.size());
  for (const auto& [name, value] : parameters) fields.push_back({name, kTypes[value.index()]});
  return fields;
}

Value ValueOf(const ParameterValue& value, cel::Arena& arena) {
  switch (static_cast<ParameterType>(value.index())) {
    case ParameterType::kBool:
      return Value::Bool(std::get<bool>(value));
    case ParameterType::kInt:
      return Value::Int(std::get<int64_t>(value));
    case ParameterType::kDouble:
      return Value::Double(std::get<double>(value));
    case ParameterType::kString:
      return Value::String(std::get<std::string>(value));
    case ParameterType::kDuration:
      return Value::Duration(
          std::chrono::nanoseconds(std::get<std::chrono::seconds>(value)).count());
    case ParameterType::kStringList:
      break;
  }
  const auto& texts = std::get<std::vector<std::string>>(value);
  return StringList({texts.begin(), texts.end()}, arena);
}

std::vector<Value> ValuesOf(const ParameterValues& parameters, cel::Arena& arena) {
  std::vector<Value> values;
  values.reserve(parameters.size());
  for (const auto& [name, value] : parameters) values.push_back(ValueOf(value, arena));
  return values;
}

std::vector<cel::Field> WithConstants(std::vector<cel::Field> fields,
                                      const std::vector<Value>& values) {
  for (size_t i = 0; i < fields.size(); ++i) fields[i].constant = &values[i];
  return fields;
}

cel::Environment MakeEnvironment(const cel::ObjectSchema* finding, const cel::ObjectSchema* context,
                                 const cel::ObjectSchema* lists,
                                 const cel::ObjectSchema* parameters,
                                 const cel::ObjectSchema* usage) {
  const CommonSchema& common = Common();
  const cel::Variable variables[kSlotCount] = {
      {"interaction", Type::String()},
      {"stage", Type::StringIn(&common.stages)},
      {"tenant", Type::String()},
      {"channel", Type::String()},
      {"system", Type::Object(&common.system)},
      {"actor", Type::Object(&common.actor)},
      {"subject", Type::String()},
      {"action", Type::Object(&common.action)},
      {"content", Type::Object(&common.content)},
      {"findings", Type::List(Type::Object(finding))},
      {"context", Type::Object(context)},
      {"now", Type::Timestamp()},
      {"lists", Type::Object(lists)},
      {"parameters", Type::Object(parameters)},
      {"usage", Type::Object(usage)},
  };
  cel::Environment environment;
  for (const cel::Variable& variable : variables) {
    if (!environment.Declare(variable.name, variable.type).ok()) {
      Panic("a variable of the request schema is no identifier: " + variable.name);
    }
  }
  return environment;
}

cel::Instant InstantOf(Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(time - seconds);
  return {seconds.time_since_epoch().count(), static_cast<uint32_t>(micros.count()) * 1000};
}

Value BindArguments(const json::Object* arguments, cel::Arena& arena) {
  if (arguments == nullptr) return cel::MapValue::Make({}, arena);
  const std::span<cel::MapEntry> entries = arena.NewArray<cel::MapEntry>(arguments->size());
  size_t count = 0;
  for (const json::Member& member : *arguments) {
    entries[count++] = {Value::String(member.key), cel::FromJson(member.value, arena)};
  }
  return cel::MapValue::Make(entries, arena);
}

Value BindMessages(const std::vector<MessageFact>& messages, cel::Arena& arena) {
  const std::span<Value> values = arena.NewArray<Value>(messages.size());
  for (size_t i = 0; i < messages.size(); ++i) {
    const std::span<Value> fields = arena.NewArray<Value>(2);
    fields[0] = Value::String(messages[i].role);
    fields[1] = Value::String(messages[i].content);
    values[i] = Value::Object(&Common().message, fields.data(), arena);
  }
  return Value::List(values);
}

Value Fields(const cel::ObjectSchema* schema, std::initializer_list<Value> values,
             cel::Arena& arena) {
  const std::span<Value> fields = arena.NewArray<Value>(values.size());
  std::copy(values.begin(), values.end(), fields.begin());
  return Value::Object(schema, fields.data(), arena);
}

// The engine refuses a request whose attribute has the wrong type; in process, a caller may not.
constexpr cel::ErrorValue kWrongAttribute = {"policy.attribute_type",
                                             "a context attribute has another type than declared"};

Value BindAttribute(const Attribute& attribute, const json::Value& value, cel::Arena& arena) {
  if (!FitsAttribute(attribute, value)) return Value::Error(&kWrongAttribute);
  if (attribute.type == AttributeType::kDouble && value.as_int() != nullptr) {
    return Value::Double(static_cast<double>(*value.as_int()));
  }
  if (attribute.type == AttributeType::kTimestamp) {
    return Value::Timestamp(InstantOf(ParseTimestamp(*value.as_string()).value()));
  }
  return cel::FromJson(value, arena);
}

// Whether one path is the other, or the beginning of it.
bool Touch(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (b.size() == a.size() || b[a.size()] == '.');
}

bool AnyTouches(std::span<const std::string> reads, std::string_view path) {
  return std::any_of(reads.begin(), reads.end(),
                     [path](const std::string& read) { return Touch(read, path); });
}

}  // namespace

ConstantObject::ConstantObject(std::string name, std::vector<cel::Field> fields,
                               std::vector<cel::Value> constants)
    : values(std::move(constants)),
      schema(std::move(name), WithConstants(std::move(fields), values)),
      object{&schema, values.data()} {}

FactView::FactView(ViewKey key, const ListTexts& lists)
    : key_(std::move(key)),
      entities_("entity", Names(key_.entities)),
      categories_("category", Categories(key_.entities)),
      finding_("finding", {{"entity", Type::StringIn(&entities_)},
                           {"category", Type::StringIn(&categories_)},
                           {"kind", Type::String()},
                           {"score", Type::Double()},
                           {"path", Type::String()}}),
      context_("context", ContextFields(key_.attributes)),
      lists_("lists", ListFields(key_.lists), ListValues(key_.lists, lists)),
      parameters_("parameters", ParameterFields(key_.parameters),
                  ValuesOf(key_.parameters, parameter_arena_)),
      usage_("usage", UsageFields(key_.budgets)),
      environment_(
          MakeEnvironment(&finding_, &context_, &lists_.schema, &parameters_.schema, &usage_)) {}

void FactView::Bind(const Facts& facts, unsigned needs, cel::Arena& arena, Slots* slots) const {
  if ((needs & kNeedFindings) != 0) (*slots)[kSlotFindings] = BindFindings(facts, arena);
  if ((needs & kNeedContext) != 0) (*slots)[kSlotContext] = BindContext(facts, arena);
  if ((needs & kNeedUsage) != 0) (*slots)[kSlotUsage] = BindUsage(facts, arena);
  (*slots)[kSlotLists] = Value::Object(&lists_.object);
  (*slots)[kSlotParameters] = Value::Object(&parameters_.object);
}

bool FactView::Sees(std::string_view entity) const {
  const auto found =
      std::lower_bound(key_.entities.begin(), key_.entities.end(), entity,
                       [](const KnownEntity& known, std::string_view e) { return known.name < e; });
  return found != key_.entities.end() && found->name == entity;
}

Value FactView::BindFindings(const Facts& facts, cel::Arena& arena) const {
  if (facts.findings.empty()) return Value::List({});
  const std::span<Value> values = arena.NewArray<Value>(facts.findings.size());
  size_t count = 0;
  for (const FindingFact& finding : facts.findings) {
    if (!Sees(finding.entity)) continue;
    values[count++] = Fields(
        &finding_,
        {Value::String(finding.entity), Value::String(finding.category),
         Value::String(finding.kind), Value::Double(finding.score), Value::String(finding.path)},
        arena);
  }
  return Value::List(values.first(count));
}

Value FactView::BindContext(const Facts& facts, cel::Arena& arena) const {
  const std::span<Value> values = arena.NewArray<Value>(key_.attributes.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const Attribute& attribute = key_.attributes[i];
    const json::Value* value =
        facts.context == nullptr ? nullptr : facts.context->Find(attribute.name);
    values[i] = value == nullptr || value->is_null() ? Value::Absent()
                                                     : BindAttribute(attribute, *value, arena);
  }
  return Value::Object(&context_, values.data(), arena);
}

Value FactView::BindUsage(const Facts& facts, cel::Arena& arena) const {
  const std::span<Value> values = arena.NewArray<Value>(key_.budgets.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const Budget& budget = key_.budgets[i];
    UsageFact of;
    for (const UsageFact& fact : facts.usage) {
      if (fact.budget == budget.name) of = fact;
    }
    const uint64_t remaining = of.used < budget.limit ? budget.limit - of.used : 0;
    values[i] = Fields(
        &Common().budget,
        {Value::Int(static_cast<int64_t>(of.used)), Value::Int(static_cast<int64_t>(budget.limit)),
         Value::Int(static_cast<int64_t>(remaining)), Value::Int(static_cast<int64_t>(of.asked))},
        arena);
  }
  return Value::Object(&usage_, values.data(), arena);
}

void BindCommon(const Facts& facts, unsigned needs, cel::Arena& arena, Slots* slots) {
  const CommonSchema& common = Common();
  const SystemFacts& system = facts.system;
  const ActionFacts& action = facts.action;
  Slots& out = *slots;
  out[kSlotInteraction] = Value::String(facts.interaction);
  out[kSlotStage] = Value::String(StageName(facts.stage));
  out[kSlotTenant] = Value::String(facts.tenant);
  out[kSlotChannel] = Value::String(facts.channel);
  out[kSlotSystem] = Fields(&common.system,
                            {Value::String(system.id), Value::String(system.name),
                             Value::String(RiskClassName(system.risk_class)),
                             Value::String(system.purpose), Value::String(system.owner)},
                            arena);
  out[kSlotActor] = Fields(&common.actor,
                           {Value::String(facts.actor.id), StringList(facts.actor.roles, arena),
                            Value::String(facts.actor.unit)},
                           arena);
  out[kSlotSubject] = Value::String(facts.subject);
  out[kSlotAction] = Fields(
      &common.action,
      {Value::String(action.kind), Value::String(action.tool), Value::String(action.purpose),
       Value::Bool(action.consequential), Value::Double(action.amount),
       Value::String(action.currency),
       (needs & kNeedArguments) != 0 ? BindArguments(action.arguments, arena) : Value::Absent()},
      arena);
  out[kSlotContent] = Fields(
      &common.content,
      {Value::String(facts.content.text), Value::Int(static_cast<int64_t>(facts.content.size)),
       (needs & kNeedMessages) != 0 ? BindMessages(facts.content.messages, arena)
                                    : Value::Absent()},
      arena);
  out[kSlotFindings] = Value::Absent();
  out[kSlotContext] = Value::Absent();
  out[kSlotUsage] = Value::Absent();
  out[kSlotNow] = Value::Timestamp(InstantOf(facts.now));
}

unsigned NeedsOf(std::span<const std::string> reads) {
  unsigned needs = 0;
  if (AnyTouches(reads, "action.arguments")) needs |= kNeedArguments;
  if (AnyTouches(reads, "content.messages")) needs |= kNeedMessages;
  if (AnyTouches(reads, "findings")) needs |= kNeedFindings;
  if (AnyTouches(reads, "context")) needs |= kNeedContext;
  if (AnyTouches(reads, "usage")) needs |= kNeedUsage;
  return needs;
}

bool ReadsUnrecorded(std::span<const std::string> reads, std::span<const Attribute> attributes) {
  for (const FactPath& fact : FactTable()) {
    if (fact.recorded != Recorded::kValue && AnyTouches(reads, fact.path)) return true;
  }
  return std::any_of(attributes.begin(), attributes.end(), [reads](const Attribute& attribute) {
    return attribute.recorded != Recorded::kValue && AnyTouches(reads, "context." + attribute.name);
  });
}

}  // namespace reeve::policy
