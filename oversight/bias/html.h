// Pieces of an HTML page: escaped text, and the drawings of a report as inline SVG.
//
// A drawing stretches with the page (no text stands in it), has a text alternative, and its numbers
// stand beside it; colour never says anything alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

std::string Escaped(std::string_view text);

enum class Tone : uint8_t { kPlain, kReference, kFlag, kInsufficient };
// The tone of a verdict.
Tone ToneOf(Verdict verdict);
std::string_view ToneClass(Tone tone);  // "plain", "reference", "flag", "insufficient"

// One bar from 0 to 1 with an interval over it and the reference's rate as a line across. `says` is
// its text alternative.
std::string BarSvg(double rate, const std::optional<Interval>& interval,
                   std::optional<double> reference, Tone tone, std::string_view says);

// A line from an earlier rate to the present one, with the interval of the difference at its end.
std::string DriftSvg(const Drift& drift, std::string_view says);

// The whole page around `body`.
std::string Page(std::string_view title, std::string_view body);

}  // namespace reeve::oversight::bias
