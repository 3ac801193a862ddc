// External detectors that a bundle document declares: how they are read, who needs them, what a
// failure comes to.
#include "policy/detector.h"
#include "policy/diff.h"
#include "policy/format.h"
#include "policy/schema.h"
#include "policy/translation.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

using std::chrono::milliseconds;

// `terms` are more keys of the detector, in flow style.
std::string BundleWith(const std::string& terms = "",
                       const std::string& gives = "PER: { entity: NER_PERSON, category: pii }") {
  return "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\ndetectors:\n  ner: { url: "
         "'http://127.0.0.1:5002/analyze', contract: presidio, gives: { " +
         gives + " }" + (terms.empty() ? "" : ", " + terms) + " }\n";
}

constexpr std::string_view kRules = R"(detect: [NER_PERSON, US_SSN]
rules:
  - id: names
    scope: { stages: [input] }
    when: findings.exists(f, f.entity == "NER_PERSON")
    effect: deny
    reason: No names.
  - id: watched
    scope: { stages: [output] }
    mode: shadow
    when: findings.size() > 0
    effect: deny
    reason: Watched.
  - id: untouched
    scope: { stages: [tool_call] }
    when: action.amount > 5.0
    effect: deny
    reason: Too much.
)";

Compilation CompileWith(const std::string& bundle, std::string_view below = kRules) {
  return CompileBundle({{"bundle.yaml", bundle}, {"p.yaml", PolicyText(below)}}, KnownWords());
}

std::shared_ptr<const Bundle> MustCompileWith(const std::string& bundle,
                                              std::string_view below = kRules) {
  Compilation compilation = CompileWith(bundle, below);
  INFO(Render(compilation.diagnostics));
  REQUIRE(compilation.bundle != nullptr);
  return compilation.bundle;
}

std::string Problems(const std::string& bundle, std::string_view below = kRules) {
  return Render(CompileWith(bundle, below).diagnostics);
}

Facts At(Stage stage, std::vector<DetectorFact> detectors = {}) {
  Facts facts;
  facts.stage = stage;
  facts.detectors = std::move(detectors);
  return facts;
}

}  // namespace

