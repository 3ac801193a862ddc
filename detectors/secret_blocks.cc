#include "detectors/secret_blocks.h"

#include <algorithm>
#include <string>

#include "base/encoding.h"
#include "detectors/bytes.h"
#include "detectors/limits.h"
#include "detectors/placeholder.h"
#include "detectors/secret_checks.h"

namespace reeve::detectors {
namespace {

bool OneOf(char c, std::string_view bytes) { return bytes.find(c) != std::string_view::npos; }
bool Quote(char c) { return c == '"' || c == '\''; }

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

// The value of a password that documentation writes, or of a variable.
bool Literal(std::string_view password) {
  return !IsPlaceholder(password) && !IsReference(password);
}

// The word after `at`, blanks skipped; empty at the line's end.
std::string_view NextWord(std::string_view text, size_t at, size_t highest) {
  while (at < highest && Has(text[at], kSpace)) ++at;
  size_t end = at;
  while (end < highest && !Has(text[end], kSpace)) ++end;
  return text.substr(at, end - at);
}

}  // namespace

std::optional<SecretSpan> ReadJwt(std::string_view text, size_t pos) {
  if (pos > 0 && Has(text[pos - 1], kUrlSafe)) return std::nullopt;
  const size_t limit = pos + kMaxTokenBytes;
  const size_t header = UrlSafeEnd(text, pos, limit);
  if (!At(text, header, '.')) return std::nullopt;
  const size_t payload = UrlSafeEnd(text, header + 1, limit);
  if (payload - header < 8) return std::nullopt;
  size_t end = payload;
  if (At(text, payload, '.')) {
    end = UrlSafeEnd(text, payload + 1, limit);
    // The encrypted form has five parts (RFC 7516).
    for (int part = 0; part < 2 && At(text, end, '.') && AtClass(text, end + 1, kUrlSafe); ++part) {
      end = UrlSafeEnd(text, end + 1, limit);
    }
  } else if (text.substr(header + 1, 2) != "ey") {
    return std::nullopt;  // without a signature the payload must look like JSON
  }
  if (!JoseHeader(text.substr(pos, header - pos))) return std::nullopt;
  return SecretSpan{pos, end, true};
}

std::optional<SecretSpan> ReadPem(std::string_view text, size_t pos) {
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
           (IsAlnum(rest[end]) || Has(rest[end], kSpace) || OneOf(rest[end], "+/=\\:,-"))) {
      ++end;
    }
    while (end > body && Has(rest[end - 1], kSpace)) --end;
  } else if (text.substr(end, 8) == "-----END") {
    const size_t closing = text.substr(0, std::min(text.size(), end + 80)).find(kDashes, end + 8);
    complete = closing != std::string_view::npos;
    end = complete ? closing + kDashes.size() : end + 8;
  }
  return SecretSpan{pos - kDashes.size(), end, complete};
}

std::optional<UrlCredentials> ReadUrlCredentials(std::string_view text, size_t pos) {
  constexpr size_t kMaxScheme = 20;
  size_t begin = pos;
  while (begin > 0 && pos - begin < kMaxScheme &&
         (IsAlnum(text[begin - 1]) || OneOf(text[begin - 1], "+-."))) {
    --begin;
  }
  if (begin == pos) return std::nullopt;
  const size_t authority = pos + 3;
  const size_t highest = std::min(text.size(), authority + kMaxUserinfoBytes);
  size_t colon = 0;
  size_t at = authority;
  for (; at < highest && text[at] != '@'; ++at) {
    if (Has(text[at], kSpace) || OneOf(text[at], "/?#\"'`<>\\")) return std::nullopt;
    if (text[at] == ':' && colon == 0) colon = at;
  }
  if (at >= highest || colon == 0) return std::nullopt;
  // A password may hold an `@` that was not escaped: the last one before the host counts.
  size_t end = at + 1;
  for (; end < highest && !Has(text[end], kSpace) && !OneOf(text[end], "/?#\"'`<>,;\\)"); ++end) {
    if (text[end] == '@') at = end;
  }
  UrlCredentials credentials;
  credentials.scheme = text.substr(begin, pos - begin);
  credentials.host = text.substr(at + 1, end - at - 1);
  credentials.user = {authority, colon, false};
  credentials.password = {colon + 1, at, false};
  const std::string_view user = text.substr(authority, colon - authority);
  const auto hex = [](char c) { return Has(c, kHex); };
  // A user that was drawn is half of the secret.
  constexpr size_t kMinDrawnUser = 8;
  if (user.size() >= kMinDrawnUser && std::all_of(user.begin(), user.end(), hex)) {
    credentials.password.begin = authority;
  }
  const std::string_view password = text.substr(colon + 1, at - colon - 1);
  if (password.size() < 3 || credentials.host.empty() || !Literal(password)) return std::nullopt;
  return credentials;
}

