#include "detectors/surrogate.h"

#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/surrogate_contacts.h"
#include "detectors/surrogate_draw.h"
#include "detectors/written_date.h"

namespace reeve::detectors {
namespace {

using Made = std::optional<std::string>;

// A value may, by chance, be its own surrogate; then the next draw is taken.
constexpr int kMaxDraws = 8;

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// --------------------------------------------------------------------------------------- payment

// By the first digits of the original, those of a range from which its network documents numbers
// for tests.
struct TestRange {
  std::string_view begins;
  std::string_view prefix;
};
constexpr std::array kTestRanges = {
    TestRange{"34", "371449"}, TestRange{"37", "378282"}, TestRange{"35", "356600"},
    TestRange{"30", "305693"}, TestRange{"36", "361489"}, TestRange{"38", "385200"},
    TestRange{"62", "620000"}, TestRange{"60", "601111"}, TestRange{"64", "601111"},
    TestRange{"65", "601111"}, TestRange{"2", "222300"},  TestRange{"5", "555555"},
    TestRange{"6", "676770"},  TestRange{"", "400000"},
};

Made Card(std::string_view text, Draw& draw) {
  const std::string digits = Compacted(text);
  if (!AllDigits(digits) || digits.size() < 12 || digits.size() > 19) return std::nullopt;
  const auto range = std::find_if(kTestRanges.begin(), kTestRanges.end(),
                                  [&](const TestRange& r) { return digits.starts_with(r.begins); });
  std::string made(range->prefix);
  made += draw.Digits(digits.size() - made.size() - 1);
  made += LuhnDigit(made);
  return InForm(text, made);
}

// Of the same country and structure. The bank is 0000, or XXXX where banks are letters, which no
// register of banks gives out.
Made Iban(std::string_view text, Draw& draw) {
  const std::string compact = Compacted(text);
  if (compact.size() < 15 || compact.size() > 34 || !IsLetter(compact[0]) ||
      !IsLetter(compact[1])) {
    return std::nullopt;
  }
  const std::string country = compact.substr(0, 2);
  const bool is_lower = Has(country[0], kLower);
  std::string account;
  for (size_t i = 4; i < compact.size(); ++i) {
    const bool is_bank = i < 8;
    if (IsDigit(compact[i])) {
      account += is_bank ? '0' : draw.Digits(1)[0];
    } else {
      const char letter = is_bank ? 'x' : draw.Letters(1)[0];
      account += is_lower ? letter : static_cast<char>(letter - 'a' + 'A');
    }
  }
  return InForm(text, country + IbanCheckDigits(country, account) + account);
}

// --------------------------------------------------------------------------------------- persons

// Areas from 900 were never issued (SSA, POMS RM 10201.035); groups up to 49 keep out of the
// taxpayer numbers, which begin with 9 too.
Made UsSsn(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 9) return std::nullopt;
  const uint64_t group = 1 + draw.Below(49);
  const uint64_t serial = 1 + draw.Below(9999);
  const std::string padded = std::to_string(10000 + serial);
  return InForm(text,
                "9" + draw.Digits(2) + std::to_string(100 + group).substr(1) + padded.substr(1));
}

// 999 is kept for tests (NHS data dictionary); the last digit is mod 11 of weights 10 to 2.
Made UkNhs(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 10) return std::nullopt;
  for (int i = 0; i < kMaxDraws; ++i) {
    const std::string head = "999" + draw.Digits(6);
    const unsigned check = 11 - WeightedMod11(head, 10, -1);
    if (check == 10) continue;
    return InForm(text, head + static_cast<char>('0' + check % 11));
  }
  return std::nullopt;
}

// QQ is the prefix of examples, and never issued (HMRC, NIM39110).
Made UkNino(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 9) return std::nullopt;
  return InForm(text, "QQ" + draw.Digits(6) + static_cast<char>('A' + draw.Below(4)));
}

// No number begins with 0 (Service Canada).
Made CaSin(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 9) return std::nullopt;
  std::string made = "0" + draw.Digits(7);
  made += LuhnDigit(made);
  return InForm(text, made);
}

// No number begins with 0 or 1 (UIDAI).
Made Aadhaar(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 12) return std::nullopt;
  std::string made = "1" + draw.Digits(10);
  made += VerhoeffDigit(made);
  return InForm(text, made);
}

