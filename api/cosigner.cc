#include "api/cosigner.h"

#include <algorithm>
#include <thread>

#include "api/posting.h"
#include "base/log.h"
#include "base/random.h"
#include "ledger/anchors.h"
#include "ledger/cosignature.h"
#include "ledger/decimal.h"
#include "ledger/witness_request.h"

namespace reeve::api {
namespace {

using ledger::Checkpoint;
using ledger::Note;
using ledger::NoteSignature;
using ledger::TrustedWitness;

constexpr size_t kMaxAnswerBytes = size_t{64} << 10;
constexpr char kSizeType[] = "text/x.tlog.size";

// A checkpoint and what is asked about it.
struct Question {
  Checkpoint checkpoint;
  Note note;
  std::string text;  // the note, formatted
};

Error Failed(const TrustedWitness& witness, std::string why) {
  return {"cosign.failed", "witness `" + witness.name + "`: " + std::move(why)};
}

// The witness's line among those that it answered.
Result<NoteSignature> FindLine(const TrustedWitness& witness, const Note& note,
                               const std::string& lines) {
  const Result<Note> answered = Note::Parse(note.text + "\n" + lines);
  if (!answered.ok()) return Failed(witness, "its answer is no cosignature");
  for (const NoteSignature& line : answered->signatures) {
    if (line.name != witness.key.name || line.key_id != witness.key.id) continue;
    if (witness.key.Verifies(note.text, line.signature)) return line;
    return Failed(witness, "its cosignature does not verify");
  }
  return Failed(witness, "its answer has no line of the key that the policy names");
}

std::string UrlOf(const TrustedWitness& witness) {
  return witness.url + (witness.url.ends_with('/') ? "" : "/") + "add-checkpoint";
}

}  // namespace

struct Cosigner::Impl {
  Impl(CosignerOptions the_options, engine::Engine& the_engine, Metrics& metrics)
      : options(std::move(the_options)),
        engine(the_engine),
        known(options.policy.witnesses().size(), 0),
        age(metrics.Collect("reeve_ledger_cosigned_age_seconds",
                            "Since the last checkpoint that a quorum of witnesses cosigned.",
                            SampleKind::kGauge, [this] { return Age(); })),
        behind(metrics.Collect("reeve_ledger_cosigned_behind_records",
                               "Records after that checkpoint; the one that holds it is one.",
                               SampleKind::kGauge, [this] { return Behind(); })) {
    for (const TrustedWitness& witness : options.policy.witnesses()) {
      asked.push_back(CounterOf(metrics, witness, "cosigned"));
      failed.push_back(CounterOf(metrics, witness, "failed"));
    }
  }

  static Counter CounterOf(Metrics& metrics, const TrustedWitness& witness, const char* result) {
    return metrics.Counter("reeve_witness_requests_total", "Checkpoints put to each witness.",
                           {{"witness", witness.name}, {"result", result}});
  }

  std::optional<ledger::LastAnchor> LastCosigned() const {
    const auto last = FindLastAnchor(engine.ledger().store(), ledger::kCosignedKind);
    return last.ok() ? *last : std::nullopt;
  }
  std::vector<Sample> Age() const {
    const auto last = LastCosigned();
    if (!last) return {};
    return {{{}, std::chrono::duration<double>(engine.clock().Now() - last->time).count()}};
  }
  std::vector<Sample> Behind() const {
    const auto last = LastCosigned();
    return {{{}, static_cast<double>(engine.ledger().size() - (last ? last->size : 0))}};
  }

  Result<NoteSignature> Ask(size_t i, const Question& question, const std::stop_token& stop);
  Result<uint64_t> ReadConflict(const TrustedWitness& witness, const PostAnswer& answer,
                                const Question& question) const;
  Status Record(const Question& question, const std::vector<Result<NoteSignature>>& answers,
                CosignRound* round);

