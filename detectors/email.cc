// E-mail addresses: the dot-atom form of RFC 5322 at a host name with a top-level domain. Quoted
// local parts and address literals ("x@[192.0.2.1]") are read by no mail form and are left out.
#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// Endings of file names that are no top-level domains: "logo@2x.png" is no address.
constexpr std::array<std::string_view, 12> kFileEndings = {
    "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "json", "yaml", "pdf"};

// The second byte of a Latin letter with an accent, so that "müller@example.de" is found whole.
bool AccentEnd(std::string_view text, size_t pos) {
  if (pos == 0 || !IsContinuationByte(text[pos])) return false;
  const auto lead = static_cast<uint8_t>(text[pos - 1]);
  return lead >= 0xC3 && lead <= 0xC9;
}

size_t LocalBegin(std::string_view text, size_t at) {
  const size_t lowest = at > kMaxEmailLocal ? at - kMaxEmailLocal : 0;
  size_t begin = at;
  while (begin > lowest) {
    if (IsAlnum(text[begin - 1]) || Has(text[begin - 1], kAtom)) {
      --begin;
    } else if (begin - lowest >= 2 && AccentEnd(text, begin - 1)) {
      begin -= 2;
    } else {
      break;
    }
  }
  // Brackets, quotes and list marks of prose are atext too; an address seldom begins with them.
  while (begin < at && (Has(text[begin], kAtom) && text[begin] != '_' && text[begin] != '+')) {
    ++begin;
  }
  // "mail=ada@example.org", "to/ada@example.org": what stands before the sign is a key or a path.
  const size_t cut = text.substr(begin, at - begin).find_last_of("=/'`|?");
  return cut == std::string_view::npos ? begin : begin + cut + 1;
}

size_t DomainEnd(std::string_view text, size_t begin) {
  const size_t highest = std::min(text.size(), begin + kMaxEmailDomain);
  size_t end = begin;
  while (end < highest) {
    const bool accent = end + 1 < highest && AccentEnd(text, end + 1);
    if (!IsAlnum(text[end]) && text[end] != '-' && text[end] != '.' && !accent) break;
    end += accent ? 2 : 1;
  }
  while (end > begin && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  return end;
}

bool LabelValid(std::string_view label) {
  return !label.empty() && label.size() <= kMaxDnsLabel && label.front() != '-' &&
         label.back() != '-';
}

bool TopLevelValid(std::string_view label) {
  if (label.size() < 2) return false;
  std::string lower(label);
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  if (lower.starts_with("xn--")) return true;
  if (!std::all_of(label.begin(), label.end(), IsLetter)) return false;
  return std::find(kFileEndings.begin(), kFileEndings.end(), lower) == kFileEndings.end();
}

bool DomainValid(std::string_view domain) {
  size_t labels = 0;
  while (true) {
    const size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    ++labels;
    if (!LabelValid(label)) return false;
    if (dot == std::string_view::npos) return labels >= 2 && TopLevelValid(label);
    domain.remove_prefix(dot + 1);
  }
}

bool LocalValid(std::string_view local) {
  return !local.empty() && local.back() != '.' && local.find("..") == std::string_view::npos;
}

}  // namespace

std::optional<Hit> MatchEmail(std::string_view text, size_t pos, const ContextWords& words) {
  const size_t begin = LocalBegin(text, pos);
  if (begin > 0 && IsAlnum(text[begin - 1])) return std::nullopt;  // longer than a local part
  if (!LocalValid(text.substr(begin, pos - begin))) return std::nullopt;
  const size_t end = DomainEnd(text, pos + 1);
  if (At(text, end, '@') || !DomainValid(text.substr(pos + 1, end - pos - 1))) return std::nullopt;
  Hit hit{&kEmailAddress, begin, end, {.format = 0.85}, false};
  if (words.Of(text, begin, end, kTopicEmail, 0) == Support::kFor) hit.parts.context = 0.15;
  return hit;
}

}  // namespace reeve::detectors
