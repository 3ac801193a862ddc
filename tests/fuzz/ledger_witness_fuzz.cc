// room: ledger
// What strangers send: requests to a witness, replies and tokens of a time authority. What is
// accepted of the first prints as it was read; of the others nothing is, for no key is known.
#include <cstdlib>

#include "ledger/time_token.h"
#include "ledger/witness_request.h"

using reeve::Hash;
using reeve::ledger::WitnessRequest;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto request = WitnessRequest::Parse(input);
  if (request.ok() && request->Format() != input) std::abort();
  static const std::string kAsked = reeve::ledger::MakeTimeRequest(Hash{}, 7);
  const auto token = reeve::ledger::ReadTimeReply(input, kAsked);
  if (token.ok() && !reeve::ledger::ReadTimeToken(*token, Hash{}).ok()) std::abort();
  static_cast<void>(reeve::ledger::ReadTimeToken(input, Hash{}));
  if (reeve::ledger::VerifyTimeToken(input, Hash{}, "").ok()) std::abort();
  return 0;
}
