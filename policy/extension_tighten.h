// `tighten` of an extension: values of the base's parameters, each stricter than the base's own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "policy/cel/ast.h"
#include "policy/document.h"

namespace reeve::policy {

// Sets the values that stand at `node` in `words`, whose parameters are those of the policy called
// `base`. Reports what is unknown, of another type, out of bounds, or might loosen, and leaves its
// value as it was.
void TightenParameters(const YamlNode& node, const std::string& base, PolicyWords* words,
                       Reporter& reporter);

// Names of those whose value is not the same in both. Precondition: the parameters are the same.
std::vector<std::string> ChangedParameters(const PolicyWords& before, const PolicyWords& after);

// `words` with the values that the same parameters have in `tightened`.
std::shared_ptr<const PolicyWords> WithValues(const PolicyWords& words,
                                              const PolicyWords& tightened);

// Whether a condition reads `parameters.<name>`, or all of `parameters`. Any tree of the parser.
bool ReadsParameter(const cel::Expr& condition, std::string_view name);

// Where a parameter is set. Precondition: it is.
const YamlMember& PlaceOf(const YamlNode& tighten, std::string_view parameter);

}  // namespace reeve::policy
