#include "policy/document_rights.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "policy/document_limits.h"

namespace reeve::policy {
namespace {

// By RightsWords().
enum class Then { kAllow, kNotify, kHoldByOne, kHoldByTwo, kDeny };

struct Meaning {
  const char* effect;
  const char* severity;
  const char* reason;
};
constexpr std::array<Meaning, 5> kMeanings = {{
    {"allow", "low", "This is within what the service may decide."},
    {"allow", "low", "This is within what the service may decide; somebody is told."},
    {"hold", "medium", "A colleague must approve this."},
    {"hold", "high", "Two colleagues must approve this."},
    {"deny", "high", "This is not permitted here."},
}};

constexpr std::array<std::string_view, 4> kScopeColumns = {"actions", "risk_classes", "systems",
                                                           "tenants"};
// What a row that holds may say of its approval, as `hold` of a rule.
constexpr std::array<std::string_view, 9> kHoldColumns = {
    "deadline",       "escalation",     "on_timeout", "uses", "valid",
    "distinct_units", "exclude_author", "blind",      "veto"};

YamlNode Text(std::string text, Span span) {
  YamlNode node;
  node.kind = YamlNode::Kind::kScalar;
  node.span = span;
  node.plain = true;
  node.scalar = std::move(text);
  return node;
}

YamlNode Map(Span span) {
  YamlNode node;
  node.kind = YamlNode::Kind::kMap;
  node.span = span;
  return node;
}

void Put(YamlNode* map, std::string_view key, YamlNode value) {
  const Span span = value.span;
  map->members.push_back({std::string(key), span, std::move(value)});
}

// As CEL writes a double.
std::string Double(double number) {
  std::string text = json::Compact(json::Value(number));
  if (text.find_first_of(".eE") == std::string::npos) text += ".0";
  return text;
}

constexpr double kNoAmount = -1;

// kNoAmount where the column is absent, or no amount.
double ReadAmount(const YamlNode* node, const char* what, Reporter& reporter) {
  if (node == nullptr) return kNoAmount;
  const json::Value value = ToJson(*node);
  double amount = kNoAmount;
  if (const double* real = value.as_double()) amount = *real;
  if (const int64_t* whole = value.as_int()) amount = static_cast<double>(*whole);
  if (std::isfinite(amount) && amount >= 0) return amount;
  reporter.Error("policy.value", node->span,
                 "`" + std::string(what) + "` must be a number, 0 or more, such as 500");
  return kNoAmount;
}

bool IsEntity(const std::string& name) { return !name.empty() && name[0] >= 'A' && name[0] <= 'Z'; }

std::string ListText(const std::vector<Located>& names, bool entities) {
  std::string out;
  for (const Located& name : names) {
    if (IsEntity(name.text) == entities) out += (out.empty() ? "'" : ", '") + name.text + "'";
  }
  return out;
}

class Table {
 public:
  Table(const YamlNode& node, PolicyDocument* document, Reporter& reporter)
      : node_(node), document_(*document), reporter_(reporter) {}

  void Read() {
    const MapReader map(node_, "`decision_rights`", {"stages", "currency", "rows"}, reporter_);
    if (!map.is_map()) return;
    stages_ = map.Find("stages");
    currency_ = map.Text("currency", kMaxCurrency);
    CheckPlain(currency_, "currency");
    const YamlNode* rows = map.Require("rows");
    if (rows == nullptr) return;
    if (rows->kind != YamlNode::Kind::kSequence || rows->items.empty() ||
        rows->items.size() > kMaxRightsRows) {
      reporter_.Error("policy.type", rows->span,
                      "`rows` must be a list of 1 to " + std::to_string(kMaxRightsRows) + " rows");
      return;
    }
    for (const YamlNode& row : rows->items) ReadRow(row);
    if (banded_) AddGuards();
  }

 private:
  static constexpr size_t kMaxCurrency = 16;

