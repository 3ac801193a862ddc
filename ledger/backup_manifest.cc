#include "ledger/backup_manifest.h"

#include "base/encoding.h"
#include "base/json_reader.h"
#include "ledger/decimal.h"

namespace reeve::ledger {
namespace {

using json::Need;

constexpr std::string_view kFormat = "reeve-backup-1";
constexpr size_t kMaxManifestBytes = size_t{32} << 20;
constexpr size_t kMaxTextBytes = 1024;
constexpr size_t kIndexDigits = 20;

Error Bad(std::string why) { return {"backup.manifest", "the manifest " + std::move(why)}; }

std::filesystem::path NameOf(uint64_t first, std::string_view extension) {
  std::string digits = std::to_string(first);
  digits.insert(0, kIndexDigits - digits.size(), '0');
  return std::filesystem::path("segments") / (digits + std::string(extension));
}

Hash ReadHash(json::ObjectReader& reader, std::string_view member) {
  const Result<std::string> bytes =
      HexDecode(reader.String(member, Need::kRequired, kMaxTextBytes));
  if (bytes.ok() && bytes->size() == Hash{}.size()) return HashFromBytes(*bytes);
  reader.Fail("backup.manifest", member, "a digest has 64 hex digits");
  return {};
}

Result<BackupSegment> ReadSegment(const json::Value& value) {
  json::ObjectReader reader(value, "");
  BackupSegment segment;
  segment.checkpoints = ReadHash(reader, "checkpoints");
  segment.end = reader.Unsigned("end").value_or(0);
  segment.first = reader.Unsigned("first").value_or(0);
  segment.records = ReadHash(reader, "records");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return segment;
}

}  // namespace

std::filesystem::path BackupSegment::RecordsName() const { return NameOf(first, ".records"); }
std::filesystem::path BackupSegment::CheckpointsName() const {
  return NameOf(first, ".checkpoints");
}

Result<std::string> BackupManifest::Text() const {
  json::Array list;
  for (const BackupSegment& segment : segments) {
    list.push_back(json::Object{{"checkpoints", HexEncode(AsBytes(segment.checkpoints))},
                                {"end", segment.end},
                                {"first", segment.first},
                                {"records", HexEncode(AsBytes(segment.records))}});
  }
  return json::Canonical(json::Object{{"format", kFormat},
                                      {"origin", key.name},
                                      {"root", HexEncode(AsBytes(root))},
                                      {"segments", std::move(list)},
                                      {"size", size},
                                      {"vkey", key.Text()}});
}

Result<BackupManifest> BackupManifest::Parse(std::string_view text) {
  const Result<json::Value> value = json::Parse(text, {.max_bytes = kMaxManifestBytes});
  if (!value.ok()) return Bad("is no JSON: " + value.error().message);
  json::ObjectReader reader(*value, "");
  const std::string format = reader.String("format", Need::kRequired, kMaxTextBytes);
  const std::string origin = reader.String("origin", Need::kRequired, kMaxTextBytes);
  BackupManifest manifest;
  manifest.root = ReadHash(reader, "root");
  const json::Array* list = reader.ArrayMember("segments", Need::kRequired);
  manifest.size = reader.Unsigned("size").value_or(0);
  const std::string vkey = reader.String("vkey", Need::kRequired, kMaxTextBytes);
  if (const Status read = reader.Finish(); !read.ok()) {
    return Bad("does not read: " + read.error().message);
  }
  if (format != kFormat) return Bad("is of a format unknown here, `" + format + "`");
  const Result<VerifierKey> key = VerifierKey::Parse(vkey);
  if (!key.ok() || key->name != origin) return Bad("names no key of the log");
  manifest.key = *key;
  uint64_t end = 0;
  for (const json::Value& entry : *list) {
    const Result<BackupSegment> segment = ReadSegment(entry);
    if (!segment.ok()) return Bad("has a segment that does not read: " + segment.error().message);
    if (segment->first != end || segment->end <= segment->first) {
      return Bad("has no segment from record `" + std::to_string(end) + "` on");
    }
    end = segment->end;
    manifest.segments.push_back(*segment);
  }
  if (end != manifest.size) return Bad("says another size than its segments have");
  return manifest;
}

std::string CheckpointLine::Text() const {
  return std::to_string(size) + " " + Base64Encode(note) + "\n";
}

Result<CheckpointLine> CheckpointLine::Parse(std::string_view line) {
  const size_t blank = line.find(' ');
  CheckpointLine out;
  if (blank != std::string_view::npos && ParseDecimal(line.substr(0, blank), &out.size)) {
    Result<std::string> note = Base64Decode(line.substr(blank + 1));
    if (note.ok() && !note->empty() && note->size() <= kMaxNoteBytes) {
      out.note = *std::move(note);
      return out;
    }
  }
  return Error{"backup.checkpoints", "a line of checkpoints is no size and note in base64"};
}

}  // namespace reeve::ledger
