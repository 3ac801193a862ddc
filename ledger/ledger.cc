#include "ledger/ledger.h"

#include <chrono>
#include <optional>
#include <system_error>
#include <thread>

#include "base/log.h"
#include "base/mutex.h"
#include "ledger/commit_queue.h"
#include "ledger/group_builder.h"
#include "ledger/head_guard.h"
#include "ledger/key_history.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/prove.h"
#include "ledger/rebuild.h"
#include "ledger/rocksdb_store.h"
#include "ledger/search_index.h"
#include "ledger/waker.h"

namespace reeve::ledger {
namespace {

using Steady = std::chrono::steady_clock;

double SecondsSince(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

// What readers see: the newest checkpoint that is committed and published.
using Published = SignedCheckpoint;

Error NoRecord(uint64_t index) {
  return {"ledger.not_found", "there is no record `" + std::to_string(index) + "`"};
}

Status CheckOptions(const Ledger::Options& options) {
  if (!IsValidKeyName(options.origin)) {
    return Error{"ledger.origin",
                 "`" + options.origin + "` cannot name a log: no spaces, no plus signs, not empty"};
  }
  if (options.max_group_records == 0 || options.max_queued_records < options.max_group_records) {
    return Error{"ledger.options", "the queue must hold one group at least"};
  }
  return CheckProjectionNames(options.projections);
}

// The keys of the log, if the given one is the last of them. A new log has that one alone.
Result<KeyHistory> CheckOwner(const Store& store, const Head& head, const VerifierKey& vkey) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> owner, store.Get(Space::kMeta, kVkeyKey));
  if (!owner && head.size == 0) return KeyHistory(vkey);
  if (!owner) return Error{"ledger.damaged", "the store does not say whose log it is"};
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> format,
                         store.Get(Space::kMeta, kFormatKey));
  if (format != kFormatValue) {
    return Error{"ledger.format",
                 "the store is of a format unknown here, `" + format.value_or("none") + "`"};
  }
  Result<KeyHistory> keys = ReadKeyHistory(store);
  if (!keys.ok()) {
    return Error{"ledger.damaged", "the history of the log's keys: " + keys.error().message};
  }
  if (keys->active() == vkey) return keys;
  return Error{"ledger.wrong_key",
               "the log belongs to `" + keys->active().Text() + "`, not to `" + vkey.Text() + "`"};
}

// A published head must be a prefix of what is stored.
Status CheckPublished(const HeadGuard::Head& published, const Store& store, const Head& head) {
  if (published.size > head.size) {
    return Error{"ledger.behind", "the log has `" + std::to_string(head.size) +
                                      "` records, though `" + std::to_string(published.size) +
                                      "` were published under an earlier key"};
  }
  Hash root = head.root;
  if (published.size < head.size) {
    REEVE_ASSIGN_OR_RETURN(root, RootAt(published.size, StoreHashReader(store)));
  }
  if (root == published.root) return {};
  return Error{"ledger.forked", "the log has another root at size `" +
                                    std::to_string(published.size) +
                                    "` than was published: this is not the log that was signed"};
}

// What the key has published, and what the keys before it have.
Status CheckGuards(const HeadGuard& guard, const std::filesystem::path& folder,
                   const KeyHistory& keys, const Store& store, const Head& head) {
  REEVE_RETURN_IF_ERROR(guard.Allows({head.size, head.root}));
  if (guard.last()) REEVE_RETURN_IF_ERROR(CheckPublished(*guard.last(), store, head));
  for (const LogKey& each : keys.keys()) {
    if (each.key == keys.active()) continue;
    REEVE_ASSIGN_OR_RETURN(const std::optional<HeadGuard::Head> earlier,
                           HeadGuard::Read(HeadGuard::PathFor(folder, each.key)));
    if (earlier) REEVE_RETURN_IF_ERROR(CheckPublished(*earlier, store, head));
  }
  return {};
}

