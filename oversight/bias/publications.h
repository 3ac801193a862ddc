// Summaries of audits that anybody may read: a fold over `bias.published` and `bias.withdrawn`.
// docs/bias-audits.md.
//
// What holds, because the fold refuses a record that would break it: a page is withdrawn once, by
// its own tenant. What was withdrawn stays known, so that its address says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"

namespace reeve::oversight::bias {

inline constexpr std::string_view kPublished = "bias.published";
inline constexpr std::string_view kWithdrawn = "bias.withdrawn";

struct Publication {
  std::string id;  // of the record: "bp-..."
  std::string tenant;
  bool withdrawn = false;
  // What the record has (report, page, tool, auditor, audit_date, used_from, by), `published`, and
  // where it is so `withdrawn` {by, reason, time}.
  json::Object members;

  std::string Text(std::string_view member) const;  // empty where there is none
};

// Key: the publication's id.
class PublicationProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "bias_publications"; }
  // bias.publication_not_found, bias.publication_withdrawn
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// bias.publication_not_found
Result<Publication> FindPublication(const ledger::Ledger& ledger, std::string_view id);
// Of all tenants, the last published first.
Result<std::vector<Publication>> AllPublications(const ledger::Ledger& ledger);

}  // namespace reeve::oversight::bias
