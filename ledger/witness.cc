#include "ledger/witness.h"

#include <chrono>

#include "base/mutex.h"
#include "base/quoted.h"
#include "ledger/cosignature.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/witness_request.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kWitnessFormat = "reeve-witness-1";

std::string StateKey(std::string_view origin) { return "witness/" + std::string(origin); }

Error WrongStore(std::string_view why) {
  return {"ledger.wrong_key", "the folder is not this witness's: " + std::string(why)};
}

}  // namespace

struct Witness::Impl {
  Impl(std::unique_ptr<Store> the_store, Options the_options)
      : options(std::move(the_options)),
        vkey(VerifierKey::Witness(options.name, options.key.public_key())),
        store(std::move(the_store)) {}

  Status Open();
  Result<Checkpoint> OpenSigned(const std::string& note, std::string* text) const;
  Result<std::optional<Checkpoint>> Last(std::string_view origin) const;
  Status Remember(const Checkpoint& checkpoint) REEVE_REQUIRES(mutex);
  Status Put(std::string_view key, std::string_view value) REEVE_REQUIRES(mutex);

  const Options options;
  const VerifierKey vkey;
  const std::unique_ptr<Store> store;
  uint64_t epoch = 0;
  Mutex mutex;  // held from the look at the last size to the write of the next
};

Status Witness::Impl::Open() {
  const MutexLock lock(mutex);
  REEVE_ASSIGN_OR_RETURN(const Head head, store->ReadHead());
  REEVE_ASSIGN_OR_RETURN(const auto format, store->Get(Space::kMeta, kFormatKey));
  REEVE_ASSIGN_OR_RETURN(const auto owner, store->Get(Space::kMeta, kVkeyKey));
  if (head.size != 0 || (format && *format != kWitnessFormat)) {
    return WrongStore("it holds a log, and a witness needs a folder of its own");
  }
  if (owner && *owner != vkey.Text()) {
    return WrongStore("it belongs to `" + *owner + "`, not to `" + vkey.Text() + "`");
  }
  REEVE_ASSIGN_OR_RETURN(epoch, store->ClaimEpoch());
  if (owner) return {};
  REEVE_RETURN_IF_ERROR(Put(kVkeyKey, vkey.Text()));
  return Put(kFormatKey, kWitnessFormat);
}

Status Witness::Impl::Put(std::string_view key, std::string_view value) {
  Batch batch;
  batch.Put(Space::kMeta, key, value);
  batch.SetHead(0, EmptyRoot());  // a witness's store holds no log of its own
  return store->Append({epoch, 0, EmptyRoot()}, batch);
}

// The checkpoint, if a key of its log signed it; `text` is what was signed.
Result<Checkpoint> Witness::Impl::OpenSigned(const std::string& note, std::string* text) const {
  const Result<Note> parsed = Note::Parse(note);
  if (!parsed.ok()) return Error{"witness.malformed", parsed.error().message};
  Result<Checkpoint> checkpoint = Checkpoint::ParseText(parsed->text, ExtensionLines::kIgnored);
  if (!checkpoint.ok()) return Error{"witness.malformed", checkpoint.error().message};
  std::vector<VerifierKey> keys;
  for (const VerifierKey& key : options.logs) {
    if (key.name == checkpoint->origin) keys.push_back(key);
  }
  if (keys.empty()) {
    return Error{"witness.unknown_log", "no log " + Quoted(checkpoint->origin) +
                                            " is witnessed here: ask for it to be added"};
  }
  if (const auto opened = OpenNote(note, keys); !opened.ok()) {
    return Error{"witness.signature", opened.error().message};
  }
  *text = parsed->text;
  return checkpoint;
}

Result<std::optional<Checkpoint>> Witness::Impl::Last(std::string_view origin) const {
  REEVE_ASSIGN_OR_RETURN(const auto text, store->Get(Space::kMeta, StateKey(origin)));
  if (!text) return std::optional<Checkpoint>();
  REEVE_ASSIGN_OR_RETURN(Checkpoint last, Checkpoint::ParseText(*text));
  return std::optional<Checkpoint>(std::move(last));
}

Status Witness::Impl::Remember(const Checkpoint& checkpoint) {
  return Put(StateKey(checkpoint.origin), checkpoint.Text());
}

Result<WitnessAnswer> Witness::AddCheckpoint(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const WitnessRequest request, WitnessRequest::Parse(body));
  std::string text;
  REEVE_ASSIGN_OR_RETURN(const Checkpoint next, impl_->OpenSigned(request.checkpoint, &text));
  if (request.old_size > next.size) {
    return Error{"witness.malformed", "the old size is above the checkpoint's"};
  }
  const MutexLock one_at_a_time(impl_->mutex);
  REEVE_ASSIGN_OR_RETURN(const std::optional<Checkpoint> last, impl_->Last(next.origin));
  const uint64_t known = last ? last->size : 0;
  if (request.old_size != known) return WitnessAnswer{known, {}};
  const Hash root = last ? last->root : EmptyRoot();
  // The same size under another root is not a bad proof but a fork, which the protocol calls 409.
  if (last && next.size == known && next.root != root) return WitnessAnswer{known, {}};
  if (const Status grown = VerifyConsistency(known, next.size, root, next.root, request.proof);
      !grown.ok()) {
    return Error{"witness.proof",
                 "the log does not continue what was cosigned before: " + grown.error().message};
  }
  if (!last || next != *last) REEVE_RETURN_IF_ERROR(impl_->Remember(next));
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
      impl_->options.clock->Now().time_since_epoch());
  REEVE_ASSIGN_OR_RETURN(NoteSignature line, Cosign(text, static_cast<uint64_t>(now.count()),
                                                    impl_->vkey, impl_->options.key));
  const Note lines{"", {std::move(line)}};
  return WitnessAnswer{std::nullopt, lines.Format().substr(1)};
}

Result<std::unique_ptr<Witness>> Witness::Open(std::unique_ptr<Store> store, Options options) {
  if (!IsValidKeyName(options.name)) {
    return Error{
        "witness.name",
        "`" + options.name + "` cannot name a witness: no spaces, no plus signs, not empty"};
  }
  auto impl = std::make_unique<Impl>(std::move(store), std::move(options));
  REEVE_RETURN_IF_ERROR(impl->Open());
  return std::unique_ptr<Witness>(new Witness(std::move(impl)));
}

Witness::Witness(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Witness::~Witness() = default;

Result<std::optional<Checkpoint>> Witness::Last(std::string_view origin) const {
  return impl_->Last(origin);
}
const VerifierKey& Witness::vkey() const { return impl_->vkey; }

}  // namespace reeve::ledger
