// Summaries of audits for the public, as commands and questions: publish, withdraw, and what
// anybody may ask. docs/bias-audits.md.
//
// Thread-safety: any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bias_report_commands.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"

namespace reeve::engine {

class BiasPublications {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  BiasPublications(ledger::Ledger& ledger, const BiasReportCommands& reports, const Clock& clock,
                   const Random& random)
      : ledger_(ledger), reports_(reports), clock_(clock), random_(random) {}

  // The page that a run of the server made of this report is public from now on. bias.not_found,
  // bias.no_such_form
  Result<json::Object> Publish(std::string_view report, const oversight::ActingPerson& by);
  // bias.publication_not_found, bias.publication_withdrawn
  Result<json::Object> Withdraw(const std::string& id, std::string_view reason,
                                const oversight::ActingPerson& by);
  // {"publications":[...]} of a tenant, withdrawn ones too; the last published first.
  Result<json::Object> List(std::string_view tenant) const;

  // Of all tenants, for anybody: {"audits":[{"id","tool","auditor","audit_date","used_from",
  // "published","page","report"}]}, those that were not withdrawn.
  Result<json::Object> Public() const;
  // The page. bias.publication_not_found, bias.publication_withdrawn
  Result<std::string> Page(std::string_view id) const;

 private:
  Result<json::Object> Find(std::string_view id) const;
  Status Append(std::string_view kind, std::string id, json::Object body,
                const oversight::ActingPerson& by);

  ledger::Ledger& ledger_;
  const BiasReportCommands& reports_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine
