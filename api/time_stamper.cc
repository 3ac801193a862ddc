#include "api/time_stamper.h"

#include <cstring>

#include "api/posting.h"
#include "api/source_url.h"
#include "base/log.h"
#include "base/random.h"
#include "ledger/anchors.h"
#include "ledger/time_token.h"

namespace reeve::api {
namespace {

constexpr char kReplyType[] = "application/timestamp-reply";

uint64_t Nonce() {
  const std::string bytes = RandomBytes(Random::System(), sizeof(uint64_t));
  uint64_t nonce = 0;
  std::memcpy(&nonce, bytes.data(), sizeof nonce);
  return nonce;
}

std::vector<Sample> AgeOf(const engine::Engine& engine) {
  const auto last = FindLastAnchor(engine.ledger().store(), ledger::kTimestampedKind);
  if (!last.ok() || !*last) return {};
  return {{{}, std::chrono::duration<double>(engine.clock().Now() - (*last)->time).count()}};
}

}  // namespace

TimeStamper::TimeStamper(TimeStamperOptions options, engine::Engine& engine, Metrics& metrics)
    : options_(std::move(options)),
      engine_(engine),
      age_(metrics.Collect("reeve_ledger_timestamped_age_seconds",
                           "Since the last time stamp of an authority was recorded.",
                           SampleKind::kGauge, [&engine] { return AgeOf(engine); })) {}

Result<std::optional<uint64_t>> TimeStamper::RunOnce(const std::stop_token& stop) {
  const ledger::Store& store = engine_.ledger().store();
  ledger::Anchor anchor;
  anchor.checkpoint = engine_.ledger().LatestCheckpoint();
  REEVE_ASSIGN_OR_RETURN(const ledger::Note note, ledger::Note::Parse(anchor.checkpoint));
  REEVE_ASSIGN_OR_RETURN(const ledger::Checkpoint checkpoint,
                         ledger::Checkpoint::ParseText(note.text));
  anchor.size = checkpoint.size;
  REEVE_ASSIGN_OR_RETURN(const auto last, FindLastAnchor(store, ledger::kTimestampedKind));
  REEVE_ASSIGN_OR_RETURN(const bool has_news, HasNews(store, last ? last->size : 0, anchor.size));
  if (!has_news) return std::optional<uint64_t>();
  const Hash digest = Sha256(anchor.checkpoint);
  const std::string request = ledger::MakeTimeRequest(digest, Nonce());
  REEVE_ASSIGN_OR_RETURN(const PostAnswer answer,
                         PostBytes({.url = options_.url,
                                    .content_type = "application/timestamp-query",
                                    .body = request,
                                    .max_bytes = ledger::kMaxTimeReplyBytes,
                                    .whole = options_.timeout},
                                   stop));
  if (answer.status != 200 || !answer.content_type.starts_with(kReplyType)) {
    return Error{"time.reply", "the time authority answers with status `" +
                                   std::to_string(answer.status) + "` and no time stamp"};
  }
  REEVE_ASSIGN_OR_RETURN(anchor.token, ledger::ReadTimeReply(answer.body, request));
  REEVE_ASSIGN_OR_RETURN(const ledger::TimeToken token,
                         options_.roots.empty()
                             ? ledger::ReadTimeToken(anchor.token, digest)
                             : ledger::VerifyTimeToken(anchor.token, digest, options_.roots));
  anchor.time = token.time;
  // A URL's query may be a credential.
  const Result<SourceUrl> url = ParseSourceUrl(options_.url);
  anchor.authority = token.signer.empty() && url.ok() ? url->ShownName() : token.signer;
  const std::string id = NewId("ts-", engine_.clock().Now(), Random::System());
  REEVE_ASSIGN_OR_RETURN(const auto appended, engine_.log().Append({anchor.ToRecord(id)}));
  return std::optional<uint64_t>(appended.front().index);
}

void StampAndLog(TimeStamper& stamper, const std::stop_token& stop) {
  const auto stamped = stamper.RunOnce(stop);
  if (stamped.ok() || stop.stop_requested()) return;
  Log(LogLevel::kWarning, "time_stamp.failed",
      {{"code", stamped.error().code}, {"why", stamped.error().message}});
}

}  // namespace reeve::api
