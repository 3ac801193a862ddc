// An appeal: somebody whom a decision is about complains of it or contests it, and another person
// looks at it again. Articles 26(11), 85 and 86 of Regulation (EU) 2024/1689, article 22(3) GDPR;
// docs/overrides.md.
//
// What they say lies beside the log, and is named by its digest; who they are is a keyed
// commitment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"

namespace reeve::oversight {

inline constexpr std::string_view kAppealOpened = "appeal.opened";
inline constexpr std::string_view kAppealDecided = "appeal.decided";
inline constexpr size_t kMaxStatementBytes = size_t{1} << 16;

// Sorted: "complaint", "contest".
const std::vector<std::string>& AppealKinds();
// Sorted: "discrimination", "facts", "not_explained", "not_human", "other", "procedure".
const std::vector<std::string>& AppealGrounds();

struct Appeal {
  std::string id;  // "al-..."
  std::string tenant;
  std::string decision;
  std::string system;              // of the decision
  std::vector<std::string> rules;  // POLICY/RULE that applied to it
  std::string kind;
  std::string grounds;
  std::string statement;  // digest of the text; may be empty
  std::string person;     // keyed commitment to the pseudonym of who appeals; may be empty
  std::string by;         // who took it in
  Timestamp opened;
  struct Ruling {
    std::string result;   // "upheld" (the decision stands), "reversed"
    std::string outcome;  // of a reversal: what became of it, in the caller's own word
    std::string by;
    std::string reason;
    Timestamp time;
  };
  std::optional<Ruling> decided = std::nullopt;
};

json::Object ToJson(const Appeal& appeal);
Result<Appeal> AppealFromJson(std::string_view text);
// Takes decision, kind and grounds off a reader.
void ReadAppealTerms(json::ObjectReader& reader, Appeal* appeal);

}  // namespace reeve::oversight
