#include "engine/unknown_systems.h"

#include <algorithm>

namespace reeve::engine {

void UnknownSystems::Count(const Principal& caller, std::string_view system, Timestamp now) {
  Key key(caller.tenant, caller.name, system);
  const MutexLock lock(mutex_);
  auto found = calls_.find(key);
  if (found == calls_.end()) {
    if (calls_.size() >= kMaxUnknownSystems) {
      ++not_listed_;
      return;
    }
    UnknownSystem fresh{std::string(system), caller.name, 0, now, now};
    found = calls_.emplace(std::move(key), std::move(fresh)).first;
  }
  ++found->second.calls;
  found->second.last = now;
}

std::vector<UnknownSystem> UnknownSystems::List(std::string_view tenant) const {
  std::vector<UnknownSystem> out;
  {
    const MutexLock lock(mutex_);
    for (auto row = calls_.lower_bound(Key(tenant, "", ""));
         row != calls_.end() && std::get<0>(row->first) == tenant; ++row) {
      out.push_back(row->second);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const UnknownSystem& a, const UnknownSystem& b) {
    return a.calls > b.calls;
  });
  return out;
}

uint64_t UnknownSystems::not_listed() const {
  const MutexLock lock(mutex_);
  return not_listed_;
}

}  // namespace reeve::engine
