// What is wrong with a law table as a whole: conditions that rest on themselves, and what can never
// happen.
#include <algorithm>
#include <set>
#include <utility>

#include "oversight/law/table_reader.h"

namespace reeve::oversight::law {
namespace {

using policy::Span;
using policy::YamlNode;

// Where the ids were written, for what is found after everything is read.
void CollectSpans(const YamlNode& node, std::vector<std::pair<std::string, Span>>* spans) {
  for (const policy::YamlMember& member : node.members) {
    const bool is_id = member.key == "id" || member.key == "class" || member.key == "review";
    if (is_id && member.value.kind == YamlNode::Kind::kScalar) {
      spans->emplace_back(member.value.scalar, member.value.span);
    } else {
      spans->emplace_back(member.key, member.key_span);
    }
    CollectSpans(member.value, spans);
  }
  for (const YamlNode& item : node.items) CollectSpans(item, spans);
}

class Checker {
 public:
  Checker(const YamlNode& root, TableReader& reader) : reader_(reader), table_(reader.table) {
    CollectSpans(root, &spans_);
  }

  void Run() {
    CheckCircles();
    CheckRules();
    CheckSteps();
    CheckDates();
    CheckUse();
  }

 private:
  Span At(std::string_view id) const {
    if (id.starts_with("term.")) id.remove_prefix(5);
    const auto found = std::find_if(spans_.begin(), spans_.end(),
                                    [id](const auto& entry) { return entry.first == id; });
    return found == spans_.end() ? Span{} : found->second;
  }

  void Error(std::string_view code, std::string_view id, std::string message) {
    reader_.reporter.Error(code, At(id), std::move(message));
  }

  std::vector<size_t> RestsOn(size_t index) const {
    std::vector<size_t> out;
    const Name& name = table_.names.at(index);
    if (name.kind == NameKind::kTerm) {
      CollectNames(table_.terms[name.index].when, table_.members, &out);
      return out;
    }
    const bool is_fact = name.kind == NameKind::kFact;
    const Silence& silence =
        is_fact ? table_.facts[name.index].silence : table_.rules[name.index].silence;
    if (silence.when) CollectNames(*silence.when, table_.members, &out);
    if (is_fact) {
      if (table_.facts[name.index].read_from) out.push_back(*table_.facts[name.index].read_from);
    } else {
      const std::vector<size_t>& exceptions = table_.rules[name.index].exceptions;
      out.insert(out.end(), exceptions.begin(), exceptions.end());
    }
    return out;
  }

  // Depth first, with a stack of its own: a table may be as deep as it has names.
  void CheckCircles() {
    enum class Mark : uint8_t { kNew, kOpen, kDone };
    std::vector<Mark> marks(table_.names.size(), Mark::kNew);
    for (size_t start = 0; start < marks.size(); ++start) {
      if (marks[start] != Mark::kNew) continue;
      std::vector<std::pair<size_t, std::vector<size_t>>> path;
      marks[start] = Mark::kOpen;
      path.emplace_back(start, RestsOn(start));
      while (!path.empty()) {
        auto& [name, next] = path.back();
        if (next.empty()) {
          marks[name] = Mark::kDone;
          path.pop_back();
          continue;
        }
        const size_t to = next.back();
        next.pop_back();
        if (marks[to] == Mark::kOpen) {
          Error("law.circle", table_.names.at(to).key,
                "`" + table_.names.at(to).key + "` rests on itself, by way of `" +
                    table_.names.at(name).key + "`");
          return;
        }
        if (marks[to] == Mark::kDone) continue;
        marks[to] = Mark::kOpen;
        path.emplace_back(to, RestsOn(to));
      }
    }
  }

