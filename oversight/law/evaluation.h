// What comes of the conditions of a law table, given facts. Lazy: each name is worked out once.
//
// Thread-safety: one thread; the table and the facts must outlive it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "oversight/law/facts.h"
#include "oversight/law/table.h"

namespace reeve::oversight::law {

// What the absence of a fact means.
enum class Absent : uint8_t { kUnknown, kNo };

struct RuleState {
  Answer asked = Answer::kUnknown;  // without the exceptions
  Answer fires = Answer::kUnknown;
  bool answered = false;  // by its id, not by its condition
  bool coming = false;    // it would fire, but for its date
};

class Evaluation {
 public:
  // `as_of`: the day whose law is meant; nothing: the law as published, whenever its rules apply.
  Evaluation(const Table& table, const Facts& facts, Absent absent, std::optional<Date> as_of);

  Answer Of(const Condition& condition);
  const FactValue& Fact(size_t name);
  const RuleState& Rule(size_t name);
  Answer AnyOf(size_t group);

  // The unanswered questions that an unknown condition rests on, each with the rules that ask it.
  // Precondition: Of(condition) is unknown.
  using OpenNames = std::map<size_t, std::set<size_t>>;
  void CollectOpen(const Condition& condition, OpenNames* open);
  void CollectOpenOfRule(size_t rule, OpenNames* open);

  // The facts that nobody stated and that counted as something else than no.
  const std::set<size_t>& presumed() const { return presumed_; }

 private:
  Answer OfName(size_t name);
  Answer Compared(const Condition& condition);
  FactValue WorkOutFact(size_t name);
  FactValue OfSilence(size_t name, const Silence& silence);
  RuleState WorkOutRule(size_t name);
  void CollectOpenOfName(size_t name, std::optional<size_t> rule, OpenNames* open);
  void Collect(const Condition& condition, std::optional<size_t> rule, OpenNames* open);

  const Table& table_;
  const Facts& facts_;
  const Absent absent_;
  const std::optional<Date> as_of_;
  std::vector<std::optional<FactValue>> fact_values_;
  std::vector<std::optional<RuleState>> rule_states_;
  std::vector<std::optional<Answer>> terms_;
  std::set<size_t> presumed_;
};

}  // namespace reeve::oversight::law
