#include "policy/compile_detectors.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "policy/document_limits.h"
#include "policy/own_entity.h"

namespace reeve::policy {
namespace {

static_assert(kMaxDetectors <= 8, "CompiledRule::detectors has a bit for each");

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

class Collector {
 public:
  Collector(const Vocabulary& vocabulary, Bundle::Compiled* out) : out_(*out) {
    for (const KnownEntity& entity : vocabulary.entities) {
      vocabulary_.emplace(entity.name, entity.category);
      names_.push_back(entity.name);
    }
  }

  void Add(const DeclaredDetector& declared) {
    Detector detector = declared.document.detector;
    for (size_t i = 0; i < detector.gives.size(); ++i) {
      Resolve(declared.document, i, &detector.gives[i], *declared.reporter);
    }
    out_.detectors.push_back(std::move(detector));
  }

  GivenEntities Finish() && {
    std::sort(out_.detectors.begin(), out_.detectors.end(),
              [](const Detector& a, const Detector& b) { return a.name < b.name; });
    for (const auto& [name, category] : external_) given_.external.push_back({name, category});
    return std::move(given_);
  }

 private:
  void Resolve(const DetectorDocument& document, size_t place, DetectorLabel* label,
               Reporter& reporter) {
    const std::string& entity = label->entity;
    if (entity.empty()) return;  // was reported
    const auto owner = std::find_if(out_.own_entities.begin(), out_.own_entities.end(),
                                    [&](const OwnEntity& own) { return own.name == entity; });
    if (owner != out_.own_entities.end()) {
      reporter.Error("policy.duplicate_entity", document.entities[place],
                     Quoted(entity) + " is an entity of the policy " + Quoted(owner->policy) +
                         "; give what this label stands for a name of its own");
      return;
    }
    const auto known = vocabulary_.find(entity);
    const auto given = external_.find(entity);
    const std::string category = known != vocabulary_.end() ? known->second
                                 : given != external_.end() ? given->second
                                                            : label->category;
    if (category.empty()) {
      const std::string near = DidYouMeanSuffix(entity, names_);
      reporter.Error(
          "policy.detector", document.entities[place],
          Quoted(entity) + " is no entity of the detectors" +
              (near.empty() ? ", so its `category` must be said; add " + OneOf(EntityCategories())
                            : near + " A name of its own needs a `category`"));
      return;
    }
    if (!label->category.empty() && label->category != category) {
      reporter.Error("policy.detector", document.categories[place],
                     Quoted(entity) + " is of the category " + Quoted(category) + " already");
      return;
    }
    label->category = category;
    label->external = known == vocabulary_.end();
    if (!label->external) {
      given_.known.push_back({entity, category});
    } else {
      external_.emplace(entity, category);
    }
  }

  Bundle::Compiled& out_;
  std::map<std::string_view, std::string> vocabulary_;
  std::vector<std::string> names_;               // of it
  std::map<std::string, std::string> external_;  // category by name
  GivenEntities given_;
};

uint8_t BitsOf(const std::vector<Detector>& detectors, std::string_view entity) {
  unsigned bits = 0;
  for (size_t i = 0; i < detectors.size(); ++i) {
    if (detectors[i].Gives(entity)) bits |= 1u << i;
  }
  return static_cast<uint8_t>(bits);
}

}  // namespace

GivenEntities CollectDetectors(const std::vector<DeclaredDetector>& declared,
                               const Vocabulary& vocabulary, Bundle::Compiled* out) {
  Collector collector(vocabulary, out);
  for (const DeclaredDetector& one : declared) collector.Add(one);
  return std::move(collector).Finish();
}

void ReportUnusedDetectors(const std::vector<DeclaredDetector>& declared,
                           const Bundle::Compiled& compiled) {
  for (const DeclaredDetector& one : declared) {
    const Detector& detector = one.document.detector;
    const bool used = std::any_of(
        compiled.policies.begin(), compiled.policies.end(), [&detector](const Policy& policy) {
          return std::any_of(policy.entities.begin(), policy.entities.end(),
                             [&](const std::string& name) { return detector.Gives(name); });
        });
    if (used) continue;
    one.reporter->Warning(
        "policy.unused_detector", one.document.name,
        "no policy detects anything that `" + detector.name +
            "` gives, so it is never asked; name one of its entities in `detect`");
  }
}

void AssignDetectors(Bundle::Compiled* compiled) {
  if (compiled->detectors.empty()) return;
  for (size_t i = 0; i < compiled->programs.size(); ++i) {
    CompiledRule& rule = compiled->programs[i];
    unsigned bits = 0;
    if ((rule.needs & kNeedFindings) != 0) {
      for (const KnownEntity& entity : compiled->views[rule.view]->key().entities) {
        bits |= BitsOf(compiled->detectors, entity.name);
      }
    }
    for (const std::string& entity : compiled->rules[i].redact.entities) {
      bits |= BitsOf(compiled->detectors, entity);
    }
    rule.detectors = static_cast<uint8_t>(bits);
  }
}

}  // namespace reeve::policy
