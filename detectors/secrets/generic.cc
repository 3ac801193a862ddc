// What belongs to no issuer: keys and tokens of the norms, headers, and the values that only their
// key gives away.
#include <array>

#include "detectors/secret_format.h"

namespace reeve::detectors {
namespace {

constexpr SecretFormat kFormats[] = {
    {.entity = Secret("PRIVATE_KEY", "private key", "RFC 7468"), .form = SecretForm::kPem},
    {.entity = Secret("JWT", "JSON web token", "RFC 7519, RFC 7515, RFC 7516"),
     .form = SecretForm::kJwt},
    {.entity = Secret("ENCODED_JWT", "JSON web token in base64", "RFC 7519, RFC 4648"),
     .shapes = "ZXlK[A-Za-z0-9+/_-]{60,4000}[=]{0,2}",
     .entropy = 4},
    {.entity = Secret("BASIC_AUTH", "HTTP basic authentication", "RFC 7617"),
     .form = SecretForm::kBasicAuth},
    {.entity = Secret("BEARER_TOKEN", "HTTP bearer token", "RFC 6750"),
     .form = SecretForm::kBearer},
    {.entity = Secret("CURL_PASSWORD", "password of a curl command", "curl, --user"),
     .form = SecretForm::kCurlUser},
    {.entity = Secret("NETRC_PASSWORD", "password of a .netrc file", "GNU inetutils, .netrc"),
     .form = SecretForm::kNetrc},
    {.entity = Secret("KUBERNETES_SECRET", "value of a Kubernetes secret", "Kubernetes, Secret v1"),
     .form = SecretForm::kKubernetes},
    {.entity = Secret("PASSWORD", "password", "assignments and settings"),
     .form = SecretForm::kPassword},
    {.entity = Secret("GENERIC_SECRET", "secret", "assignments and settings"),
     .form = SecretForm::kGenericSecret},
    {.entity = Secret("GENERIC_API_KEY", "API key", "assignments and settings"),
     .form = SecretForm::kGenericKey},
    {.entity = Secret("GENERIC_TOKEN", "token", "assignments and settings"),
     .form = SecretForm::kGenericToken},
};

}  // namespace

std::span<const SecretFormat> GenericSecrets() { return kFormats; }

std::vector<const SecretFormat*> SecretFormats() {
  std::vector<const SecretFormat*> all;
  for (const std::span<const SecretFormat> table :
       {CloudSecrets(), CodeSecrets(), PaymentSecrets(), MessagingSecrets(), AiSecrets(),
        DatabaseSecrets(), MonitoringSecrets(), BusinessSecrets(), SocialSecrets(),
        GenericSecrets()}) {
    for (const SecretFormat& format : table) all.push_back(&format);
  }
  return all;
}

}  // namespace reeve::detectors
