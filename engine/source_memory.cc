#include "engine/source_memory.h"

#include "base/file.h"
#include "base/json_reader.h"

namespace reeve::engine {
namespace {

constexpr size_t kMaxBytes = 16'384;
constexpr size_t kMaxTextBytes = 8192;

Result<SourceMemory> Parse(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text, {.max_bytes = kMaxBytes}));
  json::ObjectReader reader(value, "");
  SourceMemory memory;
  memory.source = reader.String("source", json::Need::kRequired, kMaxTextBytes);
  memory.digest = reader.String("digest", json::Need::kRequired, kMaxTextBytes);
  const std::string confirmed = reader.String("confirmed", json::Need::kRequired, kMaxTextBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(memory.confirmed, ParseTimestamp(confirmed));
  return memory;
}

}  // namespace

Result<std::optional<SourceMemory>> ReadSourceMemory(const std::filesystem::path& path) {
  const Result<std::string> text = ReadFile(path, kMaxBytes);
  if (!text.ok() && text.error().code == "file.not_found") return std::optional<SourceMemory>();
  if (!text.ok()) return text.error();
  Result<SourceMemory> memory = Parse(*text);
  if (memory.ok()) return std::optional<SourceMemory>(*std::move(memory));
  return Error{"source.memory",
               "`" + path.string() + "` is of no use (" + memory.error().message +
                   "): it may be removed, the age is then counted from the activation",
               path.string()};
}

Status WriteSourceMemory(const std::filesystem::path& path, const SourceMemory& memory) {
  const json::Object object{{"confirmed", FormatTimestamp(memory.confirmed)},
                            {"digest", memory.digest},
                            {"source", memory.source}};
  return WriteFileDurably(path, json::Compact(object) + "\n", FileMode::kPublic);
}

}  // namespace reeve::engine
