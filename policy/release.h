// Which of two bundles is the newer: a number that whoever builds them counts up, and the time of
// building. Both stand in the bundle's bytes, so its digest and every signature cover them.
//
// Releases are ordered by revision, then by time; one that is not given is before any that is. The
// bundle of a folder has neither.
//
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace reeve::policy {

// The largest whole number that canonical JSON carries for certain (RFC 8785): 2^53 - 1.
inline constexpr uint64_t kMaxRevision = (uint64_t{1} << 53) - 1;

struct Release {
  uint64_t revision = 0;  // from 1 on; 0 where none was given
  std::optional<Timestamp> created;

  bool given() const { return revision != 0 || created.has_value(); }
  // {"created","revision"}, of what is given.
  json::Object ToJson() const;
  // bundle.syntax: not what ToJson gives.
  static Result<Release> FromJson(const json::Value& value);
  // "revision 12, created 2026-11-27T10:00:00.000000Z", or "no revision".
  std::string Text() const;

  friend bool operator==(const Release&, const Release&) = default;
  friend auto operator<=>(const Release&, const Release&) = default;
};

}  // namespace reeve::policy
