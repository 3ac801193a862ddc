#include "policy/reader.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/duration.h"
#include "base/text.h"
#include "policy/document_limits.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kWrongType = "policy.type";

std::string Quoted(std::string_view text) {
  constexpr size_t kShown = 60;
  std::string shown(text.substr(0, kShown));
  while (!shown.empty() && !IsValidUtf8(shown)) shown.pop_back();
  return "`" + shown + (shown.size() < text.size() ? "…`" : "`");
}

std::string Expected(std::string_view what, std::string_view wanted, const YamlNode& node) {
  return std::string(what) + " must be " + std::string(wanted) + ", not " +
         std::string(node.KindName());
}

bool IsIdLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

template <typename Number>
bool ParseWhole(std::string_view text, Number* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size();
}

json::Value ScalarToJson(const YamlNode& node) {
  const std::string& text = node.scalar;
  if (!node.plain) return text;
  if (text == "true") return true;
  if (text == "false") return false;
  if (text.empty() || !(text[0] == '-' || (text[0] >= '0' && text[0] <= '9'))) return text;
  if (auto number = json::Parse(text); number.ok()) return std::move(number).value();
  return text;
}

}  // namespace

std::string OneOf(std::span<const std::string> words) {
  std::string out = words.size() == 1 ? "" : "one of ";
  for (size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "`" : ", `") + words[i] + "`";
  return out;
}

std::optional<Located> ReadText(const YamlNode& node, std::string_view what, Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kScalar) {
    reporter.Error(kWrongType, node.span, Expected(what, "a text", node));
    return std::nullopt;
  }
  if (node.scalar.empty()) {
    reporter.Error("policy.empty", node.span, std::string(what) + " is empty");
    return std::nullopt;
  }
  return Located{node.scalar, node.span};
}

std::vector<Located> ReadTexts(const YamlNode& node, std::string_view what, Reporter& reporter) {
  std::vector<Located> out;
  if (node.kind == YamlNode::Kind::kScalar) {
    if (auto text = ReadText(node, what, reporter)) out.push_back(std::move(*text));
    return out;
  }
  if (node.kind != YamlNode::Kind::kSequence) {
    reporter.Error(kWrongType, node.span, Expected(what, "a list of texts", node));
    return out;
  }
  if (node.items.empty()) {
    reporter.Error("policy.empty", node.span,
                   std::string(what) + " is an empty list; leave it out, or name something");
  }
  std::set<std::string_view> seen;
  for (const YamlNode& item : node.items) {
    auto text = ReadText(item, "an entry of " + std::string(what), reporter);
    if (!text) continue;
    if (!seen.insert(item.scalar).second) {
      reporter.Error("policy.duplicate", item.span,
                     Quoted(item.scalar) + " is in " + std::string(what) + " twice");
      continue;
    }
    out.push_back(std::move(*text));
  }
  return out;
}

std::optional<size_t> ReadWord(const YamlNode& node, std::string_view what,
                               std::span<const std::string> words, Reporter& reporter) {
  const auto text = ReadText(node, what, reporter);
  if (!text) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), text->text);
  if (found != words.end()) return static_cast<size_t>(found - words.begin());
  reporter.Error("policy.unknown_word", text->span,
                 std::string(what) + " must be " + OneOf(words) + ", not " + Quoted(text->text) +
                     DidYouMeanSuffix(text->text, words));
  return std::nullopt;
}

std::optional<uint64_t> ReadCount(const YamlNode& node, std::string_view what, uint64_t least,
                                  uint64_t most, Reporter& reporter) {
  uint64_t count = 0;
  if (node.kind == YamlNode::Kind::kScalar && node.plain && ParseWhole(node.scalar, &count) &&
      count >= least && count <= most) {
    return count;
  }
  reporter.Error(kWrongType, node.span,
                 std::string(what) + " must be a whole number from " + std::to_string(least) +
                     " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<double> ReadUnitScore(const YamlNode& node, std::string_view what,
                                    Reporter& reporter) {
  const json::Value value = ToJson(node);
  const double score = value.as_double() != nullptr ? *value.as_double()
                       : value.as_int() != nullptr  ? static_cast<double>(*value.as_int())
                                                    : -1;
  if (score >= 0 && score <= 1) return score;
  reporter.Error("policy.type", node.span, std::string(what) + " must be a number from 0 to 1");
  return std::nullopt;
}

std::optional<std::chrono::seconds> ReadDuration(const YamlNode& node, std::string_view what,
                                                 Reporter& reporter, std::chrono::seconds least) {
  constexpr std::chrono::hours kMost{24 * 366};
  const auto duration =
      node.kind == YamlNode::Kind::kScalar ? ParseDuration(node.scalar) : std::nullopt;
  if (duration && *duration >= least && *duration <= kMost) return duration;
  reporter.Error("policy.duration", node.span,
                 std::string(what) +
                     " must be a number and one of s, m, h, d, such as `24h`, from " +
                     (least.count() == 0 ? "0 seconds" : "1 minute") + " to 366 days");
  return std::nullopt;
}

json::Value ToJson(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return nullptr;
    case YamlNode::Kind::kScalar:
      return ScalarToJson(node);
    case YamlNode::Kind::kSequence: {
      json::Array array;
      for (const YamlNode& item : node.items) array.push_back(ToJson(item));
      return array;
    }
    case YamlNode::Kind::kMap:
      break;
  }
  json::Object object;
  for (const YamlMember& member : node.members) object.Add(member.key, ToJson(member.value));
  return object;
}

