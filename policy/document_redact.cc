// How a rule of effect `redact` redacts: an operator, and the terms that belong to it.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/document.h"
#include "policy/document_limits.h"

namespace reeve::policy {
namespace {

struct Owned {
  std::string_view key;
  RedactOperator owner;
};

constexpr std::array kOwned = {
    Owned{"character", RedactOperator::kMask},  Owned{"keep_first", RedactOperator::kMask},
    Owned{"keep_last", RedactOperator::kMask},  Owned{"count", RedactOperator::kMask},
    Owned{"from", RedactOperator::kMask},       Owned{"keep_separators", RedactOperator::kMask},
    Owned{"text", RedactOperator::kReplace},    Owned{"salt", RedactOperator::kHash},
    Owned{"restore", RedactOperator::kEncrypt},
};

const std::vector<std::string> kEnds = {"start", "end"};
const std::vector<std::string> kRestoreStages = {"output", "tool_call"};

class RedactReader {
 public:
  RedactReader(const MapReader& map, RedactTerms* terms, Reporter& reporter)
      : map_(map), terms_(*terms), reporter_(reporter) {}

  void ReadMask() {
    ReadCharacter();
    uint8_t keep_last = 0;
    ReadSmall("keep_first", 0, kMaxKept, &terms_.mask.keep_first);
    if (ReadSmall("keep_last", 0, kMaxKept, &keep_last)) terms_.mask.keep_last = keep_last;
    const bool counts = map_.Find("count") != nullptr;
    if (counts) ReadSmall("count", 1, kMaxMasked, &terms_.mask.count);
    if (const YamlNode* from = map_.Find("from")) {
      const auto word = ReadWord(*from, "`from`", kEnds, reporter_);
      if (word) terms_.mask.from_end = *word == 1;
      if (!counts) {
        reporter_.Error("policy.redact", from->span,
                        "`from` says from which end `count` counts, and there is no `count`");
      }
    }
    if (counts) CheckMasksSomething();
    if (const YamlNode* node = map_.Find("keep_separators")) {
      terms_.mask.keep_separators = ReadTruth(*node, "`keep_separators`");
    }
  }

  void ReadText() { terms_.text = map_.RequiredText("text", kMaxReplacement).text; }
  void ReadSalt() { terms_.text = map_.Text("salt", kMaxSalt).text; }

  void ReadRestore() {
    const YamlNode* node = map_.Find("restore");
    if (node == nullptr) return;
    for (const Located& word : ReadTexts(*node, "`restore`", reporter_)) {
      if (word.text == "output") {
        terms_.restore.output = true;
      } else if (word.text == "tool_call") {
        terms_.restore.tool_call = true;
      } else {
        reporter_.Error("policy.unknown_word", word.span,
                        "`restore` names stages that a model's answer goes through, " +
                            OneOf(kRestoreStages) + ", not `" + word.text + "`" +
                            DidYouMeanSuffix(word.text, kRestoreStages));
      }
    }
  }

 private:
  // What the catalogue would keep could be all that is counted, and the rule would redact nothing.
  void CheckMasksSomething() {
    MaskTerms& mask = terms_.mask;
    if (!mask.keep_last) mask.keep_last = 0;
    const uint8_t kept = mask.from_end ? *mask.keep_last : mask.keep_first;
    if (mask.count == 0 || kept < mask.count) return;  // 0: was reported
    reporter_.Error("policy.redact", map_.Find("count")->span,
                    "nothing would be masked: `" +
                        std::string(mask.from_end ? "keep_last" : "keep_first") +
                        "` keeps all that `count` counts");
  }

  bool ReadSmall(std::string_view key, uint64_t least, uint64_t most, uint8_t* target) {
    const YamlNode* node = map_.Find(key);
    if (node == nullptr) return false;
    const auto count = ReadCount(*node, "`" + std::string(key) + "`", least, most, reporter_);
    if (count) *target = static_cast<uint8_t>(*count);
    return count.has_value();
  }

  bool ReadTruth(const YamlNode& node, std::string_view what) {
    const json::Value value = ToJson(node);
    if (const bool* truth = value.as_bool()) return *truth;
    reporter_.Error("policy.type", node.span, std::string(what) + " must be `true` or `false`");
    return false;
  }

  void ReadCharacter() {
    const YamlNode* node = map_.Find("character");
    if (node == nullptr) return;
    const auto text = policy::ReadText(*node, "`character`", reporter_);
    if (!text) return;
    const auto first = static_cast<unsigned char>(text->text.front());
    if (CodePointCount(text->text) != 1 || first <= ' ' || first == 0x7F) {
      reporter_.Error("policy.redact", text->span,
                      "`character` must be one character that is seen, such as `*`");
      return;
    }
    terms_.character = text->text;
  }

  const MapReader& map_;
  RedactTerms& terms_;
  Reporter& reporter_;
};

// Terms stand only beside the operator that they belong to.
void CheckOwners(const YamlNode& node, RedactOperator redact_operator, Reporter& reporter) {
  for (const YamlMember& member : node.members) {
    const auto owner = OwnerOfRedactKey(member.key);
    if (!owner || *owner == redact_operator) continue;
    reporter.Error("policy.redact", member.key_span,
                   "`" + member.key + "` belongs to the operator `" +
                       std::string(RedactOperatorName(*owner)) +
                       "`; the operator of this one is `" +
                       std::string(RedactOperatorName(redact_operator)) + "`");
  }
}

}  // namespace

const std::vector<std::string>& RedactOperatorWords() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> words;
    for (size_t i = 0; i < kRedactOperatorCount; ++i) {
      words.emplace_back(RedactOperatorName(static_cast<RedactOperator>(i)));
    }
    return words;
  }();
  return kWords;
}

std::optional<RedactOperator> OwnerOfRedactKey(std::string_view key) {
  const auto owned =
      std::find_if(kOwned.begin(), kOwned.end(), [key](const Owned& o) { return o.key == key; });
  return owned == kOwned.end() ? std::nullopt : std::optional(owned->owner);
}

void ReadRedact(const YamlNode& node, RuleDocument* out, Reporter& reporter) {
  const MapReader map(node, "`redact`",
                      {"entities", "operator", "character", "keep_first", "keep_last", "count",
                       "from", "keep_separators", "text", "salt", "restore"},
                      reporter);
  RedactTerms& terms = out->rule.redact;
  if (const YamlNode* entities = map.Find("entities")) {
    out->redact_entities = ReadTexts(*entities, "`entities`", reporter);
  }
  if (const YamlNode* redact_operator = map.Find("operator")) {
    const auto word = ReadWord(*redact_operator, "`operator`", RedactOperatorWords(), reporter);
    if (!word) return;
    terms.redact_operator = static_cast<RedactOperator>(*word);
  }
  CheckOwners(node, terms.redact_operator, reporter);
  RedactReader reader(map, &terms, reporter);
  switch (terms.redact_operator) {
    case RedactOperator::kMask:
      return reader.ReadMask();
    case RedactOperator::kReplace:
      return reader.ReadText();
    case RedactOperator::kHash:
      return reader.ReadSalt();
    case RedactOperator::kEncrypt:
      return reader.ReadRestore();
    default:
      return;
  }
}

}  // namespace reeve::policy
