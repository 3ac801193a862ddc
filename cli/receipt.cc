#include "ledger/receipt.h"

#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "ledger/merkle.h"
#include "ledger/record.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string receipt;
  std::string key;
  std::string policy;
  std::string record;
  std::string leaf;
  bool json = false;
};

Result<ledger::TrustPolicy> ReadTrust(const Options& options) {
  if (options.policy.empty()) {
    const Result<std::string> file = ReadFile(options.key);
    REEVE_ASSIGN_OR_RETURN(const ledger::VerifierKey key,
                           ledger::VerifierKey::Parse(file.ok() ? *file : options.key));
    return ledger::TrustPolicy::OfLog(key);
  }
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         ReadFile(options.policy, ledger::kMaxTrustPolicyBytes));
  Result<ledger::TrustPolicy> policy = ledger::TrustPolicy::Parse(text);
  if (!policy.ok()) policy.error().at = options.policy + ", " + policy.error().at;
  return policy;
}

// A record as any command or answer shows it: by itself, or as the member `record`; its canonical
// form is one, however it was laid out.
Result<ledger::Record> ReadRecordFrom(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  const json::Value* record = value.Find("record");
  REEVE_ASSIGN_OR_RETURN(std::string bytes, json::Canonical(record != nullptr ? *record : value));
  return ledger::Record::Parse(std::move(bytes));
}

// What the receipt is to prove.
struct Claim {
  Hash leaf{};
  std::optional<ledger::Record> record;
};

Result<Claim> ReadClaim(const Options& options, const ledger::Receipt& receipt) {
  Claim claim;
  if (!options.leaf.empty()) {
    const Result<std::string> bytes = HexDecode(options.leaf);
    if (bytes.ok() && bytes->size() == claim.leaf.size()) {
      claim.leaf = HashFromBytes(*bytes);
      return claim;
    }
    return Error{"receipt.leaf", "`" + options.leaf + "` is no leaf hash of 64 hex digits"};
  }
  if (!options.record.empty()) {
    REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.record));
    REEVE_ASSIGN_OR_RETURN(claim.record, ReadRecordFrom(text));
  } else if (receipt.extra) {
    REEVE_ASSIGN_OR_RETURN(claim.record, ledger::Record::Parse(*receipt.extra));
  } else {
    return Error{"receipt.no_record",
                 "the receipt does not hold the record that it is for: give it as --record FILE, "
                 "or its leaf hash as --leaf"};
  }
  claim.leaf = claim.record->leaf();
  return claim;
}

json::Object ProvenJson(const ledger::Receipt& receipt, const Claim& claim,
                        const ledger::WitnessedCheckpoint& proven) {
  json::Array cosigned;
  for (const ledger::Cosigned& one : proven.cosigned) {
    cosigned.push_back(
        json::Object{{"witness", one.witness},
                     {"time", FormatTimestamp(Timestamp(std::chrono::seconds(one.seconds)))}});
  }
  json::Object out{{"ok", true},
                   {"log", proven.checkpoint.origin},
                   {"index", receipt.index},
                   {"leaf_hash", HexEncode(AsBytes(claim.leaf))},
                   {"size", proven.checkpoint.size},
                   {"root", HexEncode(AsBytes(proven.checkpoint.root))},
                   {"cosigned", std::move(cosigned)}};
  if (claim.record) out.Add("record", *json::Parse(claim.record->bytes()));
  return out;
}

void PrintProven(const ledger::Receipt& receipt, const Claim& claim,
                 const ledger::WitnessedCheckpoint& proven) {
  std::cout << "log         " << proven.checkpoint.origin << "\n"
            << "record      " << receipt.index;
  if (claim.record) {
    std::cout << ", " << claim.record->kind() << " `" << claim.record->id() << "`, "
              << FormatTimestamp(claim.record->time());
  }
  std::cout << "\nleaf hash   " << HexEncode(AsBytes(claim.leaf)) << "\n"
            << "checkpoint  size " << proven.checkpoint.size << ", root "
            << HexEncode(AsBytes(proven.checkpoint.root)) << "\n";
  for (const ledger::Cosigned& one : proven.cosigned) {
    std::cout << "cosigned    by " << one.witness << ", "
              << FormatTimestamp(Timestamp(std::chrono::seconds(one.seconds))) << "\n";
  }
  std::cout << "result      proven: the log has this record at this index\n";
}

int NotProven(const Options& options, const Error& why) {
  if (options.json) {
    std::cout << json::Pretty(
                     json::Object{{"ok", false}, {"code", why.code}, {"message", why.message}})
              << "\n";
  } else {
    std::cout << "result      NOT PROVEN: " << ErrorText(why) << "\n";
  }
  return kNotGood;
}

int Verify(const Options& options) {
  const Result<ledger::TrustPolicy> trust = ReadTrust(options);
  if (!trust.ok()) return Fail(trust.error());
  const Result<std::string> text = ReadFile(options.receipt, ledger::kMaxNoteBytes);
  if (!text.ok()) return Fail(text.error());
  const Result<ledger::Receipt> receipt = ledger::Receipt::Parse(*text);
  if (!receipt.ok()) return NotProven(options, receipt.error());
  const Result<Claim> claim = ReadClaim(options, *receipt);
  if (!claim.ok()) {
    const bool ours =
        claim.error().code.starts_with("file.") || claim.error().code.starts_with("receipt.");
    return ours ? Fail(claim.error()) : NotProven(options, claim.error());
  }
  if (claim->record && claim->record->index() != receipt->index) {
    return NotProven(options,
                     {"receipt.index", "the record is `" + std::to_string(claim->record->index()) +
                                           "`, the receipt is of another"});
  }
  const auto proven = ledger::VerifyReceipt(*receipt, claim->leaf, *trust);
  if (!proven.ok()) return NotProven(options, proven.error());
  if (options.json) {
    std::cout << json::Pretty(ProvenJson(*receipt, *claim, *proven)) << "\n";
  } else {
    PrintProven(*receipt, *claim, *proven);
  }
  return kGood;
}

}  // namespace

void AddReceipt(Parser& app, Run* run) {
  Parser* receipts = app.AddCommand("receipt", "Proofs that a record is in a log.");
  receipts->RequireCommand();
  receipts->Footer("Example: reeve receipt verify d-7.tlog-proof --key ./vkey");
  auto options = std::make_shared<Options>();
  Parser* verify = receipts->AddCommand(
      "verify", "Verify a receipt offline: no data folder, no server, no network.");
  verify->AddOption("FILE", options->receipt, "A receipt (C2SP tlog-proof)")->Required();
  Option* key = verify->AddOption("--key", options->key, "The log's vkey, or a file with it");
  Option* policy = verify->AddOption("--policy", options->policy,
                                     "A file of logs, witnesses and a quorum (C2SP tlog-policy)");
  key->Excludes(policy);
  Option* record = verify->AddOption("--record", options->record,
                                     "The record, where the receipt does not hold it");
  verify->AddOption("--leaf", options->leaf, "Or its leaf hash, 64 hex digits")->Excludes(record);
  verify->AddFlag("--json", options->json, "Print JSON");
  verify->Footer(
      "One of --key and --policy is needed. Exit code 1: not proven.\n"
      "Example: reeve receipt verify d-7.tlog-proof --policy trust.policy --record d-7.json");
  verify->Callback([=] {
    if (key->Count() + policy->Count() == 0) {
      RefuseMissing("one of --key and --policy");
    }
    *run = [=] { return Verify(*options); };
  });
}

}  // namespace reeve::cli
