// Metrics of the bundles that decide: how often each rule applied and failed, and of a trial what
// either side has come to. Their labels name policies and rules of the bundles in place, and
// nothing else; with another bundle come other series, and the old ones go. At most kMaxRuleSeries
// rules of each bundle are told apart, the rest is one series.
#pragma once

#include <vector>

#include "base/metrics.h"
#include "engine/bundle_lifecycle.h"

namespace reeve::engine {

inline constexpr size_t kMaxRuleSeries = 1000;

// Both must outlive what is returned.
std::vector<Metrics::Collection> CollectBundleMetrics(Metrics& metrics,
                                                      const BundleLifecycle& bundles);

}  // namespace reeve::engine
