// In which order the keys of a policy document stand.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::policy {

// The map at a path of keys, with `*` for an item of a list: "", "metadata", "rules/*/hold",
// "entities/ACME_CUSTOMER".
// For each of the keys, as they are written, its place among the canonical ones; a key that the
// order does not know stays behind the one that it follows.
std::vector<size_t> CanonicalOrder(std::string_view at, const std::vector<std::string>& keys);

}  // namespace reeve::policy
