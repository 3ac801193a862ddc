// Where sealed content lies: RocksDB in a folder of its own, beside the log and not in it, so that
// expired content can be taken out of its files without touching the log's.
//
//   'c' id                  the entry's bytes (vault.h)
//   's' subject key's name, 64 letters, id     nothing: the entries of one subject
//
// Ids of decisions begin with their time, so entries lie by age.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace reeve::ledger {

class ContentStore {
 public:
  // Made if it is not there; one process at a time. vault.locked, vault.damaged, vault.store
  static Result<std::unique_ptr<ContentStore>> Open(const std::filesystem::path& folder);
  // What there is now, beside a process that has it open.
  static Result<std::unique_ptr<ContentStore>> OpenReadOnly(const std::filesystem::path& folder);
  ~ContentStore();

  struct Entry {
    std::string subject_name;
    std::string id;
    std::string bytes;
  };
  // All or none; durable on return; concurrent callers share a sync.
  Status Put(const std::vector<Entry>& entries);
  Result<std::optional<std::string>> Get(std::string_view id) const;
  // Durable on return. Of an id that is not there, nothing.
  struct Reference {
    std::string subject_name;
    std::string id;
  };
  Status Delete(const std::vector<Reference>& entries);

  Result<std::vector<std::string>> IdsOf(std::string_view subject_name) const;
  // From the oldest on, those after `after`; the visitor returns false to stop.
  using Visitor = std::function<bool(std::string_view id, std::string_view bytes)>;
  Status Scan(std::string_view after, const Visitor& visitor) const;

  // All ids with whose they are, by id.
  Result<std::vector<Reference>> References() const;

  // Rewrites the files up to that id, so that what was deleted lies in none of them, nor in a
  // write-ahead log.
  Status Compact(std::string_view last_id);

 private:
  struct Impl;
  explicit ContentStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::ledger
