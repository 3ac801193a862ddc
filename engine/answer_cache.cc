#include "engine/answer_cache.h"

#include <cstring>
#include <utility>

namespace reeve::engine {

size_t AnswerCache::FirstBytes::operator()(const Hash& key) const {
  size_t out = 0;
  std::memcpy(&out, key.data(), sizeof out);
  return out;
}

AnswerCache::AnswerCache(size_t entries, std::chrono::milliseconds ttl, const Random& random)
    : most_(entries), ttl_(ttl), secret_(RandomBytes(random, sizeof(Hash))) {}

Hash AnswerCache::KeyOf(std::string_view text) const { return HmacSha256(secret_, text); }

const TextAnswer* AnswerCache::Find(const Hash& key, Timestamp now) {
  const auto place = places_.find(key);
  if (place == places_.end()) return nullptr;
  if (now >= place->second->since + ttl_) {
    entries_.erase(place->second);
    places_.erase(place);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, place->second);
  return &place->second->answer;
}

void AnswerCache::Put(const Hash& key, TextAnswer answer, Timestamp now) {
  if (most_ == 0 || answer.size() > kMaxKeptFindings) return;
  if (const auto place = places_.find(key); place != places_.end()) {
    entries_.erase(place->second);
    places_.erase(place);
  }
  if (entries_.size() == most_) {
    places_.erase(entries_.back().key);
    entries_.pop_back();
  }
  entries_.push_front({key, std::move(answer), now});
  places_.emplace(key, entries_.begin());
}

}  // namespace reeve::engine
