// A client that reads a stream of events.
#pragma once

#include <httplib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace reeve::api::testing {

// Reads a stream of events on a thread of its own, until the server ends it.
class Listener {
 public:
  Listener(httplib::Client client, const std::string& path, const httplib::Headers& headers = {})
      : client_(std::move(client)), thread_([this, path, headers] {
          client_.Get(path, headers, [this](const char* bytes, size_t count) {
            const std::lock_guard lock(mutex_);
            text_.append(bytes, count);
            return true;
          });
          ended_ = true;
        }) {}
  // All of it, once the server has ended it.
  std::string Whole() {
    thread_.join();
    return text_;
  }
  // Until that was said.
  void Await(const std::string& text) {
    while (true) {
      const bool ended = ended_;  // before what was said is looked at
      {
        const std::lock_guard lock(mutex_);
        if (text_.find(text) != std::string::npos) return;
        if (ended) FAIL("it ended without " << text << ": " << text_);
      }
      std::this_thread::yield();
    }
  }

 private:
  httplib::Client client_;
  std::mutex mutex_;
  std::string text_;
  std::atomic<bool> ended_{false};
  std::jthread thread_;
};

inline size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace reeve::api::testing
