#include "engine/local_source.h"

#include <utility>

#include "base/file.h"

namespace reeve::engine {
namespace {

namespace fs = std::filesystem;

Hash DigestOf(const BundleContent& content) {
  const BundleFile file = content.Bytes();
  return Sha256({AsBytes(Sha256(file.bytes)), file.signature});
}

}  // namespace

Result<BundleFile> ReadBundleFile(const fs::path& path) {
  BundleFile file;
  REEVE_ASSIGN_OR_RETURN(file.bytes, ReadFile(path, policy::kMaxBundleFileBytes));
  Result<std::string> signature =
      ReadFile(path.string() + std::string(kSignatureSuffix), oversight::kMaxSignatureFileBytes);
  if (signature.ok()) {
    file.signature = *std::move(signature);
  } else if (signature.error().code != "file.not_found") {
    return std::move(signature).error();
  }
  return file;
}

LocalSource::LocalSource(fs::path path) : path_(std::move(path)), name_(path_.string()) {}

LocalSource::Stamps LocalSource::Stamp() const {
  Stamps stamps = StampsBeneath(path_);
  stamps.merge(StampsBeneath(path_.string() + std::string(kSignatureSuffix)));
  return stamps;
}

Result<BundleContent> LocalSource::Read() const {
  BundleContent content;
  std::error_code error;
  if (fs::is_directory(path_, error)) {
    content.is_folder = true;
    REEVE_ASSIGN_OR_RETURN(content.files, policy::LoadFolder(path_));
    content.read_test_file = [folder = path_](const std::string& name) {
      return policy::ReadFolderFile(folder, name, policy::kMaxDocumentBytes);
    };
    return content;
  }
  Result<BundleFile> file = ReadBundleFile(path_);
  if (!file.ok() && file.error().code == "file.not_found") {
    return Error{"source.not_found",
                 "there is no folder of policies and no bundle file at `" + name_ + "`", name_};
  }
  if (!file.ok()) return std::move(file).error();
  content.file = *std::move(file);
  return content;
}

Result<SourceLook> LocalSource::Look(bool anew, const std::stop_token&) {
  Stamps stamps = Stamp();
  if (!anew && !settling_ && stamps == stamps_) return SourceLook{};
  stamps_.reset();  // after an error the next look reads again
  Result<BundleContent> content = Read();
  if (!content.ok()) {
    settling_.reset();
    return std::move(content).error();
  }
  stamps_ = std::move(stamps);
  return Compare(anew, *std::move(content));
}

Result<SourceLook> LocalSource::Compare(bool anew, BundleContent content) {
  const Hash digest = DigestOf(content);
  const std::optional<Hash> before = std::exchange(settling_, std::nullopt);
  if (!anew && given_ == digest) return SourceLook{};
  if (!anew && before != digest) {
    settling_ = digest;
    return SourceLook{SourceLook::Kind::kSettling, {}};
  }
  given_ = digest;
  return SourceLook{SourceLook::Kind::kNew, std::move(content)};
}

}  // namespace reeve::engine
