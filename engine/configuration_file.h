// The file of `reeve serve --config`: one map of YAML, from the long names of the command's options
// to their values. docs/configuration.md
//
//   data: /var/lib/reeve
//   port: 8484
//   governed: true
//   break-glass-person: [Ada Example, Bo Example]
//
// Read as strictly as a policy: an unknown or repeated name, a value that is no text or list of
// texts, anchors, tags and tabs are diagnostics with line and caret. What a value may be is for the
// option to say.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostic.h"

namespace reeve::engine {

inline constexpr size_t kMaxConfigurationBytes = size_t{64} << 10;
inline constexpr size_t kMaxSettingValues = 256;
inline constexpr size_t kMaxSettingBytes = 4096;

struct ConfigurationEntry {
  std::string name;
  policy::Span span;                // of the name
  std::vector<std::string> values;  // at least one, none of them empty
};

// What is read of `reporter`'s text; with an error, not to be used. `names` are all that there are.
std::vector<ConfigurationEntry> ReadConfigurationFile(std::span<const std::string> names,
                                                      policy::Reporter& reporter);

}  // namespace reeve::engine
