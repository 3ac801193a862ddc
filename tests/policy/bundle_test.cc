#include <filesystem>
#include <fstream>

#include "base/random.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(fs::temp_directory_path() /
              NewId("reeve-policy-", Clock::System().Now(), Random::System())) {
    fs::create_directories(path_);
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }
  void Write(const fs::path& name, std::string_view text) {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }

 private:
  fs::path path_;
};

const char* const kRule = "rules: [ { id: r, when: true, effect: deny, reason: x } ]\n";

}  // namespace

TEST_CASE("bundle: a folder's documents are read by name, without hidden ones") {
  TemporaryFolder folder;
  folder.Write("b.yaml", "x");
  folder.Write("a/z.yml", "x");
  folder.Write("a/notes.txt", "x");
  folder.Write("lists/names.csv", "x");
  folder.Write("lists/more/names.txt", "x");
  folder.Write(".hidden.yaml", "x");
  folder.Write(".git/c.yaml", "x");
  const auto files = LoadFolder(folder.path());
  REQUIRE(files.ok());
  REQUIRE(files->size() == 3);
  CHECK(files->at(0).name == "a/z.yml");
  CHECK(files->at(1).name == "b.yaml");
  CHECK(files->at(2).name == "lists/names.csv");
}

TEST_CASE("bundle: a list file that is too large, or leads out of the folder, is refused") {
  TemporaryFolder folder;
  folder.Write("lists/a.txt", "");
  fs::resize_file(folder.path() / "lists/a.txt", (size_t{32} << 20) + 1);
  const auto files = LoadFolder(folder.path());
  REQUIRE_FALSE(files.ok());
  CHECK(files.error().code == "policy.list_too_large");
  CHECK(files.error().message ==
        "the list `lists/a.txt` has more than 32 MB; divide it into several lists");
  fs::remove(folder.path() / "lists/a.txt");
  fs::create_symlink("/etc/hostname", folder.path() / "lists/a.txt");
  CHECK(LoadFolder(folder.path()).error().code == "policy.link");
}

TEST_CASE("bundle: a link out of the folder is refused, a link within it is followed") {
  TemporaryFolder outside;
  outside.Write("secret.yaml", "x");
  TemporaryFolder folder;
  folder.Write("..data/p.yaml", "text");
  fs::create_symlink("..data/p.yaml", folder.path() / "p.yaml");
  auto files = LoadFolder(folder.path());
  REQUIRE(files.ok());
  REQUIRE(files->size() == 1);
  CHECK(files->at(0).text == "text");

  fs::create_symlink(outside.path() / "secret.yaml", folder.path() / "q.yaml");
  files = LoadFolder(folder.path());
  REQUIRE_FALSE(files.ok());
  CHECK(files.error().code == "policy.link");
  fs::remove(folder.path() / "q.yaml");
  fs::create_directory_symlink(outside.path(), folder.path() / "more");
  CHECK(LoadFolder(folder.path()).error().code == "policy.link");
  fs::remove(folder.path() / "more");
  fs::create_symlink("nowhere", folder.path() / "q.yaml");
  CHECK(LoadFolder(folder.path()).error().code == "policy.link");
}

TEST_CASE("bundle: a folder that is not there is an error") {
  CHECK(LoadFolder("/nonexistent/reeve").error().code == "policy.folder");
}

TEST_CASE("bundle: the digest follows names, texts and the entities that are asked for") {
  const auto digest = [](std::vector<SourceFile> files, const Vocabulary& words) {
    const Compilation compilation = CompileBundle(std::move(files), words);
    INFO(Render(compilation.diagnostics));
    REQUIRE(compilation.bundle != nullptr);
    return compilation.bundle->digest();
  };
  const SourceFile bundle{"bundle.yaml", kBundleYaml};
  const SourceFile policy{"p.yaml", PolicyText(kRule)};
  const std::string first = digest({bundle, policy}, KnownWords());
  CHECK(first.starts_with("sha256:"));
  CHECK(digest({policy, bundle}, KnownWords()) == first);
  CHECK(digest({policy, bundle}, {}) == first);
  CHECK(digest({bundle, {"q.yaml", policy.text}}, KnownWords()) != first);
  CHECK(digest({bundle, {"p.yaml", policy.text + "\n"}}, KnownWords()) != first);

  const SourceFile detects{
      "p.yaml", PolicyText("detect: [payment]\nrules: [ { id: r, when: findings.size() > 0, "
                           "effect: deny, reason: x } ]\n")};
  Vocabulary more = KnownWords();
  more.entities.push_back({"OTHER", "pii"});
  CHECK(digest({bundle, detects}, more) == digest({bundle, detects}, KnownWords()));
  more.entities.push_back({"BIC", "payment"});
  CHECK(digest({bundle, detects}, more) != digest({bundle, detects}, KnownWords()));
}

TEST_CASE("bundle: its bytes compile the same bundle again, whatever detectors there are then") {
  const auto bundle = MustCompile(
      "detect: [payment]\nrules: [ { id: r, when: findings.size() > 0, effect: deny, reason: x } "
      "]\n");
  const auto again = BundleFromBytes(bundle->canonical_bytes());
  REQUIRE(again.ok());
  CHECK((*again)->digest() == bundle->digest());
  CHECK((*again)->wanted_entities() == std::vector<std::string>{"CREDIT_CARD", "IBAN_CODE"});
  CHECK((*again)->default_effect() == Effect::kAllow);
}

