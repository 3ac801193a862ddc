// The catalogue: every entity that the detectors know, declared once, in one table.
//
// A name is stable: policies, findings and records use it. Names follow Microsoft Presidio where
// Presidio has the entity. docs/detectors.md describes format, validator and score of each.
//
// Thread-safety: constant data and pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace reeve::detectors {

// What a finding means to a policy. special_category, jailbreak and topic will follow.
enum class Category : uint8_t { kPii, kPayment, kSecret, kInjection };

// What sort of thing was found. A phrase is a passage that says something; all others are things
// that name somebody or open something.
enum class Kind : uint8_t { kIdentifier, kContact, kNetwork, kCredential, kPhrase };

// "pii", "payment", "secret", "injection".
std::string_view CategoryName(Category category);
// "identifier", "contact", "network", "credential", "phrase".
std::string_view KindName(Kind kind);

enum class Entity : uint8_t {
  kEmailAddress,
  kPhoneNumber,
  kUsSsn,
  kIpAddress,
  kCreditCard,
  kIbanCode,
  kAwsAccessKey,
  kGithubToken,
  kGitlabToken,
  kPrivateKey,
  kJwt,
  kOpenaiApiKey,
  kAnthropicApiKey,
  kGoogleApiKey,
  kHuggingFaceToken,
  kSlackToken,
  kStripeApiKey,
  kSendgridApiKey,
  kNpmToken,
  kInjectionIgnoreInstructions,
  kInjectionRoleOverride,
  kInjectionPromptLeak,
  kInjectionChatTemplate,
  kInjectionExfiltration,
  kInjectionJailbreakPersona,
};

inline constexpr size_t kEntityCount = static_cast<size_t>(Entity::kInjectionJailbreakPersona) + 1;

struct EntityEntry {
  Entity entity;
  std::string_view name;  // "EMAIL_ADDRESS"
  Category category;
  Kind kind;
  std::string_view title;   // for people: "e-mail address"
  std::string_view source;  // the norm, or the issuer, that defines the format
  uint8_t keep_last;        // how many last letters or digits the mask operator leaves readable
};

// In the order of enum Entity.
std::span<const EntityEntry> Catalogue();

const EntityEntry& EntryOf(Entity entity);

}  // namespace reeve::detectors
