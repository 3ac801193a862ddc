#include "api/request_trace.h"

#include <optional>
#include <utility>

namespace reeve::api {
namespace {

using std::chrono::duration_cast;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr uint8_t kSampled = 0x01;
constexpr uint8_t kDrawn = 0x02;  // the id of the trace is random
constexpr int kServerErrors = 500;
// Of one request; a batch has at most 100 decisions, and a long stream of calls is cut off here.
constexpr size_t kMostChildren = 512;

TraceContext ContextOf(const TraceHeaders& headers, bool exports, const Random& random) {
  if (headers.count == 1) {
    auto read = ReadTraceContext(headers.traceparent, headers.tracestate);
    if (read) return *std::move(read);
  }
  return {NewTraceId(random), "", static_cast<uint8_t>(exports ? kSampled | kDrawn : kDrawn), ""};
}

}  // namespace

RequestTrace::RequestTrace(const TraceHeaders& headers, std::string_view method,
                           std::string_view route, SpanExporter* exporter, const Random& random)
    : exporter_(exporter),
      random_(random),
      context_(ContextOf(headers, exporter != nullptr, random)),
      span_id_(NewSpanId(random)),
      method_(method),
      route_(route),
      begun_(steady_clock::now()),
      begun_nanos_(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count()) {}

RequestTrace::~RequestTrace() { End(); }

void RequestTrace::End() {
  if (std::exchange(ended_, true) || !is_exported()) return;
  Span span = Child(method_ + " " + route_, span_id_, begun_, steady_clock::now());
  span.parent_id = context_.parent_id;
  span.kind = SpanKind::kServer;
  span.attributes = std::move(decided_);
  span.attributes.emplace_back("http.request.method", method_);
  span.attributes.emplace_back("http.route", route_);
  if (status_ != 0) span.attributes.emplace_back("http.response.status_code", status_);
  span.failed = status_ >= kServerErrors;
  children_.push_back(std::move(span));
  exporter_->Offer(std::move(children_));
}

int64_t RequestTrace::NanosAt(SteadyTime time) const {
  return begun_nanos_ + duration_cast<nanoseconds>(time - begun_).count();
}

Span RequestTrace::Child(std::string name, std::string span_id, SteadyTime begin,
                         SteadyTime end) const {
  Span span;
  span.trace_id = context_.trace_id;
  span.span_id = std::move(span_id);
  span.parent_id = span_id_;
  span.state = context_.state;
  span.name = std::move(name);
  span.begin_nanos = NanosAt(begin);
  span.end_nanos = NanosAt(end);
  return span;
}

void RequestTrace::OnDecision(const engine::DecisionSteps& steps) {
  if (!is_exported() || children_.size() >= kMostChildren) return;
  decided_ = {{"reeve.decision", std::string(steps.decision)},
              {"reeve.effect", std::string(steps.effect)},
              {"reeve.system", std::string(steps.system)},
              {"reeve.stage", std::string(steps.stage)},
              {"reeve.bundle", std::string(steps.bundle)}};
  Span evaluate = Child("evaluate", NewSpanId(random_), steps.begun, steps.evaluated);
  evaluate.attributes = decided_;
  children_.push_back(std::move(evaluate));
  children_.push_back(Child("record", NewSpanId(random_), steps.evaluated, steps.recorded));
}

RequestTrace::Outgoing RequestTrace::BeginCall() const {
  std::string span_id = NewSpanId(random_);
  std::string traceparent = FormatTraceparent(context_.trace_id, span_id, context_.flags);
  return {std::move(traceparent), std::move(span_id), steady_clock::now()};
}

void RequestTrace::EndCall(const Outgoing& call, std::string_view upstream, int status) {
  if (!is_exported() || children_.size() >= kMostChildren) return;
  Span span = Child("upstream", call.span_id, call.begun, steady_clock::now());
  span.kind = SpanKind::kClient;
  span.attributes.emplace_back("reeve.upstream", std::string(upstream));
  if (status != 0) span.attributes.emplace_back("http.response.status_code", status);
  span.failed = status < 200 || status > 299;
  children_.push_back(std::move(span));
}

}  // namespace reeve::api
