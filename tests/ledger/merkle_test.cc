#include "ledger/merkle.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/encoding.h"

namespace reeve::ledger {
namespace {

std::string Hex(const Hash& hash) { return HexEncode(AsBytes(hash)); }

// The entries of the test tree that RFC 6962's reference implementation is tested with.
const std::vector<std::string>& ReferenceEntries() {
  static const std::vector<std::string> kEntries = {*HexDecode(""),
                                                    *HexDecode("00"),
                                                    *HexDecode("10"),
                                                    *HexDecode("2021"),
                                                    *HexDecode("3031"),
                                                    *HexDecode("40414243"),
                                                    *HexDecode("5051525354555657"),
                                                    *HexDecode("606162636465666768696a6b6c6d6e6f")};
  return kEntries;
}

class Stored final : public HashReader {
 public:
  void Add(const Hash& leaf) { tree_.Add(leaf, &hashes_); }
  Result<std::vector<Hash>> ReadHashes(std::span<const uint64_t> indexes) const override {
    std::vector<Hash> out;
    for (uint64_t index : indexes) out.push_back(hashes_.at(index));
    return out;
  }
  const Frontier& tree() const { return tree_; }
  const std::vector<Hash>& hashes() const { return hashes_; }

 private:
  Frontier tree_;
  std::vector<Hash> hashes_;
};

// MTH, PATH and SUBPROOF as RFC 6962 section 2.1 defines them, with no cleverness.
using Leaves = std::span<const Hash>;

size_t Split(size_t n) {
  size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

Hash NaiveRoot(Leaves d) {
  if (d.empty()) return EmptyRoot();
  if (d.size() == 1) return d[0];
  const size_t k = Split(d.size());
  return NodeHash(NaiveRoot(d.first(k)), NaiveRoot(d.subspan(k)));
}

std::vector<Hash> NaivePath(size_t m, Leaves d) {
  if (d.size() == 1) return {};
  const size_t k = Split(d.size());
  std::vector<Hash> path = m < k ? NaivePath(m, d.first(k)) : NaivePath(m - k, d.subspan(k));
  path.push_back(m < k ? NaiveRoot(d.subspan(k)) : NaiveRoot(d.first(k)));
  return path;
}

std::vector<Hash> NaiveSubproof(size_t m, Leaves d, bool whole) {
  if (m == d.size()) return whole ? std::vector<Hash>() : std::vector<Hash>{NaiveRoot(d)};
  const size_t k = Split(d.size());
  std::vector<Hash> proof =
      m <= k ? NaiveSubproof(m, d.first(k), whole) : NaiveSubproof(m - k, d.subspan(k), false);
  proof.push_back(m <= k ? NaiveRoot(d.subspan(k)) : NaiveRoot(d.first(k)));
  return proof;
}

std::vector<Hash> SomeLeaves(size_t n) {
  std::vector<Hash> leaves;
  for (size_t i = 0; i < n; ++i) leaves.push_back(LeafHash("entry " + std::to_string(i)));
  return leaves;
}

constexpr size_t kMost = 70;

TEST_CASE("merkle: leaf and root hashes are those of the certificate transparency test tree") {
  CHECK(Hex(EmptyRoot()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Hex(LeafHash("")) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const std::vector<std::string> roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier tree;
  CHECK(tree.Root() == EmptyRoot());
  for (size_t i = 0; i < roots.size(); ++i) {
    tree.Add(LeafHash(ReferenceEntries()[i]), nullptr);
    CHECK(Hex(tree.Root()) == roots[i]);
  }
}

TEST_CASE("merkle: stored hashes lie where StoredHashIndex says, level by level") {
  Stored stored;
  const std::vector<Hash> leaves = SomeLeaves(kMost);
  for (size_t n = 0; n < leaves.size(); ++n) {
    CHECK(StoredHashCount(n) == stored.hashes().size());
    stored.Add(leaves[n]);
  }
  for (unsigned level = 0; level < 7; ++level) {
    for (size_t n = 0; (n + 1) << level <= leaves.size(); ++n) {
      const Hash expected = NaiveRoot(Leaves(leaves).subspan(n << level, size_t{1} << level));
      CHECK(stored.hashes().at(StoredHashIndex(level, n)) == expected);
    }
  }
}

TEST_CASE("merkle: roots and frontiers of every size are those of the definition") {
  Stored stored;
  const std::vector<Hash> leaves = SomeLeaves(kMost);
  for (const Hash& leaf : leaves) stored.Add(leaf);
  for (size_t n = 0; n <= leaves.size(); ++n) {
    CHECK(*RootAt(n, stored) == NaiveRoot(Leaves(leaves).first(n)));
    Frontier tree = *Frontier::Load(n, stored);
    CHECK(tree.size() == n);
    for (size_t i = n; i < leaves.size(); ++i) tree.Add(leaves[i], nullptr);
    CHECK(tree.Root() == NaiveRoot(leaves));
  }
}

TEST_CASE("merkle: every inclusion proof is that of the definition, and verifies") {
  Stored stored;
  const std::vector<Hash> leaves = SomeLeaves(kMost);
  for (const Hash& leaf : leaves) stored.Add(leaf);
  for (size_t n = 1; n <= leaves.size(); ++n) {
    const Hash root = NaiveRoot(Leaves(leaves).first(n));
    for (size_t i = 0; i < n; ++i) {
      const std::vector<Hash> proof = *InclusionProof(i, n, stored);
      CHECK(proof == NaivePath(i, Leaves(leaves).first(n)));
      CHECK(VerifyInclusion(i, n, leaves[i], root, proof).ok());
    }
    CHECK(InclusionProof(n, n, stored).error().code == "ledger.out_of_range");
  }
}

TEST_CASE("merkle: every consistency proof is that of the definition, and verifies") {
  Stored stored;
  const std::vector<Hash> leaves = SomeLeaves(kMost);
  for (const Hash& leaf : leaves) stored.Add(leaf);
  for (size_t n = 0; n <= leaves.size(); ++n) {
    const Hash root = NaiveRoot(Leaves(leaves).first(n));
    for (size_t m = 0; m <= n; ++m) {
      const Hash old_root = NaiveRoot(Leaves(leaves).first(m));
      const std::vector<Hash> proof = *ConsistencyProof(m, n, stored);
      if (m > 0) CHECK(proof == NaiveSubproof(m, Leaves(leaves).first(n), true));
      CHECK(VerifyConsistency(m, n, old_root, root, proof).ok());
      if (m < n && m > 0) CHECK(!VerifyConsistency(m, n, root, root, proof).ok());
      if (m < n && m > 0) CHECK(!VerifyConsistency(m, n, old_root, old_root, proof).ok());
    }
    CHECK(ConsistencyProof(n + 1, n, stored).error().code == "ledger.out_of_range");
  }
}

// Every way to spoil a proof by one place: another hash, one dropped, one added, swapped.
std::vector<std::vector<Hash>> Spoiled(const std::vector<Hash>& proof) {
  std::vector<std::vector<Hash>> out;
  for (size_t i = 0; i < proof.size(); ++i) {
    std::vector<Hash> changed = proof;
    changed[i][i % 32] ^= 0x10;
    out.push_back(changed);
    std::vector<Hash> dropped = proof;
    dropped.erase(dropped.begin() + static_cast<long>(i));
    out.push_back(dropped);
    if (i > 0) {
      std::vector<Hash> swapped = proof;
      std::swap(swapped[i], swapped[i - 1]);
      out.push_back(swapped);
    }
  }
  std::vector<Hash> longer = proof;
  longer.push_back(EmptyRoot());
  out.push_back(longer);
  return out;
}

TEST_CASE("merkle: a spoiled proof, another index, size or leaf does not verify") {
  Stored stored;
  constexpr size_t kSize = 21;
  const std::vector<Hash> leaves = SomeLeaves(kSize);
  for (const Hash& leaf : leaves) stored.Add(leaf);
  const Hash root = NaiveRoot(leaves);
  for (size_t i = 0; i < kSize; ++i) {
    const std::vector<Hash> proof = *InclusionProof(i, kSize, stored);
    for (const auto& bad : Spoiled(proof)) {
      CHECK(VerifyInclusion(i, kSize, leaves[i], root, bad).error().code == "ledger.proof");
    }
    for (size_t j = 0; j < kSize + 2; ++j) {
      if (j != i) CHECK(!VerifyInclusion(j, kSize, leaves[i], root, proof).ok());
      if (j < kSize && j != i) CHECK(!VerifyInclusion(i, kSize, leaves[j], root, proof).ok());
    }
  }
  for (size_t m = 1; m < kSize; ++m) {
    const std::vector<Hash> proof = *ConsistencyProof(m, kSize, stored);
    const Hash old_root = NaiveRoot(Leaves(leaves).first(m));
    for (const auto& bad : Spoiled(proof)) {
      CHECK(VerifyConsistency(m, kSize, old_root, root, bad).error().code == "ledger.proof");
    }
  }
  CHECK(!VerifyConsistency(0, kSize, root, root, {}).ok());
  CHECK(!VerifyConsistency(kSize, kSize - 1, root, root, {}).ok());
}

}  // namespace
}  // namespace reeve::ledger
