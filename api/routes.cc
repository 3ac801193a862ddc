#include "api/routes.h"

#include <algorithm>
#include <array>

#include "api/bypass_handlers.h"
#include "api/incident_handlers.h"
#include "api/override_handlers.h"
#include "api/quality_handlers.h"
#include "api/review_handlers.h"

namespace reeve::api {
namespace {

using engine::Engine;
using engine::Principal;

constexpr auto kRoutes = std::to_array<Route>({
    {RouteKind::kQuestion, "/v1/incidents",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListIncidents(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kQuestion, "/v1/incidents/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetIncident(engine, principal, call.parts[0]);
     }},
    {RouteKind::kQuestion, "/v1/incidents/([A-Za-z0-9-]+)/report",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return DraftIncidentReport(engine, principal, call.parts[0], call.Parameter("format"));
     }},
    {RouteKind::kQuestion, "/v1/incidents/([A-Za-z0-9-]+)/reports/(sha256:[0-9a-f]{64})",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetIncidentReport(engine, principal, call.parts[0], call.parts[1]);
     }},
    {RouteKind::kCommand, "/v1/incidents",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return OpenIncident(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/incidents/([A-Za-z0-9-]+)/([a-z]+)",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ChangeIncident(engine, call.person, call.parts[0], call.parts[1], call.body);
     }},
    {RouteKind::kQuestion, "/v1/break-glass",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListBreakGlass(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kQuestion, "/v1/break-glass/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetBreakGlass(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/break-glass",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return InvokeBreakGlass(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/break-glass/([A-Za-z0-9-]+)/([a-z]+)",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ChangeBreakGlass(engine, call.person, call.parts[0], call.parts[1], call.body);
     }},
    {RouteKind::kNotice, "/v1/bypasses",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ReportBypasses(engine, principal, call.body);
     }},
    {RouteKind::kNotice, "/v1/overrides",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return RecordOverrides(engine, principal, call.body);
     }},
    {RouteKind::kQuestion, "/v1/overrides/rates",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetOverrideRates(engine, principal, call.Parameter("system"));
     }},
    {RouteKind::kQuestion, "/v1/appeals",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListAppeals(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kQuestion, "/v1/appeals/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetAppeal(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/appeals",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return OpenAppeal(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/appeals/([A-Za-z0-9-]+)/decide",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return DecideAppeal(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kQuestion, "/v1/reviews",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListReviews(engine, principal, call.parameters);
     }},
    {RouteKind::kQuestion, "/v1/reviews/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetReview(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/reviews/([A-Za-z0-9-]+)/verdict",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return DecideReview(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kQuestion, "/v1/oversight/quality",
     [](Engine& engine, const Principal& principal, const RouteCall&) {
       return ShowQuality(engine, principal);
     }},
    {RouteKind::kCommand, "/v1/oversight/measures",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return SetMeasures(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/oversight/seeds",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return SeedApproval(engine, call.person, call.body);
     }},
});

}  // namespace

std::string_view RouteCall::Parameter(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [name](const auto& one) { return one.first == name; });
  return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

std::span<const Route> OversightRoutes() { return kRoutes; }

}  // namespace reeve::api
