// room: ledger
// The judge of RocksDB's log files: no bytes make it read past their end, and what it calls whole
// is whole in every prefix up to the place that it names.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/torn_log.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using reeve::ledger::JudgeLog;
  using reeve::ledger::LogEnd;
  const std::string_view log(reinterpret_cast<const char*>(bytes), size);
  const auto verdict = JudgeLog(log);
  if (verdict.offset > size) std::abort();
  if (verdict.end == LogEnd::kWhole && verdict.offset != size) std::abort();
  if (JudgeLog(log.substr(0, verdict.offset)).end != LogEnd::kWhole) std::abort();
  return 0;
}
