// room: ledger
// Notes, checkpoints and keys: whatever is accepted prints as it was read, and opens under no key.
#include <cstdlib>

#include "ledger/checkpoint.h"
#include "ledger/note.h"

using reeve::ledger::Checkpoint;
using reeve::ledger::Note;
using reeve::ledger::VerifierKey;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto note = Note::Parse(input);
  if (note.ok() && note->Format() != input) std::abort();
  const auto checkpoint = Checkpoint::ParseText(note.ok() ? note->text : input);
  if (checkpoint.ok() && checkpoint->Text() != (note.ok() ? note->text : input)) std::abort();
  const auto key = VerifierKey::Parse(input);
  if (key.ok() && key->Text() != input && key->Text() + "\n" != input) std::abort();
  // A key whose secret half nobody has: what it "signed" must not open.
  const VerifierKey stranger = VerifierKey::Ed25519("fuzz.example", std::string(32, '\x07'));
  if (reeve::ledger::OpenNote(input, {&stranger, 1}).ok()) std::abort();
  return 0;
}
