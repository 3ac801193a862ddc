// What is measured of each set of the external cases. Every set has one function, which reads its
// file and counts into the table; the comment of each in measures*.cc says what counts as found.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "detectors/scanner.h"
#include "tests/detectors/corpora/tally.h"

namespace reeve::detectors {

struct Measuring {
  const Scanner& scanner;  // everything on
  std::string folder;
  Table* table;
};

using Measure = Status (*)(const Measuring& measuring);

struct NamedMeasure {
  std::string_view name;
  Measure measure;
};
std::span<const NamedMeasure> PersonalMeasures();
std::span<const NamedMeasure> NumberMeasures();
std::span<const NamedMeasure> TextMeasures();

}  // namespace reeve::detectors