// Individual numbers from 900 are for tests (DVV); the letter is the remainder by 31.
Made FinnishCode(std::string_view text, Draw& draw) {
  if (text.size() != 11 || !AllDigits(text.substr(0, 6))) return std::nullopt;
  const uint64_t day = 1 + draw.Below(28);
  const uint64_t month = 1 + draw.Below(12);
  const std::string digits = std::to_string(100 + day).substr(1) +
                             std::to_string(100 + month).substr(1) + draw.Digits(2) + "9" +
                             draw.Digits(2);
  constexpr std::string_view kLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  return digits.substr(0, 6) + text[6] + digits.substr(6) + kLetters[std::stoul(digits) % 31];
}

// 9999 is kept for tests (Logius); weights 9 to 2, and -1 for the last.
Made Bsn(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 9) return std::nullopt;
  for (int i = 0; i < kMaxDraws; ++i) {
    const std::string head = "9999" + draw.Digits(4);
    const unsigned check = WeightedMod11(head, 9, -1);
    if (check == 10) continue;
    return InForm(text, head + static_cast<char>('0' + check));
  }
  return std::nullopt;
}

// Type allocation codes from 00 are for tests (GSMA TS.06).
Made Imei(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 15) return std::nullopt;
  std::string made = "001017" + draw.Digits(8);
  made += LuhnDigit(made);
  return InForm(text, made);
}

// ----------------------------------------------------------------------------------------- dates

// In the written form, with day and month at most 12, so that either order is a date.
Made Date(std::string_view text, Draw& draw) {
  const auto date = ReadWrittenDate(text);
  if (!date || date->others.size() != 2) return std::nullopt;
  std::string out(text);
  const std::string year = std::to_string(1940 + draw.Below(66));
  out.replace(date->year.begin, 4, year);
  for (const WrittenDate::Number& number : date->others) {
    const size_t width = number.end - number.begin;
    if (width > 2) return std::nullopt;
    const uint64_t value = 1 + draw.Below(width == 1 ? 9 : 12);
    out.replace(number.begin, width, std::to_string(100 + value).substr(3 - width));
  }
  return out;
}

struct Rule {
  std::string_view entity;
  bool is_part;  // of the entity's name: "AU_PHONE_NUMBER"
  Made (*make)(std::string_view, Draw&);
};

constexpr std::array kRules = {
    Rule{"CREDIT_CARD", false, Card},
    Rule{"IBAN_CODE", false, Iban},
    Rule{"US_SSN", false, UsSsn},
    Rule{"UK_NHS", true, UkNhs},
    Rule{"UK_NINO", false, UkNino},
    Rule{"CA_SIN", false, CaSin},
    Rule{"AADHAAR", true, Aadhaar},
    Rule{"FI_PERSONAL_IDENTITY_CODE", false, FinnishCode},
    Rule{"FI_HETU", false, FinnishCode},
    Rule{"NL_BSN", false, Bsn},
    Rule{"IMEI", false, Imei},
    Rule{"DATE_OF_BIRTH", true, Date},
    Rule{"BIRTH_DATE", true, Date},
    Rule{"DATE", false, Date},
    Rule{"PHONE_NUMBER", true, PhoneSurrogate},
    Rule{"EMAIL_ADDRESS", false, EmailSurrogate},
    Rule{"IP_ADDRESS", false, IpSurrogate},
    Rule{"MAC_ADDRESS", false, MacSurrogate},
    Rule{"PERSON", false, NameSurrogate},
    Rule{"PERSON_NAME", true, NameSurrogate},
};

}  // namespace

Made Surrogate(const RedactionKeys& keys, const Covered& covered) {
  const auto rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& r) {
    return r.is_part ? covered.entity.find(r.entity) != std::string_view::npos
                     : covered.entity == r.entity;
  });
  if (rule == kRules.end()) return std::nullopt;
  Draw draw(keys, covered.entity, SameValue(covered));
  for (int i = 0; i < kMaxDraws; ++i) {
    Made made = rule->make(covered.text, draw);
    if (!made || *made != covered.text) return made;
  }
  return std::nullopt;
}

}  // namespace reeve::detectors
