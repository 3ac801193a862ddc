// What the routes of bias monitors and published summaries do, without HTTP (handlers.h):
// docs/bias-audits.md.
//
// Thread-safety: any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// POST /v1/bias-monitors: {"name","schedule","window_days","alarm":{..},"request":{..}}; 201
Reply SetBiasMonitor(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body);
// GET /v1/bias-monitors?state=all: without it, those that were not ended
Reply ListBiasMonitors(engine::Engine& engine, const engine::Principal& principal,
                       std::string_view state);
// GET /v1/bias-monitors/{name}
Reply GetBiasMonitor(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view name);
// POST /v1/bias-monitors/{name}/end: {"reason"}
Reply EndBiasMonitor(engine::Engine& engine, const oversight::ActingPerson& person,
                     const std::string& name, std::string_view body);
// POST /v1/bias-monitors/{name}/corrections: {"measure","owner","due"}; 201 and the monitor
Reply OpenBiasCorrection(engine::Engine& engine, const oversight::ActingPerson& person,
                         const std::string& name, std::string_view body);
// POST /v1/bias-monitors/{name}/corrections/{id}/done: {"note"}
Reply FinishBiasCorrection(engine::Engine& engine, const oversight::ActingPerson& person,
                           const std::string& name, const std::string& correction,
                           std::string_view body);

// POST /v1/bias-publications: {"report"}; 201
Reply PublishBiasSummary(engine::Engine& engine, const oversight::ActingPerson& person,
                         std::string_view body);
// POST /v1/bias-publications/{id}/withdraw: {"reason"}
Reply WithdrawBiasSummary(engine::Engine& engine, const oversight::ActingPerson& person,
                          const std::string& id, std::string_view body);
// GET /v1/bias-publications
Reply ListBiasPublications(engine::Engine& engine, const engine::Principal& principal);

// For anybody. GET /.well-known/audits.json
Reply GetPublicAudits(engine::Engine& engine);
// GET /audits/{id}: a page; of one that was withdrawn 410
Reply GetPublicAudit(engine::Engine& engine, std::string_view id);

}  // namespace reeve::api
