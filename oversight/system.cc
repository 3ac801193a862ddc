#include "oversight/system.h"

#include <algorithm>
#include <array>
#include <utility>

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::array<std::string_view, kSystemStateCount> kStateNames = {
    "active", "halted", "retired", "proposed", "in_review", "approved", "restricted", "suspended"};
constexpr std::array<std::string_view, 4> kRoleNames = {"", "provider", "deployer",
                                                        "provider_and_deployer"};
constexpr std::array<std::string_view, 2> kDriftNames = {"deny", "alarm"};
constexpr std::array<std::string_view, 5> kDocumentNames = {"fria", "dpia", "worker_notice",
                                                            "training", "other"};
constexpr std::string_view kDigestPrefix = "sha256:";
constexpr size_t kDigestBytes = 7 + 64;
constexpr size_t kDayLetters = 10;  // "2027-06-30"
constexpr std::chrono::hours kDay{24};

// Of a name that was read out of these.
template <typename Enum, size_t kCount>
Enum FromName(const std::array<std::string_view, kCount>& names, std::string_view name) {
  return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

template <size_t kCount>
std::vector<std::string> Words(const std::array<std::string_view, kCount>& names) {
  std::vector<std::string> words;
  words.reserve(kCount);
  for (const std::string_view name : names) {
    if (!name.empty()) words.emplace_back(name);
  }
  return words;
}

const std::vector<std::string>& RiskClassWords() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> words;
    for (size_t i = 0; i < policy::kRiskClassCount; ++i) {
      words.emplace_back(policy::RiskClassName(static_cast<policy::RiskClass>(i)));
    }
    return words;
  }();
  return kWords;
}

// The lists of names, for one loop over all of them.
struct ListMember {
  std::string_view key;
  std::vector<std::string> System::*list;
};
constexpr std::array<ListMember, 6> kLists = {{{"purposes", &System::purposes},
                                               {"models", &System::models},
                                               {"tools", &System::tools},
                                               {"data_categories", &System::data_categories},
                                               {"regions", &System::regions},
                                               {"affected_groups", &System::affected_groups}}};
struct TextMember {
  std::string_view key;
  std::string System::*text;
  bool may_be_empty;
};
constexpr std::array<TextMember, 5> kTexts = {{{"name", &System::name, false},
                                               {"owner", &System::owner, false},
                                               {"purpose", &System::purpose, false},
                                               {"version", &System::version, true},
                                               {"deputy", &System::deputy, true}}};

void ReadText(ObjectReader& reader, const TextMember& member, System* system) {
  const json::Value* value = reader.Any(member.key);
  if (value == nullptr) return;
  std::string text = reader.String(
      member.key, member.may_be_empty ? Need::kOptional : Need::kRequired, kMaxSystemFieldBytes);
  system->*member.text = std::move(text);
}

void ReadList(ObjectReader& reader, const ListMember& member, System* system) {
  if (reader.Any(member.key) == nullptr) return;
  std::vector<std::string> items =
      reader.Strings(member.key, kMaxSystemListItems, kMaxSystemItemBytes);
  for (size_t i = 0; i < items.size(); ++i) {
    const bool twice = std::find(items.begin(), items.begin() + static_cast<ptrdiff_t>(i),
                                 items[i]) != items.begin() + static_cast<ptrdiff_t>(i);
    if (!items[i].empty() && !twice) continue;
    reader.Fail("json.value", member.key,
                twice ? "`" + items[i] + "` stands twice in `" + std::string(member.key) + "`"
                      : "an item of `" + std::string(member.key) + "` is empty");
  }
  system->*member.list = std::move(items);
}

void ReadReviewDue(ObjectReader& reader, System* system) {
  if (reader.Any("review_due") == nullptr) return;
  const std::string text = reader.String("review_due", Need::kOptional, kMaxSystemFieldBytes);
  if (text.empty()) {
    system->review_due.reset();
    return;
  }
  const Result<Timestamp> day = ParseDay(text);
  if (day.ok()) {
    system->review_due = *day;
  } else {
    reader.Fail(day.error().code, "review_due", day.error().message);
  }
}

std::string Named(const System& system) { return "the system `" + system.id + "` "; }

