// What the tests of the policy room share: a vocabulary, and short ways to compile and to ask.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "policy/bundle.h"
#include "policy/decide.h"

namespace reeve::policy {

inline Vocabulary KnownWords() {
  return {{{"EMAIL_ADDRESS", "pii"},
           {"PHONE_NUMBER", "pii"},
           {"IP_ADDRESS", "pii"},
           {"US_SSN", "pii"},
           {"CREDIT_CARD", "payment"},
           {"IBAN_CODE", "payment"},
           {"AWS_ACCESS_KEY", "secret"},
           {"PRIVATE_KEY", "secret"},
           {"INJECTION_IGNORE_INSTRUCTIONS", "injection"},
           {"INJECTION_PROMPT_LEAK", "injection"},
           {"JAILBREAK_PERSONA", "jailbreak"}}};
}

inline const char* const kBundleYaml = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n";

// A policy `p` with these lines below its metadata.
inline std::string PolicyText(std::string_view below, std::string_view id = "p") {
  return "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: " + std::string(id) + " }\n" +
         std::string(below);
}

inline Compilation CompileText(std::string text) {
  return CompileBundle({{"bundle.yaml", kBundleYaml}, {"p.yaml", std::move(text)}}, KnownWords());
}

// The bundle of one policy with these lines. Fails the test with the diagnostics.
inline std::shared_ptr<const Bundle> MustCompile(std::string_view below) {
  Compilation compilation = CompileText(PolicyText(below));
  INFO(Render(compilation.diagnostics));
  REQUIRE(compilation.bundle != nullptr);
  return compilation.bundle;
}

// The diagnostics of one policy with these lines, rendered.
inline std::string ErrorsOf(std::string_view below) {
  return Render(CompileText(PolicyText(below)).diagnostics);
}

inline Verdict Ask(const Bundle& bundle, const Facts& facts) {
  Scratch scratch;
  return Decide(bundle, facts, scratch);
}

inline std::vector<std::string> Ids(const std::vector<Hit>& hits) {
  std::vector<std::string> ids;
  for (const Hit& hit : hits) ids.push_back(hit.rule->id);
  return ids;
}

}  // namespace reeve::policy
