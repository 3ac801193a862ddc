#include "policy/recording.h"

#include <algorithm>
#include <array>

namespace reeve::policy {
namespace {

constexpr std::string_view kAnswered = "answered";

void AddText(std::string_view key, std::string_view text, json::Object* out) {
  if (!text.empty()) out->Add(std::string(key), text);
}

void AddObject(std::string_view key, json::Object object, json::Object* out) {
  if (!object.empty()) out->Add(std::string(key), std::move(object));
}

json::Object RecordSystem(const SystemFacts& system) {
  json::Object out;
  AddText("id", system.id, &out);
  AddText("name", system.name, &out);
  if (system.risk_class != RiskClass::kUnclassified) {
    out.Add("risk_class", RiskClassName(system.risk_class));
  }
  AddText("purpose", system.purpose, &out);
  AddText("owner", system.owner, &out);
  return out;
}

json::Object RecordActor(const ActorFacts& actor, const FactDigest& digest) {
  json::Object out;
  if (!actor.id.empty()) out.Add("id_digest", digest(actor.id));
  if (!actor.roles.empty()) {
    json::Array roles;
    for (const std::string_view role : actor.roles) roles.emplace_back(role);
    out.Add("roles", std::move(roles));
  }
  AddText("unit", actor.unit, &out);
  return out;
}

json::Object RecordAction(const ActionFacts& action) {
  json::Object out;
  AddText("kind", action.kind, &out);
  AddText("tool", action.tool, &out);
  AddText("purpose", action.purpose, &out);
  if (action.consequential) out.Add("consequential", true);
  if (action.amount != 0) out.Add("amount", action.amount);
  AddText("currency", action.currency, &out);
  return out;
}

json::Array RecordFindings(const std::vector<FindingFact>& findings) {
  json::Array out;
  out.reserve(findings.size());
  for (const FindingFact& finding : findings) {
    json::Object object;
    AddText("entity", finding.entity, &object);
    AddText("category", finding.category, &object);
    AddText("kind", finding.kind, &object);
    if (finding.score != 0) object.Add("score", finding.score);
    AddText("path", finding.path, &object);
    out.emplace_back(std::move(object));
  }
  return out;
}

json::Object RecordDetectors(const std::vector<DetectorFact>& detectors) {
  json::Object out;
  for (const DetectorFact& detector : detectors) {
    out.Add(std::string(detector.name), detector.failure.empty() ? kAnswered : detector.failure);
  }
  return out;
}

void RecordContext(const Bundle& bundle, const Facts& facts, const FactDigest& digest,
                   json::Object* out) {
  if (facts.context == nullptr) return;
  json::Object values;
  json::Object digests;
  for (const Attribute& attribute : bundle.attributes()) {
    const json::Value* value = facts.context->Find(attribute.name);
    if (value == nullptr || value->is_null()) continue;
    if (attribute.recorded == Recorded::kValue) values.Add(attribute.name, *value);
    if (attribute.recorded != Recorded::kDigest) continue;
    const auto bytes = json::Canonical(*value);
    if (bytes.ok()) digests.Add(attribute.name, digest(*bytes));
  }
  AddObject("context", std::move(values), out);
  AddObject("context_digests", std::move(digests), out);
}

json::Object RecordUsage(const std::vector<UsageFact>& usage) {
  json::Object out;
  for (const UsageFact& fact : usage) {
    json::Object entry{{"used", fact.used}};
    if (fact.asked != 0) entry.Add("asked", fact.asked);
    out.Add(std::string(fact.budget), std::move(entry));
  }
  return out;
}

constexpr std::array<std::string_view, 3> kOutcomeNames = {"false", "true", "error"};

// Reads members into views; remembers the first that has the wrong type.
class FactReader {
 public:
  explicit FactReader(const json::Object& object) : object_(object) {}

