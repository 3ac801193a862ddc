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
inline constexpr EntityEntry kPerson{
    .name = "PERSON",
    .title = "name of a person",
    .source = "gazetteer and cue words",
};
inline constexpr EntityEntry kDateOfBirth{
    .name = "DATE_OF_BIRTH",
    .title = "date of birth",
    .source = "ISO 8601, CLDR; by cue",
};
inline constexpr EntityEntry kStreetAddress{
    .name = "STREET_ADDRESS",
    .kind = Kind::kContact,
    .title = "postal address",
    .source = "UPU S42; by cue",
};
inline constexpr EntityEntry kGeoCoordinates{
    .name = "GEO_COORDINATES",
    .title = "position on the Earth",
    .source = "ISO 6709",
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
inline constexpr EntityEntry kPersonName{
    .name = "PERSON_NAME",
    .category = Category::kMention,
    .title = "name without a cue",
    .source = "gazetteer",
};
inline constexpr EntityEntry kTitle{
    .name = "TITLE",
    .category = Category::kMention,
    .title = "title before a name",
    .source = "cue words",
};
inline constexpr EntityEntry kAge{
    .name = "AGE",
    .category = Category::kMention,
    .title = "age of a person",
    .source = "cue words",
};
inline constexpr EntityEntry kZipCode{
    .name = "ZIP_CODE",
    .category = Category::kMention,
    .title = "postcode",
    .source = "UPU S42; by cue",
};
inline constexpr EntityEntry kLocation{
    .name = "LOCATION",
    .category = Category::kMention,
    .title = "country, large city",
    .source = "ISO 3166, gazetteer",
};
inline constexpr EntityEntry kNrp{
    .name = "NRP",
    .category = Category::kMention,
    .title = "nationality",
    .source = "gazetteer",
};
inline constexpr EntityEntry kOrganization{
    .name = "ORGANIZATION",
    .category = Category::kMention,
    .title = "company by its legal form",
    .source = "ISO 20275",
};

inline constexpr EntityEntry kCrypto{
    .name = "CRYPTO",
    .category = Category::kPayment,
    .title = "cryptocurrency address",
    .source = "BIP 13, BIP 173, BIP 350, EIP-55, SEP-23, CIP-19",
};
inline constexpr EntityEntry kMacAddress{
    .name = "MAC_ADDRESS",
    .kind = Kind::kNetwork,
    .title = "hardware address",
    .source = "IEEE 802-2014, clause 8",
};
inline constexpr EntityEntry kMrz{
    .name = "MRZ",
    .title = "machine-readable zone of a travel document",
    .source = "ICAO Doc 9303 parts 3 to 7",
};

inline constexpr const EntityEntry* kEntities[] = {&kPerson,
                                                   &kDateOfBirth,
                                                   &kStreetAddress,
                                                   &kGeoCoordinates,
                                                   &kPersonName,
                                                   &kTitle,
                                                   &kAge,
                                                   &kZipCode,
                                                   &kLocation,
                                                   &kNrp,
                                                   &kOrganization,
                                                   &kDateTime,
                                                   &kUrl,
                                                   &kDomainName,
                                                   &kEmailAddress,
                                                   &kPhoneNumber,
                                                   &kPhMobileNumber,
                                                   &kTrPhoneNumber,
                                                   &kUsSsn,
                                                   &kIpAddress,
                                                   &kCreditCard,
                                                   &kIbanCode,
                                                   &kCrypto,
                                                   &kMacAddress,
                                                   &kMrz};

}  // namespace reeve::detectors
