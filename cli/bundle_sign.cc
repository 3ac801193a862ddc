#include <iostream>
#include <memory>

#include "base/file.h"
#include "base/key_file.h"
#include "cli/arguments.h"
#include "cli/bundle.h"
#include "cli/bundle_files.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxKeyBytes = 4096;

struct Options {
  std::string file;
  std::string key;
  std::string name;
};

// Compiled before it is signed, so that nobody signs what no server could read.
Status SignFile(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const engine::BundleFile file, ReadBundleFile(options.file));
  REEVE_ASSIGN_OR_RETURN(const auto bundle, policy::BundleFromBytes(file.bytes));
  REEVE_ASSIGN_OR_RETURN(const std::string key_file, ReadFile(options.key, kMaxKeyBytes));
  REEVE_ASSIGN_OR_RETURN(const SigningKey key, ReadKeyFile(key_file));
  if (!ledger::IsValidKeyName(options.name)) {
    return Error{"key.name",
                 "`" + options.name +
                     "` is no name of a key: no spaces, no `+`, not empty; the one that "
                     "`reeve key new` was given"};
  }
  const auto signer = ledger::VerifierKey::Ed25519(options.name, key.public_key());
  const oversight::BundleStatement statement = engine::StatementOf(*bundle);
  REEVE_ASSIGN_OR_RETURN(const std::string signatures,
                         oversight::AddBundleSignature(file.signature, statement, signer, key));
  const std::string beside = SignatureBeside(options.file);
  REEVE_RETURN_IF_ERROR(WriteFileDurably(beside, signatures, FileMode::kPublic));
  std::cout << "signed `" << bundle->title() << "`, " << bundle->release().Text() << "\n  "
            << bundle->digest() << "\n  as " << signer.Text() << "\n  in " << beside << "\n";
  return {};
}

int Sign(const Options& options) {
  const Status done = SignFile(options);
  if (done.ok()) return kGood;
  if (done.error().code != "bundle.digest") return Fail(done.error());
  Error error = done.error();
  error.message += "; remove `" + SignatureBeside(options.file) + "` to begin anew";
  return Fail(error);
}

}  // namespace

void AddBundleSign(Parser& bundle, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      bundle.AddCommand("sign", "Add your signature over a bundle file to FILE.sig beside it.");
  command->AddOption("FILE", options->file, "The bundle file")->Required();
  command->AddOption("--key", options->key, "Your private key (PEM), of `reeve key new`")
      ->Required();
  command->AddOption("--name", options->name, "The key's name, e.g. ada.example")->Required();
  command->Footer("Example: reeve bundle sign next.bundle --key ada.pem --name ada.example");
  command->Callback([=] { *run = [=] { return Sign(*options); }; });
}

}  // namespace reeve::cli
