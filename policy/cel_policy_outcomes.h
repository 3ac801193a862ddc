// What an output of a CEL policy means: the effects of Reeve that it stands for.
//
// A CEL policy computes a value, and only its host knows what that value does. So the meaning is
// told (`--map 'review=hold'`), or guessed where it is evident: `true` allows and `false` denies,
// words such as "deny" or "allow", and the fields `decision`, `effect`, `allowed`, `denied`... of a
// map. An output that is computed is taken apart as far as that decides its meaning: both sides of
// `a ? b : c`, the elements of a list, the field of a map, a bool that is true or false.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/environment.h"
#include "policy/cel/value.h"
#include "policy/rule.h"

namespace reeve::policy {

struct CelOutputMap {
  // From the text of a value ("true", "review", "403") to what it does; "*" is any output that is
  // not named, "none" where there is no output. Empty: as is evident.
  std::map<std::string, Effect, std::less<>> effects;
  std::string field;  // of outputs that are maps; empty: as is evident

  // Of a text that `effects` has, or that is evident.
  std::optional<Effect> Find(std::string_view text) const;
};

// One way that an output may come out.
struct CelOutcome {
  std::string when;              // the condition of this way; "" for always
  std::optional<Effect> effect;  // nothing: nobody said what it means, or it is none
  bool is_none = false;
  std::string shown;  // the value, or the expression
  std::string
      reason;  // a text that the output carries, with `…` for what is computed; may be empty
};

// Of an expression, which is typed by `environment`.
std::vector<CelOutcome> OutcomesOf(const std::string& output, const cel::Environment& environment,
                                   const CelOutputMap& map);
// Of a value: one, or those of a list's elements.
std::vector<CelOutcome> OutcomesOf(const cel::Value& value, const CelOutputMap& map);

// A text on one line of at most so many bytes, without what a policy document may not hold.
std::string OneLine(std::string_view text, size_t most);
// Whether a policy document may hold the text as it is.
bool HasGoodCharacters(std::string_view text);

// The text of a string expression, with `…` for what is computed. Empty when all of it is.
std::string TextOf(const std::string& expression);

}  // namespace reeve::policy