  std::string_view Text(std::string_view key) {
    const json::Value* value = object_.Find(key);
    if (value == nullptr) return {};
    const std::string* text = value->as_string();
    return text == nullptr ? Wrong(key), std::string_view{} : std::string_view(*text);
  }
  bool Flag(std::string_view key) {
    const json::Value* value = object_.Find(key);
    if (value == nullptr) return false;
    return value->as_bool() == nullptr ? Wrong(key), false : *value->as_bool();
  }
  double Number(std::string_view key) {
    const json::Value* value = object_.Find(key);
    if (value == nullptr) return 0;
    if (value->as_double() != nullptr) return *value->as_double();
    if (value->as_int() != nullptr) return static_cast<double>(*value->as_int());
    return Wrong(key), 0;
  }
  uint64_t Count(std::string_view key) {
    const json::Value* value = object_.Find(key);
    if (value == nullptr) return 0;
    const int64_t* count = value->as_int();
    if (count == nullptr || *count < 0) return Wrong(key), 0;
    return static_cast<uint64_t>(*count);
  }
  const json::Array* List(std::string_view key) {
    const json::Value* value = object_.Find(key);
    if (value != nullptr && value->as_array() == nullptr) Wrong(key);
    return value == nullptr ? nullptr : value->as_array();
  }
  // An empty object when there is none.
  const json::Object& Part(std::string_view key) {
    static const json::Object kEmpty;
    const json::Value* value = object_.Find(key);
    if (value != nullptr && value->as_object() == nullptr) Wrong(key);
    return value == nullptr || value->as_object() == nullptr ? kEmpty : *value->as_object();
  }
  template <typename E>
  E Word(std::string_view key, std::optional<E> (*from_name)(std::string_view), E absent) {
    const std::string_view name = Text(key);
    if (name.empty()) return absent;
    const std::optional<E> word = from_name(name);
    return word ? *word : (Wrong(key), absent);
  }

  void Wrong(std::string_view key) {
    if (wrong_.empty()) wrong_ = key;
  }
  const std::string& wrong() const { return wrong_; }

