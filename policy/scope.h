// Scope: where a rule applies, by values that need no evaluation; and the index by which Decide
// finds the rules of a request without looking at the others.
//
// Each rule is filed under the rarest value that its scope demands (a tenant, a tool, ...), or
// among the unconditional ones. A request looks up its own values, and checks in full only
// what is filed there: the cost follows the rules near the request, not the size of the bundle.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/facts.h"

namespace reeve::policy {

enum class ScopeKey : uint8_t { kSystem, kAction, kTool, kTenant, kChannel };
inline constexpr size_t kScopeKeyCount = 5;

inline constexpr uint8_t kAnyStage = (1u << kStageCount) - 1;
inline constexpr uint8_t kAnyRiskClass = (1u << kRiskClassCount) - 1;

struct Scope {
  uint8_t stages = kAnyStage;            // bit 1 << Stage
  uint8_t risk_classes = kAnyRiskClass;  // bit 1 << RiskClass
  // By ScopeKey: the values of system.id, action.kind, action.tool, tenant, channel. Empty is
  // any.
  std::array<std::vector<std::string>, kScopeKeyCount> values;
};

// Whether the facts are within a scope, without an index: for a few scopes that are not rules'.
bool Admits(const Scope& scope, const Facts& facts);

// Whether every request in `inner` is in `outer`.
bool Covers(const Scope& outer, const Scope& inner);

// The requests that are in both; nothing when there can be none.
std::optional<Scope> Intersection(const Scope& a, const Scope& b);

// Thread-safety: immutable once made.
class ScopeIndex {
 public:
  ScopeIndex() = default;
  // The scope of rule i at place i.
  explicit ScopeIndex(const std::vector<Scope>& scopes);

  // Sets `out` to the rules whose scope holds the facts, ascending.
  void Find(const Facts& facts, std::vector<uint32_t>* out) const;

 private:
  // Values are interned per key; 0 is a value that no scope names.
  using Values = std::array<uint32_t, kScopeKeyCount>;

  struct Entry {
    uint8_t stages;
    uint8_t risk_classes;
    std::array<std::vector<uint32_t>, kScopeKeyCount> values;  // sorted
  };
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  // The rules of one value of one key.
  struct Posting {
    uint32_t value = 0;
    uint32_t demanded = 0;  // by so many rules
    std::vector<uint32_t> rules;
  };
  using Postings = std::unordered_map<std::string, Posting, TextHash, std::equal_to<>>;

  void Intern(const Scope& scope);
  void File(uint32_t rule, const Scope& scope);
  bool Holds(const Entry& entry, unsigned stage, unsigned risk_class, const Values& values) const;

  std::vector<Entry> entries_;  // by rule
  std::array<Postings, kScopeKeyCount> postings_;
  // Rules that demand none of the keys, by stage.
  std::array<std::vector<uint32_t>, kStageCount> unconditional_;
};

}  // namespace reeve::policy
