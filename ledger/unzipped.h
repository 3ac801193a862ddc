// An export as a folder, whether it came as one or as a zip: a zip is unpacked beside, for as long
// as this lives.
//
// Thread-safety: one thread at a time.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace reeve::ledger {

class Unzipped {
 public:
  // Unpacks what is a zip into a new folder of the system's temporary one ($TMPDIR).
  // file.io, zip.*
  static Result<Unzipped> Open(const std::filesystem::path& export_or_zip);
  Unzipped(Unzipped&& other) noexcept;
  Unzipped& operator=(Unzipped&&) = delete;
  ~Unzipped();

  const std::filesystem::path& folder() const { return folder_; }

 private:
  Unzipped(std::filesystem::path folder, bool temporary)
      : folder_(std::move(folder)), temporary_(temporary) {}

  std::filesystem::path folder_;
  bool temporary_;
};

}  // namespace reeve::ledger
