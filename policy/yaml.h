// YAML text to a tree whose every node knows where it was written. Strict, for policy documents.
//
// Refused, each with its place: more than one document, tabs and other control characters, bytes
// that are not UTF-8, characters that reorder text (U+202A to U+202E, U+2066 to U+2069), anchors,
// aliases and tags, keys that are no text, duplicate keys, nesting past kMaxYamlDepth. yaml-cpp,
// which reads the syntax, would let duplicate keys and alias bombs pass.
//
// Values stay text here: what a scalar means is for its reader to say. Only `null`, `~` and an
// absent value are told apart, and whether a scalar was plain or quoted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostic.h"

namespace reeve::policy {

inline constexpr size_t kMaxYamlDepth = 32;

struct YamlMember;

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMap };
  Kind kind = Kind::kNull;
  Span span;           // a scalar: as written, with its quotes; a collection: its first byte
  bool plain = false;  // a scalar without quotes
  std::string scalar;
  std::vector<YamlNode> items;      // of a sequence
  std::vector<YamlMember> members;  // of a map, in order of writing

  // Null when this is no map or has no such key.
  const YamlNode* Find(std::string_view key) const;
  // "nothing", "a text", "a list", "a map": for messages.
  std::string_view KindName() const;
};

struct YamlMember {
  std::string key;
  Span key_span;
  YamlNode value;
};

// The one document of the reporter's text, or nothing when there were errors.
std::optional<YamlNode> ParseYaml(Reporter& reporter);
// The same of a text that may be a policy document: one of more than kMaxDocumentBytes is not read.
std::optional<YamlNode> ParseDocument(Reporter& reporter);

// Where in the source the bytes [begin, end) of a scalar's value were written, across the quotes,
// escapes, indents and folds in between.
Span SourceSpan(const YamlNode& scalar, std::string_view source, Span in_value);

}  // namespace reeve::policy
