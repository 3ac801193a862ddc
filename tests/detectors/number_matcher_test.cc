// The matcher of numbers, on rows of its own.
#include <catch2/catch.hpp>

#include "detectors/bytes.h"
#include "detectors/numbers.h"

namespace reeve::detectors {
namespace {

bool LastIsSum(std::string_view n) {
  int sum = 0;
  for (const char c : n.substr(0, n.size() - 1)) sum += IsDigit(c) ? c - '0' : 0;
  return n.back() - '0' == sum % 10;
}

constexpr NumberFormat kTax{.entity = {.name = "XX_TAX"},
                            .shapes = "XX999 999 9|999 999 9",
                            .valid = LastIsSum,
                            .words = "xtax",
                            .example = "123 456 1"};
constexpr NumberFormat kSigned{.entity = {.name = "XX_SIGNED"},
                               .shapes = "999-99|999+99",
                               .separated = true,
                               .words = "xsigned",
                               .example = "123-45"};
constexpr NumberFormat kBook{
    .entity = {.name = "XX_BOOK"}, .shapes = "aa99999", .words = "xbook", .example = "AB12345"};
constexpr NumberFormat kLong{
    .entity = {.name = "XX_LONG"}, .shapes = "9999999", .words = "xlong", .example = "1234567"};

// The words of the formats in a text.
std::vector<NumberMark> Marks(const Numbers& numbers, std::string_view text) {
  const Dictionary words(numbers.words().words());
  std::vector<NumberMark> marks;
  for (size_t pos = 0; pos < text.size(); ++pos) {
    if (!IsLetter(text[pos]) || WordBefore(text, pos)) continue;
    if (const DictionaryWord* word = words.Find(text, pos)) marks.push_back({pos, word->value});
  }
  return marks;
}

// What begins at the first byte of `number` in `before` + `number` + `behind`.
std::vector<std::string> Read(const std::string& before, const std::string& number,
                              const std::string& behind) {
  const Numbers numbers({&kTax, &kSigned, &kBook, &kLong});
  const std::string text = before + number + behind;
  std::vector<Hit> hits;
  numbers.Match(text, Marks(numbers, text), before.size(), &hits);
  std::vector<std::string> read;
  for (const Hit& hit : hits) {
    read.push_back(std::string(hit.entity->name) + " " +
                   text.substr(hit.begin, hit.end - hit.begin));
  }
  return read;
}

using Lines = std::vector<std::string>;

TEST_CASE("detectors: a prefix with a right check digit tells a number without any word") {
  CHECK(Read("we paid for ", "XX123 456 1", " of it") == Lines{"XX_TAX XX123 456 1"});
  CHECK(Read("we paid for ", "XX1234561", ", then left") == Lines{"XX_TAX XX1234561"});
  CHECK(Read("we paid for ", "XX123 456 2", " of it").empty());
  CHECK(Read("we paid for ", "123 456 1", " of it").empty());
}

TEST_CASE("detectors: blanks and a mark between two groups are one separator beside a word") {
  for (const std::string number : {"XX - 1234561", "XX: 123 456 1", "123   456   1", "123 - 456-1",
                                   "123\u00A0456\u00A01", "123\u2013456\u20131", "123456_1"}) {
    INFO(number);
    CHECK(Read("xtax ", number, " ok") == Lines{"XX_TAX " + number});
  }
  CHECK(Read("xtax ", "123      456      1", " ok").empty());
  CHECK(Read("xtax ", "123 -- 456 1", " ok").empty());
}

TEST_CASE("detectors: separators that belong to a format must be these very ones") {
  CHECK(Read("xsigned ", "123-45", ".") == Lines{"XX_SIGNED 123-45"});
  CHECK(Read("xsigned ", "123+45", ".") == Lines{"XX_SIGNED 123+45"});
  CHECK(Read("xsigned ", "123/45", ".").empty());
  CHECK(Read("xsigned ", "12345", ".").empty());
  CHECK(Read("xsigned ", "12-345", ".").empty());
}

TEST_CASE("detectors: a word before a number is none of its letters") {
  CHECK(Read("xbook ", "AB12345", ".") == Lines{"XX_BOOK AB12345"});
  CHECK(Read("xbook ", "No 12345", ".").empty());
  CHECK(Read("xbook ", "ID: 12345", ".").empty());
}

TEST_CASE("detectors: small letters without a check need the format's own word") {
  constexpr NumberFormat kPlate{.entity = {.name = "XX_PLATE"},
                                .shapes = "99 a{1,3} 999",
                                .words = "xplate|@plate",
                                .example = "12 ABC 345"};
  const Numbers numbers({&kPlate});
  const auto found = [&](std::string_view text, size_t pos) {
    std::vector<Hit> hits;
    return numbers.Match(text, Marks(numbers, text), pos, &hits) > pos;
  };
  CHECK(found("vehicle 12 OF 345", 8));
  CHECK_FALSE(found("vehicle 12 of 345", 8));
  CHECK(found("xplate 12 of 345", 7));
}

TEST_CASE("detectors: a word in small letters behind a number leaves it as it is") {
  CHECK(Read("", "XX1234561", " was what they told us") == Lines{"XX_TAX XX1234561"});
  CHECK(Read("", "XX1234561", " 77").empty());  // it may go on
}

TEST_CASE("detectors: what a prefix belongs to and is wrong is no other number either") {
  const Numbers numbers({&kTax, &kLong});
  std::vector<Hit> hits;
  const std::string text = "it was XX 1234562 then";
  CHECK(numbers.Match(text, Marks(numbers, text), 7, &hits) == 17);
  CHECK(hits.empty());
  const std::string of_tax = "xtax XX 1234562 then";
  CHECK(numbers.Match(of_tax, Marks(numbers, of_tax), 5, &hits) == 15);
  const std::string named = "xlong XX 1234562 then";
  CHECK(numbers.Match(named, Marks(numbers, named), 6, &hits) ==
        6);  // its digits are looked at again
  CHECK(numbers.Match(named, Marks(numbers, named), 9, &hits) == 16);
}

TEST_CASE("detectors: a part of a wrong number is no number of the same format") {
  constexpr NumberFormat kAny{.entity = {.name = "XX_ANY"},
                              .shapes = "999 99|999 99 9",
                              .valid = LastIsSum,
                              .words = "xany",
                              .example = "123 39"};
  const Numbers numbers({&kAny});
  const auto end = [&](std::string_view text) {
    std::vector<Hit> hits;
    return numbers.Match(text, Marks(numbers, text), 5, &hits);
  };
  CHECK(end("xany 123 12 9") == 13);
  CHECK(end("xany 123 39 1") == 5);  // 12339 would be right
  CHECK(end("xany 123 39 by the way") == 11);
}

TEST_CASE("detectors: Greek and Cyrillic capitals that look Latin are letters of a number") {
  CHECK(Read("", "ХХ1234561", " then") == Lines{"XX_TAX ХХ1234561"});
  CHECK(Read("xbook ", "ΑΒ12345", ".") == Lines{"XX_BOOK ΑΒ12345"});
  CHECK(Read("xbook ", "ЖД12345", ".").empty());
}

TEST_CASE("detectors: all readings of a number that stands alone are told") {
  CHECK(Read("", "1234561", "") == Lines{"XX_TAX 1234561", "XX_LONG 1234561"});
  CHECK(Read("xlong ", "1234561", "") == Lines{"XX_LONG 1234561"});
  CHECK(Read("", "1234562", "") == Lines{"XX_LONG 1234562"});
}

TEST_CASE("detectors: other groups of a number that stands alone have blanks between them") {
  CHECK(Read("", "12 34 56 1", "") == Lines{"XX_TAX 12 34 56 1"});
  CHECK(Read("", "1 2 3 4 5 6 1", "") == Lines{"XX_TAX 1 2 3 4 5 6 1", "XX_LONG 1 2 3 4 5 6 1"});
  CHECK(Read("", "123-456-1", "") == Lines{"XX_TAX 123-456-1"});  // the check digit tells
  CHECK(Read("", "12.34.56.1", "").empty());
}

TEST_CASE("detectors: what a cell of four characters holds is no identifier") {
  constexpr NumberFormat kShort{.entity = {.name = "XX_SHORT"},
                                .shapes = "9{3,6}|!XX 9{2,3}",
                                .words = "xshort",
                                .example = "12345"};
  const Numbers numbers({&kShort});
  const auto found = [&](std::string_view text, size_t pos) {
    std::vector<Hit> hits;
    numbers.Match(text, Marks(numbers, text), pos, &hits);
    return hits.size() == 1 && hits[0].begin == pos && hits[0].end == text.size();
  };
  CHECK(found("12345", 0));
  CHECK_FALSE(found("2024", 0));
  CHECK(found("xshort 2024", 7));
  CHECK_FALSE(found("xshort 1234567", 7));
  CHECK(found("then came XX 12", 10));  // `!`: its prefix tells
  CHECK_FALSE(found("then came 12", 10));
}

}  // namespace
}  // namespace reeve::detectors
