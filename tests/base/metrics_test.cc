#include "base/metrics.h"

#include <catch2/catch.hpp>
#include <thread>

namespace reeve {
namespace {

bool Has(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("metrics: a counter renders with help, type, labels and value") {
  Metrics metrics;
  Counter denied = metrics.Counter("reeve_decisions_total", "Decisions.", {{"effect", "deny"}});
  denied.Add();
  denied.Add(2);
  CHECK(denied.Value() == 3);
  const std::string text = metrics.Render();
  CAPTURE(text);
  CHECK(Has(text, "# HELP reeve_decisions_total Decisions."));
  CHECK(Has(text, "# TYPE reeve_decisions_total counter"));
  CHECK(Has(text, "reeve_decisions_total{effect=\"deny\"} 3"));
}

TEST_CASE("metrics: the same name and labels give the same metric") {
  Metrics metrics;
  metrics.Counter("c_total", "C.", {{"a", "1"}, {"b", "2"}}).Add();
  Counter again = metrics.Counter("c_total", "C.", {{"b", "2"}, {"a", "1"}});
  Counter other = metrics.Counter("c_total", "C.", {{"a", "1"}, {"b", "3"}});
  again.Add();
  CHECK(again.Value() == 2);
  CHECK(other.Value() == 0);
  const std::string text = metrics.Render();
  CHECK(text.find("# TYPE c_total") == text.rfind("# TYPE c_total"));
}

TEST_CASE("metrics: a gauge goes up and down") {
  Metrics metrics;
  Gauge depth = metrics.Gauge("queue_depth", "Waiting.", {});
  depth.Set(5);
  depth.Set(2);
  CHECK(Has(metrics.Render(), "queue_depth 2"));
}

TEST_CASE("metrics: a histogram counts into cumulative buckets, bounds inclusive") {
  Metrics metrics;
  Histogram latency = metrics.Histogram("latency_seconds", "Latency.", {}, {0.25, 0.5, 1});
  for (const double seconds : {0.125, 0.25, 0.375, 2.0}) latency.Observe(seconds);
  const std::string text = metrics.Render();
  CAPTURE(text);
  CHECK(Has(text, "# TYPE latency_seconds histogram"));
  CHECK(Has(text, "latency_seconds_bucket{le=\"0.25\"} 2"));
  CHECK(Has(text, "latency_seconds_bucket{le=\"0.5\"} 3"));
  CHECK(Has(text, "latency_seconds_bucket{le=\"1\"} 3"));
  CHECK(Has(text, "latency_seconds_bucket{le=\"+Inf\"} 4"));
  CHECK(Has(text, "latency_seconds_count 4"));
  CHECK(Has(text, "latency_seconds_sum 2.75"));
}

TEST_CASE("metrics: a label's value is escaped, so it cannot forge a line") {
  Metrics metrics;
  metrics.Counter("c_total", "C.", {{"k", "a\"b\\c\nd_total 9"}}).Add();
  CHECK(Has(metrics.Render(), "c_total{k=\"a\\\"b\\\\c\\nd_total 9\"} 1"));
}

TEST_CASE("metrics: nothing counted is nothing rendered") { CHECK(Metrics().Render().empty()); }

TEST_CASE("metrics: no count is lost between threads that count and one that renders") {
  Metrics metrics;
  Counter counter = metrics.Counter("c_total", "C.", {});
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&metrics] {
      Counter mine = metrics.Counter("c_total", "C.", {});
      for (int i = 0; i < 5000; ++i) mine.Add();
    });
  }
  for (int i = 0; i < 20; ++i) CHECK(Has(metrics.Render(), "# TYPE c_total counter"));
  threads.clear();
  CHECK(counter.Value() == 20000);
}

}  // namespace
}  // namespace reeve
