// room: ledger
// Records about keys: what is not signed by both keys never changes the log's key.
#include <cstdlib>

#include "base/ed25519.h"
#include "base/json.h"
#include "ledger/key_history.h"

using namespace reeve;
using namespace reeve::ledger;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const SigningKey key = *SigningKey::Generate();
  static const VerifierKey vkey = VerifierKey::Ed25519("log.example/fuzz", key.public_key());
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const std::string_view kind : {kKeyRotatedKind, kKeyRevokedKind}) {
    Record::Fields fields;
    fields.kind = kind;
    fields.id = "key-1";
    fields.body = input;
    KeyHistory history(vkey);
    if (history.Apply(Record(fields)).ok()) std::abort();
    if (history.active() != vkey || history.next_number() != 1) std::abort();
  }
  return 0;
}