  void ReadRow(const YamlNode& row) {
    const MapReader map(
        row, "a row",
        {"id",       "actions",        "risk_classes", "systems",  "tenants",    "above",
         "up_to",    "data",           "then",         "by",       "to",         "title",
         "severity", "reason",         "waivable",     "deadline", "escalation", "uses",
         "valid",    "distinct_units", "veto",         "blind",    "on_timeout", "exclude_author"},
        reporter_);
    if (!map.is_map()) return;
    const YamlNode* id = map.Require("id");
    const YamlNode* word = map.Require("then");
    if (id == nullptr || word == nullptr) return;
    const auto then = ReadWord(*word, "`then`", RightsWords(), reporter_);
    if (!then) return;
    YamlNode rule = Map(row.span);
    Put(&rule, "id", *id);
    if (const YamlNode* title = map.Find("title")) Put(&rule, "title", *title);
    Put(&rule, "scope", ScopeOf(map, row.span));
    Put(&rule, "when", Text(ConditionOf(map), id->span));
    const Meaning& meaning = kMeanings[*then];
    Put(&rule, "effect", Text(meaning.effect, word->span));
    AddOutcome(map, static_cast<Then>(*then), *word, &rule);
    for (const char* key : {"severity", "reason"}) {
      const YamlNode* own = map.Find(key);
      const bool is_reason = std::string_view(key) == "reason";
      Put(&rule, key,
          own != nullptr ? *own : Text(is_reason ? meaning.reason : meaning.severity, word->span));
    }
    if (const YamlNode* waivable = map.Find("waivable")) Put(&rule, "waivable", *waivable);
    document_.rules.push_back(ReadRule(rule, document_.scope, reporter_));
  }

  // Who decides, and who is told.
  void AddOutcome(const MapReader& map, Then then, const YamlNode& word, YamlNode* rule) {
    const bool holds = then == Then::kHoldByOne || then == Then::kHoldByTwo;
    if (holds) {
      YamlNode hold = Map(word.span);
      if (const YamlNode* by = map.Require("by")) Put(&hold, "roles", *by);
      Put(&hold, "quorum", Text(then == Then::kHoldByTwo ? "2" : "1", word.span));
      for (const std::string_view key : kHoldColumns) {
        if (const YamlNode* value = map.Find(key)) Put(&hold, key, *value);
      }
      Put(rule, "hold", std::move(hold));
    } else {
      Refuse(map, {"by"}, "a row that holds");
      for (const std::string_view key : kHoldColumns) Refuse(map, {key}, "a row that holds");
    }
    const YamlNode* to = then == Then::kNotify ? map.Require("to") : map.Find("to");
    if (to == nullptr) return;
    YamlNode obligation = Map(to->span);
    Put(&obligation, "type", Text("notify", to->span));
    Put(&obligation, "to", *to);
    YamlNode obligations;
    obligations.kind = YamlNode::Kind::kSequence;
    obligations.span = to->span;
    obligations.items.push_back(std::move(obligation));
    Put(rule, "obligations", std::move(obligations));
  }

  void Refuse(const MapReader& map, std::initializer_list<std::string_view> keys,
              const std::string& owner) {
    for (const std::string_view key : keys) {
      const YamlNode* node = map.Find(key);
      if (node == nullptr) continue;
      reporter_.Error("policy.effect", node->span,
                      "`" + std::string(key) + "` belongs to " + owner);
    }
  }

  YamlNode ScopeOf(const MapReader& map, Span span) {
    YamlNode scope = Map(span);
    if (stages_ != nullptr) Put(&scope, "stages", *stages_);
    for (const std::string_view column : kScopeColumns) {
      if (const YamlNode* value = map.Find(column)) Put(&scope, column, *value);
    }
    return scope;
  }

  // Of amounts and data; the rest is scope.
  std::string ConditionOf(const MapReader& map) {
    std::vector<std::string> clauses;
    const YamlNode* above = map.Find("above");
    const YamlNode* up_to = map.Find("up_to");
    const double least = ReadAmount(above, "above", reporter_);
    const double most = ReadAmount(up_to, "up_to", reporter_);
    if (least != kNoAmount) clauses.push_back("action.amount > " + Double(least));
    if (most != kNoAmount) clauses.push_back("action.amount <= " + Double(most));
    if (least != kNoAmount && most != kNoAmount && least >= most) {
      reporter_.Error("policy.value", up_to->span,
                      "no amount is `above` " + Double(least) + " and `up_to` " + Double(most));
    }
    if (above != nullptr || up_to != nullptr) NoteBand(map, above != nullptr ? *above : *up_to);
    if (const YamlNode* data = map.Find("data")) clauses.push_back(DataClause(*data));
    if (clauses.empty()) return "true";
    std::string out;
    for (const std::string& clause : clauses) out += (out.empty() ? "" : " && ") + clause;
    return out;
  }

