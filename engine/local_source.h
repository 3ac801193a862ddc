// A folder of policies, or a bundle file with its signatures beside it (FILE.sig), as a source.
//
// Looks are cheap: files are read when a name, a number, a size or a time of one has changed. A
// change counts once two looks have read the same, so that a file that is half written, or a folder
// that is being copied, is not taken for what its author means.
#pragma once

#include <filesystem>
#include <map>
#include <optional>

#include "base/file_stamps.h"
#include "base/sha256.h"
#include "engine/bundle_source.h"

namespace reeve::engine {

// The file, and its signatures where there are any. file.*
Result<BundleFile> ReadBundleFile(const std::filesystem::path& path);

class LocalSource final : public BundleSource {
 public:
  explicit LocalSource(std::filesystem::path path);
  const std::string& name() const override { return name_; }
  // source.not_found, and the errors of policy::LoadFolder and ReadFile
  Result<SourceLook> Look(bool anew, const std::stop_token& stop) override;

 private:
  using Stamps = std::map<std::string, FileStamp>;

  Stamps Stamp() const;
  Result<BundleContent> Read() const;
  Result<SourceLook> Compare(bool anew, BundleContent content);

  const std::filesystem::path path_;
  const std::string name_;
  std::optional<Stamps> stamps_;  // taken before the last reading, if that was good
  std::optional<Hash> given_;     // digest of what was last given
  std::optional<Hash> settling_;  // of what one look has seen
};

}  // namespace reeve::engine
