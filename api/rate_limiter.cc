#include "api/rate_limiter.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace reeve::api {

// A clock that was put back fills nothing, and takes nothing away.
void RateLimiter::Fill(Bucket* bucket, Timestamp now) const {
  const double seconds = std::chrono::duration<double>(now - bucket->filled).count();
  bucket->left = std::min(limit_.burst, bucket->left + std::max(0.0, seconds) * limit_.per_second);
  bucket->filled = now;
}

void RateLimiter::Forget(Shard* shard, Timestamp now) const {
  std::erase_if(shard->buckets, [&](const auto& each) {
    Bucket bucket = each.second;
    Fill(&bucket, now);
    return bucket.left >= limit_.burst;
  });
}

bool RateLimiter::Take(std::string_view principal) {
  if (limit_.per_second <= 0) return true;
  const Timestamp now = clock_.Now();
  Shard& shard = shards_[std::hash<std::string_view>()(principal) % kShards];
  const MutexLock lock(shard.mutex);
  if (shard.buckets.size() >= kMaxRatedPrincipals / kShards) Forget(&shard, now);
  Bucket& bucket =
      shard.buckets.try_emplace(std::string(principal), Bucket{limit_.burst, now}).first->second;
  Fill(&bucket, now);
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

int RateLimiter::retry_seconds() const {
  return limit_.per_second <= 0 ? 1
                                : std::max(1, static_cast<int>(std::ceil(1 / limit_.per_second)));
}

}  // namespace reeve::api
