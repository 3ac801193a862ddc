#include "ledger/anchor_audit.h"

#include <algorithm>

#include "ledger/audit.h"
#include "ledger/checkpoint.h"
#include "ledger/time_token.h"

namespace reeve::ledger {

void AnchorAudit::Visit(const Record& record) {
  if (!IsAnchorKind(record.kind())) return;
  const Result<Anchor> anchor = Anchor::FromRecord(record);
  if (!anchor.ok()) return Fault(record.index(), "anchor.form", anchor.error().message);
  Check(record, *anchor);
}

void AnchorAudit::Check(const Record& record, const Anchor& anchor) {
  if (!keys_.keys().empty()) {
    const Result<Checkpoint> checkpoint = OpenCheckpoint(anchor.checkpoint, keys_);
    if (!checkpoint.ok() || checkpoint->size != anchor.size) {
      return Fault(record.index(), "anchor.checkpoint",
                   "the checkpoint in it is not the log's: " +
                       (checkpoint.ok() ? "another size" : checkpoint.error().message));
    }
    seen_.push_back({checkpoint->size, checkpoint->root, record.index()});
  }
  if (anchor.is_time()) {
    CheckToken(record, anchor);
  } else {
    CheckWitnesses(record, anchor);
  }
}

void AnchorAudit::CheckWitnesses(const Record& record, const Anchor& anchor) {
  AnchorFindings& found = report_->anchors;
  ++found.cosigned;
  if (options_.policy) {
    const auto opened = OpenWitnessed(anchor.checkpoint, *options_.policy);
    if (!opened.ok()) {
      return Fault(record.index(), "anchor.quorum", opened.error().message);
    }
    found.witnesses.clear();
    for (const Cosigned& one : opened->cosigned) found.witnesses.push_back(one.witness);
    found.witnesses_checked = true;
  } else {
    found.witnesses = anchor.witnesses;
  }
  found.cosigned_size = anchor.size;
}

void AnchorAudit::CheckToken(const Record& record, const Anchor& anchor) {
  AnchorFindings& found = report_->anchors;
  ++found.stamped;
  const Hash digest = Sha256(anchor.checkpoint);
  const Result<TimeToken> token = options_.time_roots
                                      ? VerifyTimeToken(anchor.token, digest, *options_.time_roots)
                                      : ReadTimeToken(anchor.token, digest);
  if (!token.ok()) return Fault(record.index(), "anchor.token", token.error().message);
  if (token->time != anchor.time) {
    return Fault(record.index(), "anchor.token", "its token says another time than the record");
  }
  found.tokens_checked = options_.time_roots.has_value();
  found.stamped_size = anchor.size;
  found.stamped_time = token->time;
  found.authority = token->signer.empty() ? anchor.authority : token->signer;
}

void AnchorAudit::Finish(const RootOfSize& root_of) {
  std::sort(seen_.begin(), seen_.end(),
            [](const Seen& a, const Seen& b) { return a.size < b.size; });
  std::optional<uint64_t> last;
  Result<Hash> root = Hash{};
  for (const Seen& seen : seen_) {
    if (seen.size != last) root = root_of(seen.size);
    last = seen.size;
    if (root.ok() && *root == seen.root) continue;
    Fault(seen.record, "anchor.root",
          root.ok() ? "its checkpoint has another root than the records before it"
                    : root.error().message);
  }
  const bool asked = options_.policy && options_.policy->needs_witnesses();
  if (asked && report_->anchors.cosigned == 0) {
    AddFault(report_, std::nullopt, "anchor.missing",
             "no checkpoint of the log was cosigned, which the policy asks for");
  }
}

void AnchorAudit::Fault(uint64_t record, std::string code, const std::string& what) {
  if (std::find(faulted_.begin(), faulted_.end(), code) != faulted_.end()) return;
  faulted_.push_back(code);
  AddFault(report_, record, std::move(code), "record `" + std::to_string(record) + "`: " + what);
}

std::string AnchorsText(const AnchorFindings& findings) {
  std::string out;
  if (findings.cosigned != 0) {
    out += "cosigned    " + std::to_string(findings.cosigned) + " checkpoints, the last of size " +
           std::to_string(findings.cosigned_size) + " by";
    for (const std::string& witness : findings.witnesses) out += " " + witness;
    out += findings.witnesses_checked ? ", as your policy asks\n"
                                      : "; not checked: give the policy that you trust\n";
  }
  if (findings.stamped != 0) {
    out += "stamped     " + std::to_string(findings.stamped) + " checkpoints, the last of size " +
           std::to_string(findings.stamped_size) + " at " + FormatTimestamp(findings.stamped_time) +
           " by " + findings.authority +
           (findings.tokens_checked ? ", signed\n"
                                    : "; signature not checked: give the authority's CA\n");
  }
  return out;
}

}  // namespace reeve::ledger
