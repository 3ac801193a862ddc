// Decisions recorded under one bundle, decided again under another.
#include "policy/translation.h"

#include "policy/recording.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

std::string Digest(std::string_view value) { return "digest of " + std::to_string(value.size()); }

// Decides under one bundle, keeps what a record keeps, and replays under the other.
class Change {
 public:
  Change(std::string_view before, std::string_view after)
      : before_(MustCompile(before)), after_(MustCompile(after)), translation_(*before_, *after_) {}

  Verdict Replayed(const Facts& facts) {
    Scratch scratch;
    const Verdict decided = Decide(*before_, facts, scratch);
    read_.emplace(RecordedFacts::Read(RecordFacts(*before_, facts, Digest), facts.now).value());
    return translation_.Replay(read_->facts(), decided.outcomes, scratch);
  }

 private:
  std::shared_ptr<const Bundle> before_;
  std::shared_ptr<const Bundle> after_;
  Translation translation_;
  std::optional<RecordedFacts> read_;
};

std::vector<std::string> Undecided(const Verdict& verdict) {
  std::vector<std::string> ids;
  for (const Rule* rule : verdict.undecided) ids.push_back(rule->id);
  return ids;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("translation: a rule of recorded facts alone is decided anew") {
  Change change("rules: [ { id: a, when: action.amount > 500.0, effect: deny, reason: No. } ]",
                "rules: [ { id: b, when: action.amount > 100.0, effect: deny, reason: No. } ]");
  Facts facts;
  facts.action.amount = 200;
  const Verdict verdict = change.Replayed(facts);
  CHECK(Ids(verdict.hits) == Names{"b"});
  CHECK(verdict.undecided.empty());
}

TEST_CASE("translation: the same words about the text keep their outcome, others are undecided") {
  Change change(R"(
rules:
  - { id: a, when: 'content.text.contains("x")', effect: deny, reason: No. }
)",
                R"(
rules:
  - { id: first, when: 'action.amount > 5.0 && content.text.contains("x")', effect: hold, hold: { roles: [a] }, reason: No. }
  - { id: other, when: 'content.text.contains("y") && action.amount > 5.0', effect: deny, reason: No. }
)");
  Facts facts;
  facts.content.text = "x";
  facts.action.amount = 6;
  const Verdict large = change.Replayed(facts);
  CHECK(Ids(large.hits) == Names{"first"});
  CHECK(Undecided(large) == Names{"other"});
  // A recorded fact that makes it false decides it.
  facts.action.amount = 1;
  CHECK(change.Replayed(facts).hits.empty());
  CHECK(change.Replayed(facts).undecided.empty());
}

TEST_CASE("translation: an outcome about findings is of its own policy's detectors") {
  Change change(R"(
detect: [pii]
rules: [ { id: a, when: 'findings.exists(f, content.text.contains(f.entity))', effect: deny, reason: No. } ]
)",
                R"(
detect: [EMAIL_ADDRESS]
rules: [ { id: a, when: 'findings.exists(f, content.text.contains(f.entity))', effect: deny, reason: No. } ]
)");
  CHECK(Undecided(change.Replayed(Facts())) == Names{"a"});
}

TEST_CASE("translation: what nobody looked for was not found, but is not known to be absent") {
  Change fewer(
      "detect: [EMAIL_ADDRESS]\nrules: [ { id: a, when: size(findings) > 0, effect: deny, reason: "
      "No. } ]",
      "detect: [pii]\nrules: [ { id: b, when: size(findings) > 0, effect: deny, reason: No. } ]");
  CHECK(Undecided(fewer.Replayed(Facts())) == Names{"b"});
  Change more(
      "detect: [pii]\nrules: [ { id: a, when: size(findings) > 0, effect: deny, reason: No. } ]",
      "detect: [EMAIL_ADDRESS]\nrules: [ { id: b, when: size(findings) > 0, effect: deny, reason: "
      "No. } ]");
  CHECK(more.Replayed(Facts()).undecided.empty());
}

TEST_CASE("translation: an attribute that was not recorded is not absent") {
  const std::string declared = "attributes: { region: { type: string, record: value } }\n";
  const std::string reads =
      "rules: [ { id: b, when: 'has(context.region)', effect: deny, reason: No. } ]";
  const json::Object context{{"region", "eu"}};
  Facts facts;
  facts.context = &context;
  Change undeclared("rules: [ { id: a, when: true, effect: allow } ]", declared + reads);
  CHECK(Undecided(undeclared.Replayed(facts)) == Names{"b"});
  Change known(declared + "rules: [ { id: a, when: true, effect: allow } ]", declared + reads);
  CHECK(Ids(known.Replayed(facts).hits) == Names{"b"});
  Change otherwise("attributes: { region: { type: string, record: nothing } }\n" + reads,
                   declared + reads);
  CHECK(Undecided(otherwise.Replayed(facts)) == Names{"b"});
}

TEST_CASE("translation: under the bundle that decided it is a replay") {
  const std::string rules = R"(
detect: [pii]
attributes: { region: { type: string, record: digest } }
rules:
  - { id: a, when: 'content.text == "x" || context.region == "eu"', effect: deny, reason: No. }
  - { id: b, when: 'findings.exists(f, f.entity == "US_SSN")', effect: redact, reason: No. }
)";
  Change change(rules, rules);
  const json::Object context{{"region", "eu"}};
  Facts facts;
  facts.context = &context;
  facts.findings = {{"US_SSN", "pii", "format", 0.9, "/content/text"}};
  const Verdict verdict = change.Replayed(facts);
  CHECK(verdict.undecided.empty());
  CHECK(Ids(verdict.hits) == Names{"a", "b"});
}

}  // namespace reeve::policy
