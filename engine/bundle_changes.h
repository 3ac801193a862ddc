// What a bundle changes against the one that is active: what an approver is shown, and whether one
// approval is enough.
#pragma once

#include "base/json.h"
#include "policy/bundle.h"

namespace reeve::engine {

inline constexpr uint32_t kApprovalsOfTightening = 1;
inline constexpr uint32_t kApprovalsOfLoosening = 2;

struct BundleChanges {
  // Rules as "policy/rule": added, removed, and documents that changed; at most kMaxListed of each,
  // with the whole count beside them.
  json::Object summary;
  bool loosens = false;

  uint32_t approvals_needed() const {
    return loosens ? kApprovalsOfLoosening : kApprovalsOfTightening;
  }
};

inline constexpr size_t kMaxListed = 100;

// `active` may be null: then everything is new, and nothing is loosened.
BundleChanges CompareBundles(const policy::Bundle* active, const policy::Bundle& proposed);

}  // namespace reeve::engine
