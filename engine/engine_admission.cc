// Before anything is judged: whether the caller may ask for that system, and whether it may run.
#include "engine/engine.h"
#include "engine/engine_metrics.h"

namespace reeve::engine {

Result<std::shared_ptr<const oversight::System>> Engine::FindSystem(const Principal& principal,
                                                                    const Request& request,
                                                                    Timestamp now) {
  if (!principal.MaySpeakFor(request.system)) {
    return Error{"identity.system",
                 "this token does not speak for the system that is named; ask an administrator for "
                 "one that does",
                 "/system"};
  }
  auto system = systems_->Find(principal.tenant, request.system);
  if (system != nullptr) return system;
  metrics_->OnUnknownSystem();
  unknown_systems_.Count(principal, request.system, now);
  return Error{"engine.unknown_system", "no system of that id is registered", "/system"};
}

void Engine::StandStill(Decision* decision) const {
  const Request& request = *decision->request;
  const oversight::System& system = *decision->system;
  if (const auto halts = halt_register_->standing()) {
    decision->halt = halts->Find({.tenant = system.tenant,
                                  .system = system.id,
                                  .model = request.model,
                                  .declared_models = system.models,
                                  .tool = request.action.tool});
  }
  const oversight::SystemUse use = UseOf(request);
  decision->standstill = decision->halt != nullptr
                             ? oversight::StandstillOf(*decision->halt)
                             : oversight::Standstill(system, use, decision->time);
  // Of a system that stands still anyway, nobody asks what it is for.
  const bool was_asked =
      !decision->standstill || decision->standstill->code.starts_with("system.purpose_");
  decision->undeclared = was_asked && oversight::IsUndeclared(system, use.purpose);
}

Status Engine::MayRun(const Principal& principal, const Request& request) const {
  Decision decision;
  decision.time = clock_.Now();
  decision.request = &request;
  decision.system = systems_->Find(principal.tenant, request.system);
  if (decision.system == nullptr) {
    return Error{"engine.unknown_system", "no system of that id is registered", "/system"};
  }
  StandStill(&decision);
  if (decision.standstill) return *std::move(decision.standstill);
  return {};
}

}  // namespace reeve::engine
