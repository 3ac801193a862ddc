// What surrogates draw from: pseudorandom choices of one value under the tenant's key, and the
// check digits that they need.
//
// Thread-safety: a Draw on one thread at a time; pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "detectors/redaction_keys.h"

namespace reeve::detectors {

class Draw {
 public:
  Draw(const RedactionKeys& keys, std::string_view entity, std::string value)
      : keys_(keys), entity_(entity), value_(std::move(value)) {}

  // Below n, which is at most 2^32.
  uint64_t Below(uint64_t n);
  std::string Digits(size_t count);
  std::string Letters(size_t count);  // a to z

 private:
  const RedactionKeys& keys_;
  std::string_view entity_;
  std::string value_;
  Hash block_{};
  size_t used_ = sizeof(Hash);  // bytes of it
  uint32_t counter_ = 0;
};

// The digit to put behind them.
char LuhnDigit(std::string_view digits);      // ISO/IEC 7812-1, annex B
char VerhoeffDigit(std::string_view digits);  // J. Verhoeff, 1969
// Of an IBAN without its check digits, "DE" and "370400440532013000": ISO 13616, ISO 7064 mod
// 97-10.
std::string IbanCheckDigits(std::string_view country, std::string_view account);
// Sum of digit times weight, from the left, modulo 11.
unsigned WeightedMod11(std::string_view digits, unsigned first_weight, int step);

// The letters and digits of `form` replaced in order by those of `with`; what separates them stays.
// Precondition: there are as many.
std::string InForm(std::string_view form, std::string_view with);
// Letters and digits of a text alone.
std::string Compacted(std::string_view text);

}  // namespace reeve::detectors
