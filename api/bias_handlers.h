// What the routes of bias audits do, without HTTP (handlers.h): docs/bias-audits.md.
//
// Thread-safety: any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// POST /v1/bias-attributes?system=&purpose=&legal_basis=&delete_at=: a CSV; 201 and the set
Reply UploadAttributes(engine::Engine& engine, const oversight::ActingPerson& person,
                       const engine::BiasAttributeCommands::Terms& terms, std::string_view csv);
// GET /v1/bias-attributes?state=all: without it, those that are not deleted
Reply ListAttributes(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view state);
// GET /v1/bias-attributes/{id}
Reply GetAttributes(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view id);
// POST /v1/bias-attributes/{id}/delete: {"reason"}
Reply DeleteAttributes(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view id, std::string_view body);

// POST /v1/bias-audits: oversight/bias/audit_request.h; 202 and the run
Reply StartBiasAudit(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body);
// GET /v1/bias-audits
Reply ListBiasAudits(engine::Engine& engine, const engine::Principal& principal);
// GET /v1/bias-audits/{id}
Reply GetBiasAudit(engine::Engine& engine, const engine::Principal& principal,
                   const std::string& id);
// POST /v1/bias-audits/{id}/cancel: {}
Reply CancelBiasAudit(engine::Engine& engine, const oversight::ActingPerson& person,
                      const std::string& id, std::string_view body);

// POST /v1/bias-reports: a report in JSON that was made elsewhere; 201 and
// {"digest","record":{"index"}}
Reply RecordBiasReport(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view body);
// GET /v1/bias-reports/{digest}?format=json|html|csv|summary: without it, what `accept` (the
// header) names first, or JSON
Reply GetBiasReport(engine::Engine& engine, const engine::Principal& principal,
                    std::string_view digest, std::string_view format, std::string_view accept);

}  // namespace reeve::api
