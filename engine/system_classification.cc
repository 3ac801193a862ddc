#include "engine/system_classification.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "engine/search_fields.h"
#include "ledger/search.h"
#include "oversight/law/table.h"

namespace reeve::engine {
namespace {

using oversight::DocumentKind;
using oversight::SystemEntry;
using policy::RiskClass;
namespace law = oversight::law;

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

// What the record keeps of a result: names, articles and dates, for the texts are in the table.
json::Object Summary(const law::Classification& classification) {
  json::Array rules;
  for (const law::FiredRule& rule : classification.rules) {
    json::Object entry{{"id", rule.id}, {"articles", Texts(rule.articles)}, {"by", rule.by}};
    if (rule.applies_from) entry.Add("applies_from", law::FormatDate(*rule.applies_from));
    rules.push_back(std::move(entry));
  }
  json::Array transparency;
  for (const law::TransparencyDuty& duty : classification.transparency) {
    json::Object entry{{"id", duty.id}, {"articles", Texts(duty.articles)}, {"role", duty.role}};
    if (duty.from) entry.Add("from", law::FormatDate(*duty.from));
    transparency.push_back(std::move(entry));
  }
  json::Array roles;
  for (const law::HeldRole& role : classification.roles) roles.push_back(role.role);
  json::Array obligations;
  for (const law::Obligation& duty : classification.obligations) {
    json::Object entry{{"id", duty.id},
                       {"articles", Texts(duty.articles)},
                       {"roles", Texts(duty.roles)},
                       {"evidence", Texts(duty.evidence)}};
    if (duty.from) entry.Add("from", law::FormatDate(*duty.from));
    obligations.push_back(std::move(entry));
  }
  json::Array open;
  for (const law::OpenQuestion& question : classification.open_questions) {
    open.push_back(question.id);
  }
  json::Object out{
      {"class", classification.class_id},           {"rules", std::move(rules)},
      {"transparency", std::move(transparency)},    {"roles", std::move(roles)},
      {"obligations", std::move(obligations)},      {"open_questions", std::move(open)},
      {"possible", Texts(classification.possible)}, {"table", classification.table},
      {"version", classification.version}};
  if (classification.applies_from) {
    out.Add("applies_from", law::FormatDate(*classification.applies_from));
  }
  return out;
}

Result<law::ClassifyOptions> ReadOptions(const ClassificationTerms& terms) {
  law::ClassifyOptions options;
  if (!terms.as_of.empty()) {
    options.as_of = law::ParseDate(terms.as_of);
    if (!options.as_of) {
      return Error{"system.terms", "`as_of` must be a day like 2027-06-30", "/as_of"};
    }
  }
  if (terms.absent == "no") {
    options.absent = law::Absent::kNo;
  } else if (!terms.absent.empty() && terms.absent != "unknown") {
    return Error{"system.terms", "`absent` must be unknown or no", "/absent"};
  }
  return options;
}

// The table's text, to be kept by its digest.
std::string_view TextOf(std::string_view table) {
  for (const law::BuiltInTable& built_in : law::BuiltInTables()) {
    if (built_in.id == table) return built_in.text;
  }
  return {};
}

// --------------------------------------------------------------------------------------- evidence

enum class Source : uint8_t { kDocuments, kClassification, kRecords };

// What a word in the table's evidence stands for in Reeve; the first that is found decides.
struct EvidenceRow {
  std::string_view word;
  Source source;
  std::optional<DocumentKind> kind;  // of documents; none: any
  std::string_view record;           // kind of records that name the system
};
constexpr std::array<EvidenceRow, 9> kEvidence = {{
    {"FRIA", Source::kDocuments, DocumentKind::kFria, ""},
    {"DPIA", Source::kDocuments, DocumentKind::kDpia, ""},
    {"worker notice", Source::kDocuments, DocumentKind::kWorkerNotice, ""},
    {"training records", Source::kDocuments, DocumentKind::kTraining, ""},
    {"documents of the register", Source::kDocuments, std::nullopt, ""},
    {"class records", Source::kClassification, std::nullopt, ""},
    {"bias audits", Source::kRecords, std::nullopt, "bias.audited"},
    {"decision records", Source::kRecords, std::nullopt, "decision"},
    {"halts", Source::kRecords, std::nullopt, "halt.placed"},
}};

// Whether there is a record of that kind that names the system.
Result<bool> HasRecord(const Engine& engine, const oversight::System& system,
                       std::string_view kind) {
  ledger::SearchQuery query;
  query.filters = {
      {"kind", {std::string(kind)}}, {"tenant", {system.tenant}}, {"system", {system.id}}};
  query.limit = 1;
  const ledger::Ledger& log = engine.ledger();
  REEVE_ASSIGN_OR_RETURN(const ledger::SearchPage page,
                         ledger::Search(log.store(), SearchFields(), query, log.size()));
  return !page.indexes.empty();
}

Result<json::Object> Evidence(const Engine& engine, const SystemEntry& entry,
                              const std::string& what) {
  json::Object out{{"what", what}};
  const auto row = std::find_if(kEvidence.begin(), kEvidence.end(), [&](const EvidenceRow& known) {
    return what.find(known.word) != std::string::npos;
  });
  if (row == kEvidence.end()) return out;
  switch (row->source) {
    case Source::kDocuments: {
      const auto& documents = entry.system.documents;
      const auto count = std::count_if(documents.begin(), documents.end(),
                                       [&](const oversight::SystemDocument& document) {
                                         return !row->kind || document.kind == *row->kind;
                                       });
      out.Add("held", count > 0).Add("items", int64_t{count});
      break;
    }
    case Source::kClassification:
      out.Add("held", entry.classified.has_value());
      break;
    case Source::kRecords: {
      REEVE_ASSIGN_OR_RETURN(const bool held, HasRecord(engine, entry.system, row->record));
      out.Add("held", held);
      break;
    }
  }
  return out;
}

Status AddEvidence(const Engine& engine, const SystemEntry& entry, json::Value* result) {
  json::Value* obligations = json::Resolve(*result, "/obligations");
  if (obligations == nullptr || obligations->as_array() == nullptr) return {};
  for (json::Value& obligation : *obligations->as_array()) {
    json::Value* evidence = json::Resolve(obligation, "/evidence");
    if (evidence == nullptr || evidence->as_array() == nullptr) continue;
    for (json::Value& what : *evidence->as_array()) {
      if (what.as_string() == nullptr) continue;
      REEVE_ASSIGN_OR_RETURN(what, Evidence(engine, entry, std::string(*what.as_string())));
    }
  }
  return {};
}

}  // namespace

RiskClass RiskClassOf(const law::Classification& classification) {
  const std::string& word = classification.class_id;
  if (word == law::kNeedsReview) return RiskClass::kUnclassified;
  if (word == "prohibited") return RiskClass::kProhibited;
  if (word.starts_with("high_risk")) return RiskClass::kHigh;
  if (word == "transparency_50") return RiskClass::kLimited;
  if (word == "out_of_scope") return RiskClass::kMinimal;
  return classification.transparency.empty() ? RiskClass::kMinimal : RiskClass::kLimited;
}

Result<json::Object> ClassifySystem(Engine& engine, std::string_view id,
                                    const ClassificationTerms& terms,
                                    const oversight::ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const law::ClassifyOptions options, ReadOptions(terms));
  if (terms.facts.as_object() == nullptr) {
    return Error{"system.terms", "`facts` must be a map of facts: see `reeve classify --help`",
                 "/facts"};
  }
  const std::string table_id(law::kDefaultTable);
  REEVE_ASSIGN_OR_RETURN(const auto table, law::LoadTable(table_id));
  REEVE_ASSIGN_OR_RETURN(const law::Facts facts, law::FactsFromJson(*table, terms.facts));
  REEVE_ASSIGN_OR_RETURN(const law::Classification classification,
                         law::Classify(*table, facts, options));
  REEVE_ASSIGN_OR_RETURN(const Hash digest, engine.log().blobs().Put(TextOf(table_id)));
  oversight::SystemRegister::Classified classified{.risk_class = RiskClassOf(classification),
                                                   .facts = *terms.facts.as_object(),
                                                   .result = Summary(classification),
                                                   .as_of = terms.as_of,
                                                   .table = "sha256:" + HexEncode(AsBytes(digest))};
  if (terms.absent == "no") classified.result.Add("absent", "no");
  return engine.system_commands().Classify(id, std::move(classified), terms.reason, by);
}

Result<json::Object> FindClassification(Engine& engine, std::string_view tenant,
                                        std::string_view id) {
  const std::shared_ptr<const SystemEntry> entry = engine.systems().FindEntry(tenant, id);
  if (entry == nullptr) {
    return Error{"system.not_found",
                 "no system `" + std::string(id) + "` is registered: see `reeve system list`"};
  }
  if (!entry->classified) {
    return Error{"system.no_classification",
                 "the system `" + std::string(id) +
                     "` has no classification on record: see `reeve system classify --help`"};
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::Record record,
                         engine.ledger().FindById(entry->classified->record));
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  json::Object out{{"record", entry->classified->record}, {"time", FormatTimestamp(record.time())}};
  for (const json::Member& member : *body->as_object()) {
    if (member.key == "result") continue;
    out.Add(member.key, member.value);
  }
  json::Value result = *body->Find("result");
  REEVE_RETURN_IF_ERROR(AddEvidence(engine, *entry, &result));
  out.Add("result", std::move(result));
  return out;
}

}  // namespace reeve::engine
