#include "api/response_counts.h"

#include <algorithm>
#include <string>

namespace reeve::api {
namespace {

Counter CounterOf(Metrics& metrics, const std::string& status) {
  return metrics.Counter("reeve_http_responses_total", "Requests, by the status of the answer.",
                         {{"status", status}});
}

}  // namespace

ResponseCounts::ResponseCounts(Metrics& metrics) {
  counters_.reserve(kStatuses.size() + 1);
  for (const int status : kStatuses)
    counters_.push_back(CounterOf(metrics, std::to_string(status)));
  counters_.push_back(CounterOf(metrics, "other"));
}

void ResponseCounts::Count(int status) {
  const auto* const found = std::find(kStatuses.begin(), kStatuses.end(), status);
  counters_[static_cast<size_t>(found - kStatuses.begin())].Add();
}

}  // namespace reeve::api
