// The external detectors of a bundle, checked beside the vocabulary and the policies.
#pragma once

#include <vector>

#include "policy/compiled.h"
#include "policy/document.h"

namespace reeve::policy {

// A declaration and where its findings go, which outlives it.
struct DeclaredDetector {
  DetectorDocument document;
  Reporter* reporter;
};

struct GivenEntities {
  std::vector<KnownEntity> known;     // of the vocabulary
  std::vector<KnownEntity> external;  // of no vocabulary, each once
};

// Fills `detectors`, by name, with the categories of all labels. Reports a category that is
// missing, or is not that of the entity, and an entity that a policy declares. Precondition:
// `own_entities` are there.
GivenEntities CollectDetectors(const std::vector<DeclaredDetector>& declared,
                               const Vocabulary& vocabulary, Bundle::Compiled* out);

// Warns of those of which no policy detects anything. Once the policies are there.
void ReportUnusedDetectors(const std::vector<DeclaredDetector>& declared,
                           const Bundle::Compiled& compiled);

// Notes for each rule which detectors it needs. Once the rules are there.
void AssignDetectors(Bundle::Compiled* compiled);

}  // namespace reeve::policy
