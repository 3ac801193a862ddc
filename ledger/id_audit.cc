#include "ledger/id_audit.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/random.h"
#include "ledger/audit.h"
#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

uint64_t Word(std::string_view bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes.data(), std::min(bytes.size(), sizeof word));
  return word;
}

}  // namespace

IdAudit::IdAudit(const Store& store, uint64_t size, Report* report)
    : report_(report), seed_(Word(RandomBytes(Random::System(), 8))), leads_(size) {
  const std::unique_ptr<Cursor> cursor = store.NewCursor(Space::kIds);
  for (cursor->Seek(""); cursor->Valid(); cursor->Next()) {
    const std::optional<uint64_t> index = ParseBigEndianKey(cursor->value());
    if (!index || *index >= size) {
      ++astray_;
    } else if (leads_[*index] != 0) {
      also_.emplace(*index, Digest(cursor->key()));
    } else {
      leads_[*index] = Digest(cursor->key());
    }
  }
  if (!cursor->status().ok()) {
    AddFault(report_, std::nullopt, "store.damaged", cursor->status().error().message);
  }
}

// Multiplication and shifts of eight bytes at a time, begun by the seed; never 0.
uint64_t IdAudit::Digest(std::string_view id) const {
  constexpr uint64_t kFactor = 0x9E3779B97F4A7C15;
  uint64_t digest = seed_ ^ id.size();
  for (; !id.empty(); id.remove_prefix(std::min(id.size(), sizeof digest))) {
    digest = (digest ^ Word(id)) * kFactor;
    digest ^= digest >> 29;
  }
  return (digest * kFactor) | 1;
}

void IdAudit::Visit(const Record& record) {
  const uint64_t digest = Digest(record.id());
  const uint64_t lead = record.index() < leads_.size() ? leads_[record.index()] : 0;
  bool found = lead == digest;
  if (lead != 0 && !found) ++astray_;
  const auto [begin, end] = also_.equal_range(record.index());
  for (auto it = begin; it != end; ++it) {
    if (it->second == digest && !found) {
      found = true;
    } else {
      ++astray_;
    }
  }
  if (!found) {
    superseded_.try_emplace(digest, record.index());
  } else if (!superseded_.empty()) {
    superseded_.erase(digest);
  }
}

void IdAudit::Finish() {
  if (!superseded_.empty()) {
    const auto first =
        std::min_element(superseded_.begin(), superseded_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    AddFault(report_, first->second, "id.wrong",
             "the id index does not lead to record `" + std::to_string(first->second) + "`");
  } else if (astray_ != 0) {
    AddFault(report_, std::nullopt, "id.extra",
             "the id index has `" + std::to_string(astray_) +
                 "` entries that lead to no record of that id");
  }
}

}  // namespace reeve::ledger
