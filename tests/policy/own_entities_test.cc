// Entities that policies declare: who may name them, what a category stands for, what a bundle
// keeps of them.
#include <algorithm>

#include "policy/describe.h"
#include "policy/diff.h"
#include "policy/own_entity.h"
#include "policy/schema.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kCustomer =
    "entities:\n  ACME_CUSTOMER: { category: pii, patterns: 'AC-[0-9]{8}' }\n";
constexpr std::string_view kRules =
    "rules:\n  - { id: r, when: findings.size() > 0, effect: deny, reason: No. }\n";

std::string PolicyNamed(std::string_view id, const std::string& below) {
  return PolicyText(below, id);
}

std::string Text(std::string_view a, std::string_view b, std::string_view c = "") {
  return std::string(a) + std::string(b) + std::string(c);
}

Compilation CompileAll(std::vector<SourceFile> files) {
  files.push_back({"bundle.yaml", kBundleYaml});
  return CompileBundle(std::move(files), KnownWords());
}

std::shared_ptr<const Bundle> MustCompileAll(std::vector<SourceFile> files) {
  Compilation compilation = CompileAll(std::move(files));
  INFO(Render(compilation.diagnostics));
  REQUIRE(compilation.bundle != nullptr);
  return compilation.bundle;
}

std::vector<std::string> CodesOf(const Compilation& compilation) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : compilation.diagnostics) codes.push_back(diagnostic.code);
  return codes;
}

const std::vector<std::string>& EntitiesOf(const Bundle& bundle, std::string_view id) {
  for (const Policy& policy : bundle.policies()) {
    if (policy.id == id) return policy.entities;
  }
  FAIL("no such policy");
  return bundle.policies().front().entities;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("own entities: every key of a declaration is read") {
  const auto bundle = MustCompileAll({{"lists/names.txt", "Bluebird\n"},
                                      {"p.yaml", PolicyText(Text(R"(entities:
  ACME_A:
    title: a thing
    category: secret
    patterns: ["A[0-9]{3}", "B[0-9]{3}"]
    check: mod97_10
    terms: [Falcon]
    list: names
    exact_case: true
    words: [thing, Ding]
    needs_word: true
    score: 0.75
    examples: { found: [thing A123], not_found: [A123, B123] }
detect: ACME_A
)",
                                                                 kRules))}});
  REQUIRE(bundle->own_entities().size() == 1);
  const OwnEntity& entity = bundle->own_entities()[0];
  CHECK(entity.name == "ACME_A");
  CHECK(entity.title == "a thing");
  CHECK(entity.category == "secret");
  CHECK(entity.patterns == Names{"A[0-9]{3}", "B[0-9]{3}"});
  CHECK(entity.check == "mod97_10");
  CHECK(entity.terms == Names{"Falcon"});
  CHECK(entity.list == "names");
  CHECK(bundle->EntriesOf("names") == std::vector<std::string_view>{"Bluebird"});
  CHECK(entity.exact_case);
  CHECK(entity.words == Names{"thing", "Ding"});
  CHECK(entity.needs_word);
  CHECK(entity.score == 0.75);
  REQUIRE(entity.examples.size() == 3);
  CHECK((entity.examples[0].found && entity.examples[0].text == "thing A123"));
  CHECK((!entity.examples[2].found && entity.examples[2].text == "B123"));
  CHECK(entity.policy == "p");
  CHECK(entity.line == 5);
  CHECK(bundle->wanted_entities() == Names{"ACME_A"});
}

TEST_CASE("own entities: conditions may compare with one, and not with one that is misspelt") {
  const std::string head = Text(kCustomer, "detect: ACME_CUSTOMER\nrules:\n");
  MustCompile(
      head +
      "  - { id: r, when: 'findings.exists(f, f.entity == \"ACME_CUSTOMER\")', effect: deny, "
      "reason: No. }\n");
  CHECK(ErrorsOf(head + "  - { id: r, when: 'findings.exists(f, f.entity == \"ACME_CUSTMER\")', "
                        "effect: deny, reason: No. }\n")
            .find("did you mean `ACME_CUSTOMER`?") != std::string::npos);
}

TEST_CASE("own entities: a category stands for those that the policy declares itself") {
  const auto bundle = MustCompileAll(
      {{"a.yaml", PolicyNamed("a", Text(kCustomer, "detect: pii\n", kRules))},
       {"b.yaml", PolicyNamed("b", Text("detect: pii\n", kRules))},
       {"c.yaml", PolicyNamed("c", Text("detect: [ACME_CUSTOMER]\n", kRules))},
       {"d.yaml", PolicyNamed("d", Text("entities: { ACME_T: { category: topic, terms: Falcon } }\n"
                                        "detect: topic\n",
                                        kRules))}});
  const Names pii = {"EMAIL_ADDRESS", "IP_ADDRESS", "PHONE_NUMBER", "US_SSN"};
  Names with_own = pii;
  with_own.insert(with_own.begin(), "ACME_CUSTOMER");
  CHECK(EntitiesOf(*bundle, "a") == with_own);
  CHECK(EntitiesOf(*bundle, "b") == pii);
  CHECK(EntitiesOf(*bundle, "c") == Names{"ACME_CUSTOMER"});
  CHECK(EntitiesOf(*bundle, "d") == Names{"ACME_T"});
}

