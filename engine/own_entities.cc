#include "engine/own_entities.h"

#include <algorithm>

#include "base/word_pattern.h"
#include "detectors/limits.h"
#include "policy/document_limits.h"

namespace reeve::engine {
namespace {

// What the policy room lets pass, the detectors take.
static_assert(policy::kMaxEntityPatterns <= detectors::kMaxOwnPatterns);
static_assert(policy::kMaxEntityText <= detectors::kMaxOwnText);
static_assert(policy::kMinEntityScore >= detectors::kMinScore);

template <typename E>
E Named(std::string_view name, std::string_view (*name_of)(E), size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (name_of(static_cast<E>(i)) == name) return static_cast<E>(i);
  }
  Panic("the policy room and the detectors name `" + std::string(name) + "` differently");
}

detectors::OwnEntity ToDetectors(const policy::Bundle& bundle, const policy::OwnEntity& entity) {
  detectors::OwnEntity out;
  out.name = entity.name;
  out.title = entity.title;
  out.category = Named(entity.category, detectors::CategoryName, detectors::kCategoryCount);
  out.patterns = entity.patterns;
  if (!entity.check.empty()) {
    out.check = Named(entity.check, detectors::CheckRuleName, detectors::kCheckRuleCount);
  }
  out.terms = entity.terms;
  if (!entity.list.empty()) {
    const std::vector<std::string_view> entries = bundle.EntriesOf(entity.list);
    out.terms.insert(out.terms.end(), entries.begin(), entries.end());
  }
  out.exact_case = entity.exact_case;
  out.words = entity.words;
  out.needs_word = entity.needs_word;
  out.score = entity.score;
  return out;
}

}  // namespace

std::vector<detectors::OwnEntity> OwnEntitiesOf(const policy::Bundle& bundle,
                                                std::span<const std::string> wanted) {
  std::vector<detectors::OwnEntity> out;
  for (const policy::OwnEntity& entity : bundle.own_entities()) {
    if (std::find(wanted.begin(), wanted.end(), entity.name) == wanted.end()) continue;
    out.push_back(ToDetectors(bundle, entity));
  }
  return out;
}

Result<detectors::Scanner> ScannerFor(const policy::Bundle& bundle,
                                      std::span<const std::string> wanted) {
  std::vector<std::string> known(wanted.begin(), wanted.end());
  for (const policy::Detector& detector : bundle.detectors()) {
    for (const policy::DetectorLabel& label : detector.gives) {
      if (label.external) std::erase(known, label.entity);
    }
  }
  return detectors::Scanner::Create(known, OwnEntitiesOf(bundle, wanted));
}

Result<std::vector<ExampleResult>> RunEntityExamples(const policy::Bundle& bundle) {
  std::vector<ExampleResult> out;
  for (const policy::OwnEntity& entity : bundle.own_entities()) {
    if (entity.examples.empty()) continue;
    REEVE_ASSIGN_OR_RETURN(const detectors::Scanner scanner, ScannerFor(bundle, {&entity.name, 1}));
    size_t number[2] = {0, 0};
    for (const policy::EntityExample& example : entity.examples) {
      const bool found = !scanner.Scan(example.text).empty();
      const std::string wanted = example.found ? "found" : "not found";
      ExampleResult result{
          &entity, example.line,
          entity.name + " is " + wanted + " in example " + std::to_string(++number[example.found]),
          ""};
      if (found != example.found) {
        result.failure =
            std::string("it is ") + (found ? "found" : "not found") + " in `" + example.text + "`";
      }
      out.push_back(std::move(result));
    }
  }
  return out;
}

}  // namespace reeve::engine
