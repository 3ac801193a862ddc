// Mentions: dates, web addresses.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Date(std::string_view words) { return Only("DATE_TIME", words); }
std::vector<std::string> Url(std::string_view words) { return Only("URL", words); }

TEST_CASE("detectors: dates are mentions in the forms that people and machines write") {
  CHECK(Mentions("seen on 17.3.2019, twice") == Date("17.3.2019"));
  CHECK(Mentions("2019-03-17") == Date("2019-03-17"));
  CHECK(Mentions("from 3/17/2019 on") == Date("3/17/2019"));
  CHECK(Mentions("at 2019-03-17T08:15:30.25+01:00 or so") == Date("2019-03-17T08:15:30.25+01:00"));
  CHECK(Mentions("at 2019-03-17 08:15:30, she") == Date("2019-03-17 08:15:30"));
  CHECK(Mentions("17 March 2019 was cold") == Date("17 March 2019"));
  CHECK(Mentions("am 17. März 2019 in Kiel") == Date("17. März 2019"));
  CHECK(Mentions("le 3 AOÛT 2019") == Date("3 AOÛT 2019"));
  CHECK(Mentions("el 3 de mayo de 2019") == Date("3 de mayo de 2019"));
  CHECK(Mentions("17-MAR-19") == Date("17-MAR-19"));
}

TEST_CASE("detectors: half a date needs a word that says so") {
  CHECK(Mentions("valid until 07/27") == Date("07/27"));
  CHECK(Mentions("Today is 5/21") == Date("5/21"));
  CHECK(Mentions("mix 5/21 of it") == kNothing);
}

TEST_CASE("detectors: versions, fractions, impossible days and log lines are no dates") {
  CHECK(Mentions("version 1.2.10") == kNothing);
  CHECK(Mentions("32.13.2019") == kNothing);
  CHECK(Mentions("10.1.2019.7") == kNothing);
  CHECK(Mentions("A-17.3.2019") == kNothing);
  CHECK(Mentions("2019-W21-2") == kNothing);
  CHECK(Mentions("built at 2019-03-17T08:15Z") == kNothing);
  CHECK(Mentions("2019-03-17 08:15:30 INFO started") == kNothing);
  CHECK(Mentions("between 1823 and 2012") == kNothing);
}

TEST_CASE("detectors: a date is no personal data by itself") {
  CHECK(Found("seen on 17.3.2019, twice") == kNothing);
}

TEST_CASE("detectors: web addresses are found whole and without the marks around them") {
  CHECK(Mentions("see https://shop.example.org/a?b=1#c.") ==
        Url("https://shop.example.org/a?b=1#c"));
  CHECK(Mentions("(http://example.org/x_(y))") == Url("http://example.org/x_(y)"));
  CHECK(Mentions("<a href='http://example.org:8080/'>") == Url("http://example.org:8080/"));
  CHECK(Mentions("http://192.0.2.7/x") == Url("http://192.0.2.7/x"));
  CHECK(Mentions("http://localhost/x") == kNothing);
}

TEST_CASE("detectors: a bare host name is both a web address and a domain name") {
  const std::vector<std::string> both = {"URL example.co.uk", "DOMAIN_NAME example.co.uk"};
  CHECK(Mentions("write to example.co.uk today") == both);
  CHECK(Mentions("see www.example.museum, please").size() == 2);
}

TEST_CASE("detectors: files, calls, sentences and the host of an e-mail are no domain names") {
  CHECK(Mentions("open main.py and notes.md") == kNothing);
  CHECK(Mentions("use std.com(1)") == kNothing);
  CHECK(Mentions("the end.Com is near") == kNothing);
  CHECK(Mentions("ada@example.org and first.last@example.org") == kNothing);
  CHECK(Mentions("e.g. this, i.e. that") == kNothing);
}

TEST_CASE("detectors: asking for mentions changes nothing else that is found") {
  CHECK(Found("http://192.0.2.17:8080/x") == Only("IP_ADDRESS", "192.0.2.17"));
  CHECK(Mentions("http://192.0.2.17:8080/x") == Url("http://192.0.2.17:8080/x"));
}

}  // namespace
}  // namespace reeve::detectors
