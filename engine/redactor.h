// The redactor: applies a verdict's redactions to the texts of a request, and puts sealed values
// back into what a model answered, where policies say so.
//
// It keeps two things, neither of which holds a text: keys derived for each tenant from one master
// key, and for numbered labels, per interaction, keyed digests and their numbers. Numbers live in
// memory only, for kNumbersLife after their last use and for at most kMaxInteractions;
// docs/adr/0012 says what becomes of them after that.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/mutex.h"
#include "detectors/redact.h"
#include "engine/request.h"
#include "policy/decide.h"

namespace reeve::engine {

struct LocatedFinding;

class Redactor {
 public:
  static constexpr size_t kMaxInteractions = 16'384;
  static constexpr std::chrono::hours kNumbersLife{24};

  // Precondition: at least detectors::kMinMasterKeyBytes.
  explicit Redactor(std::string master_key) : master_key_(std::move(master_key)) {}

  // Of a key that everybody knows: for `reeve policy eval` and the tests in policies, so that they
  // say the same each time. What it seals opens nowhere else.
  static std::string RehearsalKey() { return std::string(detectors::kMinMasterKeyBytes, '\0'); }

  // Replaces what the verdict redacts, in `payload`, which has the texts of the request. Whether
  // anything changed.
  bool Redact(const Request& request, std::string_view tenant, Timestamp now,
              const policy::Verdict& verdict, const std::vector<LocatedFinding>& findings,
              json::Value* payload);

  // Entities of the values that may be restored, by stage: a bundle's rules name them.
  struct Restorable {
    std::vector<std::string_view> in_output;     // sorted; live as long as the bundle
    std::vector<std::string_view> in_tool_call;  // likewise
    bool empty() const { return in_output.empty() && in_tool_call.empty(); }
  };
  static Restorable RestorableBy(const policy::Bundle& bundle);

  // Of how many values of which entity.
  using Restored = std::map<std::string, uint64_t, std::less<>>;
  // The request as its tokens are turned back: those that this tenant sealed in this interaction,
  // for a restoration at its stage. Null where there is none.
  std::unique_ptr<const Request> Restore(const Request& request, std::string_view tenant,
                                         const Restorable& restorable, Restored* restored);

 private:
  struct Numbered {
    std::string tenant_and_interaction;
    Timestamp used;
    detectors::LabelNumbers numbers;
  };

  std::shared_ptr<const detectors::RedactionKeys> KeysOf(std::string_view tenant);
  detectors::LabelNumbers& NumbersOf(std::string_view tenant, std::string_view interaction,
                                     Timestamp now) REEVE_REQUIRES(numbers_mutex_);

  const std::string master_key_;

  Mutex keys_mutex_;
  std::map<std::string, std::shared_ptr<const detectors::RedactionKeys>, std::less<>> keys_
      REEVE_GUARDED_BY(keys_mutex_);

  Mutex numbers_mutex_;
  std::list<Numbered> by_use_ REEVE_GUARDED_BY(numbers_mutex_);  // the last used first
  std::map<std::string_view, std::list<Numbered>::iterator> numbered_
      REEVE_GUARDED_BY(numbers_mutex_);
};

}  // namespace reeve::engine
