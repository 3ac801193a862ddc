#include "engine/bundle_source.h"

namespace reeve::engine {

BundleFile BundleContent::Bytes() const {
  if (!is_folder) return file;
  BundleFile out;
  // With the lengths between, so that no two folders have the same text.
  const auto add = [&out](std::string_view part) {
    out.bytes.append(std::to_string(part.size())).append(":").append(part);
  };
  for (const policy::SourceFile& source : files) {
    add(source.name);
    add(source.text);
  }
  return out;
}

}  // namespace reeve::engine
