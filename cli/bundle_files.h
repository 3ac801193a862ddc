// Bundle files, their signatures and the trust, as commands read them.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "engine/bundle_file.h"
#include "oversight/bundle_trust.h"

namespace reeve::cli {

// FILE.sig
std::string SignatureBeside(const std::string& file);

// FILE and FILE.sig; without the latter the signature is empty.
Result<engine::BundleFile> ReadBundleFile(const std::string& file);

// Prints every diagnostic on standard error. file.*, trust.invalid
Result<std::shared_ptr<const oversight::BundleTrust>> ReadTrust(const std::string& file);

}  // namespace reeve::cli
