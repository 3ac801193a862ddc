#include "ledger/merkle.h"

#include <algorithm>
#include <bit>
#include <string>

namespace reeve::ledger {
namespace {

// Leaves [begin, end) whose root is one hash of a proof. Proofs only meet ranges where `begin` is a
// multiple of a power of two that is not below the length, so the range splits into full subtrees
// of falling size.
struct Range {
  uint64_t begin = 0;
  uint64_t end = 0;
};

uint64_t LargestPowerBelow(uint64_t n) { return std::bit_floor(n - 1); }

// Appends where the full subtrees of the range are stored, largest first; returns how many.
size_t AppendSubtrees(Range range, std::vector<uint64_t>* indexes) {
  size_t count = 0;
  while (range.begin < range.end) {
    const uint64_t width = std::bit_floor(range.end - range.begin);
    const auto level = static_cast<unsigned>(std::countr_zero(width));
    indexes->push_back(StoredHashIndex(level, range.begin >> level));
    range.begin += width;
    ++count;
  }
  return count;
}

Hash FoldSubtrees(std::span<const Hash> subtrees) {
  if (subtrees.empty()) return EmptyRoot();
  Hash root = subtrees.back();
  for (size_t i = subtrees.size() - 1; i-- > 0;) root = NodeHash(subtrees[i], root);
  return root;
}

// The roots of the ranges, with one read.
Result<std::vector<Hash>> RangeRoots(std::span<const Range> ranges, const HashReader& reader) {
  std::vector<uint64_t> indexes;
  std::vector<size_t> counts;
  counts.reserve(ranges.size());
  for (const Range& range : ranges) counts.push_back(AppendSubtrees(range, &indexes));
  REEVE_ASSIGN_OR_RETURN(const std::vector<Hash> hashes, reader.ReadHashes(indexes));
  if (hashes.size() != indexes.size()) Panic("a hash reader returned another count than asked for");
  std::vector<Hash> roots;
  roots.reserve(ranges.size());
  std::span<const Hash> rest(hashes);
  for (size_t count : counts) {
    roots.push_back(FoldSubtrees(rest.first(count)));
    rest = rest.subspan(count);
  }
  return roots;
}

// PATH(index, D[0:size]) of RFC 6962, from the root down.
std::vector<Range> InclusionRanges(uint64_t index, uint64_t size) {
  std::vector<Range> ranges;
  Range at{0, size};
  while (at.end - at.begin > 1) {
    const uint64_t middle = at.begin + LargestPowerBelow(at.end - at.begin);
    if (index < middle) {
      ranges.push_back({middle, at.end});
      at.end = middle;
    } else {
      ranges.push_back({at.begin, middle});
      at.begin = middle;
    }
  }
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

// SUBPROOF(old_size, D[0:size], true) of RFC 6962, from the root down. Precondition: 0 < old_size
// < size.
std::vector<Range> ConsistencyRanges(uint64_t old_size, uint64_t size) {
  std::vector<Range> ranges;
  Range at{0, size};
  while (at.end != old_size) {
    const uint64_t middle = at.begin + LargestPowerBelow(at.end - at.begin);
    if (old_size <= middle) {
      ranges.push_back({middle, at.end});
      at.end = middle;
    } else {
      ranges.push_back({at.begin, middle});
      at.begin = middle;
    }
  }
  if (at.begin != 0) ranges.push_back(at);
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

Error OutOfRange(std::string_view what, uint64_t a, uint64_t b) {
  return {"ledger.out_of_range", std::string(what) + " `" + std::to_string(a) +
                                     "` is not within `" + std::to_string(b) + "`"};
}

Error BadProof(std::string_view why) { return {"ledger.proof", std::string(why)}; }

// Climbs to the next level at which the node at `position` is a right child.
void SkipLeftEdge(uint64_t* position, uint64_t* last) {
  while ((*position & 1) == 0 && *position != 0) {
    *position >>= 1;
    *last >>= 1;
  }
}

}  // namespace

Hash EmptyRoot() { return Sha256(""); }

Hash LeafHash(std::string_view entry) { return Sha256({std::string_view("\0", 1), entry}); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256({"\x01", AsBytes(left), AsBytes(right)});
}

uint64_t StoredHashCount(uint64_t size) {
  return 2 * size - static_cast<uint64_t>(std::popcount(size));
}

uint64_t StoredHashIndex(unsigned level, uint64_t n) {
  const uint64_t last_leaf = ((n + 1) << level) - 1;
  return StoredHashCount(last_leaf) + level;
}

Result<Frontier> Frontier::Load(uint64_t size, const HashReader& reader) {
  std::vector<uint64_t> indexes;
  AppendSubtrees({0, size}, &indexes);
  Frontier frontier;
  frontier.size_ = size;
  REEVE_ASSIGN_OR_RETURN(frontier.full_, reader.ReadHashes(indexes));
  return frontier;
}

void Frontier::Add(const Hash& leaf, std::vector<Hash>* stored) {
  Hash hash = leaf;
  if (stored != nullptr) stored->push_back(hash);
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    hash = NodeHash(full_.back(), hash);
    full_.pop_back();
    if (stored != nullptr) stored->push_back(hash);
  }
  full_.push_back(hash);
  ++size_;
}

Hash Frontier::Root() const { return FoldSubtrees(full_); }

Result<Hash> RootAt(uint64_t size, const HashReader& reader) {
  REEVE_ASSIGN_OR_RETURN(const Frontier frontier, Frontier::Load(size, reader));
  return frontier.Root();
}

Result<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, const HashReader& reader) {
  if (index >= size) return OutOfRange("index", index, size);
  return RangeRoots(InclusionRanges(index, size), reader);
}

Result<std::vector<Hash>> ConsistencyProof(uint64_t old_size, uint64_t size,
                                           const HashReader& reader) {
  if (old_size > size) return OutOfRange("size", old_size, size);
  if (old_size == 0 || old_size == size) return std::vector<Hash>();
  return RangeRoots(ConsistencyRanges(old_size, size), reader);
}

Status VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, const Hash& root,
                       std::span<const Hash> proof) {
  if (index >= size) return BadProof("the index is not below the size of the tree");
  uint64_t position = index;
  uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0) return BadProof("the proof is too long for the tree");
    if ((position & 1) != 0 || position == last) {
      hash = NodeHash(sibling, hash);
      SkipLeftEdge(&position, &last);
    } else {
      hash = NodeHash(hash, sibling);
    }
    position >>= 1;
    last >>= 1;
  }
  if (last != 0) return BadProof("the proof is too short for the tree");
  if (hash != root) return BadProof("the proof leads to another root");
  return {};
}

