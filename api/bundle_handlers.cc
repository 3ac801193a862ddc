#include "api/bundle_handlers.h"

#include "api/server.h"
#include "api/trial_handlers.h"
#include "base/json_reader.h"
#include "engine/evaluator.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using json::Need;
using json::ObjectReader;
using oversight::kMaxReasonBytes;

constexpr size_t kMaxDepth = 16;
constexpr size_t kMaxTimeBytes = 40;
constexpr size_t kMaxRangeBytes = 100;
// A document of a proposal keeps within the body's limit.
constexpr size_t kMaxBundleTextBytes = kMaxBodyBytes;
// What the record of a refused proposal names as its source.
constexpr std::string_view kSource = "proposal";

// No body is an empty object: most commands need no more than their path.
Result<json::Value> ParseBody(std::string_view body) {
  if (body.empty()) return json::Value(json::Object());
  return json::Parse(body, {.max_bytes = kMaxBodyBytes, .max_depth = kMaxDepth});
}

Reply EntryReply(const engine::Engine& engine, std::string_view digest, int status = 200) {
  Result<json::Object> entry = oversight::FindBundle(engine.ledger(), digest);
  if (!entry.ok()) return ProblemReply(entry.error());
  return {.status = status, .body = json::Compact(*std::move(entry))};
}

// Bundles whose time has come take over before anybody is told what is active.
Status Settle(engine::Engine& engine) {
  const auto settled = engine.bundles().DeploymentAt(engine.clock().Now());
  return settled.ok() ? Status() : Status(settled.error());
}

Result<std::shared_ptr<const policy::Bundle>> CompileFiles(const json::Object& files,
                                                           const std::string& pointer) {
  std::vector<policy::SourceFile> sources;
  for (const json::Member& file : files) {
    const std::string* text = file.value.as_string();
    if (text == nullptr) {
      return Error{"json.type", "a file must be its text", json::PointerTo(pointer, file.key)};
    }
    sources.push_back({file.key, *text});
  }
  policy::Compilation compiled =
      policy::CompileBundle(std::move(sources), engine::DetectorVocabulary());
  if (compiled.bundle != nullptr) return std::move(compiled.bundle);
  return Error{"policy.invalid",
               "the policies have errors:\n" + policy::Render(compiled.diagnostics), pointer};
}

Status ReadRecords(const std::string& text, Timestamp now, engine::BundleProposal* proposal) {
  if (text.empty()) return {};
  if (!proposal->blast_radius.is_null()) {
    return Error{"json.value", "give either `blast_radius` or `records`", "/records"};
  }
  const Result<engine::RecordRange> range = engine::ParseRecordRange(text, now);
  if (!range.ok()) return Error{"json.value", range.error().message, "/records"};
  proposal->records = *range;
  return {};
}

// Documents carry no signatures: where these are asked for, they are refused as a file would be.
Result<engine::AdmittedBundle> AdmitFiles(engine::Engine& engine,
                                          const oversight::ActingPerson& person,
                                          const json::Object& files) {
  REEVE_ASSIGN_OR_RETURN(auto bundle, CompileFiles(files, "/files"));
  if (!engine.bundles().asks_for_signatures()) return engine::AdmittedBundle{std::move(bundle), {}};
  return engine.bundles().Admit({bundle->canonical_bytes(), ""}, kSource, person);
}

Result<engine::BundleProposal> ReadProposal(engine::Engine& engine,
                                            const oversight::ActingPerson& person,
                                            std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, ParseBody(body));
  ObjectReader reader(value, "");
  engine::BundleProposal proposal;
  proposal.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  const json::Value* files = reader.ObjectMember("files", Need::kOptional);
  engine::BundleFile file;
  file.bytes = reader.String("bundle", Need::kOptional, kMaxBundleTextBytes);
  file.signature = reader.String("signature", Need::kOptional, oversight::kMaxSignatureFileBytes);
  const json::Value* blast_radius = reader.ObjectMember("blast_radius", Need::kOptional);
  const std::string records = reader.String("records", Need::kOptional, kMaxRangeBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if ((files == nullptr) == file.bytes.empty()) {
    return Error{"json.value", "give either `files` or `bundle`", "/files"};
  }
  if (files != nullptr && !file.signature.empty()) {
    return Error{"json.value", "signatures are over a `bundle`, not over `files`", "/signature"};
  }
  if (blast_radius != nullptr) proposal.blast_radius = *blast_radius;
  REEVE_RETURN_IF_ERROR(ReadRecords(records, engine.clock().Now(), &proposal));
  REEVE_ASSIGN_OR_RETURN(engine::AdmittedBundle admitted,
                         files != nullptr ? AdmitFiles(engine, person, *files->as_object())
                                          : engine.bundles().Admit(file, kSource, person));
  proposal.bundle = std::move(admitted.bundle);
  proposal.signed_by = std::move(admitted.signed_by);
  return proposal;
}

