// Words of English for render_english.cc: operators, names, and lists of things.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/ast.h"

namespace reeve::cel {

// "is above", "plus".
std::string_view Relation(Operator op);
// Of `==` and `!=`; else kNone.
Operator Opposite(Operator op);
// "risk_class" and "riskClass" are "risk class"; "ID" stays.
std::string Words(std::string_view name);
// "findings" is "finding", "entries" is "entry".
std::string Singular(const std::string& words);
// "a, b or c"; with a comma before the last where the items hold that word themselves.
std::string Listed(const std::vector<std::string>& items, std::string_view last,
                   bool comma = false);
// "the hour of" for getHours; empty for what is no part of a time.
std::string_view PartOfTime(std::string_view function);

}  // namespace reeve::cel
