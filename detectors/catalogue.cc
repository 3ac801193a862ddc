#include "detectors/catalogue.h"

#include <algorithm>
#include <array>

#include "detectors/entities.h"
#include "detectors/number_format.h"
#include "detectors/prompt_entities.h"
#include "detectors/secret_format.h"

namespace reeve::detectors {
namespace {

constexpr std::array<std::string_view, kCategoryCount> kCategoryNames = {
    "pii", "special_category", "payment", "secret", "injection", "jailbreak", "topic", "mention"};

bool Before(const EntityEntry* a, const EntityEntry* b) {
  return a->category != b->category ? a->category < b->category : a->name < b->name;
}

std::vector<const EntityEntry*> AllEntities() {
  std::vector<const EntityEntry*> all;
  for (const EntityEntry* entry : kEntities) all.push_back(entry);
  for (const NumberFormat* format : NumberFormats()) all.push_back(&format->entity);
  for (const SecretFormat* format : SecretFormats()) all.push_back(&format->entity);
  for (const EntityEntry* entry : kPromptEntities) all.push_back(entry);
  std::sort(all.begin(), all.end(), Before);
  return all;
}

}  // namespace

std::string_view CategoryName(Category category) {
  return kCategoryNames[static_cast<size_t>(category)];
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kIdentifier:
      return "identifier";
    case Kind::kContact:
      return "contact";
    case Kind::kNetwork:
      return "network";
    case Kind::kCredential:
      return "credential";
    case Kind::kPhrase:
      return "phrase";
  }
  return "";
}

std::span<const EntityEntry* const> Catalogue() {
  static const std::vector<const EntityEntry*> kCatalogue = AllEntities();
  return kCatalogue;
}

const EntityEntry* FindEntity(std::string_view name) {
  for (const EntityEntry* entry : Catalogue()) {
    if (entry->name == name) return entry;
  }
  return nullptr;
}

}  // namespace reeve::detectors
