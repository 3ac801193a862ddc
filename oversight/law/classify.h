// Classify: the class of an AI system by a law table, from facts that may be unknown.
//
// What always holds: an unknown fact is never taken for "no". Where an open question could change
// the class, or take the system out of the law, the class is `needs_review`; where it could not,
// the class stands. So facts that are unknown never give a lower class than the same facts as yes.
// A technical aid, and no legal advice. Documented in docs/classification.md.
//
// Deterministic: no clock, no file. Any number of threads may classify by one table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "oversight/law/evaluation.h"
#include "oversight/law/facts.h"
#include "oversight/law/table.h"

namespace reeve::oversight::law {

inline constexpr std::string_view kNeedsReview = "needs_review";

struct ClassifyOptions {
  // The day whose law is meant: a practice that is forbidden later is not forbidden yet, wordings
  // are those of the day, and what applies later is marked as coming. Without it the class is that
  // of the law as published, whenever its rules apply.
  std::optional<Date> as_of;
  // What an absent fact means. A fact that is stated as unknown stays unknown in either case.
  Absent absent = Absent::kUnknown;
};

struct FiredRule {
  std::string id;
  std::string group;
  std::vector<std::string> articles;
  std::string by;       // "answer" or "condition"
  std::string outcome;  // as the table has it
  std::string text;
  std::string note;
  std::vector<std::string> unless;  // its exceptions, of which none is stated to hold
  std::optional<Date> applies_from;
  bool coming = false;  // it does not apply yet on the day that was asked for
};

struct TransparencyDuty {
  std::string id;
  std::vector<std::string> articles;
  std::string role;
  std::string text;
  std::optional<Date> from;
  bool coming = false;
};

struct HeldRole {
  std::string role;
  std::vector<std::string> articles;
  std::string text;
  bool certain = true;  // false: the facts leave it open
};

struct Obligation {
  std::string id;
  std::vector<std::string> articles;
  std::vector<std::string> roles;
  std::string text;
  std::string kind;  // "duty", "permission", "right"
  std::optional<Date> from;
  std::vector<std::string> evidence;
  std::string retention;
  std::string open;
  bool coming = false;
};

// What a breach of the duties may cost.
struct Exposure {
  std::string id;
  std::vector<std::string> articles;
  std::string text;
};

struct OpenQuestion {
  std::string id;
  std::string text;
  std::vector<std::string> rules;    // that ask it
  std::vector<std::string> changes;  // "class: prohibited", "obligation: obl.27"
  bool changes_class = false;
};

struct Classification {
  std::string table;
  std::string version;
  std::string digest;  // of the table's text
  std::string notice;
  std::optional<Date> as_of;
  Absent absent = Absent::kUnknown;
  std::string class_id;  // a class of the table, or needs_review
  std::string class_text;
  std::vector<std::string> possible;  // the classes it may be, where it is needs_review
  std::vector<std::string> reasons;   // why a person has to look at it
  std::vector<FiredRule> rules;
  std::vector<TransparencyDuty> transparency;
  std::vector<HeldRole> roles;
  std::vector<Obligation> obligations;
  std::vector<Obligation> possible_obligations;  // that open questions may add
  std::optional<Date> applies_from;
  std::vector<Exposure> penalties;
  std::vector<std::pair<std::string, std::string>> axes;
  std::vector<OpenQuestion> open_questions;
  std::vector<std::string> presumed;  // facts that nobody stated and that counted as yes
};

// law.as_of: a day before the law was in force.
Result<Classification> Classify(const Table& table, const Facts& facts,
                                const ClassifyOptions& options);

// The same facts give the same bytes.
json::Object ToJson(const Classification& classification);

}  // namespace reeve::oversight::law
