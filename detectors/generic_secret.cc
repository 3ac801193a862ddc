#include "detectors/generic_secret.h"

#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/limits.h"
#include "detectors/placeholder.h"
#include "detectors/secret_checks.h"
#include "detectors/secret_key.h"

namespace reeve::detectors {
namespace {

// get_secret("prod/db"): the value is the name of a secret.
bool Asks(std::string_view function) {
  constexpr std::array<std::string_view, 18> kVerbs = {
      "get", "read",   "fetch", "load",    "find", "lookup",  "is",     "has",  "require",
      "ask", "prompt", "check", "resolve", "hash", "decrypt", "verify", "test", "validate"};
  const size_t dot = function.rfind('.');
  std::string name(dot == std::string_view::npos ? function : function.substr(dot + 1));
  if (const size_t blank = name.rfind(' '); blank != std::string::npos) name.erase(0, blank + 1);
  std::transform(name.begin(), name.end(), name.begin(), ToLower);
  return std::any_of(kVerbs.begin(), kVerbs.end(),
                     [&](std::string_view verb) { return name.starts_with(verb); });
}

// What the bytes of a value are.
struct Makeup {
  bool digit = false;
  bool letter = false;
  bool blank = false;
  bool symbol = false;  // beyond letters, digits and the bytes of tokens
  bool token = true;    // only the bytes of tokens

  explicit Makeup(std::string_view value) {
    constexpr std::string_view kTokenBytes = "_.=+/~:@-";
    for (const char c : value) {
      digit = digit || IsDigit(c);
      letter = letter || IsLetter(c);
      blank = blank || Has(c, kSpace);
      const bool of_token = IsAlnum(c) || kTokenBytes.find(c) != std::string_view::npos;
      token = token && of_token;
      // Bytes of other scripts are letters of words.
      symbol = symbol || (!of_token && !Has(c, kSpace) && static_cast<uint8_t>(c) < 0x80);
    }
  }
};

// Sentences of forms and messages, which stand where passphrases stand.
bool ReadsLikeMessage(std::string_view value) {
  constexpr std::array<std::string_view, 22> kWords = {
      "password", "passphrase", "your",   "enter",  "please", "must", "invalid", "required",
      "forgot",   "reset",      "the ",   "token",  "secret", "key",  "%s",      "{0}",
      "{}",       "error",      "should", "cannot", "not ",   " is "};
  std::string lower(value);
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// "Password: at least 8 characters": more words stand behind it on its line.
bool InProse(std::string_view text, const Assignment& assignment) {
  return !assignment.equals && assignment.quote == 0 && At(text, assignment.end, ' ') &&
         AtClass(text, assignment.end + 1, kLower | kUpper);
}

// A phrase is told from a message only in quotes.
std::optional<double> JudgePhrase(const Assignment& assignment, std::string_view value) {
  constexpr size_t kMinPhrase = 12;
  return assignment.quote != 0 && value.size() >= kMinPhrase && !ReadsLikeMessage(value)
             ? std::optional(0.45)
             : std::nullopt;
}

std::optional<double> JudgePassword(std::string_view text, const Assignment& assignment,
                                    std::string_view value) {
  const Makeup makeup(value);
  const bool quoted = assignment.quote != 0;
  if (makeup.blank) return makeup.letter ? JudgePhrase(assignment, value) : std::nullopt;
  const bool mixed = makeup.digit || makeup.symbol;
  if (!mixed) {
    // The names of a list, and labels ("password": "Passwort").
    const bool word =
        std::all_of(value.begin() + 1, value.end(), [](char c) { return Has(c, kLower); });
    if (assignment.comma || (word && ReadSecretKey(value) != SecretNoun::kNone))
      return std::nullopt;
  }
  if (!mixed) return quoted && value.size() >= 6 ? std::optional(0.45) : std::nullopt;
  if (value.size() < (quoted ? 4 : 6)) return std::nullopt;
  if (InProse(text, assignment) && !(makeup.digit && makeup.letter && value.size() >= 8)) {
    return std::nullopt;
  }
  if (!makeup.letter && !makeup.digit) return std::nullopt;
  return makeup.letter && Entropy(value) >= 2.5 ? 0.65 : 0.5;
}

std::optional<double> JudgeToken(const Assignment& assignment, SecretNoun noun,
                                 std::string_view value) {
  const Makeup makeup(value);
  constexpr size_t kMinToken = 8;
  if (value.size() < kMinToken) return std::nullopt;
  const bool weak = noun == SecretNoun::kWeakKey;
  if (makeup.blank) {
    const bool chosen = noun == SecretNoun::kSecret || noun == SecretNoun::kApiKey;
    return chosen && makeup.letter ? JudgePhrase(assignment, value) : std::nullopt;
  }
  if (!makeup.token) {
    // Only what opens something by itself is typed with such bytes.
    const bool chosen = noun == SecretNoun::kSecret || noun == SecretNoun::kApiKey;
    return chosen && makeup.letter && makeup.symbol && Entropy(value) >= 3 ? std::optional(0.5)
                                                                           : std::nullopt;
  }
  if (!LooksDrawn(value) || Entropy(value) < (weak ? 3.5 : 2.75)) return std::nullopt;
  constexpr size_t kMinWeak = 16;
  if (weak && (value.size() < kMinWeak || !assignment.equals)) return std::nullopt;
  return weak ? 0.4 : 0.55;
}

// "Basic dXNlcjpwYXNz" in a header, or what else authorises.
std::optional<GenericSecret> JudgeHeader(std::string_view text, const Assignment& assignment,
                                         std::string_view value) {
  constexpr std::string_view kBasic = "basic ";
  if (assignment.begin >= kBasic.size()) {
    std::string scheme(text.substr(assignment.begin - kBasic.size(), kBasic.size()));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), ToLower);
    if (scheme == kBasic) {
      const bool decodes = CheckBasicAuth(value) == Verdict::kConfirmed;
      return decodes ? std::optional(GenericSecret{SecretForm::kBasicAuth, 0.8}) : std::nullopt;
    }
  }
  constexpr size_t kMinBearer = 8;
  const Makeup makeup(value);
  if (value.size() < kMinBearer || !makeup.token || !makeup.digit || Entropy(value) < 2.75) {
    return std::nullopt;
  }
  return GenericSecret{SecretForm::kBearer, 0.6};
}

}  // namespace

