// The tests that stand in documents: tables, and files that requests are in.
#include "base/file.h"
#include "policy/file_name.h"
#include "tests/base/temp_dir.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kRule =
    "rules:\n  - { id: r, when: 'action.amount > 1.0', effect: deny, reason: no }\n";

std::vector<PolicyTest> TestsOf(const std::string& tests) {
  return MustCompile(std::string(kRule) + "tests:\n" + tests)->policies()[0].tests;
}

std::string ErrorsIn(const std::string& tests) {
  return ErrorsOf(std::string(kRule) + "tests:\n" + tests);
}

}  // namespace

TEST_CASE("tests: rows are laid over their test, and named with it") {
  const auto tests = TestsOf(
      "  - name: table\n"
      "    request: { stage: output, action: { kind: a, amount: 2 } }\n"
      "    expect: { effect: deny, rules: [r] }\n"
      "    rows:\n"
      "      - { name: as it is }\n"
      "      - name: other\n"
      "        request: { stage: null, action: { amount: 0 } }\n"
      "        expect: { effect: allow, rules: [] }\n");
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].name == "table: as it is");
  CHECK(json::Compact(tests[0].request) ==
        R"({"stage":"output","action":{"kind":"a","amount":2}})");
  CHECK(tests[0].expect.effect == Effect::kDeny);
  CHECK(tests[1].name == "table: other");
  CHECK(json::Compact(tests[1].request) == R"({"stage":null,"action":{"kind":"a","amount":0}})");
  CHECK(tests[1].expect.effect == Effect::kAllow);
  CHECK(tests[1].expect.rules == std::vector<std::string>{});
  CHECK(tests[1].line == tests[0].line + 1);
}

TEST_CASE("tests: rows may say all of it") {
  const auto tests = TestsOf(
      "  - name: table\n    rows: [ { name: a, request: { stage: input }, expect: { effect: allow "
      "} "
      "} ]\n");
  REQUIRE(tests.size() == 1);
  CHECK(json::Compact(tests[0].request) == R"({"stage":"input"})");
}

TEST_CASE("tests: rows with errors are refused") {
  const std::string head = "  - name: t\n    request: {}\n    expect: { effect: allow }\n    rows:";
  CHECK(ErrorsIn(head + " []\n").find("`rows` must be a list of at least one row") !=
        std::string::npos);
  CHECK(ErrorsIn(head + " [ { request: {} } ]\n").find("a row needs the key `name`") !=
        std::string::npos);
  CHECK(ErrorsIn(head + " [ { name: a, expct: {} } ]\n").find("did you mean `expect`?") !=
        std::string::npos);
  CHECK(
      ErrorsIn(head + " [ { name: a, expect: { effect: dney } } ]\n").find("policy.unknown_word") !=
      std::string::npos);
  CHECK(ErrorsIn("  - name: t\n    rows: [ { name: a } ]\n").find("a row needs the key `expect`") !=
        std::string::npos);
  CHECK(ErrorsIn("  - name: t\n    request: {}\n").find("a test needs the key `expect`") !=
        std::string::npos);
}

TEST_CASE("tests: rows that would come to gigabytes are refused before they do") {
  std::string text = "  - name: t\n    request: { content: { text: " + std::string(200'000, 'x') +
                     " } }\n    expect: { effect: allow }\n    rows:\n";
  for (int i = 0; i < 100; ++i) text += "      - { name: r" + std::to_string(i) + " }\n";
  CHECK(ErrorsIn(text).find("more than 16 MB") != std::string::npos);
}

TEST_CASE("tests: a file beside a document is named within the folder") {
  CHECK(FileNameBeside("p.yaml", "cases/a.json") == "cases/a.json");
  CHECK(FileNameBeside("hr/p.yaml", "../cases/a.json") == "cases/a.json");
  CHECK(FileNameBeside("hr/p.yaml", "./a.json") == "hr/a.json");
  for (const char* path : {"../a.json", "/a.json", "cases/", "..", ".", "", "x/../../a.json"}) {
    INFO(path);
    CHECK_FALSE(FileNameBeside("p.yaml", path));
  }
}

TEST_CASE("tests: a file of the folder is read, and none outside of it") {
  const TempDir dir;
  const auto folder = dir.path() / "policies";
  std::filesystem::create_directories(folder / "cases");
  REQUIRE(WriteFileDurably(folder / "cases" / "a.json", "{}", FileMode::kPublic).ok());
  REQUIRE(WriteFileDurably(dir.path() / "b.json", "{}", FileMode::kPublic).ok());
  std::filesystem::create_symlink(dir.path() / "b.json", folder / "out.json");
  CHECK(ReadFolderFile(folder, "cases/a.json", 10).value() == "{}");
  CHECK(ReadFolderFile(folder, "cases/a.json", 1).error().code == "file.too_large");
  CHECK(ReadFolderFile(folder, "cases/none.json", 10).error().code == "file.not_found");
  CHECK(ReadFolderFile(folder, "cases", 10).error().code == "policy.folder");
  CHECK(ReadFolderFile(folder, "out.json", 10).error().code == "policy.link");
  CHECK(ReadFolderFile(folder, "../b.json", 10).error().code == "policy.link");
}

}  // namespace reeve::policy