std::optional<Error> StandstillOfState(const System& system) {
  switch (system.state) {
    case SystemState::kHalted:
      return Error{"system.halted", Named(system) + "is halted"};
    case SystemState::kRetired:
      return Error{"system.retired", Named(system) + "is retired"};
    case SystemState::kSuspended:
      return Error{"system.suspended", Named(system) + "is suspended"};
    case SystemState::kProposed:
    case SystemState::kInReview:
    case SystemState::kApproved:
      return Error{"system.not_active", Named(system) + "is not active: it is " +
                                            std::string(SystemStateName(system.state))};
    case SystemState::kActive:
    case SystemState::kRestricted:
      break;
  }
  return std::nullopt;
}

Error UndeclaredPurpose(const System& system, std::string_view purpose) {
  if (purpose.empty()) {
    return {"system.purpose_missing", Named(system) +
                                          "declares its purposes, and the request names none: "
                                          "send `action.purpose`"};
  }
  return {"system.purpose_drift", Named(system) + "does not declare the purpose `" +
                                      std::string(purpose) +
                                      "`: it would be another use than the one it was classified "
                                      "for (Art. 25(1)(c))"};
}

}  // namespace

std::string_view SystemStateName(SystemState state) {
  return kStateNames[static_cast<size_t>(state)];
}

std::optional<SystemState> SystemStateFromName(std::string_view name) {
  const auto found = std::find(kStateNames.begin(), kStateNames.end(), name);
  if (found == kStateNames.end()) return std::nullopt;
  return static_cast<SystemState>(found - kStateNames.begin());
}

std::string_view SystemRoleName(SystemRole role) { return kRoleNames[static_cast<size_t>(role)]; }

std::string_view PurposeDriftName(PurposeDrift drift) {
  return kDriftNames[static_cast<size_t>(drift)];
}

std::string_view DocumentKindName(DocumentKind kind) {
  return kDocumentNames[static_cast<size_t>(kind)];
}

std::optional<Error> Standstill(const System& system) {
  if (auto standstill = StandstillOfState(system)) return standstill;
  if (system.risk_class == policy::RiskClass::kUnclassified) {
    return Error{"system.unclassified",
                 Named(system) + "has no risk class under the EU AI Act yet"};
  }
  return std::nullopt;
}

std::optional<Error> Standstill(const System& system, const SystemUse& use, Timestamp now) {
  if (auto standstill = Standstill(system)) return standstill;
  if (system.review_due && now >= *system.review_due + kDay) {
    return Error{"system.review_overdue",
                 Named(system) + "was to be reviewed by " + FormatDay(*system.review_due)};
  }
  if (system.state == SystemState::kRestricted && (use.consequential || use.calls_tool)) {
    return Error{"system.restricted",
                 Named(system) + "is restricted: it may " +
                     (use.consequential ? "take no consequential action" : "call no tool")};
  }
  if (system.purpose_drift == PurposeDrift::kDeny && IsUndeclared(system, use.purpose)) {
    return UndeclaredPurpose(system, use.purpose);
  }
  return std::nullopt;
}

bool IsUndeclared(const System& system, std::string_view purpose) {
  const auto& declared = system.purposes;
  return !declared.empty() &&
         std::find(declared.begin(), declared.end(), purpose) == declared.end();
}

json::Object ToJson(const SystemDocument& document) {
  json::Object out{{"kind", DocumentKindName(document.kind)}, {"digest", document.digest}};
  if (!document.link.empty()) out.Add("link", document.link);
  if (!document.title.empty()) out.Add("title", document.title);
  return out;
}

json::Object ToJson(const System& system) {
  json::Object out;
  out.Add("id", system.id)
      .Add("tenant", system.tenant)
      .Add("name", system.name)
      .Add("owner", system.owner)
      .Add("purpose", system.purpose)
      .Add("risk_class", policy::RiskClassName(system.risk_class))
      .Add("state", SystemStateName(system.state));
  if (!system.version.empty()) out.Add("version", system.version);
  if (!system.deputy.empty()) out.Add("deputy", system.deputy);
  if (system.role != SystemRole::kUnsaid) out.Add("role", SystemRoleName(system.role));
  for (const ListMember& member : kLists) {
    const std::vector<std::string>& list = system.*member.list;
    if (!list.empty()) out.Add(std::string(member.key), json::Array(list.begin(), list.end()));
  }
  if (!system.documents.empty()) {
    json::Array documents;
    for (const SystemDocument& document : system.documents) documents.push_back(ToJson(document));
    out.Add("documents", std::move(documents));
  }
  if (system.review_due) out.Add("review_due", FormatDay(*system.review_due));
  if (system.purpose_drift != PurposeDrift::kDeny) {
    out.Add("purpose_drift", PurposeDriftName(system.purpose_drift));
  }
  return out;
}

