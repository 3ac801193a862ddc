// One reading of a text for many patterns gives what each search by itself gives.
#include <catch2/catch.hpp>
#include <random>

#include "policy/cel/compile.h"
#include "policy/cel/text_scan.h"

namespace reeve::cel {
namespace {

// Programs that share their patterns, over `text` and `other`.
class Rules {
 public:
  Rules() {
    REQUIRE(environment_.Declare("text", Type::String()).ok());
    REQUIRE(environment_.Declare("other", Type::String()).ok());
  }

  void Add(const std::string& expression) {
    auto compiled = Compile(expression, environment_, {.scans = &scans_});
    REQUIRE(compiled.ok());
    programs_.push_back(std::move(compiled).program());
  }
  void Finish() { scans_.Finish(); }
  const TextScans& scans() const { return scans_; }
  size_t size() const { return programs_.size(); }

  std::string Outcome(size_t rule, const std::string& text, const std::string& other,
                      TextScanResults* scans) const {
    const Value variables[] = {Value::String(text), Value::String(other)};
    Activation activation{variables};
    activation.scans = scans;
    Arena arena;
    return programs_[rule].Evaluate(activation, arena).DebugString();
  }

 private:
  Environment environment_;
  TextScans scans_;
  std::vector<Program> programs_;
};

std::string RandomText(std::mt19937& random) {
  std::string text;
  for (size_t i = random() % 40; i > 0; --i) text += "abc \n\xC3\xA9"[random() % 5];
  return text;
}

}  // namespace

TEST_CASE("cel: patterns that are scanned for together give what each gives alone") {
  Rules rules;
  for (const char* pattern : {"a+b", "^abc", "c$", "b?", "\\bab\\b", "(?i)ABC|bca", "a.c", "[^a]b",
                              "(?s)a.c", "\\n", "(a|b){3}", "a+b", "", "\xC3\xA9"}) {
    rules.Add("text.matches(r'" + std::string(pattern) + "')");
    rules.Add("other.matches(r'" + std::string(pattern) + "') && text != other");
  }
  rules.Add(
      "text.matches('a') ? !text.matches('b') : other.matches('b') || (text + 'a').matches('aa')");
  rules.Finish();
  std::mt19937 random(20'261'120);
  TextScanResults scans;
  for (int i = 0; i < 500; ++i) {
    const std::string text = RandomText(random);
    const std::string other = RandomText(random);
    scans.Reset(rules.scans());
    for (size_t rule = 0; rule < rules.size(); ++rule) {
      INFO(text << " / " << other << " / " << rule);
      REQUIRE(rules.Outcome(rule, text, other, &scans) ==
              rules.Outcome(rule, text, other, nullptr));
    }
  }
}

TEST_CASE("cel: a text is read once for all patterns from the second that is asked for") {
  TextScans scans;
  std::vector<ScanPlace> places;
  for (const char* pattern : {"a", "b", "c", "x", "a"})
    places.push_back(scans.Add("t", pattern, 5));
  CHECK(places[4].pattern == places[0].pattern);
  scans.Finish();
  TextScanResults results;
  results.Reset(scans);
  const std::string text = "abc";
  CHECK(results.Found(places[1], text) == std::nullopt);
  CHECK(results.Found(places[1], text) == true);
  CHECK(results.Found(places[3], text) == false);
  CHECK(results.Found(places[4], text) == true);
  const std::string another = "xyz";
  CHECK(results.Found(places[3], another) == std::nullopt);
  results.Reset(scans);
  CHECK(results.Found(places[3], another) == std::nullopt);
  CHECK(results.Found(places[3], another) == true);
  CHECK(results.Found(places[0], another) == false);
}

TEST_CASE("cel: few patterns, and those too large for a text, are searched for one by one") {
  TextScans few;
  const ScanPlace place = few.Add("t", "a", 5);
  (void)few.Add("t", "b", 5);
  (void)few.Add("t", "c", 5);
  few.Finish();
  TextScanResults results;
  results.Reset(few);
  for (int i = 0; i < 3; ++i) CHECK(results.Found(place, "abc") == std::nullopt);

  TextScans large;
  for (const char* pattern : {"a[ab]{900}c", "b[ab]{900}c", "c[ab]{900}c", "d[ab]{900}c"}) {
    (void)large.Add("t", pattern, 1806);
  }
  large.Finish();
  results.Reset(large);
  const std::string text(200'000, 'a');
  for (int i = 0; i < 3; ++i) CHECK(results.Found({0, 0}, text) == std::nullopt);
}

}  // namespace reeve::cel
