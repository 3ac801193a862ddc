#include "api/proxy/answer_cache.h"

#include <iterator>
#include <utility>

namespace reeve::api::proxy {

void AnswerCache::Drop(std::list<Entry>::iterator entry) {
  bytes_ -= entry->body.size();
  entries_.erase(entry->key);
  by_use_.erase(entry);
}

std::optional<std::string> AnswerCache::Find(const std::string& key, Timestamp now) {
  const MutexLock lock(mutex_);
  const auto known = entries_.find(key);
  if (known == entries_.end()) return std::nullopt;
  if (known->second->until <= now) {
    Drop(known->second);
    return std::nullopt;
  }
  by_use_.splice(by_use_.begin(), by_use_, known->second);
  return known->second->body;
}

void AnswerCache::Keep(const std::string& key, std::string body, Timestamp until) {
  const MutexLock lock(mutex_);
  if (body.size() > most_bytes_) return;
  if (const auto known = entries_.find(key); known != entries_.end()) Drop(known->second);
  bytes_ += body.size();
  by_use_.push_front({key, std::move(body), until});
  entries_.emplace(by_use_.front().key, by_use_.begin());
  while (by_use_.size() > most_ || bytes_ > most_bytes_) Drop(std::prev(by_use_.end()));
}

}  // namespace reeve::api::proxy
