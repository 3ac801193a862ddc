// The variables of a rule's condition, for tools that try an expression without a policy around it:
// their types, and the values that a request gives them.
//
// A rule sees the findings that its policy asks for, and the context attributes that its policy
// declares. Here every entity of the detectors is seen, and every attribute and list of a bundle.
//
// Thread-safety: immutable; Bind may be called from any thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "detectors/scanner.h"
#include "engine/evaluator.h"
#include "engine/partial_request.h"
#include "policy/schema.h"

namespace reeve::engine {

// Views one request, which it owns.
class BoundRequest {
 public:
  explicit BoundRequest(PartialRequest given) : given_(std::move(given)) {}
  BoundRequest(const BoundRequest&) = delete;
  BoundRequest& operator=(const BoundRequest&) = delete;

  // By slot of RuleVariables::environment().
  std::span<const cel::Value> values() const { return slots_; }

 private:
  friend class RuleVariables;
  const PartialRequest given_;
  Found found_;
  std::string text_;
  cel::Arena arena_;
  policy::Slots slots_;
};

class RuleVariables {
 public:
  explicit RuleVariables(std::shared_ptr<const policy::Bundle> bundle);

  const cel::Environment& environment() const { return view_->environment(); }
  const policy::Bundle& bundle() const { return *bundle_; }

  // The values of a request of which parts may be missing. Types of the values refer to this. An
  // attribute of another type than declared is an error value. Codes: of ReadPartialRequest.
  Result<std::unique_ptr<const BoundRequest>> Bind(json::Object request, Timestamp now) const;

 private:
  std::shared_ptr<const policy::Bundle> bundle_;
  std::unique_ptr<const policy::FactView> view_;
  detectors::Scanner scanner_;
};

}  // namespace reeve::engine
