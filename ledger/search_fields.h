// What records can be found by: fields, each with the places in a body where its values lie. The
// ledger knows no body; whoever writes the records hands the table in.
//
// Beside the table every record has the fields `kind` and `tenant`. A *term* is a field and one of
// its values, as the first 8 bytes of SHA-256(field || 0x00 || value); a value that is no JSON
// string is its canonical text. docs/ledger-format.md
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/canonical_reader.h"
#include "base/result.h"
#include "ledger/record.h"

namespace reeve::ledger {

struct SearchField {
  std::string name;                // 1 to 32 of a-z and '_'
  std::vector<std::string> paths;  // JSON pointers into the body; `*` is any element of an array
};

using Term = uint64_t;
Term TermOf(std::string_view field, std::string_view value);

// Thread-safety: immutable.
class SearchFields {
 public:
  explicit SearchFields(const std::vector<SearchField>& fields = {});

  // The names, `kind` and `tenant` among them.
  const std::vector<std::string>& names() const { return names_; }
  bool Has(std::string_view name) const;
  // Equal tables have equal digests; a store whose index is of another is indexed anew.
  const std::string& digest() const { return digest_; }

  // Of one record, each once, in no order.
  std::vector<Term> TermsOf(std::string_view kind, std::string_view tenant,
                            std::string_view body) const;
  // Calls for each value of each field, as it stands in the record.
  using Visitor = std::function<void(std::string_view field, std::string_view value)>;
  void ForEachValue(const Record& record, const Visitor& visitor) const;

 private:
  template <typename Visit>
  void Walk(std::string_view body, const Visit& visit) const;

  std::vector<std::string> names_;
  std::vector<size_t> field_of_path_;  // in names_
  json::PathSet paths_;
  std::string digest_;
};

}  // namespace reeve::ledger
