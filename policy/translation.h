// Translation: what a decision recorded under one bundle says about the rules of another.
//
// A record holds the facts that its bundle's rules read, and what came of the clauses that read
// something unrecorded. Another bundle's rule may need more: entities that nobody looked for, an
// attribute that was not declared. Such a clause is blind: its rule is undecided unless another of
// its clauses is false. A clause that stands in both bundles in the same words, and reads nothing
// that its bundle decides about (findings, parameters, lists), keeps its recorded outcome.
//
// Thread-safety: immutable. Both bundles must outlive it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "policy/bundle.h"
#include "policy/decide.h"

namespace reeve::policy {

class Translation {
 public:
  Translation(const Bundle& from, const Bundle& to);

  // Decides a decision again that was recorded under `from`, as `to` would have.
  Verdict Replay(const Facts& recorded, std::span<const ClauseOutcome> outcomes,
                 Scratch& scratch) const;

  // Bit n: clause n of that rule of `to` reads what no record of `from` has.
  uint64_t blind(uint32_t rule) const { return blind_[rule]; }

 private:
  using Place = std::pair<uint32_t, uint32_t>;  // rule, clause

  std::vector<ClauseOutcome> Translate(std::span<const ClauseOutcome> outcomes) const;

  const Bundle& to_;
  std::vector<uint64_t> blind_;               // by rule of `to`
  std::map<Place, std::vector<Place>> same_;  // clauses of `from` to those of `to`
};

}  // namespace reeve::policy
