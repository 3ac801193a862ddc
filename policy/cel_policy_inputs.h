// The inputs of a CEL policy, as facts of Reeve.
//
// A variable becomes, in this order: what a binding says (`request.user=actor.id`), also for a
// field of it; the fact of the same name; a context attribute of its name, where an attribute can
// have its type (dots become `_`: `spec.origin` is `context.spec_origin`). What is left has no
// counterpart.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "policy/bundle.h"
#include "policy/cel/environment.h"
#include "policy/cel_policy_environment.h"
#include "policy/cel_policy_tests.h"

namespace reeve::policy {

class FactView;

struct CelBinding {
  std::string name;                   // of the CEL policy: "request.user"
  std::string target;                 // an expression of Reeve: "actor.id", "context.user"
  std::optional<AttributeType> type;  // of a target that is an attribute
};

// Reads "request.user=actor.id" or "request.origin=context.origin:string". cel_policy.bind
Result<CelBinding> ParseCelBinding(std::string_view text);

// Thread-safety: immutable once made.
class CelInputs {
 public:
  // cel_policy.bind: a binding of what is not declared, of an attribute without a type, or of two
  // types.
  static Result<CelInputs> Make(const CelPolicyEnvironment& environment,
                                std::span<const CelBinding> bindings);

  // From names of the CEL policy to expressions of Reeve, for CelSubstitution.
  const std::map<std::string, std::string, std::less<>>& names() const { return names_; }
  // The variables of a Reeve rule that declares all of the attributes.
  const cel::Environment& environment() const;
  const std::vector<Attribute>& attributes() const { return attributes_; }
  // Whether a name that is left in a rule's condition is one of a fact.
  static bool IsFact(std::string_view chain);

  // The request that gives the facts the values of a test, as a policy's test writes it. Nothing,
  // and why, where one of them cannot be given.
  Result<json::Object> RequestOf(const CelPolicyEnvironment& environment,
                                 const CelTestInputs& inputs) const;

 private:
  std::map<std::string, std::string, std::less<>> names_;
  std::vector<Attribute> attributes_;  // by name
  std::shared_ptr<const FactView> view_;
};

}  // namespace reeve::policy
