// Numbers as text, without locale and without loss.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reeve::cel {

// Nothing but the number may stand in the text; nullopt when it does not fit.
std::optional<int64_t> ParseInt(std::string_view text, int base = 10);
std::optional<uint64_t> ParseUint(std::string_view text, int base = 10);
// Decimal, with an optional exponent; also `NaN` and `Infinity` with an optional sign.
std::optional<double> ParseDouble(std::string_view text);

// The shortest digits that read back as the same number: "0.1", "1e+100", "NaN", "-Infinity". With
// an exponent where it is below -4, or `exponent_from` or more: 21 is what people and JSON are used
// to.
std::string FormatDouble(double value, int exponent_from = 21);

}  // namespace reeve::cel
