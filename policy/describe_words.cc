#include "policy/describe_words.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "policy/cel/english_words.h"
#include "policy/review_terms.h"

namespace reeve::policy {
namespace {

struct FactWords {
  std::string_view path;
  std::string_view term;
  std::string_view holds = "";
  std::string_view fails = "";
};

constexpr std::array kFacts = {
    FactWords{"interaction", "the id of the interaction"},
    FactWords{"stage", "the stage"},
    FactWords{"tenant", "the tenant"},
    FactWords{"channel", "the channel"},
    FactWords{"system.id", "the system"},
    FactWords{"system.name", "the name of the system"},
    FactWords{"system.purpose", "the registered purpose of the system"},
    FactWords{"system.owner", "the owner of the system"},
    FactWords{"system.risk_class", "the risk class of the system"},
    FactWords{"actor.id", "the id of who asks"},
    FactWords{"actor.roles", "the roles of who asks"},
    FactWords{"actor.unit", "the unit of who asks"},
    FactWords{"subject", "the person concerned"},
    FactWords{"action.kind", "the kind of action"},
    FactWords{"action.tool", "the tool"},
    FactWords{"action.purpose", "the purpose of the action"},
    FactWords{"action.currency", "the currency"},
    FactWords{"action.consequential", "whether the action is consequential",
              "the action has legal or similarly significant effect on a person",
              "the action has no legal or similarly significant effect on a person"},
    FactWords{"action.amount", "the amount"},
    FactWords{"action.arguments", "the arguments of the tool"},
    FactWords{"content.text", "the text"},
    FactWords{"content.size", "the size of the text in bytes"},
    FactWords{"content.messages", "the messages"},
    FactWords{"findings", "the findings"},
    FactWords{"now", "the time of the decision"},
};

cel::EnglishPhrase Named(std::string_view before, std::string_view name) {
  return {std::string(before) + std::string(name), "", ""};
}

std::string StageNoun(Stage stage) {
  switch (stage) {
    case Stage::kInput:
      return "prompt";
    case Stage::kOutput:
      return "answer";
    case Stage::kToolCall:
      return "tool call";
    case Stage::kToolResult:
      break;
  }
  return "tool result";
}

struct ScopeNoun {
  ScopeKey key;
  std::string_view noun;
};
constexpr std::array<ScopeNoun, kScopeKeyCount> kScopeNouns = {{{ScopeKey::kSystem, "system"},
                                                                {ScopeKey::kAction, "action"},
                                                                {ScopeKey::kTool, "tool"},
                                                                {ScopeKey::kTenant, "tenant"},
                                                                {ScopeKey::kChannel, "channel"}}};

std::vector<std::string> StagesOf(const Scope& scope, std::string_view ending) {
  std::vector<std::string> out;
  for (size_t i = 0; i < kStageCount; ++i) {
    if ((scope.stages & (1u << i)) != 0) {
      out.push_back(StageNoun(static_cast<Stage>(i)) + std::string(ending));
    }
  }
  return out;
}

std::string HoldWords(const HoldTerms& hold) {
  const std::string roles =
      (hold.roles.size() == 1 ? " with the role " : " with one of the roles ") +
      Joined(hold.roles, "or");
  if (hold.quorum == 1) return "waits for the approval of one person" + roles;
  return "waits for the approvals of " + std::to_string(hold.quorum) + " different persons" + roles;
}

std::string Spoken(const std::string& entity, const EntityTitle& title) {
  const std::string words = title(entity);
  return words.empty() ? entity : words;
}

struct MethodPhrase {
  std::string instead;    // what stands in place of a value
  std::string more = "";  // and what there is to say of it
};

MethodPhrase MaskWords(const RedactTerms& redact) {
  const MaskTerms& mask = redact.mask;
  const std::string sign =
      redact.character == kDefaultMaskCharacter ? "stars" : "characters `" + redact.character + "`";
  std::vector<std::string> stays;
  if (mask.keep_first > 0) stays.push_back("the first " + std::to_string(mask.keep_first));
  if (mask.keep_last.value_or(0) > 0) {
    stays.push_back("the last " + std::to_string(*mask.keep_last));
  }
  if (!mask.keep_last) stays.emplace_back("of some kinds the last four");
  if (mask.keep_separators) stays.emplace_back("what separates letters");
  if (mask.count > 0) {
    stays.push_back("all but the " + std::string(mask.from_end ? "last " : "first ") +
                    std::to_string(mask.count) + " characters");
  }
  if (stays.empty()) return {sign};
  return {sign, " (" + Joined(stays, "and") + " stay readable)"};
}

std::string RestoreWords(const RestoreTerms& restore) {
  std::vector<std::string> where;
  if (restore.output) where.emplace_back("answers");
  if (restore.tool_call) where.emplace_back("tool calls");
  if (where.empty()) return "";
  return " (and the value comes back in " + Joined(where, "and") + " of the same interaction)";
}

MethodPhrase MethodWords(const RedactTerms& redact) {
  const std::string& first = redact.entities.front();
  switch (redact.redact_operator) {
    case RedactOperator::kMask:
      return MaskWords(redact);
    case RedactOperator::kGeneralise:
      return {"a coarser value"};
    case RedactOperator::kSurrogate:
      return {"a made-up value of the same form"};
    case RedactOperator::kEncrypt:
      return {"a token such as <" + first + ":...>", RestoreWords(redact.restore)};
    case RedactOperator::kHash:
      return {"a digest"};
    case RedactOperator::kToken:
      return {"a token such as <" + first + "#...>"};
    case RedactOperator::kNumber:
      return {"a numbered label such as <" + first + "_1>"};
    case RedactOperator::kLabel:
      return {"a label such as <" + first + ">"};
    case RedactOperator::kReplace:
      return {"the text `" + redact.text + "`"};
    case RedactOperator::kRemove:
      return {"nothing"};
  }
  return {""};
}

std::string RedactWords(const RedactTerms& redact, const EntityTitle& title) {
  std::vector<std::string> words;
  for (const std::string& entity : redact.entities) words.push_back(Spoken(entity, title));
  const MethodPhrase phrase = MethodWords(redact);
  return "is passed on with " + phrase.instead + " in place of every " + Joined(words, "and") +
         phrase.more;
}

}  // namespace

std::string OwnEntityWords(const OwnEntity& entity) {
  constexpr size_t kShownTerms = 8;
  const auto quoted = [](const std::vector<std::string>& texts, std::string_view last) {
    std::vector<std::string> shown;
    for (const std::string& text : texts) {
      if (shown.size() < kShownTerms) shown.push_back("`" + text + "`");
    }
    const size_t more = texts.size() - shown.size();
    if (more > 0) shown.push_back(std::to_string(more) + " more");
    return Joined(shown, more > 0 ? "and" : last);
  };
  std::string out = entity.title.empty() ? entity.name : entity.title + " (" + entity.name + ")";
  out += ", of category " + entity.category + ": ";
  std::vector<std::string> what;
  if (!entity.patterns.empty()) {
    what.push_back(
        "what matches " + quoted(entity.patterns, "or") +
        (entity.check.empty() ? "" : " with a right check digit (" + entity.check + ")"));
  }
  if (!entity.terms.empty()) what.push_back("the words " + quoted(entity.terms, "or"));
  if (!entity.list.empty()) what.push_back("the entries of the list " + entity.list);
  out += Joined(what, "or");
  if (entity.exact_case) out += ", written exactly so";
  if (!entity.words.empty()) {
    out += (entity.needs_word ? "; only beside " : "; more certain beside ") +
           quoted(entity.words, "or");
  }
  char score[16];
  std::snprintf(score, sizeof score, "%.2f", entity.score);
  return out + "; score " + score;
}

std::string Joined(const std::vector<std::string>& items, std::string_view last) {
  return cel::Listed(items, last);
}

std::optional<cel::EnglishPhrase> PhraseOfFact(std::string_view path,
                                               const std::vector<Parameter>& parameters) {
  const auto fact = std::find_if(kFacts.begin(), kFacts.end(),
                                 [path](const FactWords& words) { return words.path == path; });
  if (fact != kFacts.end()) {
    return cel::EnglishPhrase{std::string(fact->term), std::string(fact->holds),
                              std::string(fact->fails)};
  }
  const auto below = [path](std::string_view root) {
    const bool is = path.starts_with(root) && path.find('.', root.size()) == std::string::npos;
    return is ? path.substr(root.size()) : std::string_view();
  };
  if (const auto name = below("context."); !name.empty()) return Named("the attribute ", name);
  if (const auto name = below("action.arguments."); !name.empty()) {
    return Named("the argument ", name);
  }
  if (const auto name = below("lists."); !name.empty()) {
    return Named("the entries of the list ", name);
  }
  const std::string_view name = below("parameters.");
  for (const Parameter& parameter : parameters) {
    if (parameter.name != name) continue;
    return Named("the parameter ", parameter.name + " (" + ParameterText(parameter.value) + ")");
  }
  return std::nullopt;
}

std::string FoundWords(const std::vector<std::string>& entities, bool found,
                       const EntityTitle& title) {
  std::vector<std::string> words;
  for (const std::string& entity : entities) {
    const std::string spoken = Spoken(entity, title);
    const bool vowel = std::string_view("aeiouAEIO").find(spoken[0]) != std::string_view::npos;
    words.push_back((found ? vowel ? "an " : "a " : "no ") + spoken);
  }
  return Joined(words, found ? "or" : "and") + " is found";
}

std::string ScopeWords(const Scope& scope) {
  std::vector<std::string> parts;
  if (scope.stages != kAnyStage) parts.push_back(Joined(StagesOf(scope, "s"), "and"));
  for (const ScopeNoun& noun : kScopeNouns) {
    const auto& values = scope.values[static_cast<size_t>(noun.key)];
    if (values.empty()) continue;
    parts.push_back("only the " + std::string(noun.noun) + (values.size() > 1 ? "s " : " ") +
                    Joined(values, "and"));
  }
  if (scope.risk_classes != kAnyRiskClass) {
    std::vector<std::string> classes;
    for (size_t i = 0; i < kRiskClassCount; ++i) {
      if ((scope.risk_classes & (1u << i)) == 0) continue;
      classes.emplace_back(RiskClassName(static_cast<RiskClass>(i)));
    }
    parts.push_back("only systems of the risk class " + Joined(classes, "or"));
  }
  if (parts.empty()) return "everywhere";
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

std::string NounOf(const Scope& scope) {
  const std::vector<std::string> stages = StagesOf(scope, "");
  return stages.size() == 1 ? stages.front() : "request";
}

std::string OutcomeWords(const Rule& rule, const EntityTitle& title) {
  switch (rule.effect) {
    case Effect::kAllow:
      return "is allowed";
    case Effect::kRedact:
      return RedactWords(rule.redact, title);
    case Effect::kHold:
      return HoldWords(rule.hold);
    case Effect::kDeny:
      break;
  }
  return "is refused";
}

std::string_view EffectWord(Effect effect) {
  constexpr std::array<std::string_view, 4> kWords = {"allowed", "redacted", "held", "refused"};
  return kWords[static_cast<size_t>(effect)];
}

std::string ReviewWords(const ReviewTerms& terms) {
  return "have " + (terms.share == kWholeShare ? "each" : ShareText(terms.share) + " of them") +
         " reviewed by a person with the role " + terms.role + " within " +
         DurationWords(terms.within);
}

std::string ObligationWords(const Obligation& obligation) {
  switch (obligation.type) {
    case ObligationType::kNotify:
      return "notify " + obligation.value;
    case ObligationType::kLabelOutput:
      return "label the output: " + obligation.value;
    case ObligationType::kAddDisclosure:
      return "add this disclosure: " + obligation.value;
    case ObligationType::kLogContent:
      return "keep the content, encrypted, outside of the record";
    case ObligationType::kReview:
      return ReviewWords(ParseReviewTerms(obligation.value).value_or(ReviewTerms()));
    case ObligationType::kRoute:
      break;
  }
  return "send it to " + obligation.value + " instead";
}

std::string TypeWords(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kWords = {
      {{"bool", "true or false"},
       {"int", "a whole number"},
       {"double", "a number"},
       {"string", "a text"},
       {"list<string>", "a list of texts"},
       {"timestamp", "a time"},
       {"duration", "a length of time"}}};
  for (const auto& [name, words] : kWords) {
    if (name == type) return std::string(words);
  }
  return std::string(type);
}

std::string DurationWords(std::chrono::seconds duration) {
  struct Unit {
    int64_t seconds;
    int64_t least;  // below so many, a smaller unit is used
    std::string_view name;
  };
  constexpr std::array<Unit, 4> kUnits = {
      {{86'400, 2, "day"}, {3600, 1, "hour"}, {60, 1, "minute"}, {1, 0, "second"}}};
  const int64_t count = duration.count();
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [count](const Unit& u) {
    return count % u.seconds == 0 && count / u.seconds >= u.least;
  });
  const int64_t number = count / unit->seconds;
  return std::to_string(number) + " " + std::string(unit->name) + (number == 1 ? "" : "s");
}

}  // namespace reeve::policy
