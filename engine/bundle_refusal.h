// The record of a bundle that was not let in: `bundle.refused` (docs/records.md). What is in force
// stays in force.
//
// A source that is asked again and again offers the same bytes again and again: the same refusal of
// the same bytes from the same source is recorded once in kRefusalAgainAfter, across restarts too.
//
// Thread-safety: any thread; two at once may record the same refusal twice.
#pragma once

#include <chrono>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bundle_file.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"

namespace reeve::engine {

inline constexpr std::chrono::hours kRefusalAgainAfter{24};

struct BundleRefusal {
  const BundleFile& file;
  std::string_view source;  // where it came from: a path, an address, "proposal"
  const Error& error;
  std::string_view active;            // digest of what is in force; empty where nothing is
  const oversight::ActingPerson& by;  // without a name where no person did it
};

// Errors of the ledger.
Status RecordRefusal(ledger::Ledger& ledger, const Clock& clock, const Random& random,
                     const BundleRefusal& refusal);

}  // namespace reeve::engine
