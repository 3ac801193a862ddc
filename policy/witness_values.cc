#include "policy/witness_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "policy/compiled.h"

namespace reeve::policy {
namespace {

using Kind = Condition::Kind;

constexpr size_t kMaxConstants = 32;      // of one fact that are tried
constexpr size_t kMaxSubsetsOf = 4;       // texts of a list of which every subset is tried
constexpr size_t kMaxFindingClasses = 6;  // likewise of findings
constexpr double kExactIntegers = 9'007'199'254'740'992.0;
constexpr char kOtherText[] = "other";

constexpr std::array<std::string_view, 14> kTextFacts = {
    "tenant",       "channel",        "system.id",       "system.name", "system.purpose",
    "system.owner", "actor.id",       "actor.unit",      "subject",     "action.kind",
    "action.tool",  "action.purpose", "action.currency", "content.text"};

// What the conditions compare one fact with.
struct Seen {
  std::optional<cel::Type> type;
  std::vector<cel::Value> constants;
  std::vector<const cel::TextSet*> lists;
  bool ordered = false;  // by < and the like
  bool plain = true;     // nothing else is asked of it
};

struct FindingsSeen {
  std::set<std::string> entities;  // of any view
  std::vector<std::vector<std::string>> views;
  std::set<std::string> named;
  std::vector<cel::Value> scores;
};

std::optional<cel::Type> TypeOfAttribute(AttributeType type) {
  switch (type) {
    case AttributeType::kBool:
      return cel::Type::Bool();
    case AttributeType::kInt:
      return cel::Type::Int();
    case AttributeType::kDouble:
      return cel::Type::Double();
    case AttributeType::kString:
      return cel::Type::String();
    case AttributeType::kStringList:
      return cel::Type::List(cel::Type::String());
    case AttributeType::kTimestamp:
      break;
  }
  return std::nullopt;
}

// Nothing for what is not set by one value.
std::optional<cel::Type> TypeOfFact(const Bundle& before, const Bundle& after,
                                    const std::string& path) {
  if (path == "stage" || path == "system.risk_class") return cel::Type::String();
  if (std::find(kTextFacts.begin(), kTextFacts.end(), path) != kTextFacts.end()) {
    return cel::Type::String();
  }
  if (path == "action.amount") return cel::Type::Double();
  if (path == "content.size") return cel::Type::Int();
  if (path == "action.consequential") return cel::Type::Bool();
  if (path == "actor.roles") return cel::Type::List(cel::Type::String());
  if (!path.starts_with("context.")) return std::nullopt;
  const Attribute* a = before.FindAttribute(path.substr(8));
  const Attribute* b = after.FindAttribute(path.substr(8));
  if (a == nullptr && b == nullptr) return std::nullopt;
  if (a != nullptr && b != nullptr && a->type != b->type) return std::nullopt;
  return TypeOfAttribute((a == nullptr ? b : a)->type);
}

double AsDouble(const cel::Value& value) {
  if (value.Is(cel::Kind::kInt)) return static_cast<double>(value.as_int());
  if (value.Is(cel::Kind::kUint)) return static_cast<double>(value.as_uint());
  return value.as_double();
}

std::vector<double> NumbersOf(const std::vector<cel::Value>& constants) {
  std::set<double> numbers;
  for (const cel::Value& value : constants) {
    if (value.IsNumeric() && std::isfinite(AsDouble(value))) numbers.insert(AsDouble(value));
  }
  return {numbers.begin(), numbers.end()};
}

// Each number, one between any two, one below and one above.
std::vector<double> WithNeighbours(const std::vector<double>& numbers) {
  if (numbers.empty()) return {0, 1000};
  std::vector<double> out = {numbers[0] > 0 ? numbers[0] / 2 : numbers[0] - 1};
  for (size_t i = 0; i < numbers.size(); ++i) {
    out.push_back(numbers[i]);
    const bool last = i + 1 == numbers.size();
    out.push_back(last ? numbers[i] + 1 : numbers[i] + (numbers[i + 1] - numbers[i]) / 2);
  }
  return out;
}

std::vector<int64_t> WholeNeighbours(const std::vector<double>& numbers) {
  std::set<int64_t> out = {0};
  for (const double number : numbers) {
    for (const double near :
         {std::floor(number) - 1, std::floor(number), std::ceil(number), std::ceil(number) + 1}) {
      out.insert(static_cast<int64_t>(near));
    }
  }
  return {out.begin(), out.end()};
}

bool IsConstant(std::string_view text, const std::set<std::string>& constants) {
  return constants.contains(std::string(text));
}

class Collector {
 public:
  Collector(const Bundle& before, const Bundle& after) : before_(before), after_(after) {}

