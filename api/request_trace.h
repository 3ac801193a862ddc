// What one request adds to its trace: a span of the server, with one for each step of its decisions
// and one for the call of a model. It begins with the request and ends when the last who holds it
// lets go: of an answer that streams, when the stream does. docs/tracing.md.
//
// Thread-safety: one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/span_exporter.h"
#include "base/random.h"
#include "base/trace_context.h"
#include "engine/trace.h"

namespace reeve::api {

inline constexpr char kTraceparentHeader[] = "traceparent";
inline constexpr char kTracestateHeader[] = "tracestate";
inline constexpr char kTraceResponseHeader[] = "traceresponse";

// As the request has them.
struct TraceHeaders {
  size_t count = 0;  // of `traceparent`; more than one is malformed
  std::string traceparent;
  std::string tracestate;  // several, joined by commas
};

class RequestTrace final : public engine::Trace {
 public:
  // What a call to somebody else sends along. Not `tracestate`: what the caller's own systems say
  // to each other is none of a model's provider's business.
  struct Outgoing {
    std::string traceparent;
    std::string span_id;
    std::chrono::steady_clock::time_point begun;
  };

  // A trace of its own where the headers are malformed or absent. `exporter` may be null: then only
  // ids are passed on. What it is given must outlive it.
  RequestTrace(const TraceHeaders& headers, std::string_view method, std::string_view route,
               SpanExporter* exporter, const Random& random);
  ~RequestTrace() override;

  const std::string& id() const override { return context_.trace_id; }
  void OnDecision(const engine::DecisionSteps& steps) override;

  Outgoing BeginCall() const;
  // `status` 0: no answer came.
  void EndCall(const Outgoing& call, std::string_view upstream, int status);

  void OnAnswer(int status) { status_ = status; }
  // Now, and not with the object: what there is to tell goes out. Idempotent.
  void End();
  // Of the header `traceresponse`.
  std::string Response() const {
    return FormatTraceparent(context_.trace_id, span_id_, context_.flags);
  }

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  using Attributes = std::vector<std::pair<std::string, json::Value>>;

  bool is_exported() const { return exporter_ != nullptr && context_.sampled(); }
  int64_t NanosAt(SteadyTime time) const;
  Span Child(std::string name, std::string span_id, SteadyTime begin, SteadyTime end) const;

  SpanExporter* const exporter_;
  const Random& random_;
  const TraceContext context_;
  const std::string span_id_;
  const std::string method_;
  const std::string route_;
  const SteadyTime begun_;
  const int64_t begun_nanos_;
  int status_ = 0;
  bool ended_ = false;
  Attributes decided_;  // of the last decision
  std::vector<Span> children_;
};

}  // namespace reeve::api
