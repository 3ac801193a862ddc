#include "engine/detector_pool.h"

#include <utility>

namespace reeve::engine {

Result<std::shared_ptr<ExternalDetector>> DetectorPool::Find(const policy::Detector& declared) {
  const MutexLock lock(mutex_);
  std::erase_if(known_, [](const auto& known) { return known.expired(); });
  for (const auto& weak : known_) {
    auto known = weak.lock();
    if (known != nullptr && known->declared() == declared) return known;
  }
  if (transports_ == nullptr) {
    return Error{"detector.no_transport",
                 "the bundle asks the external detector `" + declared.name +
                     "`, and nothing was given by which it could be reached"};
  }
  REEVE_ASSIGN_OR_RETURN(auto transport, transports_->Open(declared));
  auto opened = std::make_shared<ExternalDetector>(declared, std::move(transport), surroundings_);
  known_.push_back(opened);
  return opened;
}

}  // namespace reeve::engine
