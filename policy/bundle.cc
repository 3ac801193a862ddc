#include "policy/bundle.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "policy/compiled.h"

namespace reeve::policy {

Bundle::Bundle(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Bundle::~Bundle() = default;

const std::string& Bundle::digest() const { return compiled_->digest; }
const std::string& Bundle::canonical_bytes() const { return compiled_->bytes; }
const std::string& Bundle::title() const { return compiled_->title; }
const Release& Bundle::release() const { return compiled_->release; }
Effect Bundle::default_effect() const { return compiled_->default_effect; }
bool Bundle::default_is_declared() const { return compiled_->default_is_declared; }
const std::vector<Policy>& Bundle::policies() const { return compiled_->policies; }
const std::vector<Rule>& Bundle::rules() const { return compiled_->rules; }
const std::vector<Attribute>& Bundle::attributes() const { return compiled_->attributes; }
const std::vector<List>& Bundle::lists() const { return compiled_->lists; }
const std::vector<OwnEntity>& Bundle::own_entities() const { return compiled_->own_entities; }
const std::vector<Detector>& Bundle::detectors() const { return compiled_->detectors; }
const std::vector<Budget>& Bundle::budgets() const { return compiled_->budgets; }
const std::vector<std::string>& Bundle::wanted_entities() const { return compiled_->wanted; }

const Attribute* Bundle::FindAttribute(std::string_view name) const {
  const auto found = std::lower_bound(
      attributes().begin(), attributes().end(), name,
      [](const Attribute& attribute, std::string_view n) { return attribute.name < n; });
  return found != attributes().end() && found->name == name ? &*found : nullptr;
}

const OwnEntity* Bundle::FindOwnEntity(std::string_view name) const {
  const auto found =
      std::lower_bound(own_entities().begin(), own_entities().end(), name,
                       [](const OwnEntity& entity, std::string_view n) { return entity.name < n; });
  return found != own_entities().end() && found->name == name ? &*found : nullptr;
}

std::vector<std::string_view> Bundle::EntriesOf(std::string_view list) const {
  std::vector<std::string_view> out;
  const auto texts = compiled_->list_texts.find(list);
  if (texts == compiled_->list_texts.end()) return out;
  out.reserve(texts->second->size());
  for (size_t i = 0; i < texts->second->size(); ++i) out.push_back(texts->second->text(i));
  return out;
}

const Detector* Bundle::FindDetector(std::string_view name) const {
  const auto found =
      std::find_if(detectors().begin(), detectors().end(),
                   [name](const Detector& detector) { return detector.name == name; });
  return found == detectors().end() ? nullptr : &*found;
}

namespace {

// By whom an entity is given, and by what: without what bears on failures and speed alone.
std::vector<Detector> GiversOf(const Bundle& bundle, std::string_view entity) {
  std::vector<Detector> out;
  for (const Detector& detector : bundle.detectors()) {
    if (!detector.Gives(entity)) continue;
    Detector& giver = out.emplace_back();
    giver.name = detector.name;
    giver.url = detector.url;
    giver.contract = detector.contract;
    giver.language = detector.language;
    std::copy_if(detector.gives.begin(), detector.gives.end(), std::back_inserter(giver.gives),
                 [entity](const DetectorLabel& label) { return label.entity == entity; });
  }
  return out;
}

}  // namespace

bool LooksForTheSame(const Bundle& a, const Bundle& b, std::string_view entity) {
  if (GiversOf(a, entity) != GiversOf(b, entity)) return false;
  const OwnEntity* own_a = a.FindOwnEntity(entity);
  const OwnEntity* own_b = b.FindOwnEntity(entity);
  if (own_a == nullptr || own_b == nullptr) return own_a == own_b;
  if (!DifferencesOf(*own_a, *own_b).empty()) return false;
  if (own_a->list.empty()) return true;
  std::vector<std::string_view> entries_a = a.EntriesOf(own_a->list);
  std::vector<std::string_view> entries_b = b.EntriesOf(own_b->list);
  std::sort(entries_a.begin(), entries_a.end());
  std::sort(entries_b.begin(), entries_b.end());
  return entries_a == entries_b;
}

const Rule* Bundle::FindRule(std::string_view policy, std::string_view id) const {
  for (const Policy& p : policies()) {
    if (p.id != policy) continue;
    for (size_t i = p.first_rule; i < p.first_rule + p.rule_count; ++i) {
      if (rules()[i].id == id) return &rules()[i];
    }
  }
  return nullptr;
}

bool Bundle::Sees(size_t policy, uint32_t rule) const {
  const auto has = [this, rule](size_t place) {
    const Policy& p = policies()[place];
    return rule >= p.first_rule && rule < p.first_rule + p.rule_count;
  };
  const std::vector<size_t>& bases = policies()[policy].bases;
  return has(policy) || std::any_of(bases.begin(), bases.end(), has);
}

std::unique_ptr<const FactView> ViewOfAll(const Bundle& bundle, Vocabulary vocabulary) {
  ViewKey key{std::move(vocabulary.entities), bundle.attributes()};
  for (const OwnEntity& entity : bundle.own_entities()) {
    std::erase_if(key.entities,
                  [&](const KnownEntity& known) { return known.name == entity.name; });
    key.entities.push_back({entity.name, entity.category});
  }
  for (const Detector& detector : bundle.detectors()) {
    for (const DetectorLabel& label : detector.gives) {
      key.entities.push_back({label.entity, label.category});
    }
  }
  std::sort(key.entities.begin(), key.entities.end());
  key.entities.erase(std::unique(key.entities.begin(), key.entities.end()), key.entities.end());
  for (const List& list : bundle.lists()) key.lists.push_back(list.name);
  key.budgets = bundle.budgets();
  return std::make_unique<const FactView>(std::move(key), bundle.compiled().list_texts);
}

}  // namespace reeve::policy
