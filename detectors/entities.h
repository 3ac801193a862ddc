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
inline constexpr EntityEntry kPhMobileNumber{
    .name = "PH_MOBILE_NUMBER",
    .kind = Kind::kContact,
    .country = "PH",
    .title = "Philippine mobile number",
    .source = "NTC Philippines, numbering plan",
};
inline constexpr EntityEntry kTrPhoneNumber{
    .name = "TR_PHONE_NUMBER",
    .kind = Kind::kContact,
    .country = "TR",
    .title = "Turkish telephone number",
    .source = "BTK, national numbering plan",
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

// Mentions: found in nearly every text (catalogue.h, Category::kMention).
inline constexpr EntityEntry kDateTime{
    .name = "DATE_TIME",
    .category = Category::kMention,
    .title = "date or time",
    .source = "ISO 8601, RFC 3339, CLDR",
};
inline constexpr EntityEntry kUrl{
    .name = "URL",
    .category = Category::kMention,
    .kind = Kind::kNetwork,
    .title = "web address",
    .source = "RFC 3986",
};
inline constexpr EntityEntry kDomainName{
    .name = "DOMAIN_NAME",
    .category = Category::kMention,
    .kind = Kind::kNetwork,
    .title = "domain name",
    .source = "RFC 1035, IANA root zone",
};

inline constexpr const EntityEntry* kEntities[] = {
    &kDateTime,      &kUrl,   &kDomainName, &kEmailAddress, &kPhoneNumber, &kPhMobileNumber,
    &kTrPhoneNumber, &kUsSsn, &kIpAddress,  &kCreditCard,   &kIbanCode};

}  // namespace reeve::detectors