TEST_CASE("bundle: bytes that are no bundle are refused") {
  const std::string bytes = MustCompile(kRule)->canonical_bytes();
  CHECK(BundleFromBytes("").error().code == "bundle.syntax");
  CHECK(BundleFromBytes("{}").error().code == "bundle.syntax");
  CHECK(BundleFromBytes(bytes + " ").error().code == "bundle.syntax");
  std::string broken = bytes;
  broken.replace(broken.find("effect: deny"), 12, "effect: dnye");
  CHECK(BundleFromBytes(broken).error().code == "bundle.invalid");
}

TEST_CASE("bundle: without a bundle document the default is deny, and compilation warns") {
  const Compilation compilation = CompileBundle({{"p.yaml", PolicyText(kRule)}}, KnownWords());
  REQUIRE(compilation.bundle != nullptr);
  CHECK(compilation.bundle->default_effect() == Effect::kDeny);
  CHECK_FALSE(compilation.bundle->default_is_declared());
  REQUIRE(compilation.diagnostics.size() == 1);
  CHECK(compilation.diagnostics[0].level == Level::kWarning);
  CHECK(compilation.diagnostics[0].code == "policy.no_default");
}

TEST_CASE("bundle: no policy, two bundle documents, or two files of one name are errors") {
  CHECK(CompileBundle({}, {}).diagnostics.at(0).code == "policy.none");
  CHECK(CompileBundle({{"bundle.yaml", kBundleYaml}}, {}).bundle == nullptr);
  const SourceFile policy{"p.yaml", PolicyText(kRule)};
  const auto codes = [](const Compilation& compilation) {
    CHECK(compilation.bundle == nullptr);
    return compilation.diagnostics.empty() ? "" : compilation.diagnostics[0].code;
  };
  CHECK(codes(CompileBundle({policy, {"a.yaml", kBundleYaml}, {"b.yaml", kBundleYaml}}, {})) ==
        "policy.duplicate_bundle");
  CHECK(codes(CompileBundle({policy, policy, {"b.yaml", kBundleYaml}}, {})) ==
        "policy.duplicate_file");
}

TEST_CASE("bundle: only entities that a rule reads or redacts are wanted") {
  const auto bundle = CompileBundle(
      {{"bundle.yaml", kBundleYaml},
       {"a.yaml",
        PolicyText("detect: [pii, payment]\nrules: [ { id: r, when: true, effect: redact, "
                   "redact: { entities: [IBAN_CODE] }, reason: x } ]\n",
                   "a")},
       {"b.yaml", PolicyText("detect: [PRIVATE_KEY]\nrules: [ { id: r, mode: shadow, when: "
                             "findings.size() > 0, effect: deny, reason: x } ]\n",
                             "b")},
       {"c.yaml", PolicyText(std::string("detect: [injection]\n") + kRule, "c")}},
      KnownWords());
  REQUIRE(bundle.bundle != nullptr);
  CHECK(bundle.bundle->wanted_entities() == std::vector<std::string>{"IBAN_CODE", "PRIVATE_KEY"});
}

TEST_CASE("bundle: attributes, policies and rules can be looked up") {
  const auto bundle = MustCompile(
      "attributes: { b: { type: int, record: value }, a: { type: timestamp } }\n"
      "rules: [ { id: r, when: true, effect: deny, reason: { user: u, auditor: a } } ]\n");
  REQUIRE(bundle->FindAttribute("a") != nullptr);
  CHECK(bundle->FindAttribute("a")->recorded == Recorded::kNothing);
  CHECK(bundle->FindAttribute("b")->type == AttributeType::kInt);
  CHECK(bundle->FindAttribute("c") == nullptr);
  REQUIRE(bundle->FindRule("p", "r") != nullptr);
  CHECK(bundle->FindRule("p", "r")->reason.operator_ == "u");
  CHECK(bundle->FindRule("p", "r")->reason.auditor == "a");
  CHECK(bundle->FindRule("p", "q") == nullptr);
}

TEST_CASE("bundle: a value fits an attribute by its type") {
  const auto fits = [](AttributeType type, const json::Value& value) {
    return FitsAttribute({"a", type, Recorded::kNothing}, value);
  };
  CHECK(fits(AttributeType::kDouble, 1));
  CHECK(fits(AttributeType::kDouble, 1.5));
  CHECK_FALSE(fits(AttributeType::kInt, 1.5));
  CHECK_FALSE(fits(AttributeType::kInt, "1"));
  CHECK(fits(AttributeType::kStringList, json::Array{"a", "b"}));
  CHECK_FALSE(fits(AttributeType::kStringList, json::Array{"a", 1}));
  CHECK(fits(AttributeType::kTimestamp, "2026-11-20T09:30:00Z"));
  CHECK_FALSE(fits(AttributeType::kTimestamp, "yesterday"));
  CHECK_FALSE(fits(AttributeType::kBool, "true"));
}

}  // namespace reeve::policy
