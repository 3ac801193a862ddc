// The examples of docs/policy-language.md that take several files: a block "```yaml folder" is one
// folder, whose files each begin with "# file: NAME".
#include <algorithm>

#include "base/file.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

std::vector<std::string> FolderBlocks() {
  const std::string text = ReadFile(REEVE_SOURCE_DIR "/docs/policy-language.md").value();
  const std::string open = "```yaml folder\n";
  std::vector<std::string> blocks;
  for (size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    blocks.push_back(text.substr(at, text.find("\n```", at) + 1 - at));
  }
  return blocks;
}

std::vector<SourceFile> FilesOf(const std::string& block) {
  const std::string mark = "# file: ";
  std::vector<SourceFile> files;
  for (size_t at = 0; at < block.size();) {
    REQUIRE(block.compare(at, mark.size(), mark) == 0);
    const size_t name = at + mark.size();
    const size_t text = block.find('\n', name) + 1;
    at = std::min(block.find(mark, text), block.size());
    files.push_back({block.substr(name, text - 1 - name), block.substr(text, at - text)});
  }
  return files;
}

}  // namespace

TEST_CASE("documentation: every folder in it compiles without a finding") {
  const std::vector<std::string> blocks = FolderBlocks();
  REQUIRE_FALSE(blocks.empty());
  for (const std::string& block : blocks) {
    std::vector<SourceFile> files = FilesOf(block);
    const auto is_bundle = [](const SourceFile& file) { return file.name == "bundle.yaml"; };
    if (std::none_of(files.begin(), files.end(), is_bundle)) {
      files.push_back({"bundle.yaml", kBundleYaml});
    }
    const Compilation compilation = CompileBundle(std::move(files), KnownWords());
    INFO(Render(compilation.diagnostics));
    CHECK(compilation.diagnostics.empty());
  }
}

}  // namespace reeve::policy
