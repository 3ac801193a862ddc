#include "detectors/check_digits.h"
#include "detectors/number_format.h"
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string_view> EntitiesIn(std::string_view text) {
  std::vector<std::string_view> entities;
  for (const Finding& finding : Everything().Scan(text)) entities.push_back(finding.entity);
  return entities;
}

bool Contains(const std::vector<std::string_view>& entities, std::string_view name) {
  return std::find(entities.begin(), entities.end(), name) != entities.end();
}

// The first of its own words, not a shared one.
std::string OwnWord(const NumberFormat& format) {
  std::string_view rest = format.words;
  while (rest.starts_with('@')) rest.remove_prefix(std::min(rest.size(), rest.find('|') + 1));
  return std::string(rest.substr(0, rest.find('|')));
}

TEST_CASE("detectors: the example of every number is found beside its own word") {
  for (const NumberFormat* format : NumberFormats()) {
    INFO(format->entity.name << " " << format->example);
    REQUIRE_FALSE(format->example.empty());
    REQUIRE_FALSE(OwnWord(*format).empty());
    const std::string text =
        "The " + OwnWord(*format) + " is " + std::string(format->example) + ".";
    CHECK(Contains(EntitiesIn(text), format->entity.name));
  }
}

TEST_CASE("detectors: a number that is all its text is found, with what else it may be") {
  for (const NumberFormat* format : NumberFormats()) {
    INFO(format->entity.name << " " << format->example);
    const bool found = Contains(EntitiesIn(format->example), format->entity.name);
    CHECK(found == (format->strength != Strength::kBare));
  }
}

TEST_CASE("detectors: a weak number in a sentence without its word is nothing") {
  for (const NumberFormat* format : NumberFormats()) {
    if (format->strength > Strength::kWeak) continue;
    INFO(format->entity.name << " " << format->example);
    const std::string text = "We counted " + std::string(format->example) + " of them last year";
    CHECK_FALSE(Contains(EntitiesIn(text), format->entity.name));
  }
}

TEST_CASE("detectors: most single changed digits are refused where there is a check digit") {
  for (const NumberFormat* format : NumberFormats()) {
    if (format->valid == nullptr || format->check < 0.2) continue;
    size_t digits = 0;
    size_t confirmed = 0;
    for (size_t at = 0; at < format->example.size(); ++at) {
      std::string wrong(format->example);
      if (wrong[at] < '0' || wrong[at] > '9') continue;
      wrong[at] = wrong[at] == '9' ? '0' : static_cast<char>(wrong[at] + 1);
      ++digits;
      for (const Finding& finding : Everything().Scan("The " + OwnWord(*format) + " is " + wrong)) {
        if (finding.entity == format->entity.name && finding.validated) ++confirmed;
      }
    }
    INFO(format->entity.name << " " << format->example);
    // A branch or an office may stand outside the check.
    CHECK(confirmed * 5 <= digits * 2);
  }
}

TEST_CASE("detectors: a word against a number hides it unless its own word stands there") {
  CHECK(Found("order 44051401359") == kNothing);
  CHECK(Found("order for PESEL 44051401359") == Only("PL_PESEL", "44051401359"));
}

TEST_CASE("detectors: Verhoeff's example of the dihedral check is 236 with the digit 3") {
  CHECK(VerhoeffValid("2363"));
  CHECK_FALSE(VerhoeffValid("2364"));
  CHECK_FALSE(VerhoeffValid("2633"));
}

TEST_CASE("detectors: the examples of ISO/IEC 7064 and ICAO 9303 hold") {
  CHECK(Mod11_2Valid("07940"));
  CHECK(Mod11_2Valid("079X"));
  CHECK_FALSE(Mod11_2Valid("07941"));
  CHECK(Mod11_10Valid("07945"));
  CHECK(Mod97_10Valid("79444"));
  CHECK(Icao731Valid("5207273"));  // 27 July 1952 with its digit
  CHECK_FALSE(Icao731Valid("5207274"));
}

}  // namespace
}  // namespace reeve::detectors
