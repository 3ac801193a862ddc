#include "base/random.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <set>
#include <vector>

namespace reeve {
namespace {

class FixedRandom final : public Random {
 public:
  explicit FixedRandom(unsigned char byte) : byte_(byte) {}
  void Fill(unsigned char* out, size_t size) const override { std::memset(out, byte_, size); }

 private:
  unsigned char byte_;
};

Timestamp AtMillis(int64_t millis) { return Timestamp(std::chrono::milliseconds(millis)); }

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

TEST_CASE("random: bytes come in the size asked for, and not twice the same") {
  CHECK(RandomBytes(Random::System(), 0).empty());
  CHECK(RandomBytes(Random::System(), 1).size() == 1);
  const std::string first = RandomBytes(Random::System(), 32);
  CHECK(first.size() == 32);
  CHECK(first != RandomBytes(Random::System(), 32));
  CHECK(RandomBytes(FixedRandom(7), 3) == "\x07\x07\x07");
}

TEST_CASE("random: a long draw has every byte value, so no bits are stuck") {
  const std::string bytes = RandomBytes(Random::System(), 1 << 16);
  CHECK(std::set<char>(bytes.begin(), bytes.end()).size() == 256);
}

TEST_CASE("id: a prefix and 26 letters of Crockford's base 32") {
  const std::string id = NewId("d-", AtMillis(1'700'000'000'000), Random::System());
  REQUIRE(id.size() == 28);
  CHECK(id.starts_with("d-"));
  CHECK(id.find_first_not_of(kCrockford, 2) == std::string::npos);
}

TEST_CASE("id: the first ten letters are the milliseconds, as in a ULID") {
  const FixedRandom zero(0);
  CHECK(NewId("", AtMillis(0), zero) == "00000000000000000000000000");
  CHECK(NewId("", AtMillis(1), zero).substr(0, 10) == "0000000001");
  CHECK(NewId("", AtMillis(32), zero).substr(0, 10) == "0000000010");
  CHECK(NewId("", AtMillis(1469918176385), zero).substr(0, 10) == "01ARYZ6S41");
  CHECK(NewId("", AtMillis((int64_t{1} << 48) - 1), zero).substr(0, 10) == "7ZZZZZZZZZ");
}

TEST_CASE("id: all 80 bits of randomness reach the id") {
  CHECK(NewId("", AtMillis(0), FixedRandom(0xFF)).substr(10) == "ZZZZZZZZZZZZZZZZ");
  std::vector<std::set<char>> seen(16);
  for (int i = 0; i < 2000; ++i) {
    const std::string id = NewId("", AtMillis(0), Random::System());
    for (size_t k = 0; k < seen.size(); ++k) seen[k].insert(id[10 + k]);
  }
  for (const std::set<char>& letters : seen) CHECK(letters.size() == kCrockford.size());
}

TEST_CASE("id: a later millisecond sorts behind, whatever the randomness") {
  const FixedRandom low(0), high(0xFF);
  int64_t millis = 0;
  for (int i = 0; i < 47; ++i) {
    CHECK(NewId("d-", AtMillis(millis), high) < NewId("d-", AtMillis(millis + 1), low));
    millis = millis * 2 + 1;
  }
}

TEST_CASE("id: ids of one moment differ") {
  std::set<std::string> ids;
  for (int i = 0; i < 10000; ++i) ids.insert(NewId("d-", AtMillis(5), Random::System()));
  CHECK(ids.size() == 10000);
}

}  // namespace
}  // namespace reeve
