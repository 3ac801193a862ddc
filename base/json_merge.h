// JSON Merge Patch (RFC 7396): a part of a document laid over a whole one.
#pragma once

#include "base/json.h"

namespace reeve::json {

// The target with the patch applied: members of objects one by one, anything else replaced; a null
// in the patch takes its member away.
Value MergePatch(Value target, const Value& patch);

// One patch that does what `first` and then `second` would do to a target in which an object stands
// wherever one of them has an object: nulls are kept.
Value JoinPatches(Value first, const Value& second);

}  // namespace reeve::json
