#include "detectors/surrogate_draw.h"

#include <array>

#include "base/result.h"
#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

// The dihedral group D5 and the permutation of Verhoeff's scheme.
constexpr std::array<std::string_view, 10> kProduct = {
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"};
constexpr std::array<std::string_view, 8> kPermutation = {"0123456789", "1576283094", "5803796142",
                                                          "8916043527", "9453126870", "4286573901",
                                                          "2793806415", "7046913258"};
constexpr std::string_view kInverse = "0432156789";

size_t Value(char digit) { return static_cast<size_t>(digit - '0'); }

}  // namespace

uint64_t Draw::Below(uint64_t n) {
  // Of 64 bits, so that no choice is likelier than another by more than 2^-32.
  uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) {
    if (used_ == block_.size()) {
      block_ = keys_.ForSurrogate(entity_, value_, counter_++);
      used_ = 0;
    }
    bits = bits << 8 | block_[used_++];
  }
  return bits % n;
}

std::string Draw::Digits(size_t count) {
  std::string out;
  for (; count > 0; --count) out += static_cast<char>('0' + Below(10));
  return out;
}

std::string Draw::Letters(size_t count) {
  std::string out;
  for (; count > 0; --count) out += static_cast<char>('a' + Below(26));
  return out;
}

char LuhnDigit(std::string_view digits) {
  size_t sum = 0;
  bool twice = true;  // the digit before the check digit is the first that is doubled
  for (size_t i = digits.size(); i > 0; --i, twice = !twice) {
    const size_t value = Value(digits[i - 1]) * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

char VerhoeffDigit(std::string_view digits) {
  size_t check = 0;
  size_t place = 1;
  for (size_t i = digits.size(); i > 0; --i, ++place) {
    check = Value(kProduct[check][Value(kPermutation[place % 8][Value(digits[i - 1])])]);
  }
  return kInverse[check];
}

std::string IbanCheckDigits(std::string_view country, std::string_view account) {
  std::string all(account);
  all += country;
  all += "00";
  unsigned rest = 0;
  for (const char c : all) {
    if (IsDigit(c)) {
      rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
    } else {
      rest = (rest * 100 + static_cast<unsigned>(ToLower(c) - 'a' + 10)) % 97;
    }
  }
  const unsigned check = 98 - rest;
  return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

unsigned WeightedMod11(std::string_view digits, unsigned first_weight, int step) {
  unsigned sum = 0;
  int weight = static_cast<int>(first_weight);
  for (const char digit : digits) {
    sum += static_cast<unsigned>(Value(digit)) * static_cast<unsigned>(weight);
    weight += step;
  }
  return sum % 11;
}

std::string InForm(std::string_view form, std::string_view with) {
  std::string out;
  size_t next = 0;
  for (const char c : form) {
    if (!IsAlnum(c)) {
      out += c;
      continue;
    }
    if (next == with.size()) Panic("a surrogate is shorter than its form");
    out += with[next++];
  }
  if (next != with.size()) Panic("a surrogate is longer than its form");
  return out;
}

std::string Compacted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsAlnum(c)) out += c;
  }
  return out;
}

}  // namespace reeve::detectors
