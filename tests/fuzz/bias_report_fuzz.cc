// room: oversight
//
// Arbitrary bytes as a report, as a preset, as a request of an audit, and as terms of a monitor.
// Conventions and terms that are accepted are the same after they were written and read again.
#include <cstdint>
#include <string_view>

#include "oversight/bias/audit_request.h"
#include "oversight/bias/monitors.h"
#include "oversight/bias/presets.h"
#include "oversight/bias/report_check.h"

namespace {

namespace bias = reeve::oversight::bias;
namespace json = reeve::json;

void RequireRoundTrip(const bias::Conventions& conventions) {
  const json::Value written = bias::ConventionsJson(conventions);
  json::ObjectReader reader(written, "");
  bias::Conventions again;
  bias::ReadConventions(reader, &again);
  if (!reader.Finish().ok()) reeve::Panic("conventions that were accepted are refused");
  if (!(bias::ConventionsJson(again) == written)) reeve::Panic("conventions changed on their way");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto value = json::Parse({reinterpret_cast<const char*>(data), size});
  if (!value.ok()) return 0;
  if (const auto plan = bias::ReadPlan(*value); plan.ok()) RequireRoundTrip(plan->conventions);
  if (const auto preset = bias::ReadPreset(*value); preset.ok()) {
    RequireRoundTrip(preset->conventions);
  }
  if (const auto request = bias::ReadAuditRequest(*value); request.ok()) {
    RequireRoundTrip(request->conventions);
    if (!bias::RecordedRequest(*request).ok()) reeve::Panic("a request cannot be recorded");
  }
  reeve::json::ObjectReader reader(*value, "");
  const bias::MonitorTerms terms = bias::ReadMonitorTerms(reader);
  if (reader.Finish().ok()) {
    const reeve::json::Value written = bias::TermsJson(terms);
    reeve::json::ObjectReader again(written, "");
    const bias::MonitorTerms read = bias::ReadMonitorTerms(again);
    if (!again.Finish().ok() || reeve::json::Value(bias::TermsJson(read)) != written) {
      reeve::Panic("terms of a monitor changed on their way");
    }
  }
  return 0;
}
