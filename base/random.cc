#include "base/random.h"

#include <sys/random.h>

#include <cerrno>

#include "base/result.h"

namespace reeve {
namespace {

// getrandom(2) rather than OpenSSL's RAND_bytes, which takes a lock of the whole process: hundreds
// of threads that each make an id would queue for it.
class SystemRandom final : public Random {
 public:
  void Fill(unsigned char* out, size_t size) const override {
    while (size > 0) {
      const ssize_t got = ::getrandom(out, size, 0);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) Panic("no randomness from the system");
      out += got;
      size -= static_cast<size_t>(got);
    }
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
