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

// The size of a letter at text[pos] of a script other than Latin (RFC 6531), or 0. Of the blocks,
// the few marks that stand between letters are left out.
size_t ForeignLetter(std::string_view text, size_t pos) {
  const std::string_view rest = text.substr(pos);
  if (rest.size() < 2 || !IsContinuationByte(rest[1])) return 0;
  const auto lead = static_cast<uint8_t>(rest[0]);
  if (lead >= 0xCE && lead <= 0xDB) {  // Greek, Cyrillic, Hebrew, Arabic
    const bool mark = lead == 0xD8 && static_cast<uint8_t>(rest[1]) < 0xA0;
    return mark ? 0 : 2;
  }
  if (rest.size() < 3 || lead < 0xE0 || lead == 0xE2 || lead > 0xED) return 0;
  // Indian, Thai, East Asian; of the last, not the full stops and brackets.
  const bool mark = rest.starts_with("\xE3\x80") || rest.starts_with("।") || rest.starts_with("॥");
  return mark ? 0 : 3;
}

// Where the run of such letters begins that ends at `end`, at most kMaxEmailLocal bytes before it.
size_t ForeignBegin(std::string_view text, size_t end) {
  const size_t lowest = end > kMaxEmailLocal ? end - kMaxEmailLocal : 0;
  size_t begin = end;
  for (const size_t size : {size_t{2}, size_t{3}}) {
    while (begin >= lowest + size && ForeignLetter(text, begin - size) == size) begin -= size;
  }
  return begin;
}

size_t LocalBegin(std::string_view text, size_t at) {
  // East Asian words stand without blanks, so only a local part that is all foreign is read so.
  if (const size_t begin = ForeignBegin(text, at); begin < at) return begin;
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
    // A label of a foreign script begins in it: behind "example.org" other words may follow.
    const bool label =
        end == begin || text[end - 1] == '.' || static_cast<uint8_t>(text[end - 1]) >= 0x80;
    const size_t foreign = label ? ForeignLetter(text, end) : 0;
    if (foreign > 0) {
      end += foreign;
      continue;
    }
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
  if (lower.starts_with("xn--") || ForeignLetter(label, 0) > 0) return true;
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
