// Representative values of the facts that conditions read: one of each class of values that the
// conditions can tell apart, as far as that can be worked out from their constants.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "policy/bundle.h"
#include "policy/condition.h"
#include "policy/facts.h"

namespace reeve::policy {

// The values of one fact that are tried; null stands for an attribute that is missing.
struct FactValues {
  std::string path;  // "action.amount"; "findings", whose values are lists of {entity, score}
  std::vector<json::Value> values;
};

struct WitnessValues {
  std::vector<FactValues> facts;  // by path
  // Whether each request is, to these conditions, like one combination of the values.
  bool complete = true;
  // Attributes that the conditions do not read, with a value that other rules can evaluate.
  json::Object others;
};

// For conditions of rules of these bundles.
WitnessValues RepresentativeValues(const Bundle& before, const Bundle& after,
                                   const std::vector<const Condition*>& conditions);

// A request made of such values. Not movable: its facts view it.
class WitnessRequest {
 public:
  WitnessRequest(const Bundle& before, const Bundle& after);
  WitnessRequest(const WitnessRequest&) = delete;
  WitnessRequest& operator=(const WitnessRequest&) = delete;

  // Precondition: `path` is of RepresentativeValues, and `value` one of its values; both outlive
  // the next call of Clear.
  void Set(const std::string& path, const json::Value& value);
  void Clear(const json::Object& others);
  const Facts& facts() const { return facts_; }

 private:
  std::string_view CategoryOf(std::string_view entity) const;
  void SetFindings(const json::Array& findings);

  const Bundle& before_;
  const Bundle& after_;
  json::Object context_;
  Facts facts_;
};

}  // namespace reeve::policy
