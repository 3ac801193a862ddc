#include "detectors/redact.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/json.h"
#include "detectors/bytes.h"
#include "detectors/json_text.h"
#include "detectors/redact_operators.h"

namespace reeve::detectors {
namespace {

// A stretch of the text that findings cover without a gap.
struct Stretch {
  size_t begin;
  size_t end;
  size_t longest;          // bytes of the finding that gives the label
  const Finding* finding;  // that one
  bool merged;             // made of several spans that are not equal
  RedactionTerms terms;
};

void Widen(std::string_view text, size_t* begin, size_t* end) {
  *begin = std::min(*begin, text.size());
  *end = std::min(*end, text.size());
  while (*begin > 0 && *begin < text.size() && IsContinuationByte(text[*begin])) --*begin;
  while (*end < text.size() && IsContinuationByte(text[*end])) ++*end;
}

std::vector<Stretch> Merge(std::vector<Stretch> all) {
  std::stable_sort(all.begin(), all.end(),
                   [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  std::vector<Stretch> merged;
  for (Stretch& next : all) {
    if (merged.empty() || next.begin >= merged.back().end) {
      merged.push_back(std::move(next));
      continue;
    }
    Stretch& last = merged.back();
    last.merged = last.merged || next.merged || next.begin != last.begin || next.end != last.end ||
                  next.finding->entity != last.finding->entity;
    last.end = std::max(last.end, next.end);
    last.terms = Stricter(last.terms, next.terms);
    if (next.longest > last.longest) {
      last.longest = next.longest;
      last.finding = next.finding;
    }
  }
  return merged;
}

std::vector<Stretch> StretchesOf(std::string_view text, std::span<const Redaction> redactions) {
  std::vector<Stretch> all;
  for (const auto& [finding, terms] : redactions) {
    size_t begin = finding.span.start.bytes;
    size_t end = finding.span.end.bytes;
    Widen(text, &begin, &end);
    if (begin < end) all.push_back({begin, end, end - begin, &finding, false, terms});
  }
  return Merge(std::move(all));
}

// Those that lie within a genuine sealed token: its letters are not the text's.
void SpareTokens(std::string_view text, const RedactionContext& context,
                 std::vector<Stretch>* stretches) {
  if (context.keys == nullptr || stretches->empty() || text.find('<') == text.npos) return;
  for (const OpenedToken& token : OpenTokens(*context.keys, context.interaction, text)) {
    std::erase_if(*stretches, [&](const Stretch& stretch) {
      return stretch.begin >= token.begin && stretch.end <= token.end;
    });
  }
}

std::string RedactStretches(std::string_view text, std::vector<Stretch> stretches,
                            const RedactionContext& context);

std::string RedactPlain(std::string_view text, const std::vector<Stretch>& stretches,
                        const RedactionContext& context) {
  std::string redacted;
  redacted.reserve(text.size());
  size_t copied = 0;
  for (const Stretch& stretch : stretches) {
    redacted += text.substr(copied, stretch.begin - copied);
    copied = stretch.end;
    const Finding& finding = *stretch.finding;
    Replace({text.substr(stretch.begin, stretch.end - stretch.begin), finding.entity,
             finding.category, finding.kind, stretch.merged},
            stretch.terms, context, &redacted);
  }
  redacted += text.substr(copied);
  return redacted;
}

// ------------------------------------------------------------------------------------------- JSON

// One document under way, token by token from the left.
class JsonRedactor {
 public:
  JsonRedactor(const JsonText& json, std::string_view text, const std::vector<Stretch>& stretches,
               const RedactionContext& context)
      : json_(json), text_(text), stretches_(stretches), context_(context) {}

  std::string Run() {
    for (const JsonText::Token& token : json_.tokens()) {
      while (first_ < stretches_.size() && stretches_[first_].end <= token.begin) ++first_;
      if (first_ == stretches_.size()) break;
      if (const auto changed = Changed(token)) {
        out_ += text_.substr(copied_, token.begin - copied_);
        json::WriteString(token.kind == JsonText::Kind::kKey ? Unique(token, *changed) : *changed,
                          &out_);
        copied_ = token.end;
      }
    }
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

 private:
  // Nothing where the token stays as it is.
  std::optional<std::string> Changed(const JsonText::Token& token) const {
    std::vector<Stretch> within;
    std::optional<JsonText::Decoded> decoded;
    for (size_t i = first_; i < stretches_.size() && stretches_[i].begin < token.end; ++i) {
      const Stretch& stretch = stretches_[i];
      const bool is_inside = stretch.begin >= token.begin && stretch.end <= token.end;
      if (token.kind == JsonText::Kind::kKey && !is_inside) continue;
      if (!decoded) decoded = json_.Decode(token);
      Stretch part = stretch;
      part.begin = decoded->At(stretch.begin, false);
      part.end = decoded->At(stretch.end, true);
      if (part.begin >= part.end) continue;  // its quotes alone
      part.merged = part.merged || !is_inside;
      part.longest = part.end - part.begin;
      within.push_back(std::move(part));
    }
    if (within.empty()) return std::nullopt;
    return RedactStretches(decoded->text, std::move(within), context_);
  }

  // Another key of the object must not be called the same.
  std::string Unique(const JsonText::Token& token, const std::string& key) {
    if (keys_.empty()) {
      for (const JsonText::Token& other : json_.tokens()) {
        if (other.kind != JsonText::Kind::kKey) continue;
        keys_[other.object].emplace(json_.Decode(other).text, 1);
      }
    }
    std::map<std::string, uint32_t>& known = keys_[token.object];
    std::string unique = key;
    for (uint32_t& times = known[key]; times > 0 && known.contains(unique);) {
      unique = key + "_" + std::to_string(++times);
    }
    known.emplace(unique, 1);
    return unique;
  }

  const JsonText& json_;
  const std::string_view text_;
  const std::vector<Stretch>& stretches_;
  const RedactionContext& context_;
  size_t first_ = 0;  // of the stretches: the first that may touch the token
  size_t copied_ = 0;
  std::string out_;
  // By object, once a key was changed: how many keys were to be called so.
  std::map<uint32_t, std::map<std::string, uint32_t>> keys_;
};

// A document within a string of a document has twice the escapes, so there are few levels.
std::string RedactStretches(std::string_view text, std::vector<Stretch> stretches,
                            const RedactionContext& context) {
  stretches = Merge(std::move(stretches));
  if (const auto json = JsonText::Read(text)) {
    return JsonRedactor(*json, text, stretches, context).Run();
  }
  SpareTokens(text, context, &stretches);
  return RedactPlain(text, stretches, context);
}

}  // namespace

std::string Redact(std::string_view text, std::span<const Redaction> redactions,
                   const RedactionContext& context) {
  std::vector<Stretch> stretches = StretchesOf(text, redactions);
  if (stretches.empty()) return std::string(text);
  if (context.numbers != nullptr) context.numbers->Avoid(text);
  return RedactStretches(text, std::move(stretches), context);
}

std::string Redact(std::string_view text, std::span<const Finding> findings, Operator op) {
  std::vector<Redaction> redactions;
  for (const Finding& finding : findings) redactions.push_back({finding, {.op = op}});
  return Redact(text, redactions);
}

}  // namespace reeve::detectors
