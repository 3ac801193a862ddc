// Numbers of European countries.
#include <array>

#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// Weights 1 3 7 9; the month carries the century.
bool PlPesel(std::string_view n) {
  const int month = static_cast<int>(NumberOf(n.substr(2, 2)));
  const int day = static_cast<int>(NumberOf(n.substr(4, 2)));
  constexpr std::array<int, 5> kCenturies = {1900, 2000, 2100, 2200, 1800};
  const int century = kCenturies[static_cast<size_t>(month / 20)];
  const int year = century + static_cast<int>(NumberOf(n.substr(0, 2)));
  if (!DateValid(year > 2099 ? year - 200 : year, month % 20, day)) return false;
  return WeightedSum(n, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0;
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "PL_PESEL",
                            .country = "PL",
                            .title = "Polish national identification number",
                            .source = "Act on population registration of 24 September 2010"},
                 .shapes = "99999999999",
                 .valid = PlPesel,
                 .words = "pesel|@person",
                 .example = "44051401359"},
};

}  // namespace

std::span<const NumberFormat> EuropeanNumbers() { return kFormats; }

}  // namespace reeve::detectors
