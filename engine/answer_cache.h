// What an external detector said of texts, for a while: the least recently used goes first. A text
// is known by a keyed digest; the key is drawn for this cache and is nowhere else, so that what is
// in memory tells no text, and no guess of one can be checked elsewhere.
//
// Thread-safety: KeyOf from any thread; everything else, one thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/random.h"
#include "base/sha256.h"
#include "engine/detector_transport.h"

namespace reeve::engine {

class AnswerCache {
 public:
  // An answer with more findings is not kept, so that entries are of bounded size.
  static constexpr size_t kMaxKeptFindings = 64;

  // entries 0: keeps nothing.
  AnswerCache(size_t entries, std::chrono::milliseconds ttl, const Random& random);

  Hash KeyOf(std::string_view text) const;
  // Null when it is not there, or too old. Lives until the next Put.
  const TextAnswer* Find(const Hash& key, Timestamp now);
  void Put(const Hash& key, TextAnswer answer, Timestamp now);
  size_t size() const { return places_.size(); }

 private:
  struct Entry {
    Hash key;
    TextAnswer answer;
    Timestamp since;
  };
  struct FirstBytes {
    size_t operator()(const Hash& key) const;
  };
  using Entries = std::list<Entry>;

  const size_t most_;
  const std::chrono::milliseconds ttl_;
  const std::string secret_;
  Entries entries_;  // the most recently used first
  std::unordered_map<Hash, Entries::iterator, FirstBytes> places_;
};

}  // namespace reeve::engine
