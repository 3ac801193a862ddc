#include "ledger/doctor.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "base/json.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/rebuild.h"
#include "ledger/rocksdb_store.h"
#include "ledger/torn_log.h"

namespace reeve::ledger {
namespace {

namespace fs = std::filesystem;

// What RocksDB needs for a flush and a compaction beside what is stored.
constexpr uintmax_t kLeastFreeBytes = uintmax_t{512} << 20;

constexpr std::string_view kRestore =
    "stop the server, keep a copy of the whole folder, then run `reeve ledger doctor DATA "
    "--restore "
    "NEW --from COPY` with the newest restored backup, export or tile mirror: it makes a new "
    "folder "
    "of what can be proven, and says what is lost";

struct Remedy {
  std::string_view code;  // or the beginning of one, with its dot
  std::string_view what_to_do;
};

// The first that fits. docs/recovery.md says the same at length.
constexpr std::array<Remedy, 16> kRemedies = {{
    {"guard.behind",
     "records are missing that were published. Do not start the server on this folder. Put back a "
     "newer copy of `ledger/`; if there is none, run `reeve ledger doctor DATA --restore NEW "
     "--from "
     "COPY`, begin a new log with a new key for what is lost, and tell those who hold receipts"},
    {"guard.root", "this is not the log that was published: put back the right copy of `ledger/`"},
    {"earlier.", "the log does not continue what that checkpoint says: put back the right copy"},
    {"key.",
     "give the key that you know with --key; if the folder's own differs, it is not your log"},
    {"blob.", "put the file back from a backup or an export: its name is its SHA-256"},
    {"id.", "the records are whole; `reeve ledger doctor DATA --restore NEW` makes the index anew"},
    {"tree.altered",
     "the records are whole; `reeve ledger doctor DATA --restore NEW` makes the tree anew"},
    {"leaves.altered",
     "the records are whole; `reeve ledger doctor DATA --restore NEW` makes the tree anew"},
    {"checkpoint.extra", "a checkpoint is of records that are missing: see the remedy for those"},
    {"state.", "stop the server and run `reeve ledger rebuild DATA --write`"},
    {"disk.full", "make room: the ledger stops when a write fails, and has to be started again"},
    {"disk.read_only", "mount the disk for writing, or give the folder to the server's user"},
    {"ledger.torn", "none: the server drops it when it starts, for nobody was answered"},
    {"ledger.locked", "stop the server that has the folder open, or leave it running"},
    {"ledger.damaged", kRestore},
    {"", kRestore},
}};

std::string_view RemedyFor(std::string_view code) {
  return std::find_if(kRemedies.begin(), kRemedies.end(),
                      [&](const Remedy& remedy) { return code.starts_with(remedy.code); })
      ->what_to_do;
}

void Complain(Diagnosis* diagnosis, std::string_view code, std::string what) {
  diagnosis->complaints.push_back(
      {std::string(code), std::move(what), std::string(RemedyFor(code))});
}

void ExamineDisk(const fs::path& data, Diagnosis* diagnosis) {
  std::error_code error;
  const fs::space_info space = fs::space(data, error);
  if (!error && space.available < kLeastFreeBytes) {
    Complain(diagnosis, "disk.full",
             "`" + std::to_string(space.available >> 20) + "` MiB are free, less than `" +
                 std::to_string(kLeastFreeBytes >> 20) + "`");
  }
  if (::access(StoreFolder(data).c_str(), W_OK) != 0) {
    Complain(diagnosis, "disk.read_only", "`" + StoreFolder(data).string() + "` cannot be written");
  }
}

// A store that does not open: torn, or damaged, and where.
void ExamineUnreadable(const fs::path& data, const Error& why, Diagnosis* diagnosis) {
  const Result<Tear> tear = FindTear(StoreFolder(data));
  const bool torn = tear.ok() && (tear->write_ahead_log || tear->manifest_end);
  if (torn && why.code == "ledger.damaged") {
    Complain(diagnosis, "ledger.torn", "the last write was torn by a power cut: " + why.message);
  } else {
    const Error& named = tear.ok() ? why : tear.error();
    Complain(diagnosis, named.code, named.message);
  }
}

// The newest checkpoint whose records are all as they were signed.
uint64_t Provable(const Store& store, const Report& report) {
  const std::optional<uint64_t> wrong = report.FirstWrong();
  const uint64_t checked = std::min(report.records_checked, wrong.value_or(UINT64_MAX));
  const std::unique_ptr<Cursor> cursor = store.NewCursor(Space::kCheckpoints);
  cursor->SeekForPrev(BigEndianKey(checked));
  return cursor->Valid() ? ParseBigEndianKey(cursor->key()).value_or(0) : 0;
}

Status ExamineStore(const fs::path& data, const VerifyOptions& options,
                    const Projections& projections, Diagnosis* diagnosis) {
  const auto store = OpenRocksDbStore(StoreFolder(data), OpenMode::kReadOnly);
  if (!store.ok() && store.error().code == "ledger.not_found") return store.error();
  if (!store.ok()) {
    ExamineUnreadable(data, store.error(), diagnosis);
    return {};
  }
  const Result<Report> report = VerifyFolder(data, options);
  if (!report.ok()) {
    Complain(diagnosis, report.error().code, report.error().message);
    return {};
  }
  for (const Fault& fault : report->faults) Complain(diagnosis, fault.code, fault.message);
  diagnosis->provable = Provable(**store, *report);
  const Result<VerifierKey> key = VerifierKey::Parse(report->vkey);
  if (key.ok()) {
    const auto guard = HeadGuard::Read(HeadGuard::PathFor(data, *key));
    if (guard.ok() && *guard) diagnosis->published = (*guard)->size;
  }
  if (!report->ok()) return {};
  const Result<RebuildReport> state = VerifyProjections(**store, projections);
  if (!state.ok()) {
    Complain(diagnosis, state.error().code, state.error().message);
  } else if (!state->ok()) {
    Complain(diagnosis, "state.differs",
             "`" + std::to_string(state->differences) +
                 "` keys of the state are not what the log says, the first of `" +
                 state->first->projection + "`");
  }
  return {};
}

}  // namespace

std::string Diagnosis::Text() const {
  std::string out;
  for (const Complaint& complaint : complaints) {
    out += complaint.code + ": " + complaint.what + "\n  do: " + complaint.remedy + "\n";
  }
  out += "provable    records before " + std::to_string(provable) + "\n";
  if (published && *published > provable) {
    out += "missing     records " + std::to_string(provable) + " to " +
           std::to_string(*published - 1) + ", which were published, need another copy\n";
  }
  return out + (healthy() ? "result      healthy\n" : "result      ILL; nothing was changed\n");
}

std::string Diagnosis::Json() const {
  json::Array list;
  for (const Complaint& complaint : complaints) {
    list.push_back(json::Object{
        {"code", complaint.code}, {"what", complaint.what}, {"remedy", complaint.remedy}});
  }
  json::Object object{
      {"healthy", healthy()}, {"provable", provable}, {"complaints", std::move(list)}};
  if (published) object.Add("published", *published);
  return json::Pretty(std::move(object));
}

Result<Diagnosis> Diagnose(const fs::path& data, const VerifyOptions& options,
                           const Projections& projections) {
  Diagnosis diagnosis;
  REEVE_RETURN_IF_ERROR(ExamineStore(data, options, projections, &diagnosis));
  ExamineDisk(data, &diagnosis);
  return diagnosis;
}

}  // namespace reeve::ledger
