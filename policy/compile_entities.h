// The entities that the policies of a bundle declare, checked beside each other.
#pragma once

#include <vector>

#include "policy/compiled.h"
#include "policy/document.h"

namespace reeve::policy {

// A declaration and where its findings go, which outlives it.
struct DeclaredEntity {
  EntityDocument document;
  Reporter* reporter;
};

// Fills `own_entities`, by name. Reports a name of the vocabulary's, a name that is declared twice,
// a list that there is not or that holds what is no term, and patterns past kMaxBundlePatterns.
// Precondition: the lists are there.
void CollectEntities(const std::vector<DeclaredEntity>& declared, const Vocabulary& vocabulary,
                     Bundle::Compiled* out);

// Warns of those that no policy detects. Once the policies are there.
void ReportUnusedEntities(const std::vector<DeclaredEntity>& declared,
                          const Bundle::Compiled& compiled);

}  // namespace reeve::policy