Result<Published> LoadPublished(const Store& store, const Head& head, const KeyHistory& keys) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, ReadCheckpoint(store, head.size));
  if (!note) return Error{"ledger.damaged", "the store has no checkpoint of its head"};
  const Result<Checkpoint> checkpoint = OpenCheckpoint(*note, keys);
  if (checkpoint.ok() && checkpoint->size == head.size && checkpoint->root == head.root) {
    return Published{*checkpoint, *note};
  }
  return Error{"ledger.damaged", "the store's last checkpoint is not of its head, or not signed"};
}

}  // namespace

struct Ledger::Impl {
  Impl(std::unique_ptr<Store> the_store, Options the_options, BlobStore the_blobs,
       HeadGuard the_guard)
      : options(std::move(the_options)),
        store(std::move(the_store)),
        vkey(VerifierKey::Ed25519(options.origin, options.key.public_key())),
        blobs(std::move(the_blobs)),
        guard(std::move(the_guard)),
        queue(options.max_queued_records, options.max_group_records),
        builder(*store, options.projections, options.origin) {}

  // Opening.
  Status Open();
  Status BeginLog();
  Status TakeOver(const Head& head, Published* last);

  // Appending, on the callers' threads.
  Status Draft(const std::vector<NewRecord>& records, Unit* unit) const;

  // Committing, on the committer's thread.
  void Run();
  void Commit(const std::shared_ptr<CommitGroup>& group);
  Status Write(GroupReport* report);
  void Publish(Checkpoint checkpoint, std::string note) REEVE_EXCLUDES(mutex);
  void Halt(const std::shared_ptr<CommitGroup>& group, const Error& why);
  void Acknowledge(const std::shared_ptr<CommitGroup>& group, double write_seconds);

  std::shared_ptr<const Published> published() const REEVE_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    return latest;
  }

  const Options options;
  const std::unique_ptr<Store> store;
  const VerifierKey vkey;
  const BlobStore blobs;
  HeadGuard guard;
  CommitQueue queue;

  // The committer's own.
  Waker waker;
  GroupBuilder builder;
  LogTail tail;
  uint64_t epoch = 0;
  std::optional<Error> halted;

  mutable Mutex mutex;
  std::shared_ptr<const Published> latest REEVE_GUARDED_BY(mutex);

  Mutex closing;
  std::jthread committer REEVE_GUARDED_BY(closing);
};

Status Ledger::Impl::Open() {
  REEVE_ASSIGN_OR_RETURN(const Head before, store->ReadHead());
  REEVE_ASSIGN_OR_RETURN(KeyHistory keys, CheckOwner(*store, before, vkey));
  REEVE_RETURN_IF_ERROR(CheckGuards(guard, options.folder, keys, *store, before));
  // From here on nobody else can extend the log; the head may have moved since it was read.
  REEVE_ASSIGN_OR_RETURN(epoch, store->ClaimEpoch());
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> owner,
                         store->Get(Space::kMeta, kVkeyKey));
  if (!owner) REEVE_RETURN_IF_ERROR(BeginLog());
  REEVE_ASSIGN_OR_RETURN(const Head head, store->ReadHead());
  REEVE_ASSIGN_OR_RETURN(keys, CheckOwner(*store, head, vkey));
  REEVE_RETURN_IF_ERROR(CheckGuards(guard, options.folder, keys, *store, head));
  REEVE_ASSIGN_OR_RETURN(tail, LogTail::Load(*store, head));
  REEVE_ASSIGN_OR_RETURN(Published last, LoadPublished(*store, head, keys));
  REEVE_RETURN_IF_ERROR(TakeOver(head, &last));
  REEVE_ASSIGN_OR_RETURN(const size_t computed,
                         InstallProjections(*store, head, options.projections));
  if (computed != 0) Log(LogLevel::kInfo, "ledger.projections_computed", {{"count", computed}});
  REEVE_ASSIGN_OR_RETURN(const bool indexed,
                         InstallSearchIndex(*store, head, options.search_fields));
  if (indexed && head.size != 0) {
    Log(LogLevel::kInfo, "ledger.search_indexed", {{"records", head.size}});
  }
  REEVE_ASSIGN_OR_RETURN(SearchIndexWriter index,
                         SearchIndexWriter::Load(*store, options.search_fields, head.size));
  builder.ContinueIndex(std::move(index));
  builder.ContinueKeys(std::move(keys));
  REEVE_RETURN_IF_ERROR(guard.Publish({head.size, head.root}));
  REEVE_RETURN_IF_ERROR(guard.Sync());
  Publish(std::move(last.checkpoint), std::move(last.note));
  return {};
}

