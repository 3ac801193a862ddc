// Where the rules of a document were written: for what is found out about a rule after compilation.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/bundle.h"
#include "policy/diagnostic.h"
#include "policy/yaml.h"

namespace reeve::policy {

// One file, read again. Its findings go to `diagnostics`. Thread-safety: one thread.
class RuleSource {
 public:
  // Lives no longer than the file and the list. Precondition: the file compiled.
  RuleSource(const SourceFile& file, std::vector<Diagnostic>* diagnostics);

  // The rule's `id`. Where it is not written in this document: `tighten`, by which a rule of the
  // base stands in an extension, or `decision_rights`, which guards its bands, or else the
  // beginning.
  Span IdOf(const Rule& rule) const;
  // A part of its condition, `offset` and `length` within Rule::when.
  Span PartOf(const Rule& rule, size_t offset, size_t length) const;

  Reporter& reporter() { return reporter_; }

 private:
  const YamlNode* Find(const Rule& rule, std::string_view key) const;

  Reporter reporter_;
  std::optional<YamlNode> root_;
};

}  // namespace reeve::policy