TEST_CASE("own entities: an extension adds some, and its base sees none of them") {
  const std::string redacts =
      "rules:\n  - { id: r, when: true, effect: redact, redact: { entities: pii "
      "}, "
      "reason: No. }\n";
  const auto bundle = MustCompileAll(
      {{"base.yaml", PolicyNamed("base", Text(kCustomer, "detect: pii\n", redacts))},
       {"x.yaml",
        PolicyNamed(
            "x",
            "extends: base\nentities: { ACME_X: { category: pii, terms: Falcon } }\n"
            "detect: ACME_X\nrules:\n  - { id: mine, when: 'findings.size() > 0', effect: deny, "
            "reason: No. }\n")},
       {"y.yaml", PolicyNamed("y",
                              "extends: x\nrules:\n  - { id: r, when: true, effect: redact, "
                              "redact: { entities: pii }, reason: No. }\n")}});
  const Names base = {"ACME_CUSTOMER", "EMAIL_ADDRESS", "IP_ADDRESS", "PHONE_NUMBER", "US_SSN"};
  Names all = base;
  all.insert(all.begin() + 1, "ACME_X");
  CHECK(EntitiesOf(*bundle, "base") == base);
  CHECK(EntitiesOf(*bundle, "x") == all);
  CHECK(EntitiesOf(*bundle, "y") == all);
  CHECK(bundle->FindRule("base", "r")->redact.entities == base);
  CHECK(bundle->FindRule("y", "r")->redact.entities == all);
}

TEST_CASE("own entities: an extension cannot declare what its base does") {
  const Compilation compilation = CompileAll(
      {{"base.yaml", PolicyNamed("base", Text(kCustomer, "detect: pii\n", kRules))},
       {"x.yaml",
        PolicyNamed("x", Text("extends: base\n", kCustomer,
                              "rules:\n  - { id: mine, when: 'findings.size() > 1', effect: "
                              "deny, reason: No. }\n"))}});
  CHECK(CodesOf(compilation) == Names{"policy.duplicate_entity"});
  CHECK(compilation.diagnostics[0].message ==
        "the entity `ACME_CUSTOMER` is already in base.yaml; name it in `detect`, or give this one "
        "a name of its own");
}

TEST_CASE("own entities: one that no policy detects is warned of, and looked for by nobody") {
  const Compilation compilation =
      CompileAll({{"p.yaml", PolicyText(Text(kCustomer, "detect: US_SSN\n", kRules))}});
  CHECK(CodesOf(compilation) == Names{"policy.unused_entity"});
  REQUIRE(compilation.bundle != nullptr);
  CHECK(compilation.bundle->wanted_entities() == Names{"US_SSN"});
}

TEST_CASE("own entities: a list of terms is used, must be there, and holds terms") {
  const std::string text = PolicyText(
      Text("entities: { ACME_P: { category: pii, list: projects } }\ndetect: ACME_P\n", kRules));
  CHECK(CompileAll({{"lists/projects.txt", "Bluebird\n"}, {"p.yaml", text}}).diagnostics.empty());
  const Compilation none = CompileAll({{"lists/project.txt", "Bluebird\n"}, {"p.yaml", text}});
  REQUIRE(none.bundle == nullptr);
  CHECK(none.diagnostics.back().message == "there is no list `projects`; did you mean `project`?");
  const Compilation bad =
      CompileAll({{"lists/projects.txt", "Bluebird\nx\n--\n"}, {"p.yaml", text}});
  CHECK(CodesOf(bad) == Names{"policy.entity"});
  CHECK(bad.diagnostics[0].message.starts_with("the list has the entry `--`, which is too little"));
}

TEST_CASE("own entities: all patterns of a folder together are bounded") {
  std::vector<SourceFile> files;
  for (int file = 0; file < 2; ++file) {
    std::string text = "entities:\n";
    for (int i = 0; i < 17; ++i) {
      text += "  E_" + std::to_string(file) + "_" + std::to_string(i) +
              ":\n    category: pii\n    patterns: [a0";
      for (int k = 1; k < 16; ++k) text += ", a" + std::to_string(k);
      text += "]\n";
    }
    text += "detect: pii\n";
    const std::string id = file == 0 ? "a" : "b";
    files.push_back({id + ".yaml", PolicyNamed(id, Text(text, kRules))});
  }
  const Compilation compilation = CompileAll(files);
  CHECK(CodesOf(compilation) == Names{"policy.too_long"});
  files.pop_back();
  CHECK(CompileAll(files).diagnostics.empty());
}

TEST_CASE("own entities: a bundle is the same from its bytes, which name no own entity twice") {
  const auto bundle = MustCompile(Text(kCustomer, "detect: [ACME_CUSTOMER, US_SSN]\n", kRules));
  const auto again = BundleFromBytes(bundle->canonical_bytes());
  REQUIRE(again.ok());
  CHECK((*again)->digest() == bundle->digest());
  CHECK((*again)->own_entities().size() == 1);
  CHECK(bundle->canonical_bytes().find(R"("entities":{"US_SSN":"pii"})") != std::string::npos);
}

