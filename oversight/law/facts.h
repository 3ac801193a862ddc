// A file of facts: what somebody states of one AI system, by the keys of a law table.
//
//   sys.machine_based: yes
//   org.role: [provider, deployer]
//   annex3.5.b: yes                    # an answer to a question wins over its condition
//   sys.placed_on_market_date: 2026-05-01
//   sys.profiling: unknown
//
// Keys are flat; a map below a key continues it (`annex3: {5: {b: yes}}`). A key that the table
// does not have is an error with what may have been meant; so is a value of another type.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "oversight/law/table.h"
#include "policy/diagnostic.h"

namespace reeve::oversight::law {

inline constexpr size_t kMaxFactsBytes = size_t{1} << 20;

// By name of the table; nothing where nobody said anything. To say "unknown" is to say something.
class Facts {
 public:
  explicit Facts(const Table& table) : stated_(table.names.size()) {}

  // law.unknown_name, law.duplicate_fact, law.fact_value, law.unknown_word, law.date
  Status Set(const Table& table, std::string_view key, const json::Value& value);
  void Set(size_t name, FactValue value) { stated_[name] = std::move(value); }
  void Clear(size_t name) { stated_[name].reset(); }

  const std::optional<FactValue>& At(size_t name) const { return stated_[name]; }
  size_t count() const;

 private:
  std::vector<std::optional<FactValue>> stated_;
};

struct FactsReading {
  std::optional<Facts> facts;  // nothing when there are errors
  std::vector<policy::Diagnostic> diagnostics;
};

// YAML or JSON. What stands under `implied` in the table may be written without it: of "inc",
// `category` is `inc.category`, unless the table has another `category`.
FactsReading ReadFacts(const Table& table, std::string_view file_name, std::string_view text,
                       std::string_view implied = "");

// Of an object of the same keys, flat or nested. The first fault; `at` is the key.
Result<Facts> FactsFromJson(const Table& table, const json::Value& value);

}  // namespace reeve::oversight::law
