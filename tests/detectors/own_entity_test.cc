#include "detectors/own_entity.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "detectors/redact.h"
#include "detectors/scanner.h"
#include "detectors/stream.h"

namespace reeve::detectors {
namespace {

OwnEntity Customer() { return {.name = "ACME_CUSTOMER", .patterns = {"AC-[0-9]{8}"}}; }
OwnEntity Project() {
  return {.name = "ACME_PROJECT", .terms = {"Bluebird", "Project Falcon", "Größenwahn", "蓝鸟"}};
}

Scanner Of(const std::vector<OwnEntity>& own, std::vector<std::string> others = {}) {
  for (const OwnEntity& entity : own) others.push_back(entity.name);
  auto scanner = Scanner::Create(others, own);
  INFO((scanner.ok() ? "" : scanner.error().message));
  REQUIRE(scanner.ok());
  return std::move(scanner).value();
}

// "ACME_CUSTOMER AC-12345678", one a finding.
std::vector<std::string> In(const Scanner& scanner, std::string_view text) {
  std::vector<std::string> found;
  for (const Finding& finding : scanner.Scan(text)) {
    const size_t begin = finding.span.start.bytes;
    found.push_back(std::string(finding.entity) + " " +
                    std::string(text.substr(begin, finding.span.end.bytes - begin)));
  }
  return found;
}
std::vector<std::string> In(const OwnEntity& entity, std::string_view text) {
  return In(Of({entity}), text);
}

double ScoreIn(const OwnEntity& entity, std::string_view text) {
  const Scanner scanner = Of({entity});
  const std::vector<Finding> findings = scanner.Scan(text);
  REQUIRE(findings.size() == 1);
  return findings[0].score;
}

std::string ErrorOf(const OwnEntity& entity) {
  const auto made = Scanner::Create(std::vector<std::string>{entity.name}, {&entity, 1});
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().code == "detectors.own_entity");
  return made.error().message;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("own entities: a pattern is found where no letter or digit stands beside it") {
  CHECK(
      In(Customer(), "Ask AC-12345678, (AC-00000001) and\nAC-99999999.") ==
      Lines{"ACME_CUSTOMER AC-12345678", "ACME_CUSTOMER AC-00000001", "ACME_CUSTOMER AC-99999999"});
  CHECK(In(Customer(), "AC-123456789 xAC-12345678 AC-12345678é éAC-12345678 _AC-12345678").empty());
  CHECK(In(Customer(), "客户AC-12345678的").size() == 1);
  CHECK(In(Customer(), "ac-12345678").empty());
}

TEST_CASE("own entities: a pattern that could end at a word's end does") {
  const OwnEntity part{.name = "PART", .patterns = {"P[0-9]+(-[a-z])?"}};
  CHECK(In(part, "P12-xyz") == Lines{"PART P12"});
  CHECK(In(part, "P12-x") == Lines{"PART P12-x"});
  CHECK(In(part, "P12x").empty());
}

TEST_CASE("own entities: the bytes that a pattern may begin with are a superset") {
  CHECK(In({.name = "X", .patterns = {"(?i)ac-[0-9]{2}"}}, "AC-12 ac-34 aC-56").size() == 3);
  CHECK(In({.name = "X", .patterns = {"(?:Z|#)[0-9]{2}"}}, "Z12 a#34 #56").size() == 3);
  CHECK(In({.name = "X", .patterns = {"\\b[0-9]{4}\\b"}}, "1234 x5678 12345").size() == 1);
  CHECK(In({.name = "X", .patterns = {".[0-9]{3}"}}, "ü123").size() == 1);
  CHECK(In({.name = "X", .patterns = {"[^a-z][0-9]{3}"}}, "Ü123 A123 a123").size() == 2);
  CHECK(In({.name = "X", .patterns = {"(?:\\bfoo|bar)"}}, "foo bar foobar").size() == 2);
}

TEST_CASE("own entities: a match has at most 256 bytes") {
  const OwnEntity run{.name = "RUN", .patterns = {"a *z"}};
  const std::string text = "a" + std::string(254, ' ');
  CHECK(In(run, text + "z").size() == 1);
  CHECK(In(run, text + " z").empty());
}

TEST_CASE("own entities: a check digit that is wrong is no match, a right one validates") {
  OwnEntity entity = Customer();
  entity.check = CheckRule::kLuhn;
  CHECK(In(entity, "AC-12345674 AC-12345675") == Lines{"ACME_CUSTOMER AC-12345674"});
  const Scanner scanner = Of({entity});
  CHECK(scanner.Scan("AC-12345674")[0].validated);
  CHECK(ScoreIn(entity, "AC-12345674") == Approx(0.9));
  CHECK(ScoreIn(Customer(), "AC-12345674") == Approx(0.5));
}

TEST_CASE("own entities: the check is made over the group `check` alone") {
  const OwnEntity entity{.name = "X",
                         .patterns = {"7(?P<check>[0-9]{8})-[0-9]|N(?P<other>[0-9]{8})"},
                         .check = CheckRule::kLuhn};
  CHECK(In(entity, "712345674-9") == Lines{"X 712345674-9"});
  CHECK(In(entity, "712345675-9").empty());
  CHECK(In(entity, "N12345674").empty());  // the group took no part
}

TEST_CASE("own entities: every check rule accepts its own numbers and no neighbour of them") {
  // The examples of the definitions, and each with another last character.
  const std::vector<std::tuple<CheckRule, std::string, std::string>> cases = {
      {CheckRule::kLuhn, "AC 7992 7398 713", "79927398714"},
      {CheckRule::kVerhoeff, "236-3", "2364"},
      {CheckRule::kMod11_10, "0794-5", "07946"},
      {CheckRule::kMod11_2, "0794-0", "0794X"},
      {CheckRule::kMod37_36, "A12425GABC1234002M", "A12425GABC1234002N"},
      {CheckRule::kMod97_10, "794-44", "79445"},
      {CheckRule::kIcao731, "l898902c<3", "L898902C<4"},
  };
  for (const auto& [rule, good, bad] : cases) {
    INFO(CheckRuleName(rule));
    CHECK(CheckHolds(rule, good));
    CHECK_FALSE(CheckHolds(rule, bad));
    CHECK_FALSE(CheckHolds(rule, ""));
    CHECK_FALSE(CheckHolds(rule, "0"));
  }
}

TEST_CASE("own entities: a word beside it adds to the score, or is needed") {
  OwnEntity entity{.name = "X",
                   .patterns = {"[0-9]{8}"},
                   .words = {"customer", "Kunde", "Kunden-Nr", "id"},
                   .score = 0.4};
  CHECK(ScoreIn(entity, "order 12345678") == Approx(0.4));
  CHECK(ScoreIn(entity, "the CUSTOMER 12345678") == Approx(0.6));
  CHECK(ScoreIn(entity, "kunden_nr: 12345678") == Approx(0.6));
  CHECK(ScoreIn(entity, "{\"customerId\":\"12345678\"}") == Approx(0.6));
  CHECK(ScoreIn(entity, "12345678 is our customer") == Approx(0.6));
  CHECK(ScoreIn(entity, "the kundendienst 12345678") == Approx(0.4));
  CHECK(ScoreIn(entity, "customer\n\n12345678") == Approx(0.4));
  CHECK(ScoreIn(entity, "12345678\ncustomer") == Approx(0.4));
  CHECK(ScoreIn(entity, "customer" + std::string(64, '.') + "12345678") == Approx(0.4));
  entity.needs_word = true;
  CHECK(In(entity, "12345678").empty());
  CHECK(In(entity, "order 12345678").empty());
  CHECK(In(entity, "customers 12345678").size() == 1);
}

TEST_CASE("own entities: a match is no context of its own") {
  const OwnEntity entity{.name = "X",
                         .patterns = {"customer[0-9]{3}"},
                         .words = {"customer", "our"},
                         .needs_word = true};
  CHECK(In(entity, "customer123").empty());
  CHECK(In(entity, "our customer123").size() == 1);
}

TEST_CASE("own entities: terms are whole words in either case, in every alphabet of two bytes") {
  CHECK(In(Project(), "BLUEBIRD bluebird Bluebirds blueBird's bluebird_budget.xlsx").size() == 4);
  CHECK(In(Project(), "project  falcon, Project-Falcon, Project\n  Falcon, ProjectFalcon") ==
        Lines{"ACME_PROJECT project  falcon", "ACME_PROJECT Project-Falcon",
              "ACME_PROJECT Project\n  Falcon"});
  CHECK(In(Project(), "GRÖßENWAHN größenwahn Größenwahns") ==
        Lines{"ACME_PROJECT GRÖßENWAHN", "ACME_PROJECT größenwahn"});
  CHECK(In(Project(), "关于蓝鸟的预算") == Lines{"ACME_PROJECT 蓝鸟"});
  const OwnEntity other{.name = "X", .terms = {"Орёл", "αετός", "łabędź", "#falcon", "C++"}};
  CHECK(In(other, "ОРЁЛ ΑΕΤΌΣ ŁABĘDŹ #FALCON c++").size() == 4);  // a final sigma is another letter
  CHECK(In(other, "αετός").size() == 1);
}

TEST_CASE("own entities: with exact case a term is found as it is written") {
  const OwnEntity entity{.name = "X", .terms = {"APOLLO", "Éole"}, .exact_case = true};
  CHECK(In(entity, "APOLLO Apollo Éole éole") == Lines{"X APOLLO", "X Éole"});
}

TEST_CASE("own entities: each finds what it declares, whatever the others find") {
  const OwnEntity project{.name = "A", .terms = {"Project"}};
  const OwnEntity falcon{.name = "B", .terms = {"Project Falcon", "Falcon"}};
  const Scanner scanner =
      Of({project, falcon, Customer(), {.name = "DIGITS", .patterns = {"[0-9]+", "[0-9]+ [0-9]+"}}},
         {"PHONE_NUMBER"});
  CHECK(In(scanner, "Project Falcon") == Lines{"B Project Falcon", "A Project"});
  CHECK(In(scanner, "12 34 56") == Lines{"DIGITS 12 34", "DIGITS 56"});
  CHECK(In(scanner, "call +1 650 253 0000") ==
        Lines{"PHONE_NUMBER +1 650 253 0000", "DIGITS 1 650", "DIGITS 253 0000"});
}

TEST_CASE("own entities: one of a catalogue's name takes its place") {
  const OwnEntity mail{.name = "EMAIL_ADDRESS", .terms = {"Bluebird"}};
  CHECK(In(mail, "ada@example.org bluebird") == Lines{"EMAIL_ADDRESS bluebird"});
}

TEST_CASE("own entities: those that nobody wants are not looked for") {
  const std::vector<OwnEntity> own = {Customer(), Project()};
  const auto one = Scanner::Create(std::vector<std::string>{"ACME_PROJECT"}, own);
  CHECK(one->Entities() == std::vector<std::string_view>{"ACME_PROJECT"});
  const auto none = Scanner::Create(std::vector<std::string>{}, own);
  CHECK(none->Idle());
  const auto category = Scanner::Create(std::vector<std::string>{"topic"}, own);
  CHECK(In(*category, "Bluebird").empty());
  const auto pii = Scanner::Create(std::vector<std::string>{"pii"}, own);
  CHECK(In(*pii, "Bluebird") == Lines{"ACME_PROJECT Bluebird"});
}

TEST_CASE("own entities: a finding has the declared category, and a kind that fits it") {
  OwnEntity entity = Project();
  entity.category = Category::kTopic;
  const Scanner scanner = Of({entity});
  const Finding finding = scanner.Scan("Bluebird")[0];
  CHECK(finding.category == Category::kTopic);
  CHECK(finding.kind == Kind::kPhrase);
  CHECK(finding.country.empty());
}

TEST_CASE("own entities: they are redacted like others") {
  const Scanner scanner = Of({Customer(), Project()});
  const std::string text = "AC-12345678 is of Bluebird";
  CHECK(Redact(text, scanner.Scan(text), Operator::kLabel) ==
        "<ACME_CUSTOMER> is of <ACME_PROJECT>");
}

TEST_CASE("own entities: a declaration that is wrong is refused with the reason") {
  OwnEntity entity = Customer();
  entity.patterns = {"[0-9"};
  CHECK(ErrorOf(entity) == "the entity `ACME_CUSTOMER`: the pattern is not valid: missing ]: [0-9");
  entity.patterns = {};
  CHECK(ErrorOf(entity) == "the entity `ACME_CUSTOMER`: it has neither patterns nor terms");
  entity.patterns.assign(17, "a");
  CHECK(ErrorOf(entity) == "the entity `ACME_CUSTOMER`: it has more than 16 patterns");
  entity = Customer();
  entity.needs_word = true;
  CHECK(ErrorOf(entity) == "the entity `ACME_CUSTOMER`: it needs a word, and has none");
  entity = Customer();
  entity.score = 0.29;
  CHECK(ErrorOf(entity) == "the entity `ACME_CUSTOMER`: its score must be from 0.3 to 1");
  entity = Project();
  entity.terms = {" a "};
  CHECK(ErrorOf(entity) ==
        "the entity `ACME_PROJECT`: ` a ` is no word or term: it must have 2 to 256 bytes, a "
        "letter or digit among them");
  const std::vector<OwnEntity> twice = {Customer(), Customer()};
  CHECK_FALSE(OwnEntities::Create(twice).ok());
}

TEST_CASE("own entities: a hundred thousand terms are found as one by one") {
  std::mt19937 random(7);
  std::vector<std::string> terms;
  for (int i = 0; i < 100'000; ++i) {
    std::string term(2 + random() % 6, 'a');
    for (char& c : term) c = static_cast<char>('a' + random() % 5);
    if (random() % 3 == 0) term += " " + std::string(1 + random() % 3, 'e');
    terms.push_back(term);
  }
  const Scanner scanner = Of({OwnEntity{.name = "X", .terms = terms}});
  const std::set<std::string> known(terms.begin(), terms.end());
  for (int i = 0; i < 2000; ++i) {
    std::string text(1 + random() % 8, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 6);
    CAPTURE(text);
    CHECK(In(scanner, text).size() == (known.contains(text) ? 1 : 0));
  }
}

TEST_CASE("own entities: a stream finds what the whole text has, however it is cut") {
  OwnEntity customer = Customer();
  customer.words = {"customer"};
  const Scanner scanner = Of({customer, Project()});
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += "The customer AC-123456" + std::to_string(10 + i) + " pays for Project Falcon. ";
  }
  const std::vector<Finding> whole = scanner.Scan(text);
  REQUIRE(whole.size() == 120);
  for (const size_t step : {size_t{1}, size_t{7}, size_t{500}}) {
    StreamScanner stream(scanner);
    std::vector<Finding> found;
    for (size_t pos = 0; pos < text.size(); pos += step) {
      stream.Push(std::string_view(text).substr(pos, step), &found);
    }
    stream.Finish(&found);
    CHECK(found == whole);
  }
}

}  // namespace reeve::detectors
