#include "engine/bypass_ledger.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/log.h"
#include "oversight/control_record.h"

namespace reeve::engine {
namespace {

constexpr int kOwnerOnly = 0600;
constexpr size_t kMaxRecordsAtOnce = 500;

Error NotKept() {
  return {"bypass.not_kept",
          "what passes unchecked must be on record, and neither the log nor the file beside it "
          "takes anything: nothing passes"};
}

// The record of a line of the file; nothing of a line that a crash cut.
std::optional<ledger::NewRecord> RecordOf(std::string_view line) {
  const auto value = json::Parse(line);
  if (!value.ok()) return std::nullopt;
  const json::Value* id = value->Find("id");
  const json::Value* tenant = value->Find("tenant");
  const json::Value* body = value->Find("body");
  if (id == nullptr || id->as_string() == nullptr || tenant == nullptr ||
      tenant->as_string() == nullptr || body == nullptr || body->as_object() == nullptr) {
    return std::nullopt;
  }
  auto record = oversight::ControlRecord(kBypassPassed, *id->as_string(), *tenant->as_string(),
                                         *body->as_object());
  return record.ok() ? std::optional(*std::move(record)) : std::nullopt;
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    if (const auto line = text.substr(0, end); !line.empty()) out.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<BypassLedger>> BypassLedger::Open(Engine& engine,
                                                         std::filesystem::path spool) {
  std::unique_ptr<BypassLedger> out(new BypassLedger(engine, std::move(spool)));
  const auto text = ReadFile(out->spool_, kMaxSpooledBypassBytes);
  if (!text.ok() && text.error().code != "file.not_found") return text.error();
  if (text.ok()) out->waiting_ = LinesOf(*text).size();
  if (const Status drained = out->Drain(); !drained.ok()) {
    Log(LogLevel::kWarning, "bypass.waiting", {{"code", drained.error().code}});
  }
  return out;
}

// A record id that is drawn once, so that a line which became a record before a crash becomes no
// second one.
Status BypassLedger::Record(const Bypass& bypass, const Principal& by) {
  const Timestamp now = engine_.clock().Now();
  const std::string id = NewId("by-", now, Random::System());
  const json::Object body{{"cause", bypass.cause},          {"interaction", bypass.interaction},
                          {"passed", FormatTimestamp(now)}, {"principal", by.name},
                          {"stage", bypass.stage},          {"system", bypass.system}};
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         oversight::ControlRecord(kBypassPassed, id, by.tenant, body));
  Log(LogLevel::kWarning, kBypassPassed,
      {{"id", id},
       {"system", bypass.system},
       {"stage", bypass.stage},
       {"cause", bypass.cause},
       {"trace", TraceName(by.trace.get())}});
  const std::vector<ledger::NewRecord> unit{std::move(record)};
  if (engine_.log().Append(unit).ok()) return {};
  return Spool(json::Compact(json::Object{{"id", id}, {"tenant", by.tenant}, {"body", body}}) +
               "\n");
}

Status BypassLedger::Spool(const std::string& line) {
  const MutexLock lock(mutex_);
  const int file = ::open(spool_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kOwnerOnly);
  if (file < 0) return NotKept();
  const bool fits = ::lseek(file, 0, SEEK_END) + static_cast<off_t>(line.size()) <=
                    static_cast<off_t>(kMaxSpooledBypassBytes);
  ssize_t written = -1;
  do {
    written = fits ? ::write(file, line.data(), line.size()) : -1;
  } while (fits && written < 0 && errno == EINTR);
  const bool kept = written == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!kept) return NotKept();
  ++waiting_;
  return {};
}

Status BypassLedger::Drain() {
  if (waiting_ == 0) return {};
  REEVE_RETURN_IF_ERROR(engine_.ledger().Health());
  const MutexLock lock(mutex_);
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(spool_, kMaxSpooledBypassBytes));
  std::vector<ledger::NewRecord> records;
  for (const std::string_view line : LinesOf(text)) {
    std::optional<ledger::NewRecord> record = RecordOf(line);
    if (!record) {
      Log(LogLevel::kWarning, "bypass.cut_line");
    } else if (!engine_.ledger().FindById(record->id).ok()) {
      records.push_back(*std::move(record));
    }
  }
  for (size_t first = 0; first < records.size(); first += kMaxRecordsAtOnce) {
    const size_t last = std::min(records.size(), first + kMaxRecordsAtOnce);
    std::vector<ledger::NewRecord> unit;
    unit.reserve(last - first);
    for (size_t i = first; i < last; ++i) unit.push_back(std::move(records[i]));
    if (const auto appended = engine_.log().Append(unit); !appended.ok()) return appended.error();
  }
  if (::unlink(spool_.c_str()) != 0) return Error{"file.io", "cannot remove what is recorded"};
  waiting_ = 0;
  return {};
}

}  // namespace reeve::engine