std::optional<SecretSpan> ReadCurlUser(std::string_view text, size_t pos) {
  const size_t highest = std::min(text.size(), pos + kMaxCommandBytes);
  size_t at = pos + 4;
  if (at >= highest || !Has(text[at], kSpace)) return std::nullopt;
  for (; at < highest; ++at) {
    if (text[at] != '-' || !Has(text[at - 1], kSpace)) continue;
    const std::string_view rest = text.substr(at, highest - at);
    const size_t flag = rest.starts_with("--user") ? 6 : rest.starts_with("-u") ? 2 : 0;
    if (flag == 0 || flag >= rest.size() || !OneOf(rest[flag], " =\t\"'")) continue;
    at += flag;
    while (at < highest && OneOf(text[at], " =\t")) ++at;
    if (at >= highest) return std::nullopt;
    const char quote = Quote(text[at]) ? text[at++] : '\0';
    size_t end = at;
    while (end < highest && text[end] != '\n' &&
           (quote != 0 ? text[end] != quote : !Has(text[end], kSpace))) {
      ++end;
    }
    const std::string_view pair = text.substr(at, end - at);
    const size_t colon = pair.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view password = pair.substr(colon + 1);
    const bool user_only = password.empty();
    const std::string_view secret = user_only ? pair.substr(0, colon) : password;
    const bool fixed = Literal(secret) && !IsReference(pair) && secret.find('$') != 0 &&
                       secret.find("}}") == std::string_view::npos &&
                       secret.find('"') == std::string_view::npos;
    if (secret.size() < 3 || !fixed) return std::nullopt;
    // The pair authenticates, as it does in the header that curl makes of it.
    return SecretSpan{at, end, false};
  }
  return std::nullopt;
}

std::optional<SecretSpan> ReadNetrc(std::string_view text, size_t pos) {
  const size_t highest = std::min(text.size(), pos + kMaxCommandBytes);
  const auto after = [&](std::string_view word) {
    return static_cast<size_t>(word.data() - text.data()) + word.size();
  };
  const std::string_view host = NextWord(text, pos + 7, highest);
  const std::string_view login = NextWord(text, after(host), highest);
  if (host.empty() || login != "login") return std::nullopt;
  const std::string_view user = NextWord(text, after(login), highest);
  const std::string_view word = NextWord(text, after(user), highest);
  if (user.empty() || word != "password") return std::nullopt;
  const std::string_view password = NextWord(text, after(word), highest);
  if (password.size() < 3 || !Literal(password)) return std::nullopt;
  return SecretSpan{after(password) - password.size(), after(password), false};
}

namespace {

bool KindSecret(std::string_view text, size_t pos) {
  size_t at = pos + 4;
  if (!At(text, at, ':')) return false;
  ++at;
  while (at < text.size() && OneOf(text[at], " \t\"'")) ++at;
  constexpr std::string_view kWord = "ecret";
  return at < text.size() && ToLower(text[at]) == 's' && text.substr(at + 1, 5) == kWord &&
         !WordAt(text, at + 6);
}

// The base64 words in the lines of a block that is indented deeper than `indent`.
void ReadDataLines(std::string_view text, size_t at, size_t indent, size_t highest,
                   std::vector<SecretSpan>* spans) {
  constexpr size_t kMinValue = 10;
  while (at < highest) {
    size_t line = at;
    while (line < highest && OneOf(text[line], " \t")) ++line;
    if (line >= highest || (line - at <= indent && text[line] != '\n')) return;
    size_t end = line;
    while (end < highest && text[end] != '\n') ++end;
    const std::string_view content = text.substr(line, end - line);
    const size_t colon = content.find(':');
    size_t begin = content.starts_with('#')          ? content.size()
                   : colon == std::string_view::npos ? 0
                                                     : colon + 1;
    while (begin < content.size() && OneOf(content[begin], " \t\"'")) ++begin;
    size_t stop = begin;
    while (stop < content.size() && (IsAlnum(content[stop]) || OneOf(content[stop], "+/="))) ++stop;
    const std::string_view value = content.substr(begin, stop - begin);
    const bool whole = stop == content.size() || OneOf(content[stop], " \t\"'\r");
    if (whole && value.size() >= kMinValue && value.size() % 4 == 0 && Base64Decode(value).ok()) {
      spans->push_back({line + begin, line + stop, true});
    }
    at = end + 1;
  }
}

}  // namespace

std::vector<SecretSpan> ReadKubernetesSecret(std::string_view text, size_t pos) {
  std::vector<SecretSpan> spans;
  if (!KindSecret(text, pos) || WordBefore(text, pos)) return spans;
  size_t begin = pos > kMaxDocumentBytes ? pos - kMaxDocumentBytes : 0;
  size_t end = std::min(text.size(), pos + kMaxDocumentBytes);
  // YAML's documents end at "---".
  if (const size_t mark = text.substr(begin, pos - begin).rfind("\n---");
      mark != std::string_view::npos) {
    begin += mark + 4;
  }
  if (const size_t mark = text.substr(pos, end - pos).find("\n---");
      mark != std::string_view::npos) {
    end = pos + mark;
  }
  // `data` must stand at the level of `kind`, or it belongs to a template of something else.
  size_t line = pos;
  while (line > begin && text[line - 1] != '\n') --line;
  const size_t indent = pos - line;
  for (size_t at = begin; at < end;) {
    const size_t newline = std::min(end, text.find('\n', at));
    const std::string_view content = text.substr(at, newline - at);
    const size_t blanks = std::min(content.find_first_not_of(" \t"), content.size());
    if (blanks == indent && content.substr(blanks).starts_with("data:")) {
      ReadDataLines(text, newline + 1, indent, end, &spans);
      break;
    }
    at = newline + 1;
  }
  return spans;
}

}  // namespace reeve::detectors
