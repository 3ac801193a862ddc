// Hardware addresses of IEEE 802.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Mac(std::string_view words) { return Only("MAC_ADDRESS", words); }

TEST_CASE("detectors: a hardware address is found with colons, hyphens and dots") {
  CHECK(Found("eth0 3c:97:0e:4b:d2:16 up") == Mac("3c:97:0e:4b:d2:16"));
  CHECK(Found("3C-97-0E-4B-D2-16") == Mac("3C-97-0E-4B-D2-16"));
  CHECK(Found("port 3c97.0e4b.d216, vlan 4") == Mac("3c97.0e4b.d216"));
  CHECK(Found("mac: 3c:97:e:4b:d2:6") == Mac("3c:97:e:4b:d2:6"));
}

TEST_CASE("detectors: digits alone need a word where a time or a ratio has the same form") {
  CHECK(Found("built 20-11-26-10-30-00") == kNothing);
  CHECK(Found("MAC 20-11-26-10-30-00") == Mac("20-11-26-10-30-00"));
  CHECK(Found("odds 1:2:3:4:5:6 today") == kNothing);
}

TEST_CASE("detectors: broadcast, zeros, mixed marks and other lengths are no hardware address") {
  CHECK(Found("mac ff:ff:ff:ff:ff:ff") == kNothing);
  CHECK(Found("mac 00:00:00:00:00:00") == kNothing);
  CHECK(Found("mac 3c:97:0e:4b:d2") == kNothing);
  CHECK(Found("mac 3c:97:0e:4b:d2:16:aa") == kNothing);
  CHECK(Found("mac 3c:97:0e-4b:d2:16") == kNothing);
  CHECK(Found("mac 3c:97:0g:4b:d2:16") == kNothing);
}

}  // namespace
}  // namespace reeve::detectors
