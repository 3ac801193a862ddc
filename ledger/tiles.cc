#include "ledger/tiles.h"

#include <algorithm>
#include <vector>

#include "ledger/decimal.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kRoot = "tile/";
constexpr std::string_view kEntries = "entries";
constexpr std::string_view kPartial = ".p";
constexpr unsigned kLevelBits = 8;
constexpr unsigned kMostLevel = 63;  // of the specification
constexpr unsigned kLevelsOf64 = 8;  // a size of 64 bits has none above
constexpr size_t kGroupDigits = 3;
constexpr uint64_t kMostIndex = uint64_t{INT64_MAX} >> kLevelBits;

Error NoTile(std::string_view path) {
  return {"ledger.tile",
          "`" + std::string(path) +
              "` is no tile: they are tile/<level>/<index> and tile/entries/<index>, as in " +
              "tile/0/x001/234 or, partial, tile/0/x001/234.p/12"};
}

// Takes what stands before the next slash, or all.
std::string_view TakeElement(std::string_view* path) {
  const size_t slash = path->find('/');
  const std::string_view element = path->substr(0, slash);
  path->remove_prefix(slash == std::string_view::npos ? path->size() : slash + 1);
  return element;
}

bool IsGroup(std::string_view digits) {
  return digits.size() == kGroupDigits &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

uint64_t GroupValue(std::string_view digits) {
  uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<uint64_t>(c - '0');
  return value;
}

// The index off the front: `x` groups, then one without, to which ".p" may be attached.
bool TakeIndex(std::string_view* path, uint64_t* index, bool* is_partial) {
  *index = 0;
  for (bool first = true; !path->empty(); first = false) {
    std::string_view element = TakeElement(path);
    const bool more = element.starts_with('x');
    if (more) element.remove_prefix(1);
    if (!more && element.ends_with(kPartial)) {
      *is_partial = true;
      element.remove_suffix(kPartial.size());
    }
    // One spelling for each index: no group of zeros in front.
    if (!IsGroup(element) || (first && more && GroupValue(element) == 0)) return false;
    if (*index > kMostIndex / 1000) return false;
    *index = *index * 1000 + GroupValue(element);
    if (!more) return *index <= kMostIndex;
  }
  return false;
}

std::string IndexText(uint64_t index) {
  std::string digits = std::to_string(index);
  digits.insert(0, (kGroupDigits - digits.size() % kGroupDigits) % kGroupDigits, '0');
  std::string out;
  for (size_t at = 0; at < digits.size(); at += kGroupDigits) {
    if (at + kGroupDigits < digits.size()) out += 'x';
    out.append(digits, at, kGroupDigits);
    if (at + kGroupDigits < digits.size()) out += '/';
  }
  return out;
}

Result<std::string> ReadEntries(const Store& store, const TileName& tile) {
  RecordScan scan(store, tile.index * kTileWidth);
  std::string bundle;
  for (unsigned i = 0; i < tile.width; ++i) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> record, scan.Next());
    if (!record) {
      return Error{"ledger.damaged",
                   "the store has no record `" + std::to_string(scan.index()) + "`"};
    }
    AppendToRun(*record, &bundle);
  }
  return bundle;
}

Result<std::string> ReadTileHashes(const Store& store, const TileName& tile) {
  std::vector<uint64_t> indexes;
  indexes.reserve(tile.width);
  for (unsigned i = 0; i < tile.width; ++i) {
    indexes.push_back(StoredHashIndex(tile.level * kLevelBits, tile.index * kTileWidth + i));
  }
  REEVE_ASSIGN_OR_RETURN(const std::vector<Hash> hashes,
                         StoreHashReader(store).ReadHashes(indexes));
  std::string bytes;
  for (const Hash& hash : hashes) bytes += AsBytes(hash);
  return bytes;
}

}  // namespace

std::string TileName::Path() const {
  std::string path(kRoot);
  path += is_entries ? std::string(kEntries) : std::to_string(level);
  path += '/' + IndexText(index);
  if (width < kTileWidth) path += std::string(kPartial) + "/" + std::to_string(width);
  return path;
}

Result<TileName> TileName::Parse(std::string_view path) {
  const std::string_view whole = path;
  if (!path.starts_with(kRoot)) return NoTile(whole);
  path.remove_prefix(kRoot.size());
  TileName tile;
  const std::string_view level = TakeElement(&path);
  tile.is_entries = level == kEntries;
  uint64_t number = 0;
  if (!tile.is_entries && (!ParseDecimal(level, &number) || number > kMostLevel)) {
    return NoTile(whole);
  }
  tile.level = static_cast<unsigned>(number);
  bool is_partial = false;
  if (!TakeIndex(&path, &tile.index, &is_partial)) return NoTile(whole);
  if (!is_partial) return path.empty() && !whole.ends_with('/') ? Result(tile) : NoTile(whole);
  if (!ParseDecimal(path, &number) || number == 0 || number >= kTileWidth) return NoTile(whole);
  tile.width = static_cast<unsigned>(number);
  return tile;
}

bool TileName::IsWithin(uint64_t size) const {
  if (level >= kLevelsOf64) return false;
  return index * kTileWidth + width <= size >> (is_entries ? 0 : level * kLevelBits);
}

Result<std::string> ReadTile(const Store& store, const TileName& tile, uint64_t size) {
  if (!tile.IsWithin(size)) {
    return Error{"ledger.not_found",
                 "a log of `" + std::to_string(size) + "` records has no `" + tile.Path() + "`"};
  }
  return tile.is_entries ? ReadEntries(store, tile) : ReadTileHashes(store, tile);
}

}  // namespace reeve::ledger
