#include "detectors/placeholder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

// Inside a token these say that it is a specimen, for example Amazon's AKIAIOSFODNN7EXAMPLE.
constexpr std::array<std::string_view, 16> kSpecimenWords = {
    "example", "placeholder", "xxxxx", "changeme", "redacted", "yourtoken", "your_",   "your-",
    "_here",   "-here",       "<your", "dummy",    "notareal", "yourapi",   "insert_", "insert-"};

// Inside a password these say the same; they would refuse too many drawn tokens.
constexpr std::array<std::string_view, 27> kPlaceholderParts = {
    "fake",     "dummy",    "example", "placeholder", "changeme", "change_me", "change-me",
    "changeit", "your_",    "your-",   "insert",      "replace",  "redacted",  "xxxx",
    "****",     "....",     "sample",  "_here",       "-here",    "todo",      "not_long",
    "notareal", "somepass", "real_",   "notapass",    "<",        "_key\""};

// A whole value that is one of these is a word of a form or of documentation.
constexpr std::array<std::string_view, 77> kPlainWords = {
    "password", "passwd", "pass", "pwd", "passphrase", "secret", "secrets", "token", "key",
    "apikey", "api_key", "api-key", "user", "username", "admin", "root", "test", "testing", "demo",
    "default", "string", "str", "text", "number", "integer", "int", "bool", "boolean", "true",
    "false", "none", "null", "nil", "undefined", "empty", "required", "optional", "hidden", "value",
    "unknown", "unset", "enabled", "disabled", "yes", "no", "on", "off", "auto", "foo", "bar",
    "baz", "foobar", "abc", "abc123", "123", "1234", "12345", "123456", "mysecret", "mypassword",
    "mytoken", "my_token", "my-token", "mykey", "any", "object", "bearer", "basic", "oauth",
    "oauth2", "jwt", "yyy", "xxx", "credentials", "anonymous",
    // NuGet's documentation.
    "33f!!lloppa", "hal+9ooo_da!sy"};

// A value begins so that names what holds the secret.
constexpr std::array<std::string_view, 36> kReferenceStarts = {
    "$",        "{{",     "<",       "%(",       "%{",      "#{",       "@{",    "[%",
    "os.",      "env.",   "env[",    "process.", "system.", "config.",  "conf.", "settings.",
    "secrets.", "vault:", "ssm:",    "secret:",  "arn:",    "file:",    "enc[",  "enc(",
    "self.",    "this.",  "params[", "options.", "props.",  "request.", "req.",  "args.",
    "data.",    "var.",   "local.",  "!ref"};

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  return lower;
}

template <size_t kCount>
bool ContainsAny(const std::string& lower, const std::array<std::string_view, kCount>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// "abcdefghij", "0123456789": letters in their order, kRun of them, are typed, not drawn.
bool Ascending(std::string_view body) {
  constexpr int kRun = 10;
  int run = 1;
  for (size_t i = 1; i < body.size() && run < kRun; ++i) {
    run = body[i] == body[i - 1] + 1 ? run + 1 : 1;
  }
  return run == kRun;
}

// No encoder writes hex digits in both cases, and no draw of letters gives hex digits alone.
bool HexInBothCases(std::string_view value) {
  constexpr size_t kShortest = 20;
  const auto any = [&](uint8_t bits) {
    return std::any_of(value.begin(), value.end(), [&](char c) { return Has(c, bits); });
  };
  return value.size() >= kShortest && any(kUpper) && any(kLower) &&
         std::all_of(value.begin(), value.end(), [](char c) { return Has(c, kHex); });
}

bool Vowel(char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; }

// A word in one case but for the first letter: "Snapshot", "HOST", "net".
bool ReadsLikeWord(std::string_view piece) {
  constexpr size_t kShortest = 3;
  constexpr size_t kLongest = 14;
  if (piece.size() < kShortest || piece.size() > kLongest) return false;
  const auto all = [&](uint8_t bits, size_t from) {
    return std::all_of(piece.begin() + static_cast<std::ptrdiff_t>(from), piece.end(),
                       [&](char c) { return Has(c, bits); });
  };
  return (all(kUpper, 0) || (IsLetter(piece[0]) && all(kLower, 1))) &&
         std::any_of(piece.begin(), piece.end(), Vowel);
}

// Letters of the piece that are words: the whole, or humps of four and more ("BlindKeySignatures").
size_t LettersInWords(std::string_view piece) {
  if (ReadsLikeWord(piece)) return piece.size();
  constexpr size_t kMinHump = 4;
  size_t letters = 0;
  for (size_t begin = 0; begin < piece.size();) {
    size_t end = begin + 1;
    while (end < piece.size() && Has(piece[end], kLower)) ++end;
    const std::string_view hump = piece.substr(begin, end - begin);
    if (hump.size() >= kMinHump && ReadsLikeWord(hump)) letters += hump.size();
    begin = end;
  }
  return letters;
}

// name(, name.name(, name[: a call or a subscript.
bool CallOrSubscript(std::string_view value) {
  size_t end = 0;
  while (end < value.size() && (IsAlnum(value[end]) || value[end] == '_' || value[end] == '.')) {
    ++end;
  }
  return end >= 2 && end < value.size() && (value[end] == '(' || value[end] == '[') &&
         IsLetter(value[0]);
}

}  // namespace

bool IsSpecimen(std::string_view token) {
  return Ascending(token) || ContainsAny(Lower(token), kSpecimenWords);
}

bool IsReference(std::string_view value) {
  const std::string lower = Lower(value);
  const bool named = std::any_of(kReferenceStarts.begin(), kReferenceStarts.end(),
                                 [&](std::string_view start) { return lower.starts_with(start); });
  if (named || CallOrSubscript(value)) return true;
  if (value.size() >= 3 && value.front() == value.back() && (value[0] == '%' || value[0] == '@')) {
    return true;
  }
  if (value.starts_with('(') || value.find("::") != std::string_view::npos) return true;
  if (value.starts_with('[') && value.ends_with(']')) return true;
  if (value.starts_with('{') && value.ends_with('}')) return true;
  return value.starts_with('/') || value.starts_with("./") ||
         value.find("://") != std::string::npos;
}

bool IsPlaceholder(std::string_view value) {
  const std::string lower = Lower(value);
  if (std::find(kPlainWords.begin(), kPlainWords.end(), lower) != kPlainWords.end()) return true;
  if (std::all_of(value.begin(), value.end(), [&](char c) { return c == value[0]; })) return true;
  if (std::none_of(value.begin(), value.end(), IsAlnum)) return true;
  if (value.ends_with("..")) return true;  // cut short for people
  return Ascending(value) || HexInBothCases(value) || ContainsAny(lower, kPlaceholderParts);
}

bool LooksDrawn(std::string_view value) {
  const bool digit = std::any_of(value.begin(), value.end(), IsDigit);
  const bool letter = std::any_of(value.begin(), value.end(), IsLetter);
  if (!digit || !letter) return false;
  size_t words = 0;
  for (size_t i = 0; i < value.size();) {
    size_t end = i;
    while (end < value.size() && IsAlnum(value[end])) ++end;
    const std::string_view piece = value.substr(i, end - i);
    // "v1", "rc0", "2024": short pieces and numbers say nothing for it.
    constexpr size_t kShort = 3;
    constexpr size_t kDate = 8;
    const bool number = piece.size() <= kDate && std::all_of(piece.begin(), piece.end(), IsDigit);
    words += number || piece.size() <= kShort ? piece.size() : LettersInWords(piece);
    i = end + 1;
  }
  return words * 2 <= value.size();
}

}  // namespace reeve::detectors
