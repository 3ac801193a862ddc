// The Merkle tree of RFC 6962 section 2.1, as pure functions over stored hashes.
//
// Stored hashes lie in one sequence, the order in which they become known: after leaf n come the
// roots of all full subtrees that n closes, smallest first. The order is append-only and is that of
// golang.org/x/mod/sumdb/tlog. Before leaf n lie 2n - popcount(n) hashes.
//
// Proofs: RFC 9162 sections 2.1.3 and 2.1.4. Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

namespace reeve::ledger {

Hash EmptyRoot();                                    // SHA256("")
Hash LeafHash(std::string_view entry);               // SHA256(0x00 || entry)
Hash NodeHash(const Hash& left, const Hash& right);  // SHA256(0x01 || left || right)

// How many hashes are stored for a tree of that size.
uint64_t StoredHashCount(uint64_t size);
// Where the root of leaves [n * 2^level, (n + 1) * 2^level) is stored.
uint64_t StoredHashIndex(unsigned level, uint64_t n);

// Reads stored hashes by their index in the sequence, all of one proof at once.
class HashReader {
 public:
  virtual ~HashReader() = default;
  virtual Result<std::vector<Hash>> ReadHashes(std::span<const uint64_t> indexes) const = 0;
};

// The growing edge of a tree: the roots of its maximal full subtrees, at most 64 hashes.
class Frontier {
 public:
  Frontier() = default;
  // The edge of a stored tree.
  static Result<Frontier> Load(uint64_t size, const HashReader& reader);

  // Adds a leaf; appends to `stored` (unless null) the hashes that become known, in stored order.
  void Add(const Hash& leaf, std::vector<Hash>* stored);
  uint64_t size() const { return size_; }
  Hash Root() const;

 private:
  uint64_t size_ = 0;
  std::vector<Hash> full_;  // largest subtree first; one for each set bit of size_
};

// The root of the first `size` leaves.
Result<Hash> RootAt(uint64_t size, const HashReader& reader);

// Hashes from the leaf's sibling to the root's child. ledger.out_of_range unless index < size.
Result<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, const HashReader& reader);
// Proves that the tree of `old_size` is a prefix of that of `size`; empty where old_size is 0 or
// size. ledger.out_of_range unless old_size <= size.
Result<std::vector<Hash>> ConsistencyProof(uint64_t old_size, uint64_t size,
                                           const HashReader& reader);

// ledger.proof: the proof does not lead from that leaf to that root.
Status VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, const Hash& root,
                       std::span<const Hash> proof);
// ledger.proof: the two roots do not belong to one growing log.
Status VerifyConsistency(uint64_t old_size, uint64_t size, const Hash& old_root, const Hash& root,
                         std::span<const Hash> proof);

}  // namespace reeve::ledger
