// The request schema of conditions: which variables there are, of which types, and how they are
// bound to Facts. docs/policy-language.md has the table for people; the two are held together by
// a test.
//
// Most variables are the same for all policies. `findings` and `context` are not: a policy sees
// only the entities that it asks for and the attributes that it declares, so each distinct choice
// is a FactView, with an environment of its own in the same order of slots.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/bundle.h"
#include "policy/cel/arena.h"
#include "policy/cel/environment.h"
#include "policy/cel/text_set.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"
#include "policy/facts.h"

namespace reeve::policy {

enum Slot : uint32_t {
  kSlotInteraction,
  kSlotStage,
  kSlotTenant,
  kSlotChannel,
  kSlotSystem,
  kSlotActor,
  kSlotSubject,
  kSlotAction,
  kSlotContent,
  kSlotFindings,
  kSlotContext,
  kSlotNow,
  kSlotLists,
  kSlotParameters,
  kSlotUsage,
  kSlotCount
};
using Slots = std::array<cel::Value, kSlotCount>;

// Facts that cost something to bind, and are bound only where a rule in scope reads them.
enum Need : uint8_t {
  kNeedArguments = 1,
  kNeedMessages = 2,
  kNeedFindings = 4,
  kNeedContext = 8,
  kNeedUsage = 16,
};

// The texts of the bundle's lists, by name: of one million entries each there is one copy.
using ListTexts = std::map<std::string, std::unique_ptr<const cel::TextSet>, std::less<>>;

// What a view is made of; equal keys share one view.
struct ViewKey {
  std::vector<KnownEntity> entities;                                    // sorted by name
  std::vector<Attribute> attributes;                                    // sorted by name
  std::vector<std::string> lists = {};                                  // names, sorted
  std::vector<std::pair<std::string, ParameterValue>> parameters = {};  // sorted by name
  std::vector<Budget> budgets = {};                                     // sorted by name
  friend auto operator<=>(const ViewKey&, const ViewKey&) = default;
};

// An object that is the same in every decision, and that conditions are compiled with.
struct ConstantObject {
  // `fields` without their constants, parallel to `values`.
  ConstantObject(std::string name, std::vector<cel::Field> fields, std::vector<cel::Value> values);
  ConstantObject(const ConstantObject&) = delete;
  ConstantObject& operator=(const ConstantObject&) = delete;

  std::vector<cel::Value> values;
  cel::ObjectSchema schema;
  cel::ObjectValue object;
};

// Thread-safety: immutable.
class FactView {
 public:
  // Precondition: every list of the key is among `lists`, which outlive the view.
  explicit FactView(ViewKey key, const ListTexts& lists = {});

  const ViewKey& key() const { return key_; }
  const cel::Environment& environment() const { return environment_; }

  // Sets the slots of `findings`, `context` and `usage`, as far as `needs` says, and of what is
  // constant.
  void Bind(const Facts& facts, unsigned needs, cel::Arena& arena, Slots* slots) const;

 private:
  cel::Value BindFindings(const Facts& facts, cel::Arena& arena) const;
  cel::Value BindContext(const Facts& facts, cel::Arena& arena) const;
  cel::Value BindUsage(const Facts& facts, cel::Arena& arena) const;
  bool Sees(std::string_view entity) const;

  ViewKey key_;
  cel::Domain entities_;
  cel::Domain categories_;
  cel::ObjectSchema finding_;
  cel::ObjectSchema context_;
  ConstantObject lists_;
  cel::Arena parameter_arena_;
  ConstantObject parameters_;
  cel::ObjectSchema usage_;
  cel::Environment environment_;
};

// What a rule could see that asks for every entity, attribute and list. Outlived by the bundle.
std::unique_ptr<const FactView> ViewOfAll(const Bundle& bundle, Vocabulary vocabulary);

// Sets the slots that are the same for all views.
void BindCommon(const Facts& facts, unsigned needs, cel::Arena& arena, Slots* slots);

// The needs of a condition that reads these paths.
unsigned NeedsOf(std::span<const std::string> reads);

// Whether one of the paths leads to a fact that is not recorded by value.
bool ReadsUnrecorded(std::span<const std::string> reads, std::span<const Attribute> attributes);

}  // namespace reeve::policy
