#include "detectors/check_digits.h"

#include <algorithm>
#include <array>

#include "detectors/bytes.h"

namespace reeve::detectors {

int ValueOf(char c) {
  if (IsDigit(c)) return c - '0';
  return Has(c, kUpper) ? c - 'A' + 10 : -1;
}

int WeightedSum(std::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  size_t at = 0;
  for (const int weight : weights) sum += weight * (digits[at++] - '0');
  return sum;
}

bool AllDigits(std::string_view characters) {
  return std::all_of(characters.begin(), characters.end(), IsDigit);
}

std::string_view WithoutPrefix(std::string_view n, std::string_view prefix) {
  if (n.starts_with(prefix)) n.remove_prefix(prefix.size());
  return n;
}

int64_t NumberOf(std::string_view digits) {
  int64_t number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

bool LuhnValid(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (size_t i = digits.size(); i-- > 0; twice = !twice) {
    if (!IsDigit(digits[i])) return false;
    const int digit = digits[i] - '0';
    sum += !twice ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 == 0;
}

bool Mod11_2Valid(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const bool last = i + 1 == digits.size();
    if (!IsDigit(digits[i]) && !(last && digits[i] == 'X')) return false;
    sum = (sum * 2 + (digits[i] == 'X' ? 10 : digits[i] - '0')) % 11;
  }
  return sum == 1;
}

bool Mod11_10Valid(std::string_view digits) {
  int check = 5;
  for (const char c : digits) {
    if (!IsDigit(c)) return false;
    check = ((check == 0 ? 10 : check) * 2 % 11 + (c - '0')) % 10;
  }
  return check == 1;
}

bool Mod37_36Valid(std::string_view characters) {
  int check = 18;
  for (const char c : characters) {
    const int value = ValueOf(c);
    if (value < 0) return false;
    check = ((check == 0 ? 36 : check) * 2 % 37 + value) % 36;
  }
  return check == 1;
}

bool Mod97_10Valid(std::string_view characters) {
  int rest = 0;
  for (const char c : characters) {
    const int value = ValueOf(c);
    if (value < 0) return false;
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest == 1;
}

bool VerhoeffValid(std::string_view digits) {
  constexpr std::array<uint8_t, 80> kPermute = {
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 5, 7, 6, 2, 8, 3, 0, 9, 4, 5, 8, 0, 3, 7, 9, 6,
      1, 4, 2, 8, 9, 1, 6, 0, 4, 3, 5, 2, 7, 9, 4, 5, 3, 1, 2, 6, 8, 7, 0, 4, 2, 8, 6,
      5, 7, 3, 9, 0, 1, 2, 7, 9, 3, 8, 0, 6, 4, 1, 5, 7, 0, 4, 6, 9, 1, 3, 2, 5, 8};
  // The product of D5: rotations are 0 to 4, reflections 5 to 9.
  const auto product = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : (a + b - 5) % 5 + 5;
    return b < 5 ? (a - 5 - b + 5) % 5 + 5 : (a - b + 5) % 5;
  };
  int check = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[digits.size() - 1 - i];
    if (!IsDigit(c)) return false;
    check = product(check, kPermute[(i % 8) * 10 + static_cast<size_t>(c - '0')]);
  }
  return check == 0;
}

bool Icao731Valid(std::string_view characters) {
  constexpr std::array<int, 3> kWeights = {7, 3, 1};
  if (characters.size() < 2 || !IsDigit(characters.back())) return false;
  int sum = 0;
  for (size_t i = 0; i + 1 < characters.size(); ++i) {
    const int value = characters[i] == '<' ? 0 : ValueOf(characters[i]);
    if (value < 0) return false;
    sum += value * kWeights[i % 3];
  }
  return sum % 10 == characters.back() - '0';
}

bool DateValid(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1800 || year > 2099 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool ShortDateValid(std::string_view yymmdd) {
  const int year = static_cast<int>(NumberOf(yymmdd.substr(0, 2)));
  const int month = static_cast<int>(NumberOf(yymmdd.substr(2, 2)));
  const int day = static_cast<int>(NumberOf(yymmdd.substr(4, 2)));
  return DateValid(1900 + year, month, day) || DateValid(2000 + year, month, day);
}

bool ShortDayFirstValid(std::string_view ddmmyy) {
  const int day = static_cast<int>(NumberOf(ddmmyy.substr(0, 2)));
  const int month = static_cast<int>(NumberOf(ddmmyy.substr(2, 2)));
  const int year = static_cast<int>(NumberOf(ddmmyy.substr(4, 2)));
  return DateValid(1900 + year, month, day) || DateValid(2000 + year, month, day);
}

bool AllSame(std::string_view characters) {
  return characters.find_first_not_of(characters.front()) == std::string_view::npos;
}

}  // namespace reeve::detectors
