#include <array>

#include "api/approval_handlers.h"
#include "api/bundle_handlers.h"
#include "api/content_handlers.h"
#include "api/routes.h"
#include "api/trial_handlers.h"
#include "api/usage_handlers.h"
#include "api/waiver_handlers.h"

namespace reeve::api {
namespace {

using engine::Engine;
using engine::Principal;

constexpr auto kRoutes = std::to_array<Route>({
    {RouteKind::kQuestion, "/v1/bundles",
     [](Engine& engine, const Principal&, const RouteCall&) { return ListBundles(engine); }},
    {RouteKind::kQuestion, "/v1/bundles/(sha256:[0-9a-f]{64})",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return GetBundle(engine, call.parts[0]);
     }},
    {RouteKind::kQuestion, "/v1/bundles/(sha256:[0-9a-f]{64})/trial",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return GetTrial(engine, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/bundles",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ProposeBundle(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/bundles/rollback",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return RollBackBundle(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/bundles/(sha256:[0-9a-f]{64})/(?!trial$)([a-z]+)",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ChangeBundle(engine, call.person, call.parts[0], call.parts[1], call.body);
     }},
    {RouteKind::kQuestion, "/v1/waivers",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListWaivers(engine, principal, call.Parameter("state"), call.Parameter("within"));
     }},
    {RouteKind::kQuestion, "/v1/waivers/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetWaiver(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/waivers",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return GrantWaiver(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/waivers/([A-Za-z0-9-]+)/revoke",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return RevokeWaiver(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kQuestion, "/v1/usage",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ShowUsage(engine, principal, call.Parameter("budget"), call.Parameter("system"),
                        call.Parameter("actor"));
     }},
    {RouteKind::kQuestion, "/v1/grants",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListGrants(engine, principal, call.parameters);
     }},
    {RouteKind::kQuestion, "/v1/grants/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetGrant(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/grants",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return GiveGrant(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/grants/([A-Za-z0-9-]+)/end",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return EndGrant(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kCommand, "/v1/delegations",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return DelegateGrant(engine, call.person, call.body);
     }},
    {RouteKind::kQuestion, "/v1/trainings",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListTrainings(engine, principal, call.parameters);
     }},
    {RouteKind::kCommand, "/v1/trainings",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return RecordTraining(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/decisions/([A-Za-z0-9-]+)/content",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ReadContent(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kCommand, "/v1/subjects/export",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ExportSubject(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/subjects/erase",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return EraseSubject(engine, call.person, call.body);
     }},
    {RouteKind::kQuestion, "/v1/legal-holds",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListLegalHolds(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kCommand, "/v1/legal-holds",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return PlaceLegalHold(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/legal-holds/([A-Za-z0-9-]+)/lift",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return LiftLegalHold(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kQuestion, "/v1/retention",
     [](Engine& engine, const Principal& principal, const RouteCall&) {
       return GetRetention(engine, principal);
     }},
    {RouteKind::kCommand, "/v1/retention",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return SetRetention(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/retention/sweep",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return SweepContent(engine, call.body);
     }},
});

}  // namespace

std::span<const Route> GovernanceRoutes() { return kRoutes; }

}  // namespace reeve::api
