#include "oversight/approval_queue.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/encoding.h"
#include "oversight/approval_fold.h"
#include "policy/rule.h"

namespace reeve::oversight {
namespace {

// Keys are texts of parts that hold no zero byte, or a part might pass for two.
constexpr char kBetween = '\0';
constexpr std::array<std::string_view, 3> kOrderNames = {"age", "due", "priority"};
constexpr std::string_view kDuePrefix = "due/";
constexpr std::string_view kApprovedPrefix = "live/approved/";

std::string Part(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), kBetween, '?');
  return out + kBetween;
}

// The greatest severity sorts first.
std::string SeverityDigit(std::string_view severity) {
  for (int rank = 0; rank <= static_cast<int>(policy::Severity::kCritical); ++rank) {
    if (policy::SeverityName(static_cast<policy::Severity>(rank)) == severity) {
      return std::to_string(static_cast<int>(policy::Severity::kCritical) - rank);
    }
  }
  return std::to_string(static_cast<int>(policy::Severity::kCritical));
}

std::string QueuePrefix(std::string_view tenant, std::string_view role, QueueOrder order) {
  return "queue/" + Part(tenant) + Part(role) + Part(QueueOrderName(order));
}

std::string OverPrefix(std::string_view tenant, ApprovalState state) {
  return "over/" + Part(tenant) + Part(ApprovalStateName(state));
}

std::string SortKey(const Approval& approval, QueueOrder order) {
  const std::string opened = FormatTimestamp(approval.opened) + approval.id;
  switch (order) {
    case QueueOrder::kDue:
      return FormatTimestamp(approval.deadline) + approval.id;
    case QueueOrder::kPriority:
      return SeverityDigit(approval.matter.severity) + opened;
    default:
      return opened;
  }
}

// Later times sort first.
std::string DescendingSortKey(const Approval& approval) {
  std::string key = FormatTimestamp(approval.opened);
  for (char& c : key) {
    if (c >= '0' && c <= '9') c = static_cast<char>('9' - (c - '0'));
  }
  return key + approval.id;
}

std::string DueKey(const Approval& approval) {
  return std::string(kDuePrefix) + FormatTimestamp(approval.deadline) + ' ' + approval.id;
}

// That of all, and of each role that may vote at some time.
std::set<std::string> FacetsOf(const Approval& approval) {
  std::set<std::string> out{""};
  out.insert(approval.roles.begin(), approval.roles.end());
  out.insert(approval.veto.begin(), approval.veto.end());
  if (approval.escalation) {
    out.insert(approval.escalation->roles.begin(), approval.escalation->roles.end());
  }
  return out;
}

template <typename Visit>
void VisitKeys(const ApprovalEntry& entry, const Visit& visit) {
  const Approval& approval = entry.approval;
  if (entry.state == ApprovalState::kOpen) {
    for (const std::string& role : FacetsOf(approval)) {
      for (const QueueOrder order : {QueueOrder::kAge, QueueOrder::kDue, QueueOrder::kPriority}) {
        visit(QueuePrefix(approval.tenant, role, order) + SortKey(approval, order));
      }
    }
    visit(DueKey(approval));
    return;
  }
  visit(OverPrefix(approval.tenant, entry.state) + DescendingSortKey(approval));
  if (entry.state == ApprovalState::kApproved) {
    visit(std::string(kApprovedPrefix) + approval.id);
  }
}

// Takes what belongs to the page, in the order of keys, until it is full.
class PageReader {
 public:
  PageReader(const ledger::ProjectionReader& approvals, const QueueQuery& query,
             const LiveBundles& bundles, Timestamp now, QueuePage* page)
      : approvals_(approvals), query_(query), bundles_(bundles), now_(now), page_(*page) {}

  Status Read(const std::string& prefix) {
    REEVE_RETURN_IF_ERROR(approvals_.Scan(prefix, [&](std::string_view key, std::string_view id) {
      const std::string_view place = key.substr(prefix.size());
      if (place <= query_.after) return true;
      if (page_.entries.size() == query_.limit) {
        page_.next = last_;
        return false;
      }
      failed_ = Take(place, id);
      return failed_.ok();
    }));
    return std::move(failed_);
  }

