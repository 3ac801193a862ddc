#include "policy/compile_entities.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "policy/document_limits.h"

namespace reeve::policy {
namespace {

// Reports where it is none, or holds what cannot be looked for.
void CheckList(const DeclaredEntity& declared, const Bundle::Compiled& compiled) {
  const EntityDocument& document = declared.document;
  const std::string& name = document.entity.list;
  if (name.empty()) return;
  const auto texts = compiled.list_texts.find(name);
  if (texts == compiled.list_texts.end()) {
    std::vector<std::string> known;
    for (const List& list : compiled.lists) known.push_back(list.name);
    const std::string near = DidYouMeanSuffix(name, known);
    declared.reporter->Error("policy.unknown_list", document.list,
                             "there is no list `" + name + "`" +
                                 (near.empty() ? "; put its entries into lists/" + name +
                                                     ".txt or lists/" + name + ".csv of the folder"
                                               : near));
    return;
  }
  std::string_view first;  // of those that are none, in the order of the alphabet
  for (size_t i = 0; i < texts->second->size(); ++i) {
    const std::string_view entry = texts->second->text(i);
    if (!CanBeTerm(entry) && (first.empty() || entry < first)) first = entry;
  }
  if (first.empty()) return;
  declared.reporter->Error("policy.entity", document.list,
                           "the list has the entry `" + std::string(first) +
                               "`, which is too little to look for: a term has at least two "
                               "characters, a letter or digit among them");
}

}  // namespace

void CollectEntities(const std::vector<DeclaredEntity>& declared, const Vocabulary& vocabulary,
                     Bundle::Compiled* out) {
  std::map<std::string_view, const DeclaredEntity*> known;
  size_t patterns = 0;
  for (const DeclaredEntity& one : declared) {
    const OwnEntity& entity = one.document.entity;
    const Span span = one.document.name;
    const auto same = [&entity](const KnownEntity& other) { return other.name == entity.name; };
    if (std::any_of(vocabulary.entities.begin(), vocabulary.entities.end(), same)) {
      one.reporter->Error("policy.duplicate_entity", span,
                          "`" + entity.name +
                              "` is an entity of the detectors; give this one a name of its own, "
                              "such as `ACME_" +
                              entity.name + "`");
      continue;
    }
    const auto [first, is_new] = known.try_emplace(entity.name, &one);
    if (!is_new) {
      one.reporter->Error("policy.duplicate_entity", span,
                          "the entity `" + entity.name + "` is already in " +
                              std::string(first->second->reporter->file()) +
                              "; name it in `detect`, or give this one a name of its own");
      continue;
    }
    const size_t before = patterns;
    patterns += entity.patterns.size();
    if (before <= kMaxBundlePatterns && patterns > kMaxBundlePatterns) {
      one.reporter->Error("policy.too_long", span,
                          "the entities of this folder have more than " +
                              std::to_string(kMaxBundlePatterns) +
                              " patterns together; join some by `|`");
    }
    CheckList(one, *out);
    out->own_entities.push_back(entity);
  }
  std::sort(out->own_entities.begin(), out->own_entities.end(),
            [](const OwnEntity& a, const OwnEntity& b) { return a.name < b.name; });
}

void ReportUnusedEntities(const std::vector<DeclaredEntity>& declared,
                          const Bundle::Compiled& compiled) {
  for (const DeclaredEntity& one : declared) {
    const std::string& name = one.document.entity.name;
    const bool used = std::any_of(
        compiled.policies.begin(), compiled.policies.end(), [&name](const Policy& policy) {
          return std::binary_search(policy.entities.begin(), policy.entities.end(), name);
        });
    if (used) continue;
    one.reporter->Warning("policy.unused_entity", one.document.name,
                          "no policy detects `" + name + "`; name it in `detect`");
  }
}

}  // namespace reeve::policy
