// The decisions of one call of a model: before it, after it, and of each call of a tool that the
// model wants. Each is one of the engine's decisions, on record like any other.
//
// Thread-safety: one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/proxy/call_terms.h"
#include "api/proxy/texts.h"
#include "api/proxy/token_use.h"
#include "base/json.h"
#include "base/result.h"
#include "engine/engine.h"
#include "engine/streamed_output.h"

namespace reeve::api::proxy {

// Why nothing passes.
struct Stop {
  policy::Effect effect = policy::Effect::kDeny;  // or kHold
  std::string message;                            // for a person
  // What the answer says beside it: decision, interaction, approval, rules.
  json::Object reeve;
  std::string approval;  // of a hold: its id
};

struct Checked {
  std::optional<Stop> stop;
  std::vector<std::string> texts;      // of the reading's, as they may go on
  std::vector<json::Value> arguments;  // of the reading's calls
  // Of each decision (the texts, then the calls) the approval that it asks for; empty: none.
  std::vector<std::string> approvals;
};

class Checks {
 public:
  Checks(engine::Engine& engine, engine::Principal principal, CallTerms terms,
         std::optional<Price> price = {})
      : engine_(engine),
        principal_(std::move(principal)),
        terms_(std::move(terms)),
        price_(price),
        counts_use_(engine.CountsUse()) {}

  const CallTerms& terms() const { return terms_; }
  const engine::Principal& principal() const { return principal_; }

  // Whether budgets count what the model uses; where they do not, no decision says it.
  bool counts_use() const { return counts_use_; }

  // Stage input. Errors of Engine::Decide, of ReadRequest.
  Result<Checked> Input(const Reading& reading, const std::string& approval,
                        const TokenUse& guessed);
  // Stage output over all texts, and stage tool_call for each call, in one unit of the ledger.
  // `approvals` as a Checked has them, or empty.
  // `use`: what the upstream says that it used; where it does not, what is reserved stays.
  Result<Checked> Output(const Reading& reading, const std::vector<std::string>& approvals,
                         const std::optional<TokenUse>& use);
  // Of calls alone, where the texts came as a stream.
  Result<Checked> Calls(const std::vector<ToolCallPlace>& calls,
                        const std::vector<std::string>& approvals);
  Result<std::unique_ptr<engine::StreamedOutput>> BeginOutput(engine::StreamMode mode,
                                                              const std::string& approval);
  // What the answer of BeginOutput has used.
  engine::ModelUse Used(const TokenUse& use) const { return UseOf(use, price_); }
  // No answer came, and nothing was used: an output without a text says so, where budgets count it.
  void SettleNothing();
  // Whether nothing passes whatever the rules say (Engine::MayRun).
  Status MayRun() const;
  // What an answer of the engine says, where it lets nothing pass.
  std::optional<Stop> StopOf(const json::Value& answer, policy::Effect effect) const;

 private:
  Result<engine::Request> TextRequest(std::string_view stage, const std::vector<TextPlace>& texts,
                                      const std::string& approval,
                                      const std::optional<TokenUse>& use = {}) const;
  Result<engine::Request> CallRequest(const ToolCallPlace& call, const std::string& approval) const;
  Result<std::vector<json::Value>> Decide(const std::vector<engine::Request>& requests,
                                          Checked* out);

  engine::Engine& engine_;
  const engine::Principal principal_;
  const CallTerms terms_;
  const std::optional<Price> price_;
  const bool counts_use_;
};

}  // namespace reeve::api::proxy
