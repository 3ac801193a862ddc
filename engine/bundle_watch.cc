#include "engine/bundle_watch.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "engine/activation.h"
#include "engine/bundle_tests.h"
#include "engine/source_memory.h"

namespace reeve::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A confirmation is written down no more often than this: after a restart the bundle may count as
// older than it is by so much, and never as younger.
constexpr seconds kRememberEvery{60};
constexpr unsigned kMaxDoublings = 20;

constexpr std::array<const char*, 4> kOutcomeNames = {"installed", "unchanged", "refused",
                                                      "failed"};

// Whether the bundle was good, and we could not put it in force.
bool IsOurs(const Error& error) {
  return error.code.starts_with("ledger.") || error.code.starts_with("file.");
}

double Seconds(Timestamp time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

}  // namespace

struct BundleWatch::Gauges {
  explicit Gauges(Metrics& metrics)
      : last_success(metrics.Gauge("reeve_bundle_last_success_timestamp_seconds",
                                   "When the source last confirmed a bundle.", {})),
        last_failure(metrics.Gauge("reeve_bundle_last_failure_timestamp_seconds",
                                   "When the source last failed, or gave what was refused.", {})),
        looks{Looks(metrics, 0), Looks(metrics, 1), Looks(metrics, 2), Looks(metrics, 3)} {}

  static Counter Looks(Metrics& metrics, size_t outcome) {
    return metrics.Counter("reeve_bundle_looks_total", "Looks at the source, by how they ended.",
                           {{"outcome", kOutcomeNames.at(outcome)}});
  }

  Gauge last_success;
  Gauge last_failure;
  std::array<Counter, 4> looks;  // by LookOutcome
};

FirstLook LookFirst(BundleSource& source, const IntakeOptions& intake) {
  Result<SourceLook> look = source.Look(true, {});
  if (!look.ok()) return {std::move(look).error(), false, {}};
  FirstLook first{TakeIn(look->content, intake), false, std::move(look->content)};
  first.refused = !first.bundle.ok();
  return first;
}

Status InstallFirst(Engine& engine, const FirstLook& first, std::string_view source,
                    const Principal& by) {
  if (!first.bundle.ok()) {
    const Error& error = first.bundle.error();
    if (!first.refused) return error;
    return engine.bundles().Refuse(first.content.Bytes(), source, error, {"", by.name, by.tenant});
  }
  if (first.content.is_folder) return engine.Activate(*first.bundle, by);
  const Result<std::string> installed =
      engine.bundles().InstallFile(first.content.file, source, by);
  return installed.ok() ? Status() : Status(installed.error());
}

BundleWatch::BundleWatch(Engine& engine, BundleSource& source, WatchOptions options,
                         Metrics& metrics)
    : engine_(engine),
      source_(source),
      options_(std::move(options)),
      gauges_(std::make_unique<Gauges>(metrics)),
      age_(metrics.Collect("reeve_bundle_age_seconds",
                           "Since the source last confirmed the bundle that it gave.",
                           SampleKind::kGauge, [this] { return Age(); })) {
  const MutexLock lock(mutex_);
  state_.source = source_.name();
}

BundleWatch::~BundleWatch() = default;

Result<std::unique_ptr<BundleWatch>> BundleWatch::Begin(Engine& engine, BundleSource& source,
                                                        const FirstLook& first,
                                                        WatchOptions options, Metrics& metrics) {
  std::unique_ptr<BundleWatch> watch(new BundleWatch(engine, source, std::move(options), metrics));
  REEVE_RETURN_IF_ERROR(watch->Start(first));
  return watch;
}

Status BundleWatch::Start(const FirstLook& first) {
  // A person who starts a server on a folder that is read once is there to read what is wrong with
  // it, and so it is where nothing can be read.
  const bool may_go_on = options_.interval || (!first.content.is_folder && !first.unread());
  if (!first.bundle.ok() && !may_go_on) return first.bundle.error();
  // What is in force tells which file is an older one. A good folder asks nothing of the log.
  if (!first.bundle.ok() || !first.content.is_folder) {
    REEVE_RETURN_IF_ERROR(engine_.bundles().Resume());
  }
  Status installed = InstallFirst(engine_, first, source_.name(), options_.by);
  if (!installed.ok()) {
    if (!may_go_on || (first.bundle.ok() && IsOurs(installed.error()))) return installed;
    return GoOnWithLastGood(installed.error(), !first.unread());
  }
  if (options_.max_age) engine_.freshness().Limit(*options_.max_age, options_.clock->Now());
  accepted_ = (*first.bundle)->digest();
  Confirm(accepted_);
  NoteOutcome(LookOutcome::kInstalled);
  return {};
}

