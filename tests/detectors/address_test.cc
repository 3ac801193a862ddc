// Postal addresses, postcodes, births, ages, positions, places and companies.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Address(std::string_view words) { return Only("STREET_ADDRESS", words); }
std::vector<std::string> Birth(std::string_view words) { return Only("DATE_OF_BIRTH", words); }
std::vector<std::string> Position(std::string_view words) { return Only("GEO_COORDINATES", words); }

TEST_CASE("detectors: addresses are found in the orders of many countries") {
  CHECK(Found("I live at 42 Elm Street, near it") == Address("42 Elm Street"));
  CHECK(Found("at 1180 N. Lakeview Ave, Apt. 4B, Springfield, IL 62704 now") ==
        Address("1180 N. Lakeview Ave, Apt. 4B, Springfield, IL 62704"));
  CHECK(Found("10 Harbour Road\nLeeds\nLS1 4AB") == Address("10 Harbour Road\nLeeds\nLS1 4AB"));
  CHECK(Found("wohnt Lindenstraße 7, 10969 Berlin seit") ==
        Address("Lindenstraße 7, 10969 Berlin"));
  CHECK(Found("in der Kölner Straße 12a") == Address("Kölner Straße 12a"));
  CHECK(Found("habite 12 bis, rue de la Paix, 75002 Paris depuis") ==
        Address("12 bis, rue de la Paix, 75002 Paris"));
  CHECK(Found("abita in Via Garibaldi 15, 20121 Milano") ==
        Address("Via Garibaldi 15, 20121 Milano"));
  CHECK(Found("vive en Calle de Alcalá, 50, 28014 Madrid") ==
        Address("Calle de Alcalá, 50, 28014 Madrid"));
  CHECK(Found("Keizersgracht 120, 1015 CV Amsterdam") ==
        Address("Keizersgracht 120, 1015 CV Amsterdam"));
  CHECK(Found("ul. Długa 5, 31-147 Kraków").size() == 1);
  CHECK(Found("write to PO Box 4410 please") == Address("PO Box 4410"));
  CHECK(Found("Postfach 10 22 41") == Address("Postfach 10 22 41"));
}

TEST_CASE("detectors: ways, places and numbers of prose are no addresses") {
  CHECK(Found("5 minutes down the road we saw it") == kNothing);
  CHECK(Found("there are 3 easy ways to court success") == kNothing);
  CHECK(Found("Wall Street fell 200 points") == kNothing);
  CHECK(Found("During 1971 it rained") == kNothing);
  CHECK(Found("via email 3 times") == kNothing);
  CHECK(Found("in 1984 Main Street was built").size() <= 1);
}

TEST_CASE("detectors: a date is one of birth beside a word that says so") {
  CHECK(Found("Date of birth: 12/03/1984") == Birth("12/03/1984"));
  CHECK(Found("she was born on March 12, 1984 in Linz") == Birth("March 12, 1984"));
  CHECK(Found("geboren am 3. Mai 1990") == Birth("3. Mai 1990"));
  CHECK(Found("{\"dob\":\"1984-03-12\"}") == Birth("1984-03-12"));
  CHECK(Found("{\"birthDate\":\"19840312\"}") == Birth("19840312"));
  CHECK(Found("née le 4 août 1971") == Birth("4 août 1971"));
  CHECK(Found("12.03.1984 (DOB)") == Birth("12.03.1984"));
}

TEST_CASE("detectors: dates of the long dead, and of other things, are no births") {
  CHECK(Found("Kepler was born on 27 December 1571") == kNothing);
  CHECK(Found("the idea was born in 2011") == kNothing);
  CHECK(Found("airborne since 12.03.1984") == kNothing);
}

TEST_CASE("detectors: ages and postcodes are mentions by a word that says so") {
  CHECK(Mentions("a man, 52 years old,") == Only("AGE", "52"));
  CHECK(Mentions("aged 17 then") == Only("AGE", "17"));
  CHECK(Mentions("{\"age\": 36}") == Only("AGE", "36"));
  CHECK(Mentions("250 years old") == kNothing);
  CHECK(Mentions("stage 3 of page 12") == kNothing);
  CHECK(Mentions("ZIP: 62704") == Only("ZIP_CODE", "62704"));
  CHECK(Mentions("postcode LS1 4AB") == Only("ZIP_CODE", "LS1 4AB"));
  CHECK(Mentions("zip the 62704 files") == kNothing);
}

TEST_CASE("detectors: positions need a word or the letters of degrees") {
  CHECK(Found("GPS 47.36667, 8.55000 found") == Position("47.36667, 8.55000"));
  CHECK(Found("at 47.3667° N, 8.5500° E") == Position("47.3667° N, 8.5500° E"));
  CHECK(Found("{\"lat\": -33.8568, \"lon\": 151.2153}") == Position("-33.8568, \"lon\": 151.2153"));
  CHECK(Found("the matrix 47.36667, 8.55000 of it") == kNothing);
  CHECK(Found("click at 479, 699") == kNothing);
  CHECK(Found("location 247.36667, 308.55000") == kNothing);
}

TEST_CASE("detectors: countries, cities, nations and companies are mentions") {
  CHECK(Mentions("flights to New Zealand") == Only("LOCATION", "New Zealand"));
  CHECK(Mentions("from São Paulo on") == Only("LOCATION", "São Paulo"));
  CHECK(Mentions("a Norwegian boat") == Only("NRP", "Norwegian"));
  CHECK(Mentions("sold by Brumbar & Sons Ltd. today") ==
        Only("ORGANIZATION", "Brumbar & Sons Ltd."));
  CHECK(Mentions("die Brumbar Technik GmbH hat") == Only("ORGANIZATION", "Brumbar Technik GmbH"));
  CHECK(Mentions("a limited offer and a Limited edition") == kNothing);
}

}  // namespace
}  // namespace reeve::detectors
