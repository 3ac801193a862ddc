#include "policy/document_schema.h"

#include <set>

#include "policy/document.h"
#include "policy/document_limits.h"
#include "policy/entities.h"
#include "policy/json_shape.h"

namespace reeve::policy {
namespace {

// The words of an enumeration whose last value is `last`.
template <typename E>
Words WordsOf(std::string_view (*name)(E), E last) {
  Words words;
  for (size_t i = 0; i <= static_cast<size_t>(last); ++i) {
    words.emplace_back(name(static_cast<E>(i)));
  }
  return words;
}

// There are hundreds of entities, so they are listed once, in the definition `entity`.
json::Object AnyEntity() { return Reference("entity"); }

json::Object EntitySchema(const Vocabulary& vocabulary) {
  Words names;
  for (const KnownEntity& entity : vocabulary.entities) names.push_back(entity.name);
  return EntityOr(WordShape(names));
}

json::Object EntityOrCategory(const Vocabulary& vocabulary) {
  std::set<std::string> categories;
  for (const KnownEntity& entity : vocabulary.entities) categories.insert(entity.category);
  json::Array either;
  either.emplace_back(AnyEntity());
  either.emplace_back(WordShape({categories.begin(), categories.end()}));
  return {{"anyOf", std::move(either)}};
}

json::Object AnyText() { return TextShape(kMaxDocumentBytes); }

json::Object Metadata() {
  return MapShape(
      "Who and what the policy is.",
      {{"id",
        FormShape(kIdPattern),
        "Names the policy; unique in the folder.",
        true,
        nullptr,
        {"card-numbers"}},
       {"title", TextShape(kMaxTitle), "What the policy is about, for people."},
       {"owner", TextShape(kMaxOwner), "Who answers for it.", false, nullptr, {"Data Protection"}},
       {"references", OneOrMany(TextShape(kMaxReference)),
        "Articles and controls that it serves, as you cite them.", false, nullptr,
        json::Array{"GDPR Art. 5(1)(c)"}}});
}

json::Object ScopeSchema() {
  const json::Object any = OneOrMany(AnyText());
  return MapShape(
      "Where the rules apply. Each key is optional, and admits anything when it is absent; all "
      "that are present must hold.",
      {{"stages", OneOrMany(WordShape(StageWords())), "The stages of an interaction."},
       {"systems", any, "Ids of registered AI systems."},
       {"risk_classes", OneOrMany(WordShape(RiskClassWords())),
        "Classes of systems under the EU AI Act."},
       {"actions", any, "Kinds of actions.", false, nullptr, json::Array{"refund"}},
       {"tools", any, "Names of tools.", false, nullptr, json::Array{"send_email"}},
       {"tenants", any, "Tenants whose requests are meant."},
       {"channels", any, "By which the request came; by custom web, voice, batch."}});
}

json::Object AttributeSchema() {
  return MapShape("A context attribute that the rules read as `context.<name>`.",
                  {{"type", WordShape(WordsOf(AttributeTypeName, AttributeType::kTimestamp)),
                    "The type of its values; a timestamp is a text of RFC 3339 in UTC.", true},
                   {"record", WordShape(WordsOf(RecordedName, Recorded::kNothing)),
                    "What the ledger keeps of it.", false, RecordedName(Recorded::kNothing)}});
}

// What a value of a parameter may be.
json::Object ParameterValueShape(ParameterType type) {
  switch (type) {
    case ParameterType::kBool:
      return {{"type", "boolean"}};
    case ParameterType::kInt:
      return {{"type", "integer"}};
    case ParameterType::kDouble:
      return {{"type", "number"}};
    case ParameterType::kString:
      return TextShape(kMaxParameterText);
    case ParameterType::kDuration:
      return DurationShape();
    case ParameterType::kStringList:
      break;
  }
  json::Object many = ListShape(TextShape(kMaxParameterText), 0, kMaxParameterEntries);
  many.Add("uniqueItems", true);
  return {{"anyOf", json::Array{TextShape(kMaxParameterText), std::move(many)}}};
}

// A word in quotes, or `true` without.
json::Value StricterShape(ParameterType type) {
  const std::vector<Stricter> directions = StricterOf(type);
  if (directions.empty()) return false;
  json::Array words;
  for (const Stricter direction : directions) words.push_back(StricterName(direction));
  if (type == ParameterType::kBool) words.insert(words.end(), {true, false});
  return json::Object{{"enum", std::move(words)}};
}

// Which values a parameter of this type has; bounds are of those types that have an order.
json::Object ParameterOfType(ParameterType type) {
  const bool ordered = type == ParameterType::kInt || type == ParameterType::kDouble ||
                       type == ParameterType::kDuration;
  const json::Value bound = ordered ? json::Value(ParameterValueShape(type)) : json::Value(false);
  return {{"if", WhereKeyIs("type", ParameterTypeName(type))},
          {"then", json::Object{{"properties", json::Object{{"default", ParameterValueShape(type)},
                                                            {"min", bound},
                                                            {"max", bound},
                                                            {"stricter", StricterShape(type)}}}}}};
}

json::Object ParameterSchema() {
  const Words types = WordsOf(ParameterTypeName, ParameterType::kStringList);
  json::Object out = MapShape(
      "A value that conditions read as `parameters.<name>`, and that the bundle document may set.",
      {{"type", WordShape(types), "The type of its values; a duration is like 24h.", true},
       {"default", {}, "The value where the bundle document sets none.", true},
       {"min", {}, "The least that may be set: of an int, a double or a duration."},
       {"max", {}, "The most that may be set."},
       {"stricter", {}, "In which direction a policy that extends this one may set it."},
       {"description", TextShape(kMaxDescription), "What it is for, for people."}});
  json::Array by_type;
  for (size_t i = 0; i < types.size(); ++i) {
    by_type.push_back(ParameterOfType(static_cast<ParameterType>(i)));
  }
  out.Add("allOf", std::move(by_type));
  return out;
}

// One character that is seen; written plain, a digit is a number.
json::Object CharacterShape() {
  json::Object text{{"type", "string"}, {"pattern", "^[^\\u0000- \\u007f]$"}};
  json::Object digit{{"type", "integer"}, {"minimum", 0}, {"maximum", 9}};
  return {{"anyOf", json::Array{std::move(text), std::move(digit)}}};
}

// Terms stand only beside the operator that they belong to.
json::Array TermsByOperator(const std::vector<KeyShape>& keys) {
  json::Array out;
  for (size_t i = 0; i < kRedactOperatorCount; ++i) {
    const auto redact_operator = static_cast<RedactOperator>(i);
    json::Object foreign;
    for (const KeyShape& key : keys) {
      if (OwnerOfRedactKey(key.name) == redact_operator) foreign.Add(std::string(key.name), false);
    }
    if (foreign.empty()) continue;
    json::Object by_operator{{"if", WhereKeyIs("operator", RedactOperatorName(redact_operator))},
                             {"else", json::Object{{"properties", std::move(foreign)}}}};
    if (redact_operator == RedactOperator::kReplace)
      by_operator.Add("then", WhereKeysAre({"text"}));
    out.push_back(std::move(by_operator));
  }
  return out;
}

json::Object RedactSchema() {
  const auto whole = [](uint64_t least, uint64_t most) {
    return json::Object{{"type", "integer"}, {"minimum", least}, {"maximum", most}};
  };
  const std::vector<KeyShape> keys = {
      {"entities", OneOrMany(AnyEntity()), "Which of those of `detect`; all of them when absent."},
      {"operator", WordShape(RedactOperatorWords()),
       "What stands in place of a finding: `mask` characters such as stars, `generalise` a coarser "
       "value, `surrogate` a made-up one of the same form, `encrypt` a token that may come back, "
       "`hash` a digest, `token` a keyed one, `number` <PERSON_1>, `label` <PERSON>, `replace` a "
       "text, `remove` nothing.",
       false, RedactOperatorName(RedactOperator::kLabel)},
      {"character", CharacterShape(), "Of `mask`: what stands for each character.", false,
       kDefaultMaskCharacter},
      {"keep_first", whole(0, kMaxKept),
       "Of `mask`: letters and digits that stay at the beginning, at most a third of all.", false,
       0},
      {"keep_last", whole(0, kMaxKept),
       "Of `mask`: letters and digits that stay at the end, at most half of all. When absent, four "
       "of cards and IBANs and none of most."},
      {"count", whole(1, kMaxMasked),
       "Of `mask`: of how many characters, from one end, those that do not stay are masked; of all "
       "when absent."},
      {"from", WordShape({"start", "end"}), "Of `mask`: the end from which `count` counts.", false,
       "start"},
      {"keep_separators",
       {{"type", "boolean"}},
       "Of `mask`: whether blanks, dashes and the like stay.",
       false,
       false},
      {"text", TextShape(kMaxReplacement), "Of `replace`: the text."},
      {"salt", TextShape(kMaxSalt), "Of `hash`: what is hashed behind the value."},
      {"restore", OneOrMany(WordShape({"output", "tool_call"})),
       "Of `encrypt`: in which stages of the same interaction the value is put back; in none when "
       "absent."}};
  json::Object out = MapShape("How a rule of effect `redact` redacts.", keys);
  out.Add("dependentRequired", json::Object{{"from", json::Array{"count"}}});
  out.Add("allOf", TermsByOperator(keys));
  return out;
}

json::Object HoldSchema() {
  const json::Object duration = DurationShape();
  json::Object quorum{{"type", "integer"}, {"minimum", 1}, {"maximum", uint64_t{kMaxQuorum}}};
  json::Object uses{{"type", "integer"}, {"minimum", 1}, {"maximum", uint64_t{kMaxApprovalUses}}};
  json::Object escalation =
      MapShape("Who may approve as well once it has waited.",
               {{"after", duration, "How long; shorter than the deadline.", true},
                {"roles", RolesShape(), "Who may then approve as well.", true}});
  return MapShape(
      "How a rule of effect `hold` waits for people.",
      {{"roles", RolesShape(), "Who may approve.", true, nullptr, json::Array{"team_lead"}},
       {"quorum", std::move(quorum), "How many different persons must approve.", false, 1},
       {"deadline", duration, "By when: from 1m to 366d.", false, "24h", {"15m", "8h", "3d"}},
       {"escalation", std::move(escalation), "Who may approve as well once it has waited."},
       {"on_timeout", WordShape(WordsOf(OnTimeoutName, OnTimeout::kDeny)),
        "What becomes of it when nobody decided by the deadline.", false,
        OnTimeoutName(OnTimeout::kDeny)},
       {"uses", std::move(uses), "How often the approved request passes.", false, 1},
       {"valid",
        duration,
        "For how long it may pass once it is approved.",
        false,
        "24h",
        {"1h", "24h"}},
       {"distinct_units",
        {{"type", "boolean"}},
        "Whether each approval must come from another unit.",
        false,
        false},
       {"exclude_author",
        {{"type", "boolean"}},
        "Whether who proposed the bundle may not vote.",
        false,
        false},
       {"blind",
        {{"type", "boolean"}},
        "Whether no vote is shown before all are cast.",
        false,
        false},
       {"veto", RolesShape(), "Who may reject, and not approve."}});
}

json::Object ObligationsShape() {
  json::Array kinds;
  for (size_t i = 0; i <= static_cast<size_t>(ObligationType::kRoute); ++i) {
    const auto type = static_cast<ObligationType>(i);
    std::vector<KeyShape> keys = {
        {"type", json::Object{{"const", ObligationTypeName(type)}}, "What must be done.", true}};
    if (const std::string_view key = ObligationKey(type); !key.empty()) {
      keys.push_back({key, TextShape(kMaxObligationValue), "Whom, where to, or the words.", true});
    }
    kinds.push_back(MapShape("What the caller must do.", std::move(keys)));
  }
  kinds.push_back(
      MapShape("A person looks at the decision afterwards.",
               {{"type", json::Object{{"const", ObligationTypeName(ObligationType::kReview)}},
                 "What must be done.", true},
                {"to", TextShape(kMaxObligationValue), "The role that reviews.", true},
                {"share", FormShape("^(100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})?)%$"),
                 "Of the decisions to which it applies, drawn by a keyed digest of their ids.",
                 false, "100%"},
                {"within", DurationShape(), "When it is due, after the decision.", false, "72h"}}));
  return ListShape({{"anyOf", std::move(kinds)}}, 1, kMaxObligations);
}

// Terms stand only beside the effect that they belong to.
json::Array TermsByEffect() {
  const auto hold = WhereKeyIs("effect", EffectName(Effect::kHold));
  const auto redact = WhereKeyIs("effect", EffectName(Effect::kRedact));
  const auto allow = WhereKeyIs("effect", EffectName(Effect::kAllow));
  const auto without = [](std::string_view key) {
    return json::Object{{"properties", json::Object{{std::string(key), false}}}};
  };
  return {json::Object{{"if", hold}, {"then", WhereKeysAre({"hold"})}, {"else", without("hold")}},
          json::Object{{"if", redact}, {"else", without("redact")}},
          json::Object{{"if", allow}, {"else", WhereKeysAre({"reason"})}}};
}

json::Object RuleSchema() {
  json::Object out = MapShape(
      "A rule: when its condition holds for a request in its scope, it applies.",
      {{"id",
        FormShape(kIdPattern),
        "Names the rule; unique in the policy.",
        true,
        nullptr,
        {"mask-cards"}},
       {"title", TextShape(kMaxTitle), "What the rule does, for people."},
       {"scope", Reference("scope"), "Narrows the scope of the policy."},
       {"mode", WordShape(WordsOf(ModeName, Mode::kShadow)),
        "A rule in shadow is evaluated and reported, and changes nothing.", false,
        ModeName(Mode::kEnforce)},
       {"when",
        AnyText(),
        "The condition, in CEL; `true` where the scope says it all.",
        true,
        nullptr,
        {"action.amount > 500.0", "findings.exists(f, f.entity == 'CREDIT_CARD')"}},
       {"effect", WordShape(EffectWords()), "Of all rules that apply, the strictest decides.",
        true},
       {"redact", Reference("redact"), "Of effect `redact`: what, and how."},
       {"hold", Reference("hold"), "Of effect `hold`: who must approve, and by when."},
       {"severity", WordShape(WordsOf(SeverityName, Severity::kCritical)), "How grave it is.",
        false, SeverityName(Severity::kMedium)},
       {"waivable", {{"type", "boolean"}}, "Whether a waiver may suspend the rule.", false, false},
       {"obligations", ObligationsShape(), "What the caller must do beside."},
       {"reason", ReasonShape(), "Why, in words: one text, or one for each audience."}});
  out.Add("allOf", TermsByEffect());
  return out;
}

// Of a parameter of any type.
json::Object AnyParameterValue() {
  return {{"type", json::Array{"boolean", "number", "string", "array"}},
          {"items", TextShape(kMaxParameterText)},
          {"maxItems", uint64_t{kMaxParameterEntries}}};
}

json::Object PolicySchema(const Vocabulary& vocabulary) {
  const json::Object version = WordShape({std::string(kApiVersion)});
  json::Object parameters = MapOf(kNamePattern, ParameterSchema());
  parameters.Add("maxProperties", uint64_t{kMaxParameters});
  json::Object out = MapShape(
      "A policy: where it applies, what it looks for, its rules and their tests.",
      {{"apiVersion", version, "The version of the format.", true},
       {"kind", WordShape({"Policy"}), "A policy.", true},
       {"metadata", Metadata(), "Who and what the policy is.", true},
       {"extends", FormShape(kIdPattern), "The id of a policy that this one only tightens."},
       {"scope", Reference("scope"), "Where its rules apply; everywhere when absent."},
       {"tighten", MapOf(kNamePattern, AnyParameterValue()),
        "Stricter values of the parameters of the policy that it extends."},
       {"parameters", std::move(parameters), "Values that the bundle document may set."},
       {"attributes", MapOf(kNamePattern, AttributeSchema()),
        "Context attributes that the rules read."},
       {"entities", EntitiesSchema(), "Entities of your own, for `detect`."},
       {"detect", OneOrMany(EntityOrCategory(vocabulary)),
        "What the detectors look for: entities, or categories of them."},
       {"lists", OneOrMany(FormShape(kNamePattern)),
        "List files that the rules ask: lists/NAME.txt or lists/NAME.csv."},
       {"decision_rights", DecisionRightsSchema(EntityOrCategory(vocabulary)),
        "A table of who decides what; each row is a rule."},
       {"rules", ListShape(Reference("rule"), 1, 0),
        "At least one; none is needed beside `tighten` or `decision_rights`."},
       {"tests", ListShape(Reference("test"), 0, 0),
        "Requests, and what is to be decided about each."}});
  json::Object has_rules{
      {"anyOf", json::Array{WhereKeysAre({"rules"}), WhereKeysAre({"decision_rights"})}}};
  out.Add("allOf", json::Array{json::Object{{"if", WhereKeysAre({"tighten"})},
                                            {"then", WhereKeysAre({"extends"})},
                                            {"else", std::move(has_rules)}}});
  return out;
}

json::Object BundleSchema() {
  const Words defaults = {std::string(EffectName(Effect::kAllow)),
                          std::string(EffectName(Effect::kDeny))};
  return MapShape(
      "What the policies of a folder are together.",
      {{"apiVersion", WordShape({std::string(kApiVersion)}), "The version of the format.", true},
       {"kind", WordShape({"Bundle"}), "A bundle.", true},
       {"title", TextShape(kMaxTitle), "What the bundle is, for people."},
       {"default", WordShape(defaults), "What happens to a request to which no rule applies.",
        true},
       {"parameters",
        MapOf(kIdPattern, MapOf(kNamePattern, AnyParameterValue())),
        "By policy: the values of its parameters.",
        false,
        nullptr,
        {json::Object{{"refund-limit", json::Object{{"limit_eur", 300}}}}}},
       {"detectors", DetectorsSchema(), "Services outside of this process that find more."},
       {"budgets", BudgetsSchema(), "What may pass in a window of time, for rules to read."}});
}

json::Object Definitions(SchemaOf what, const Vocabulary& vocabulary) {
  json::Object out;
  if (what == SchemaOf::kDocument) {
    out.Add("policy", PolicySchema(vocabulary)).Add("bundle", BundleSchema());
  }
  if (what == SchemaOf::kBundle) return out;
  return out.Add("scope", ScopeSchema())
      .Add("entity", EntitySchema(vocabulary))
      .Add("rule", RuleSchema())
      .Add("redact", RedactSchema())
      .Add("hold", HoldSchema())
      .Add("test", TestSchema())
      .Add("expectation", ExpectationSchema())
      .Add("detected", DetectedSchema())
      .Add("request", RequestSchema());
}

json::Object DocumentShape() {
  json::Object properties{
      {"kind", json::Object{{"description", "A policy, or the bundle document."},
                            {"enum", json::Array{"Policy", "Bundle"}}}}};
  return {{"type", "object"},
          {"required", json::Array{"apiVersion", "kind"}},
          {"properties", std::move(properties)},
          {"if", WhereKeyIs("kind", "Bundle")},
          {"then", Reference("bundle")},
          {"else", Reference("policy")}};
}

}  // namespace

json::Object ReasonShape() {
  const json::Object text = TextShape(kMaxReason);
  json::Object three = MapShape("The reason, for three audiences.",
                                {{"user", text, "For who asked: no internals.", true},
                                 {"operator", text, "For who runs the service."},
                                 {"auditor", text, "For who checks later."}});
  return {{"anyOf", json::Array{text, std::move(three)}}};
}

json::Object RolesShape() {
  json::Object text = AnyText();
  json::Object many = ListShape(text, 1, kMaxRoles);
  many.Add("uniqueItems", true);
  return {{"anyOf", json::Array{std::move(text), std::move(many)}}};
}

std::vector<std::string> StageWords() {
  return WordsOf(StageName, static_cast<Stage>(kStageCount - 1));
}

std::vector<std::string> RiskClassWords() {
  return WordsOf(RiskClassName, static_cast<RiskClass>(kRiskClassCount - 1));
}

json::Object DocumentSchema(SchemaOf what, const Vocabulary& vocabulary) {
  json::Object out{
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"title", what == SchemaOf::kBundle ? "Reeve bundle document" : "Reeve policy document"}};
  json::Object shape = what == SchemaOf::kPolicy   ? PolicySchema(vocabulary)
                       : what == SchemaOf::kBundle ? BundleSchema()
                                                   : DocumentShape();
  for (json::Member& member : shape) out.Add(member.key, std::move(member.value));
  json::Object definitions = Definitions(what, vocabulary);
  if (!definitions.empty()) out.Add("$defs", std::move(definitions));
  return out;
}

}  // namespace reeve::policy