Status BundleWatch::GoOnWithLastGood(const Error& error, bool refused) {
  const auto active = engine_.active();
  if (active == nullptr) return error;
  accepted_ = active->bundle().digest();
  REEVE_ASSIGN_OR_RETURN(const Timestamp confirmed, LastConfirmed(accepted_));
  if (options_.max_age) {
    engine_.freshness().Limit(*options_.max_age, confirmed);
    REEVE_RETURN_IF_ERROR(engine_.freshness().Check(options_.clock->Now()));
  }
  {
    const MutexLock lock(mutex_);
    state_.digest = accepted_;
    state_.confirmed = confirmed;
  }
  gauges_->last_success.Set(Seconds(confirmed));
  Log(LogLevel::kWarning, "bundle.last_good",
      {{"digest", accepted_}, {"confirmed", FormatTimestamp(confirmed)}, {"code", error.code}});
  NoteOutcome(refused ? Refuse(error) : Fail(error));
  return {};
}

// From the memory where it speaks of this source and this bundle; else since when it is active.
Result<Timestamp> BundleWatch::LastConfirmed(const std::string& digest) const {
  if (!options_.memory.empty()) {
    const auto memory = ReadSourceMemory(options_.memory);
    if (!memory.ok()) {
      Log(LogLevel::kWarning, "bundle.source_memory", {{"code", memory.error().code}});
    } else if (*memory && (*memory)->source == source_.name() && (*memory)->digest == digest) {
      return (*memory)->confirmed;
    }
  }
  return ActiveSince(engine_.ledger(), digest);
}

BundleWatch::Wait BundleWatch::FirstWait() { return Next(WaitAfter(state().outcome)); }

BundleWatch::Wait BundleWatch::Look(bool anew, const std::stop_token& stop) {
  const Result<SourceLook> look = source_.Look(anew || retry_, stop);
  if (stop.stop_requested()) return std::nullopt;  // cut short by us: no failure of the source
  LookOutcome outcome = LookOutcome::kUnchanged;
  if (!look.ok()) {
    outcome = Fail(look.error());
  } else if (look->kind == SourceLook::Kind::kSettling) {
    TellAge();
    return Next(kSettleTime);
  } else if (look->kind == SourceLook::Kind::kNew) {
    outcome = Take(look->content);
  } else if (refused_) {
    outcome = LookOutcome::kRefused;
  } else {
    Confirm(accepted_);
  }
  NoteOutcome(outcome);
  TellAge();
  return Next(WaitAfter(outcome));
}

oversight::ActingPerson BundleWatch::Itself() const {
  return {"", options_.by.name, options_.by.tenant};
}

Result<std::string> BundleWatch::TakeFolder(const BundleContent& content) {
  const IntakeOptions intake;
  const auto bundle = TakeIn(content, intake);
  if (!bundle.ok()) {
    return engine_.bundles().Refuse(content.Bytes(), source_.name(), bundle.error(), Itself());
  }
  if ((*bundle)->digest() != accepted_) {
    REEVE_RETURN_IF_ERROR(engine_.Activate(*bundle, options_.by));
  }
  return (*bundle)->digest();
}

Result<std::string> BundleWatch::TakeFile(const BundleContent& content) {
  BundleLifecycle& bundles = engine_.bundles();
  REEVE_ASSIGN_OR_RETURN(const AdmittedBundle admitted,
                         bundles.Admit(content.file, source_.name(), Itself()));
  const auto tests = RunBundleTests(admitted.bundle);
  if (!tests.ok()) return bundles.Refuse(content.file, source_.name(), tests.error(), Itself());
  if (admitted.bundle->digest() == accepted_) return accepted_;
  return bundles.InstallFile(content.file, source_.name(), options_.by);
}

