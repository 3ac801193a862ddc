// Machine-readable zones of ICAO Doc 9303.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

const std::string kPassport1 = "P<UTOTORVALD<<MAREN<ELISE<<<<<<<<<<<<<<<<<<<";
const std::string kPassport2 = "K48R271630UTO8706146F3109203ZE482716B<<<<<64";
const std::string kCard1 = "I<UTOK48R271630<<<<<<<<<<<<<<<";
const std::string kCard2 = "8706146F3109203UTO<<<<<<<<<<<2";
const std::string kCard3 = "TORVALD<<MAREN<ELISE<<<<<<<<<<";
const std::string kSmall1 = "I<UTOTORVALD<<MAREN<ELISE<<<<<<<<<<<";
const std::string kSmall2 = "K48R271630UTO8706146F3109203<<<<<<<2";

bool HasZone(std::string_view text) {
  for (const Finding& finding : Everything().Scan(text)) {
    if (finding.entity == "MRZ") return true;
  }
  return false;
}

TEST_CASE("detectors: all lines of a zone are one finding, whatever ends the lines") {
  for (const std::string end : {"\n", "\r\n", " ", "\\n", "  \n  "}) {
    INFO(end);
    const std::string passport = kPassport1 + end + kPassport2;
    CHECK(Found("scan:\n" + passport + "\nend") == Only("MRZ", passport));
    const std::string card = kCard1 + end + kCard2 + end + kCard3;
    CHECK(Found(card) == Only("MRZ", card));
    const std::string small = kSmall1 + end + kSmall2;
    CHECK(Found("\"" + small + "\"") == Only("MRZ", small));
  }
}

TEST_CASE("detectors: the lower line of a passport tells by its check digits alone") {
  CHECK(HasZone("second line " + kPassport2));
  CHECK_FALSE(HasZone("first line " + kPassport1));
  CHECK_FALSE(HasZone(kCard2 + "\n" + kCard3));
}

TEST_CASE("detectors: a wrong check digit anywhere makes it no zone") {
  for (const size_t at :
       {size_t{2}, size_t{9}, size_t{15}, size_t{19}, size_t{23}, size_t{30}, size_t{43}}) {
    std::string wrong = kPassport2;
    wrong[at] = wrong[at] == '9' ? '0' : static_cast<char>(wrong[at] + 1);
    INFO(wrong);
    CHECK_FALSE(HasZone(kPassport1 + "\n" + wrong));
  }
}

TEST_CASE("detectors: a visa has no composite check digit") {
  std::string lower = kPassport2;
  lower.back() = '<';
  CHECK(HasZone("V" + kPassport1.substr(1) + "\n" + lower));
  CHECK_FALSE(HasZone(kPassport1 + "\n" + lower));
}

TEST_CASE("detectors: lines of other lengths and small letters are no zone") {
  CHECK(Found(kPassport1 + "<\n" + kPassport2) == Only("MRZ", kPassport2));
  CHECK_FALSE(HasZone(kPassport1 + "\n" + kPassport2 + "<"));
  CHECK_FALSE(HasZone("x" + kPassport2));
  std::string small = kPassport2;
  small[0] = 'k';
  CHECK_FALSE(HasZone(small));
}

}  // namespace
}  // namespace reeve::detectors
