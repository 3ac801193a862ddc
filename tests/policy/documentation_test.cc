// docs/policy-language.md is held to what the code does.
#include "base/file.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

std::string Documentation() {
  return ReadFile(REEVE_SOURCE_DIR "/docs/policy-language.md").value();
}

std::vector<std::string> PolicyBlocks(const std::string& text) {
  const std::string open = "```yaml policy\n";
  std::vector<std::string> blocks;
  for (size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    blocks.push_back(text.substr(at, text.find("\n```", at) + 1 - at));
  }
  return blocks;
}

}  // namespace

TEST_CASE("documentation: every policy in it compiles, alone and together with the others") {
  const std::vector<std::string> blocks = PolicyBlocks(Documentation());
  REQUIRE(blocks.size() >= 6);
  std::vector<SourceFile> all;
  for (const std::string& block : blocks) {
    all.push_back({"block" + std::to_string(all.size()) + ".yaml", block});
    if (block.find("kind: Bundle") != std::string::npos) continue;
    const Compilation alone = CompileText(block);
    INFO(Render(alone.diagnostics));
    CHECK(alone.diagnostics.empty());
  }
  const Compilation together = CompileBundle(all, KnownWords());
  INFO(Render(together.diagnostics));
  CHECK(together.diagnostics.empty());
}

TEST_CASE("documentation: the table of variables has every fact, and how it is recorded") {
  const std::string text = Documentation();
  const size_t begin = text.find("| variable | type | recorded |");
  REQUIRE(begin != std::string::npos);
  const std::string table = text.substr(begin, text.find("\n\n", begin) + 1 - begin);
  for (const FactPath& fact : FactTable()) {
    INFO(fact.path);
    const size_t at = table.find("`" + std::string(fact.path) + "`");
    REQUIRE(at != std::string::npos);
    const std::string row = table.substr(at, table.find('\n', at) - at);
    CHECK(row.ends_with("| " + std::string(RecordedName(fact.recorded)) + " |"));
  }
}

TEST_CASE("documentation: the limits are those of the code") {
  const std::string text = Documentation();
  const auto says = [&text](std::string_view row) { return text.find(row) != std::string::npos; };
  CHECK(says("| a document | 1 MB |"));
  CHECK(kMaxDocumentBytes == size_t{1} << 20);
  CHECK(says("| a bundle | 10,000 documents, 64 MB |"));
  CHECK(kMaxBundleFiles == 10'000);
  CHECK(kMaxBundleBytes == size_t{64} << 20);
}

}  // namespace reeve::policy
