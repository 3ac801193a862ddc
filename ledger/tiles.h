// The log as C2SP tlog-tiles has it: what a mirror, a monitor or a foreign verifier fetches.
//
//   checkpoint                     the newest signed checkpoint
//   tile/<L>/<N>[.p/<W>]           256 hashes (W, where the tile is partial) of the tree's level 8L
//   tile/entries/<N>[.p/<W>]       as many records, each after its length in two bytes, big-endian
//
// N is written in groups of three digits, all but the last behind an `x`: 1234067 is x001/x234/067.
// A tile never changes once a checkpoint covers it; only the checkpoint does.
//
// Thread-safety: all functions are pure, or as safe as the store that they read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/store.h"

namespace reeve::ledger {

inline constexpr unsigned kTileWidth = 256;

struct TileName {
  bool is_entries = false;  // records; else hashes of `level`
  unsigned level = 0;
  uint64_t index = 0;
  unsigned width = kTileWidth;  // below it: a partial tile

  // "tile/0/x001/234.p/12"
  std::string Path() const;
  // ledger.tile: no such path, a width of 0 or past 255, a level past 63.
  static Result<TileName> Parse(std::string_view path);

  // Whether a log of that size has it. A partial tile is there of every width that the log has
  // passed, so that who holds an older checkpoint finds the tiles that it needs.
  bool IsWithin(uint64_t size) const;

  friend bool operator==(const TileName&, const TileName&) = default;
};

// The tile's bytes, of a log of that size, which must be published. ledger.not_found,
// ledger.damaged, ledger.store
Result<std::string> ReadTile(const Store& store, const TileName& tile, uint64_t size);

}  // namespace reeve::ledger
