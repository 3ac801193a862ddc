#include "cli/bundle_files.h"

#include <iostream>

#include "base/file.h"
#include "engine/local_source.h"

namespace reeve::cli {

std::string SignatureBeside(const std::string& file) {
  return file + std::string(engine::kSignatureSuffix);
}

Result<engine::BundleFile> ReadBundleFile(const std::string& file) {
  return engine::ReadBundleFile(file);
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
