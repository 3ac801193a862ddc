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

TEST_CASE("detectors: digits one by one are a number beside its word, and as a whole only") {
  CHECK(Found("pesel 4 4 0 5 1 4 0 1 3 5 9") == Only("PL_PESEL", "4 4 0 5 1 4 0 1 3 5 9"));
  CHECK_FALSE(Finds("pesel 4 4 0 5 1 4 0 1 3 5 9 1 2", "PL_PESEL"));
}

}  // namespace
}  // namespace reeve::detectors
