// What the tests of redaction share: findings made by hand, keys, a context.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/redact.h"

namespace reeve::detectors {

inline Finding FindingAt(std::string_view entity, size_t begin, size_t end) {
  Finding finding;
  finding.entity = entity;
  finding.span.start.bytes = begin;
  finding.span.end.bytes = end;
  return finding;
}

// Of the first place of `value` in the text.
inline Finding FindingOf(std::string_view entity, std::string_view text, std::string_view value) {
  const size_t begin = text.find(value);
  REQUIRE(begin != std::string_view::npos);
  return FindingAt(entity, begin, begin + value.size());
}

inline const RedactionKeys& KeysOf(std::string_view tenant) {
  static const RedactionKeys acme(std::string(32, 'm'), "acme");
  static const RedactionKeys other(std::string(32, 'm'), "other");
  return tenant == "acme" ? acme : other;
}

// The whole text is one finding.
inline std::string Whole(std::string_view entity, std::string_view text, RedactionTerms terms,
                         const RedactionContext& context = {}) {
  const std::vector<Redaction> all = {{FindingAt(entity, 0, text.size()), std::move(terms)}};
  return Redact(text, all, context);
}
inline std::string WholeWithKeys(std::string_view entity, std::string_view text, Operator op,
                                 std::string_view tenant = "acme") {
  return Whole(entity, text, {.op = op}, {.keys = &KeysOf(tenant), .interaction = "i-1"});
}

}  // namespace reeve::detectors