struct Change {
  std::string_view action;
  Status (*run)(engine::BundleLifecycle&, std::string_view digest,
                const oversight::ActingPerson& person, const json::Value& body);
};

Status Approve(engine::BundleLifecycle& bundles, std::string_view digest,
               const oversight::ActingPerson& person, const json::Value& body) {
  ObjectReader reader(body, "");
  const std::string reason = reader.String("reason", Need::kOptional, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return bundles.Approve(digest, reason, person);
}

Status Reject(engine::BundleLifecycle& bundles, std::string_view digest,
              const oversight::ActingPerson& person, const json::Value& body) {
  ObjectReader reader(body, "");
  const std::string reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return bundles.Reject(digest, reason, person);
}

Status Schedule(engine::BundleLifecycle& bundles, std::string_view digest,
                const oversight::ActingPerson& person, const json::Value& body) {
  ObjectReader reader(body, "");
  const std::string text = reader.String("at", Need::kRequired, kMaxTimeBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  const Result<Timestamp> at = ParseTimestamp(text);
  if (!at.ok()) return Error{"json.value", at.error().message, "/at"};
  return bundles.Schedule(digest, *at, person);
}

Status Activate(engine::BundleLifecycle& bundles, std::string_view digest,
                const oversight::ActingPerson& person, const json::Value& body) {
  REEVE_RETURN_IF_ERROR(ObjectReader(body, "").Finish());
  return bundles.Activate(digest, person);
}

constexpr Change kChanges[] = {
    {"approve", Approve}, {"reject", Reject}, {"schedule", Schedule}, {"activate", Activate}};

}  // namespace

Reply ListBundles(engine::Engine& engine) {
  if (const Status settled = Settle(engine); !settled.ok()) return ProblemReply(settled.error());
  Result<std::vector<json::Object>> entries = oversight::ListBundles(engine.ledger());
  if (!entries.ok()) return ProblemReply(entries.error());
  const auto active = engine.active();
  json::Object out;
  out.Add("active", active == nullptr ? json::Value() : json::Value(active->bundle().digest()))
      .Add("bundles", json::Array(entries->begin(), entries->end()));
  return {.body = json::Compact(std::move(out))};
}

Reply GetBundle(engine::Engine& engine, std::string_view digest) {
  if (const Status settled = Settle(engine); !settled.ok()) return ProblemReply(settled.error());
  return EntryReply(engine, digest);
}

Reply ProposeBundle(engine::Engine& engine, const oversight::ActingPerson& person,
                    std::string_view body) {
  const Result<engine::BundleProposal> proposal = ReadProposal(engine, person, body);
  if (!proposal.ok()) return ProblemReply(proposal.error());
  const Result<std::string> digest = engine.bundles().Propose(*proposal, person);
  if (!digest.ok()) return ProblemReply(digest.error());
  return EntryReply(engine, *digest, 201);
}

Reply ChangeBundle(engine::Engine& engine, const oversight::ActingPerson& person,
                   std::string_view digest, std::string_view action, std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  for (const Change& change : kChanges) {
    if (change.action != action) continue;
    const Status done = change.run(engine.bundles(), digest, person, *value);
    return done.ok() ? EntryReply(engine, digest) : ProblemReply(done.error());
  }
  const std::optional<Status> done = ChangeTrial(engine, person, digest, action, *value);
  if (!done) return ProblemReply({"http.not_found", "there is no such command of a bundle"});
  return done->ok() ? EntryReply(engine, digest) : ProblemReply(done->error());
}

Reply RollBackBundle(engine::Engine& engine, const oversight::ActingPerson& person,
                     std::string_view body) {
  const Result<json::Value> value = ParseBody(body);
  if (!value.ok()) return ProblemReply(value.error());
  ObjectReader reader(*value, "");
  const std::string reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  const std::string to = reader.String("to", Need::kOptional, oversight::kMaxDigestBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  const Result<std::string> digest = engine.bundles().RollBack(to, reason, person);
  if (!digest.ok()) return ProblemReply(digest.error());
  return EntryReply(engine, *digest);
}

}  // namespace reeve::api
