// Social security numbers, telephone numbers, IP addresses.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Ssn(std::string_view words) { return Only("US_SSN", words); }
std::vector<std::string> Phone(std::string_view words) { return Only("PHONE_NUMBER", words); }
std::vector<std::string> Ip(std::string_view words) { return Only("IP_ADDRESS", words); }

TEST_CASE("detectors: a social security number is found in groups, and bare beside its name") {
  CHECK(Found("it is 536-22-8745.") == Ssn("536-22-8745"));
  CHECK(Found("SSN 536 22 8745") == Ssn("536 22 8745"));
  CHECK(Found("social security number: 536228745") == Ssn("536228745"));
  CHECK(Found("{\"ssn\":\"536228745\"}") == Ssn("536228745"));
  CHECK(ScoreOf("ssn 536-22-8745") > ScoreOf("it is 536-22-8745"));
}

TEST_CASE("detectors: numbers that were never given out are no social security numbers") {
  CHECK(Found("ssn 000-22-8745") == kNothing);
  CHECK(Found("ssn 666-22-8745") == kNothing);
  CHECK(Found("ssn 912-22-8745") == kNothing);
  CHECK(Found("ssn 536-00-8745") == kNothing);
  CHECK(Found("ssn 536-22-0000") == kNothing);
  CHECK(Found("ssn 078-05-1120") == kNothing);
  CHECK(Found("ssn 111-11-1111") == kNothing);
}

TEST_CASE("detectors: nine digits without a word, or inside a longer number, are no such number") {
  CHECK(Found("the sum is 536228745") == kNothing);
  CHECK(Found("ssn 1536-22-8745") == kNothing);
  CHECK(Found("ssn 536-22-87456") == kNothing);
  CHECK(Found("ssn 9-536-22-8745") == kNothing);
  CHECK(Found("ssn 536-22-8745-1") == kNothing);
  CHECK(Found("ssn 536-22 8745") == kNothing);
}

TEST_CASE("detectors: an international telephone number needs no context") {
  CHECK(Found("+442079460958") == Phone("+442079460958"));
  CHECK(Found("reach us at +49 30 901820 or by post") == Phone("+49 30 901820"));
  CHECK(Found("tel:+1-212-555-0123") == Phone("tel:+1-212-555-0123"));
  CHECK(Found("+44 (0)20 7946 0958") == Phone("+44 (0)20 7946 0958"));
  CHECK(Found("\u7535\u8BDD+8613812345678") == Phone("+8613812345678"));
}

TEST_CASE("detectors: a national telephone number needs a word beside it") {
  CHECK(Found("phone: 020 7946 0958") == Phone("020 7946 0958"));
  CHECK(Found("Telefon 030 901820") == Phone("030 901820"));
  CHECK(Found("appelez le 01 42 68 53 00") == Phone("01 42 68 53 00"));
  CHECK(Found("{\"phoneNumber\":\"2125550123\"}") == Phone("2125550123"));
  CHECK(Found("we sold 020 7946 0958") == kNothing);
  CHECK(Found("hotel 2125550123") == kNothing);
  CHECK(Found("phone order number 2125550123") == kNothing);
}

TEST_CASE("detectors: the written form of North America stands by itself") {
  CHECK(Found("(212) 555-0123") == Phone("(212) 555-0123"));
  CHECK(Found("212-555-0123") == Phone("212-555-0123"));
  CHECK(Found("112-555-0123") == kNothing);
  CHECK(Found("invoice 212-555-0123") == kNothing);
}

TEST_CASE("detectors: an extension belongs to the telephone number") {
  CHECK(Found("call 212-555-0123 ext. 42 please") == Phone("212-555-0123 ext. 42"));
  CHECK(Found("call +1 212 555 0123x7") == Phone("+1 212 555 0123x7"));
}

TEST_CASE("detectors: a number behind a telephone number is left out of its span") {
  CHECK(Found("call +44 20 7946 0958 12345") == Phone("+44 20 7946 0958"));
}

TEST_CASE("detectors: dates, prices, sums and unknown country codes are no telephone numbers") {
  CHECK(Found("call on 2026-11-20") == kNothing);
  CHECK(Found("call it $2125550123") == kNothing);
  CHECK(Found("phone 3+2125550123") == kNothing);
  CHECK(Found("+999 123 456 789") == kNothing);
  CHECK(Found("+44 1") == kNothing);
  CHECK(Found("phone 12345") == kNothing);
}

TEST_CASE("detectors: IPv4 addresses are found, with a prefix length where there is one") {
  CHECK(Found("from 192.0.2.17, twice") == Ip("192.0.2.17"));
  CHECK(Found("http://192.0.2.17:8080/x") == Ip("192.0.2.17"));
  CHECK(Found("route 10.0.0.0/8 here.") == Ip("10.0.0.0/8"));
  CHECK(Found("It is 255.255.255.255.") == Ip("255.255.255.255"));
}

TEST_CASE("detectors: version numbers and impossible octets are no IPv4 addresses") {
  CHECK(Found("192.0.2.256") == kNothing);
  CHECK(Found("192.0.02.17") == kNothing);
  CHECK(Found("1.2.3.4.5") == kNothing);
  CHECK(Found("v1.2.3.4") == kNothing);
  CHECK(Found("version 1.2.3.4") == kNothing);
  CHECK(Found("lib-1.2.3.4-beta") == kNothing);
  CHECK(Found("1.2.3") == kNothing);
}

TEST_CASE("detectors: IPv6 addresses are found in full, short, mixed and zoned form") {
  CHECK(Found("2001:db8:0:0:0:0:0:1 up") == Ip("2001:db8:0:0:0:0:0:1"));
  CHECK(Found("[2001:db8::1]:443") == Ip("2001:db8::1"));
  CHECK(Found("at ::1.") == Ip("::1"));
  CHECK(Found("::ffff:192.0.2.17") == Ip("::ffff:192.0.2.17"));
  CHECK(Found("fe80::1%eth0") == Ip("fe80::1%eth0"));
  CHECK(Found("2001:db8::/32") == Ip("2001:db8::/32"));
  CHECK(Found("host 2001:db8::5: unreachable") == Ip("2001:db8::5"));
}

TEST_CASE("detectors: times, names of C++ and malformed groups are no IPv6 addresses") {
  CHECK(Found("at 10:30:45 sharp") == kNothing);
  CHECK(Found("std::add and dead::beef") == kNothing);
  CHECK(Found("1:2:3:4:5:6:7") == kNothing);
  CHECK(Found("1:2:3:4:5:6:7:8:9") == kNothing);
  CHECK(Found("1::2::3") == kNothing);
  CHECK(Found("2001:db8::12345") == kNothing);
  CHECK(Found("x2001:db8::1") == kNothing);
  CHECK(Found("00:1a:2b:3c:4d:5e") == Only("MAC_ADDRESS", "00:1a:2b:3c:4d:5e"));
}

}  // namespace
}  // namespace reeve::detectors
