// Answers of models that wait for an approval. A model asked again would answer otherwise, and an
// approval is good for exactly what was held; so the answer is kept, and a repeated call that names
// the approval gets it without another question to the model.
//
// In memory only, for kHeldLife, at most kMaxHeld and kMaxHeldBytes: the oldest goes first. What is
// gone is asked anew.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"

namespace reeve::api::proxy {

inline constexpr size_t kMaxHeld = 256;
inline constexpr size_t kMaxHeldBytes = size_t{64} << 20;
inline constexpr std::chrono::hours kHeldLife{72};

struct HeldAnswer {
  std::string call;  // digest of the caller and of what was asked
  std::string content_type;
  std::string body;
  std::vector<std::string> approvals;  // of its decisions, in order; empty ones: not held
};

class HeldAnswers {
 public:
  void Keep(HeldAnswer answer, Timestamp now);
  // A copy of the one that waits for this approval, of this very call.
  std::optional<HeldAnswer> Find(const std::string& approval, const std::string& call,
                                 Timestamp now);
  // It has passed.
  void Forget(const std::string& approval);

 private:
  struct Entry {
    HeldAnswer answer;
    Timestamp kept;
  };
  void DropOldest() REEVE_REQUIRES(mutex_);

  Mutex mutex_;
  std::list<Entry> entries_ REEVE_GUARDED_BY(mutex_);  // the newest first
  size_t bytes_ REEVE_GUARDED_BY(mutex_) = 0;
};

}  // namespace reeve::api::proxy
