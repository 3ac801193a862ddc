// List files: `lists/NAME.txt` and `lists/NAME.csv` of a folder of policies, each a set of texts
// that rules ask with `x in lists.NAME`.
//
// A text file has one entry a line; blanks around it, blank lines and lines that begin with `#` are
// passed over. Of a CSV file (RFC 4180, commas) the first column of each row is the entry. UTF-8;
// no control characters, and none that reorder text. The same entry twice is one. Documented in
// docs/policy-language.md.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostic.h"

namespace reeve::policy {

inline constexpr size_t kMaxListBytes = size_t{32} << 20;  // of a file
inline constexpr size_t kMaxListEntries = 1'000'000;
inline constexpr size_t kMaxListEntryBytes = 256;

// Whether a file of that name, relative to the folder, is a list: "lists/NAME.txt", not deeper.
bool IsListFile(std::string_view file);

// The entries of a file, as far as it could be read. They view the reporter's text, or `unquoted`.
struct ListFile {
  std::string name;  // "NAME"; empty when it cannot name a list
  std::vector<std::string_view> entries;
  std::deque<std::string> unquoted;
};

// Precondition: IsListFile(reporter.file()). Codes: policy.id, policy.encoding, policy.character,
// policy.list_too_large, policy.list_entry, policy.list_syntax.
ListFile ReadListFile(Reporter& reporter);

}  // namespace reeve::policy
