// The catalogue: every entity that the detectors know.
//
// An entity is declared once, in the table of its family: numbers by country in detectors/numbers/,
// credentials in secrets, phrases in injection, and the few with a matcher of their own in
// entities.h. The catalogue puts the tables together.
//
// A name is stable: policies, findings and records use it. Names follow Microsoft Presidio where
// Presidio has the entity; those of national numbers are COUNTRY_NUMBER. docs/detectors.md
// describes format, validator and score of each family.
//
// Thread-safety: constant data and pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace reeve::detectors {

// What a finding means to a policy. kSpecialCategory is that of GDPR Article 9.
enum class Category : uint8_t {
  kPii,
  kSpecialCategory,
  kPayment,
  kSecret,
  kInjection,
  kJailbreak,
  kTopic
};
inline constexpr size_t kCategoryCount = static_cast<size_t>(Category::kTopic) + 1;

// What sort of thing was found. A phrase is a passage that says something; all others are things
// that name somebody or open something.
enum class Kind : uint8_t { kIdentifier, kContact, kNetwork, kCredential, kPhrase };

// "pii", "special_category", "payment", "secret", "injection", "jailbreak", "topic".
std::string_view CategoryName(Category category);
// "identifier", "contact", "network", "credential", "phrase".
std::string_view KindName(Kind kind);

struct EntityEntry {
  std::string_view name = "";  // "EMAIL_ADDRESS"
  Category category = Category::kPii;
  Kind kind = Kind::kIdentifier;
  std::string_view country = "";  // ISO 3166-1 alpha-2, "EU", or empty where it belongs to none
  std::string_view title = "";    // for people: "e-mail address"
  std::string_view source = "";   // the norm, or the issuer, that defines the format
  uint8_t keep_last = 0;  // how many last letters or digits the mask operator leaves readable
};

// Sorted by category, then by name. Entries live as long as the program.
std::span<const EntityEntry* const> Catalogue();

// Null for a name that is none.
const EntityEntry* FindEntity(std::string_view name);

}  // namespace reeve::detectors
