// What the tests of oversight share: a ledger with its projections on a folder that vanishes.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "oversight/access_tokens.h"
#include "oversight/approvals.h"
#include "oversight/bundle_register.h"
#include "oversight/content_register.h"
#include "oversight/halts.h"
#include "oversight/incidents.h"
#include "oversight/overrides.h"
#include "oversight/purpose_drift.h"
#include "oversight/system_register.h"
#include "oversight/waivers.h"
#include "tests/base/temp_dir.h"

namespace reeve::oversight::testing {

inline constexpr Timestamp kNow{std::chrono::microseconds{1'795'000'000'654'321}};

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) FAIL(result.error().code << ": " << result.error().message);
  return std::move(result).value();
}
inline void Must(const Status& status) {
  if (!status.ok()) FAIL(status.error().code << ": " << status.error().message);
}
inline json::Value Json(std::string_view text) { return Must(json::Parse(text)); }

class TestLedger {
 public:
  explicit TestLedger(const Clock& clock = Clock::System())
      : clock_(clock), pem_(Must(Must(SigningKey::Generate()).ToPem())) {
    SetLogLevel(LogLevel::kWarning);
    Reopen();
  }
  void Reopen() {
    ledger_.reset();
    ledger::Projections projections;
    projections.push_back(std::make_unique<const SystemProjection>());
    projections.push_back(std::make_unique<const ApprovalProjection>());
    projections.push_back(std::make_unique<const BundleProjection>());
    projections.push_back(std::make_unique<const WaiverProjection>());
    projections.push_back(std::make_unique<const HaltProjection>());
    projections.push_back(std::make_unique<const PurposeDriftProjection>());
    projections.push_back(std::make_unique<const ContentProjection>());
    projections.push_back(std::make_unique<const IncidentProjection>());
    projections.push_back(std::make_unique<const OverrideProjection>());
    projections.push_back(std::make_unique<const TokenProjection>());
    ledger_ = Must(ledger::Ledger::Open({.folder = folder_.path(),
                                         .origin = "oversight.example/test",
                                         .key = Must(SigningKey::FromPem(pem_)),
                                         .clock = &clock_,
                                         .projections = std::move(projections)}));
  }
  ledger::Ledger& operator*() { return *ledger_; }
  ledger::Ledger* operator->() { return ledger_.get(); }

 private:
  TempDir folder_;
  const Clock& clock_;
  const std::string pem_;
  std::unique_ptr<ledger::Ledger> ledger_;
};

}  // namespace reeve::oversight::testing