  const CosignerOptions options;
  engine::Engine& engine;
  std::vector<uint64_t> known;  // the size that each witness has, as far as we know
  std::vector<Counter> asked;
  std::vector<Counter> failed;
  const Metrics::Collection age;
  const Metrics::Collection behind;
};

// The size that the witness says it has, which is where the next question begins.
Result<uint64_t> Cosigner::Impl::ReadConflict(const TrustedWitness& witness,
                                              const PostAnswer& answer,
                                              const Question& question) const {
  std::string_view body = answer.body;
  if (body.ends_with('\n')) body.remove_suffix(1);
  uint64_t size = 0;
  if (!answer.content_type.starts_with(kSizeType) || !ledger::ParseDecimal(body, &size)) {
    return Failed(witness, "it answers 409 without the size that it has");
  }
  if (size <= question.checkpoint.size) return size;
  return Failed(witness, "it has cosigned `" + std::to_string(size) +
                             "` records of this log, which has `" +
                             std::to_string(question.checkpoint.size) +
                             "`: records are lost, or another log has this one's key");
}

Result<NoteSignature> Cosigner::Impl::Ask(size_t i, const Question& question,
                                          const std::stop_token& stop) {
  const TrustedWitness& witness = options.policy.witnesses()[i];
  // The first question may learn where the second has to begin.
  for (int attempt = 0; attempt < 2; ++attempt) {
    ledger::WitnessRequest request{known[i], {}, question.text};
    REEVE_ASSIGN_OR_RETURN(request.proof,
                           engine.ledger().Consistency(known[i], question.checkpoint.size));
    REEVE_ASSIGN_OR_RETURN(const PostAnswer answer, PostBytes({.url = UrlOf(witness),
                                                               .content_type = "text/plain",
                                                               .body = request.Format(),
                                                               .max_bytes = kMaxAnswerBytes,
                                                               .whole = options.timeout},
                                                              stop));
    if (answer.status == 409) {
      REEVE_ASSIGN_OR_RETURN(known[i], ReadConflict(witness, answer, question));
      continue;
    }
    if (answer.status != 200) {
      return Failed(witness, "it answers with status " + std::to_string(answer.status));
    }
    REEVE_ASSIGN_OR_RETURN(NoteSignature line, FindLine(witness, question.note, answer.body));
    known[i] = question.checkpoint.size;
    return line;
  }
  return Failed(witness, "it contradicts itself about the size that it has, or has another root");
}

Status Cosigner::Impl::Record(const Question& question,
                              const std::vector<Result<NoteSignature>>& answers,
                              CosignRound* round) {
  ledger::Anchor anchor;
  anchor.size = question.checkpoint.size;
  Note note = question.note;
  std::vector<ledger::Cosigned> cosigned;
  for (size_t i = 0; i < answers.size(); ++i) {
    const std::string& name = options.policy.witnesses()[i].name;
    if (!answers[i].ok()) {
      round->failed.emplace_back(name, answers[i].error());
      failed[i].Add();
      continue;
    }
    asked[i].Add();
    note.signatures.push_back(*answers[i]);
    cosigned.push_back({name, 0});
    round->cosigned.push_back(name);
  }
  if (cosigned.empty() || !options.policy.IsQuorum(cosigned)) return {};
  anchor.checkpoint = note.Format();
  anchor.witnesses = round->cosigned;
  const std::string id = NewId("cs-", engine.clock().Now(), Random::System());
  REEVE_ASSIGN_OR_RETURN(const auto appended, engine.log().Append({anchor.ToRecord(id)}));
  round->record = appended.front().index;
  return {};
}

Result<std::unique_ptr<Cosigner>> Cosigner::Make(CosignerOptions options, engine::Engine& engine,
                                                 Metrics& metrics) {
  const ledger::TrustPolicy& policy = options.policy;
  if (policy.witnesses().empty()) {
    return Error{"cosign.policy", "the policy names no witness that could be asked"};
  }
  for (const TrustedWitness& witness : policy.witnesses()) {
    if (witness.url.empty()) {
      return Error{"cosign.policy", "witness `" + witness.name +
                                        "` has no URL: write it behind its key in the policy"};
    }
  }
  const auto is_ours = [&](const ledger::TrustedLog& log) {
    return log.key == engine.ledger().vkey();
  };
  if (!policy.logs().empty() && std::none_of(policy.logs().begin(), policy.logs().end(), is_ours)) {
    return Error{"cosign.policy",
                 "the policy is of other logs than `" + engine.ledger().vkey().Text() + "`"};
  }
  return std::unique_ptr<Cosigner>(
      new Cosigner(std::make_unique<Impl>(std::move(options), engine, metrics)));
}

Cosigner::Cosigner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Cosigner::~Cosigner() = default;

Result<std::optional<CosignRound>> Cosigner::RunOnce(const std::stop_token& stop) {
  const ledger::Ledger& log = impl_->engine.ledger();
  Question question;
  question.text = log.LatestCheckpoint();
  REEVE_ASSIGN_OR_RETURN(question.note, Note::Parse(question.text));
  REEVE_ASSIGN_OR_RETURN(question.checkpoint, Checkpoint::ParseText(question.note.text));
  REEVE_ASSIGN_OR_RETURN(const auto last, FindLastAnchor(log.store(), ledger::kCosignedKind));
  REEVE_ASSIGN_OR_RETURN(const bool has_news,
                         HasNews(log.store(), last ? last->size : 0, question.checkpoint.size));
  if (!has_news) return std::optional<CosignRound>();
  const size_t count = impl_->options.policy.witnesses().size();
  std::vector<Result<NoteSignature>> answers(
      count, Result<NoteSignature>(Error{"cosign.failed", "was not asked"}));
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < count; ++i) {
      threads.emplace_back([&, i] { answers[i] = impl_->Ask(i, question, stop); });
    }
  }
  CosignRound round;
  round.size = question.checkpoint.size;
  REEVE_RETURN_IF_ERROR(impl_->Record(question, answers, &round));
  return std::optional<CosignRound>(std::move(round));
}

void CosignAndLog(Cosigner& cosigner, const std::stop_token& stop) {
  const auto round = cosigner.RunOnce(stop);
  if (stop.stop_requested()) return;
  if (!round.ok()) {
    Log(LogLevel::kError, "cosign.failed",
        {{"code", round.error().code}, {"why", round.error().message}});
    return;
  }
  if (!*round) return;
  for (const auto& [witness, error] : (*round)->failed) {
    Log(LogLevel::kWarning, "cosign.witness",
        {{"witness", witness}, {"code", error.code}, {"why", error.message}});
  }
  if (!(*round)->record) {
    Log(LogLevel::kWarning, "cosign.no_quorum",
        {{"size", (*round)->size}, {"cosigned", (*round)->cosigned.size()}});
  }
}

}  // namespace reeve::api
