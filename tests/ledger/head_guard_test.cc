#include "ledger/head_guard.h"

#include <fstream>

#include "base/file.h"
#include "ledger/merkle.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

struct Given {
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "head-00000000";
  HeadGuard Open() const {
    auto guard = HeadGuard::Open(path);
    REQUIRE(guard.ok());
    return *std::move(guard);
  }
  void Spoil(const std::string& text) const { std::ofstream(path, std::ios::binary) << text; }
};

HeadGuard::Head HeadOf(uint64_t size) { return {size, LeafHash(std::to_string(size))}; }

TEST_CASE("head guard: it remembers the last published head over a restart") {
  const Given given;
  CHECK_FALSE(given.Open().last());
  for (uint64_t size = 1; size < 6; ++size) {
    HeadGuard guard = given.Open();
    REQUIRE(guard.Publish(HeadOf(size)).ok());
    REQUIRE(guard.Publish(HeadOf(10 * size)).ok());
    CHECK(given.Open().last() == HeadOf(10 * size));
    CHECK(*HeadGuard::Read(given.path) == HeadOf(10 * size));
  }
  CHECK(ReadFile(given.path)->size() == 256);
}

TEST_CASE("head guard: it allows to grow, and neither to shrink nor to fork") {
  const Given given;
  HeadGuard guard = given.Open();
  CHECK(guard.Allows(HeadOf(0)).ok());
  REQUIRE(guard.Publish(HeadOf(5)).ok());
  CHECK(guard.Allows(HeadOf(5)).ok());
  CHECK(guard.Allows(HeadOf(6)).ok());
  CHECK(guard.Allows(HeadOf(4)).error().code == "ledger.behind");
  CHECK(guard.Allows({5, LeafHash("another")}).error().code == "ledger.forked");
}

TEST_CASE("head guard: a torn slot is a crash, and the slot before it holds") {
  const Given given;
  {
    HeadGuard guard = given.Open();
    for (uint64_t size = 1; size <= 4; ++size) REQUIRE(guard.Publish(HeadOf(size)).ok());
  }
  const std::string good = *ReadFile(given.path);
  // The fourth publication lies in the second slot.
  for (size_t i = 128; i < 128 + 115; ++i) {
    std::string torn = good;
    torn[i] = static_cast<char>(torn[i] ^ 0x01);
    given.Spoil(torn);
    CHECK(given.Open().last() == HeadOf(3));
    given.Spoil(good.substr(0, i));
    CHECK(given.Open().last() == HeadOf(3));
  }
  // Written again, the torn slot goes first, so that the good one is kept meanwhile.
  {
    HeadGuard guard = given.Open();
    REQUIRE(guard.Publish(HeadOf(7)).ok());
  }
  CHECK(ReadFile(given.path)->substr(0, 128) == good.substr(0, 128));
  CHECK(given.Open().last() == HeadOf(7));
}

TEST_CASE("head guard: a file with no slot that reads is as none") {
  const Given given;
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string(256, ' '), std::string(10'000, '\0')}) {
    given.Spoil(bytes);
    CHECK_FALSE(given.Open().last());
    HeadGuard guard = given.Open();
    REQUIRE(guard.Publish(HeadOf(9)).ok());
  }
}

}  // namespace
}  // namespace reeve::ledger::testing