 private:
  const json::Object& object_;
  std::string wrong_;
};

Error Misread(std::string_view part, const std::string& key) {
  return {"record.facts", "the recorded facts have no valid `" + std::string(part) + key + "`"};
}

Status ReadSystem(const json::Object& object, SystemFacts* out) {
  FactReader reader(object);
  *out = {reader.Text("id"), reader.Text("name"),
          reader.Word("risk_class", RiskClassFromName, RiskClass::kUnclassified),
          reader.Text("purpose"), reader.Text("owner")};
  return reader.wrong().empty() ? Status() : Status(Misread("system.", reader.wrong()));
}

Status ReadActor(const json::Object& object, ActorFacts* out) {
  FactReader reader(object);
  out->unit = reader.Text("unit");
  if (const json::Array* roles = reader.List("roles")) {
    for (const json::Value& role : *roles) {
      if (role.as_string() == nullptr) {
        reader.Wrong("roles");
        break;
      }
      out->roles.emplace_back(*role.as_string());
    }
  }
  return reader.wrong().empty() ? Status() : Status(Misread("actor.", reader.wrong()));
}

Status ReadAction(const json::Object& object, ActionFacts* out) {
  FactReader reader(object);
  *out = {reader.Text("kind"),
          reader.Text("tool"),
          reader.Text("purpose"),
          reader.Flag("consequential"),
          reader.Number("amount"),
          reader.Text("currency"),
          nullptr};
  return reader.wrong().empty() ? Status() : Status(Misread("action.", reader.wrong()));
}

Status ReadFindings(const json::Array& findings, std::vector<FindingFact>* out) {
  for (const json::Value& value : findings) {
    if (value.as_object() == nullptr) return Misread("findings", "");
    FactReader reader(*value.as_object());
    out->push_back({reader.Text("entity"), reader.Text("category"), reader.Text("kind"),
                    reader.Number("score"), reader.Text("path")});
    if (!reader.wrong().empty()) return Misread("findings.", reader.wrong());
  }
  return {};
}

Status ReadDetectors(const json::Object& detectors, std::vector<DetectorFact>* out) {
  for (const json::Member& member : detectors) {
    const std::string* came_to = member.value.as_string();
    if (came_to == nullptr) return Misread("detectors", "");
    const std::string_view failure = *came_to == kAnswered ? "" : std::string_view(*came_to);
    out->push_back({member.key, failure});
  }
  return {};
}

Status ReadUsage(const json::Object& usage, std::vector<UsageFact>* out) {
  for (const json::Member& member : usage) {
    if (member.value.as_object() == nullptr) return Misread("usage.", member.key);
    FactReader reader(*member.value.as_object());
    out->push_back({member.key, reader.Count("used"), reader.Count("asked")});
    if (!reader.wrong().empty()) return Misread("usage.", reader.wrong());
  }
  return {};
}

Status ReadFacts(const json::Object& source, Facts* out) {
  FactReader reader(source);
  out->interaction = reader.Text("interaction");
  out->stage = reader.Word("stage", StageFromName, Stage::kInput);
  out->tenant = reader.Text("tenant");
  out->channel = reader.Text("channel");
  REEVE_RETURN_IF_ERROR(ReadSystem(reader.Part("system"), &out->system));
  REEVE_RETURN_IF_ERROR(ReadActor(reader.Part("actor"), &out->actor));
  REEVE_RETURN_IF_ERROR(ReadAction(reader.Part("action"), &out->action));
  FactReader content(reader.Part("content"));
  out->content.size = content.Count("size");
  if (!content.wrong().empty()) return Misread("content.", content.wrong());
  if (const json::Array* findings = reader.List("findings")) {
    REEVE_RETURN_IF_ERROR(ReadFindings(*findings, &out->findings));
  }
  REEVE_RETURN_IF_ERROR(ReadDetectors(reader.Part("detectors"), &out->detectors));
  REEVE_RETURN_IF_ERROR(ReadUsage(reader.Part("usage"), &out->usage));
  out->context = &reader.Part("context");
  return reader.wrong().empty() ? Status() : Status(Misread("", reader.wrong()));
}

std::optional<ClauseOutcome> ReadOutcome(const json::Value& value) {
  const json::Array* parts = value.as_array();
  if (parts == nullptr || parts->size() < 3) return std::nullopt;
  const int64_t* rule = (*parts)[0].as_int();
  const int64_t* clause = (*parts)[1].as_int();
  const std::string* kind = (*parts)[2].as_string();
  if (rule == nullptr || clause == nullptr || kind == nullptr) return std::nullopt;
  if (*rule < 0 || *rule > UINT32_MAX || *clause < 0 || *clause > UINT32_MAX) return std::nullopt;
  const auto name = std::find(kOutcomeNames.begin(), kOutcomeNames.end(), *kind);
  if (name == kOutcomeNames.end()) return std::nullopt;
  ClauseOutcome out;
  out.rule = static_cast<uint32_t>(*rule);
  out.clause = static_cast<uint32_t>(*clause);
  out.kind = static_cast<ClauseOutcome::Kind>(name - kOutcomeNames.begin());
  const bool is_error = out.kind == ClauseOutcome::Kind::kError;
  if (parts->size() != (is_error ? 4u : 3u)) return std::nullopt;
  if (is_error) {
    const std::string* code = (*parts)[3].as_string();
    if (code == nullptr) return std::nullopt;
    out.error_code = *code;
  }
  return out;
}

}  // namespace

json::Object RecordFacts(const Bundle& bundle, const Facts& facts, const FactDigest& digest) {
  json::Object out;
  AddText("interaction", facts.interaction, &out);
  out.Add("stage", StageName(facts.stage));
  AddText("tenant", facts.tenant, &out);
  AddText("channel", facts.channel, &out);
  AddObject("system", RecordSystem(facts.system), &out);
  AddObject("actor", RecordActor(facts.actor, digest), &out);
  if (!facts.subject.empty()) out.Add("subject_digest", digest(facts.subject));
  AddObject("action", RecordAction(facts.action), &out);
  if (facts.content.size != 0) {
    out.Add("content", json::Object{{"size", static_cast<uint64_t>(facts.content.size)}});
  }
  if (!facts.findings.empty()) out.Add("findings", RecordFindings(facts.findings));
  AddObject("detectors", RecordDetectors(facts.detectors), &out);
  AddObject("usage", RecordUsage(facts.usage), &out);
  RecordContext(bundle, facts, digest, &out);
  return out;
}

json::Array RecordOutcomes(std::span<const ClauseOutcome> outcomes) {
  json::Array out;
  out.reserve(outcomes.size());
  for (const ClauseOutcome& outcome : outcomes) {
    json::Array parts{static_cast<int64_t>(outcome.rule), static_cast<int64_t>(outcome.clause),
                      kOutcomeNames[static_cast<size_t>(outcome.kind)]};
    if (outcome.kind == ClauseOutcome::Kind::kError) parts.emplace_back(outcome.error_code);
    out.emplace_back(std::move(parts));
  }
  return out;
}

RecordedFacts::RecordedFacts()
    : source_(std::make_unique<json::Object>()), facts_(std::make_unique<Facts>()) {}
RecordedFacts::RecordedFacts(RecordedFacts&&) noexcept = default;
RecordedFacts& RecordedFacts::operator=(RecordedFacts&&) noexcept = default;
RecordedFacts::~RecordedFacts() = default;

Result<RecordedFacts> RecordedFacts::Read(json::Object facts, Timestamp time) {
  RecordedFacts out;
  *out.source_ = std::move(facts);
  REEVE_RETURN_IF_ERROR(ReadFacts(*out.source_, out.facts_.get()));
  out.facts_->now = time;
  return out;
}

Result<std::vector<ClauseOutcome>> ReadOutcomes(const json::Array& outcomes) {
  std::vector<ClauseOutcome> out;
  out.reserve(outcomes.size());
  for (const json::Value& value : outcomes) {
    auto outcome = ReadOutcome(value);
    if (!outcome) return Error{"record.outcomes", "a recorded clause outcome is malformed"};
    out.push_back(std::move(*outcome));
  }
  return out;
}

}  // namespace reeve::policy