  void Visit(const Condition& condition) {
    switch (condition.kind) {
      case Kind::kConstant:
        return;
      case Kind::kAll:
      case Kind::kAny:
        for (const Condition& part : condition.parts) Visit(part);
        return;
      case Kind::kExists:
      case Kind::kForAll:
        return VisitQuantifier(condition);
      default:
        return VisitAtom(condition);
    }
  }

  WitnessValues Finish() {
    WitnessValues out;
    out.complete = complete_;
    for (const auto& [path, seen] : facts_) {
      FactValues values{path, ValuesOf(path, seen, &out.complete)};
      if (path.starts_with("context.")) values.values.emplace_back(nullptr);
      out.facts.push_back(std::move(values));
    }
    if (reads_findings_) out.facts.push_back({"findings", FindingValues(&out.complete)});
    AddOthers(before_, &out.others);
    AddOthers(after_, &out.others);
    return out;
  }

 private:
  void VisitAtom(const Condition& atom) {
    const bool is_presence = atom.kind == Kind::kOther && atom.subject.starts_with("has(context.");
    const bool is_plain = atom.path && (atom.kind != Kind::kOther || is_presence) &&
                          TypeOfFact(before_, after_, *atom.path).has_value();
    if (is_plain) {
      Seen& seen = At(*atom.path);
      seen.ordered |= atom.kind == Kind::kOrder;
      Add(atom, &seen);
      return;
    }
    complete_ = false;
    for (const std::string& path : atom.paths) {
      if (path == "findings") VisitFindings(atom);
      if (!TypeOfFact(before_, after_, path)) continue;
      Seen& seen = At(path);
      seen.plain = false;
      Add(atom, &seen);
    }
  }

  static void Add(const Condition& atom, Seen* seen) {
    for (const auto* values : {&atom.constants, &atom.literals}) {
      seen->constants.insert(seen->constants.end(), values->begin(), values->end());
    }
    for (const auto& [name, texts] : atom.lists) seen->lists.push_back(texts);
  }

  Seen& At(const std::string& path) {
    Seen& seen = facts_[path];
    seen.type = TypeOfFact(before_, after_, path);
    return seen;
  }

  void VisitFindings(const Condition& atom) {
    reads_findings_ = true;
    findings_.entities.insert(atom.entities.begin(), atom.entities.end());
    findings_.views.push_back(atom.entities);
  }

  void VisitQuantifier(const Condition& quantifier) {
    if (quantifier.path != "findings") {
      complete_ = false;
      for (const std::string& path : quantifier.paths) {
        if (TypeOfFact(before_, after_, path)) AddLiterals(quantifier.parts[0], &At(path));
      }
    } else {
      VisitFindings(quantifier);
    }
    VisitBody(quantifier.parts[0], quantifier);
  }

  static void AddLiterals(const Condition& body, Seen* seen) {
    Add(body, seen);
    seen->plain = false;
    for (const Condition& part : body.parts) AddLiterals(part, seen);
  }

  void VisitBody(const Condition& body, const Condition& quantifier) {
    if (body.kind == Kind::kConstant) return;
    if (body.kind == Kind::kAll || body.kind == Kind::kAny) {
      for (const Condition& part : body.parts) VisitBody(part, quantifier);
      return;
    }
    const bool is_local = body.subject.starts_with(quantifier.variable + ".");
    const std::string field =
        is_local ? body.subject.substr(quantifier.variable.size() + 1) : std::string();
    if (body.kind == Kind::kIn && (field == "entity" || field == "category")) {
      for (const cel::Value& value : body.constants) {
        if (field == "entity") findings_.named.emplace(value.as_text());
      }
    } else if ((body.kind == Kind::kIn || body.kind == Kind::kOrder) && field == "score") {
      findings_.scores.insert(findings_.scores.end(), body.constants.begin(), body.constants.end());
    } else {
      complete_ = false;
      if (!body.paths.empty()) Visit(body);
    }
  }

  std::vector<json::Value> ValuesOf(const std::string& path, const Seen& seen, bool* complete) {
    if (seen.constants.size() > kMaxConstants || !seen.plain) *complete = false;
    if (seen.type == cel::Type::Bool()) return {true, false};
    if (seen.type == cel::Type::Double() || seen.type == cel::Type::Int()) {
      return Numbers(seen, complete);
    }
    if (path == "stage" || path == "system.risk_class") return ClosedSet(path);
    const std::vector<std::string> texts = Texts(seen, complete);
    if (seen.type == cel::Type::String()) return {texts.begin(), texts.end()};
    return TextLists(texts, complete);
  }

