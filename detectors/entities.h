// The entities whose form is read by a matcher of its own (formats.h, phone.h); the others stand in
// the tables of their families.
// Thread-safety: constant data.
#pragma once

#include "detectors/catalogue.h"

namespace reeve::detectors {

inline constexpr EntityEntry kEmailAddress{
    .name = "EMAIL_ADDRESS",
    .kind = Kind::kContact,
    .title = "e-mail address",
    .source = "RFC 5321, RFC 5322",
};
inline constexpr EntityEntry kPhoneNumber{
    .name = "PHONE_NUMBER",
    .kind = Kind::kContact,
    .title = "telephone number",
    .source = "ITU-T E.164, RFC 3966",
};
inline constexpr EntityEntry kUsSsn{
    .name = "US_SSN",
    .country = "US",
    .title = "US social security number",
    .source = "SSA, POMS RM 10201",
};
inline constexpr EntityEntry kIpAddress{
    .name = "IP_ADDRESS",
    .kind = Kind::kNetwork,
    .title = "IP address",
    .source = "RFC 791, RFC 4291, RFC 5952",
};
inline constexpr EntityEntry kCreditCard{
    .name = "CREDIT_CARD",
    .category = Category::kPayment,
    .title = "payment card number",
    .source = "ISO/IEC 7812-1",
    .keep_last = 4,
};
inline constexpr EntityEntry kIbanCode{
    .name = "IBAN_CODE",
    .category = Category::kPayment,
    .title = "international bank account number",
    .source = "ISO 13616, ISO 7064",
    .keep_last = 4,
};

inline constexpr const EntityEntry* kEntities[] = {&kEmailAddress, &kPhoneNumber, &kUsSsn,
                                                   &kIpAddress,    &kCreditCard,  &kIbanCode};

}  // namespace reeve::detectors
