#include "ledger/unzipped.h"

#include <stdlib.h>

#include <string>
#include <system_error>

#include "ledger/zip.h"

namespace reeve::ledger {

Result<Unzipped> Unzipped::Open(const std::filesystem::path& export_or_zip) {
  if (!LooksLikeZip(export_or_zip)) return Unzipped(export_or_zip, false);
  std::error_code error;
  std::string name = (std::filesystem::temp_directory_path(error) / "reeve-unzip-XXXXXX").string();
  if (error || ::mkdtemp(name.data()) == nullptr) {
    return Error{"file.io", "cannot make a temporary folder: set TMPDIR to one with room"};
  }
  Unzipped unzipped(name, true);
  REEVE_RETURN_IF_ERROR(UnzipFolder(export_or_zip, unzipped.folder()));
  return unzipped;
}

Unzipped::Unzipped(Unzipped&& other) noexcept
    : folder_(std::move(other.folder_)), temporary_(other.temporary_) {
  other.temporary_ = false;
}

Unzipped::~Unzipped() {
  if (!temporary_) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace reeve::ledger
