// How often each rule of a bundle applied, and how often it failed.
//
// Thread-safety: any thread, without a lock. Lifetime: keeps its bundle.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/json.h"
#include "policy/bundle.h"
#include "policy/decide.h"

namespace reeve::engine {

struct RuleOutcome {
  uint32_t rule = 0;  // index in Bundle::rules()
  bool error = false;
};

struct RuleCount {
  const policy::Rule* rule = nullptr;  // null: all those past the limit together
  uint64_t hits = 0;                   // those that failed count as their effect, so here too
  uint64_t errors = 0;
};

class RuleCounts {
 public:
  explicit RuleCounts(std::shared_ptr<const policy::Bundle> bundle);

  void Count(const policy::Verdict& verdict);
  void Count(RuleOutcome outcome);

  // The rules that applied at least once, in the bundle's order; those past `limit` as one.
  std::vector<RuleCount> List(size_t limit) const;

 private:
  struct Cell {
    std::atomic<uint64_t> hits = 0;
    std::atomic<uint64_t> errors = 0;
  };
  const std::shared_ptr<const policy::Bundle> bundle_;
  std::vector<Cell> cells_;
};

// [{"policy","rule","mode","hits","errors"}, ...]; the rest has no `policy`, and `rule` "other".
json::Array ToJson(const std::vector<RuleCount>& counts);

}  // namespace reeve::engine
