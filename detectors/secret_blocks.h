// The matchers of credentials that no shape can say: they have parts, or an encoding inside, or
// stand in a form of their own.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace reeve::detectors {

struct SecretSpan {
  size_t begin = 0;
  size_t end = 0;
  bool complete = false;  // its form is confirmed: a decoded header, a closing line
};

// RFC 7519; text[pos] begins "eyJ". The header must decode to JSON that names `alg`.
std::optional<SecretSpan> ReadJwt(std::string_view text, size_t pos);

// RFC 7468; `pos` is at BEGIN. A block whose end is missing is found up to where its text stops.
std::optional<SecretSpan> ReadPem(std::string_view text, size_t pos);

// scheme://user:password@host; text[pos] is the colon of "://".
struct UrlCredentials {
  std::string_view scheme;
  std::string_view host;  // at most up to the port
  SecretSpan user;
  SecretSpan password;
};
std::optional<UrlCredentials> ReadUrlCredentials(std::string_view text, size_t pos);

// text[pos] begins "curl": the password of -u or --user, or the user where it has no password (a
// token is given so).
std::optional<SecretSpan> ReadCurlUser(std::string_view text, size_t pos);

// text[pos] begins "machine" of a .netrc file.
std::optional<SecretSpan> ReadNetrc(std::string_view text, size_t pos);

// text[pos] begins "kind": the base64 values of `data` of a Kubernetes secret, the document around
// it read to both sides.
std::vector<SecretSpan> ReadKubernetesSecret(std::string_view text, size_t pos);

}  // namespace reeve::detectors
