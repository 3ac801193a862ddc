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

TEST_CASE("detectors: eight groups are a hardware address of 64 bits") {
  CHECK(Found("eui 3c:97:0e:ff:fe:4b:d2:16 up") == Mac("3c:97:0e:ff:fe:4b:d2:16"));
  CHECK(Found("3C-97-0E-FF-FE-4B-D2-16") == Mac("3C-97-0E-FF-FE-4B-D2-16"));
  CHECK(Found("port 3c97.0eff.fe4b.d216, vlan 4") == Mac("3c97.0eff.fe4b.d216"));
  CHECK(Found("mac 3c:97:0e:ff:fe:4b:d2") == kNothing);
}

TEST_CASE("detectors: zeros may be left out of a hardware address with a letter") {
  CHECK(Found("fe:4:0:76:7:a") == Mac("fe:4:0:76:7:a"));
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
