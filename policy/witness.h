// A search for requests on which a rule before and after a change differ: a proof where the
// conditions can tell no more classes of requests apart than are tried, and examples for people.
//
// Both bundles are asked, whole, about combinations of representative values (witness_values.h):
// all of them, or max_requests that are spread evenly and are the same in every run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.h"
#include "policy/strictness.h"

namespace reeve::policy {

struct Witness {
  json::Value request;  // the facts that matter, nested as rules read them
  std::string before;   // effect
  std::string after;
  bool applied = false;  // the rule, before
  bool applies = false;  // after
  bool looser = false;   // the answer after is not as strict
};

struct WitnessOptions {
  size_t max_requests = 2048;
  size_t max_witnesses = 3;
};

struct WitnessSearch {
  size_t requests = 0;             // that were tried
  bool complete = false;           // every class of requests was among them
  Application seen;                // what no request contradicted
  std::vector<Witness> witnesses;  // those whose answer changes first
};

// The contributions are of rules of these bundles.
WitnessSearch SearchWitnesses(const Bundle& before, const Bundle& after,
                              const Contribution& rule_before, const Contribution& rule_after,
                              const WitnessOptions& options);

}  // namespace reeve::policy