LookOutcome BundleWatch::Take(const BundleContent& content) {
  const Result<std::string> digest = content.is_folder ? TakeFolder(content) : TakeFile(content);
  retry_ = !digest.ok() && IsOurs(digest.error());
  if (!digest.ok()) return retry_ ? Fail(digest.error()) : Refuse(digest.error());
  const bool is_new = *digest != accepted_;
  accepted_ = *digest;
  Confirm(accepted_);
  return is_new ? LookOutcome::kInstalled : LookOutcome::kUnchanged;
}

LookOutcome BundleWatch::Refuse(const Error& error) {
  refused_ = true;
  failures_ = 0;
  Log(LogLevel::kError, "bundle.not_taken",
      {{"source", source_.name()}, {"code", error.code}, {"at", error.at}});
  NoteError(error);
  return LookOutcome::kRefused;
}

LookOutcome BundleWatch::Fail(const Error& error) {
  ++failures_;
  Log(LogLevel::kWarning, "bundle.source_failed",
      {{"source", source_.name()}, {"code", error.code}, {"failures", failures_}});
  NoteError(error);
  return LookOutcome::kFailed;
}

void BundleWatch::Confirm(const std::string& digest) {
  const Timestamp now = options_.clock->Now();
  if (failures_ > 0 || refused_) {
    Log(LogLevel::kInfo, "bundle.source_recovered", {{"source", source_.name()}});
  }
  failures_ = 0;
  refused_ = false;
  engine_.freshness().Confirm(now);
  gauges_->last_success.Set(Seconds(now));
  std::string before;
  {
    const MutexLock lock(mutex_);
    before = std::exchange(state_.digest, digest);
    state_.confirmed = now;
  }
  if (before != digest || !remembered_ || now - *remembered_ >= kRememberEvery) {
    Remember(digest, now);
  }
}

void BundleWatch::Remember(const std::string& digest, Timestamp now) {
  if (options_.memory.empty()) return;
  const Status written = WriteSourceMemory(options_.memory, {source_.name(), digest, now});
  if (!written.ok()) {
    Log(LogLevel::kWarning, "bundle.source_memory", {{"code", written.error().code}});
  }
  remembered_ = now;
}

void BundleWatch::NoteError(const Error& error) {
  const Timestamp now = options_.clock->Now();
  gauges_->last_failure.Set(Seconds(now));
  const MutexLock lock(mutex_);
  state_.last_error =
      SourceError{std::string(error.code), std::string(Clip(error.message, kMaxSourceErrorBytes)),
                  error.at, now};
}

void BundleWatch::NoteOutcome(LookOutcome outcome) {
  gauges_->looks.at(static_cast<size_t>(outcome)).Add();
  const MutexLock lock(mutex_);
  state_.outcome = outcome;
}

// Once when the age passes its limit, and once when it is below it again.
void BundleWatch::TellAge() {
  const bool too_old = !engine_.freshness().Check(options_.clock->Now()).ok();
  if (too_old == std::exchange(too_old_, too_old)) return;
  Log(too_old ? LogLevel::kError : LogLevel::kInfo,
      too_old ? "bundle.too_old" : "bundle.young_again", {{"source", source_.name()}});
}

BundleWatch::Wait BundleWatch::WaitAfter(LookOutcome outcome) {
  if (!options_.interval) return std::nullopt;
  if (outcome == LookOutcome::kFailed) return BackOff();
  return *options_.interval;
}

milliseconds BundleWatch::BackOff() const {
  const unsigned doublings = std::min(std::max(failures_, 1U) - 1, kMaxDoublings);
  const milliseconds whole =
      std::min<milliseconds>(kFirstBackOff * (int64_t{1} << doublings), options_.max_back_off);
  uint32_t random = 0;
  options_.random->Fill(reinterpret_cast<unsigned char*>(&random), sizeof random);
  return whole - milliseconds(random % (static_cast<uint64_t>(whole.count()) / 2 + 1));
}

BundleWatch::Wait BundleWatch::Next(Wait wait) {
  const MutexLock lock(mutex_);
  state_.next_look.reset();
  if (wait) state_.next_look = options_.clock->Now() + *wait;
  return wait;
}

std::vector<Sample> BundleWatch::Age() const {
  const std::optional<Timestamp> confirmed = state().confirmed;
  if (!confirmed) return {};
  return {{{}, Seconds(options_.clock->Now()) - Seconds(*confirmed)}};
}

SourceState BundleWatch::state() const {
  const MutexLock lock(mutex_);
  return state_;
}

}  // namespace reeve::engine
