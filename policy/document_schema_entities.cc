#include "base/word_pattern.h"
#include "policy/document_limits.h"
#include "policy/document_schema.h"
#include "policy/json_shape.h"
#include "policy/own_entity.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kEntityPattern = "^[A-Z][A-Z0-9_]{1,63}$";

json::Object TextsShape(size_t most_bytes, size_t most) {
  json::Object text = TextShape(most_bytes);
  json::Object many = ListShape(text, 1, most);
  many.Add("uniqueItems", true);
  return {{"anyOf", json::Array{std::move(text), std::move(many)}}};
}

json::Object ExamplesSchema() {
  const json::Object texts = TextsShape(kMaxEntityExample, kMaxEntityExamples);
  return MapShape("Texts by which the declaration is tested.",
                  {{"found", texts, "In each of these it is found."},
                   {"not_found", texts, "In none of these."}});
}

}  // namespace

json::Object EntityOr(json::Object words) {
  return {{"anyOf", json::Array{std::move(words), FormShape(kEntityPattern)}}};
}

json::Object EntitiesSchema() {
  const json::Object flag = {{"type", "boolean"}};
  json::Object entity = MapShape(
      "An entity that the detectors look for.",
      {{"title", TextShape(kMaxTitle), "What it is, for people."},
       {"category", WordShape(EntityCategories()), "What a finding of it means.", true},
       {"patterns", TextsShape(WordPattern::kMaxBytes, kMaxEntityPatterns),
        "Regular expressions (RE2), each tried at the start of every word.", false, nullptr,
        json::Array{"AC-[0-9]{8}"}},
       {"check", WordShape(CheckWords()),
        "The check digit of what a pattern matches, or of its group (?P<check>...)."},
       {"terms", TextsShape(kMaxEntityText, kMaxEntityTerms), "Whole words, in either case."},
       {"list", FormShape(kNamePattern), "A list file whose entries are terms."},
       {"exact_case", flag, "Terms count only as they are written.", false, false},
       {"words", TextsShape(kMaxEntityText, kMaxEntityWords),
        "Words beside it that make it more certain."},
       {"needs_word", flag, "Without one of `words` beside it, it is not found.", false, false},
       {"score",
        {{"type", "number"}, {"minimum", kMinEntityScore}, {"maximum", 1}},
        "How certain it is without check digit and word.",
        false,
        0.5},
       {"examples", ExamplesSchema(), "Texts by which it is tested."}});
  entity.Add("anyOf", json::Array{WhereKeysAre({"patterns"}), WhereKeysAre({"terms"}),
                                  WhereKeysAre({"list"})});
  json::Object out = MapOf(kEntityPattern, std::move(entity));
  out.Add("maxProperties", uint64_t{kMaxEntities});
  return out;
}

}  // namespace reeve::policy
