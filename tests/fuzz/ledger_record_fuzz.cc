// room: ledger
// The record reader: what it accepts is canonical, and is what a draft would render again.
#include <cstdlib>

#include "ledger/layout.h"
#include "ledger/record.h"

using reeve::ledger::Record;
using reeve::ledger::RecordDraft;

namespace {

void CheckRoundTrip(const Record& record) {
  const reeve::ledger::NewRecord again{std::string(record.kind()), record.log(),
                                       std::string(record.tenant()), std::string(record.id()),
                                       std::string(record.body_text())};
  const auto draft = RecordDraft::Make(again, record.origin());
  if (!draft.ok()) {
    // Only the room that is kept for the widest index may be missing.
    if (draft.error().code != "ledger.record_too_large") std::abort();
    return;
  }
  std::string out;
  draft->AppendTo(record.index(), record.prev(), reeve::FormatTimestamp(record.time()), &out);
  if (out != record.bytes()) std::abort();
  if (!record.Body().ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto record = Record::Parse(std::string(input));
  if (record.ok()) CheckRoundTrip(*record);
  std::string_view run = input;
  std::string again;
  while (const auto entry = reeve::ledger::TakeFromRun(&run)) {
    reeve::ledger::AppendToRun(*entry, &again);
  }
  if (again != input.substr(0, input.size() - run.size())) std::abort();
  return 0;
}
