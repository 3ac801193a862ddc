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
    CHECK(Contains(EntitiesIn(format->example), format->entity.name));
  }
}

TEST_CASE("detectors: a weak number in a sentence without its word is nothing") {
  for (const NumberFormat* format : NumberFormats()) {
    if (format->strength != Strength::kWeak) continue;
    INFO(format->entity.name << " " << format->example);
    const std::string text = "We counted " + std::string(format->example) + " of them last year";
    CHECK_FALSE(Contains(EntitiesIn(text), format->entity.name));
  }
}

TEST_CASE("detectors: one changed digit is refused where one check digit covers them all") {
  for (const NumberFormat* format : NumberFormats()) {
    if (format->valid == nullptr || format->check < 0.2) continue;
    std::string wrong(format->example);
    const size_t at = wrong.find_last_of("0123456789");
    wrong[at] = wrong[at] == '9' ? '0' : static_cast<char>(wrong[at] + 1);
    INFO(format->entity.name << " " << wrong);
    CHECK_FALSE(Contains(EntitiesIn("The " + OwnWord(*format) + " is " + wrong + "."),
                         format->entity.name));
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