TEST_CASE("own entities: a bundle differs where one is declared otherwise, and says in what") {
  const auto compile = [](const std::string& keys, const std::string& list = "Bluebird\n") {
    return MustCompileAll(
        {{"lists/l.txt", list},
         {"p.yaml", PolicyText(Text("entities: { ACME_P: { category: pii, list: l, " + keys +
                                        " } }\ndetect: ACME_P\n",
                                    kRules))}});
  };
  const auto texts = [](const Bundle& a, const Bundle& b) {
    const BundleDifference difference = CompareBundles(a, b);
    std::string out;
    for (const SettingDifference& setting : difference.settings) {
      out += std::string(DirectionName(setting.direction)) + ": " + setting.text + ";";
    }
    return out;
  };
  const auto before = compile("patterns: a1");
  CHECK(texts(*before, *compile("patterns: a1, title: other, examples: { found: a1 }")).empty());
  CHECK(texts(*before, *compile("patterns: a2, score: 0.6")) ==
        "changed: entity ACME_P is declared otherwise: patterns, score;");
  CHECK(texts(*before, *compile("patterns: a1", "Falcon\n")) ==
        "changed: entity ACME_P is declared otherwise: entries of its list;");
  const auto without = MustCompile(Text("detect: US_SSN\n", kRules));
  CHECK(texts(*without, *before).starts_with("none: entity ACME_P is declared;"));
  CHECK(texts(*before, *without).starts_with("none: entity ACME_P is not declared any more;"));
}

TEST_CASE("own entities: findings of one declared otherwise are not what they would be now") {
  const auto compile = [](std::string_view pattern) {
    return MustCompile(Text("entities: { ACME_P: { category: pii, patterns: " +
                                std::string(pattern) + " } }\ndetect: ACME_P\n",
                            kRules));
  };
  const auto from = compile("a1");
  CHECK(LooksForTheSame(*from, *compile("a1"), "ACME_P"));
  CHECK_FALSE(LooksForTheSame(*from, *compile("a2"), "ACME_P"));
  CHECK(LooksForTheSame(*from, *compile("a2"), "US_SSN"));
}

TEST_CASE("own entities: expressions see those of a bundle beside the detectors' own") {
  const auto bundle = MustCompile(Text(kCustomer, "detect: ACME_CUSTOMER\n", kRules));
  const auto view = ViewOfAll(*bundle, KnownWords());
  const auto& entities = view->key().entities;
  CHECK(entities.size() == KnownWords().entities.size() + 1);
  CHECK(std::find(entities.begin(), entities.end(), KnownEntity{"ACME_CUSTOMER", "pii"}) !=
        entities.end());
}

TEST_CASE("own entities: policies are described with what they declare") {
  const std::string text = PolicyText(
      Text("entities:\n  ACME_A: { title: a thing, category: pii, patterns: 'A[0-9]', check: luhn, "
           "terms: [Falcon, Heron], exact_case: true, words: [Ding], needs_word: true, score: 0.7 "
           "}\ndetect: ACME_A\n",
           kRules));
  const auto bundle = MustCompileAll({{"p.yaml", text}});
  const BundleDescription description =
      Describe(*bundle, {{"p.yaml", text}}, [](std::string_view) { return ""; });
  CHECK(description.policies[0].looks_for == Names{"a thing (ACME_A)"});
  CHECK(description.policies[0].entities ==
        Names{"a thing (ACME_A), of category pii: what matches `A[0-9]` with a right check digit "
              "(luhn) or the words `Falcon` or `Heron`, written exactly so; only beside `Ding`; "
              "score 0.70"});
}

TEST_CASE("own entities: which pairs of declarations differ is told part by part") {
  OwnEntity plain;
  plain.name = "A";
  plain.category = "pii";
  plain.patterns = {"a"};
  CHECK(DifferencesOf(plain, plain).empty());
  const std::vector<std::pair<std::string, void (*)(OwnEntity*)>> changes = {
      {"category", [](OwnEntity* e) { e->category = "secret"; }},
      {"patterns", [](OwnEntity* e) { e->patterns.push_back("b"); }},
      {"check", [](OwnEntity* e) { e->check = "luhn"; }},
      {"terms", [](OwnEntity* e) { e->terms = {"tt"}; }},
      {"list", [](OwnEntity* e) { e->list = "l"; }},
      {"exact_case", [](OwnEntity* e) { e->exact_case = true; }},
      {"words", [](OwnEntity* e) { e->words = {"ww"}; }},
      {"needs_word", [](OwnEntity* e) { e->needs_word = true; }},
      {"score", [](OwnEntity* e) { e->score = 0.9; }},
  };
  for (const auto& [name, change] : changes) {
    OwnEntity other = plain;
    change(&other);
    CHECK(DifferencesOf(plain, other) == name);
  }
}

}  // namespace reeve::policy