// The first act of a new key: the head that it takes over is signed by both.
Status Ledger::Impl::TakeOver(const Head& head, Published* last) {
  if (OpenCheckpoint(last->note, vkey).ok()) return {};
  REEVE_ASSIGN_OR_RETURN(Note note, Note::Parse(last->note));
  REEVE_ASSIGN_OR_RETURN(std::string signature, options.key.Sign(note.text));
  note.signatures.push_back({vkey.name, vkey.id, std::move(signature)});
  last->note = note.Format();
  Batch batch;
  batch.SetHead(head.size, head.root);
  batch.Put(Space::kCheckpoints, BigEndianKey(head.size), last->note);
  REEVE_RETURN_IF_ERROR(store->Append({epoch, head.size, head.root}, batch));
  Log(LogLevel::kInfo, "ledger.key_took_over", {{"vkey", vkey.Text()}, {"size", head.size}});
  return {};
}

Status Ledger::Impl::BeginLog() {
  const Checkpoint empty{options.origin, 0, EmptyRoot()};
  Batch batch;
  batch.Put(Space::kMeta, kFormatKey, kFormatValue);
  batch.Put(Space::kMeta, kVkeyKey, vkey.Text());
  REEVE_ASSIGN_OR_RETURN(const std::string note, SignCheckpoint(empty, vkey, options.key));
  batch.Put(Space::kCheckpoints, BigEndianKey(0), note);
  batch.SetHead(0, empty.root);
  return store->Append({epoch, 0, empty.root}, batch);
}

void Ledger::Impl::Run() {
  while (const std::shared_ptr<CommitGroup> group = queue.Take()) Commit(group);
}

void Ledger::Impl::Commit(const std::shared_ptr<CommitGroup>& group) {
  const Steady::time_point start = Steady::now();
  GroupReport report;
  report.first_index = tail.size();
  if (halted) return Halt(group, *halted);
  builder.Begin(tail, options.clock->Now());
  for (Unit* unit : group->units) {
    unit->status = builder.Add(unit);
    if (unit->status.ok()) ++report.units;
  }
  report.records = builder.records();
  if (report.records != 0) {
    const Status written = Write(&report);
    if (!written.ok()) return Halt(group, written.error());
  }
  Acknowledge(group, report.write_seconds);
  report.total_seconds = SecondsSince(start);
  report.queued = queue.queued();
  if (options.on_group) options.on_group(report);
}

// Sign, commit, publish; the caller acknowledges.
Status Ledger::Impl::Write(GroupReport* report) {
  Batch& batch = builder.Finish();
  Checkpoint checkpoint{options.origin, batch.size(), batch.root()};
  REEVE_RETURN_IF_ERROR(guard.Allows({checkpoint.size, checkpoint.root}));
  REEVE_ASSIGN_OR_RETURN(std::string note, SignCheckpoint(checkpoint, vkey, options.key));
  batch.Put(Space::kCheckpoints, BigEndianKey(checkpoint.size), note);
  const Steady::time_point start = Steady::now();
  const Hash root_before = tail.tree.Root();
  REEVE_RETURN_IF_ERROR(store->Append({epoch, tail.size(), root_before}, batch));
  report->write_seconds = SecondsSince(start);
  report->bytes = batch.bytes();
  REEVE_RETURN_IF_ERROR(guard.Publish({checkpoint.size, checkpoint.root}));
  tail = builder.tail();
  Publish(std::move(checkpoint), std::move(note));
  return {};
}

void Ledger::Impl::Publish(Checkpoint checkpoint, std::string note) {
  auto now = std::make_shared<const Published>(Published{std::move(checkpoint), std::move(note)});
  const MutexLock lock(mutex);
  latest = std::move(now);
}

