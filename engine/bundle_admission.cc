// The part of BundleLifecycle that lets bundle files in, or refuses them on the record.
#include "base/log.h"
#include "engine/bundle_lifecycle.h"
#include "engine/bundle_refusal.h"

namespace reeve::engine {
namespace {

const policy::Bundle* BundleOf(const std::shared_ptr<const Evaluator>& active) {
  return active == nullptr ? nullptr : &active->bundle();
}

// A source goes on offering what it has. That a person went back from it must not be undone by the
// next look at the source.
Status CheckNotRolledBack(const ledger::Ledger& ledger, const std::string& digest) {
  const Result<json::Object> entry = oversight::FindBundle(ledger, digest);
  const json::Value* state = entry.ok() ? entry->Find("state") : nullptr;
  if (state == nullptr || *state != json::Value("rolled_back")) return {};
  return Error{"bundle.rolled_back",
               "a person went back from this bundle: offer a later one, or bring it back with "
               "`reeve bundle rollback " +
                   digest + "`"};
}

}  // namespace

Error BundleLifecycle::Refuse(const BundleFile& file, std::string_view source, const Error& error,
                              const oversight::ActingPerson& by) {
  const std::shared_ptr<const Evaluator> active = deployment()->active;
  const std::string digest = active == nullptr ? "" : active->bundle().digest();
  const Status recorded =
      RecordRefusal(ledger_, clock_, random_, {file, source, error, digest, by});
  // The refusal stands all the same.
  if (!recorded.ok()) {
    Log(LogLevel::kError, "bundle.refusal_not_recorded", {{"code", recorded.error().code}});
  }
  return error;
}

Result<AdmittedBundle> BundleLifecycle::Admit(const BundleFile& file, std::string_view source,
                                              const oversight::ActingPerson& by) {
  const std::shared_ptr<const Evaluator> active = deployment()->active;
  Result<AdmittedBundle> admitted = CheckBundleFile(file, rules_, BundleOf(active), clock_.Now());
  if (!admitted.ok()) return Refuse(file, source, admitted.error(), by);
  return admitted;
}

Result<std::string> BundleLifecycle::InstallFile(const BundleFile& file, std::string_view source,
                                                 const Principal& by) {
  const oversight::ActingPerson itself{"", by.name, by.tenant};
  for (;;) {
    const std::shared_ptr<const Evaluator> active = deployment()->active;
    REEVE_ASSIGN_OR_RETURN(const AdmittedBundle admitted, Admit(file, source, itself));
    const std::string& digest = admitted.bundle->digest();
    if (const Status good = CheckNotRolledBack(ledger_, digest); !good.ok()) {
      return Refuse(file, source, good.error(), itself);
    }
    REEVE_ASSIGN_OR_RETURN(std::shared_ptr<const Evaluator> evaluator,
                           Evaluator::Create(admitted.bundle, detectors_));
    const MutexLock one_at_a_time(changing_);
    // Compiling takes a while, and another bundle may have come into force: look again.
    if (deployment()->active != active) continue;
    REEVE_RETURN_IF_ERROR(InstallLocked(std::move(evaluator), admitted.signed_by, by));
    return digest;
  }
}

}  // namespace reeve::engine
