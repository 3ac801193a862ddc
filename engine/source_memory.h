// When a source last confirmed which bundle, kept over a restart, so that a server which starts
// while its source is out of reach knows how old its bundle is: DATA/bundle-source.json.
//
//   {"confirmed":"2026-11-20T09:30:00.000000Z","digest":"sha256:...","source":"https://..."}
//
// Losing it loses nothing but that: the bundle is then as old as its activation.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace reeve::engine {

struct SourceMemory {
  std::string source;
  std::string digest;
  Timestamp confirmed;
};

// Nothing where there is no file. source.memory, file.*
Result<std::optional<SourceMemory>> ReadSourceMemory(const std::filesystem::path& path);
Status WriteSourceMemory(const std::filesystem::path& path, const SourceMemory& memory);

}  // namespace reeve::engine
