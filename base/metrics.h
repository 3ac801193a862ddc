// Counters, gauges and histograms in the Prometheus text format, by prometheus-cpp.
//
// Handles are made once, at start-up, and live as long as the Metrics they come from; recording
// is a few atomic operations. Label values must be from a small fixed set.
// Thread-safety: every method, from any thread.
#pragma once

#include <cstdint>
#include <functional>
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

// A metric whose labels come and go, read when the text is rendered.
struct Sample {
  Labels labels;
  double value = 0;
};
enum class SampleKind : uint8_t { kCounter, kGauge };

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

  // Ends a Collect when it goes. The Metrics must outlive it.
  class Collection {
   public:
    Collection(Metrics* metrics, uint64_t id) : metrics_(metrics), id_(id) {}
    Collection(Collection&& other) noexcept : metrics_(other.metrics_), id_(other.id_) {
      other.metrics_ = nullptr;
    }
    Collection& operator=(Collection&&) = delete;
    ~Collection() {
      if (metrics_ != nullptr) metrics_->EndCollect(id_);
    }

   private:
    Metrics* metrics_;
    uint64_t id_;
  };
  // `samples` is called by Render, on its thread, until the Collection goes; it must bound how many
  // it gives, and must not call this object.
  [[nodiscard]] Collection Collect(const std::string& name, const std::string& help,
                                   SampleKind kind, std::function<std::vector<Sample>()> samples);

  // Text format 0.0.4.
  std::string Render() const;

 private:
  void EndCollect(uint64_t id);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve
