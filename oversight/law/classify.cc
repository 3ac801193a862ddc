#include "oversight/law/classify.h"

#include <algorithm>
#include <map>
#include <utility>

namespace reeve::oversight::law {
namespace {

struct Dating {
  Answer holds = Answer::kNo;
  std::optional<Date> from;  // the earliest of the cases that hold
};

class Classifier {
 public:
  Classifier(const Table& table, const Facts& facts, const ClassifyOptions& options)
      : table_(table),
        options_(options),
        evaluation_(table, facts, options.absent, options.as_of) {}

  Classification Run() {
    out_.table = table_.id;
    out_.version = table_.version;
    out_.digest = table_.digest;
    out_.notice = table_.notice;
    out_.as_of = options_.as_of;
    out_.absent = options_.absent;
    const std::vector<size_t> groups = FindClass();
    for (const size_t group : groups) AddRules(group);
    if (table_.transparency && Contains(groups, *table_.transparency)) AddTransparency();
    AddRoles();
    for (const Duty& duty : table_.duties) AddDuty(duty);
    for (const Penalty& penalty : table_.penalties) {
      if (evaluation_.Of(penalty.when) != Answer::kYes) continue;
      out_.penalties.push_back({penalty.id, penalty.articles, penalty.text});
    }
    AddAxes();
    AddOpenQuestions();
    for (const size_t name : evaluation_.presumed()) {
      out_.presumed.push_back(table_.names.at(name).key);
    }
    return std::move(out_);
  }

 private:
  // What an open question could change, and where it is open.
  using Changes = std::map<size_t, OpenQuestion>;

  static bool Contains(const std::vector<size_t>& all, size_t one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  }

  std::string NameOf(const Step& step) const {
    return step.gives ? table_.classes[*step.gives].id : std::string(kNeedsReview);
  }

  // Fills in the class, and returns the groups whose rules are shown.
  std::vector<size_t> FindClass() {
    std::vector<const Step*> open;
    const Step* last = nullptr;
    for (const Step& step : table_.steps) {
      const Answer answer = evaluation_.Of(step.when);
      if (answer == Answer::kUnknown) open.push_back(&step);
      if (answer == Answer::kYes) {
        last = &step;
        break;
      }
    }
    if (last == nullptr) Panic("a sound law table ends with a step that holds");
    const bool certain =
        last->gives && std::all_of(open.begin(), open.end(),
                                   [last](const Step* s) { return s->gives == last->gives; });
    if (certain) {
      const Class& found = table_.classes[*last->gives];
      out_.class_id = found.id;
      out_.class_text = found.text;
      if (last->dates) out_.applies_from = DatingOf(*last->dates).from;
      return found.shows;
    }
    NoteReview(open, *last);
    std::vector<size_t> all;
    for (size_t i = 0; i < table_.groups.size(); ++i) all.push_back(i);
    return all;
  }

  void NoteReview(const std::vector<const Step*>& open, const Step& last) {
    out_.class_id = std::string(kNeedsReview);
    out_.class_text = "A person has to look at it before it has a class.";
    for (const Step* step : open) {
      AddPossible(*step);
      Evaluation::OpenNames names;
      evaluation_.CollectOpen(step->when, &names);
      for (const auto& [name, rules] : names) {
        OpenQuestion& question = OpenAt(name, rules);
        question.changes_class = true;
        AddChange("class: " + NameOf(*step), &question);
      }
    }
    // What would be disputed is said only where nothing else is open before it.
    if (std::none_of(open.begin(), open.end(), [](const Step* step) { return step->gives; })) {
      for (const Step* step : open) out_.reasons.push_back("if it is so: " + ReasonOf(*step));
    }
    AddPossible(last);
    if (!last.gives) out_.reasons.push_back(ReasonOf(last));
    if (!out_.possible.empty() && !open.empty()) {
      std::string text = "open questions decide between";
      for (size_t i = 0; i < out_.possible.size(); ++i) {
        text += (i == 0 ? " " : ", ") + out_.possible[i];
      }
      out_.reasons.insert(out_.reasons.begin(), std::move(text));
    }
  }

