#include "policy/detector.h"
#include "policy/document_limits.h"
#include "policy/document_schema.h"
#include "policy/json_shape.h"
#include "policy/own_entity.h"

namespace reeve::policy {
namespace {

json::Object CountShape(size_t least, size_t most) {
  return {{"type", "integer"}, {"minimum", uint64_t{least}}, {"maximum", uint64_t{most}}};
}

json::Object Formed(std::string_view pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

json::Object TimeShape() { return Formed("^[0-9]{1,9}(ms|s|m|h)$"); }

json::Object LabelSchema() {
  return MapShape("What a label of the service is as a finding.",
                  {{"entity", Formed("^[A-Z][A-Z0-9_]{1,63}$"),
                    "The entity: one of the detectors, or a name of its own.", true, nullptr,
                    json::Array{"PERSON", "NER_ORGANISATION"}},
                   {"category", WordShape(EntityCategories()),
                    "What a finding of it means; of an entity of the detectors it is known."},
                   {"min_score",
                    {{"type", "number"}, {"minimum", 0}, {"maximum", 1}},
                    "What scores less is no finding.",
                    false,
                    0.5}});
}

}  // namespace

json::Object DetectorsSchema() {
  const Detector defaults;
  json::Object gives{{"type", "object"},
                     {"minProperties", 1},
                     {"maxProperties", uint64_t{kMaxDetectorLabels}},
                     {"propertyNames", TextShape(kMaxDetectorLabel)},
                     {"additionalProperties", LabelSchema()}};
  json::Object batch = MapShape(
      "How texts are joined into calls.",
      {{"texts", CountShape(1, kMaxDetectorBatch),
        "The most of one call: 1 for Presidio, 16 for a classifier, where nothing is said."},
       {"wait", TimeShape(), "How long a call waits for more texts: up to 1s.", false, "0ms"}});
  json::Object cache = MapShape("What is remembered of answers, by a keyed digest of the text.",
                                {{"entries", CountShape(0, kMaxDetectorCache), "Texts; 0 for none.",
                                  false, uint64_t{defaults.cache_entries}},
                                 {"ttl", TimeShape(), "For how long: 1s to 24h.", false, "5m"}});
  json::Object breaker =
      MapShape("When it is left alone for a while.",
               {{"failures", CountShape(1, kMaxDetectorFailures), "Calls that failed in a row.",
                 false, uint64_t{defaults.breaker_failures}},
                {"open", TimeShape(), "For how long: 1s to 10m.", false, "30s"}});
  json::Object detector =
      MapShape("A service that finds in texts what the detectors do not.",
               {{"url",
                 Formed("^https?://[^/?#@\\s]+/[^?#@\\s]*$"),
                 "Its address, without query and credentials.",
                 true,
                 nullptr,
                 {"http://127.0.0.1:5002/analyze"}},
                {"contract", WordShape({"presidio", "classifier"}), "How it is asked.", true},
                {"language", TextShape(kMaxDetectorLanguage),
                 "The language that it is told; `en` for Presidio, where nothing is said."},
                {"gives", std::move(gives), "By label of the service: the finding.", true},
                {"timeout", TimeShape(), "For all that one decision asks of it: 10ms to 10s.",
                 false, "500ms"},
                {"on_failure",
                 WordShape({std::string(OnFailureName(OnFailure::kDeny)),
                            std::string(OnFailureName(OnFailure::kIgnore))}),
                 "What becomes of a decision that needs it, when it gives no answer.", false,
                 OnFailureName(OnFailure::kDeny)},
                {"batch", std::move(batch), "How texts are joined into calls."},
                {"cache", std::move(cache), "What is remembered of answers."},
                {"breaker", std::move(breaker), "When it is left alone for a while."}});
  json::Object out = MapOf(kIdPattern, std::move(detector));
  out.Add("maxProperties", uint64_t{kMaxDetectors});
  return out;
}

}  // namespace reeve::policy
