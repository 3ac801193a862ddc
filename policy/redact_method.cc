#include "policy/redact_method.h"

#include <algorithm>
#include <array>

namespace reeve::policy {
namespace {

constexpr std::array<std::string_view, kRedactOperatorCount> kNames = {
    "mask",  "generalise", "surrogate", "encrypt", "hash",
    "token", "number",     "label",     "replace", "remove"};

// What leaves neither a part of the value nor a coarser one.
bool HidesValue(RedactOperator op) {
  return op == RedactOperator::kSurrogate || op == RedactOperator::kEncrypt ||
         op == RedactOperator::kHash || op == RedactOperator::kToken;
}

bool KeepsNoMoreLast(const std::optional<uint8_t>& keeps, const std::optional<uint8_t>& than) {
  if (keeps == uint8_t{0}) return true;
  return keeps.has_value() == than.has_value() && keeps.value_or(0) <= than.value_or(0);
}

bool MasksAtLeast(const MaskTerms& mask, const MaskTerms& than) {
  const bool reaches = mask.count == 0 || (than.count != 0 && mask.from_end == than.from_end &&
                                           mask.count >= than.count);
  return reaches && mask.keep_first <= than.keep_first &&
         KeepsNoMoreLast(mask.keep_last, than.keep_last) &&
         (!mask.keep_separators || than.keep_separators);
}

MaskTerms StricterMask(const MaskTerms& a, const MaskTerms& b) {
  MaskTerms out;
  out.keep_first = std::min(a.keep_first, b.keep_first);
  if (a.keep_last && b.keep_last) {
    out.keep_last = std::min(*a.keep_last, *b.keep_last);
  } else if (a.keep_last || b.keep_last) {
    out.keep_last = 0;  // what the catalogue keeps is not known here
  }
  if (a.count != 0 && b.count != 0 && a.from_end == b.from_end) {
    out.count = std::max(a.count, b.count);
    out.from_end = a.from_end;
  }
  out.keep_separators = a.keep_separators && b.keep_separators;
  return out;
}

bool SameOperatorAtLeast(const RedactMethod& method, const RedactMethod& than) {
  switch (method.redact_operator) {
    case RedactOperator::kMask:
      return MasksAtLeast(method.mask, than.mask);
    case RedactOperator::kEncrypt:
      return method.restore.output <= than.restore.output &&
             method.restore.tool_call <= than.restore.tool_call;
    case RedactOperator::kHash:
    case RedactOperator::kReplace:
      return method.text == than.text;
    default:
      return true;
  }
}

RedactMethod StricterOfOne(const RedactMethod& a, const RedactMethod& b) {
  RedactMethod out{.redact_operator = a.redact_operator};
  switch (a.redact_operator) {
    case RedactOperator::kMask:
      out.mask = StricterMask(a.mask, b.mask);
      out.character = std::min(a.character, b.character);
      return out;
    case RedactOperator::kEncrypt:
      out.restore.output = a.restore.output && b.restore.output;
      out.restore.tool_call = a.restore.tool_call && b.restore.tool_call;
      return out;
    case RedactOperator::kHash:
      return {.redact_operator = RedactOperator::kToken};
    case RedactOperator::kReplace:
      return {.redact_operator = RedactOperator::kRemove};
    default:
      return out;
  }
}

class TermTexts {
 public:
  void Add(std::string_view name, std::string_view value) {
    text_ += text_.empty() ? " (" : ", ";
    text_ += name;
    text_ += ": ";
    text_ += value;
  }
  void AddCount(std::string_view name, uint8_t value) { Add(name, std::to_string(value)); }
  std::string Closed() const { return text_.empty() ? "" : text_ + ")"; }

 private:
  std::string text_;
};

}  // namespace

std::string_view RedactOperatorName(RedactOperator redact_operator) {
  return kNames[static_cast<size_t>(redact_operator)];
}

bool RedactsAtLeast(const RedactMethod& method, const RedactMethod& than) {
  const RedactOperator op = method.redact_operator;
  const RedactOperator other = than.redact_operator;
  if (op == other) return SameOperatorAtLeast(method, than);
  if (op >= RedactOperator::kLabel) return op > other;
  if (op == RedactOperator::kNumber) return HidesValue(other);
  return op == RedactOperator::kToken && other == RedactOperator::kHash;
}

RedactMethod StricterOf(const RedactMethod& a, const RedactMethod& b) {
  const bool a_at_least = RedactsAtLeast(a, b);
  const bool b_at_least = RedactsAtLeast(b, a);
  if (a_at_least != b_at_least) return a_at_least ? a : b;
  if (a.redact_operator == b.redact_operator) return a == b ? a : StricterOfOne(a, b);
  const bool both_hide = HidesValue(a.redact_operator) && HidesValue(b.redact_operator);
  return {.redact_operator = both_hide ? RedactOperator::kNumber : RedactOperator::kLabel};
}

std::string MethodText(const RedactMethod& method) {
  TermTexts terms;
  const MaskTerms& mask = method.mask;
  if (method.character != kDefaultMaskCharacter) terms.Add("character", method.character);
  if (mask.keep_first != 0) terms.AddCount("keep_first", mask.keep_first);
  if (mask.keep_last) terms.AddCount("keep_last", *mask.keep_last);
  if (mask.count != 0) {
    terms.AddCount("count", mask.count);
    if (mask.from_end) terms.Add("from", "end");
  }
  if (mask.keep_separators) terms.Add("keep_separators", "true");
  if (method.restore.any()) {
    const bool both = method.restore.output && method.restore.tool_call;
    terms.Add("restore", both                    ? "[output, tool_call]"
                         : method.restore.output ? "output"
                                                 : "tool_call");
  }
  if (!method.text.empty()) {
    terms.Add(method.redact_operator == RedactOperator::kHash ? "salt" : "text", method.text);
  }
  return std::string(RedactOperatorName(method.redact_operator)) + terms.Closed();
}

}  // namespace reeve::policy