TEST_CASE("detectors: every key of a declaration is read") {
  const auto bundle = MustCompileWith(
      BundleWith("language: de, timeout: 2s, on_failure: ignore, batch: { texts: 8, wait: 5ms }, "
                 "cache: { entries: 10, ttl: 1h }, breaker: { failures: 2, open: 1m }",
                 "PER: { entity: NER_PERSON, category: pii, min_score: 0.7 }, "
                 "SSN: { entity: US_SSN }"));
  REQUIRE(bundle->detectors().size() == 1);
  const Detector& ner = bundle->detectors()[0];
  CHECK(ner.name == "ner");
  CHECK(ner.url == "http://127.0.0.1:5002/analyze");
  CHECK(ner.contract == DetectorContract::kPresidio);
  CHECK(ner.language == "de");
  CHECK(ner.timeout == milliseconds(2'000));
  CHECK(ner.on_failure == OnFailure::kIgnore);
  CHECK(ner.batch_texts == 8);
  CHECK(ner.batch_wait == milliseconds(5));
  CHECK(ner.cache_entries == 10);
  CHECK(ner.cache_ttl == milliseconds(3'600'000));
  CHECK(ner.breaker_failures == 2);
  CHECK(ner.breaker_open == milliseconds(60'000));
  REQUIRE(ner.gives.size() == 2);
  CHECK(ner.gives[0] == DetectorLabel{"PER", "NER_PERSON", "pii", 0.7, true});
  CHECK(ner.gives[1] == DetectorLabel{"SSN", "US_SSN", "pii", 0.5, false});
}

TEST_CASE("detectors: what is not said is safe") {
  const auto bundle = MustCompileWith(BundleWith());
  const Detector& ner = bundle->detectors()[0];
  CHECK(ner.on_failure == OnFailure::kDeny);
  CHECK(ner.language == "en");
  CHECK(ner.timeout == milliseconds(500));
  CHECK(ner.batch_texts == 1);
  CHECK(bundle->FindDetector("ner") == &ner);
  CHECK(bundle->FindDetector("other") == nullptr);
}

TEST_CASE("detectors: a bundle is compiled again from its bytes, whatever its detectors give") {
  // US_SSN and CREDIT_CARD are the detectors', and no policy detects CREDIT_CARD.
  const auto bundle =
      MustCompileWith(BundleWith("",
                                 "a: { entity: NER_PERSON, category: pii }, b: { entity: US_SSN }, "
                                 "c: { entity: CREDIT_CARD }"));
  const auto again = BundleFromBytes(bundle->canonical_bytes());
  REQUIRE(again.ok());
  CHECK((*again)->digest() == bundle->digest());
  CHECK((*again)->detectors() == bundle->detectors());
}

TEST_CASE("detectors: what is wrong is named") {
  const auto has = [](const std::string& problems, const std::string& part) {
    INFO(problems);
    CHECK(problems.find(part) != std::string::npos);
  };
  has(Problems(BundleWith("timeout: 0ms")), "`timeout` must be a time from 10ms to 10s");
  has(Problems(BundleWith("timeout: 5")), "one of `ms`, `s`, `m`, `h`");
  has(Problems(BundleWith("timeout: 4294967295h")), "`timeout` must be");
  has(Problems(BundleWith("on_failure: allow")), "must be one of `deny`, `ignore`");
  has(Problems(BundleWith("batch: { texts: 65 }")), "`texts` must be");
  has(Problems(BundleWith("batch: { wait: 600ms }")), "`wait` is no shorter than the `timeout`");
  has(Problems(BundleWith("breaker: { open: 0s }")), "`open` must be a time from 1s to 10m");
  has(Problems(BundleWith("retries: 3")), "retries");
  has(Problems(BundleWith("", "a: { entity: NER_X }")), "so its `category` must be said");
  has(Problems(BundleWith("", "a: { entity: US_SSM }")), "did you mean `US_SSN`?");
  has(Problems(BundleWith("", "a: { entity: US_SSN, category: topic }")),
      "`US_SSN` is of the category `pii` already");
  has(Problems(BundleWith("",
                          "a: { entity: NER_X, category: pii }, "
                          "b: { entity: NER_X, category: topic }")),
      "`NER_X` is of the category `pii` already");
  has(Problems(BundleWith("", "a: { entity: ner_x, category: pii }")), "an entity's name must be");
  has(Problems(BundleWith("", "a: { entity: NER_X, category: people }")), "`category` must be");
  has(Problems(BundleWith("", "a: { entity: NER_X, category: pii, min_score: 2 }")),
      "`min_score` must be a number from 0 to 1");
  has(Problems(BundleWith("", "")), "`gives` must have 1 to 64 labels");
  has(Problems(BundleWith(),
               "entities: { NER_PERSON: { category: pii, terms: Ada } }\n"
               "detect: NER_PERSON\nrules:\n  - { id: r, when: findings.size() > 0, "
               "effect: deny, reason: No. }\n"),
      "`NER_PERSON` is an entity of the policy `p`");
  has(Problems(BundleWith("", "a: { entity: NER_X, category: pii }"),
               "rules:\n  - { id: r, when: 'true', effect: deny, reason: No. }\n"),
      "no policy detects anything that `ner` gives, so it is never asked");
}

TEST_CASE("detectors: an address has no place for a credential") {
  for (const char* url :
       {"http://ner.example", "ftp://ner.example/a", "https://u:p@ner.example/a",
        "https://ner.example/a?key=1", "https://ner.example/a#b", "https://ner example/a"}) {
    std::string bundle = BundleWith();
    bundle.replace(bundle.find("http://127.0.0.1:5002/analyze"), 29, url);
    INFO(url);
    CHECK(Problems(bundle).find("the `url` ") != std::string::npos);
  }
}

TEST_CASE("detectors: a category stands for what only an external detector gives") {
  const auto bundle = MustCompileWith(
      BundleWith(),
      "detect: pii\nrules:\n  - { id: r, when: findings.size() > 0, effect: deny, reason: No. }\n");
  const auto& entities = bundle->policies()[0].entities;
  CHECK(std::find(entities.begin(), entities.end(), "NER_PERSON") != entities.end());
  const auto view = ViewOfAll(*bundle, KnownWords());
  CHECK(view->key().entities.size() == KnownWords().entities.size() + 1);
}

TEST_CASE("detectors: one is needed where a rule in scope reads findings that it gives") {
  const auto bundle = MustCompileWith(BundleWith());
  Scratch scratch;
  const std::vector<size_t> first = {0};
  CHECK(NeededDetectors(*bundle, At(Stage::kInput), scratch) == first);
  CHECK(NeededDetectors(*bundle, At(Stage::kOutput), scratch) == first);
  CHECK(NeededDetectors(*bundle, At(Stage::kToolCall), scratch).empty());
  CHECK(NeededDetectors(*bundle, At(Stage::kToolResult), scratch).empty());
  const auto redacts = MustCompileWith(BundleWith(), R"(detect: [NER_PERSON, US_SSN]
rules:
  - { id: r, when: "true", effect: redact, redact: { entities: US_SSN, operator: label }, reason: R }
)");
  CHECK(NeededDetectors(*redacts, At(Stage::kInput), scratch).empty());
}

TEST_CASE("detectors: a failure denies where an enforced rule needs the detector") {
  const auto closed = MustCompileWith(BundleWith());
  const Verdict denied = Ask(*closed, At(Stage::kInput, {{"ner", "detector.timeout"}}));
  CHECK(denied.effect == Effect::kDeny);
  CHECK(denied.hits.empty());
  REQUIRE(denied.failures.size() == 1);
  CHECK(denied.failures[0].detector == &closed->detectors()[0]);
  CHECK(denied.failures[0].code == "detector.timeout");
  CHECK(denied.failures[0].denies);
  // What only looks on changes nothing.
  const Verdict shadow = Ask(*closed, At(Stage::kOutput, {{"ner", "detector.timeout"}}));
  CHECK(shadow.effect == Effect::kAllow);
  REQUIRE(shadow.failures.size() == 1);
  CHECK_FALSE(shadow.failures[0].denies);
  CHECK(Ask(*closed, At(Stage::kInput, {{"ner", ""}})).failures.empty());
  CHECK(Ask(*closed, At(Stage::kToolCall, {{"ner", "detector.timeout"}})).failures.empty());

  const auto open = MustCompileWith(BundleWith("on_failure: ignore"));
  const Verdict ignored = Ask(*open, At(Stage::kInput, {{"ner", "detector.open"}}));
  CHECK(ignored.effect == Effect::kAllow);
  REQUIRE(ignored.failures.size() == 1);
  CHECK_FALSE(ignored.failures[0].denies);
}

TEST_CASE("detectors: no waiver suspends a failure") {
  std::string rules(kRules);
  rules.insert(rules.find("    effect: deny"), "    waivable: true\n");
  const auto bundle = MustCompileWith(BundleWith(), rules);
  Facts facts = At(Stage::kInput, {{"ner", "detector.timeout"}});
  facts.findings = {{"NER_PERSON", "pii", "identifier", 0.9, "/content/text"}};
  Verdict verdict = Ask(*bundle, facts);
  REQUIRE(Ids(verdict.hits) == std::vector<std::string>{"names"});
  const WaivedRule waived[] = {{verdict.hits[0].rule->index, "w-1"}};
  Waive(*bundle, facts, waived, &verdict);
  CHECK(verdict.hits.empty());
  CHECK(verdict.effect == Effect::kDeny);
}

TEST_CASE("detectors: under another bundle, what nobody was asked about is undecided") {
  const auto from = MustCompileWith(BundleWith());
  std::string wider(kRules);
  wider.replace(wider.find("stages: [input]"), 15, "stages: [input, tool_result]");
  const auto to = MustCompileWith(BundleWith(), wider);
  const Translation translation(*from, *to);
  Scratch scratch;
  const Verdict asked = translation.Replay(At(Stage::kInput, {{"ner", ""}}), {}, scratch);
  CHECK(asked.undecided.empty());
  const Verdict unasked = translation.Replay(At(Stage::kToolResult), {}, scratch);
  REQUIRE(unasked.undecided.size() == 1);
  CHECK(unasked.undecided[0]->id == "names");
}

TEST_CASE("detectors: findings of one declared otherwise are not what they would be now") {
  const auto from = MustCompileWith(BundleWith());
  const auto same = [&from](const std::string& bundle) {
    return LooksForTheSame(*from, *MustCompileWith(bundle), "NER_PERSON");
  };
  CHECK(same(BundleWith("timeout: 1s, on_failure: ignore")));
  CHECK_FALSE(same(BundleWith("language: de")));
  CHECK_FALSE(same(BundleWith("", "PER: { entity: NER_PERSON, category: pii, min_score: 0.9 }")));
  CHECK(same(BundleWith("",
                        "PER: { entity: NER_PERSON, category: pii }, "
                        "b: { entity: NER_B, category: pii }")));
}

TEST_CASE("detectors: a comparison of bundles names what differs, and that a failure is ignored") {
  const auto texts = [](const std::string& a, const std::string& b) {
    std::string out;
    const auto from = MustCompileWith(a);
    const auto to = MustCompileWith(b);
    for (const SettingDifference& setting : CompareBundles(*from, *to).settings) {
      out += std::string(DirectionName(setting.direction)) + ": " + setting.text + ";";
    }
    return out;
  };
  CHECK(texts(BundleWith(), BundleWith()).empty());
  CHECK(texts(BundleWith(), BundleWith("on_failure: ignore")) ==
        "loosened: external detector ner: on_failure deny -> ignore;");
  CHECK(texts(BundleWith("on_failure: ignore"), BundleWith()) ==
        "tightened: external detector ner: on_failure ignore -> deny;");
  CHECK(texts(BundleWith(), BundleWith("timeout: 1s, language: de")) ==
        "changed: external detector ner is declared otherwise: language, timeout;");
}

}  // namespace reeve::policy
