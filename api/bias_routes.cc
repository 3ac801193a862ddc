#include <array>

#include "api/bias_handlers.h"
#include "api/bias_monitor_handlers.h"
#include "api/outcome_handlers.h"
#include "api/routes.h"

namespace reeve::api {
namespace {

using engine::Engine;
using engine::Principal;

constexpr auto kRoutes = std::to_array<Route>({
    {RouteKind::kNotice, "/v1/outcomes",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return RecordOutcomes(engine, principal, call.body);
     }},
    {RouteKind::kQuestion, "/v1/bias-attributes",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListAttributes(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kQuestion, "/v1/bias-attributes/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetAttributes(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/bias-attributes/([A-Za-z0-9-]+)/delete",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return DeleteAttributes(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kQuestion, "/v1/bias-audits",
     [](Engine& engine, const Principal& principal, const RouteCall&) {
       return ListBiasAudits(engine, principal);
     }},
    {RouteKind::kQuestion, "/v1/bias-audits/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetBiasAudit(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/bias-audits",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return StartBiasAudit(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/bias-audits/([A-Za-z0-9-]+)/cancel",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return CancelBiasAudit(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kCommand, "/v1/bias-reports",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return RecordBiasReport(engine, call.person, call.body);
     }},
    {RouteKind::kQuestion, "/v1/bias-monitors",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListBiasMonitors(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kQuestion, "/v1/bias-monitors/([a-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetBiasMonitor(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/bias-monitors",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return SetBiasMonitor(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/bias-monitors/([a-z0-9-]+)/end",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return EndBiasMonitor(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kCommand, "/v1/bias-monitors/([a-z0-9-]+)/corrections",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return OpenBiasCorrection(engine, call.person, call.parts[0], call.body);
     }},
    {RouteKind::kCommand, "/v1/bias-monitors/([a-z0-9-]+)/corrections/([A-Za-z0-9-]+)/done",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return FinishBiasCorrection(engine, call.person, call.parts[0], call.parts[1], call.body);
     }},
    {RouteKind::kQuestion, "/v1/bias-publications",
     [](Engine& engine, const Principal& principal, const RouteCall&) {
       return ListBiasPublications(engine, principal);
     }},
    {RouteKind::kCommand, "/v1/bias-publications",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return PublishBiasSummary(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/bias-publications/([A-Za-z0-9-]+)/withdraw",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return WithdrawBiasSummary(engine, call.person, call.parts[0], call.body);
     }},
});

}  // namespace

std::span<const Route> BiasRoutes() { return kRoutes; }

}  // namespace reeve::api