  static std::vector<json::Value> Numbers(const Seen& seen, bool* complete) {
    std::vector<double> numbers = NumbersOf(seen.constants);
    if (std::any_of(numbers.begin(), numbers.end(),
                    [](double n) { return std::abs(n) >= kExactIntegers; })) {
      *complete = false;
      std::erase_if(numbers, [](double n) { return std::abs(n) >= kExactIntegers; });
    }
    if (numbers.size() > kMaxConstants) numbers.resize(kMaxConstants);
    if (seen.type == cel::Type::Double()) {
      const std::vector<double> values = WithNeighbours(numbers);
      return {values.begin(), values.end()};
    }
    const std::vector<int64_t> values = WholeNeighbours(numbers);
    return {values.begin(), values.end()};
  }

  static std::vector<json::Value> ClosedSet(const std::string& path) {
    std::vector<json::Value> out;
    for (size_t i = 0; path == "stage" && i < kStageCount; ++i) {
      out.emplace_back(StageName(static_cast<Stage>(i)));
    }
    for (size_t i = 0; path != "stage" && i < kRiskClassCount; ++i) {
      out.emplace_back(RiskClassName(static_cast<RiskClass>(i)));
    }
    return out;
  }

  // The constants, one text of each class of those in lists, and one that is in none of them.
  static std::vector<std::string> Texts(const Seen& seen, bool* complete) {
    if (seen.ordered) *complete = false;
    std::set<std::string> constants;
    for (const cel::Value& value : seen.constants) {
      if (!value.Is(cel::Kind::kString)) continue;
      if (constants.size() == kMaxConstants) break;
      constants.emplace(value.as_text());
    }
    std::map<std::vector<bool>, std::string_view> classes;  // by the lists that have it
    for (const cel::TextSet* list : seen.lists) {
      for (size_t i = 0; i < list->size(); ++i) {
        if (IsConstant(list->text(i), constants)) continue;
        std::vector<bool> in;
        for (const cel::TextSet* other : seen.lists) in.push_back(other->Contains(list->text(i)));
        classes.try_emplace(std::move(in), list->text(i));
      }
    }
    std::vector<std::string> out(constants.begin(), constants.end());
    for (const auto& [in, text] : classes) out.emplace_back(text);
    std::string other = kOtherText;
    const auto is_taken = [&](const std::string& text) {
      return IsConstant(text, constants) ||
             std::any_of(seen.lists.begin(), seen.lists.end(),
                         [&](const cel::TextSet* list) { return list->Contains(text); });
    };
    while (is_taken(other)) other += "-x";
    out.push_back(std::move(other));
    return out;
  }

  static std::vector<json::Value> TextLists(const std::vector<std::string>& texts, bool* complete) {
    std::vector<json::Value> out;
    if (texts.size() <= kMaxSubsetsOf + 1) {
      for (size_t bits = 0; bits < size_t{1} << (texts.size() - 1); ++bits) {
        json::Array some;
        for (size_t i = 0; i + 1 < texts.size(); ++i) {
          if ((bits >> i & 1) != 0) some.emplace_back(texts[i]);
        }
        out.emplace_back(std::move(some));
      }
      return out;
    }
    *complete = false;
    out.emplace_back(json::Array());
    for (const std::string& text : texts) out.emplace_back(json::Array{text});
    out.emplace_back(json::Array(texts.begin(), texts.end()));
    return out;
  }

  // One entity of each class: named ones alone, others by who sees them and by category.
  std::vector<std::string> EntitiesToTry() const {
    std::vector<std::string> out;
    std::set<std::pair<std::string, std::vector<bool>>> others;
    for (const std::string& entity : findings_.entities) {
      std::vector<bool> seen_by;
      for (const auto& view : findings_.views) {
        seen_by.push_back(std::binary_search(view.begin(), view.end(), entity));
      }
      const bool is_named = findings_.named.contains(entity);
      if (is_named || others.emplace(CategoryIn(entity), std::move(seen_by)).second) {
        out.push_back(entity);
      }
    }
    return out;
  }

  std::string CategoryIn(const std::string& entity) const {
    for (const Bundle* bundle : {&before_, &after_}) {
      for (const auto& view : bundle->compiled().views) {
        for (const KnownEntity& known : view->key().entities) {
          if (known.name == entity) return known.category;
        }
      }
    }
    return {};
  }

