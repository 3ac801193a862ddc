#include "base/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "base/mutex.h"

namespace reeve {

void Counter::Add(double by) { counter_->Increment(by); }
double Counter::Value() const { return counter_->Value(); }
void Gauge::Set(double value) { gauge_->Set(value); }
void Histogram::Observe(double value) { histogram_->Observe(value); }

namespace {

std::map<std::string, std::string> ToMap(const Labels& labels) {
  return {labels.begin(), labels.end()};
}

prometheus::ClientMetric ToMetric(const Sample& sample, bool counts) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : sample.labels) {
    prometheus::ClientMetric::Label& label = metric.label.emplace_back();
    label.name = name;
    label.value = value;
  }
  (counts ? metric.counter.value : metric.gauge.value) = sample.value;
  return metric;
}

}  // namespace

struct Metrics::Impl {
  // Merge: asking for a family of the same name again gives the same family.
  prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};

  struct Collected {
    std::string name;
    std::string help;
    SampleKind kind;
    std::function<std::vector<Sample>()> samples;
  };
  Mutex mutex;
  uint64_t next_id REEVE_GUARDED_BY(mutex) = 0;
  std::map<uint64_t, Collected> collected REEVE_GUARDED_BY(mutex);
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

Counter Metrics::Counter(const std::string& name, const std::string& help, const Labels& labels) {
  auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(impl_->registry);
  return reeve::Counter(&family.Add(ToMap(labels)));
}

Gauge Metrics::Gauge(const std::string& name, const std::string& help, const Labels& labels) {
  auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(impl_->registry);
  return reeve::Gauge(&family.Add(ToMap(labels)));
}

Histogram Metrics::Histogram(const std::string& name, const std::string& help, const Labels& labels,
                             const std::vector<double>& bounds) {
  auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(impl_->registry);
  return reeve::Histogram(&family.Add(ToMap(labels), bounds));
}

Metrics::Collection Metrics::Collect(const std::string& name, const std::string& help,
                                     SampleKind kind,
                                     std::function<std::vector<Sample>()> samples) {
  const MutexLock lock(impl_->mutex);
  const uint64_t id = impl_->next_id++;
  impl_->collected.emplace(id, Impl::Collected{name, help, kind, std::move(samples)});
  return {this, id};
}

void Metrics::EndCollect(uint64_t id) {
  const MutexLock lock(impl_->mutex);
  impl_->collected.erase(id);
}

std::string Metrics::Render() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  const MutexLock lock(impl_->mutex);
  for (const auto& [id, collected] : impl_->collected) {
    const std::vector<Sample> samples = collected.samples();
    if (samples.empty()) continue;
    const bool counts = collected.kind == SampleKind::kCounter;
    prometheus::MetricFamily& family = families.emplace_back();
    family.name = collected.name;
    family.help = collected.help;
    family.type = counts ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
    for (const Sample& sample : samples) family.metric.push_back(ToMetric(sample, counts));
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace reeve
