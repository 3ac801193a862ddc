#include "policy/list_file.h"

#include "base/file.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

// The entries of a file and, behind them, what was reported.
struct Reading {
  std::string name;
  std::vector<std::string> entries;
  std::string errors;
};

Reading Read(const std::string& file, const std::string& text) {
  std::vector<Diagnostic> diagnostics;
  Reporter reporter(file, text, &diagnostics);
  const ListFile list = ReadListFile(reporter);
  return {list.name, {list.entries.begin(), list.entries.end()}, Render(diagnostics)};
}

bool Says(std::string_view text, std::string_view part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string_view::npos;
}

std::string Asking(std::string_view list, std::string_view more = "") {
  return "lists: [" + std::string(list) +
         "]\nrules:\n  - id: r\n    when: action.purpose in lists." + std::string(list) +
         std::string(more) + "\n    effect: deny\n    reason: no\n";
}

Compilation With(const std::string& policy, std::vector<SourceFile> files) {
  files.push_back({"bundle.yaml", kBundleYaml});
  files.push_back({"p.yaml", PolicyText(policy)});
  return CompileBundle(std::move(files), KnownWords());
}

std::string ErrorsWith(const std::string& policy, std::vector<SourceFile> files) {
  return Render(With(policy, std::move(files)).diagnostics);
}

Effect Asked(const Bundle& bundle, std::string_view purpose) {
  Facts facts;
  facts.action.purpose = purpose;
  return Ask(bundle, facts).effect;
}

}  // namespace

TEST_CASE("list: of a text file each line is an entry, without blanks and comments") {
  const Reading read =
      Read("lists/a.txt", "\xef\xbb\xbf# names\nNora \r\n\n  # more\nÖzge#1\n \nlast");
  CHECK(read.errors == "");
  CHECK(read.name == "a");
  CHECK(read.entries == std::vector<std::string>{"Nora", "Özge#1", "last"});
}

TEST_CASE("list: of a CSV file the first column is the entry") {
  const Reading read =
      Read("lists/a.csv",
           "# domain,why\nbad.example,fraud\n\n\"a, \"\"b\"\"\" ,\"two\nlines\",x\r\n"
           "\"q;r\"\n last.example\n");
  CHECK(read.errors == "");
  CHECK(read.entries == std::vector<std::string>{"bad.example", "a, \"b\"", "q;r", "last.example"});
}

TEST_CASE("list: what is no CSV is refused where it stands") {
  CHECK(Says(Read("lists/a.csv", "a\n\"b,c\n").errors,
             "lists/a.csv:2:1: error: the closing quote is missing [policy.list_syntax]"));
  CHECK(Says(Read("lists/a.csv", "\"b\"c\n").errors, "lists/a.csv:1:4: error: behind a closing"));
  CHECK(Says(Read("lists/a.csv", "a;b\n").errors, "columns are divided by commas"));
  CHECK(Says(Read("lists/a.csv", ",b\n").errors, "the first column is empty"));
  CHECK(Says(Read("lists/a.csv", "\"\"\n").errors, "the first column is empty"));
  CHECK(Says(Read("lists/a.csv", "\"a\nb\"\n").errors, "an entry stands on one line"));
  CHECK(Says(Read("lists/a.csv", "a\tb\n").errors, "lists/a.csv:1:2: error: a tab"));
}

TEST_CASE("list: bytes that are no UTF-8, or reorder text, are refused where they stand") {
  CHECK(Says(Read("lists/a.txt",
                  "good\nb\xff"
                  "d\n")
                 .errors,
             "lists/a.txt:2:2: error: not valid UTF-8 [policy.encoding]"));
  CHECK(Says(Read("lists/a.txt",
                  "a\xe2\x80\xae"
                  "b\n")
                 .errors,
             "reorders text"));
  CHECK(Says(Read("lists/a.txt", std::string("a\0b\n", 4)).errors, "a control character"));
}

TEST_CASE("list: an entry, and a list, has a size") {
  const std::string longest(kMaxListEntryBytes, 'x');
  CHECK(Read("lists/a.txt", longest).errors == "");
  CHECK(Says(Read("lists/a.txt", "a\n" + longest + "y\n").errors,
             "lists/a.txt:2:1: error: an entry has 257 bytes; the most is 256"));
  CHECK(Says(Read("lists/a.txt", std::string(kMaxListBytes + 1, '\n')).errors,
             "the list has 33554433 bytes; the most is 33554432; divide it"));
  std::string many;
  for (size_t i = 0; i <= kMaxListEntries; ++i) many += "x\n";
  CHECK(Says(Read("lists/a.txt", many).errors,
             "lists/a.txt:1000001:1: error: a list has at most 1000000 entries; divide it"));
}

