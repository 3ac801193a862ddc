// What tells that files have changed, without reading them, also where the system reports no
// changes (network and container file systems).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace reeve {

// Of the file that a link leads to. A file that is put in the place of another has another number,
// and one whose time of writing was set back another time of change.
struct FileStamp {
  uint64_t number = 0;
  uint64_t size = 0;
  int64_t written = 0;  // nanoseconds
  int64_t changed = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// The ordinary files beneath a folder, or the one file, by path. What cannot be read is left out:
// who reads it will say so.
std::map<std::string, FileStamp> StampsBeneath(const std::filesystem::path& path);

}  // namespace reeve
