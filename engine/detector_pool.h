// The external detectors of a process: bundles that declare one alike share it, so that what it
// remembers, and what it knows of failures, outlives a change of bundle.
//
// Thread-safety: any thread.
#pragma once

#include <memory>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "engine/external_detector.h"

namespace reeve::engine {

class DetectorPool {
 public:
  // `transports` null: nothing can be reached. All must outlive the pool.
  DetectorPool(DetectorTransports* transports, const ExternalDetector::Surroundings& surroundings)
      : transports_(transports), surroundings_(surroundings) {}

  // detector.no_transport; errors of DetectorTransports::Open
  Result<std::shared_ptr<ExternalDetector>> Find(const policy::Detector& declared);

 private:
  DetectorTransports* const transports_;
  const ExternalDetector::Surroundings surroundings_;
  Mutex mutex_;
  std::vector<std::weak_ptr<ExternalDetector>> known_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::engine
