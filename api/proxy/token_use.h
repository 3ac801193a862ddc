// How many tokens a call of a model uses: guessed before it, read from the answer after it, and
// what they cost by a price of the proxy's file. For budgets (docs/budgets.md).
//
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "api/proxy/settings.h"
#include "api/proxy/texts.h"
#include "base/json.h"
#include "engine/request.h"

namespace reeve::api::proxy {

struct TokenUse {
  uint64_t input = 0;
  uint64_t output = 0;
};

// Where a call says no bound for its answer.
inline constexpr uint64_t kGuessedOutputTokens = 1000;
inline constexpr uint64_t kBytesPerToken = 4;

// Of a call: a token for each four bytes of its texts, and the bound that it sets for each answer.
// `has_answer`: the model puts out tokens, and not only numbers.
TokenUse GuessedUse(const Reading& reading, const json::Value& body, bool has_answer);
// Adds what a `usage` of an answer says, by the larger figure where one was said before: streams
// count up. Nothing where it is no object with such counts.
void ReadUse(const json::Value* usage, std::optional<TokenUse>* use);

engine::ModelUse UseOf(const TokenUse& use, const std::optional<Price>& price);

}  // namespace reeve::api::proxy
