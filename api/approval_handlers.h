// What the routes beneath /v1/approvals, /v1/grants, /v1/delegations and /v1/trainings do, without
// HTTP (handlers.h).
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "api/record_handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// GET /v1/approvals?state=open&role=...&system=...&order=age&limit=100&after=...:
// {"approvals":[...],"next":"..."}. json.value, json.unknown_field
Reply ListApprovals(engine::Engine& engine, const engine::Principal& principal,
                    const Parameters& parameters);
// approval.not_found: also where the principal does not speak for the system.
Result<json::Object> FindApproval(engine::Engine& engine, const engine::Principal& principal,
                                  std::string_view id);
// GET /v1/approvals/{id}
Reply GetApproval(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/approvals/{id}/votes: {"vote":"approve"|"reject","reason","conditions","grant"}; 201 and
// the approval
Reply VoteOnApproval(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view id, std::string_view body);
// POST /v1/approvals/{id}/withdraw: {"reason"}
Reply WithdrawApproval(engine::Engine& engine, const oversight::ActingPerson& person,
                       std::string_view id, std::string_view body);

// GET /v1/grants?person=...&role=...&state=active: {"grants":[...],"total":n}
Reply ListGrants(engine::Engine& engine, const engine::Principal& principal,
                 const Parameters& parameters);
// GET /v1/grants/{id}
Reply GetGrant(engine::Engine& engine, const engine::Principal& principal, std::string_view id);
// POST /v1/grants: {"person","role","unit","up_to","currency","actions","risk_classes","systems",
// "from","until","competence","known_as","reason"}; 201 and the grant
Reply GiveGrant(engine::Engine& engine, const oversight::ActingPerson& person,
                std::string_view body);
// POST /v1/grants/{id}/end: {"reason"}
Reply EndGrant(engine::Engine& engine, const oversight::ActingPerson& person, std::string_view id,
               std::string_view body);
// POST /v1/delegations: {"of","to","up_to","actions","risk_classes","systems","known_as","from",
// "until","reason"}; 201 and the grant
Reply DelegateGrant(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view body);
// GET /v1/trainings?person=...: {"trainings":[...]}
Reply ListTrainings(engine::Engine& engine, const engine::Principal& principal,
                    const Parameters& parameters);
// POST /v1/trainings: {"person","name","until","evidence","reason"}; 201 and the training
Reply RecordTraining(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body);

}  // namespace reeve::api
