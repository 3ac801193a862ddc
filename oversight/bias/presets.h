// Presets: conventions with a name and a source, as data. The project's own are
// oversight/bias/presets.json; a file of one preset in the same form is read alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "oversight/bias/conventions.h"

namespace reeve::oversight::bias {

struct Preset {
  std::string name;
  std::string title;
  std::string source;  // the law or the practice
  std::string text;
  std::vector<std::string> needs;  // attributes without which it says nothing
  bool publishes = false;          // has a summary page for the public
  Conventions conventions;
};

// Generated of presets.json.
std::string_view PresetsText();
const std::vector<Preset>& Presets();

// bias.preset; `at` is the JSON pointer.
Result<Preset> ReadPreset(const json::Value& value, std::string pointer = "");
// By name. bias.preset
Result<Preset> FindPreset(const std::string& name);

// Reads what a member says over `conventions`; what is absent stays. Used for presets, requests and
// policies alike. The caller finishes the reader.
void ReadConventions(json::ObjectReader& reader, Conventions* conventions);

}  // namespace reeve::oversight::bias
