#include "detectors/redact_tokens.h"

#include <algorithm>

#include "base/aes_siv.h"
#include "base/encoding.h"
#include "base/json.h"
#include "detectors/bytes.h"
#include "detectors/json_text.h"

namespace reeve::detectors {
namespace {

constexpr size_t kDigestBytes = 16;
constexpr size_t kMaxName = 64;
constexpr size_t kMaxLetters = (kMaxSealedBytes + 1 + kSivTagBytes) * 8 / 5 + 1;
// The first byte of what is sealed: a version, and where it may be restored.
constexpr uint8_t kVersion = 0x10;
constexpr uint8_t kPlaces = kRestoreInOutput | kRestoreInToolCall;

std::string Associated(const RedactionKeys& keys, std::string_view interaction,
                       std::string_view entity) {
  return JoinParts({"reeve token", keys.tenant(), entity, interaction});
}

std::string Token(std::string_view entity, char mark, std::string_view bytes) {
  std::string out = "<";
  out += entity;
  out += mark;
  out += Base32Encode(bytes);
  out += '>';
  return out;
}

bool IsNameByte(char c) { return IsAlnum(c) || c == '_' || c == '-' || c == '.'; }

// At a `<`. Nothing where no token of ours stands.
std::optional<OpenedToken> OpenAt(const RedactionKeys& keys, std::string_view interaction,
                                  std::string_view text, size_t begin) {
  size_t mark = begin + 1;
  while (mark < text.size() && mark - begin <= kMaxName && IsNameByte(text[mark])) ++mark;
  if (mark == begin + 1 || !At(text, mark, ':')) return std::nullopt;
  size_t end = mark + 1;
  while (end < text.size() && end - mark <= kMaxLetters && IsAlnum(text[end])) ++end;
  if (!At(text, end, '>')) return std::nullopt;
  const auto sealed = Base32Decode(text.substr(mark + 1, end - mark - 1));
  if (!sealed.ok()) return std::nullopt;
  const std::string_view entity = text.substr(begin + 1, mark - begin - 1);
  auto opened = SivOpen(keys.sealing(), Associated(keys, interaction, entity), *sealed);
  if (!opened || opened->size() < 2) return std::nullopt;
  const auto first = static_cast<uint8_t>(opened->front());
  if ((first & ~kPlaces) != kVersion) return std::nullopt;
  return OpenedToken{begin, end + 1, entity, opened->substr(1),
                     static_cast<uint8_t>(first & kPlaces)};
}

std::string RestorePlain(const RedactionKeys& keys, std::string_view interaction,
                         std::string_view text, uint8_t place,
                         std::span<const std::string_view> entities,
                         std::vector<std::string>* restored) {
  std::string out;
  size_t copied = 0;
  for (const OpenedToken& token : OpenTokens(keys, interaction, text)) {
    if ((token.restore & place) == 0) continue;
    const bool is_meant = entities.empty() || std::find(entities.begin(), entities.end(),
                                                        token.entity) != entities.end();
    if (!is_meant) continue;
    out += text.substr(copied, token.begin - copied);
    out += token.value;
    copied = token.end;
    if (restored != nullptr) restored->emplace_back(token.entity);
  }
  out += text.substr(copied);
  return out;
}

}  // namespace

std::string DigestToken(const RedactionKeys& keys, std::string_view entity,
                        std::string_view value) {
  const Hash digest = keys.ForToken(entity, value);
  return Token(entity, '#', AsBytes(digest).substr(0, kDigestBytes));
}

std::optional<std::string> SealedToken(const RedactionKeys& keys, std::string_view interaction,
                                       std::string_view entity, std::string_view value,
                                       uint8_t restore) {
  if (value.empty() || value.size() > kMaxSealedBytes || entity.size() > kMaxName) {
    return std::nullopt;
  }
  std::string text(1, static_cast<char>(kVersion | (restore & kPlaces)));
  text += value;
  return Token(entity, ':', SivSeal(keys.sealing(), Associated(keys, interaction, entity), text));
}

std::vector<OpenedToken> OpenTokens(const RedactionKeys& keys, std::string_view interaction,
                                    std::string_view text) {
  std::vector<OpenedToken> out;
  size_t open = text.find('<');
  while (open != text.npos) {
    auto token = OpenAt(keys, interaction, text, open);
    const size_t next = token ? token->end : open + 1;
    if (token) out.push_back(std::move(*token));
    open = text.find('<', next);
  }
  return out;
}

std::string Restore(const RedactionKeys& keys, std::string_view interaction, std::string_view text,
                    uint8_t place, std::span<const std::string_view> entities,
                    std::vector<std::string>* restored) {
  // Most texts hold no token at all.
  if (text.find(':') == text.npos) return std::string(text);
  // A document within a string of a document has twice the escapes, so there are few levels.
  const auto document = JsonText::Read(text);
  if (!document) return RestorePlain(keys, interaction, text, place, entities, restored);
  std::string out;
  size_t copied = 0;
  for (const JsonText::Token& token : document->tokens()) {
    if (token.kind != JsonText::Kind::kString) continue;
    const std::string plain = document->Decode(token).text;
    std::string changed = Restore(keys, interaction, plain, place, entities, restored);
    if (changed == plain) continue;
    out += text.substr(copied, token.begin - copied);
    json::WriteString(changed, &out);
    copied = token.end;
  }
  out += text.substr(copied);
  return out;
}

}  // namespace reeve::detectors
