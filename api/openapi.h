// The description of the HTTP interface, docs/api/openapi.yaml, as the server gives it: JSON.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve::api {

// The document as it was when this was built.
std::string_view OpenApiText();

// YAML as JSON. Plain scalars are read by the core schema of YAML 1.2.2 (section 10.3.2): null,
// true and false, decimal numbers; every other one is a text. openapi.syntax
Result<std::string> OpenApiJson(std::string_view yaml);

}  // namespace reeve::api
