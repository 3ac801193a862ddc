// Web addresses: with a scheme (RFC 3986 over http, https, ftp, ws), with `www.`, and bare host
// names under top-level domains that are no ending of a file and no word of prose.
#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr auto kSchemes =
    std::to_array<std::string_view>({"https", "http", "ftps", "ftp", "wss", "ws"});

// Sorted. Bare names under others ("main.py", "read.me") are files or sentences without a blank.
constexpr auto kBareTopLevels = std::to_array<std::string_view>(
    {"ac",  "ae",      "agency", "ai",     "app",    "ar",  "arpa", "at",   "au",    "be",
     "bg",  "biz",     "blog",   "br",     "ca",     "cat", "ch",   "cl",   "club",  "cn",
     "co",  "com",     "coop",   "cz",     "de",     "dev", "dk",   "edu",  "ee",    "es",
     "eu",  "example", "fi",     "fr",     "gov",    "gr",  "hk",   "hr",   "hu",    "id",
     "ie",  "il",      "info",   "int",    "io",     "ir",  "jp",   "ke",   "kr",    "lt",
     "lu",  "lv",      "mil",    "mobi",   "museum", "mx",  "my",   "name", "net",   "ng",
     "nl",  "no",      "nz",     "online", "org",    "pe",  "ph",   "pk",   "pro",   "pt",
     "ro",  "ru",      "sa",     "se",     "shop",   "si",  "site", "sk",   "store", "tech",
     "th",  "tr",      "travel", "tv",     "tw",     "ua",  "uk",   "us",   "uy",    "vn",
     "xyz", "za"});

bool HostByte(char c) { return IsAlnum(c) || c == '-' || c == '.'; }

size_t HostEnd(std::string_view text, size_t pos) {
  const size_t highest = std::min(text.size(), pos + kMaxEmailDomain);
  while (pos < highest && (HostByte(text[pos]) || static_cast<uint8_t>(text[pos]) >= 0xC3 ||
                           IsContinuationByte(text[pos]))) {
    ++pos;
  }
  while (pos > 0 && (text[pos - 1] == '.' || text[pos - 1] == '-')) --pos;
  return pos;
}

// The last label, of letters, in lower case; empty when the host is no name of two labels.
std::string TopLevel(std::string_view host) {
  const size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || host.find("..") != std::string_view::npos) {
    return "";
  }
  std::string label(host.substr(dot + 1));
  std::transform(label.begin(), label.end(), label.begin(), ToLower);
  if (label.starts_with("xn--")) return label;
  return label.size() >= 2 && std::all_of(label.begin(), label.end(), IsLetter) ? label : "";
}

bool Quad(std::string_view host) {
  return std::count(host.begin(), host.end(), '.') == 3 &&
         std::all_of(host.begin(), host.end(), [](char c) { return IsDigit(c) || c == '.'; });
}

// Port, path, query, fragment; the mark that ends a sentence, and a bracket or quotation mark that
// was opened before the address, are no part of it.
size_t TailEnd(std::string_view text, size_t pos) {
  constexpr std::string_view kEnds = " \t\r\n\f\v<>\"'`{}|\\^[]";
  if (At(text, pos, ':') && AtClass(text, pos + 1, kDigit)) {
    for (++pos; pos < text.size() && IsDigit(text[pos]);) ++pos;
  }
  if (!At(text, pos, '/') && !At(text, pos, '?') && !At(text, pos, '#')) return pos;
  const size_t begin = pos;
  const size_t highest = std::min(text.size(), pos + kMaxUrlBytes);
  int open = 0;
  while (pos < highest && kEnds.find(text[pos]) == std::string_view::npos) {
    if (text[pos] == '(') ++open;
    if (text[pos] == ')' && --open < 0) break;
    ++pos;
  }
  constexpr std::string_view kMarks = ".,;:!?*";
  while (pos > begin && kMarks.find(text[pos - 1]) != std::string_view::npos) --pos;
  return pos;
}

}  // namespace

std::optional<Hit> MatchUrl(std::string_view text, size_t pos) {
  if (!text.substr(pos).starts_with("://")) return std::nullopt;
  for (const std::string_view scheme : kSchemes) {
    if (pos < scheme.size()) continue;
    const size_t begin = pos - scheme.size();
    size_t i = 0;
    while (i < scheme.size() && ToLower(text[begin + i]) == scheme[i]) ++i;
    if (i < scheme.size() || WordBefore(text, begin)) continue;
    size_t host = pos + 3;
    // "user:password@": as far as the mark, within the bound of a local part.
    const size_t at = text.substr(host, kMaxEmailLocal * 2).find_first_of("@/ \t\r\n\"'<>");
    if (at != std::string_view::npos && text[host + at] == '@') host += at + 1;
    const size_t end = HostEnd(text, host);
    const std::string_view name = text.substr(host, end - host);
    if (TopLevel(name).empty() && !Quad(name)) return std::nullopt;
    return Hit{&kUrl, begin, TailEnd(text, end), {.format = 0.7}, false};
  }
  return std::nullopt;
}

void MatchBareDomain(std::string_view text, size_t pos, const Wanted& wanted,
                     std::vector<Hit>* hits) {
  if (pos > 0) {
    constexpr std::string_view kInside = "@./\\-:$%&=~";
    if (WordBefore(text, pos) || kInside.find(text[pos - 1]) != std::string_view::npos) return;
  }
  const size_t end = HostEnd(text, pos);
  const std::string_view host = text.substr(pos, end - pos);
  if (At(text, end, '@') || At(text, end, '(') || WordAt(text, end)) return;
  const std::string top = TopLevel(host);
  if (top.empty() || !host.ends_with(top)) return;  // "end.At": capitals begin a sentence
  const bool www = host.starts_with("www.") && host.find('.', 4) != std::string_view::npos;
  if (!www && !std::binary_search(kBareTopLevels.begin(), kBareTopLevels.end(), top)) return;
  const size_t tail = TailEnd(text, end);
  const ScoreParts parts{.format = www ? 0.6 : 0.5};
  if (wanted(kUrl)) hits->push_back({&kUrl, pos, tail, parts, false});
  if (wanted(kDomainName)) hits->push_back({&kDomainName, pos, tail, parts, false});
}

}  // namespace reeve::detectors
