// What stands before every route that is not open: who calls, whether their role may, whose act it
// is; and a count of each refusal.
//
// Thread-safety: any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/access.h"
#include "api/authenticator.h"
#include "api/caller.h"
#include "api/rate_limiter.h"
#include "base/metrics.h"
#include "base/result.h"
#include "oversight/acting_person.h"

namespace reeve::api {

class Guard {
 public:
  // The clock must outlive it.
  Guard(Authenticator authenticator, RateLimit limit, const Clock& clock, Metrics& metrics);

  // `last`: the last part of the path. http.unauthorized, identity.tenant; identity.rate;
  // identity.role
  Result<Caller> Admit(const Presented& given, std::span<const RouteAccess> rows,
                       std::string_view last);
  // Errors of PersonOf (person.h)
  Result<oversight::ActingPerson> Acting(const Caller& caller, std::string_view header);
  // What was refused later, by a scope or a rule of who may, is counted as well.
  void CountAnswer(int status);
  // What `Retry-After` says with identity.rate.
  int retry_seconds() const { return limiter_.retry_seconds(); }
  bool StillStands(const Caller& caller) const { return authenticator_.StillStands(caller); }

 private:
  const Authenticator authenticator_;
  RateLimiter limiter_;
  Counter unauthorized_;
  Counter rate_limited_;
  Counter no_role_;
  Counter no_tenant_;
  Counter no_person_;
  Counter no_right_;
};

}  // namespace reeve::api
