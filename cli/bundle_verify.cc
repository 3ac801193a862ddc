#include <iostream>
#include <memory>

#include "base/sha256.h"
#include "cli/arguments.h"
#include "cli/bundle.h"
#include "cli/bundle_files.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string file;
  std::string trust;
  std::string at;
  bool json = false;
};

// Lines that did not count, which is no error where enough others do.
std::vector<std::string> NotCounted(const engine::BundleFile& file,
                                    const oversight::BundleTrust& trust, Timestamp now) {
  std::vector<std::string> out;
  const auto checked =
      oversight::CheckBundleSignatures(file.signature, DigestName(Sha256(file.bytes)), trust, now);
  if (!checked.ok()) return out;
  for (const oversight::BundleSignature& line : checked->lines) {
    if (line.standing != oversight::Standing::kCounts) out.push_back(line.why);
  }
  return out;
}

void PrintJson(const Result<engine::AdmittedBundle>& admitted, const std::string& digest,
               const std::vector<std::string>& not_counted) {
  json::Object out{{"good", admitted.ok()}, {"bundle", digest}};
  if (admitted.ok()) {
    const auto release = admitted->bundle->release().ToJson();
    for (const json::Member& member : release) out.Add(member.key, member.value);
    out.Add("signed_by", engine::SignersJson(admitted->signed_by));
  } else {
    out.Add("code", admitted.error().code).Add("message", admitted.error().message);
  }
  json::Array reasons;
  for (const std::string& why : not_counted) reasons.push_back(why);
  std::cout << json::Compact(out.Add("not_counted", std::move(reasons))) << "\n";
}

void PrintText(const Result<engine::AdmittedBundle>& admitted, const std::string& digest,
               const std::vector<std::string>& not_counted) {
  std::cout << "bundle " << digest << "\n";
  if (!admitted.ok()) {
    std::cout << "not good: " << admitted.error().message << " [" << admitted.error().code << "]\n";
  } else {
    std::cout << "good: " << admitted->bundle->release().Text() << "\n";
    for (const oversight::BundleSigner& signer : admitted->signed_by) {
      std::cout << "  signed by " << signer.person << " (" << signer.key << ")\n";
    }
  }
  for (const std::string& why : not_counted) std::cout << "  not counted: " << why << "\n";
}

int Verify(const Options& options) {
  Timestamp now = Clock::System().Now();
  if (!options.at.empty()) {
    const Result<Timestamp> at = ParseTimestamp(options.at);
    if (!at.ok()) return Fail(at.error());
    now = *at;
  }
  const auto trust = ReadTrust(options.trust);
  if (!trust.ok()) return Fail(trust.error());
  const auto file = ReadBundleFile(options.file);
  if (!file.ok()) return Fail(file.error());
  const auto admitted = engine::CheckBundleFile(*file, {.trust = *trust}, nullptr, now);
  const std::string digest = DigestName(Sha256(file->bytes));
  const std::vector<std::string> not_counted = NotCounted(*file, **trust, now);
  options.json ? PrintJson(admitted, digest, not_counted)
               : PrintText(admitted, digest, not_counted);
  return admitted.ok() ? kGood : kNotGood;
}

}  // namespace

void AddBundleVerify(Parser& bundle, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = bundle.AddCommand(
      "verify", "Say whether a bundle file is whole, and signed by enough of those trusted.");
  command->AddOption("FILE", options->file, "The bundle file; its signatures are in FILE.sig")
      ->Required();
  command->AddOption("--trust", options->trust, "Who may sign (YAML, kind BundleTrust)")
      ->Required();
  command->AddOption("--at", options->at, "As of another time, in UTC; a key counts by it");
  command->AddFlag("--json", options->json, "The result as JSON");
  command->Footer("Example: reeve bundle verify next.bundle --trust trust.yaml");
  command->Callback([=] { *run = [=] { return Verify(*options); }; });
}

}  // namespace reeve::cli
