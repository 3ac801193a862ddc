// African and Oceanian numbers.
#include <array>

#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

constexpr std::array<NumberFormat, 0> kFormats = {};

}  // namespace

std::span<const NumberFormat> AfricanAndOceanianNumbers() { return kFormats; }

}  // namespace reeve::detectors
