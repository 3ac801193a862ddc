// A server's bundle, kept as its source has it (docs/sources.md).
//
//   const FirstLook first = LookFirst(source, intake);           // before any engine is opened
//   auto watch = BundleWatch::Begin(engine, source, first, options, metrics);
//   while (...) wait = (*watch)->Look(false, stop);              // bundle_watcher.h does it
//
// What holds:
//   - A bundle is installed whole or not at all: one that does not compile, that fails its own
//     tests, or that is not let in, leaves the running one untouched, and is told of in state(), in
//     metrics and on the record (`bundle.refused`).
//   - The bundle is as old as the last time the source said that it is still what it gives. A look
//     that failed, and a bundle that was refused, confirm nothing.
//   - What was refused is not looked at again until it changes, or until it is looked at anew.
//   - A source that fails is asked again after 1 s, 2 s, 4 s, ... up to max_back_off, each cut by
//     up to half at random so that many servers do not come back at once.
//
// A rollback in the meantime stays until the source gives another bundle.
//
// Thread-safety: Look on one thread at a time; everything else from any.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bundle_intake.h"
#include "engine/bundle_source.h"
#include "engine/engine.h"
#include "engine/principal.h"

namespace reeve::engine {

inline constexpr std::chrono::seconds kFirstBackOff{1};
inline constexpr std::chrono::seconds kMaxBackOff{300};
// Between the two looks that must agree on a change.
inline constexpr std::chrono::seconds kSettleTime{1};

struct WatchOptions {
  std::optional<std::chrono::seconds> interval;  // without it the source is looked at when asked
  std::chrono::seconds max_back_off = kMaxBackOff;
  std::optional<std::chrono::seconds> max_age = {};
  std::filesystem::path memory = {};  // source_memory.h; empty: none
  Principal by = {};
  const Clock* clock = &Clock::System();
  const Random* random = &Random::System();
};

// How the last look ended.
enum class LookOutcome : uint8_t { kInstalled, kUnchanged, kRefused, kFailed };

struct SourceError {
  std::string code;
  std::string message;  // at most kMaxSourceErrorBytes
  std::string at;       // the file and line, where it has one
  Timestamp time;
};
inline constexpr size_t kMaxSourceErrorBytes = 1000;

struct SourceState {
  std::string source;
  std::string digest;  // that the source confirmed last; empty: none since the start
  std::optional<Timestamp> confirmed;  // when it did
  LookOutcome outcome = LookOutcome::kInstalled;
  std::optional<SourceError> last_error;  // also after it was overcome
  std::optional<Timestamp> next_look;

  bool is_degraded() const {
    return outcome == LookOutcome::kRefused || outcome == LookOutcome::kFailed;
  }
};

// The first look, which needs no engine: a start that it refuses leaves nothing behind.
struct FirstLook {
  Result<std::shared_ptr<const policy::Bundle>> bundle;
  bool refused = false;   // the source was there, and what it gave is no good
  BundleContent content;  // what it gave

  bool unread() const { return !bundle.ok() && !refused; }
};
FirstLook LookFirst(BundleSource& source, const IntakeOptions& intake);

// Puts in force what a first look found good, and records what it found no good. Errors of the
// look, of BundleLifecycle::Install and InstallFile.
Status InstallFirst(Engine& engine, const FirstLook& first, std::string_view source,
                    const Principal& by);

class BundleWatch {
 public:
  // Installs what the first look gave. Where that is nothing, resumes the bundle that the log has
  // as active, if it has one that is not too old. Error: of the first look; bundle.too_old; of
  // BundleLifecycle::Install and Resume. The engine, the source and metrics must outlive the watch.
  static Result<std::unique_ptr<BundleWatch>> Begin(Engine& engine, BundleSource& source,
                                                    const FirstLook& first, WatchOptions options,
                                                    Metrics& metrics);
  ~BundleWatch();

  // One look, and what follows from it. How long to wait for the next; nothing: until asked.
  std::optional<std::chrono::milliseconds> Look(bool anew, const std::stop_token& stop = {});
  // The wait before the look after Begin.
  std::optional<std::chrono::milliseconds> FirstWait();

  SourceState state() const;

 private:
  struct Gauges;
  using Wait = std::optional<std::chrono::milliseconds>;

  BundleWatch(Engine& engine, BundleSource& source, WatchOptions options, Metrics& metrics);

  Status Start(const FirstLook& first);
  Status GoOnWithLastGood(const Error& error, bool refused);
  Result<Timestamp> LastConfirmed(const std::string& digest) const;

  LookOutcome Take(const BundleContent& content);
  // The digest of what is good, and now in force or accepted before. What is refused is recorded.
  Result<std::string> TakeFolder(const BundleContent& content);
  Result<std::string> TakeFile(const BundleContent& content);
  oversight::ActingPerson Itself() const;
  std::vector<Sample> Age() const;
  LookOutcome Refuse(const Error& error);
  LookOutcome Fail(const Error& error);
  void Confirm(const std::string& digest);
  void Remember(const std::string& digest, Timestamp now);
  void NoteError(const Error& error);
  void NoteOutcome(LookOutcome outcome);
  void TellAge();
  Wait Next(Wait wait);
  Wait WaitAfter(LookOutcome outcome);
  std::chrono::milliseconds BackOff() const;

  Engine& engine_;
  BundleSource& source_;
  const WatchOptions options_;
  const std::unique_ptr<Gauges> gauges_;

  // Of the thread that looks.
  std::string accepted_;  // digest of what the source gave last and was good
  bool refused_ = false;  // what the source gave last was no good
  bool retry_ = false;    // what it gave last was good, and could not be installed
  bool too_old_ = false;
  unsigned failures_ = 0;  // one after the other
  std::optional<Timestamp> remembered_;

  mutable Mutex mutex_;
  SourceState state_ REEVE_GUARDED_BY(mutex_);
  const Metrics::Collection age_;  // reads state(), so it goes first
};

}  // namespace reeve::engine
