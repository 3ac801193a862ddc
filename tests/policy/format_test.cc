#include "policy/format.h"

#include "base/file.h"
#include "policy/cel/render.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

std::string Format(std::string_view text) {
  std::vector<Diagnostic> diagnostics;
  Reporter reporter("p.yaml", text, &diagnostics);
  std::string out = FormatDocument(reporter);
  INFO(Render(diagnostics));
  CHECK(diagnostics.empty());
  return out;
}

// Formats, and requires that it is so and stays so.
void Expect(std::string_view text, const std::string& formatted) {
  CHECK(Format(text) == formatted);
  CHECK(Format(formatted) == formatted);
}

// All that a bundle says of its rules, with conditions in one form.
std::string RulesOf(const std::vector<SourceFile>& files) {
  const Compilation compilation = CompileBundle(files, KnownWords());
  if (compilation.bundle == nullptr) return Render(compilation.diagnostics);
  std::string out;
  for (const Rule& rule : compilation.bundle->rules()) {
    out += rule.policy + "/" + rule.id + " " + rule.title + " " +
           cel::FormatSource(rule.when).value() + " " + std::string(EffectName(rule.effect)) + " " +
           std::string(ModeName(rule.mode)) + " " + std::string(SeverityName(rule.severity)) + " " +
           (rule.waivable ? "waivable " : "") + rule.reason.user + "|" + rule.reason.operator_ +
           "|" + rule.reason.auditor + " " + std::to_string(rule.hold.quorum) + " " +
           std::to_string(rule.hold.deadline.count());
    for (const std::string& role : rule.hold.roles) out += " " + role;
    for (const std::string& entity : rule.redact.entities) out += " " + entity;
    for (const Obligation& obligation : rule.obligations) out += " " + obligation.value;
    for (const std::string& reference : rule.references) out += " " + reference;
    out += "\n";
  }
  for (const Policy& policy : compilation.bundle->policies()) {
    for (const PolicyTest& test : policy.tests) {
      out += test.name + " " + json::Compact(test.request) + "\n";
    }
  }
  return out;
}

void CheckFolder(const std::vector<SourceFile>& files) {
  REQUIRE_FALSE(files.empty());
  std::vector<SourceFile> formatted;
  for (const SourceFile& file : files) {
    INFO(file.name);
    formatted.push_back({file.name, Format(file.text)});
    CHECK(Format(formatted.back().text) == formatted.back().text);
  }
  CHECK(RulesOf(formatted) == RulesOf(files));
}

}  // namespace

TEST_CASE("format: keys have their order, lists their indent, conditions their form") {
  Expect(
      "# About refunds.\n\n\nkind: Policy\napiVersion:   reeve/v1\n"
      "metadata: {title: T,id: p}   # who\n"
      "tests: []\nrules:\n- when:   action.amount>5.0   # much\n  effect: deny\n  id: r\n"
      "  reason: >\n      No\n      more.\n\n\n\n# second\n- {id: s, effect: deny,when: true, "
      "reason: \"no\"}\n",
      "# About refunds.\n\napiVersion: reeve/v1\nkind: Policy\n"
      "metadata: { id: p, title: T } # who\n"
      "rules:\n  - id: r\n    when: action.amount > 5.0 # much\n    effect: deny\n"
      "    reason: >\n      No\n      more.\n\n  # second\n"
      "  - { id: s, when: true, effect: deny, reason: \"no\" }\ntests: []\n");
}

TEST_CASE("format: a condition that is no plain text stands below its key") {
  Expect(
      "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p }\nrules:\n  - id: r\n"
      "    when: '!has(context.a)&&context.b'\n",
      "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p }\nrules:\n  - id: r\n"
      "    when: >-\n      !has(context.a) && context.b\n");
}

TEST_CASE("format: comments stay with what they are about") {
  Expect(
      "rules:\n  # first\n  - id: a # of a\n    # about the effect\n    effect: deny\n    # end of "
      "a\n"
      "  # - id: gone\n  # end of rules\nkind: Policy # kind\n# the end\n",
      "kind: Policy # kind\nrules:\n  # first\n  - id: a # of a\n    # about the effect\n"
      "    effect: deny\n    # end of a\n  # - id: gone\n  # end of rules\n# the end\n");
}

TEST_CASE("format: braces that are too long become a block, and short ones stay") {
  const std::string word(60, 'x');
  Expect("scope: { tools: [" + word + ", " + word + "b], stages: [input] }\n",
         "scope:\n  stages: [input]\n  tools:\n    - " + word + "\n    - " + word + "b\n");
}

TEST_CASE("format: what has no canonical form with its comments is kept") {
  const std::string kept =
      "scope:\n  tools: [a, # one\n    b] # two\n  stages: [input]\nmetadata:\n  title: \"two\n    "
      "lines\"\n";
  const std::string out = Format(kept);
  CHECK(out.find("tools: [a, # one\n    b] # two\n") != std::string::npos);
  CHECK(out.find("title: \"two\n    lines\"\n") != std::string::npos);
  CHECK(Format(out) == out);
  const std::string commented =
      "rules:\n  - id: r\n    when: |\n      action.amount  > 1.0 // enough\n    effect: deny\n";
  CHECK(Format(commented) == commented);
  for (const char* text :
       {"--- # start\nkind: Policy\n", "? kind\n: Policy\n", "kind:\nrules: [1]\n", "- a\n-   b\n",
        "{ kind:   Policy }\n", "kind:   Policy\n...\n"}) {
    INFO(text);
    CHECK(Format(text) == text);
  }
}

TEST_CASE("format: a document with errors comes back as it is, with the errors") {
  std::vector<Diagnostic> diagnostics;
  const std::string text = "kind: Policy\nkind:   Policy\n";
  Reporter reporter("p.yaml", text, &diagnostics);
  CHECK(FormatDocument(reporter) == text);
  CHECK(HasErrors(diagnostics));
}

TEST_CASE("format: the starter policies and those of the documentation keep their rules") {
  CheckFolder(LoadFolder(REEVE_SOURCE_DIR "/policies").value());
  const std::string text = ReadFile(REEVE_SOURCE_DIR "/docs/policy-language.md").value();
  const std::string open = "```yaml policy\n";
  std::vector<SourceFile> blocks;
  for (size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    blocks.push_back({"block" + std::to_string(blocks.size()) + ".yaml",
                      text.substr(at, text.find("\n```", at) + 1 - at)});
  }
  CheckFolder(blocks);
}

}  // namespace reeve::policy