std::optional<GenericSecret> JudgeGeneric(std::string_view text, const Assignment& assignment) {
  if (assignment.end - assignment.begin > kMaxGenericBytes) return std::nullopt;
  const SecretNoun noun = ReadSecretKey(assignment.key);
  if (noun == SecretNoun::kNone) return std::nullopt;
  // Where `=>` is written, a value without quotes is a name.
  if (assignment.arrow && assignment.quote == 0) return std::nullopt;
  if (assignment.call && Asks(assignment.key)) return std::nullopt;
  if (assignment.comma && assignment.quote == 0) return std::nullopt;
  const std::string_view value = text.substr(assignment.begin, assignment.end - assignment.begin);
  if (IsReference(value) || IsPlaceholder(value)) return std::nullopt;
  if (assignment.quote == 0 && value.starts_with('{')) return std::nullopt;
  const auto as = [](SecretForm form, std::optional<double> score) -> std::optional<GenericSecret> {
    if (!score) return std::nullopt;
    return GenericSecret{form, *score};
  };
  switch (noun) {
    case SecretNoun::kPassword:
      return as(SecretForm::kPassword, JudgePassword(text, assignment, value));
    case SecretNoun::kSecret:
      return as(SecretForm::kGenericSecret, JudgeToken(assignment, noun, value));
    case SecretNoun::kApiKey:
    case SecretNoun::kWeakKey:
      return as(SecretForm::kGenericKey, JudgeToken(assignment, noun, value));
    case SecretNoun::kToken:
      return as(SecretForm::kGenericToken, JudgeToken(assignment, noun, value));
    case SecretNoun::kHeader:
      return JudgeHeader(text, assignment, value);
    case SecretNoun::kNone:
      break;
  }
  return std::nullopt;
}

}  // namespace reeve::detectors
