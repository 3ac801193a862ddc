// room: oversight
//
// What a person says of incidents, break-glasses, overrides and appeals is refused, or
// comes back as it was.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json_reader.h"
#include "oversight/appeal.h"
#include "oversight/break_glass.h"
#include "oversight/incident.h"
#include "oversight/override.h"

namespace {

using namespace reeve;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckBreakGlass(const json::Value& value) {
  oversight::BreakGlass glass;
  json::ObjectReader reader(value, "");
  oversight::ReadBreakGlassTerms(reader, &glass);
  if (!reader.Finish().ok()) return;
  glass.id = "bg-1";
  glass.tenant = "default";
  glass.by = "Ada Example";
  const auto text = json::Canonical(oversight::ToJson(glass));
  Require(text.ok());
  const auto again = oversight::BreakGlassFromJson(*text);
  Require(again.ok());
  Require(json::Value(oversight::ToJson(*again)) == json::Value(oversight::ToJson(glass)));
}

void CheckOverride(const json::Value& value) {
  const auto given = oversight::ReadOverride(value, "");
  if (!given.ok()) return;
  const json::Value body(oversight::ToJson(*given));
  const auto again = oversight::OverrideFromBody(body);
  Require(again.ok());
  Require(json::Value(oversight::ToJson(*again)) == body);
}

// Whatever reads, reads again to the same.
template <typename T>
void CheckStored(std::string_view text, Result<T> (*read)(std::string_view)) {
  const Result<T> value = read(text);
  if (!value.ok()) return;
  const auto written = json::Canonical(oversight::ToJson(*value));
  Require(written.ok());
  const auto again = read(*written);
  Require(again.ok());
  Require(json::Value(oversight::ToJson(*again)) == json::Value(oversight::ToJson(*value)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckStored<oversight::Incident>(input, oversight::IncidentFromJson);
  CheckStored<oversight::BreakGlass>(input, oversight::BreakGlassFromJson);
  CheckStored<oversight::Appeal>(input, oversight::AppealFromJson);
  const auto value = json::Parse(input);
  if (!value.ok()) return 0;
  CheckBreakGlass(*value);
  CheckOverride(*value);
  return 0;
}
