// room: ledger
// Zips from elsewhere: no entry gives more bytes than it says, and no name leads outside.
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include "ledger/zip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  const auto entries = reeve::ledger::ReadZipDirectory(in);
  if (!entries.ok()) return 0;
  for (const reeve::ledger::ZipEntry& entry : *entries) {
    const std::filesystem::path path =
        (std::filesystem::path("/f") / entry.name).lexically_normal();
    if (!path.string().starts_with("/f/")) std::abort();
    uint64_t given = 0;
    const auto read = reeve::ledger::ReadZipEntry(in, entry, [&](std::string_view bytes) {
      given += bytes.size();
      // A bomb would be cut off by the size that it says; the fuzzer need not wait for it.
      if (given > (uint64_t{1} << 22)) return reeve::Status(reeve::Error{"zip.enough", "enough"});
      return reeve::Status();
    });
    if (given > entry.size) std::abort();
    if (read.ok() && given != entry.size) std::abort();
  }
  return 0;
}