void ReadSystemFacts(ObjectReader& reader, System* system) {
  static const std::vector<std::string> kRoles = Words(kRoleNames);
  static const std::vector<std::string> kDrifts = Words(kDriftNames);
  for (const TextMember& member : kTexts) ReadText(reader, member, system);
  for (const ListMember& member : kLists) ReadList(reader, member, system);
  ReadReviewDue(reader, system);
  if (const std::string role = reader.OneOf("role", Need::kOptional, kRoles); !role.empty()) {
    system->role = FromName<SystemRole>(kRoleNames, role);
  }
  const std::string drift = reader.OneOf("purpose_drift", Need::kOptional, kDrifts);
  if (!drift.empty()) system->purpose_drift = FromName<PurposeDrift>(kDriftNames, drift);
}

SystemDocument ReadDocument(ObjectReader& reader) {
  static const std::vector<std::string> kKinds = Words(kDocumentNames);
  SystemDocument document;
  const std::string kind = reader.OneOf("kind", Need::kRequired, kKinds);
  if (!kind.empty()) document.kind = FromName<DocumentKind>(kDocumentNames, kind);
  document.digest = reader.String("digest", Need::kRequired, kDigestBytes);
  document.link = reader.String("link", Need::kOptional, kMaxDocumentLinkBytes);
  document.title = reader.String("title", Need::kOptional, kMaxSystemItemBytes);
  const std::string_view digest = document.digest;
  if (digest.size() != kDigestBytes || !digest.starts_with(kDigestPrefix) ||
      digest.find_first_not_of("0123456789abcdef", kDigestPrefix.size()) != std::string::npos) {
    reader.Fail("json.value", "digest", "a digest is `sha256:` and 64 hex digits in lower case");
  }
  return document;
}

Result<System> SystemFromJson(const json::Value& value, const std::string& pointer) {
  static const std::vector<std::string> kStates = Words(kStateNames);
  System system;
  ObjectReader reader(value, pointer);
  system.id = reader.String("id", Need::kRequired, kMaxSystemFieldBytes);
  if (std::string tenant = reader.String("tenant", Need::kOptional, kMaxSystemFieldBytes);
      !tenant.empty()) {
    system.tenant = std::move(tenant);
  }
  for (const TextMember& member : kTexts) {
    if (!member.may_be_empty) {
      (void)reader.String(member.key, Need::kRequired, kMaxSystemFieldBytes);
    }
  }
  ReadSystemFacts(reader, &system);
  const std::string risk_class = reader.OneOf("risk_class", Need::kRequired, RiskClassWords());
  const std::string state = reader.OneOf("state", Need::kOptional, kStates);
  if (const json::Array* documents = reader.ArrayMember("documents", Need::kOptional)) {
    if (documents->size() > kMaxSystemDocuments) {
      reader.Fail("json.too_long", "documents", "a system has at most 32 documents");
    }
    for (size_t i = 0; i < documents->size(); ++i) {
      ObjectReader inner((*documents)[i],
                         json::PointerTo(reader.PointerOf("documents"), std::to_string(i)));
      system.documents.push_back(ReadDocument(inner));
      reader.Absorb(inner.Finish());
    }
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  system.risk_class = *policy::RiskClassFromName(risk_class);
  if (!state.empty()) system.state = *SystemStateFromName(state);
  return system;
}

Result<Timestamp> ParseDay(std::string_view text) {
  if (text.size() == kDayLetters) {
    const Result<Timestamp> day = ParseTimestamp(std::string(text) + "T00:00:00Z");
    if (day.ok()) return day;
  }
  return Error{"system.terms",
               "`" + std::string(text.substr(0, 80)) + "` is not a day like 2027-06-30"};
}

std::string FormatDay(Timestamp day) { return FormatTimestamp(day).substr(0, kDayLetters); }

}  // namespace reeve::oversight
