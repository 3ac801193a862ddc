#include "detectors/redact_operators.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/encoding.h"
#include "base/sha256.h"
#include "detectors/bytes.h"
#include "detectors/generalise.h"
#include "detectors/surrogate.h"

namespace reeve::detectors {
namespace {

constexpr std::array<std::string_view, kOperatorCount> kNames = {
    "mask",  "generalise", "surrogate", "encrypt", "hash",
    "token", "number",     "label",     "replace", "remove"};

void AppendLabel(std::string_view entity, std::string* out) {
  *out += '<';
  *out += entity;
  *out += '>';
}

// ------------------------------------------------------------------------------------------- mask

size_t KeepLast(std::string_view entity) {
  const EntityEntry* entry = FindEntity(entity);
  return entry == nullptr ? 0 : entry->keep_last;
}

// A code point. What is no ASCII is a letter.
struct Character {
  std::string_view bytes;
  bool is_letter;  // or a digit
};

std::vector<Character> CharactersOf(std::string_view text) {
  std::vector<Character> out;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin + 1;
    while (end < text.size() && IsContinuationByte(text[end])) ++end;
    const bool ascii = static_cast<unsigned char>(text[begin]) < 0x80;
    out.push_back({text.substr(begin, end - begin), !ascii || IsAlnum(text[begin])});
    begin = end;
  }
  return out;
}

// How many characters, seen in the order given, until that many letters are among them.
template <typename Iterator>
size_t Reach(Iterator begin, Iterator end, size_t letters) {
  size_t characters = 0;
  for (; letters > 0 && begin != end; ++begin, ++characters) {
    if (begin->is_letter) --letters;
  }
  return characters;
}

void AppendMasked(const Covered& covered, const MaskTerms& terms, std::string* out) {
  const std::vector<Character> all = CharactersOf(covered.text);
  const auto letters = static_cast<size_t>(
      std::count_if(all.begin(), all.end(), [](const Character& c) { return c.is_letter; }));
  size_t begin = 0;
  size_t end = all.size();
  if (!covered.merged) {
    const size_t last = terms.keep_last == MaskTerms::kByCatalogue
                            ? std::min<size_t>(KeepLast(covered.entity), letters / 3)
                            : std::min<size_t>(terms.keep_last, letters / 2);
    begin = Reach(all.begin(), all.end(), std::min<size_t>(terms.keep_first, letters / 3));
    end -= Reach(all.rbegin(), all.rend(), last);
    const size_t count = std::min<size_t>(terms.count, all.size());
    if (count > 0 && terms.from_end) begin = std::max(begin, all.size() - count);
    if (count > 0 && !terms.from_end) end = std::min(end, count);
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const bool stays = i < begin || i >= end || (terms.keep_separators && !all[i].is_letter);
    *out += stays ? all[i].bytes : std::string_view(terms.character);
  }
}

MaskTerms StricterMask(const MaskTerms& a, const MaskTerms& b) {
  MaskTerms out = a;
  out.keep_first = std::min(a.keep_first, b.keep_first);
  const bool same_kind =
      (a.keep_last == MaskTerms::kByCatalogue) == (b.keep_last == MaskTerms::kByCatalogue);
  out.keep_last = same_kind ? std::min(a.keep_last, b.keep_last) : uint8_t{0};
  const bool same_end = a.count != 0 && b.count != 0 && a.from_end == b.from_end;
  out.count = same_end ? std::max(a.count, b.count) : 0;
  out.keep_separators = a.keep_separators && b.keep_separators;
  return out;
}

// ------------------------------------------------------------------------------------------ keyed

// Nothing where the context lacks what the operator needs, or the value has no such form.
std::optional<std::string> Keyed(const Covered& covered, const RedactionTerms& terms,
                                 const RedactionContext& context) {
  if (context.keys == nullptr) return std::nullopt;
  const RedactionKeys& keys = *context.keys;
  switch (terms.op) {
    case Operator::kSurrogate: {
      if (covered.merged) return std::nullopt;
      auto surrogate = Surrogate(keys, covered);
      return surrogate ? surrogate : DigestToken(keys, covered.entity, SameValue(covered));
    }
    case Operator::kEncrypt:
      return SealedToken(keys, context.interaction, covered.entity, covered.text, terms.restore);
    case Operator::kToken:
      return DigestToken(keys, covered.entity, SameValue(covered));
    case Operator::kNumber: {
      if (context.numbers == nullptr) return std::nullopt;
      const auto number = context.numbers->NumberOf(
          covered.entity, keys.ForNumber(context.interaction, covered.entity, SameValue(covered)));
      if (!number) return std::nullopt;
      return "<" + std::string(covered.entity) + "_" + std::to_string(*number) + ">";
    }
    default:
      return std::nullopt;
  }
}

bool TakenAsWritten(const Covered& covered) {
  if (covered.category == Category::kSecret || covered.kind == Kind::kNetwork) return true;
  for (const std::string_view word : {"DATE", "AGE", "COORD", "GEO", "LOCATION", "MONEY"}) {
    if (covered.entity.find(word) != covered.entity.npos) return true;
  }
  return covered.text.find('@') != covered.text.npos || covered.text.find(':') != covered.text.npos;
}

}  // namespace

std::string_view OperatorName(Operator op) { return kNames[static_cast<size_t>(op)]; }

std::optional<Operator> ParseOperator(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Operator>(found - kNames.begin());
}

std::string SameValue(const Covered& covered) {
  std::string out;
  const bool as_written = TakenAsWritten(covered);
  const bool exact = covered.category == Category::kSecret;
  for (const char c : covered.text) {
    const bool separates = Has(c, kSpace) || std::string_view("-.()/").find(c) != std::string::npos;
    if (!as_written && separates) continue;
    out += exact ? c : ToLower(c);
  }
  return out;
}

void Replace(const Covered& covered, const RedactionTerms& terms, const RedactionContext& context,
             std::string* out) {
  switch (terms.op) {
    case Operator::kMask:
      return AppendMasked(covered, terms.mask, out);
    case Operator::kHash:
      *out += HexEncode(AsBytes(Sha256({covered.text, terms.text})));
      return;
    case Operator::kReplace:
      *out += terms.text;
      return;
    case Operator::kRemove:
      return;
    case Operator::kGeneralise:
      if (auto coarser = covered.merged ? std::nullopt : Generalise(covered)) {
        *out += *coarser;
        return;
      }
      break;
    default:
      if (const auto keyed = Keyed(covered, terms, context)) {
        *out += *keyed;
        return;
      }
  }
  AppendLabel(covered.entity, out);
}

RedactionTerms Stricter(const RedactionTerms& a, const RedactionTerms& b) {
  if (a == b) return a;
  if (a.op != b.op) {
    const RedactionTerms& greater = a.op > b.op ? a : b;
    if (greater.op >= Operator::kLabel) return greater;
    return {.op = Operator::kLabel};
  }
  RedactionTerms out = a;
  switch (a.op) {
    case Operator::kMask:
      out.mask = StricterMask(a.mask, b.mask);
      return out;
    case Operator::kEncrypt:
      out.restore = a.restore & b.restore;
      return out;
    case Operator::kReplace:
      return {.op = Operator::kRemove};
    case Operator::kHash:
      return {.op = Operator::kLabel};
    default:
      return out;
  }
}

}  // namespace reeve::detectors
