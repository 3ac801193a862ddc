#include "oversight/law/evaluation.h"

#include <algorithm>
#include <utility>

namespace reeve::oversight::law {
namespace {

FactValue Answered(Answer answer) {
  FactValue out;
  out.answer = answer;
  out.known = answer != Answer::kUnknown;
  return out;
}

template <typename T>
bool Holds(cel::Operator op, const T& a, const T& b) {
  switch (op) {
    case cel::Operator::kEqual:
      return a == b;
    case cel::Operator::kNotEqual:
      return a != b;
    case cel::Operator::kLess:
      return a < b;
    case cel::Operator::kLessEqual:
      return a <= b;
    case cel::Operator::kGreater:
      return a > b;
    default:
      return a >= b;
  }
}

// Letters in lower case and digits; everything else is a blank, so that "Machinery_2023/1230" and
// "machinery 2023/1230" are the same.
std::string Plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/';
    out.push_back(upper ? static_cast<char>(c - 'A' + 'a') : kept ? c : ' ');
  }
  return out;
}

// The one word, of those whose parts stand in the text; empty if there is none or several.
std::string WordIn(const Fact& fact, std::string_view text) {
  const std::string plain = " " + Plain(text) + " ";
  std::string found;
  for (const auto& [word, parts] : fact.where) {
    const bool stands = std::any_of(parts.begin(), parts.end(), [&plain](const std::string& part) {
      return plain.find(" " + Plain(part) + " ") != std::string::npos;
    });
    if (!stands) continue;
    if (!found.empty()) return "";
    found = word;
  }
  return found;
}

}  // namespace

Evaluation::Evaluation(const Table& table, const Facts& facts, Absent absent,
                       std::optional<Date> as_of)
    : table_(table),
      facts_(facts),
      absent_(absent),
      as_of_(as_of),
      fact_values_(table.names.size()),
      rule_states_(table.names.size()),
      terms_(table.names.size()) {}

Answer Evaluation::Of(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kConstant:
      return condition.constant;
    case Condition::Kind::kName:
      return OfName(condition.name);
    case Condition::Kind::kAny:
      return AnyOf(condition.name);
    case Condition::Kind::kKnown:
      return AnswerOf(Fact(condition.name).known);
    case Condition::Kind::kNot:
      return Not(Of(condition.operands[0]));
    case Condition::Kind::kAnd: {
      Answer out = Answer::kYes;
      for (const Condition& operand : condition.operands) {
        if (out == Answer::kNo) break;  // a fact that decides nothing is not presumed either
        out = And(out, Of(operand));
      }
      return out;
    }
    case Condition::Kind::kOr: {
      Answer out = Answer::kNo;
      for (const Condition& operand : condition.operands) {
        if (out == Answer::kYes) break;
        out = Or(out, Of(operand));
      }
      return out;
    }
    case Condition::Kind::kCompare:
    case Condition::Kind::kContains:
      break;
  }
  return Compared(condition);
}

Answer Evaluation::AnyOf(size_t group) {
  Answer out = Answer::kNo;
  for (const size_t rule : table_.groups[group].rules) out = Or(out, Rule(rule).fires);
  return out;
}

Answer Evaluation::OfName(size_t name) {
  switch (table_.names.at(name).kind) {
    case NameKind::kFact:
      return Fact(name).answer;
    case NameKind::kRule:
      return Rule(name).fires;
    case NameKind::kTerm:
      break;
  }
  if (!terms_[name]) terms_[name] = Of(table_.terms[table_.names.at(name).index].when);
  return *terms_[name];
}

Answer Evaluation::Compared(const Condition& condition) {
  const FactValue& value = Fact(condition.name);
  const Name& name = table_.names.at(condition.name);
  // A date or number that is not there, where absence means no, is before and above nothing.
  if (!value.known) {
    const bool silent = !facts_.At(condition.name);
    return silent && absent_ == Absent::kNo ? Answer::kNo : Answer::kUnknown;
  }
  switch (name.type) {
    case FactType::kDate:
      return AnswerOf(Holds(condition.op, value.date, condition.date));
    case FactType::kNumber:
      return AnswerOf(Holds(condition.op, value.number, condition.number));
    default:
      break;
  }
  const bool found =
      std::find(value.words.begin(), value.words.end(), condition.word) != value.words.end();
  return AnswerOf(condition.op == cel::Operator::kNotEqual ? !found : found);
}

