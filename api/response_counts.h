// How requests were answered, for the metrics.
#pragma once

#include <array>
#include <vector>

#include "base/metrics.h"

namespace reeve::api {

// reeve_http_responses_total{status="200|...|other"}. Thread-safety: Count, from any thread.
class ResponseCounts {
 public:
  explicit ResponseCounts(Metrics& metrics);

  void Count(int status);

 private:
  // Those that the server answers with; any other is `other`, so that there are never more series.
  static constexpr std::array<int, 25> kStatuses = {200, 201, 202, 204, 206, 304, 400, 401, 403,
                                                    404, 405, 408, 409, 410, 411, 413, 414, 415,
                                                    422, 429, 431, 500, 501, 502, 503};
  std::vector<Counter> counters_;  // by place in kStatuses, and `other`
};

}  // namespace reeve::api
