// Reviews as commands and questions: list, show, decide (oversight/reviews.h). docs/reviews.md.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/decision.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/grants.h"
#include "oversight/reviews.h"

namespace reeve::engine {

// The review that a decision is drawn for, by the obligations of its verdict; or nothing. Its id is
// the decision's, with another prefix. Drawn by a keyed digest of that id: who has no key can
// neither tell nor choose, and who has it finds the same at any time.
Result<std::optional<oversight::Review>> ReviewOf(const Decision& decision,
                                                  const Commitments& commitments);
// Whether an id is drawn for a share (policy::kWholeShare is all of them).
bool IsDrawn(const Commitments& commitments, std::string_view decision, uint32_t share);

class ReviewCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  ReviewCommands(ledger::Ledger& ledger, const Commitments& commitments, const Clock& clock,
                 const Random& random)
      : ledger_(ledger), commitments_(commitments), clock_(clock), random_(random) {}

  // review.not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id) const;
  // {"reviews":[...]}
  Result<json::Object> List(const oversight::ReviewQuery& query) const;
  // The review. review.not_found, review.no_right (no grant of one of its roles), review.decided,
  // review.own_request, review.voted (on the decision); grant.state, grant.competence
  Result<json::Object> Decide(std::string_view id, oversight::Finding finding,
                              const std::string& reason, const oversight::ActingPerson& by);

 private:
  // Neither made the request, under whatever id is known, nor voted on the decision.
  Status CheckIsAnother(const oversight::Review& review, const oversight::PersonRights& rights,
                        const oversight::ActingPerson& by) const;

  ledger::Ledger& ledger_;
  const Commitments& commitments_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
