#include "cli/bundle_files.h"

#include <iostream>

#include "base/file.h"

namespace reeve::cli {

std::string SignatureBeside(const std::string& file) {
  return file + std::string(engine::kSignatureSuffix);
}

Result<engine::BundleFile> ReadBundleFile(const std::string& file) {
  engine::BundleFile out;
  REEVE_ASSIGN_OR_RETURN(out.bytes, ReadFile(file, policy::kMaxBundleFileBytes));
  Result<std::string> signature =
      ReadFile(SignatureBeside(file), oversight::kMaxSignatureFileBytes);
  if (signature.ok()) {
    out.signature = *std::move(signature);
  } else if (signature.error().code != "file.not_found") {
    return std::move(signature).error();
  }
  return out;
}

Result<std::shared_ptr<const oversight::BundleTrust>> ReadTrust(const std::string& file) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, oversight::kMaxTrustBytes));
  oversight::BundleTrustFile read = oversight::ReadBundleTrust(file, text);
  std::cerr << policy::Render(read.diagnostics);
  if (policy::HasErrors(read.diagnostics)) {
    return Error{"trust.invalid", "`" + file + "` has errors"};
  }
  return std::make_shared<const oversight::BundleTrust>(std::move(read.trust));
}

}  // namespace reeve::cli
