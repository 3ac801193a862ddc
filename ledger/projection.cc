#include "ledger/projection.h"

#include <algorithm>
#include <set>

#include "ledger/layout.h"
#include "ledger/pending_state.h"
#include "ledger/search_index.h"

namespace reeve::ledger {

ProjectionReader::ProjectionReader(const Store& store, std::string_view name)
    : store_(store), space_(ProjectionPrefix(name)) {}

Result<std::optional<std::string>> ProjectionReader::Get(std::string_view key) const {
  return store_.Get(Space::kProjections, space_ + std::string(key));
}

Status ProjectionReader::Scan(std::string_view prefix, const Visitor& visitor) const {
  const std::string full = space_ + std::string(prefix);
  const std::unique_ptr<Cursor> cursor = store_.NewCursor(Space::kProjections);
  for (cursor->Seek(full); cursor->Valid() && cursor->key().starts_with(full); cursor->Next()) {
    if (!visitor(cursor->key().substr(space_.size()), cursor->value())) return {};
  }
  return cursor->status();
}

class PendingState::Writer final : public ProjectionWriter {
 public:
  Writer(PendingState& state, const std::string& prefix) : state_(state), prefix_(prefix) {}

  Result<std::optional<std::string>> Get(std::string_view key) const override {
    return state_.Get(Full(key));
  }
  void Put(std::string_view key, std::string_view value) override {
    state_.unit_.insert_or_assign(Full(key), std::string(value));
  }
  void Delete(std::string_view key) override {
    state_.unit_.insert_or_assign(Full(key), std::nullopt);
  }

 private:
  std::string Full(std::string_view key) const { return prefix_ + std::string(key); }
  PendingState& state_;
  const std::string& prefix_;
};

PendingState::PendingState(const Store* below, const Projections& projections)
    : below_(below), projections_(projections) {
  for (const auto& projection : projections_) {
    prefixes_.push_back(ProjectionPrefix(projection->name()));
  }
}

Status PendingState::Fold(const Record& record) {
  for (size_t i = 0; i < projections_.size(); ++i) {
    Writer writer(*this, prefixes_[i]);
    REEVE_RETURN_IF_ERROR(projections_[i]->Fold(record, writer));
  }
  return {};
}

void PendingState::KeepUnit() {
  while (!unit_.empty()) {
    auto node = unit_.extract(unit_.begin());
    kept_.insert_or_assign(std::move(node.key()), std::move(node.mapped()));
  }
}

Result<std::optional<std::string>> PendingState::Get(const std::string& full_key) const {
  for (const Entries* layer : {&unit_, &kept_}) {
    const auto found = layer->find(full_key);
    if (found != layer->end()) return found->second;
  }
  if (below_ == nullptr) return std::optional<std::string>();
  return below_->Get(Space::kProjections, full_key);
}

Status CheckProjectionNames(const Projections& projections) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
  std::set<std::string_view> names{kSearchSpace};  // is taken
  for (const auto& projection : projections) {
    const std::string_view name = projection->name();
    const bool allowed = !name.empty() && name.size() <= 64 &&
                         name.find_first_not_of(kLetters) == std::string_view::npos;
    if (!allowed || !names.insert(name).second) {
      return Error{"ledger.projection",
                   "`" + std::string(name) + "` cannot name a projection, or names two"};
    }
  }
  return {};
}

}  // namespace reeve::ledger
