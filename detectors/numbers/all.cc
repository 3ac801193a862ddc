#include "detectors/number_format.h"

namespace reeve::detectors {

std::vector<const NumberFormat*> NumberFormats() {
  std::vector<const NumberFormat*> all;
  for (const std::span<const NumberFormat> table :
       {WestEuropeanNumbers(), CentralEuropeanNumbers(), NorthEuropeanNumbers(),
        SouthEuropeanNumbers(), EastEuropeanNumbers(), AmericanNumbers(), CentralAmericanNumbers(),
        SouthAmericanNumbers(), EastAsianNumbers(), SouthAsianNumbers(), WestAsianNumbers(),
        AfricanAndOceanianNumbers(), InternationalNumbers()}) {
    for (const NumberFormat& format : table) all.push_back(&format);
  }
  return all;
}

}  // namespace reeve::detectors