// Ends all appending: nothing may be built on a write whose outcome is unknown.
void Ledger::Impl::Halt(const std::shared_ptr<CommitGroup>& group, const Error& why) {
  if (!halted) {
    Log(LogLevel::kError, "ledger.stopped", {{"code", why.code}, {"why", why.message}});
    const bool stale = why.code == "ledger.stale_epoch";
    halted = stale ? why : Error{"ledger.stopped", "the ledger has stopped: " + why.message};
    queue.Stop(*halted);
  }
  for (Unit* unit : group->units) {
    // A unit that a projection had refused was never part of the write.
    if (unit->status.ok()) unit->status = *halted;
  }
  Acknowledge(group, 0);
}

void Ledger::Impl::Acknowledge(const std::shared_ptr<CommitGroup>& group, double write_seconds) {
  queue.Done(*group, write_seconds);
  waker.Wake(group);
}

Result<std::unique_ptr<Ledger>> Ledger::Open(Options options) {
  REEVE_RETURN_IF_ERROR(CheckOptions(options));
  const VerifierKey vkey = VerifierKey::Ed25519(options.origin, options.key.public_key());
  REEVE_ASSIGN_OR_RETURN(const auto published,
                         HeadGuard::Read(HeadGuard::PathFor(options.folder, vkey)));
  REEVE_ASSIGN_OR_RETURN(std::unique_ptr<Store> store,
                         OpenRocksDbStore(StoreFolder(options.folder), OpenMode::kReadWrite,
                                          {.published_size = published ? published->size : 0}));
  return OpenOn(std::move(store), std::move(options));
}

Result<std::unique_ptr<Ledger>> Ledger::OpenOn(std::unique_ptr<Store> store, Options options) {
  REEVE_RETURN_IF_ERROR(CheckOptions(options));
  const std::filesystem::path folder = options.folder;
  REEVE_ASSIGN_OR_RETURN(BlobStore blobs, BlobStore::Open(BlobFolder(folder)));
  const VerifierKey vkey = VerifierKey::Ed25519(options.origin, options.key.public_key());
  REEVE_ASSIGN_OR_RETURN(HeadGuard guard, HeadGuard::Open(HeadGuard::PathFor(folder, vkey)));
  auto impl = std::make_unique<Impl>(std::move(store), std::move(options), std::move(blobs),
                                     std::move(guard));
  REEVE_RETURN_IF_ERROR(impl->Open());
  return std::unique_ptr<Ledger>(new Ledger(std::move(impl)));
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  const MutexLock lock(impl_->closing);
  impl_->committer = std::jthread([state = impl_.get()] { state->Run(); });
}

Ledger::~Ledger() { Close(); }

Status Ledger::Impl::Draft(const std::vector<NewRecord>& records, Unit* unit) const {
  if (records.size() > options.max_group_records) {
    return Error{"ledger.unit_too_large",
                 "`" + std::to_string(records.size()) + "` records in one unit; at most " +
                     std::to_string(options.max_group_records) + " are written as one"};
  }
  unit->records = &records;
  unit->drafts.reserve(records.size());
  for (const NewRecord& record : records) {
    REEVE_ASSIGN_OR_RETURN(RecordDraft draft, RecordDraft::Make(record, options.origin));
    draft.set_terms(options.search_fields.TermsOf(record.kind, record.tenant, record.body));
    unit->drafts.push_back(std::move(draft));
  }
  return {};
}

namespace {

Result<std::vector<Appended>> OutcomeOf(Unit* unit) {
  REEVE_RETURN_IF_ERROR(unit->status);
  return std::move(unit->appended);
}

}  // namespace

Result<std::vector<Appended>> Ledger::Append(const std::vector<NewRecord>& unit) {
  if (unit.empty()) return std::vector<Appended>();
  Unit waiting;
  REEVE_RETURN_IF_ERROR(impl_->Draft(unit, &waiting));
  REEVE_ASSIGN_OR_RETURN(const std::shared_ptr<CommitGroup> group, impl_->queue.Join(&waiting));
  group->word.Wait();
  return OutcomeOf(&waiting);
}

