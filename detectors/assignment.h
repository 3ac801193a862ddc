// Reads assignments as all languages and formats write them, from the operator outwards:
//
//   key = value      key := "value"     key: value        "key" => 'value'    key ?= value
//   {"key": "value"} <key>value</key>   <add key="k" value="v"/>              f("KEY", "value")
//   KEY=value\n      --key value        "value" == key    key: >\n  value     Header: Bearer value
//   set_key("value")   key = other || "value"
//
// The key is what stands before the operator on its line, so "var adobeSecret string" and "my adobe
// secret" are keys. Looks are bounded: kMaxKeyBytes before, kMaxValueBytes behind.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace reeve::detectors {

struct Assignment {
  std::string_view key;  // part of the text, trimmed; may hold blanks, dots, dashes
  size_t begin = 0;      // of the value, quotes not included
  size_t end = 0;
  char quote = 0;       // what the value stands in, or 0
  bool equals = false;  // the operator has a `=`: code or a configuration, not prose
  bool arrow = false;   // it is `=>`
  bool comma = false;   // it is the comma between two literals, of a call or of a list
  bool call = false;    // it is the `(` of a call: "set_token("value")"
  bool quoted_key = false;
  bool tag = false;  // it is the `>` of a tag
};

// Where the operator that begins at text[pos] ends; `pos` when it is none ("://", "::", a `>` that
// closes no tag).
size_t OperatorEnd(std::string_view text, size_t pos);

// The assignment around the operator text[begin, end), in two steps, for most keys are of no
// interest: first its key, then its value. False for an empty value.
std::optional<Assignment> ReadKey(std::string_view text, size_t begin, size_t end);
bool ReadValue(std::string_view text, size_t end, Assignment* assignment);

// The same where the value is compared from the left: "value" == key.
std::optional<Assignment> ReadComparison(std::string_view text, size_t begin, size_t end);

// text[pos] begins "--name": the flag and the word behind it. An `=` behind the name is an operator
// and none of this.
std::optional<Assignment> ReadFlag(std::string_view text, size_t pos);

}  // namespace reeve::detectors
