#include "detectors/catalogue.h"

#include <array>

namespace reeve::detectors {
namespace {

constexpr std::array kCatalogue = {
    EntityEntry{Entity::kEmailAddress, "EMAIL_ADDRESS", Category::kPii, Kind::kContact,
                "e-mail address", "RFC 5321, RFC 5322", 0},
    EntityEntry{Entity::kPhoneNumber, "PHONE_NUMBER", Category::kPii, Kind::kContact,
                "telephone number", "ITU-T E.164, RFC 3966", 0},
    EntityEntry{Entity::kUsSsn, "US_SSN", Category::kPii, Kind::kIdentifier,
                "US social security number", "SSA, POMS RM 10201", 0},
    EntityEntry{Entity::kIpAddress, "IP_ADDRESS", Category::kPii, Kind::kNetwork, "IP address",
                "RFC 791, RFC 4291, RFC 5952", 0},
    EntityEntry{Entity::kCreditCard, "CREDIT_CARD", Category::kPayment, Kind::kIdentifier,
                "payment card number", "ISO/IEC 7812-1", 4},
    EntityEntry{Entity::kIbanCode, "IBAN_CODE", Category::kPayment, Kind::kIdentifier,
                "international bank account number", "ISO 13616, ISO 7064", 4},
    EntityEntry{Entity::kAwsAccessKey, "AWS_ACCESS_KEY", Category::kSecret, Kind::kCredential,
                "AWS access key id", "Amazon IAM identifiers", 0},
    EntityEntry{Entity::kGithubToken, "GITHUB_TOKEN", Category::kSecret, Kind::kCredential,
                "GitHub token", "GitHub, token formats of 2021", 0},
    EntityEntry{Entity::kGitlabToken, "GITLAB_TOKEN", Category::kSecret, Kind::kCredential,
                "GitLab token", "GitLab, token overview", 0},
    EntityEntry{Entity::kPrivateKey, "PRIVATE_KEY", Category::kSecret, Kind::kCredential,
                "private key in PEM form", "RFC 7468", 0},
    EntityEntry{Entity::kJwt, "JWT", Category::kSecret, Kind::kCredential, "JSON web token",
                "RFC 7519, RFC 7515", 0},
    EntityEntry{Entity::kOpenaiApiKey, "OPENAI_API_KEY", Category::kSecret, Kind::kCredential,
                "OpenAI API key", "OpenAI, API keys", 0},
    EntityEntry{Entity::kAnthropicApiKey, "ANTHROPIC_API_KEY", Category::kSecret, Kind::kCredential,
                "Anthropic API key", "Anthropic, API keys", 0},
    EntityEntry{Entity::kGoogleApiKey, "GOOGLE_API_KEY", Category::kSecret, Kind::kCredential,
                "Google API key", "Google Cloud, API keys", 0},
    EntityEntry{Entity::kHuggingFaceToken, "HUGGINGFACE_TOKEN", Category::kSecret,
                Kind::kCredential, "Hugging Face token", "Hugging Face, access tokens", 0},
    EntityEntry{Entity::kSlackToken, "SLACK_TOKEN", Category::kSecret, Kind::kCredential,
                "Slack token or webhook", "Slack, token types", 0},
    EntityEntry{Entity::kStripeApiKey, "STRIPE_API_KEY", Category::kSecret, Kind::kCredential,
                "Stripe API key", "Stripe, API keys", 0},
    EntityEntry{Entity::kSendgridApiKey, "SENDGRID_API_KEY", Category::kSecret, Kind::kCredential,
                "SendGrid API key", "Twilio SendGrid, API keys", 0},
    EntityEntry{Entity::kNpmToken, "NPM_TOKEN", Category::kSecret, Kind::kCredential,
                "npm access token", "npm, access token format of 2021", 0},
    EntityEntry{Entity::kInjectionIgnoreInstructions, "INJECTION_IGNORE_INSTRUCTIONS",
                Category::kInjection, Kind::kPhrase, "order to disregard the instructions",
                "OWASP LLM01:2025", 0},
    EntityEntry{Entity::kInjectionRoleOverride, "INJECTION_ROLE_OVERRIDE", Category::kInjection,
                Kind::kPhrase, "order to take another role or mode", "OWASP LLM01:2025", 0},
    EntityEntry{Entity::kInjectionPromptLeak, "INJECTION_PROMPT_LEAK", Category::kInjection,
                Kind::kPhrase, "demand for the system prompt", "OWASP LLM07:2025", 0},
    EntityEntry{Entity::kInjectionChatTemplate, "INJECTION_CHAT_TEMPLATE", Category::kInjection,
                Kind::kPhrase, "control token of a chat template", "OWASP LLM01:2025", 0},
    EntityEntry{Entity::kInjectionExfiltration, "INJECTION_EXFILTRATION", Category::kInjection,
                Kind::kPhrase, "order to send secrets elsewhere", "OWASP LLM02:2025", 0},
    EntityEntry{Entity::kInjectionJailbreakPersona, "INJECTION_JAILBREAK_PERSONA",
                Category::kInjection, Kind::kPhrase, "persona without rules", "OWASP LLM01:2025",
                0},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < kCatalogue.size(); ++i) {
    if (static_cast<size_t>(kCatalogue[i].entity) != i) return false;
  }
  return kCatalogue.size() == kEntityCount;
}
static_assert(InOrder(), "the catalogue stands in the order of enum Entity");

}  // namespace

std::string_view CategoryName(Category category) {
  switch (category) {
    case Category::kPii:
      return "pii";
    case Category::kPayment:
      return "payment";
    case Category::kSecret:
      return "secret";
    case Category::kInjection:
      return "injection";
  }
  return "";
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kIdentifier:
      return "identifier";
    case Kind::kContact:
      return "contact";
    case Kind::kNetwork:
      return "network";
    case Kind::kCredential:
      return "credential";
    case Kind::kPhrase:
      return "phrase";
  }
  return "";
}

std::span<const EntityEntry> Catalogue() { return kCatalogue; }

const EntityEntry& EntryOf(Entity entity) { return kCatalogue[static_cast<size_t>(entity)]; }

}  // namespace reeve::detectors
