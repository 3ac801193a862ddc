// What a bundle changes against the one that is active, as the record of its proposal keeps it, and
// whether one approval is enough: policy/diff.h, and the number of approvals.
#pragma once

#include "base/json.h"
#include "policy/bundle.h"

namespace reeve::engine {

inline constexpr uint32_t kApprovalsOfTightening = 1;
inline constexpr uint32_t kApprovalsOfLoosening = 2;

struct BundleChanges {
  // policy::DifferenceSummary of at most kMaxListed rules; without an active bundle, empty.
  json::Object summary;
  bool loosens = false;  // it does, or it cannot be told

  uint32_t approvals_needed() const {
    return loosens ? kApprovalsOfLoosening : kApprovalsOfTightening;
  }
};

// Rules of a summary: with a blast radius it still fits into a record.
inline constexpr size_t kMaxListed = 32;

// `active` may be null: then everything is new, and nothing is loosened.
BundleChanges CompareBundles(const policy::Bundle* active, const policy::Bundle& proposed);

}  // namespace reeve::engine
