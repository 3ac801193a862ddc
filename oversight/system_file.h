// Systems declared in a file, for the starter configuration:
//
//   apiVersion: reeve/v1
//   kind: SystemRegister
//   systems:
//     - { id: demo-assistant, name: ..., owner: ..., purpose: ..., risk_class: limited }
//
// Read as strictly as a policy: unknown keys and words are diagnostics with line and caret.
#pragma once

#include <string_view>
#include <vector>

#include "oversight/system.h"
#include "policy/diagnostic.h"

namespace reeve::oversight {

struct SystemFile {
  std::vector<System> systems;
  std::vector<policy::Diagnostic> diagnostics;  // with an error, `systems` must not be used
};

SystemFile ReadSystemFile(std::string_view file_name, std::string_view text);

}  // namespace reeve::oversight
