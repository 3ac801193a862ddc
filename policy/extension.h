// Extensions: policies that extend another and may only tighten it (docs/policy-language.md,
// "extends"). Here, between reading the documents and compiling them, each extension is checked
// against its base and given what it inherits: words for its conditions, a scope, and the base's
// rules once more where it tightens their parameters.
//
// That an extension never loosens rests on three things: the rules of the base stay in force as
// they are; no rule of an extension allows; and Decide lets an extension's rule only make a
// verdict stricter (decide.h). The checks here refuse what would otherwise change nothing, or less
// than its author meant.
#pragma once

#include <string_view>
#include <vector>

#include "policy/document.h"
#include "policy/entities.h"

namespace reeve::policy {

// A policy extends another, which extends another, and so on: so many at most.
inline constexpr size_t kMaxExtensionDepth = 3;
// Of all the extensions of a bundle together.
inline constexpr size_t kMaxTightenedRules = 50'000;

// A document and where its findings go. Both outlive the call.
struct OpenPolicy {
  PolicyDocument* document;
  Reporter* reporter;
};

void ApplyExtensions(const std::vector<OpenPolicy>& policies, const Entities& entities);

}  // namespace reeve::policy
