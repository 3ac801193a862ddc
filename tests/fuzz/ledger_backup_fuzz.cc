// room: ledger
// What a backup is read from: its manifest, its lines of checkpoints, and entries of the vault.
// Whatever is accepted is written again byte for byte.
#include <cstdlib>
#include <string>

#include "ledger/backup_manifest.h"
#include "ledger/vault.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 3 == 0) {
    const auto manifest = reeve::ledger::BackupManifest::Parse(input);
    if (!manifest.ok()) return 0;
    const auto text = manifest->Text();
    if (!text.ok()) return 0;  // numbers that a canonical text cannot carry
    const auto again = reeve::ledger::BackupManifest::Parse(*text);
    if (!again.ok() || again->Text().value() != *text) std::abort();
  } else if (data[0] % 3 == 1) {
    const auto line = reeve::ledger::CheckpointLine::Parse(input);
    if (line.ok() && line->Text() != input + "\n") std::abort();
  } else {
    const auto entry = reeve::ledger::ParseEntry("d-1", input);
    if (!entry.ok()) return 0;
    const size_t parts = 4 + entry->bound.size() + entry->nonce.size() + entry->sealed.size();
    if (parts != input.size()) std::abort();
  }
  return 0;
}
