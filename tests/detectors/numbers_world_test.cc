// What is particular of the numbers outside Europe, and of the matcher for their sake.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

bool Finds(std::string_view text, std::string_view entity) {
  for (const Finding& finding : Everything().Scan(text)) {
    if (finding.entity == entity) return true;
  }
  return false;
}

TEST_CASE("detectors: commas and colons between digits count beside the number's word only") {
  CHECK(Found("My PESEL is 440,514,013,59") == kNothing);  // two digits behind a comma
  CHECK(Finds("pesel: 4405:1401359", "PL_PESEL"));
  CHECK_FALSE(Finds("we sold 44,051,401,359 of them", "PL_PESEL"));
  CHECK_FALSE(Finds("44051,401359", "PL_PESEL"));
}

TEST_CASE("detectors: digits one by one are a number beside its word, many as a whole only") {
  CHECK(Finds("cbu 0 1 7 0 2 1 8 9 4 0 0 0 0 0 4 8 2 1 7 3 6 7", "AR_CBU"));
  CHECK_FALSE(Finds("cbu 0 1 7 0 2 1 8 9 4 0 0 0 0 0 4 8 2 1 7 3 6 7 1", "AR_CBU"));
}

TEST_CASE("detectors: the word of a number decides between it and what a shared word speaks for") {
  CHECK(Found("social security number: 402103594") == Only("US_SSN", "402103594"));
}

TEST_CASE("detectors: a wrong check digit counts beside its word where such numbers are in use") {
  CHECK(Finds("사업자등록번호 214-87-48271", "KR_BRN"));
  CHECK_FALSE(Finds("sold 214-87-48271 of them", "KR_BRN"));
  CHECK_FALSE(Finds("사업자등록번호 100-87-48271", "KR_BRN"));  // offices begin with 101
}

}  // namespace
}  // namespace reeve::detectors
