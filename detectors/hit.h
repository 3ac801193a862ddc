// What a format's matcher says of one candidate: a finding before its offsets are counted.
#pragma once

#include <cstddef>

#include "detectors/catalogue.h"
#include "detectors/finding.h"

namespace reeve::detectors {

struct Hit {
  const EntityEntry* entity = nullptr;
  size_t begin = 0;  // bytes
  size_t end = 0;
  ScoreParts parts;
  bool validated = false;
  bool alone = false;  // it is all that its text says, so that no word tells it from other readings
  DisguiseSet disguises = {};  // as in Finding

  double Score() const;
};

}  // namespace reeve::detectors
