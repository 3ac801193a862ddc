// A program that decides in itself, without a server: the engine as a library of C++.
//
//   build/release/examples/service_desk DATA POLICIES SYSTEMS
//
// Asks about a message and about an answer, says what came of it, and leaves a log in DATA that
// `reeve ledger verify DATA` verifies. What calls from another language takes embed/reeve.h.
#include <iostream>

#include "base/file.h"
#include "base/metrics.h"
#include "engine/data_folder.h"
#include "engine/engine.h"
#include "oversight/system_file.h"

namespace {

using reeve::Error;
using reeve::Result;
using reeve::Status;
namespace engine = reeve::engine;
namespace policy = reeve::policy;

const engine::Principal kDesk{"service-desk", "default"};

// A log with its keys: made in the folder where there is none.
Result<std::unique_ptr<engine::Engine>> Open(const std::string& data, reeve::Metrics& metrics) {
  REEVE_ASSIGN_OR_RETURN(engine::DataFolder folder,
                         engine::OpenDataFolder(data, "", reeve::Random::System()));
  return engine::Engine::Open({.data = folder.path,
                               .origin = folder.origin,
                               .key = std::move(folder.key),
                               .commitment_key = folder.commitment_key,
                               .redaction_key = folder.redaction_key,
                               .vault_key = folder.vault_key,
                               .metrics = &metrics});
}

Status PutInPlace(engine::Engine& desk, const std::string& policies, const std::string& systems) {
  REEVE_ASSIGN_OR_RETURN(auto sources, policy::LoadFolder(policies));
  const policy::Compilation compiled =
      policy::CompileBundle(std::move(sources), engine::DetectorVocabulary());
  if (compiled.bundle == nullptr) {
    return Error{"policy.invalid", policy::Render(compiled.diagnostics)};
  }
  REEVE_RETURN_IF_ERROR(desk.Activate(compiled.bundle, kDesk));
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         reeve::ReadFile(systems, policy::kMaxDocumentBytes));
  const auto file = reeve::oversight::ReadSystemFile(systems, text);
  if (policy::HasErrors(file.diagnostics)) {
    return Error{"systems.invalid", policy::Render(file.diagnostics)};
  }
  return desk.systems().Register(file.systems, reeve::Clock::System().Now(),
                                 reeve::Random::System());
}

// Where no decision comes back, nothing may be done either.
Status Ask(engine::Engine& desk, const char* what, const std::string& text) {
  REEVE_ASSIGN_OR_RETURN(const engine::Request request, engine::ParseRequest(text));
  REEVE_ASSIGN_OR_RETURN(const engine::Answer answer, desk.Decide(kDesk, request));
  std::cout << what << ": " << policy::EffectName(answer.effect) << "\n";
  return {};
}

Status Run(const std::string& data, const std::string& policies, const std::string& systems) {
  reeve::Metrics metrics;  // outlives the engine
  REEVE_ASSIGN_OR_RETURN(const auto desk, Open(data, metrics));
  REEVE_RETURN_IF_ERROR(PutInPlace(*desk, policies, systems));
  REEVE_RETURN_IF_ERROR(Ask(*desk, "a message with a card number", R"({
      "interaction": "i-1", "stage": "input", "system": "demo-assistant",
      "actor": {"id": "u-1"}, "action": {"kind": "chat"},
      "content": {"text": "Please bill my card 4111 1111 1111 1111."}})"));
  return Ask(*desk, "a greeting", R"({
      "interaction": "i-2", "stage": "output", "system": "demo-assistant",
      "actor": {"id": "u-1"}, "action": {"kind": "chat"},
      "content": {"text": "Good morning."}})");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: service_desk DATA POLICIES SYSTEMS\n";
    return 2;
  }
  const Status done = Run(argv[1], argv[2], argv[3]);
  if (!done.ok()) std::cerr << done.error().message << " [" << done.error().code << "]\n";
  return done.ok() ? 0 : 3;
}
