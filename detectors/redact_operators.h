// The operators: what stands in place of one stretch of a text.
// Thread-safety: pure functions, but for the numbers of the context.
#pragma once

#include <string>
#include <string_view>

#include "detectors/redact.h"

namespace reeve::detectors {

// What findings cover without a gap.
struct Covered {
  std::string_view text;  // never empty
  std::string_view entity;
  Category category = Category::kPii;
  Kind kind = Kind::kIdentifier;
  // Of several findings that are not equal: `text` is not one value of `entity`, so no part of it
  // stays or is made coarser.
  bool merged = false;
};

// Appends it.
void Replace(const Covered& covered, const RedactionTerms& terms, const RedactionContext& context,
             std::string* out);

// Of two that cover one stretch: the stricter, or where neither is, what is stricter than both.
RedactionTerms Stricter(const RedactionTerms& a, const RedactionTerms& b);

// One form for what people write in several: "4111 1111 1111 1111" and "4111111111111111" have the
// same token, surrogate and number. Secrets, dates and places are taken as written.
std::string SameValue(const Covered& covered);

}  // namespace reeve::detectors
