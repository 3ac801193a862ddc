// Answers of models that are given again for the very same question: exact, per system and caller,
// and off unless a system says how long (docs/proxy.md). What is kept is what the upstream gave;
// every call is decided on before and after, as if the upstream had been asked.
//
// In memory only; the least recently used goes first.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/mutex.h"

namespace reeve::api::proxy {

inline constexpr size_t kMaxCachedAnswers = 4096;
inline constexpr size_t kMaxCachedBytes = size_t{64} << 20;

class AnswerCache {
 public:
  explicit AnswerCache(size_t most = kMaxCachedAnswers, size_t most_bytes = kMaxCachedBytes)
      : most_(most), most_bytes_(most_bytes) {}

  std::optional<std::string> Find(const std::string& key, Timestamp now);
  void Keep(const std::string& key, std::string body, Timestamp until);

 private:
  struct Entry {
    std::string key;
    std::string body;
    Timestamp until;
  };
  void Drop(std::list<Entry>::iterator entry) REEVE_REQUIRES(mutex_);

  const size_t most_;
  const size_t most_bytes_;
  Mutex mutex_;
  std::list<Entry> by_use_ REEVE_GUARDED_BY(mutex_);  // the last used first
  std::map<std::string_view, std::list<Entry>::iterator> entries_ REEVE_GUARDED_BY(mutex_);
  size_t bytes_ REEVE_GUARDED_BY(mutex_) = 0;
};

}  // namespace reeve::api::proxy
