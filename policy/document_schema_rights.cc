#include "policy/document_limits.h"
#include "policy/document_rights.h"
#include "policy/document_schema.h"
#include "policy/json_shape.h"

namespace reeve::policy {
namespace {

json::Object AmountShape() { return {{"type", "number"}, {"minimum", 0}}; }
json::Object FlagShape() { return {{"type", "boolean"}}; }
json::Object NamesShape() { return OneOrMany(TextShape(kMaxTitle)); }

json::Object RowSchema(json::Object data) {
  json::Object uses{{"type", "integer"}, {"minimum", 1}, {"maximum", uint64_t{kMaxApprovalUses}}};
  json::Object escalation =
      MapShape("Who may approve as well once it has waited.",
               {{"after", DurationShape(), "How long; shorter than the deadline.", true},
                {"roles", RolesShape(), "Who may then approve as well.", true}});
  json::Object out = MapShape(
      "Who decides requests like these.",
      {{"id",
        FormShape(kIdPattern),
        "Names the row, and its rule.",
        true,
        nullptr,
        {"refund-large"}},
       {"title", TextShape(kMaxTitle), "What it is about, for people."},
       {"actions", NamesShape(), "Kinds of action; any when absent."},
       {"risk_classes", OneOrMany(WordShape(RiskClassWords())), "Of the system."},
       {"systems", NamesShape(), "Ids of systems."},
       {"tenants", NamesShape(), "Ids of tenants."},
       {"above", AmountShape(), "Amounts above this."},
       {"up_to", AmountShape(), "Amounts up to this, itself included."},
       {"data", OneOrMany(std::move(data)), "Where some of it is found: entities or categories."},
       {"then", WordShape(RightsWords()), "What happens.", true},
       {"by", RolesShape(), "Who may approve what is held."},
       {"to", TextShape(kMaxObligationValue), "Who is told."},
       {"deadline", DurationShape(), "By when; else it is refused.", false, "24h"},
       {"escalation", std::move(escalation), "Who may approve as well once it has waited."},
       {"on_timeout", WordShape({"allow", "deny"}), "What becomes of it then.", false, "deny"},
       {"uses", std::move(uses), "How often the approved request passes.", false, 1},
       {"valid", DurationShape(), "For how long it may pass.", false, "24h"},
       {"distinct_units", FlagShape(), "Each approval from another unit.", false, false},
       {"blind", FlagShape(), "No vote is shown before all are cast.", false, false},
       {"exclude_author", FlagShape(), "Who proposed the bundle may not vote.", false, false},
       {"veto", RolesShape(), "Who may reject, and not approve."},
       {"severity", WordShape({"low", "medium", "high", "critical"}), "Priority of what is held."},
       {"waivable", FlagShape(), "Whether a waiver may suspend it.", false, false},
       {"reason", ReasonShape(), "What people are told."}});
  const auto then = [](size_t word) { return WhereKeyIs("then", RightsWords()[word]); };
  const json::Object holds{{"anyOf", json::Array{then(2), then(3)}}};
  json::Object foreign;
  for (const char* key : {"by", "deadline", "escalation", "on_timeout", "uses", "valid",
                          "distinct_units", "blind", "exclude_author", "veto"}) {
    foreign.Add(key, false);
  }
  out.Add("allOf",
          json::Array{json::Object{{"if", holds},
                                   {"then", WhereKeysAre({"by"})},
                                   {"else", json::Object{{"properties", std::move(foreign)}}}},
                      json::Object{{"if", then(1)}, {"then", WhereKeysAre({"to"})}}});
  return out;
}

}  // namespace

json::Object DecisionRightsSchema(json::Object data) {
  json::Object out = MapShape(
      "A table of who decides what.",
      {{"stages", OneOrMany(WordShape(StageWords())), "At which stages; all when absent."},
       {"currency", TextShape(16), "Of the amounts.", false, nullptr, {"EUR"}},
       {"rows", ListShape(RowSchema(std::move(data)), 1, kMaxRightsRows), "The table.", true}});
  const json::Object banded{
      {"anyOf", json::Array{WhereKeysAre({"above"}), WhereKeysAre({"up_to"})}}};
  out.Add("if",
          json::Object{{"properties", json::Object{{"rows", json::Object{{"contains", banded}}}}},
                       {"required", json::Array{"rows"}}})
      .Add("then", WhereKeysAre({"currency"}));
  return out;
}

}  // namespace reeve::policy
