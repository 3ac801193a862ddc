#include "api/methods.h"

namespace reeve::api {
namespace {

struct Method {
  std::string_view path;  // or, with a slash at its end, all that begins with it
  const char* allowed;    // those that are, by comma
};
constexpr Method kMethods[] = {
    {"/v1/decisions", "POST"},
    {"/v1/decisions:batch", "POST"},
    {"/v1/decisions/", "GET"},
    {"/livez", "GET"},
    {"/readyz", "GET"},
    {"/metrics", "GET"},
    {"/v1/openapi.json", "GET"},
    {"/v1/bundles", "GET, POST"},
    {"/v1/bundles/", "GET, POST"},
    {"/v1/systems", "GET, POST"},
    {"/v1/systems/", "GET, POST"},
    {"/v1/halts", "GET, POST"},
    {"/v1/halts/", "GET, POST"},
    {"/v1/waivers", "GET, POST"},
    {"/v1/waivers/", "GET, POST"},
    {"/v1/approvals", "GET"},
    {"/v1/approvals/", "GET, POST"},
    {"/v1/grants", "GET, POST"},
    {"/v1/grants/", "GET, POST"},
    {"/v1/delegations", "POST"},
    {"/v1/trainings", "GET, POST"},
    {"/v1/legal-holds", "GET, POST"},
    {"/v1/legal-holds/", "POST"},
    {"/v1/retention", "GET, POST"},
    {"/v1/retention/sweep", "POST"},
    {"/v1/subjects/", "POST"},
    {"/v1/ledger/", "GET"},
    {"/log/", "GET"},
    {"/v1/incidents", "GET, POST"},
    {"/v1/incidents/", "GET, POST"},
    {"/v1/break-glass", "GET, POST"},
    {"/v1/break-glass/", "GET, POST"},
    {"/v1/bypasses", "POST"},
    {"/v1/overrides", "POST"},
    {"/v1/overrides/rates", "GET"},
    {"/v1/appeals", "GET, POST"},
    {"/v1/appeals/", "GET, POST"},
    {"/v1/outcomes", "POST"},
    {"/v1/reviews", "GET"},
    {"/v1/reviews/", "GET, POST"},
    {"/v1/oversight/quality", "GET"},
    {"/v1/oversight/measures", "POST"},
    {"/v1/oversight/seeds", "POST"},
    {"/v1/notifications", "GET"},
    {"/v1/notifications/", "POST"},
    {"/v1/bias-attributes", "GET, POST"},
    {"/v1/bias-attributes/", "GET, POST"},
    {"/v1/bias-audits", "GET, POST"},
    {"/v1/bias-audits/", "GET, POST"},
    {"/v1/bias-monitors", "GET, POST"},
    {"/v1/bias-monitors/", "GET, POST"},
    {"/v1/bias-publications", "GET, POST"},
    {"/v1/bias-publications/", "POST"},
    {"/.well-known/audits.json", "GET"},
    {"/audits/", "GET"},
    {"/v1/bias-reports", "POST"},
    {"/v1/bias-reports/", "GET"},
    {"/v1/principal", "GET"},
    {"/v1/records", "GET"},
    {"/v1/records:count", "GET"},
    {"/v1/tokens", "GET, POST"},
    {"/v1/tokens/", "GET, POST"},
    {"/contracts/", "GET, POST"},
};

}  // namespace

const char* OtherMethod(std::string_view path, std::string_view method) {
  for (const Method& each : kMethods) {
    const bool is_prefix = each.path.ends_with('/');
    const bool fits = is_prefix ? path.starts_with(each.path) : path == each.path;
    if (fits && std::string_view(each.allowed).find(method) == std::string_view::npos) {
      return each.allowed;
    }
  }
  return nullptr;
}

}  // namespace reeve::api
