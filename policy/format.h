// The canonical form of policy documents, for `reeve policy fmt`.
//
// Keys in the order of docs/policy-language.md, two spaces of indent, lists below their key by two
// more, one blank line where there were several, one blank before a comment behind a value,
// conditions as cel::FormatSource writes them, `{ a: b }` and `[a, b]` on one line or, past
// kFormatWidth, as a block. Whether a short map or list is written in braces or as a block is its
// author's choice, and so are quotation marks.
//
// What always holds, or the text comes back as it was: the document means the same, every comment
// is there, and formatted again it is the same text. A construct that has no canonical form with
// its comments (a comment inside of braces, a text of several lines in quotes) is kept byte by
// byte but for its indent.
#pragma once

#include <string>
#include <string_view>

#include "policy/diagnostic.h"

namespace reeve::policy {

inline constexpr size_t kFormatWidth = 100;

// The canonical text, or the text as it is where ParseYaml reports errors to `reporter` or where
// the promises above cannot be kept.
std::string FormatDocument(Reporter& reporter);

}  // namespace reeve::policy
