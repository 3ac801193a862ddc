#include "engine/bundle_changes.h"

#include <map>
#include <set>
#include <string>

namespace reeve::engine {
namespace {

std::set<std::string> RuleNames(const policy::Bundle& bundle) {
  std::set<std::string> names;
  for (const policy::Rule& rule : bundle.rules()) names.insert(rule.policy + "/" + rule.id);
  return names;
}

// Those of `a` that `b` has not.
std::vector<std::string> Missing(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> out;
  for (const std::string& name : a) {
    if (!b.contains(name)) out.push_back(name);
  }
  return out;
}

void AddList(const std::string& key, const std::vector<std::string>& names, json::Object* out) {
  json::Array listed;
  for (const std::string& name : names) {
    if (listed.size() == kMaxListed) break;
    listed.push_back(name);
  }
  out->Add(key, std::move(listed)).Add(key + "_count", static_cast<uint64_t>(names.size()));
}

using Documents = std::map<std::string, std::string>;

// The documents stand in the canonical bytes as {"documents":{name:text},...}.
Documents DocumentsOf(const policy::Bundle& bundle) {
  const Result<json::Value> root =
      json::Parse(bundle.canonical_bytes(), {.max_bytes = 2 * policy::kMaxBundleBytes});
  Documents out;
  if (!root.ok()) return out;
  for (const json::Member& member : *root->Find("documents")->as_object()) {
    out.emplace(member.key, *member.value.as_string());
  }
  return out;
}

std::vector<std::string> Changed(const Documents& before, const Documents& after) {
  std::vector<std::string> out;
  for (const auto& [name, text] : before) {
    const auto now = after.find(name);
    if (now == after.end() || now->second != text) out.push_back(name);
  }
  return out;
}

bool AnyAllows(const policy::Bundle& bundle, const std::vector<std::string>& rules) {
  const std::set<std::string> names(rules.begin(), rules.end());
  for (const policy::Rule& rule : bundle.rules()) {
    if (rule.effect == policy::Effect::kAllow && names.contains(rule.policy + "/" + rule.id)) {
      return true;
    }
  }
  return false;
}

}  // namespace

BundleChanges CompareBundles(const policy::Bundle* active, const policy::Bundle& proposed) {
  const std::set<std::string> after = RuleNames(proposed);
  const std::set<std::string> before =
      active == nullptr ? std::set<std::string>() : RuleNames(*active);
  const std::vector<std::string> added = Missing(after, before);
  const std::vector<std::string> changed =
      active == nullptr ? std::vector<std::string>()
                        : Changed(DocumentsOf(*active), DocumentsOf(proposed));
  BundleChanges out;
  AddList("added", added, &out.summary);
  AddList("removed", Missing(before, after), &out.summary);
  AddList("changed_documents", changed, &out.summary);
  // A document that changed may have loosened: only what leaves every document as it was, and adds
  // no permission, certainly has not.
  out.loosens = active != nullptr && (!changed.empty() || AnyAllows(proposed, added));
  return out;
}

}  // namespace reeve::engine