  void CheckRules() {
    for (const Rule& rule : table_.rules) {
      if (!rule.silence.when || WithoutFacts(*rule.silence.when) != Answer::kNo) continue;
      Error("law.unreachable", rule.id,
            "the condition of `" + rule.id + "` can never hold; leave it out, or correct it");
    }
    for (const Term& term : table_.terms) {
      if (WithoutFacts(term.when) != Answer::kNo) continue;
      Error("law.unreachable", term.key, "`" + term.key + "` can never hold");
    }
  }

  std::string StepName(const Step& step) const {
    return step.gives ? table_.classes[*step.gives].id : step.id;
  }

  void CheckSteps() {
    bool decided = false;
    std::set<size_t> given;
    for (const Step& step : table_.steps) {
      if (decided || WithoutFacts(step.when) == Answer::kNo) {
        Error("law.unreachable", StepName(step),
              "the step to `" + StepName(step) + "` can never be reached" +
                  (decided ? "; a step before it always holds" : ""));
      }
      decided = decided || WithoutFacts(step.when) == Answer::kYes;
      if (step.gives) given.insert(*step.gives);
    }
    if (!decided) {
      Error("law.no_class", "steps", "the last step must always hold: `when: true`");
    }
    for (size_t i = 0; i < table_.classes.size(); ++i) {
      if (given.contains(i)) continue;
      Error("law.unreachable", table_.classes[i].id,
            "no step leads to the class `" + table_.classes[i].id + "`");
    }
  }

  void CheckDates() {
    std::set<size_t> used;
    for (const Duty& duty : table_.duties) {
      used.insert(duty.dates);
      if (duty.when && WithoutFacts(*duty.when) == Answer::kNo) {
        Error("law.unreachable", duty.id, "the obligation `" + duty.id + "` can never arise");
      }
    }
    for (const Step& step : table_.steps) {
      if (step.dates) used.insert(*step.dates);
    }
    for (const Rule& rule : table_.rules) {
      if (rule.dates) used.insert(*rule.dates);
    }
    for (size_t i = 0; i < table_.dates.size(); ++i) {
      const Dates& dates = table_.dates[i];
      if (dates.cases.empty()) Error("law.date", dates.id, "`" + dates.id + "` has no case");
      if (used.contains(i)) continue;
      reader_.reporter.Warning("law.unused", At(dates.id),
                               "no class and no obligation has the dates `" + dates.id + "`");
    }
  }

  // Facts and terms that nothing rests on. Texts are for people, and need no use.
  void CheckUse() {
    std::vector<size_t> read;
    for (size_t i = 0; i < table_.names.size(); ++i) {
      const std::vector<size_t> rests = RestsOn(i);
      read.insert(read.end(), rests.begin(), rests.end());
    }
    const auto add = [&](const Condition& c) { CollectNames(c, table_.members, &read); };
    for (const Step& step : table_.steps) add(step.when);
    for (const RoleRow& row : table_.roles) add(row.when);
    for (const Dates& dates : table_.dates) {
      for (const DatedCase& dated : dates.cases) add(dated.when);
    }
    for (const Duty& duty : table_.duties) {
      if (duty.when) add(*duty.when);
      for (const Wording& wording : duty.wordings) {
        if (wording.when) add(*wording.when);
      }
    }
    for (const Penalty& penalty : table_.penalties) add(penalty.when);
    for (const Axis& axis : table_.axes) {
      for (const AxisCase& one : axis.cases) add(one.when);
    }
    const std::set<size_t> used(read.begin(), read.end());
    for (size_t i = 0; i < table_.names.size(); ++i) {
      const Name& name = table_.names.at(i);
      if (name.kind == NameKind::kRule || name.type == FactType::kText || used.contains(i)) {
        continue;
      }
      reader_.reporter.Warning("law.unused", At(name.key), "nothing rests on `" + name.key + "`");
    }
  }

  TableReader& reader_;
  const Table& table_;
  std::vector<std::pair<std::string, Span>> spans_;
};

}  // namespace

void CheckTable(const YamlNode& root, TableReader& reader) { Checker(root, reader).Run(); }

}  // namespace reeve::oversight::law
