// The notices that a stretch of the log has.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/notice.h"

namespace reeve::api {

// Of one record. Where it is of an approval and names no roles, they are those of its opening.
Result<std::vector<oversight::Notice>> ReadNotices(const ledger::Ledger& ledger,
                                                   const std::vector<uint64_t>& indexes);

struct NoticePage {
  std::vector<oversight::Notice> notices;  // by index
  uint64_t next = 0;                       // from where to look on
};
// Of which records: each of these, unless it is empty.
struct NoticeFilter {
  std::vector<std::string> kinds;
  std::string tenant;
  std::vector<std::string> systems = {};
  std::vector<std::string> effects = {};
};
// From the index `first` on; at most `limit`. ledger.damaged, ledger.store
Result<NoticePage> FindNotices(const ledger::Ledger& ledger, const NoticeFilter& filter,
                               uint64_t first, size_t limit);

}  // namespace reeve::api
