// How often a principal may ask: a token bucket for each, filled at a rate up to a burst. Whoever
// finds it empty is refused, and nothing is queued.
//
// Thread-safety: any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/mutex.h"

namespace reeve::api {

struct RateLimit {
  double per_second = 5'000;  // of each principal; 0: no limit
  double burst = 10'000;      // at least 1
};

// Principals that are remembered; past it, those that have not asked for long are forgotten, which
// changes nothing for them: their buckets are full.
inline constexpr size_t kMaxRatedPrincipals = 16'384;

class RateLimiter {
 public:
  // The clock must outlive it.
  RateLimiter(RateLimit limit, const Clock& clock) : limit_(limit), clock_(clock) {}

  // Takes one from the principal's bucket; false where there is none.
  bool Take(std::string_view principal);
  // After so many seconds there is one for sure.
  int retry_seconds() const;

 private:
  static constexpr size_t kShards = 16;

  struct Bucket {
    double left = 0;
    Timestamp filled;
  };
  struct Shard {
    Mutex mutex;
    std::unordered_map<std::string, Bucket> buckets REEVE_GUARDED_BY(mutex);
  };

  void Fill(Bucket* bucket, Timestamp now) const;
  void Forget(Shard* shard, Timestamp now) const REEVE_REQUIRES(shard->mutex);

  const RateLimit limit_;
  const Clock& clock_;
  std::array<Shard, kShards> shards_;
};

}  // namespace reeve::api
