#include "base/random.h"

#include <openssl/rand.h>

#include "base/result.h"

namespace reeve {
namespace {

class SystemRandom final : public Random {
 public:
  void Fill(unsigned char* out, size_t size) const override {
    if (RAND_bytes(out, static_cast<int>(size)) != 1) Panic("no randomness from the system");
  }
};

constexpr char kCrockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

const Random& Random::System() {
  static const SystemRandom kRandom;
  return kRandom;
}

std::string RandomBytes(const Random& random, size_t size) {
  std::string out(size, '\0');
  random.Fill(reinterpret_cast<unsigned char*>(out.data()), size);
  return out;
}

std::string NewId(std::string_view prefix, Timestamp now, const Random& random) {
  unsigned char noise[16];
  random.Fill(noise, sizeof noise);
  std::string out(prefix);
  out.reserve(prefix.size() + 26);
  const auto millis =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  for (int shift = 45; shift >= 0; shift -= 5) out += kCrockford[millis >> shift & 31];
  for (unsigned char byte : noise) out += kCrockford[byte & 31];
  return out;
}

}  // namespace reeve
