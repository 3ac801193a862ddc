// The matchers of things, one a format. Each is asked at a candidate that the pass found, looks a
// bounded number of bytes around it, and says what it found there or nothing.
//
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "detectors/context.h"
#include "detectors/digits.h"
#include "detectors/hit.h"
#include "detectors/wanted.h"

namespace reeve::detectors {

// text[pos] is `@`.
std::optional<Hit> MatchEmail(std::string_view text, size_t pos, const ContextWords& words);

// `groups` begin at a candidate with no letter, digit or `_` before it.
std::optional<Hit> MatchCard(std::string_view text, const DigitGroups& groups,
                             const ContextWords& words);
std::optional<Hit> MatchSsn(std::string_view text, const DigitGroups& groups,
                            const ContextWords& words);
std::optional<Hit> MatchIpv4(std::string_view text, const DigitGroups& groups,
                             const ContextWords& words);

// text[pos] is a `:` with a hex digit or a `:` on at least one side.
std::optional<Hit> MatchIpv6(std::string_view text, size_t pos, const ContextWords& words);

// text[pos] begins a word: two letters and two digits.
std::optional<Hit> MatchIban(std::string_view text, size_t pos, const ContextWords& words);

// text[pos] is a digit that begins a group, or the first letter of a word.
std::optional<Hit> MatchDate(std::string_view text, size_t pos);

// text[pos] is the `:` of `://`.
std::optional<Hit> MatchUrl(std::string_view text, size_t pos);
// text[pos] begins a word of letters and digits with `.` and a letter behind it. Appends URL and
// DOMAIN_NAME, as far as they are wanted, on the same bytes.
void MatchBareDomain(std::string_view text, size_t pos, const Wanted& wanted,
                     std::vector<Hit>* hits);

}  // namespace reeve::detectors
