#include "api/notice_search.h"

#include <algorithm>

#include "engine/search_fields.h"
#include "ledger/search.h"

namespace reeve::api {

using oversight::Notice;

Result<std::vector<Notice>> ReadNotices(const ledger::Ledger& ledger,
                                        const std::vector<uint64_t>& indexes) {
  std::vector<Notice> out;
  out.reserve(indexes.size());
  for (const uint64_t index : indexes) {
    REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger.Read(index));
    REEVE_ASSIGN_OR_RETURN(std::optional<Notice> notice, oversight::NoticeOf(record));
    if (!notice) continue;
    if (notice->roles.empty() && !notice->approval.empty()) {
      const auto opened = ledger.FindById(notice->approval);
      if (opened.ok()) {
        REEVE_ASSIGN_OR_RETURN(const std::optional<Notice> first, oversight::NoticeOf(*opened));
        if (first) notice->roles = first->roles;
      }
    }
    out.push_back(*std::move(notice));
  }
  return out;
}

Result<NoticePage> FindNotices(const ledger::Ledger& ledger, const NoticeFilter& filter,
                               uint64_t first, size_t limit) {
  const uint64_t size = ledger.size();
  NoticePage out;
  out.next = first;
  if (first >= size) return out;
  ledger::SearchQuery query;
  query.filters = {{"kind", filter.kinds}, {"tenant", {filter.tenant}}};
  if (!filter.systems.empty()) query.filters.push_back({"system", filter.systems});
  if (!filter.effects.empty()) query.filters.push_back({"effect", filter.effects});
  query.first = first;
  query.limit = std::min(limit, ledger::kMaxPage);
  REEVE_ASSIGN_OR_RETURN(const ledger::SearchPage page,
                         ledger::Search(ledger.store(), engine::SearchFields(), query, size));
  REEVE_ASSIGN_OR_RETURN(out.notices, ReadNotices(ledger, page.indexes));
  out.next = page.next.value_or(size);
  return out;
}

}  // namespace reeve::api