MapReader::MapReader(const YamlNode& node, std::string_view what, Reporter& reporter)
    : node_(node), what_(what), reporter_(reporter) {
  if (!is_map()) reporter.Error(kWrongType, node.span, Expected(what, "a map", node));
}

MapReader::MapReader(const YamlNode& node, std::string_view what,
                     std::initializer_list<std::string_view> keys, Reporter& reporter)
    : MapReader(node, what, reporter) {
  const std::vector<std::string> known(keys.begin(), keys.end());
  for (const YamlMember& member : node.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    const std::string near = DidYouMeanSuffix(member.key, known);
    reporter.Error("policy.unknown_key", member.key_span,
                   what_ + " has no key " + Quoted(member.key) +
                       (near.empty() ? "; it may have " + OneOf(known) : near));
  }
}

const YamlNode* MapReader::Find(std::string_view key) const {
  const auto member = std::find_if(node_.members.begin(), node_.members.end(),
                                   [key](const YamlMember& m) { return m.key == key; });
  if (member == node_.members.end()) return nullptr;
  if (member->value.kind == YamlNode::Kind::kNull) {
    reporter_.Error("policy.empty", member->key_span,
                    "`" + member->key + "` has no value; give it one, or leave it out");
    return nullptr;
  }
  return &member->value;
}

const YamlNode* MapReader::Require(std::string_view key) const {
  if (!is_map()) return nullptr;
  const bool written = node_.Find(key) != nullptr;
  const YamlNode* node = Find(key);
  if (!written) {
    const Span place = node_.members.empty() ? node_.span : node_.members.front().key_span;
    reporter_.Error("policy.missing_key", place,
                    what_ + " needs the key `" + std::string(key) + "`");
  }
  return node;
}

Located MapReader::Text(std::string_view key, size_t most) const {
  return LimitedText(Find(key), key, most);
}

Located MapReader::RequiredText(std::string_view key, size_t most) const {
  return LimitedText(Require(key), key, most);
}

Located MapReader::LimitedText(const YamlNode* node, std::string_view key, size_t most) const {
  if (node == nullptr) return {};
  const std::string what = "`" + std::string(key) + "`";
  auto text = ReadText(*node, what, reporter_);
  if (!text) return {};
  if (text->text.size() > most) {
    reporter_.Error("policy.too_long", text->span,
                    what + " has " + std::to_string(text->text.size()) + " bytes; the most is " +
                        std::to_string(most));
    return {};
  }
  return std::move(*text);
}

void CheckId(const Located& id, std::string_view what, Reporter& reporter) {
  if (id.text.empty()) return;  // reported as missing or empty
  const auto allowed = [](char c) { return IsIdLetter(c) || c == '-' || c == '_' || c == '.'; };
  if (id.text.size() <= kMaxIdLength && IsIdLetter(id.text[0]) &&
      std::all_of(id.text.begin(), id.text.end(), allowed)) {
    return;
  }
  reporter.Error("policy.id", id.span,
                 std::string(what) +
                     " must be 1 to 64 of a-z, 0-9, `-`, `_` and `.`, and begin "
                     "with a letter or digit, not " +
                     Quoted(id.text));
}

bool CheckName(std::string_view name, Span span, std::string_view what, Reporter& reporter) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto allowed = [letter](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  if (!name.empty() && name.size() <= kMaxIdLength && letter(name[0]) &&
      std::all_of(name.begin(), name.end(), allowed)) {
    return true;
  }
  reporter.Error("policy.id", span,
                 std::string(what) +
                     " must be 1 to 64 of a-z, 0-9 and `_`, and begin with a letter or `_`, not " +
                     Quoted(name));
  return false;
}

}  // namespace reeve::policy
