// room: engine
//
// Arbitrary bytes as a request. Whatever is accepted keeps its limits; each of its texts is found
// at its pointer; its canonical form reads as the same request; and a decision about it names no
// place that is not there, and redacts nothing but findings.
#include <cstdint>
#include <string_view>

#include "engine/dry_run.h"
#include "engine/evaluator.h"
#include "engine/request.h"

namespace {

using reeve::Result;
using reeve::engine::Evaluation;
using reeve::engine::Evaluator;
using reeve::engine::LocatedFinding;
using reeve::engine::Request;
namespace engine = reeve::engine;
namespace json = reeve::json;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckLimits(const Request& request) {
  for (const std::string& text :
       {request.interaction, request.system, request.actor.id, request.action.kind}) {
    Require(!text.empty() && text.size() <= engine::kMaxIdBytes, "an id outside its limits");
  }
  Require(request.subject.size() <= engine::kMaxIdBytes, "a subject past its limit");
  Require(request.actor.roles.size() <= engine::kMaxRoles, "too many roles");
  Require(request.context.size() <= engine::kMaxContextAttributes, "too many attributes");
  Require(request.canonical.size() <= engine::kMaxRequestBytes, "a request past its limit");
}

void CheckTexts(const Request& request) {
  for (const Request::Text& text : request.Texts()) {
    const json::Value* found = json::Resolve(request.payload, text.path);
    Require(found != nullptr && found->as_string() != nullptr && *found->as_string() == text.text,
            "a text is not at its pointer");
  }
}

void CheckCanonical(const Request& request) {
  const Result<Request> again = engine::ParseRequest(request.canonical);
  Require(again.ok(), "the canonical form is refused");
  Require(again->canonical == request.canonical, "the canonical form is not its own");
  Require(json::Value(again->context) == json::Value(request.context),
          "an attribute is read otherwise from the canonical form");
  Require(again->action.amount == request.action.amount && again->sequence == request.sequence,
          "a number is read otherwise from the canonical form");
}

const Evaluator& Rules() {
  static const std::shared_ptr<const Evaluator> evaluator = [] {
    auto compiled = reeve::policy::CompileBundle({{"p.yaml", R"(
apiVersion: reeve/v1
kind: Policy
metadata: { id: p }
attributes: { n: { type: double, record: value } }
detect: [pii, payment, injection]
rules:
  - { id: a, when: findings.size() > 0, effect: redact, redact: { entities: [payment, injection], operator: mask }, reason: Masked. }
  - { id: b, when: findings.size() > 0, effect: redact, redact: { entities: [pii] }, reason: Removed. }
  - { id: c, when: 'context.n > 1.0 || content.text.contains("x") || size(action.arguments) > 3', effect: deny, mode: shadow, reason: No. }
)"}},
                                                 engine::DetectorVocabulary());
    Require(compiled.bundle != nullptr, reeve::policy::Render(compiled.diagnostics));
    return *Evaluator::Create(compiled.bundle);
  }();
  return *evaluator;
}

void CheckEvaluation(const Request& request) {
  reeve::oversight::System system{.id = request.system, .name = "n", .owner = "o", .purpose = "p"};
  system.risk_class = reeve::policy::RiskClass::kLimited;
  const Evaluation evaluation = Rules().Evaluate(request, system, {});
  for (const LocatedFinding& located : evaluation.findings) {
    const json::Value* text = json::Resolve(request.payload, located.path);
    Require(text != nullptr && text->as_string() != nullptr, "a finding in no text");
    Require(located.finding.span.end.bytes <= text->as_string()->size(), "a finding past its text");
  }
  Require(evaluation.redacted || evaluation.payload == request.payload, "changed without a word");
  Require(json::Canonical(evaluation.payload).ok(), "redaction made what cannot be written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Result<Request> request = engine::ParseRequest(input);
  if (!request.ok()) {
    Require(request.error().code.starts_with("json."), "an error of another code");
    return 0;
  }
  CheckLimits(*request);
  CheckTexts(*request);
  CheckCanonical(*request);
  CheckEvaluation(*request);
  return 0;
}
