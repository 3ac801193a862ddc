// An answer of a model that is decided while it comes.
//
//   auto output = engine.BeginOutput(principal, request, StreamMode::kIncremental);
//   for (piece : pieces) send(*(*output)->Push(0, piece));
//   auto conclusion = (*output)->Finish();      // the record
//   send(conclusion->rest[0]);
//
// What Push gives is settled (detectors/stream.h): no finding lies in it that was not redacted, and
// the rules, asked about all that has come so far, let it pass. So the beginning of a long answer
// leaves before its record is made; its end never does, nor does any of a shorter one. Where a rule
// denies or holds, nothing more leaves; what already has cannot be called back, and a rule
// that must see the whole text before any of it leaves needs StreamMode::kWhole.
//
// A decision is made by the bundle with which the stream began; halts and the register are asked
// again each time. Where an external detector is declared, or the request names an approval,
// nothing leaves before Finish.
//
// Thread-safety: one thread at a time. The engine must outlive it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/stream.h"
#include "engine/engine.h"

namespace reeve::engine {

enum class StreamMode : uint8_t { kIncremental, kWhole };

inline constexpr size_t kMaxStreamedTexts = 256;

class StreamedOutput {
 public:
  StreamedOutput(const StreamedOutput&) = delete;
  StreamedOutput& operator=(const StreamedOutput&) = delete;

  // Another text of the same answer (a choice, a block), by its place. stream.too_many
  Result<size_t> AddText();
  // What may leave now of that text; may be empty. stream.too_large: all texts together have more
  // than kMaxRequestBytes.
  Result<std::string> Push(size_t text, std::string_view piece);
  // The text is whole: what may leave of its rest. Nothing may be pushed to it any more.
  std::string End(size_t text);

  // What the answer used, as far as it is known: once Finish is called, that is on record.
  void SetUse(const ModelUse& use) { seen_.use = use; }
  // What the rules say of what has come so far.
  policy::Effect effect() const { return effect_; }
  // Whether something leaves before Finish, as things are.
  bool leaves_now() const { return !whole_ && LetsPass(); }

  struct Conclusion {
    Answer answer;
    // Of each text what is still to leave; empty ones where the effect lets nothing pass.
    std::vector<std::string> rest;
  };
  // Ends what has not ended, and records the decision. Errors of Engine::Decide. Once.
  Result<Conclusion> Finish();
  // After a Finish that failed: what would have left, by the rules where they were asked, else as
  // it came; for a system that is declared to go on then. Empty ones where the rules let nothing
  // pass.
  const std::vector<std::string>& unrecorded() const { return rest_; }

 private:
  friend class Engine;
  struct TextState {
    explicit TextState(const detectors::Scanner& scanner);
    detectors::StreamScanner scanner;
    std::string unread;    // came, and may be the beginning of a token
    size_t passed = 0;     // bytes of the restored text that were settled and released
    std::string released;  // what left, redacted
    std::vector<LocatedFinding> findings;
    bool ended = false;
  };

  StreamedOutput(Engine& engine, Principal principal, Engine::Chosen chosen,
                 std::shared_ptr<const oversight::System> system, Request request, StreamMode mode);

  // With values back in place of tokens that are whole.
  std::string Restored(std::string_view text);
  void Scan(size_t index, std::string_view piece, bool whole);
  // Asks the rules about all that has come; sets effect_.
  void Judge();
  // Redacted, as the last verdict says: what is settled of the text and has not left.
  std::string Release(size_t index);
  std::string& RestoredText(size_t index);
  Found AllFindings(Timestamp now) const;
  bool LetsPass() const {
    return effect_ == policy::Effect::kAllow || effect_ == policy::Effect::kRedact;
  }
  // The request that is on record: with the texts as they came.
  Result<Request> WholeRequest() const;
  Result<Conclusion> FinishWhole();

  // For the engine, as its decision is made: what it is asked about, with values back in place of
  // tokens; and the last verdict with what it lets leave, which goes to rest_.
  const Request& seen() const { return seen_; }
  Evaluation Conclude(Timestamp now, const oversight::StandingWaivers* waivers);

  Engine& engine_;
  const Principal principal_;
  const Engine::Chosen chosen_;
  const std::shared_ptr<const oversight::System> system_;
  const bool restores_;
  const bool whole_;  // nothing leaves before Finish
  Request seen_;      // what has come, with values back in place of tokens
  json::Array came_;  // the texts as they came
  size_t bytes_ = 0;
  std::vector<TextState> texts_;
  Redactor::Restored restored_;
  std::vector<std::string> rest_;
  policy::Verdict verdict_;
  policy::Effect effect_ = policy::Effect::kAllow;
};

}  // namespace reeve::engine
