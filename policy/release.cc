#include "policy/release.h"

#include "base/json_reader.h"

namespace reeve::policy {
namespace {

constexpr size_t kMaxTimeBytes = 40;

Error BadRelease(std::string why) { return {"bundle.syntax", std::move(why)}; }

}  // namespace

json::Object Release::ToJson() const {
  json::Object out;
  if (created) out.Add("created", FormatTimestamp(*created));
  if (revision != 0) out.Add("revision", revision);
  return out;
}

Result<Release> Release::FromJson(const json::Value& value) {
  json::ObjectReader reader(value, "/release");
  Release release;
  const std::string created = reader.String("created", json::Need::kOptional, kMaxTimeBytes);
  const bool has_revision = value.Find("revision") != nullptr;
  if (has_revision) release.revision = reader.Unsigned("revision").value_or(0);
  if (const Status read = reader.Finish(); !read.ok()) {
    return BadRelease("the bundle's `release`: " + read.error().message);
  }
  if (has_revision && (release.revision == 0 || release.revision > kMaxRevision)) {
    return BadRelease("the bundle's revision is not one of 1 to 9007199254740991");
  }
  if (!created.empty()) {
    const Result<Timestamp> time = ParseTimestamp(created);
    if (!time.ok()) return BadRelease("when the bundle was created: " + time.error().message);
    release.created = *time;
  }
  return release;
}

std::string Release::Text() const {
  std::string out = revision == 0 ? "no revision" : "revision " + std::to_string(revision);
  if (created) out += ", created " + FormatTimestamp(*created);
  return out;
}

}  // namespace reeve::policy
