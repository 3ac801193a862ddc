// The table of credentials: one row declares one kind. A row is a few lines in the file of its
// family in detectors/secrets/:
//
//   SecretFormat{.entity = Secret("DOPPLER_TOKEN", "Doppler API token", "Doppler, API tokens"),
//                .shapes = "dp.pt.[A-Za-z0-9]{43}",
//                .entropy = 3},
//   SecretFormat{.entity = Secret("FASTLY_TOKEN", "Fastly API token", "Fastly, API tokens"),
//                .shapes = "[A-Za-z0-9_-]{32}",
//                .words = "fastly",
//                .entropy = 3},
//
// The first has a prefix of its own and is found anywhere. The second looks like many things: it is
// found only as the value of an assignment whose key names the issuer (assignment.h).
// secret_shape.h has the language of shapes, docs/detectors/secrets.md how a secret is found.
//
// Thread-safety: constant data.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "detectors/catalogue.h"
#include "detectors/secret_checks.h"

namespace reeve::detectors {

// What reads the format. All but the first are the few that no shape can say.
enum class SecretForm : uint8_t {
  kShape,
  kAddress,        // the password of scheme://user:password@host; `shapes` are the schemes
  kJwt,            // RFC 7519
  kPem,            // RFC 7468
  kBasicAuth,      // Authorization: Basic
  kBearer,         // Authorization: Bearer
  kCurlUser,       // curl -u user:password
  kNetrc,          // machine m login l password p
  kKubernetes,     // kind: Secret, data:
  kPassword,       // the value of a key that says password
  kGenericSecret,  // ... secret, private key, passphrase
  kGenericKey,     // ... api key, access key
  kGenericToken    // ... token, auth, credential
};

struct SecretFormat {
  EntityEntry entity = {};
  // Alternatives between `|`, in the language of secret_shape.h.
  std::string_view shapes = "";
  // Names of the issuer between `|`, lower case without separators ("newrelic" is also "new_relic",
  // "New-Relic" and "NewRelic"). With them the format is found only in an assignment.
  std::string_view words = "";
  // Least Shannon entropy of what follows the prefix, in bits a byte. It tells a drawn token from
  // "xxxx" and "000000".
  double entropy = 2.5;
  SecretCheck check = nullptr;
  double score = 0.85;
  SecretForm form = SecretForm::kShape;
};

constexpr EntityEntry Secret(std::string_view name, std::string_view title,
                             std::string_view source) {
  return {.name = name,
          .category = Category::kSecret,
          .kind = Kind::kCredential,
          .title = title,
          .source = source};
}

// The tables of detectors/secrets/.
std::span<const SecretFormat> CloudSecrets();
std::span<const SecretFormat> CodeSecrets();
std::span<const SecretFormat> PaymentSecrets();
std::span<const SecretFormat> MessagingSecrets();
std::span<const SecretFormat> AiSecrets();
std::span<const SecretFormat> DatabaseSecrets();
std::span<const SecretFormat> MonitoringSecrets();
std::span<const SecretFormat> BusinessSecrets();
std::span<const SecretFormat> SocialSecrets();
std::span<const SecretFormat> GenericSecrets();

// All of them. Rows live as long as the program.
std::vector<const SecretFormat*> SecretFormats();

}  // namespace reeve::detectors