  static std::string ReasonOf(const Step& step) {
    std::string text = step.reason;
    for (size_t i = 0; i < step.articles.size(); ++i) {
      text += (i == 0 ? " (" : ", ") + step.articles[i];
    }
    return text + (step.articles.empty() ? "" : ")");
  }

  void AddPossible(const Step& step) {
    if (!step.gives) return;
    const std::string& id = table_.classes[*step.gives].id;
    if (std::find(out_.possible.begin(), out_.possible.end(), id) == out_.possible.end()) {
      out_.possible.push_back(id);
    }
  }

  Dating DatingOf(size_t index) {
    Dating out;
    for (const DatedCase& dated : table_.dates[index].cases) {
      const Answer holds = evaluation_.Of(dated.when);
      out.holds = Or(out.holds, holds);
      if (holds != Answer::kYes) continue;
      out.from = out.from ? std::min(*out.from, dated.from) : dated.from;
    }
    return out;
  }

  bool IsComing(std::optional<Date> from) const {
    return options_.as_of && from && *options_.as_of < *from;
  }

  void AddRules(size_t group) {
    for (const size_t name : table_.groups[group].rules) AddRule(name);
  }

  void AddRule(size_t name) {
    const Rule& rule = table_.RuleAt(name);
    const RuleState& state = evaluation_.Rule(name);
    const bool fires = state.fires == Answer::kYes || state.coming;
    const bool says_no = state.fires == Answer::kNo && !rule.otherwise.empty();
    if (fires || says_no) {
      FiredRule fired{rule.id,
                      table_.groups[rule.group].id,
                      rule.articles,
                      state.answered ? "answer" : "condition",
                      fires ? rule.outcome : rule.otherwise,
                      rule.question,
                      rule.note,
                      {},
                      rule.applies_from,
                      state.coming || IsComing(rule.applies_from)};
      for (const size_t exception : rule.exceptions) {
        if (fires) fired.unless.push_back(table_.names.at(exception).key);
      }
      out_.rules.push_back(std::move(fired));
    }
    if (state.asked == Answer::kNo) return;
    for (const size_t exception : rule.exceptions) AddRule(exception);
  }

  void AddTransparency() {
    for (const size_t name : table_.groups[*table_.transparency].rules) {
      if (evaluation_.Rule(name).fires != Answer::kYes) continue;
      const Rule& rule = table_.RuleAt(name);
      const std::optional<Date> from = rule.dates ? DatingOf(*rule.dates).from : rule.applies_from;
      TransparencyDuty duty{rule.id, rule.articles, rule.role, rule.duty, from, IsComing(from)};
      out_.transparency.push_back(std::move(duty));
    }
  }

  void AddRoles() {
    for (const RoleRow& row : table_.roles) {
      const Answer holds = evaluation_.Of(row.when);
      if (holds == Answer::kNo) continue;
      out_.roles.push_back({row.role, row.articles, row.text, holds == Answer::kYes});
    }
  }

  bool MayHold(const std::vector<std::string>& roles) const {
    return std::any_of(out_.roles.begin(), out_.roles.end(), [&roles](const HeldRole& held) {
      return std::find(roles.begin(), roles.end(), held.role) != roles.end();
    });
  }

  std::string TextOf(const Duty& duty) {
    for (const Wording& wording : duty.wordings) {
      if (wording.before && (!options_.as_of || *options_.as_of >= *wording.before)) continue;
      if (wording.when && evaluation_.Of(*wording.when) != Answer::kYes) continue;
      return wording.text;
    }
    return duty.text;
  }

