// tests/scenarios/broken: each document is refused, with exactly the words that stand beside it.
#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> BrokenDocuments() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(REEVE_SOURCE_DIR "/tests/scenarios/broken")) {
    if (entry.path().extension() == ".yaml") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Compilation CompileAlone(std::string text) {
  return CompileBundle({{"bundle.yaml", kBundleYaml}, {"policy.yaml", std::move(text)}},
                       KnownWords());
}

}  // namespace

TEST_CASE("broken documents: each is refused with the exact message") {
  const std::vector<fs::path> documents = BrokenDocuments();
  REQUIRE(documents.size() >= 60);
  for (const fs::path& path : documents) {
    INFO(path.filename().string());
    const Compilation compilation = CompileAlone(ReadFile(path.string()).value());
    CHECK(compilation.bundle == nullptr);
    fs::path expected = path;
    expected.replace_extension(".expected");
    CHECK(Render(compilation.diagnostics) == ReadFile(expected.string()).value());
  }
}

TEST_CASE("broken documents: one of 10 MB is refused before it is read") {
  const Compilation compilation = CompileAlone(std::string(size_t{10} << 20, 'a'));
  CHECK(compilation.bundle == nullptr);
  REQUIRE(compilation.diagnostics.size() == 1);
  CHECK(compilation.diagnostics[0].code == "policy.too_large");
}

}  // namespace reeve::policy
