#include "detectors/secrets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/encoding.h"
#include "detectors/bytes.h"
#include "detectors/limits.h"
#include "detectors/secret_entities.h"

namespace reeve::detectors {
namespace {

enum class Charset {
  kUpperAlnum,
  kAlnum,
  kAlnumUnderscore,
  kUrlSafe,
  kUrlSafeDot,
  kAlnumDash,
  kPath
};
enum class Check { kNone, kBase62Crc, kOpenaiMark, kDots2, kWebhook };

struct TokenFormat {
  const EntityEntry* entity;
  std::string_view prefix;
  Charset charset;  // of what follows the prefix
  size_t min;       // bytes that follow the prefix
  size_t max;
  double entropy;  // least, of what follows the prefix, in bits a byte
  double score;
  Check check = Check::kNone;
};

constexpr std::array kTokens = {
    TokenFormat{&kAwsAccessKey, "AKIA", Charset::kUpperAlnum, 16, 16, 2.5, 0.85},
    TokenFormat{&kAwsAccessKey, "ASIA", Charset::kUpperAlnum, 16, 16, 2.5, 0.85},
    TokenFormat{&kAwsAccessKey, "ABIA", Charset::kUpperAlnum, 16, 16, 2.5, 0.8},
    TokenFormat{&kAwsAccessKey, "ACCA", Charset::kUpperAlnum, 16, 16, 2.5, 0.8},
    TokenFormat{&kGithubToken, "ghp_", Charset::kAlnum, 36, 251, 3, 0.8, Check::kBase62Crc},
    TokenFormat{&kGithubToken, "gho_", Charset::kAlnum, 36, 251, 3, 0.8, Check::kBase62Crc},
    TokenFormat{&kGithubToken, "ghu_", Charset::kAlnum, 36, 251, 3, 0.8, Check::kBase62Crc},
    TokenFormat{&kGithubToken, "ghs_", Charset::kAlnum, 36, 251, 3, 0.8, Check::kBase62Crc},
    TokenFormat{&kGithubToken, "ghr_", Charset::kAlnum, 36, 251, 3, 0.8, Check::kBase62Crc},
    TokenFormat{&kGithubToken, "github_pat_", Charset::kAlnumUnderscore, 82, 244, 3, 0.9},
    TokenFormat{&kGitlabToken, "glpat-", Charset::kUrlSafeDot, 20, 300, 3, 0.85},
    TokenFormat{&kGitlabToken, "gldt-", Charset::kUrlSafeDot, 20, 300, 3, 0.85},
    TokenFormat{&kGitlabToken, "glrt-", Charset::kUrlSafeDot, 20, 300, 3, 0.85},
    TokenFormat{&kGitlabToken, "glptt-", Charset::kUrlSafeDot, 40, 300, 3, 0.85},
    TokenFormat{&kOpenaiApiKey, "sk-", Charset::kAlnum, 48, 48, 3.5, 0.7, Check::kOpenaiMark},
    TokenFormat{&kOpenaiApiKey, "sk-proj-", Charset::kUrlSafe, 40, 240, 3.5, 0.8,
                Check::kOpenaiMark},
    TokenFormat{&kOpenaiApiKey, "sk-svcacct-", Charset::kUrlSafe, 40, 240, 3.5, 0.8,
                Check::kOpenaiMark},
    TokenFormat{&kOpenaiApiKey, "sk-admin-", Charset::kUrlSafe, 40, 240, 3.5, 0.8,
                Check::kOpenaiMark},
    TokenFormat{&kAnthropicApiKey, "sk-ant-", Charset::kUrlSafe, 80, 160, 3.5, 0.9},
    TokenFormat{&kGoogleApiKey, "AIza", Charset::kUrlSafe, 35, 35, 3.5, 0.85},
    TokenFormat{&kHuggingFaceToken, "hf_", Charset::kAlnum, 34, 40, 3, 0.85},
    TokenFormat{&kHuggingFaceToken, "api_org_", Charset::kAlnum, 34, 40, 3, 0.85},
    TokenFormat{&kSlackToken, "xoxb-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "xoxp-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "xoxa-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "xoxr-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "xoxs-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "xoxe-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "xoxo-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "xapp-", Charset::kAlnumDash, 24, 250, 2.5, 0.85},
    TokenFormat{&kSlackToken, "hooks.slack.com/services/", Charset::kPath, 40, 120, 3, 0.9,
                Check::kWebhook},
    TokenFormat{&kSlackToken, "hooks.slack.com/workflows/", Charset::kPath, 40, 160, 3, 0.9,
                Check::kWebhook},
    TokenFormat{&kSlackToken, "hooks.slack.com/triggers/", Charset::kPath, 40, 160, 3, 0.9,
                Check::kWebhook},
    TokenFormat{&kStripeApiKey, "sk_prod_", Charset::kAlnum, 16, 247, 3, 0.95},
    TokenFormat{&kStripeApiKey, "rk_prod_", Charset::kAlnum, 16, 247, 3, 0.95},
    TokenFormat{&kStripeApiKey, "sk_live_", Charset::kAlnum, 16, 247, 3, 0.95},
    TokenFormat{&kStripeApiKey, "rk_live_", Charset::kAlnum, 16, 247, 3, 0.95},
    TokenFormat{&kStripeApiKey, "sk_test_", Charset::kAlnum, 16, 247, 3, 0.7},
    TokenFormat{&kStripeApiKey, "rk_test_", Charset::kAlnum, 16, 247, 3, 0.7},
    TokenFormat{&kSendgridApiKey, "SG.", Charset::kUrlSafeDot, 66, 66, 3.5, 0.9, Check::kDots2},
    TokenFormat{&kNpmToken, "npm_", Charset::kAlnum, 36, 36, 3, 0.85, Check::kBase62Crc},
};

// Formats behind the table's: these two have a shape of their own.
constexpr uint32_t kJwtFormat = kTokens.size();
constexpr uint32_t kPemFormat = kTokens.size() + 1;

// In a token these say that it is a specimen, for example Amazon's AKIAIOSFODNN7EXAMPLE.
constexpr std::array<std::string_view, 8> kSpecimenWords = {
    "example", "placeholder", "xxxxx", "changeme", "redacted", "yourtoken", "your_", "your-"};

bool InCharset(char c, Charset charset) {
  switch (charset) {
    case Charset::kUpperAlnum:
      return Has(c, kUpper | kDigit);
    case Charset::kAlnum:
      return IsAlnum(c);
    case Charset::kAlnumUnderscore:
      return IsAlnum(c) || c == '_';
    case Charset::kUrlSafe:
      return Has(c, kUrlSafe);
    case Charset::kUrlSafeDot:
      return Has(c, kUrlSafe) || c == '.';
    case Charset::kAlnumDash:
      return IsAlnum(c) || c == '-';
    case Charset::kPath:
      return IsAlnum(c) || c == '/';
  }
  return false;
}

// "abcdefgh", "12345678": letters in their order, kRun of them, are typed, not drawn.
bool Ascending(std::string_view body) {
  constexpr int kRun = 8;
  int run = 1;
  for (size_t i = 1; i < body.size() && run < kRun; ++i) {
    run = body[i] == body[i - 1] + 1 ? run + 1 : 1;
  }
  return run == kRun;
}

bool Specimen(std::string_view body) {
  if (Ascending(body)) return true;
  std::string lower(body);
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  return std::any_of(kSpecimenWords.begin(), kSpecimenWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// What a format's own check says: nothing known, refused, or confirmed.
enum class Verdict { kUnknown, kRefused, kConfirmed };

Verdict RunCheck(std::string_view body, Check check) {
  switch (check) {
    case Check::kNone:
      return Verdict::kUnknown;
    case Check::kBase62Crc:
      // Tokens from before 2021 carry none, so a wrong sum refuses nothing.
      return Base62ChecksumValid(body) ? Verdict::kConfirmed : Verdict::kUnknown;
    case Check::kOpenaiMark:
      return body.find("T3BlbkFJ") != std::string_view::npos ? Verdict::kConfirmed
                                                             : Verdict::kUnknown;
    case Check::kDots2:
      return body[22] == '.' && std::count(body.begin(), body.end(), '.') == 1 ? Verdict::kUnknown
                                                                               : Verdict::kRefused;
    case Check::kWebhook:
      return body[0] == 'T' && std::count(body.begin(), body.end(), '/') >= 2 ? Verdict::kUnknown
                                                                              : Verdict::kRefused;
  }
  return Verdict::kUnknown;
}

std::optional<Hit> MatchToken(std::string_view text, size_t pos, const TokenFormat& format) {
  const size_t body_begin = pos + format.prefix.size();
  size_t end = body_begin;
  constexpr size_t kTrailing = 3;
  while (end < text.size() && end - body_begin <= format.max + kTrailing &&
         InCharset(text[end], format.charset)) {
    ++end;
  }
  // The full stop of the sentence, not of the token.
  while (end > body_begin && (text[end - 1] == '.' || text[end - 1] == '/')) --end;
  const size_t size = end - body_begin;
  if (size < format.min || size > format.max || WordAt(text, end)) return std::nullopt;
  const std::string_view body = text.substr(body_begin, size);
  if (Entropy(body) < format.entropy || Specimen(body)) return std::nullopt;
  const Verdict verdict = RunCheck(body, format.check);
  if (verdict == Verdict::kRefused) return std::nullopt;
  const bool confirmed = verdict == Verdict::kConfirmed;
  return Hit{
      format.entity, pos, end, {.format = format.score, .check = confirmed ? 0.2 : 0}, confirmed};
}

size_t UrlSafeEnd(std::string_view text, size_t pos, size_t limit) {
  const size_t highest = std::min(text.size(), limit);
  while (pos < highest && Has(text[pos], kUrlSafe)) ++pos;
  return pos;
}

// A JOSE header (RFC 7515 section 4): a JSON object that names its algorithm.
bool JoseHeader(std::string_view encoded) {
  std::string base64(encoded);
  std::replace(base64.begin(), base64.end(), '-', '+');
  std::replace(base64.begin(), base64.end(), '_', '/');
  base64.append((4 - base64.size() % 4) % 4, '=');
  const Result<std::string> header = Base64Decode(base64);
  return header.ok() && header->starts_with('{') && header->find("\"alg\"") != std::string::npos;
}

std::optional<Hit> MatchJwt(std::string_view text, size_t pos) {
  if (pos > 0 && Has(text[pos - 1], kUrlSafe)) return std::nullopt;
  const size_t limit = pos + kMaxTokenBytes;
  const size_t header = UrlSafeEnd(text, pos, limit);
  if (!At(text, header, '.')) return std::nullopt;
  const size_t payload = UrlSafeEnd(text, header + 1, limit);
  if (payload - header < 8 || !At(text, payload, '.')) return std::nullopt;
  size_t end = UrlSafeEnd(text, payload + 1, limit);
  // The encrypted form has five parts (RFC 7516).
  for (int part = 0; part < 2 && At(text, end, '.') && AtClass(text, end + 1, kUrlSafe); ++part) {
    end = UrlSafeEnd(text, end + 1, limit);
  }
  if (!JoseHeader(text.substr(pos, header - pos))) return std::nullopt;
  return Hit{&kJwt, pos, end, {.format = 0.6, .check = 0.35}, true};
}

// RFC 7468; `pos` is at BEGIN. A block whose end is missing is found up to where its text stops.
std::optional<Hit> MatchPem(std::string_view text, size_t pos) {
  constexpr std::string_view kDashes = "-----";
  constexpr size_t kMaxLabel = 64;
  if (pos < kDashes.size() || text.substr(pos - kDashes.size(), kDashes.size()) != kDashes) {
    return std::nullopt;
  }
  const size_t label_end =
      text.substr(0, std::min(text.size(), pos + kMaxLabel)).find(kDashes, pos);
  if (label_end == std::string_view::npos) return std::nullopt;
  if (text.substr(pos, label_end - pos).find("PRIVATE KEY") == std::string_view::npos) {
    return std::nullopt;
  }
  const size_t body = label_end + kDashes.size();
  const std::string_view rest = text.substr(0, std::min(text.size(), body + kMaxPemBytes));
  size_t end = rest.find(kDashes, body);
  constexpr size_t kMinBody = 40;
  const std::string_view inside = rest.substr(body, end - body);
  if (inside.size() < kMinBody || Entropy(inside) < 3.5) return std::nullopt;
  bool complete = false;
  if (end == std::string_view::npos) {
    end = body;
    while (end < rest.size() &&
           (IsAlnum(rest[end]) || Has(rest[end], kSpace) ||
            std::string_view("+/=\\:,-").find(rest[end]) != std::string_view::npos)) {
      ++end;
    }
    while (end > body && Has(rest[end - 1], kSpace)) --end;
  } else if (text.substr(end, 8) == "-----END") {
    const size_t closing = text.substr(0, std::min(text.size(), end + 80)).find(kDashes, end + 8);
    complete = closing != std::string_view::npos;
    end = complete ? closing + kDashes.size() : end + 8;
  }
  return Hit{&kPrivateKey, pos - kDashes.size(), end, {.format = complete ? 1.0 : 0.8}, complete};
}

}  // namespace

std::vector<SecretPrefix> SecretPrefixes() {
  std::vector<SecretPrefix> prefixes;
  for (uint32_t i = 0; i < kTokens.size(); ++i) {
    prefixes.push_back({kTokens[i].entity, {kTokens[i].prefix, i, true, false}});
  }
  prefixes.push_back({&kJwt, {"eyJ", kJwtFormat, true, false}});
  prefixes.push_back({&kPrivateKey, {"BEGIN", kPemFormat, true, false}});
  return prefixes;
}

std::optional<Hit> MatchSecret(std::string_view text, size_t pos, uint32_t format) {
  if (format == kJwtFormat) return MatchJwt(text, pos);
  if (format == kPemFormat) return MatchPem(text, pos);
  return MatchToken(text, pos, kTokens[format]);
}

double Entropy(std::string_view bytes) {
  std::array<size_t, 256> counts{};
  for (const char c : bytes) ++counts[static_cast<uint8_t>(c)];
  double bits = 0;
  for (const size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(bytes.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

bool Base62ChecksumValid(std::string_view body) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  if (body.size() <= 6) return false;
  const std::string_view payload = body.substr(0, body.size() - 6);
  uint32_t crc = 0xFFFFFFFF;
  for (const char c : payload) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
  }
  crc = ~crc;
  for (size_t i = body.size(); i-- > payload.size(); crc /= 62) {
    if (body[i] != kDigits[crc % 62]) return false;
  }
  return crc == 0;
}

}  // namespace reeve::detectors
