// Telephone numbers of all regions: what a word beside them makes of national forms.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Phone(std::string_view words) { return Only("PHONE_NUMBER", words); }

TEST_CASE("detectors: right behind a word that names it a national number is found by its form") {
  CHECK(Found("Tel.: 512 347") == Phone("512 347"));
  CHECK(Found("Please call us at 02/318 445 16 before noon.") == Phone("02/318 445 16"));
  CHECK(Found("Fax: (8 12) 44-51-78") == Phone("(8 12) 44-51-78"));
  CHECK(Found("my number is 624-1187, thanks") == Phone("624-1187"));
  CHECK(Found("Mobiltelefon +47 412 34 567") == Phone("+47 412 34 567"));
  CHECK(Found("telefonnummer 0660 8123456") == Phone("0660 8123456"));
}

TEST_CASE("detectors: the number of a nation or a country is a telephone number") {
  CHECK(Found("My Norwegian number is 41 23 45 67") == Phone("41 23 45 67"));
  CHECK(Found("my DE number: 0171-2345678") == Phone("0171-2345678"));
  CHECK(Found("my lucky number is 41 23 45 67") == kNothing);
  CHECK(Found("the EC number 412-345-6 substance") == kNothing);
}

TEST_CASE("detectors: a label behind a number names it, too") {
  CHECK(Found("555 818 220-Fax") == Phone("555 818 220"));
  CHECK(Found("Desk: 0318 771 4025") == Phone("0318 771 4025"));
  CHECK(Found("the desk 0318 771 4025") == kNothing);
}

TEST_CASE(
    "detectors: a number at a line's begin does not take in the one that ends the last line") {
  CHECK(Found("Delft 53177\n06-10446914-Office") == Phone("06-10446914"));
}

TEST_CASE("detectors: a number that the plan has not given out is found where it is named") {
  CHECK(Found("Mobile: +44 7700 921 918") == Phone("+44 7700 921 918"));
  CHECK(Found("ref +44 7700 921 918") == kNothing);
  CHECK(Found("Mobile: +447700921876512") == kNothing);  // nor has it a number of that length
}

TEST_CASE(
    "detectors: the zero of national dialling in brackets belongs to an international number") {
  CHECK(Found("+41 (0)44 668 18 00") == Phone("+41 (0)44 668 18 00"));
  CHECK(Found("+49 (0) 30 901820") == Phone("+49 (0) 30 901820"));
}

TEST_CASE("detectors: the scheme of RFC 3966 belongs to the number") {
  CHECK(Found("<a href=\"tel:+44-20-7946-0958\">") == Phone("tel:+44-20-7946-0958"));
  CHECK(Found("hotel:+44-20-7946-0958") == Phone("+44-20-7946-0958"));
}

TEST_CASE("detectors: sums, years and counts near a weak word are no telephone numbers") {
  CHECK(Found("we call 600000 customers a year") == kNothing);
  CHECK(Found("the call lasted from 1999-2004") == kNothing);
  CHECK(Found("the phone costs 120000 pesos") == kNothing);
  CHECK(Found("Tel.: 000000000") == kNothing);
}

TEST_CASE("detectors: a grouped number that is all its text says is a telephone number") {
  // It may be another number, too, and then both are told.
  const auto phone_among = [](std::string_view text, std::string_view words) {
    const std::vector<std::string> found = Found(text);
    return std::find(found.begin(), found.end(), Phone(words).front()) != found.end();
  };
  CHECK(phone_among("030 901820", "030 901820"));
  CHECK(phone_among("  \"0171 2345678\" ", "0171 2345678"));
  CHECK(Found("the 030 901820 of it") == kNothing);
}

TEST_CASE("detectors: numbers of the Philippines and of Turkey are told by their own names, too") {
  const std::vector<std::string> both = {"PHONE_NUMBER +639178214455",
                                         "PH_MOBILE_NUMBER +639178214455"};
  CHECK(Found("write to +639178214455 please") == both);
  const std::vector<std::string> turkish = {"PHONE_NUMBER +90 532 814 45 67",
                                            "TR_PHONE_NUMBER +90 532 814 45 67"};
  CHECK(Found("Cep: +90 532 814 45 67") == turkish);
  CHECK(Found("write to +90 532 814 45") == kNothing);
}

TEST_CASE("detectors: a national form near a number of its region is of that region") {
  const std::vector<std::string> found = Found("+639178214455, or 09181445566");
  REQUIRE(found.size() >= 3);
  CHECK(found[2] == "PH_MOBILE_NUMBER 09181445566");
  CHECK(Found("room 4, or 09181445566") == kNothing);
}

}  // namespace
}  // namespace reeve::detectors
