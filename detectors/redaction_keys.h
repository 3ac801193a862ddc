// The keys of redaction of one tenant, derived (HKDF, RFC 5869) from the master key of the data
// folder. One key a purpose: none of them tells another, nor another tenant's.
//
// Nothing here is ever logged, recorded or printed.
//
// Thread-safety: immutable.
#pragma once

#include <string>
#include <string_view>

#include "base/sha256.h"

namespace reeve::detectors {

inline constexpr size_t kMinMasterKeyBytes = 32;

class RedactionKeys {
 public:
  // Precondition: master.size() >= kMinMasterKeyBytes.
  RedactionKeys(std::string_view master, std::string_view tenant);

  const std::string& tenant() const { return tenant_; }

  // Pseudorandom bytes for a value of a kind, under the key of the purpose. Different purposes,
  // kinds and values are kept apart by lengths.
  Hash ForToken(std::string_view entity, std::string_view value) const;
  Hash ForSurrogate(std::string_view entity, std::string_view value, uint32_t counter) const;
  Hash ForNumber(std::string_view interaction, std::string_view entity,
                 std::string_view value) const;
  // Of AES-256-SIV (base/aes_siv.h).
  std::string_view sealing() const { return sealing_; }

 private:
  std::string tenant_;
  std::string token_;
  std::string surrogate_;
  std::string number_;
  std::string sealing_;
};

// The parts, each behind its length in eight bytes: no two lists of parts give the same bytes.
std::string JoinParts(std::initializer_list<std::string_view> parts);

}  // namespace reeve::detectors