 private:
  // The value names the system behind the id, so that others need not be read.
  Status Take(std::string_view place, std::string_view value) {
    const size_t space = value.find(' ');
    const std::string_view system = value.substr(space + 1);
    if (!query_.system.empty() && system != query_.system) return {};
    REEVE_ASSIGN_OR_RETURN(ApprovalEntry entry,
                           FindApprovalEntry(approvals_, value.substr(0, space)));
    if (StateOf(entry, bundles_, now_) != query_.state) return {};
    const bool is_open = query_.state == ApprovalState::kOpen;
    if (!query_.role.empty() && is_open && !entry.approval.MayReject(query_.role, now_)) return {};
    if (!query_.role.empty() && !is_open && !FacetsOf(entry.approval).contains(query_.role)) {
      return {};
    }
    last_ = place;
    page_.entries.push_back(std::move(entry));
    return {};
  }

  const ledger::ProjectionReader& approvals_;
  const QueueQuery& query_;
  const LiveBundles& bundles_;
  const Timestamp now_;
  QueuePage& page_;
  std::string last_{" "};  // before every place: behind what stands in another index
  Status failed_;
};

}  // namespace

std::string_view QueueOrderName(QueueOrder order) {
  return kOrderNames[static_cast<size_t>(order)];
}

std::optional<QueueOrder> QueueOrderFromName(std::string_view name) {
  const auto found = std::find(kOrderNames.begin(), kOrderNames.end(), name);
  if (found == kOrderNames.end()) return std::nullopt;
  return static_cast<QueueOrder>(found - kOrderNames.begin());
}

void PutInQueue(const ApprovalEntry* before, const ApprovalEntry& after,
                ledger::ProjectionWriter& state) {
  if (before != nullptr) {
    if (before->state == after.state) return;
    VisitKeys(*before, [&](const std::string& key) { state.Delete(key); });
  }
  const std::string value = after.approval.id + ' ' + after.approval.system;
  VisitKeys(after, [&](const std::string& key) { state.Put(key, value); });
}

Result<QueuePage> ReadQueue(const ledger::ProjectionReader& approvals, const QueueQuery& query,
                            const LiveBundles& bundles, Timestamp now) {
  QueuePage page;
  if (query.state == ApprovalState::kOpen) {
    PageReader reader(approvals, query, bundles, now, &page);
    REEVE_RETURN_IF_ERROR(reader.Read(QueuePrefix(query.tenant, query.role, query.order)));
    return page;
  }
  // What is over and not yet recorded so stands where it stood before.
  using State = ApprovalState;
  QueueQuery unnoticed = query;
  unnoticed.after.clear();
  PageReader first(approvals, unnoticed, bundles, now, &page);
  if (query.after.empty()) {
    if (query.state == State::kExpired || query.state == State::kVoid) {
      REEVE_RETURN_IF_ERROR(first.Read(QueuePrefix(query.tenant, "", QueueOrder::kDue)));
    }
    if (query.state == State::kLapsed || query.state == State::kVoid) {
      REEVE_RETURN_IF_ERROR(first.Read(OverPrefix(query.tenant, State::kApproved)));
    }
    page.next.clear();
  }
  PageReader recorded(approvals, query, bundles, now, &page);
  REEVE_RETURN_IF_ERROR(recorded.Read(OverPrefix(query.tenant, query.state)));
  return page;
}

Result<std::vector<std::string>> PastDeadline(const ledger::ProjectionReader& approvals,
                                              Timestamp now, size_t limit) {
  std::vector<std::string> out;
  const std::string end = std::string(kDuePrefix) + FormatTimestamp(now);
  REEVE_RETURN_IF_ERROR(
      approvals.Scan(kDuePrefix, [&](std::string_view key, std::string_view value) {
        // The time itself is past the deadline.
        if (key.substr(0, end.size()) > end || out.size() == limit) return false;
        out.emplace_back(value.substr(0, value.find(' ')));
        return true;
      }));
  return out;
}

Result<std::vector<std::string>> Undecided(const ledger::ProjectionReader& approvals) {
  std::vector<std::string> out;
  for (const std::string_view prefix : {kDuePrefix, kApprovedPrefix}) {
    REEVE_RETURN_IF_ERROR(approvals.Scan(prefix, [&](std::string_view, std::string_view value) {
      out.emplace_back(value.substr(0, value.find(' ')));
      return true;
    }));
  }
  return out;
}

}  // namespace reeve::oversight
