// Content that a policy wants kept (obligation `log_content`): whose it is, what of it is kept, and
// what the record says of it. The vault that takes it is the ledger's (ledger/vault.h).
//
// The record holds a commitment to a text in which 32 random bytes stand: once the text is gone,
// nobody can try what it was, not even who holds the key of the commitments.
//
// Thread-safety: all functions are pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "engine/request.h"
#include "ledger/vault.h"
#include "policy/decide.h"

namespace reeve::engine {

inline constexpr size_t kKeptNonceBytes = 32;
inline constexpr std::string_view kKeptDomain = "kept";  // of the commitment

struct KeptContent {
  ledger::KeptHeader header;
  std::shared_ptr<const ledger::SubjectKey> key;
  std::string nonce;
  std::string text;
};

bool AsksToKeep(const policy::Verdict& verdict);

// The pseudonym under whose key content is kept: the subject's; where there is none, the actor's;
// and where nobody is named, the interaction stands for somebody.
std::string_view PersonOf(const Request& request);

// {"nonce","released","request"}, canonical: the request as the rules saw it, and with `released`
// what was let pass where something was redacted.
Result<std::string> KeptText(const Request& request, const json::Value* released,
                             std::string_view nonce);

// The member `kept` of a decision's body: {"class","commitment","key","subject"}.
json::Object KeptJson(const ledger::KeptHeader& header, std::string commitment);

}  // namespace reeve::engine
