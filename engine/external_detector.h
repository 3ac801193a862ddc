// One external detector, asked by many decisions at once.
//
// What is remembered of a text is not asked again. The rest waits in a queue, from which a few
// threads take texts of several decisions together: a call goes out when a thread is free, so
// that texts are joined when there is much to ask, and none waits when there is little (or as long
// as the declaration's `batch.wait` says). A circuit breaker stands before the calls.
//
// Failure: a question ends with its answers, or with one error, at its deadline at the latest.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/answer_cache.h"
#include "engine/circuit_breaker.h"
#include "engine/detector_transport.h"
#include "policy/detector.h"

namespace reeve::engine {

class ExternalDetector {
 public:
  static constexpr size_t kConnections = 4;    // calls under way at once
  static constexpr size_t kMaxQueued = 4'096;  // texts that wait; past it a question fails

  // What they hold must outlive it.
  struct Surroundings {
    const Clock* clock;    // of the cache and the breaker
    const Random* random;  // for the key of the cache
    Metrics* metrics;
  };

  ExternalDetector(policy::Detector declared, std::unique_ptr<DetectorTransport> transport,
                   const Surroundings& surroundings);
  // Ends the calls under way; who waits hears detector.stopped.
  ~ExternalDetector();
  ExternalDetector(const ExternalDetector&) = delete;
  ExternalDetector& operator=(const ExternalDetector&) = delete;

  const policy::Detector& declared() const { return declared_; }

  // What one decision asks about its texts.
  struct Question;
  // Never waits. Blank texts are answered with nothing, unasked.
  std::shared_ptr<Question> Begin(const std::vector<std::string_view>& texts);
  // Once for each question: one answer for each text, in their order. detector.timeout,
  // detector.open (the breaker), detector.busy (kMaxQueued), detector.stopped; errors of the
  // transport.
  Result<std::vector<TextAnswer>> Await(Question& question);

  CircuitBreaker::State breaker_state() const;
  size_t queued() const;  // texts that no call has taken

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  struct Item {
    std::shared_ptr<Question> question;
    size_t text;  // place in it
  };
  struct Counters;

  void Work(const std::stop_token& stop);
  // What the next call is about; empty at a stop.
  std::vector<Item> Take(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  void Call(const std::vector<Item>& items, std::unique_lock<std::mutex>& lock,
            const std::stop_token& stop);
  void Deliver(const std::vector<Item>& items, std::vector<TextAnswer> answers);
  void Fail(const std::vector<Item>& items, const Error& error);
  void NoteBreaker(CircuitBreaker::State before);
  Error IsOpen() const;

  const policy::Detector declared_;
  const std::unique_ptr<DetectorTransport> transport_;
  const Clock& clock_;
  const std::unique_ptr<Counters> counters_;
  // Not base/mutex.h's: its waits have no deadline and no stop. It guards all that follows.
  mutable std::mutex mutex_;
  std::condition_variable_any work_;
  std::condition_variable_any answered_;
  std::deque<Item> queue_;
  AnswerCache cache_;
  CircuitBreaker breaker_;
  std::vector<std::jthread> threads_;
};

}  // namespace reeve::engine
