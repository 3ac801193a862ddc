// tests/scenarios/broken: each document is refused, with exactly the words that stand beside it.
#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> DocumentsOf(const std::string& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(REEVE_SOURCE_DIR "/tests/scenarios/" + folder)) {
    if (entry.path().extension() != ".yaml" || entry.path().filename() == "base.yaml") continue;
    found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Compilation CompileAlone(std::string text) {
  return CompileBundle({{"bundle.yaml", kBundleYaml}, {"policy.yaml", std::move(text)}},
                       KnownWords());
}

std::string ExpectedFor(fs::path document) {
  return ReadFile(document.replace_extension(".expected").string()).value();
}

}  // namespace

TEST_CASE("broken documents: each is refused with the exact message") {
  const std::vector<fs::path> documents = DocumentsOf("broken");
  REQUIRE(documents.size() >= 60);
  for (const fs::path& path : documents) {
    INFO(path.filename().string());
    const Compilation compilation = CompileAlone(ReadFile(path.string()).value());
    CHECK(compilation.bundle == nullptr);
    CHECK(Render(compilation.diagnostics) == ExpectedFor(path));
  }
}

TEST_CASE(
    "broken documents: an extension that is wrong, or might loosen, is refused with the reason") {
  const std::vector<fs::path> documents = DocumentsOf("loosening");
  const std::string base =
      ReadFile(REEVE_SOURCE_DIR "/tests/scenarios/loosening/base.yaml").value();
  REQUIRE(documents.size() >= 30);
  for (const fs::path& path : documents) {
    INFO(path.filename().string());
    const Compilation compilation = CompileBundle({{"base.yaml", base},
                                                   {"bundle.yaml", kBundleYaml},
                                                   {"acme.yaml", ReadFile(path.string()).value()}},
                                                  KnownWords());
    CHECK(compilation.bundle == nullptr);
    CHECK(Render(compilation.diagnostics) == ExpectedFor(path));
  }
}

TEST_CASE("broken documents: one of 10 MB is refused before it is read") {
  const Compilation compilation = CompileAlone(std::string(size_t{10} << 20, 'a'));
  CHECK(compilation.bundle == nullptr);
  REQUIRE(compilation.diagnostics.size() == 1);
  CHECK(compilation.diagnostics[0].code == "policy.too_large");
}

}  // namespace reeve::policy