const FactValue& Evaluation::Fact(size_t name) {
  if (!fact_values_[name]) {
    FactValue value =
        table_.names.at(name).kind == NameKind::kFact ? WorkOutFact(name) : Answered(OfName(name));
    fact_values_[name] = std::move(value);
  }
  return *fact_values_[name];
}

FactValue Evaluation::WorkOutFact(size_t name) {
  const std::optional<FactValue>& stated = facts_.At(name);
  const law::Fact& fact = table_.facts[table_.names.at(name).index];
  if (fact.read_from && !(stated && stated->known)) {
    const std::string word = WordIn(fact, Fact(*fact.read_from).text);
    if (!word.empty()) {
      FactValue out = Answered(Answer::kYes);
      out.words.push_back(word);
      return out;
    }
  }
  return stated ? *stated : OfSilence(name, fact.silence);
}

FactValue Evaluation::OfSilence(size_t name, const Silence& silence) {
  if (silence.when) return Answered(Of(*silence.when));
  if (silence.is_no) return NoValue(table_.names.at(name));
  if (absent_ == Absent::kUnknown) return {};
  if (!silence.presumed) return NoValue(table_.names.at(name));
  presumed_.insert(name);
  return *silence.presumed;
}

const RuleState& Evaluation::Rule(size_t name) {
  if (!rule_states_[name]) rule_states_[name] = WorkOutRule(name);
  return *rule_states_[name];
}

RuleState Evaluation::WorkOutRule(size_t name) {
  const law::Rule& rule = table_.RuleAt(name);
  RuleState state;
  state.answered = facts_.At(name).has_value();
  state.asked = state.answered ? facts_.At(name)->answer : OfSilence(name, rule.silence).answer;
  Answer excepted = Answer::kNo;
  for (const size_t exception : rule.exceptions) {
    Answer holds = Rule(exception).fires;
    // Who relies on an exception says so; facts may open it where facts made the rule.
    const bool by_facts = !state.answered && table_.RuleAt(exception).silence.when;
    if (holds == Answer::kUnknown && !facts_.At(exception) && !by_facts) holds = Answer::kNo;
    excepted = Or(excepted, holds);
  }
  state.fires = And(state.asked, Not(excepted));
  const bool waits = table_.groups[rule.group].waits && !rule.exception_of;
  if (waits && as_of_ && rule.applies_from && *as_of_ < *rule.applies_from) {
    state.coming = state.fires == Answer::kYes;
    state.fires = Answer::kNo;
  }
  return state;
}

void Evaluation::CollectOpen(const Condition& condition, OpenNames* open) {
  Collect(condition, std::nullopt, open);
}

void Evaluation::CollectOpenOfRule(size_t rule, OpenNames* open) {
  CollectOpenOfName(rule, std::nullopt, open);
}

void Evaluation::Collect(const Condition& condition, std::optional<size_t> rule, OpenNames* open) {
  if (Of(condition) != Answer::kUnknown) return;
  switch (condition.kind) {
    case Condition::Kind::kConstant:
    case Condition::Kind::kKnown:
      return;
    case Condition::Kind::kAny:
      for (const size_t member : table_.groups[condition.name].rules) {
        CollectOpenOfName(member, rule, open);
      }
      return;
    case Condition::Kind::kName:
    case Condition::Kind::kCompare:
    case Condition::Kind::kContains:
      CollectOpenOfName(condition.name, rule, open);
      return;
    default:
      for (const Condition& operand : condition.operands) Collect(operand, rule, open);
  }
}

void Evaluation::CollectOpenOfName(size_t name, std::optional<size_t> rule, OpenNames* open) {
  const Name& of = table_.names.at(name);
  if (of.kind == NameKind::kTerm) {
    Collect(table_.terms[of.index].when, rule, open);
    return;
  }
  const bool is_fact = of.kind == NameKind::kFact;
  if (!is_fact) {
    if (Rule(name).fires != Answer::kUnknown) return;
    rule = name;
  }
  const Silence& silence =
      is_fact ? table_.facts[of.index].silence : table_.rules[of.index].silence;
  if (is_fact || Rule(name).asked == Answer::kUnknown) {
    if (!facts_.At(name) && silence.when) {
      Collect(*silence.when, rule, open);
      return;
    }
    std::set<size_t>& asked_by = (*open)[name];
    if (rule) asked_by.insert(*rule);
    return;
  }
  for (const size_t exception : table_.RuleAt(name).exceptions) {
    CollectOpenOfName(exception, rule, open);
  }
}

}  // namespace reeve::oversight::law
