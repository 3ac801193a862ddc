// The check-digit algorithms that national numbers share. A validator of one format that is used
// once stands beside its row.
//
// Every function takes a compact form (digits and upper-case letters) and never reads past it; a
// character that the algorithm does not know makes the number wrong.
//
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace reeve::detectors {

// 0 to 9 of a digit, 10 to 35 of an upper-case letter, -1 of anything else.
int ValueOf(char c);

// The sum of digit times weight, from the left, over as many as there are weights.
// Precondition: digits has as many digits.
int WeightedSum(std::string_view digits, std::initializer_list<int> weights);

// Precondition: n[place] is a digit.
inline int DigitAt(std::string_view n, size_t place) { return n[place] - '0'; }

bool AllDigits(std::string_view characters);

// "DE136695976" without "DE"; what does not begin with it is left as it is.
std::string_view WithoutPrefix(std::string_view n, std::string_view prefix);

// The number that the digits (at most 18) make.
int64_t NumberOf(std::string_view digits);

// The Luhn check of ISO/IEC 7812-1 annex B (US patent 2,950,048): doubling every second digit
// from the right, the sum of all digits is a multiple of ten.
bool LuhnValid(std::string_view digits);

// ISO/IEC 7064, the check characters at the end.
bool Mod11_2Valid(std::string_view digits);       // last may be X
bool Mod11_10Valid(std::string_view digits);      // hybrid
bool Mod37_36Valid(std::string_view characters);  // hybrid
bool Mod97_10Valid(std::string_view characters);  // letters as 10 to 35; 1 modulo 97

// J. Verhoeff, Error Detecting Decimal Codes, 1969: the dihedral group D5.
bool VerhoeffValid(std::string_view digits);

// ICAO Doc 9303 part 3: weights 7, 3, 1, letters as 10 to 35, `<` as 0; the last is the check
// digit.
bool Icao731Valid(std::string_view characters);

// A day of the Gregorian calendar; year 1800 to 2099.
bool DateValid(int year, int month, int day);
// "yymmdd" of some century.
bool ShortDateValid(std::string_view yymmdd);

// "ddmmyy" of some century.
bool ShortDayFirstValid(std::string_view ddmmyy);

// One character, repeated: a placeholder.
bool AllSame(std::string_view characters);

}  // namespace reeve::detectors
