// The parts of `reeve bundle`, each in a file of its own.
#pragma once

#include <string>

#include "api/client.h"
#include "base/json.h"
#include "base/result.h"
#include "cli/command.h"

namespace reeve::cli {

// Bundle files, without a server.
void AddBundleBuild(Parser& bundle, Run* run);
void AddBundleSign(Parser& bundle, Run* run);
void AddBundleVerify(Parser& bundle, Run* run);
void AddBundleInspect(Parser& bundle, Run* run);
void AddBundleDiff(Parser& bundle, Run* run);  // policy_diff.cc

// propose, approve, reject, schedule, activate, rollback, status: of a running server.
void AddBundleLifecycle(Parser& bundle, Run* run);

// shadow, canary, share, stop, promote: the trials of one.
void AddBundleTrial(Parser& bundle, Run* run);

// The one bundle of the server whose digest begins with what was typed. bundle.not_found,
// bundle.ambiguous
Result<std::string> WholeDigest(const api::ClientOptions& client, const std::string& typed);

// The last trial in a bundle's entry, a line or two; nothing where there was none.
void PrintTrial(const json::Value& entry);
// What GET /v1/bundles/{digest}/trial gives: both sides, and what would change.
void PrintTrialReport(const json::Value& report);

}  // namespace reeve::cli