  // That a row measures amounts, and of which actions.
  void NoteBand(const MapReader& map, const YamlNode& where) {
    if (currency_.text.empty() && !banded_) {
      reporter_.Error("policy.missing_key", where.span,
                      "a band of amounts needs the `currency` of the table, such as `currency: "
                      "EUR` above `rows`");
    }
    banded_ = true;
    const YamlNode* actions = map.Find("actions");
    if (actions == nullptr) {
      all_actions_ = true;
      return;
    }
    for (const Located& action : ReadTexts(*actions, "`actions`", reporter_)) {
      const auto same = [&](const YamlNode& known) { return known.scalar == action.text; };
      if (std::none_of(actions_.begin(), actions_.end(), same)) {
        actions_.push_back(Text(action.text, action.span));
      }
    }
  }

  // Something of it was found. What is named is detected, and a misspelt name is reported there.
  std::string DataClause(const YamlNode& node) {
    std::vector<Located> names = ReadTexts(node, "`data`", reporter_);
    for (const Located& name : names) {
      CheckPlain(name, "data");
      const auto same = [&](const Located& known) { return known.text == name.text; };
      auto& detect = document_.detect;
      if (std::none_of(detect.begin(), detect.end(), same)) detect.push_back(name);
    }
    const std::string categories = ListText(names, false);
    const std::string entities = ListText(names, true);
    std::string out = "findings.exists(f, ";
    if (!categories.empty()) out += "f.category in [" + categories + "]";
    if (!categories.empty() && !entities.empty()) out += " || ";
    if (!entities.empty()) out += "f.entity in [" + entities + "]";
    return out + ")";
  }

  // It is written into a condition, between quotes.
  void CheckPlain(const Located& word, const char* key) {
    const auto plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '-';
    };
    if (std::all_of(word.text.begin(), word.text.end(), plain)) return;
    reporter_.Error("policy.value", word.span,
                    "`" + std::string(key) + "` is of letters, digits, `_` and `-`");
  }

  void AddGuards() {
    AddGuard(kRightsCurrency, "action.amount != 0.0 && action.currency != '" + currency_.text + "'",
             "The amount is not in " + currency_.text + ", so the limits cannot be applied to it.");
    AddGuard(kRightsNegative, "action.amount < 0.0", "The amount is below zero.");
  }

  void AddGuard(std::string_view id, std::string condition, std::string reason) {
    const Span span = currency_.text.empty() ? node_.span : currency_.span;
    YamlNode scope = Map(span);
    if (stages_ != nullptr) Put(&scope, "stages", *stages_);
    if (!all_actions_) {
      YamlNode actions;
      actions.kind = YamlNode::Kind::kSequence;
      actions.span = span;
      actions.items = actions_;
      Put(&scope, "actions", std::move(actions));
    }
    YamlNode rule = Map(span);
    Put(&rule, "id", Text(std::string(id), span));
    Put(&rule, "scope", std::move(scope));
    Put(&rule, "when", Text(std::move(condition), span));
    Put(&rule, "effect", Text("deny", span));
    Put(&rule, "severity", Text("high", span));
    Put(&rule, "reason", Text(std::move(reason), span));
    document_.rules.push_back(ReadRule(rule, document_.scope, reporter_));
  }

  const YamlNode& node_;
  PolicyDocument& document_;
  Reporter& reporter_;
  const YamlNode* stages_ = nullptr;
  Located currency_;
  bool banded_ = false;
  bool all_actions_ = false;
  std::vector<YamlNode> actions_;  // of rows with a band
};

}  // namespace

const std::vector<std::string>& RightsWords() {
  static const std::vector<std::string> kWords = {"allow", "notify", "hold by one", "hold by two",
                                                  "deny"};
  return kWords;
}

void ReadDecisionRights(const YamlNode& node, PolicyDocument* document, Reporter& reporter) {
  Table(node, document, reporter).Read();
}

}  // namespace reeve::policy
