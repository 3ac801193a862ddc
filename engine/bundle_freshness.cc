#include "engine/bundle_freshness.h"

#include <string>

namespace reeve::engine {

Status BundleFreshness::TooOld() const {
  const Timestamp good_until{std::chrono::microseconds(good_until_.load())};
  return Error{"bundle.too_old",
               "the active bundle was good until " + FormatTimestamp(good_until) +
                   ": its source has not confirmed it for more than the " +
                   std::to_string(max_age_.load()) +
                   " seconds that the server was told; GET /readyz says what is wrong with the "
                   "source"};
}

}  // namespace reeve::engine
