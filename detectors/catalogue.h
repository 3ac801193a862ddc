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

// What a finding means to a policy. kSpecialCategory is that of GDPR Article 9. kMention is what
// nearly every text speaks of, and what is personal only beside other things: places, dates,
// organisations, web addresses, names that no word around them calls a person's. It is apart from
// kPii, so that a policy on `pii` does not stop at every Tuesday in Paris.
enum class Category : uint8_t {
  kPii,
  kSpecialCategory,
  kPayment,
  kSecret,
  kInjection,
  kJailbreak,
  kTopic,
  kMention
};
inline constexpr size_t kCategoryCount = static_cast<size_t>(Category::kMention) + 1;

// What sort of thing was found. A phrase is a passage that says something; all others are things
// that name somebody or open something.
enum class Kind : uint8_t { kIdentifier, kContact, kNetwork, kCredential, kPhrase };

// "pii", "special_category", "payment", "secret", "injection", "jailbreak", "topic", "mention".
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
  bool own = false;       // of no catalogue: declared by whoever made the scanner
};

// Sorted by category, then by name. Entries live as long as the program.
std::span<const EntityEntry* const> Catalogue();

// Null for a name that is none.
const EntityEntry* FindEntity(std::string_view name);

}  // namespace reeve::detectors
