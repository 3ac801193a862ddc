// Counters, gauges and histograms in the Prometheus text format, by prometheus-cpp.
//
// Handles are made once, at start-up, and live as long as the Metrics they come from; recording
// is a few atomic operations. Label values must be from a small fixed set.
// Thread-safety: every method, from any thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace reeve {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  explicit Counter(prometheus::Counter* counter) : counter_(counter) {}
  void Add(double by = 1);
  double Value() const;

 private:
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge* gauge) : gauge_(gauge) {}
  void Set(double value);

 private:
  prometheus::Gauge* gauge_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram* histogram) : histogram_(histogram) {}
  void Observe(double value);

 private:
  prometheus::Histogram* histogram_;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // The same name and labels give the same metric.
  reeve::Counter Counter(const std::string& name, const std::string& help, const Labels& labels);
  reeve::Gauge Gauge(const std::string& name, const std::string& help, const Labels& labels);
  // `bounds`: ascending upper bounds of the buckets, in the metric's unit (seconds for times).
  reeve::Histogram Histogram(const std::string& name, const std::string& help, const Labels& labels,
                             const std::vector<double>& bounds);

  // Text format 0.0.4.
  std::string Render() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve
