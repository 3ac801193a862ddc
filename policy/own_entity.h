// Entities that a policy declares itself: what the detectors shall look for beside what they know.
// docs/policy-language.md, "entities". A policy says so by data; to look is for the detectors,
// which this room does not know.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostic.h"
#include "policy/reader.h"

namespace reeve::policy {

// A text of a declaration's `examples`.
struct EntityExample {
  std::string text;
  bool found = false;  // whether the entity must be found in it
  size_t line = 0;
};

struct OwnEntity {
  std::string name;  // "ACME_CUSTOMER"
  std::string title;
  std::string category;               // of EntityCategories()
  std::vector<std::string> patterns;  // base/word_pattern.h
  std::string check;                  // of CheckWords(), or empty
  std::vector<std::string> terms;
  std::string list;  // whose entries are terms too, or empty
  bool exact_case = false;
  std::vector<std::string> words;
  bool needs_word = false;
  double score = 0.5;
  std::vector<EntityExample> examples;
  std::string policy;  // the id of the policy that declares it
  std::string file;
  size_t line = 0;
};

// The categories of findings, and the rules of check digits, as the detectors name them.
const std::vector<std::string>& EntityCategories();
const std::vector<std::string>& CheckWords();

// Reports a name that is not as the detectors have them: 2 to 64 of A-Z, 0-9 and `_`, beginning
// with a letter.
void CheckEntityName(const Located& name, Reporter& reporter);

// Whether a text can be a term or a context word: 2 bytes at least, a letter or digit among them.
bool CanBeTerm(std::string_view text);

// In which of its parts, but for titles and examples, two declarations differ: "patterns, score".
// Empty where they look for the same, as far as no list does it.
std::string DifferencesOf(const OwnEntity& a, const OwnEntity& b);

// An entity as it stands in a document.
struct EntityDocument {
  OwnEntity entity;
  Span name;
  Span list;
};

// Reads `entities`. What one document alone shows to be wrong is reported.
std::vector<EntityDocument> ReadEntities(const YamlNode& node, Reporter& reporter);

}  // namespace reeve::policy
