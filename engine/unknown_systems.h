// Shadow AI: who calls with systems that nobody registered. docs/registering.md.
//
// Such a call is refused and leaves no record, so that nobody fills the log by inventing names.
// What is kept is a table in memory, of this process, since it began: bounded, and what does not
// fit is counted together.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "engine/principal.h"

namespace reeve::engine {

inline constexpr size_t kMaxUnknownSystems = 1'000;  // of a caller and a system each

struct UnknownSystem {
  std::string system;
  std::string principal;
  uint64_t calls = 0;
  Timestamp first;
  Timestamp last;
};

// Thread-safety: any thread.
class UnknownSystems {
 public:
  explicit UnknownSystems(Timestamp since) : since_(since) {}

  void Count(const Principal& caller, std::string_view system, Timestamp now);
  // Of a tenant, the most calls first.
  std::vector<UnknownSystem> List(std::string_view tenant) const;
  // Calls that found the table full, of all tenants.
  uint64_t not_listed() const;
  Timestamp since() const { return since_; }

 private:
  using Key = std::tuple<std::string, std::string, std::string>;  // tenant, principal, system

  const Timestamp since_;
  mutable Mutex mutex_;
  std::map<Key, UnknownSystem> calls_ REEVE_GUARDED_BY(mutex_);
  uint64_t not_listed_ REEVE_GUARDED_BY(mutex_) = 0;
};

}  // namespace reeve::engine
