// Typed reading of YAML nodes: every wrong type, unknown key and unknown word becomes a diagnostic
// with its place and, where one is near, a "did you mean". Reading goes on after an error, so that
// one run reports them all; what could not be read keeps its default.
#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "policy/yaml.h"

namespace reeve::policy {

// A text of the source and where it stands.
struct Located {
  std::string text;
  Span span;
};

// "one of `input`, `output`"
std::string OneOf(std::span<const std::string> words);

// `what` is how messages call the value: "`title`". Nothing when it is of another type.
std::optional<Located> ReadText(const YamlNode& node, std::string_view what, Reporter& reporter);
// A list of texts, or one text, which is a list of one. Duplicates and empty lists are errors.
std::vector<Located> ReadTexts(const YamlNode& node, std::string_view what, Reporter& reporter);
// The place of a text in `words`.
std::optional<size_t> ReadWord(const YamlNode& node, std::string_view what,
                               std::span<const std::string> words, Reporter& reporter);
std::optional<uint64_t> ReadCount(const YamlNode& node, std::string_view what, uint64_t least,
                                  uint64_t most, Reporter& reporter);
// A number from 0 to 1.
std::optional<double> ReadUnitScore(const YamlNode& node, std::string_view what,
                                    Reporter& reporter);
// A whole number and one of s, m, h, d: "90s", "24h"; at most 366 days.
std::optional<std::chrono::seconds> ReadDuration(
    const YamlNode& node, std::string_view what, Reporter& reporter,
    std::chrono::seconds least = std::chrono::minutes(1));

// Plain scalars become null, booleans and numbers as in JSON; everything else is text.
json::Value ToJson(const YamlNode& node);

// One map and the keys that it may have.
class MapReader {
 public:
  // Reports a node that is no map, and each key that is not among `keys`.
  MapReader(const YamlNode& node, std::string_view what,
            std::initializer_list<std::string_view> keys, Reporter& reporter);
  // With any keys.
  MapReader(const YamlNode& node, std::string_view what, Reporter& reporter);

  // Null when it is absent, or present without a value (which is reported).
  const YamlNode* Find(std::string_view key) const;
  // The same, and absence is reported.
  const YamlNode* Require(std::string_view key) const;

  // A text of at most `most` bytes; empty when absent.
  Located Text(std::string_view key, size_t most) const;
  Located RequiredText(std::string_view key, size_t most) const;

  bool is_map() const { return node_.kind == YamlNode::Kind::kMap; }

 private:
  Located LimitedText(const YamlNode* node, std::string_view key, size_t most) const;

  const YamlNode& node_;
  std::string what_;
  Reporter& reporter_;
};

// Reports an id that is not 1 to 64 of a-z, 0-9, `-`, `_`, `.`, beginning with a letter or digit.
void CheckId(const Located& id, std::string_view what, Reporter& reporter);

// Reports a name that conditions could not write behind a dot: 1 to 64 of a-z, 0-9 and `_`,
// beginning with no digit. False when it is reported.
bool CheckName(std::string_view name, Span span, std::string_view what, Reporter& reporter);

}  // namespace reeve::policy
