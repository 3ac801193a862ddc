#include "engine/bundle_refusal.h"

#include "base/log.h"
#include "base/sha256.h"
#include "base/text.h"
#include "oversight/bundle_register.h"

namespace reeve::engine {
namespace {

constexpr size_t kMaxSourceBytes = 1000;

// A path may have any bytes, a record only UTF-8.
std::string SourceText(std::string_view source) {
  if (!IsValidUtf8(source)) return "(a name that is not UTF-8)";
  return std::string(Clip(source, kMaxSourceBytes));
}

json::Object Body(const BundleRefusal& refusal) {
  json::Object body{{"bundle", DigestName(Sha256(refusal.file.bytes))},
                    {"source", SourceText(refusal.source)},
                    {"code", refusal.error.code},
                    {"message", Clip(refusal.error.message, oversight::kMaxReasonBytes)},
                    {"principal", refusal.by.principal}};
  if (!refusal.file.signature.empty()) {
    body.Add("signatures", DigestName(Sha256(refusal.file.signature)));
  }
  if (!refusal.active.empty()) body.Add("active", refusal.active);
  if (!refusal.by.name.empty()) body.Add("by", refusal.by.name);
  return body;
}

}  // namespace

Status RecordRefusal(ledger::Ledger& ledger, const Clock& clock, const Random& random,
                     const BundleRefusal& refusal) {
  json::Object body = Body(refusal);
  const Timestamp now = clock.Now();
  REEVE_ASSIGN_OR_RETURN(const std::optional<Timestamp> last, oversight::LastRefused(ledger, body));
  if (last && now - *last < kRefusalAgainAfter) return {};
  Log(LogLevel::kWarning, "bundle.refused",
      {{"digest", *body.Find("bundle")->as_string()},
       {"source", *body.Find("source")->as_string()},
       {"code", refusal.error.code}});
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord record,
      oversight::BundleRecord(oversight::kBundleRefused, NewId("bundle-", now, random),
                              refusal.by.tenant, std::move(body)));
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  const auto appended = ledger.Append(unit);
  return appended.ok() ? Status() : Status(appended.error());
}

}  // namespace reeve::engine
