#include "detectors/redaction_keys.h"

#include "base/aes_siv.h"
#include "base/hkdf.h"
#include "base/result.h"

namespace reeve::detectors {
namespace {

constexpr size_t kKeyBytes = 32;

std::string Derive(std::string_view master, std::string_view tenant, std::string_view purpose,
                   size_t size) {
  return Hkdf(master, "reeve redaction v1", JoinParts({purpose, tenant}), size);
}

std::string_view CheckedMaster(std::string_view master) {
  if (master.size() < kMinMasterKeyBytes) Panic("the master key of redaction is too short");
  return master;
}

}  // namespace

std::string JoinParts(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out += static_cast<char>(static_cast<uint64_t>(part.size()) >> shift & 0xFF);
    }
    out += part;
  }
  return out;
}

RedactionKeys::RedactionKeys(std::string_view master, std::string_view tenant)
    : tenant_(tenant),
      token_(Derive(CheckedMaster(master), tenant, "token", kKeyBytes)),
      surrogate_(Derive(master, tenant, "surrogate", kKeyBytes)),
      number_(Derive(master, tenant, "number", kKeyBytes)),
      sealing_(Derive(master, tenant, "seal", kSivKeyBytes)) {}

Hash RedactionKeys::ForToken(std::string_view entity, std::string_view value) const {
  return HmacSha256(token_, JoinParts({entity, value}));
}

Hash RedactionKeys::ForSurrogate(std::string_view entity, std::string_view value,
                                 uint32_t counter) const {
  return HmacSha256(surrogate_, JoinParts({entity, value, std::to_string(counter)}));
}

Hash RedactionKeys::ForNumber(std::string_view interaction, std::string_view entity,
                              std::string_view value) const {
  return HmacSha256(number_, JoinParts({interaction, entity, value}));
}

}  // namespace reeve::detectors
