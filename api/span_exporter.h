// Spans for a collector: OTLP/HTTP with the JSON encoding (OpenTelemetry protocol 1.3), POSTed to
// URL/v1/traces from a thread of its own. docs/tracing.md.
//
// It never holds anybody up: what does not fit the bounded queue is dropped and counted. A batch
// that the collector does not take now (429, 502, 503, 504, no answer) waits and is tried again,
// after a pause that grows; one that it refuses is gone.
//
// Thread-safety: Offer from any thread; Start and RunOnce on one; destruction stops.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/repeating.h"
#include "base/json.h"
#include "base/metrics.h"
#include "base/mutex.h"
#include "base/result.h"

namespace reeve::api {

inline constexpr size_t kMaxWaitingSpans = 8'192;
inline constexpr size_t kMaxSpansInBatch = 512;
inline constexpr uint32_t kMostRoundsLeftOut = 31;

enum class SpanKind : uint8_t { kInternal = 1, kServer = 2, kClient = 3 };

struct Span {
  std::string trace_id;  // hexadecimal, as base/trace_context.h has them
  std::string span_id;
  std::string parent_id;  // empty: it has none
  std::string state;      // of the trace, as it came
  std::string name;
  SpanKind kind = SpanKind::kInternal;
  int64_t begin_nanos = 0;  // since 1970
  int64_t end_nanos = 0;
  std::vector<std::pair<std::string, json::Value>> attributes = {};  // texts and whole numbers
  bool failed = false;
};

// {"resourceSpans":[...]}, as ExportTraceServiceRequest.
json::Object SpansJson(const std::deque<Span>& spans, std::string_view version);

class SpanExporter {
 public:
  struct Options {
    std::string url;                           // "http://127.0.0.1:4318": of the collector
    std::string version = {};                  // of the program, for the resource
    std::chrono::milliseconds timeout{5'000};  // of one batch
    size_t most_waiting = kMaxWaitingSpans;
  };
  // Where spans are POSTed, of the collector's address. otlp.url (no address, or plain HTTP to
  // another host)
  static Result<std::string> AddressOf(std::string url);
  // The metrics must outlive it. otlp.url
  static Result<std::unique_ptr<SpanExporter>> Open(Options options, Metrics& metrics);

  // Rounds on a thread of its own, until destruction, which sends what waits once more.
  void Start(std::chrono::milliseconds every);
  // All of them or none.
  void Offer(std::vector<Span> spans);
  // Sends what waits, until nothing does or the collector does not take it. On the caller's thread.
  void RunOnce(const std::stop_token& stop);

  ~SpanExporter();
  SpanExporter(const SpanExporter&) = delete;
  SpanExporter& operator=(const SpanExporter&) = delete;

 private:
  enum class Sent : uint8_t { kTaken, kRefused, kNotNow };
  SpanExporter(Options options, Metrics& metrics);
  Sent Send(const std::deque<Span>& batch, const std::stop_token& stop) const;
  std::deque<Span> Take();
  void PutBack(std::deque<Span> batch);

  const Options options_;
  Counter exported_;
  Counter dropped_;
  Counter refused_;
  mutable Mutex mutex_;
  std::deque<Span> waiting_ REEVE_GUARDED_BY(mutex_);
  // Of the thread of the rounds.
  uint32_t failures_ = 0;  // in a row
  uint32_t left_out_ = 0;  // rounds still to be
  std::vector<Metrics::Collection> collections_;
  std::unique_ptr<Repeating> rounds_;  // ends first
};

}  // namespace reeve::api
