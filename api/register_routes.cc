#include <array>

#include "api/halt_handlers.h"
#include "api/routes.h"
#include "api/system_handlers.h"

namespace reeve::api {
namespace {

using engine::Engine;
using engine::Principal;

// `unknown` stands before the ids, which it cannot be.
constexpr auto kRoutes = std::to_array<Route>({
    {RouteKind::kQuestion, "/v1/systems",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListSystems(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kQuestion, "/v1/systems/unknown",
     [](Engine& engine, const Principal& principal, const RouteCall&) {
       return ListUnknownSystems(engine, principal);
     }},
    {RouteKind::kQuestion, "/v1/systems/([A-Za-z0-9._-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetSystem(engine, principal, call.parts[0]);
     }},
    {RouteKind::kQuestion, "/v1/systems/([A-Za-z0-9._-]+)/classification",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetClassification(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/systems",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ProposeSystem(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/systems/([A-Za-z0-9._-]+)/([a-z]+)",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return ActOnSystem(engine, call.person, call.parts[0], call.parts[1], call.body);
     }},
    {RouteKind::kQuestion, "/v1/halts",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return ListHalts(engine, principal, call.Parameter("state"));
     }},
    {RouteKind::kQuestion, "/v1/halts/([A-Za-z0-9-]+)",
     [](Engine& engine, const Principal& principal, const RouteCall& call) {
       return GetHalt(engine, principal, call.parts[0]);
     }},
    {RouteKind::kCommand, "/v1/halts",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return PlaceHalt(engine, call.person, call.body);
     }},
    {RouteKind::kCommand, "/v1/halts/([A-Za-z0-9-]+)/lift",
     [](Engine& engine, const Principal&, const RouteCall& call) {
       return LiftHalt(engine, call.person, call.parts[0], call.body);
     }},
});

}  // namespace

std::span<const Route> RegisterRoutes() { return kRoutes; }

}  // namespace reeve::api
