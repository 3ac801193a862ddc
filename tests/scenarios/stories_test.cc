#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/scenarios/teller.h"

namespace reeve::scenarios {
namespace {

std::vector<std::filesystem::path> StoryFiles() {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder =
      std::filesystem::path(REEVE_SOURCE_DIR) / "tests" / "scenarios" / "stories";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Story MustRead(const std::string& name, const std::string& text) {
  return engine::testing::Must(StoryReader::ReadText(name, text));
}

// What a story with these steps and this end comes to.
std::string Outcome(const std::string& below) {
  const std::string text = R"(
story: A small one
policies:
  greeting: |
    rules:
      - { id: no-xyzzy, when: 'content.text.contains("xyzzy")', effect: deny, reason: No. }
active: greeting
)" + below;
  const Story story = MustRead("small.yaml", text);
  const Status told = Teller(story).Tell();
  return told.ok() ? "good" : told.error().message;
}

constexpr char kDecide[] =
    "post: /v1/decisions, body: { interaction: i-1, stage: input, system: demo, "
    "actor: { id: u-1, roles: [employee] }, action: { kind: chat }, content: { text: xyzzy }, "
    "context: {} }";

TEST_CASE("stories: each comes out as it is told, and its log verifies") {
  const auto files = StoryFiles();
  REQUIRE_FALSE(files.empty());
  for (const auto& file : files) {
    DYNAMIC_SECTION(file.stem().string()) {
      const Story story =
          MustRead(file.filename(), engine::testing::Must(ReadFile(file.string(), 1 << 20)));
      INFO(story.title);
      const Status told = Teller(story).Tell();
      if (!told.ok()) FAIL(told.error().message);
    }
  }
}

TEST_CASE("stories: what does not come out as told is named with its step") {
  const std::string decide = kDecide;
  const std::string end = "end: { records: [] }\n";
  CHECK(Outcome("steps:\n  - { " + decide + ", expect: { /effect: deny } }\n" + end) == "good");
  CHECK_THAT(Outcome("steps:\n  - { " + decide + ", expect: { /effect: allow } }\n" + end),
             Catch::Contains("step 1: POST /v1/decisions: at /effect there is \"deny\""));
  CHECK_THAT(Outcome("steps:\n  - { advance: 1h }\n  - { " + decide + ", status: 409 }\n" + end),
             Catch::Contains("step 2: POST /v1/decisions: 200 where 409"));
  CHECK_THAT(Outcome("steps:\n  - { " + decide + ", absent: [/effect] }\n" + end),
             Catch::Contains("something at /effect"));
  CHECK_THAT(Outcome("steps:\n  - { " + decide + ", take: { id: /nothing } }\n" + end),
             Catch::Contains("no text at /nothing"));
  CHECK_THAT(Outcome("steps:\n  - { " + decide +
                     " }\nend: { records: [ { kind: decision, count: 2 } ] }\n"),
             Catch::Contains("records decision : 1 where 2 were expected"));
  CHECK_THAT(Outcome("steps:\n  - { " + decide +
                     " }\nend: { records: [ { kind: decision, has: { /body/effect: hold } } ] }\n"),
             Catch::Contains("0 where 1 were expected; of one: at /body/effect"));
  CHECK_THAT(Outcome("steps:\n  - load: { threads: 2, " + decide +
                     " }\n    steps: []\n    then: { expect: { /effect: hold } }\n" + end),
             Catch::Contains("where \"hold\" was expected"));
}

TEST_CASE("stories: a step that is misspelt, or is two at once, is refused") {
  const auto read = [](const std::string& steps) {
    const auto story = StoryReader::ReadText(
        "s.yaml", "story: S\npolicies: { p: 'rules: []' }\nactive: p\nsteps: [" + steps +
                      "]\nend: { records: [] }\n");
    return story.ok() ? "good" : std::string(story.error().code);
  };
  CHECK(read("{ advance: 9h }") == "good");
  CHECK(read("{ advanse: 9h }") == "json.unknown_field");
  CHECK(read("{ advance: soon }") == "story.advance");
  CHECK(read("{ advance: 9h, restart: true }") == "story.step");
  CHECK(read("{ get: /a, post: /b }") == "story.call");
  CHECK(read("{ load: { get: /livez } }") == "story.load");
}

}  // namespace
}  // namespace reeve::scenarios
