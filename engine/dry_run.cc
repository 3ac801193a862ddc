#include "engine/dry_run.h"

#include "engine/decision.h"
#include "engine/evaluator.h"

namespace reeve::engine {

Result<std::string> DryRun(std::shared_ptr<const policy::Bundle> bundle, const Request& request,
                           const oversight::System& system, Timestamp now) {
  REEVE_ASSIGN_OR_RETURN(const auto evaluator, Evaluator::Create(std::move(bundle)));
  Decision decision;
  decision.time = now;
  decision.request = &request;
  decision.system = std::make_shared<const oversight::System>(system);
  decision.bundle = evaluator->shared_bundle();
  decision.standstill = oversight::Standstill(system);
  if (!decision.standstill) decision.evaluation = evaluator->Evaluate(request, system, now);
  return AnswerJson(decision, std::nullopt);
}

}  // namespace reeve::engine
