// The entities that the policies of a bundle declare, as the detectors take them; and the scanner
// that looks for them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "detectors/own_entity.h"
#include "detectors/scanner.h"
#include "policy/bundle.h"

namespace reeve::engine {

// Those that `wanted` names.
std::vector<detectors::OwnEntity> OwnEntitiesOf(const policy::Bundle& bundle,
                                                std::span<const std::string> wanted);

// Looks for these, of the detectors and of the bundle, but for what external detectors alone give.
// Findings view its texts: it outlives them.
Result<detectors::Scanner> ScannerFor(const policy::Bundle& bundle,
                                      std::span<const std::string> wanted);

struct ExampleResult {
  const policy::OwnEntity* entity = nullptr;  // lives as long as the bundle
  size_t line = 0;
  std::string name;     // "ACME_CUSTOMER is found in example 1"
  std::string failure;  // empty: it is as declared
};

// Tries the `examples` of all declarations, those of no policy's `detect` too.
Result<std::vector<ExampleResult>> RunEntityExamples(const policy::Bundle& bundle);

}  // namespace reeve::engine
