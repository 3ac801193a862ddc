#include "engine/rule_variables.h"

#include <utility>

#include "engine/own_entities.h"

namespace reeve::engine {
namespace {

constexpr unsigned kEverything =
    policy::kNeedArguments | policy::kNeedMessages | policy::kNeedFindings | policy::kNeedContext;

// The bundle's own entities were compiled, and so can be looked for.
detectors::Scanner EverythingFor(const policy::Bundle& bundle) {
  std::vector<std::string> all;
  for (const policy::KnownEntity& entity : DetectorVocabulary().entities) {
    all.push_back(entity.name);
  }
  for (const policy::OwnEntity& entity : bundle.own_entities()) all.push_back(entity.name);
  return ScannerFor(bundle, all).value();
}

}  // namespace

RuleVariables::RuleVariables(std::shared_ptr<const policy::Bundle> bundle)
    : bundle_(std::move(bundle)),
      view_(policy::ViewOfAll(*bundle_, DetectorVocabulary())),
      scanner_(EverythingFor(*bundle_)) {}

Result<std::unique_ptr<const BoundRequest>> RuleVariables::Bind(json::Object request,
                                                                Timestamp now) const {
  REEVE_ASSIGN_OR_RETURN(PartialRequest given, ReadPartialRequest(std::move(request)));
  auto bound = std::make_unique<BoundRequest>(std::move(given));
  bound->found_.findings = FindIn(bound->given_.request, scanner_);
  const policy::Facts facts =
      MakeFacts(bound->given_.request, bound->given_.system, now, bound->found_, &bound->text_);
  policy::BindCommon(facts, kEverything, bound->arena_, &bound->slots_);
  view_->Bind(facts, kEverything, bound->arena_, &bound->slots_);
  return std::unique_ptr<const BoundRequest>(std::move(bound));
}

}  // namespace reeve::engine
