#include "api/proxy/token_use.h"

#include <algorithm>

#include "policy/budget.h"

namespace reeve::api::proxy {
namespace {

uint64_t CountAt(const json::Value& value, std::string_view key) {
  const json::Value* found = value.Find(key);
  const int64_t* count = found == nullptr ? nullptr : found->as_int();
  // What no budget could hold was not meant.
  if (count == nullptr || *count < 0) return 0;
  return std::min(static_cast<uint64_t>(*count), policy::kMaxBudgetLimit);
}

// Of a price in millionths for a million tokens, in millionths of a millionth.
uint64_t Product(uint64_t tokens, uint64_t price) {
  constexpr uint64_t kMost = policy::kMaxBudgetLimit * 1'000'000;
  return price != 0 && tokens > kMost / price ? kMost : tokens * price;
}

}  // namespace

TokenUse GuessedUse(const Reading& reading, const json::Value& body, bool has_answer) {
  TokenUse out;
  uint64_t bytes = 0;
  for (const TextPlace& place : reading.texts) bytes += place.text.size();
  out.input = (bytes + kBytesPerToken - 1) / kBytesPerToken;
  if (!has_answer) return out;
  for (const char* key : {"max_completion_tokens", "max_output_tokens", "max_tokens"}) {
    if (out.output == 0) out.output = CountAt(body, key);
  }
  if (out.output == 0) out.output = kGuessedOutputTokens;
  const uint64_t answers = std::clamp<uint64_t>(CountAt(body, "n"), 1, 128);
  out.output = std::min(out.output * answers, policy::kMaxBudgetLimit / 2);
  return out;
}

// Anthropic says apart what was written to its cache and read from it.
void ReadUse(const json::Value* usage, std::optional<TokenUse>* use) {
  if (usage == nullptr || usage->as_object() == nullptr) return;
  const uint64_t input = CountAt(*usage, "prompt_tokens") + CountAt(*usage, "input_tokens") +
                         CountAt(*usage, "cache_creation_input_tokens") +
                         CountAt(*usage, "cache_read_input_tokens");
  const uint64_t output = CountAt(*usage, "completion_tokens") + CountAt(*usage, "output_tokens");
  if (input == 0 && output == 0) return;
  TokenUse out = use->value_or(TokenUse{});
  out.input = std::max(out.input, input);
  out.output = std::max(out.output, output);
  *use = out;
}

engine::ModelUse UseOf(const TokenUse& use, const std::optional<Price>& price) {
  engine::ModelUse out;
  out.tokens = std::min(use.input + use.output, policy::kMaxBudgetLimit);
  if (!price) return out;
  constexpr uint64_t kMillion = 1'000'000;
  const uint64_t product = Product(use.input, price->input) + Product(use.output, price->output);
  out.cost = std::min((product + kMillion - 1) / kMillion, policy::kMaxBudgetLimit);
  return out;
}

}  // namespace reeve::api::proxy
