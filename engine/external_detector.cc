#include "engine/external_detector.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace reeve::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view StateName(CircuitBreaker::State state) {
  switch (state) {
    case CircuitBreaker::State::kClosed:
      return "closed";
    case CircuitBreaker::State::kHalfOpen:
      return "half_open";
    case CircuitBreaker::State::kOpen:
      return "open";
  }
  return "";
}

}  // namespace

struct ExternalDetector::Question {
  std::vector<std::string> texts;  // of what is asked; those that were known are empty
  std::vector<Hash> keys;
  std::vector<TextAnswer> answers;
  size_t missing = 0;
  std::optional<Error> failure;
  SteadyTime deadline;
  bool over = false;  // nobody waits any more

  bool IsWanted() const { return !over && !failure; }
};

struct ExternalDetector::Counters {
  Counters(Metrics& all, const std::string& name)
      : metrics(all),
        detector(name),
        asked(Texts("call")),
        remembered(Texts("cache")),
        seconds(metrics.Histogram(
            "reeve_detector_call_seconds", "One call of an external detector.",
            {{"detector", name}},
            {1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3, 200e-3, 500e-3, 1, 2, 5, 10})),
        breaker(metrics.Gauge(
            "reeve_detector_breaker",
            "The circuit breaker of an external detector: 0 closed, 1 half open, 2 open.",
            {{"detector", name}})) {}

  Counter Texts(const std::string& from) const {
    return metrics.Counter("reeve_detector_texts_total",
                           "Texts that an external detector answered for, by a call or from what "
                           "is remembered.",
                           {{"detector", detector}, {"from", from}});
  }
  void OnCall(std::string_view outcome, std::chrono::nanoseconds spent) {
    metrics
        .Counter("reeve_detector_calls_total",
                 "Calls of an external detector, by what they came to.",
                 {{"detector", detector}, {"outcome", std::string(outcome)}})
        .Add();
    seconds.Observe(std::chrono::duration<double>(spent).count());
  }

  Metrics& metrics;
  const std::string detector;
  Counter asked;
  Counter remembered;
  Histogram seconds;
  Gauge breaker;
};

ExternalDetector::ExternalDetector(policy::Detector declared,
                                   std::unique_ptr<DetectorTransport> transport,
                                   const Surroundings& surroundings)
    : declared_(std::move(declared)),
      transport_(std::move(transport)),
      clock_(*surroundings.clock),
      counters_(std::make_unique<Counters>(*surroundings.metrics, declared_.name)),
      cache_(declared_.cache_entries, declared_.cache_ttl, *surroundings.random),
      breaker_(declared_.breaker_failures, declared_.breaker_open) {
  counters_->breaker.Set(0);
  for (size_t i = 0; i < kConnections; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { Work(stop); });
  }
}

ExternalDetector::~ExternalDetector() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

std::shared_ptr<ExternalDetector::Question> ExternalDetector::Begin(
    const std::vector<std::string_view>& texts) {
  auto question = std::make_shared<Question>();
  question->deadline = steady_clock::now() + declared_.timeout;
  question->texts.resize(texts.size());
  question->answers.resize(texts.size());
  for (const std::string_view text : texts) question->keys.push_back(cache_.KeyOf(text));
  const std::lock_guard lock(mutex_);
  const Timestamp now = clock_.Now();
  std::vector<size_t> unknown;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (IsBlank(texts[i])) continue;
    if (const TextAnswer* known = cache_.Find(question->keys[i], now)) {
      question->answers[i] = *known;
      counters_->remembered.Add();
    } else {
      question->texts[i] = texts[i];
      unknown.push_back(i);
    }
  }
  if (unknown.empty()) return question;
  if (breaker_.Refuses(now)) {
    question->failure = IsOpen();
  } else if (queue_.size() + unknown.size() > kMaxQueued) {
    question->failure =
        Error{"detector.busy", "too many texts wait for `" + declared_.name + "` already"};
  } else {
    question->missing = unknown.size();
    for (const size_t text : unknown) queue_.push_back({question, text});
    work_.notify_all();
  }
  return question;
}