TEST_CASE("list: only files directly in lists/ are lists, and their names are identifiers") {
  CHECK(IsListFile("lists/a.txt"));
  CHECK(IsListFile("lists/a.csv"));
  CHECK_FALSE(IsListFile("a.txt"));
  CHECK_FALSE(IsListFile("lists/b/a.txt"));
  CHECK_FALSE(IsListFile("lists/a.yaml"));
  CHECK(Says(Read("lists/a-b.txt", "x").errors, "a list's name must be 1 to 64 of a-z, 0-9"));
  CHECK(Says(Read("lists/.txt", "x").errors, "a list's name must be"));
}

TEST_CASE("list: a rule asks whether a text is in it") {
  const auto bundle = With(Asking("blocked"), {{"lists/blocked.txt", "one\ntwo\n"}}).bundle;
  REQUIRE(bundle != nullptr);
  CHECK(Asked(*bundle, "two") == Effect::kDeny);
  CHECK(Asked(*bundle, "three") == Effect::kAllow);
  REQUIRE(bundle->lists().size() == 1);
  CHECK(bundle->lists()[0].name == "blocked");
  CHECK(bundle->lists()[0].entries == 2);
  CHECK(bundle->policies()[0].lists == std::vector<std::string>{"blocked"});
  CHECK_FALSE(bundle->rules()[0].clauses[0].opaque);
}

TEST_CASE("list: its bytes are part of the bundle's digest, and come back from its bytes") {
  const auto digest = [](const std::string& text) {
    return With(Asking("a"), {{"lists/a.txt", text}}).bundle->digest();
  };
  CHECK(digest("x\n") == digest("x\n"));
  CHECK(digest("x\n") != digest("x\ny\n"));
  const auto bundle = With(Asking("a"), {{"lists/a.csv", "\"x\",\"1\"\n"}}).bundle;
  const auto again = BundleFromBytes(bundle->canonical_bytes());
  REQUIRE(again.ok());
  CHECK((*again)->digest() == bundle->digest());
  CHECK(Asked(**again, "x") == Effect::kDeny);
}

TEST_CASE("list: one that is not there is refused with what to do") {
  CHECK(Says(ErrorsWith(Asking("blocked"), {}),
             "p.yaml:4:9: error: there is no list `blocked`; put its entries into "
             "lists/blocked.txt or lists/blocked.csv of the folder [policy.unknown_list]"));
  CHECK(Says(ErrorsWith(Asking("blokced"), {{"lists/blocked.txt", "x"}}),
             "there is no list `blokced`; did you mean `blocked`?"));
  const std::string rule =
      "rules: [ { id: r, when: action.purpose in lists.blocked, effect: deny, "
      "reason: x } ]\n";
  CHECK(Says(ErrorsWith(rule, {{"lists/blocked.txt", "x"}}),
             "add it to `lists:` of the policy [cel.unknown_field]"));
  CHECK(Says(
      ErrorsWith(Asking("names", " || action.tool in lists.nmaes"), {{"lists/names.txt", "x"}}),
      "`lists` has no field `nmaes`; did you mean `names`?"));
}

TEST_CASE("list: two files of one name, an empty one, and one that nobody asks are reported") {
  CHECK(Says(ErrorsWith(Asking("a"), {{"lists/a.txt", "x"}, {"lists/a.csv", "x"}}),
             "lists/a.txt:1:1: error: the list `a` is already in lists/a.csv"));
  CHECK(Says(ErrorsWith(Asking("a"), {{"lists/a.txt", "# none\n"}}),
             "warning: the list has no entry, so `in lists.a` is always false"));
  CHECK(Says(ErrorsWith(Asking("a"), {{"lists/a.txt", "x"}, {"lists/b.txt", "x"}}),
             "lists/b.txt:1:1: warning: no policy names the list"));
  const std::string unasked =
      "lists: [a]\nrules: [ { id: r, when: true, effect: deny, reason: x } ]\n";
  CHECK(Says(ErrorsWith(unasked, {{"lists/a.txt", "x"}}),
             "p.yaml:4:9: warning: no rule of this policy asks `in lists.a`"));
}

TEST_CASE("list: a macro over a list is refused, for it would have no bound") {
  const std::string rule =
      "lists: [a]\nrules: [ { id: r, when: 'lists.a.exists(x, x == action.purpose)', effect: deny, "
      "reason: x } ]\n";
  CHECK(
      Says(ErrorsWith(rule, {{"lists/a.txt", "x"}}),
           "error: this macro goes over a list or a map, found a set of strings, which takes only "
           "`in`"));
}

TEST_CASE("list: the documented limits are those of the code") {
  const std::string text = ReadFile(REEVE_SOURCE_DIR "/docs/policy-language.md").value();
  CHECK(Says(text, "| a list | 1,000,000 entries of 256 bytes, 32 MB |"));
  CHECK(kMaxListEntries == 1'000'000);
  CHECK(kMaxListEntryBytes == 256);
  CHECK(kMaxListBytes == size_t{32} << 20);
}

}  // namespace reeve::policy