  std::vector<json::Value> FindingValues(bool* complete) const {
    std::set<double> scores;
    if (findings_.scores.empty()) scores = {1.0};
    for (const double score : WithNeighbours(NumbersOf(findings_.scores))) {
      if (!findings_.scores.empty()) scores.insert(std::clamp(score, 0.0, 1.0));
    }
    json::Array classes;
    for (const std::string& entity : EntitiesToTry()) {
      for (const double score : scores) {
        classes.push_back(json::Object{{"entity", entity}, {"score", score}});
      }
    }
    // Not `= {json::Array()}`: compilers differ on whether that is an element or the whole.
    std::vector<json::Value> out;
    out.emplace_back(json::Array());
    if (classes.size() > kMaxFindingClasses) {
      *complete = false;
      for (const json::Value& finding : classes) out.emplace_back(json::Array{finding});
      out.emplace_back(std::move(classes));
      return out;
    }
    for (size_t bits = 1; bits < size_t{1} << classes.size(); ++bits) {
      json::Array some;
      for (size_t i = 0; i < classes.size(); ++i) {
        if ((bits >> i & 1) != 0) some.push_back(classes[i]);
      }
      out.emplace_back(std::move(some));
    }
    return out;
  }

  void AddOthers(const Bundle& bundle, json::Object* out) const {
    for (const Attribute& attribute : bundle.attributes()) {
      if (facts_.contains("context." + attribute.name)) continue;
      switch (attribute.type) {
        case AttributeType::kBool:
          out->Set(attribute.name, false);
          break;
        case AttributeType::kInt:
          out->Set(attribute.name, 0);
          break;
        case AttributeType::kDouble:
          out->Set(attribute.name, 0.0);
          break;
        case AttributeType::kString:
          out->Set(attribute.name, "");
          break;
        case AttributeType::kStringList:
          out->Set(attribute.name, json::Array());
          break;
        case AttributeType::kTimestamp:
          out->Set(attribute.name, "2026-01-01T00:00:00Z");
          break;
      }
    }
  }

  const Bundle& before_;
  const Bundle& after_;
  std::map<std::string, Seen> facts_;
  FindingsSeen findings_;
  bool reads_findings_ = false;
  bool complete_ = true;
};

std::string_view* TextFact(Facts* facts, const std::string& path) {
  const std::array<std::string_view*, kTextFacts.size()> places = {
      &facts->tenant,          &facts->channel,      &facts->system.id,   &facts->system.name,
      &facts->system.purpose,  &facts->system.owner, &facts->actor.id,    &facts->actor.unit,
      &facts->subject,         &facts->action.kind,  &facts->action.tool, &facts->action.purpose,
      &facts->action.currency, &facts->content.text};
  const auto found = std::find(kTextFacts.begin(), kTextFacts.end(), path);
  return found == kTextFacts.end() ? nullptr
                                   : places[static_cast<size_t>(found - kTextFacts.begin())];
}

}  // namespace

WitnessValues RepresentativeValues(const Bundle& before, const Bundle& after,
                                   const std::vector<const Condition*>& conditions) {
  Collector collector(before, after);
  for (const Condition* condition : conditions) collector.Visit(*condition);
  return collector.Finish();
}

WitnessRequest::WitnessRequest(const Bundle& before, const Bundle& after)
    : before_(before), after_(after) {}

void WitnessRequest::Clear(const json::Object& others) {
  context_ = others;
  facts_ = {};
  facts_.context = &context_;
}

void WitnessRequest::Set(const std::string& path, const json::Value& value) {
  if (path.starts_with("context.")) {
    if (!value.is_null()) context_.Set(path.substr(8), value);
  } else if (std::string_view* text = TextFact(&facts_, path)) {
    *text = *value.as_string();
  } else if (path == "stage") {
    facts_.stage = *StageFromName(*value.as_string());
  } else if (path == "system.risk_class") {
    facts_.system.risk_class = *RiskClassFromName(*value.as_string());
  } else if (path == "action.amount") {
    facts_.action.amount = *value.as_double();
  } else if (path == "action.consequential") {
    facts_.action.consequential = *value.as_bool();
  } else if (path == "content.size") {
    facts_.content.size = static_cast<uint64_t>(std::max<int64_t>(*value.as_int(), 0));
  } else if (path == "actor.roles") {
    for (const json::Value& role : *value.as_array()) {
      facts_.actor.roles.emplace_back(*role.as_string());
    }
  } else if (path == "findings") {
    SetFindings(*value.as_array());
  }
}

std::string_view WitnessRequest::CategoryOf(std::string_view entity) const {
  for (const Bundle* bundle : {&before_, &after_}) {
    for (const auto& view : bundle->compiled().views) {
      for (const KnownEntity& known : view->key().entities) {
        if (known.name == entity) return known.category;
      }
    }
  }
  return {};
}

void WitnessRequest::SetFindings(const json::Array& findings) {
  for (const json::Value& finding : findings) {
    const std::string_view entity = *finding.Find("entity")->as_string();
    facts_.findings.push_back({entity, CategoryOf(entity), "pattern",
                               *finding.Find("score")->as_double(), "/content/text"});
  }
}

}  // namespace reeve::policy
