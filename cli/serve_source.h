// The source of a server's bundle, as the command line names it. docs/sources.md.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "engine/bundle_watch.h"

namespace reeve::cli {

class Parser;

struct SourceOptions {
  std::string policies;  // a folder, a file, a URL; empty: the starter packs
  std::string ca_file;
  std::string token_file;
  std::string trust_file;
  bool allow_older = false;
  bool insecure_http = false;
  bool governed = false;
  // In seconds; 0 where it was not said.
  int64_t poll = 0;
  int64_t max_age = 0;
};

// --policies, --trust, --allow-older, --poll, --max-bundle-age, --ca, --source-token-file,
// --insecure-http, --governed.
void AddSourceOptions(Parser& command, SourceOptions& options);
// For the command's callback: options that contradict each other are wrong usage.
void CheckSourceOptions(const SourceOptions& options);

// By --trust and --allow-older. Errors of ReadTrust.
Result<engine::AdmissionRules> ReadAdmission(const SourceOptions& options);

// Null for the starter packs. Errors of api::HttpSource.
Result<std::unique_ptr<engine::BundleSource>> OpenSource(const SourceOptions& options);

// What is looked at by itself: a URL, and what --poll says.
std::optional<std::chrono::seconds> PollInterval(const SourceOptions& options);
engine::WatchOptions WatchOptionsOf(const SourceOptions& options,
                                    const std::filesystem::path& data_folder,
                                    const engine::Principal& by);

// The first look. A folder that is looked at once is taken as it compiles, its tests unasked; every
// diagnostic is printed on standard error.
engine::FirstLook LookFirst(const SourceOptions& options, const engine::AdmissionRules& rules,
                            engine::BundleSource& source);

}  // namespace reeve::cli
