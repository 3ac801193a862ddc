// room: engine
//
// Arbitrary bytes as a file of settings. What is accepted has known names, once each, and values
// within the limits; what is not says where and why.
#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>

#include "base/result.h"
#include "engine/configuration_file.h"

namespace {

namespace engine = reeve::engine;
namespace policy = reeve::policy;

const std::vector<std::string> kNames = {"data", "port", "governed", "break-glass-person"};

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckEntry(const engine::ConfigurationEntry& entry, std::set<std::string>* seen) {
  Require(std::find(kNames.begin(), kNames.end(), entry.name) != kNames.end(), "an unknown name");
  Require(seen->insert(entry.name).second, "a name stands twice");
  Require(!entry.values.empty() && entry.values.size() <= engine::kMaxSettingValues,
          "a number of values past the limit");
  for (const std::string& value : entry.values) {
    Require(!value.empty() && value.size() <= engine::kMaxSettingBytes, "a value past the limit");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter("reeve.yaml", input, &diagnostics);
  const auto entries = engine::ReadConfigurationFile(kNames, reporter);
  for (const policy::Diagnostic& diagnostic : diagnostics) {
    Require(!diagnostic.message.empty() && !diagnostic.code.empty(), "an empty diagnostic");
  }
  (void)policy::Render(diagnostics);
  if (policy::HasErrors(diagnostics)) return 0;
  std::set<std::string> seen;
  for (const engine::ConfigurationEntry& entry : entries) CheckEntry(entry, &seen);
  return 0;
}
