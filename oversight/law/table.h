// A law as a table: facts that somebody states, rules that rest on them, the classes that follow,
// and the duties with their dates. The format is documented in docs/classification.md.
//
// A table that was read without an error is sound: every name of a condition is declared, no
// condition rests on itself, every rule that is shown or counted can fire, every class is reached
// by a step, every article and date is there. Immutable; any number of threads may use it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "oversight/law/condition.h"
#include "oversight/law/fact_value.h"
#include "policy/diagnostic.h"

namespace reeve::oversight::law {

inline constexpr size_t kMaxTableBytes = size_t{1} << 20;

// How a fact or rule is answered when nobody answered it.
struct Silence {
  std::optional<Condition> when;      // what other facts say of it
  std::optional<FactValue> presumed;  // what it counts as where absent facts count as no
  bool is_no = false;                 // it always counts as no: only who knows of it says it
};

struct Fact {
  std::string key;
  std::string question;
  Silence silence;
  // The word that the text of another fact holds: "machinery 2023/1230" is of section B.
  std::optional<size_t> read_from;
  std::vector<std::pair<std::string, std::vector<std::string>>> where;  // word, parts of texts
};

struct Rule {
  std::string id;
  std::vector<std::string> articles;
  std::string question;
  Silence silence;
  std::vector<size_t> exceptions;  // names; one that holds keeps the rule from firing
  std::string outcome;             // what it says when it fires
  std::string otherwise;           // what it says when it does not; empty: nothing
  std::optional<Date> applies_from;
  std::string dates_id;         // of dates that say more than `applies_from`; empty: none
  std::optional<size_t> dates;  // these dates
  std::string role;             // of a duty: whose
  std::string duty;
  std::string note;
  std::optional<size_t> exception_of;  // a name
  size_t group = 0;
};

struct RuleGroup {
  std::string id;
  std::string title;
  bool waits = false;         // before its date a rule says nothing yet
  std::vector<size_t> rules;  // names, without the exceptions
};

struct Term {
  std::string key;
  std::string text;
  Condition when;
};

struct DatedCase {
  Condition when;
  Date from;
};

// From when a class or a duty applies: the earliest date of the cases that hold; if none does, it
// does not apply.
struct Dates {
  std::string id;
  std::vector<DatedCase> cases;
};

struct Class {
  std::string id;
  std::string text;
  std::vector<size_t> shows;  // groups whose rules a result of this class names
};

// The steps are gone through in order: the first that holds gives the class.
struct Step {
  std::optional<size_t> gives;  // a class; none: a person has to look at it, for this reason
  std::string id;               // of a step without a class
  std::string reason;
  std::vector<std::string> articles;
  Condition when;
  std::optional<size_t> dates;
};

struct RoleRow {
  std::string role;
  std::vector<std::string> articles;
  std::string text;
  Condition when;
};

struct Wording {
  std::optional<Condition> when;
  std::optional<Date> before;  // as of days before this one
  std::string text;
};

struct Duty {
  std::string id;
  std::vector<std::string> articles;
  std::vector<std::string> roles;
  size_t dates = 0;
  std::optional<Condition> when;
  std::string text;
  std::vector<Wording> wordings;  // the first that holds is said instead of `text`
  std::string kind;               // "duty", "permission"
  std::vector<std::string> evidence;
  std::string retention;
  std::string open;  // what is not settled about it
};

struct AxisCase {
  std::string value;
  Condition when;
};

// Something that is judged beside the class: whether a general-purpose model is provided.
struct Axis {
  std::string id;
  std::vector<AxisCase> cases;  // the first that holds
  std::string otherwise;
};

// What a breach may cost, where its condition may hold.
struct Penalty {
  std::string id;
  std::vector<std::string> articles;
  std::string text;
  Condition when;
};

// A limit for the report of an incident.
struct ReportLimit {
  std::string id;
  std::vector<std::string> articles;
  std::string text;
  size_t rule = 0;  // a name
  int days = 0;
};

struct Incidents {
  std::vector<ReportLimit> limits;
  std::vector<size_t> exclusions;  // rules: no report under this law
  std::vector<std::string> notes;
};

struct OpenPoint {
  std::string id;
  std::string text;
};

struct TimelineEntry {
  Date date;
  std::string what;
};

struct Table {
  std::string id;
  std::string title;
  std::string law;
  std::string version;
  std::string notice;
  Date in_force{};
  Names names;
  std::vector<Fact> facts;
  std::vector<Rule> rules;
  std::vector<Term> terms;
  std::vector<RuleGroup> groups;
  std::vector<Class> classes;
  std::vector<Step> steps;
  std::vector<Dates> dates;
  std::vector<RoleRow> roles;
  std::vector<Duty> duties;
  std::vector<Penalty> penalties;
  std::vector<Axis> axes;
  std::optional<size_t> transparency;  // the group of duties that stand beside the class
  std::optional<Incidents> incidents;
  std::vector<OpenPoint> open;
  std::vector<TimelineEntry> timeline;
  std::string digest;  // sha256 of the text, in hex

  // The names of the rules of each group, for any("group").
  std::vector<std::vector<size_t>> members;

  const Rule& RuleAt(size_t name) const { return rules[names.at(name).index]; }
};

struct TableReading {
  std::shared_ptr<const Table> table;  // null when there are errors
  std::vector<policy::Diagnostic> diagnostics;
};

TableReading ReadTable(std::string_view file_name, std::string_view text);

// The table of that id or, if there is none, of the file. law.table: not there, or not sound; the
// message has the diagnostics.
Result<std::shared_ptr<const Table>> LoadTable(const std::string& id_or_path);

// The tables that are built in.
struct BuiltInTable {
  std::string_view id;
  std::string_view text;
};
std::vector<BuiltInTable> BuiltInTables();
inline constexpr std::string_view kDefaultTable = "eu_ai_act";

}  // namespace reeve::oversight::law
