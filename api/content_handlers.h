// What the routes of kept content do, without HTTP (handlers.h): docs/privacy.md.
//
// Pseudonyms come in bodies, never in paths: paths end up in logs.
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

// POST /v1/decisions/{id}/content: {"reason"}
Reply ReadContent(engine::Engine& engine, const oversight::ActingPerson& person,
                  std::string_view decision, std::string_view body);
// POST /v1/subjects/export: {"subject","after","reason"}
Reply ExportSubject(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view body);
// POST /v1/subjects/erase: {"subject","reason"}
Reply EraseSubject(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body);

// GET /v1/legal-holds?state=all: without it, those that stand
Reply ListLegalHolds(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view state);
// POST /v1/legal-holds: {"subject" | "system" | "everything","matter","reason"}; 201 and the hold
Reply PlaceLegalHold(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body);
// POST /v1/legal-holds/{id}/lift: {"reason"}
Reply LiftLegalHold(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view id, std::string_view body);

// GET /v1/retention
Reply GetRetention(engine::Engine& engine, const engine::Principal& principal);
// POST /v1/retention: {"class","content_days","records_days","reason"}
Reply SetRetention(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view body);
// POST /v1/retention/sweep: {}
Reply SweepContent(engine::Engine& engine, std::string_view body);

}  // namespace reeve::api
