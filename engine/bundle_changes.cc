#include "engine/bundle_changes.h"

#include "policy/diff.h"

namespace reeve::engine {

BundleChanges CompareBundles(const policy::Bundle* active, const policy::Bundle& proposed) {
  if (active == nullptr) return {};
  const policy::BundleDifference difference = policy::CompareBundles(*active, proposed);
  return {policy::DifferenceSummary(difference, kMaxListed), difference.MayLoosen()};
}

}  // namespace reeve::engine
