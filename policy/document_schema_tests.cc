// The schema of a policy's tests, and of the requests in them, which engine/partial_request.h
// reads.
#include "policy/document.h"
#include "policy/document_limits.h"
#include "policy/document_schema.h"
#include "policy/json_shape.h"

namespace reeve::policy {
namespace {

// The keys of a test and of a row of one.
std::vector<KeyShape> TestKeys() {
  return {{"name", TextShape(kMaxTestName), "What the test shows, as a sentence.", true},
          {"request", Reference("request"), "What is asked; any part may be missing."},
          {"detected", ListShape(Reference("detected"), 0, kMaxTestDetected),
           "What external detectors, which no test asks, find in it."},
          {"expect", Reference("expectation"), "What is to come of it."}};
}

// The row, or the test that it is laid over, says an effect.
json::Object NeedsEffect() {
  return {{"properties", json::Object{{"expect", WhereKeysAre({"effect"})}}},
          {"required", json::Array{"expect"}}};
}

json::Object SystemShape() {
  const json::Object text = StringShape();
  json::Object object = MapShape("The AI system, as it would be registered.",
                                 {{"id", text, "Its id."},
                                  {"tenant", text, "Its tenant."},
                                  {"name", text, "Its name."},
                                  {"owner", text, "Who answers for it."},
                                  {"purpose", text, "What it is registered for."},
                                  {"risk_class", WordShape(RiskClassWords()),
                                   "Its class under the EU AI Act.", false, "limited"},
                                  {"state", text, "Whether it may be used."}});
  return {{"anyOf", json::Array{text, std::move(object)}}};
}

json::Object ActorSchema() {
  return MapShape("Who asks.", {{"id", StringShape(), "A pseudonym.", false, "tester"},
                                {"roles", ListShape(StringShape(), 0, 0), "The roles they have."},
                                {"unit", StringShape(), "Their unit."}});
}

json::Object ActionSchema() {
  return MapShape("What is to be done.",
                  {{"kind", StringShape(), "The kind of action.", false, "chat", {"refund"}},
                   {"tool", StringShape(), "The tool that is called."},
                   {"purpose", StringShape(), "What for."},
                   {"consequential",
                    {{"type", "boolean"}},
                    "It has legal or similarly significant effect on a person."},
                   {"amount", {{"type", "number"}}, "How much, where it is about an amount."},
                   {"currency", StringShape(), "Of the amount.", false, nullptr, {"EUR"}},
                   {"arguments", {{"type", "object"}}, "Of the tool."}});
}

json::Object ContentSchema() {
  json::Object message = MapShape("One message.", {{"role", StringShape(), "Whose it is.", true},
                                                   {"content", StringShape(), "What it says."}});
  return MapShape("What is said: one text, or messages.",
                  {{"text", StringShape(), "One text."},
                   {"messages", ListShape(std::move(message), 0, 0), "Messages, in order."}});
}

}  // namespace

json::Object TestSchema() {
  json::Object row =
      MapShape("A row: laid over the request and the expectation of the test.", TestKeys());
  std::vector<KeyShape> keys = TestKeys();
  keys.push_back({"rows", ListShape(std::move(row), 1, 0),
                  "Variants of the test, each laid over its request and expectation."});
  json::Object out = MapShape("A test: a request, and what is to be decided.", std::move(keys));
  json::Object alone = NeedsEffect();
  alone.Set("required", json::Array{"request", "expect"});
  json::Object each{{"properties", json::Object{{"rows", json::Object{{"items", NeedsEffect()}}}}}};
  json::Object with_rows{{"if", NeedsEffect()}, {"else", std::move(each)}};
  return out.Add("if", WhereKeysAre({"rows"}))
      .Add("then", std::move(with_rows))
      .Add("else", std::move(alone));
}

json::Object DetectedSchema() {
  return MapShape(
      "What an external detector finds in the request of a test.",
      {{"entity", TextShape(kMaxIdLength), "An entity that a detector gives.", true},
       {"text", TextShape(kMaxEntityExample), "Wherever it stands in the request.", true},
       {"score",
        {{"type", "number"}, {"minimum", 0}, {"maximum", 1}},
        "How certain it is.",
        false,
        0.9}});
}

json::Object ExpectationSchema() {
  const auto texts_or_none = [](json::Object item) {
    json::Object many = ListShape(item, 0, 0);
    many.Add("uniqueItems", true);
    return json::Object{{"anyOf", json::Array{std::move(item), std::move(many)}}};
  };
  return MapShape(
      "What is to come of the request; what is absent is not checked.",
      {{"effect", WordShape(EffectWords()), "The effect of the decision."},
       {"rules", texts_or_none(TextShape(kMaxDocumentBytes)), "Ids of the rules that apply."},
       {"findings", texts_or_none(Reference("entity")), "What the detectors find."},
       {"redacted", TextShape(kMaxDocumentBytes), "The text as it is redacted."}});
}

json::Object RequestSchema() {
  return MapShape(
      "A request as for POST /v1/decisions, of which any part may be missing.",
      {{"file", StringShape(), "A JSON file beside the document that holds the request."},
       {"interaction", StringShape(), "The id of the interaction.", false, "test"},
       {"stage", WordShape(StageWords()), "The stage of the interaction.", false,
        StageName(Stage::kInput)},
       {"system", SystemShape(), "The AI system: its id, or what would be registered."},
       {"actor", ActorSchema(), "Who asks."},
       {"subject", StringShape(), "A pseudonym of the person concerned."},
       {"channel", StringShape(), "By which the request came.", false, nullptr, {"web"}},
       {"action", ActionSchema(), "What is to be done."},
       {"content", ContentSchema(), "What is said."},
       {"sequence", {{"type", "integer"}, {"minimum", 0}}, "The caller's own count."},
       {"context", {{"type", "object"}}, "Values of attributes, by name."}});
}

}  // namespace reeve::policy
