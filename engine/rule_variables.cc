#include "engine/rule_variables.h"

#include <utility>

namespace reeve::engine {
namespace {

constexpr unsigned kEverything =
    policy::kNeedArguments | policy::kNeedMessages | policy::kNeedFindings | policy::kNeedContext;

}  // namespace

RuleVariables::RuleVariables(std::shared_ptr<const policy::Bundle> bundle)
    : bundle_(std::move(bundle)),
      view_(policy::ViewOfAll(*bundle_, DetectorVocabulary())),
      scanner_(detectors::Scanner::Everything()) {}

Result<std::unique_ptr<const BoundRequest>> RuleVariables::Bind(json::Object request,
                                                                Timestamp now) const {
  REEVE_ASSIGN_OR_RETURN(PartialRequest given, ReadPartialRequest(std::move(request)));
  auto bound = std::make_unique<BoundRequest>(std::move(given));
  bound->findings_ = FindIn(bound->given_.request, scanner_);
  const policy::Facts facts =
      MakeFacts(bound->given_.request, bound->given_.system, now, bound->findings_, &bound->text_);
  policy::BindCommon(facts, kEverything, bound->arena_, &bound->slots_);
  view_->Bind(facts, kEverything, bound->arena_, &bound->slots_);
  return std::unique_ptr<const BoundRequest>(std::move(bound));
}

}  // namespace reeve::engine
