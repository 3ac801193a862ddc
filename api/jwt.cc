#include "api/jwt.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/encoding.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxTextBytes = 512;
constexpr size_t kMaxDepth = 8;
constexpr double kMaxSeconds = 253'402'300'799;  // the last second of the year 9999

Error Malformed(const char* why) {
  return {"jwt.malformed", std::string("the signed token ") + why};
}

Result<json::Value> ObjectOf(std::string_view part) {
  const Result<std::string> text = Base64UrlDecode(part);
  if (!text.ok()) return Malformed("is not Base64 for URLs");
  Result<json::Value> value =
      json::Parse(*text, {.max_bytes = kMaxJwtBytes, .max_depth = kMaxDepth});
  if (!value.ok() || value->as_object() == nullptr) return Malformed("holds no JSON object");
  return value;
}

// Nothing where it is no text, or one that is empty or too long.
std::optional<std::string> TextOf(const json::Value* value) {
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  if (text == nullptr || text->empty() || text->size() > kMaxTextBytes) return std::nullopt;
  return *text;
}

std::optional<double> SecondsOf(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  double seconds = -1;
  if (const int64_t* number = value->as_int()) seconds = static_cast<double>(*number);
  if (const double* number = value->as_double()) seconds = *number;
  if (!std::isfinite(seconds) || seconds < 0 || seconds > kMaxSeconds) return std::nullopt;
  return seconds;
}

Status ReadHeader(const json::Value& header, Jwt* jwt) {
  const auto name = TextOf(header.Find("alg"));
  const auto algorithm = name ? SignatureAlgorithmFromName(*name) : std::nullopt;
  if (!algorithm) {
    return Error{"jwt.algorithm", "a signed token is signed by RS256, ES256 or EdDSA"};
  }
  jwt->algorithm = *algorithm;
  if (header.Find("crit") != nullptr || header.Find("b64") != nullptr) {
    return Error{"jwt.critical", "the signed token asks for an extension that is not known here"};
  }
  if (const json::Value* key_id = header.Find("kid")) {
    const auto text = TextOf(key_id);
    if (!text) return Malformed("has a `kid` that is no text of 1 to 512 bytes");
    jwt->key_id = *text;
  }
  return {};
}

Status ReadAudiences(const json::Value* value, Jwt* jwt) {
  if (const auto one = TextOf(value)) {
    jwt->audiences = {*one};
    return {};
  }
  const json::Array* several = value == nullptr ? nullptr : value->as_array();
  if (several == nullptr || several->empty() || several->size() > kMaxJwtAudiences) {
    return Malformed("has no `aud`, or too many");
  }
  for (const json::Value& each : *several) {
    auto text = TextOf(&each);
    if (!text) return Malformed("has an `aud` that is no text");
    jwt->audiences.push_back(*std::move(text));
  }
  return {};
}

Status ReadClaims(const json::Value& claims, Jwt* jwt) {
  const auto issuer = TextOf(claims.Find("iss"));
  const auto subject = TextOf(claims.Find("sub"));
  if (!issuer || !subject) return Malformed("has no `iss` or `sub` of 1 to 512 bytes");
  jwt->issuer = *issuer;
  jwt->subject = *subject;
  REEVE_RETURN_IF_ERROR(ReadAudiences(claims.Find("aud"), jwt));
  const auto expires = SecondsOf(claims.Find("exp"));
  if (!expires) return Malformed("has no `exp` in seconds since 1970");
  jwt->expires = *expires;
  if (const json::Value* not_before = claims.Find("nbf")) {
    const auto seconds = SecondsOf(not_before);
    if (!seconds) return Malformed("has an `nbf` that is no time in seconds since 1970");
    jwt->not_before = *seconds;
  }
  return {};
}

}  // namespace

Result<std::string> Base64UrlDecode(std::string_view text) {
  std::string padded(text);
  for (char& c : padded) {
    if (c == '+' || c == '/' || c == '=') {
      return Error{"encoding.base64", "a letter outside the Base64 alphabet for URLs"};
    }
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  padded.append((4 - padded.size() % 4) % 4, '=');
  return Base64Decode(padded);
}

Result<Jwt> ReadJwt(std::string_view text) {
  if (text.size() > kMaxJwtBytes) return Malformed("has more than 8192 bytes");
  const size_t first = text.find('.');
  const size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return Malformed("has not three parts");
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value header, ObjectOf(text.substr(0, first)));
  Jwt jwt;
  REEVE_RETURN_IF_ERROR(ReadHeader(header, &jwt));
  REEVE_ASSIGN_OR_RETURN(const json::Value claims,
                         ObjectOf(text.substr(first + 1, second - first - 1)));
  REEVE_RETURN_IF_ERROR(ReadClaims(claims, &jwt));
  Result<std::string> signature = Base64UrlDecode(text.substr(second + 1));
  if (!signature.ok() || signature->empty()) return Malformed("has no signature");
  jwt.signature = *std::move(signature);
  jwt.signing_input = text.substr(0, second);
  return jwt;
}

}  // namespace reeve::api
