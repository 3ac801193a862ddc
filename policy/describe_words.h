// The words of descriptions: what facts, scopes, effects and terms are called.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/bundle.h"
#include "policy/cel/render.h"
#include "policy/rule.h"
#include "policy/scope.h"

namespace reeve::policy {

// The words for an entity: "payment card number" for CREDIT_CARD; empty where there are none.
using EntityTitle = std::function<std::string(std::string_view entity)>;

// "a payment card number or an e-mail address is found", or "no ...".
std::string FoundWords(const std::vector<std::string>& entities, bool found,
                       const EntityTitle& title);

// "the amount" for "action.amount", with the parameters' values beside their names. Nothing for a
// path that is no fact.
std::optional<cel::EnglishPhrase> PhraseOfFact(std::string_view path,
                                               const std::vector<Parameter>& parameters);

// "prompts and answers; only the tool send_email"; "everywhere".
std::string ScopeWords(const Scope& scope);
// What a rule of that scope decides about: "prompt", "tool call", else "request".
std::string NounOf(const Scope& scope);

// "is refused", "waits for the approval of one person with the role team_lead".
std::string OutcomeWords(const Rule& rule, const EntityTitle& title);
// "allowed", "redacted", "held", "refused".
std::string_view EffectWord(Effect effect);
std::string ObligationWords(const Obligation& obligation);
// "a whole number" for `int`.
std::string TypeWords(std::string_view type);
// "8 hours", "1 minute".
std::string DurationWords(std::chrono::seconds duration);
// "customer number (ACME_CUSTOMER), of category pii: what matches `AC-[0-9]{8}`; ...".
std::string OwnEntityWords(const OwnEntity& entity);
// "a, b or c".
std::string Joined(const std::vector<std::string>& items, std::string_view last);

}  // namespace reeve::policy