  void AddDuty(const Duty& duty) {
    if (!MayHold(duty.roles)) return;
    const Dating dating = DatingOf(duty.dates);
    const Answer arises = And(dating.holds, duty.when ? evaluation_.Of(*duty.when) : Answer::kYes);
    if (arises == Answer::kNo) return;
    Obligation obligation{duty.id,   duty.articles,        duty.roles,    TextOf(duty),
                          duty.kind, dating.from,          duty.evidence, duty.retention,
                          duty.open, IsComing(dating.from)};
    const bool certain = arises == Answer::kYes;
    (certain ? out_.obligations : out_.possible_obligations).push_back(std::move(obligation));
    if (certain) return;
    Evaluation::OpenNames names;
    if (duty.when) evaluation_.CollectOpen(*duty.when, &names);
    if (dating.holds == Answer::kUnknown && out_.class_id != kNeedsReview) {
      for (const DatedCase& dated : table_.dates[duty.dates].cases) {
        evaluation_.CollectOpen(dated.when, &names);
      }
    }
    for (const auto& [name, rules] : names) {
      AddChange("obligation: " + duty.id, &OpenAt(name, rules));
    }
  }

  void AddAxes() {
    for (const Axis& axis : table_.axes) {
      std::string value = axis.otherwise;
      for (const AxisCase& one : axis.cases) {
        const Answer holds = evaluation_.Of(one.when);
        if (holds == Answer::kNo) continue;
        value = holds == Answer::kYes ? one.value : "unknown";
        if (holds == Answer::kUnknown) {
          Evaluation::OpenNames names;
          evaluation_.CollectOpen(one.when, &names);
          for (const auto& [name, rules] : names) {
            AddChange(axis.id + ": " + one.value, &OpenAt(name, rules));
          }
        }
        break;
      }
      out_.axes.emplace_back(axis.id, std::move(value));
    }
  }

  OpenQuestion& OpenAt(size_t name, const std::set<size_t>& rules) {
    OpenQuestion& question = open_[name];
    if (question.id.empty()) {
      const Name& of = table_.names.at(name);
      question.id = of.key;
      question.text = of.kind == NameKind::kFact ? table_.facts[of.index].question
                                                 : table_.rules[of.index].question;
    }
    for (const size_t rule : rules) {
      const std::string& id = table_.names.at(rule).key;
      if (id == question.id) continue;
      if (std::find(question.rules.begin(), question.rules.end(), id) == question.rules.end()) {
        question.rules.push_back(id);
      }
    }
    return question;
  }

  static void AddChange(std::string change, OpenQuestion* question) {
    std::vector<std::string>& changes = question->changes;
    if (std::find(changes.begin(), changes.end(), change) == changes.end()) {
      changes.push_back(std::move(change));
    }
  }

  // Those that may change the class first, then in the order of the table.
  void AddOpenQuestions() {
    const bool shows = out_.class_id == kNeedsReview || !out_.transparency.empty();
    if (table_.transparency && (shows || ShowsTransparency())) {
      for (const size_t name : table_.groups[*table_.transparency].rules) {
        if (evaluation_.Rule(name).fires != Answer::kUnknown) continue;
        Evaluation::OpenNames names;
        evaluation_.CollectOpenOfRule(name, &names);
        for (const auto& [leaf, rules] : names) {
          AddChange("transparency: " + table_.RuleAt(name).id, &OpenAt(leaf, rules));
        }
      }
    }
    for (auto& [name, question] : open_) out_.open_questions.push_back(std::move(question));
    std::stable_sort(out_.open_questions.begin(), out_.open_questions.end(),
                     [](const OpenQuestion& a, const OpenQuestion& b) {
                       return a.changes_class && !b.changes_class;
                     });
  }

  bool ShowsTransparency() const {
    const auto found = std::find_if(table_.classes.begin(), table_.classes.end(),
                                    [this](const Class& c) { return c.id == out_.class_id; });
    return found != table_.classes.end() && Contains(found->shows, *table_.transparency);
  }

  const Table& table_;
  const ClassifyOptions& options_;
  Evaluation evaluation_;
  Classification out_;
  Changes open_;
};

}  // namespace

Result<Classification> Classify(const Table& table, const Facts& facts,
                                const ClassifyOptions& options) {
  if (options.as_of && *options.as_of < table.in_force) {
    return Error{"law.as_of", "`" + FormatDate(*options.as_of) +
                                  "` is before the law was in force (" +
                                  FormatDate(table.in_force) + "); ask as of a later day"};
  }
  return Classifier(table, facts, options).Run();
}

}  // namespace reeve::oversight::law
