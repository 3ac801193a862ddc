#include "base/json_merge.h"

namespace reeve::json {
namespace {

Value Merge(Value target, const Value& patch, bool keep_nulls) {
  const Object* changes = patch.as_object();
  if (changes == nullptr) return patch;
  Object merged;
  if (target.as_object() != nullptr) merged = std::move(*target.as_object());
  Object out;
  for (Member& member : merged) {
    const Value* change = changes->Find(member.key);
    if (change == nullptr) {
      out.Add(member.key, std::move(member.value));
    } else if (keep_nulls || !change->is_null()) {
      out.Add(member.key, Merge(std::move(member.value), *change, keep_nulls));
    }
  }
  for (const Member& change : *changes) {
    if (merged.Find(change.key) != nullptr || (change.value.is_null() && !keep_nulls)) continue;
    out.Add(change.key, Merge(nullptr, change.value, keep_nulls));
  }
  return out;
}

}  // namespace

Value MergePatch(Value target, const Value& patch) {
  return Merge(std::move(target), patch, false);
}

Value JoinPatches(Value first, const Value& second) {
  return Merge(std::move(first), second, true);
}

}  // namespace reeve::json
