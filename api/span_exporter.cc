#include "api/span_exporter.h"

#include <algorithm>
#include <array>

#include "api/posting.h"
#include "api/source_url.h"
#include "base/log.h"

namespace reeve::api {
namespace {

constexpr std::string_view kTracesPath = "/v1/traces";
constexpr size_t kMaxAnswerBytes = size_t{64} << 10;
constexpr int kStatusError = 2;  // of a span, as the protocol numbers it
// What the protocol says may be sent again.
constexpr std::array<int, 4> kNotNow = {429, 502, 503, 504};

json::Object ValueJson(const json::Value& value) {
  if (const int64_t* number = value.as_int()) return {{"intValue", std::to_string(*number)}};
  const std::string* text = value.as_string();
  return {{"stringValue", text == nullptr ? std::string() : *text}};
}

json::Object Attribute(std::string_view key, const json::Value& value) {
  return {{"key", key}, {"value", ValueJson(value)}};
}

json::Object SpanJson(const Span& span) {
  json::Object out{{"traceId", span.trace_id}, {"spanId", span.span_id}};
  if (!span.parent_id.empty()) out.Add("parentSpanId", span.parent_id);
  if (!span.state.empty()) out.Add("traceState", span.state);
  json::Array attributes;
  attributes.reserve(span.attributes.size());
  for (const auto& attribute : span.attributes) {
    attributes.emplace_back(Attribute(attribute.first, attribute.second));
  }
  out.Add("name", span.name)
      .Add("kind", static_cast<int>(span.kind))
      .Add("startTimeUnixNano", std::to_string(span.begin_nanos))
      .Add("endTimeUnixNano", std::to_string(span.end_nanos))
      .Add("attributes", std::move(attributes));
  if (span.failed) out.Add("status", json::Object{{"code", kStatusError}});
  return out;
}

}  // namespace

json::Object SpansJson(const std::deque<Span>& spans, std::string_view version) {
  json::Array list;
  list.reserve(spans.size());
  for (const Span& span : spans) list.emplace_back(SpanJson(span));
  json::Object scope{{"name", "reeve"}, {"version", version}};
  json::Array of_scope{json::Object{{"scope", std::move(scope)}, {"spans", std::move(list)}}};
  json::Object resource{{"attributes", json::Array{Attribute("service.name", "reeve"),
                                                   Attribute("service.version", version)}}};
  json::Array of_resource{
      json::Object{{"resource", std::move(resource)}, {"scopeSpans", std::move(of_scope)}}};
  return {{"resourceSpans", std::move(of_resource)}};
}

Result<std::string> SpanExporter::AddressOf(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  if (!url.ends_with(kTracesPath)) url += kTracesPath;
  const Result<SourceUrl> read = ParseSourceUrl(url);
  if (!read.ok()) return Error{"otlp.url", read.error().message};
  if (read->is_plain && !read->is_loopback) {
    return Error{"otlp.url",
                 "only a collector on this host may be reached without TLS; write https://, or run "
                 "one here that passes on"};
  }
  return url;
}

Result<std::unique_ptr<SpanExporter>> SpanExporter::Open(Options options, Metrics& metrics) {
  REEVE_ASSIGN_OR_RETURN(options.url, AddressOf(std::move(options.url)));
  return std::unique_ptr<SpanExporter>(new SpanExporter(std::move(options), metrics));
}

SpanExporter::SpanExporter(Options options, Metrics& metrics)
    : options_(std::move(options)),
      exported_(metrics.Counter("reeve_spans_total", "Spans of traces, by what became of them.",
                                {{"result", "exported"}})),
      dropped_(metrics.Counter("reeve_spans_total", "Spans of traces, by what became of them.",
                               {{"result", "dropped"}})),
      refused_(metrics.Counter("reeve_spans_total", "Spans of traces, by what became of them.",
                               {{"result", "refused"}})) {
  collections_.push_back(metrics.Collect("reeve_spans_waiting",
                                         "Spans that wait to be sent to the collector.",
                                         SampleKind::kGauge, [this] {
                                           const MutexLock lock(mutex_);
                                           const auto count = static_cast<double>(waiting_.size());
                                           return std::vector<Sample>{{{}, count}};
                                         }));
}

SpanExporter::~SpanExporter() {
  const bool was_started = rounds_ != nullptr;
  rounds_.reset();
  if (!was_started) return;
  left_out_ = 0;
  RunOnce({});
}

void SpanExporter::Start(std::chrono::milliseconds every) {
  rounds_ =
      std::make_unique<Repeating>(every, [this](const std::stop_token& stop) { RunOnce(stop); });
}

void SpanExporter::Offer(std::vector<Span> spans) {
  const MutexLock lock(mutex_);
  if (waiting_.size() + spans.size() > options_.most_waiting) {
    dropped_.Add(static_cast<double>(spans.size()));
    return;
  }
  for (Span& span : spans) waiting_.push_back(std::move(span));
}

std::deque<Span> SpanExporter::Take() {
  std::deque<Span> out;
  const MutexLock lock(mutex_);
  while (!waiting_.empty() && out.size() < kMaxSpansInBatch) {
    out.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return out;
}

// In front of what came meanwhile, as far as there is room.
void SpanExporter::PutBack(std::deque<Span> batch) {
  const MutexLock lock(mutex_);
  while (!batch.empty() && waiting_.size() < options_.most_waiting) {
    waiting_.push_front(std::move(batch.back()));
    batch.pop_back();
  }
  dropped_.Add(static_cast<double>(batch.size()));
}

SpanExporter::Sent SpanExporter::Send(const std::deque<Span>& batch,
                                      const std::stop_token& stop) const {
  const Result<PostAnswer> answer =
      PostBytes({.url = options_.url,
                 .content_type = "application/json",
                 .body = json::Compact(SpansJson(batch, options_.version)),
                 .max_bytes = kMaxAnswerBytes,
                 .whole = options_.timeout},
                stop);
  if (!answer.ok()) return answer.error().code == "post.too_large" ? Sent::kTaken : Sent::kNotNow;
  if (answer->status >= 200 && answer->status < 300) return Sent::kTaken;
  const bool is_not_now =
      std::find(kNotNow.begin(), kNotNow.end(), answer->status) != kNotNow.end();
  if (!is_not_now) Log(LogLevel::kWarning, "otlp.refused", {{"status", answer->status}});
  return is_not_now ? Sent::kNotNow : Sent::kRefused;
}

void SpanExporter::RunOnce(const std::stop_token& stop) {
  if (left_out_ > 0) {
    --left_out_;
    return;
  }
  while (!stop.stop_requested()) {
    std::deque<Span> batch = Take();
    if (batch.empty()) return;
    const auto count = static_cast<double>(batch.size());
    const Sent sent = Send(batch, stop);
    if (sent == Sent::kNotNow) {
      PutBack(std::move(batch));
      if (failures_ == 0) Log(LogLevel::kWarning, "otlp.unreachable");
      ++failures_;
      left_out_ = std::min(kMostRoundsLeftOut, (1U << std::min(failures_, 5U)) - 1);
      return;
    }
    failures_ = 0;
    (sent == Sent::kTaken ? exported_ : refused_).Add(count);
  }
}

}  // namespace reeve::api