Result<std::vector<TextAnswer>> ExternalDetector::Await(Question& question) {
  std::unique_lock lock(mutex_);
  answered_.wait_until(lock, question.deadline,
                       [&question] { return question.missing == 0 || question.failure; });
  question.over = true;
  if (question.failure) return *question.failure;
  if (question.missing == 0) return std::move(question.answers);
  return Error{"detector.timeout", "`" + declared_.name + "` did not answer in time"};
}

CircuitBreaker::State ExternalDetector::breaker_state() const {
  const std::lock_guard lock(mutex_);
  return breaker_.state();
}

size_t ExternalDetector::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

Error ExternalDetector::IsOpen() const {
  return {"detector.open",
          "`" + declared_.name + "` failed too often and is left alone for a while"};
}

// ---------------------------------------------------------------------------------------- threads

void ExternalDetector::Work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    std::vector<Item> items = Take(lock, stop);
    if (!items.empty()) Call(std::move(items), lock, stop);
  }
}

std::vector<ExternalDetector::Item> ExternalDetector::Take(std::unique_lock<std::mutex>& lock,
                                                           const std::stop_token& stop) {
  if (!work_.wait(lock, stop, [this] { return !queue_.empty(); })) return {};
  if (declared_.batch_wait > milliseconds(0)) {
    const SteadyTime until = steady_clock::now() + declared_.batch_wait;
    work_.wait_until(lock, stop, until, [this] { return queue_.size() >= declared_.batch_texts; });
  }
  std::vector<Item> items;
  const SteadyTime now = steady_clock::now();
  while (!queue_.empty() && items.size() < declared_.batch_texts) {
    Item item = std::move(queue_.front());
    queue_.pop_front();
    if (item.question->IsWanted() && item.question->deadline > now)
      items.push_back(std::move(item));
  }
  return items;
}

void ExternalDetector::Call(const std::vector<Item>& items, std::unique_lock<std::mutex>& lock,
                            const std::stop_token& stop) {
  const CircuitBreaker::State before = breaker_.state();
  if (!breaker_.Begin(clock_.Now())) return Fail(items, IsOpen());
  NoteBreaker(before);
  std::vector<std::string> texts;
  SteadyTime last{};
  for (const Item& item : items) {
    texts.push_back(std::move(item.question->texts[item.text]));
    last = std::max(last, item.question->deadline);
  }
  lock.unlock();
  const SteadyTime start = steady_clock::now();
  const auto at_most = std::max(milliseconds(1), std::chrono::ceil<milliseconds>(last - start));
  Result<std::vector<TextAnswer>> answers = transport_->Ask(texts, at_most, stop);
  const auto spent = steady_clock::now() - start;
  lock.lock();
  if (stop.stop_requested()) {
    return Fail(items, {"detector.stopped", "`" + declared_.name + "` is asked no more"});
  }
  counters_->OnCall(answers.ok() ? "answered" : answers.error().code, spent);
  const CircuitBreaker::State during = breaker_.state();
  if (answers.ok()) {
    breaker_.OnSuccess();
    Deliver(items, *std::move(answers));
  } else {
    breaker_.OnFailure(clock_.Now());
    Fail(items, answers.error());
  }
  NoteBreaker(during);
}

void ExternalDetector::Deliver(const std::vector<Item>& items, std::vector<TextAnswer> answers) {
  const Timestamp now = clock_.Now();
  for (size_t i = 0; i < items.size(); ++i) {
    Question& question = *items[i].question;
    cache_.Put(question.keys[items[i].text], answers[i], now);
    counters_->asked.Add();
    if (!question.IsWanted()) continue;
    question.answers[items[i].text] = std::move(answers[i]);
    --question.missing;
  }
  answered_.notify_all();
}

void ExternalDetector::Fail(const std::vector<Item>& items, const Error& error) {
  for (const Item& item : items) {
    if (!item.question->failure) item.question->failure = error;
  }
  answered_.notify_all();
}

void ExternalDetector::NoteBreaker(CircuitBreaker::State before) {
  const CircuitBreaker::State state = breaker_.state();
  if (state == before) return;
  counters_->breaker.Set(static_cast<double>(state));
  Log(state == CircuitBreaker::State::kOpen ? LogLevel::kWarning : LogLevel::kInfo,
      "detector.breaker", {{"detector", declared_.name}, {"state", StateName(state)}});
}

}  // namespace reeve::engine