Status VerifyConsistency(uint64_t old_size, uint64_t size, const Hash& old_root, const Hash& root,
                         std::span<const Hash> proof) {
  if (old_size > size) return BadProof("the tree has shrunk");
  if (old_size == 0 || old_size == size) {
    const Hash& expected = old_size == 0 && size != 0 ? EmptyRoot() : root;
    if (!proof.empty()) return BadProof("the proof is too long for the trees");
    return old_root == expected ? Status() : BadProof("the roots differ");
  }
  std::vector<Hash> path(proof.begin(), proof.end());
  if (std::has_single_bit(old_size)) path.insert(path.begin(), old_root);
  if (path.empty()) return BadProof("the proof is too short for the trees");
  uint64_t position = old_size - 1;
  uint64_t last = size - 1;
  while ((position & 1) != 0) position >>= 1, last >>= 1;
  Hash old_hash = path.front();
  Hash hash = path.front();
  for (const Hash& sibling : std::span(path).subspan(1)) {
    if (last == 0) return BadProof("the proof is too long for the trees");
    if ((position & 1) != 0 || position == last) {
      old_hash = NodeHash(sibling, old_hash);
      hash = NodeHash(sibling, hash);
      SkipLeftEdge(&position, &last);
    } else {
      hash = NodeHash(hash, sibling);
    }
    position >>= 1;
    last >>= 1;
  }
  if (last != 0) return BadProof("the proof is too short for the trees");
  if (old_hash != old_root) return BadProof("the proof leads to another old root");
  if (hash != root) return BadProof("the proof leads to another root");
  return {};
}

}  // namespace reeve::ledger