void Ledger::AppendThen(std::vector<NewRecord> unit, Done done) {
  if (unit.empty()) return done(std::vector<Appended>());
  struct Waiting {
    std::vector<NewRecord> records;
    Done done;
    Unit unit;
  };
  const auto waiting = std::make_shared<Waiting>();
  waiting->records = std::move(unit);
  waiting->done = std::move(done);
  if (Status drafted = impl_->Draft(waiting->records, &waiting->unit); !drafted.ok()) {
    return waiting->done(std::move(drafted).error());
  }
  // It keeps itself, until it is released.
  waiting->unit.released = [waiting] { waiting->done(OutcomeOf(&waiting->unit)); };
  auto joined = impl_->queue.Join(&waiting->unit);
  if (joined.ok()) return;
  waiting->unit.released = nullptr;
  waiting->done(std::move(joined).error());
}

Result<Record> Ledger::Read(uint64_t index) const {
  if (index >= size()) return NoRecord(index);
  REEVE_ASSIGN_OR_RETURN(std::string bytes, ReadRecordBytes(*impl_->store, index));
  const uint64_t leaf_at = StoredHashIndex(0, index);
  REEVE_ASSIGN_OR_RETURN(const std::vector<Hash> leaf,
                         StoreHashReader(*impl_->store).ReadHashes({&leaf_at, 1}));
  Result<Record> record = Record::Parse(std::move(bytes));
  if (record.ok() && record->index() == index && record->leaf() == leaf.front()) return record;
  return Error{"ledger.damaged",
               "record `" + std::to_string(index) + "` is not the one that was written"};
}

Result<Record> Ledger::FindById(std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const uint64_t index, FindIndex(*impl_->store, id));
  // The index may be of a group that is stored and not yet published.
  if (index >= size()) {
    return Error{"ledger.not_found", "there is no record `" + std::string(id) + "`"};
  }
  return Read(index);
}

uint64_t Ledger::size() const { return impl_->published()->checkpoint.size; }
std::string Ledger::LatestCheckpoint() const { return impl_->published()->note; }
Checkpoint Ledger::Latest() const { return impl_->published()->checkpoint; }

Result<std::string> Ledger::Tile(const TileName& tile) const {
  return ReadTile(*impl_->store, tile, size());
}

Result<std::string> Ledger::Receipt(uint64_t index, bool with_record) const {
  const std::shared_ptr<const Published> latest = impl_->published();
  REEVE_ASSIGN_OR_RETURN(const ledger::Receipt receipt,
                         ProveRecord(*impl_->store, index, *latest, with_record));
  return receipt.Format();
}

Result<std::vector<Hash>> Ledger::Consistency(uint64_t old_size, uint64_t new_size) const {
  if (new_size > size()) {
    return Error{"ledger.out_of_range",
                 "the log has `" + std::to_string(size()) + "` records, not as many as asked for"};
  }
  return ConsistencyProof(old_size, new_size, StoreHashReader(*impl_->store));
}

ProjectionReader Ledger::State(std::string_view projection) const {
  return ProjectionReader(*impl_->store, projection);
}

Result<uint64_t> Ledger::FindLeaf(const Hash& leaf) const {
  return ledger::FindLeaf(*impl_->store, leaf, size());
}

const BlobStore& Ledger::blobs() const { return impl_->blobs; }
const VerifierKey& Ledger::vkey() const { return impl_->vkey; }
const Store& Ledger::store() const { return *impl_->store; }
Status Ledger::Health() const { return impl_->queue.stopped(); }
size_t Ledger::queued() const { return impl_->queue.queued(); }

void Ledger::Close() {
  impl_->queue.Stop({"ledger.closed", "the ledger is closed"});
  const MutexLock lock(impl_->closing);
  if (!impl_->committer.joinable()) return;
  impl_->committer.join();
  const Status synced = impl_->guard.Sync();
  if (!synced.ok()) Log(LogLevel::kWarning, "ledger.guard_sync", {{"why", synced.error().message}});
}

}  // namespace reeve::ledger
