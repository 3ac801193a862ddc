#include "api/guard.h"

#include "api/person.h"
#include "oversight/role.h"

namespace reeve::api {
namespace {

Counter Forbidden(Metrics& metrics, const char* reason) {
  return metrics.Counter("reeve_http_forbidden_total",
                         "Requests of a known caller who may not do what was asked, by what was "
                         "missing.",
                         {{"reason", reason}});
}

}  // namespace

Guard::Guard(Authenticator authenticator, RateLimit limit, const Clock& clock, Metrics& metrics)
    : authenticator_(std::move(authenticator)),
      limiter_(limit, clock),
      unauthorized_(metrics.Counter("reeve_http_unauthorized_total",
                                    "Requests without the right token.", {})),
      rate_limited_(metrics.Counter("reeve_http_rate_limited_total",
                                    "Requests of a principal beyond its rate.", {})),
      no_role_(Forbidden(metrics, "role")),
      no_tenant_(Forbidden(metrics, "tenant")),
      no_person_(Forbidden(metrics, "person")),
      no_right_(Forbidden(metrics, "right")) {}

Result<Caller> Guard::Admit(const Presented& given, std::span<const RouteAccess> rows,
                            std::string_view last) {
  Result<Caller> caller = authenticator_.Authenticate(given);
  if (!caller.ok()) {
    (caller.error().code == "identity.tenant" ? no_tenant_ : unauthorized_).Add();
    return caller;
  }
  // The one token of development is everybody's, so it has no rate of its own.
  if (caller->token != nullptr && !limiter_.Take(caller->principal.name)) {
    rate_limited_.Add();
    return Error{"identity.rate",
                 "`" + caller->principal.name +
                     "` asks too often; wait for the seconds of the header `Retry-After`"};
  }
  const RouteAccess& row = RowFor(rows, last);
  if ((caller->roles & row.roles) != 0) return caller;
  no_role_.Add();
  return Error{"identity.role", "`" + std::string(row.method) + " " + std::string(row.path) +
                                    "` is for the roles " + oversight::RolesText(row.roles) +
                                    "; this token has " + oversight::RolesText(caller->roles)};
}

Result<oversight::ActingPerson> Guard::Acting(const Caller& caller, std::string_view header) {
  Result<oversight::ActingPerson> person = PersonOf(caller, header);
  if (!person.ok() && person.error().code == "identity.person") no_person_.Add();
  return person;
}

void Guard::CountAnswer(int status) {
  if (status == 403) no_right_.Add();
}

}  // namespace reeve::api
