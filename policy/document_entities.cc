// The key `entities` of a policy.
#include <algorithm>

#include "base/text.h"
#include "base/word_pattern.h"
#include "policy/document_limits.h"
#include "policy/own_entity.h"

namespace reeve::policy {
namespace {

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

bool CheckCount(const YamlNode& node, std::string_view key, size_t count, size_t most,
                Reporter& reporter) {
  if (count <= most) return true;
  reporter.Error("policy.too_long", node.span,
                 Quoted(key) + " has " + std::to_string(count) + " entries; the most is " +
                     std::to_string(most) +
                     (key == "terms" ? "; put them into a list file, and name it by `list`" : ""));
  return false;
}
class EntityReader {
 public:
  EntityReader(const YamlMember& member, Reporter& reporter)
      : map_(member.value, "entity " + Quoted(member.key),
             {"title", "category", "patterns", "check", "terms", "list", "exact_case", "words",
              "needs_word", "score", "examples"},
             reporter),
        reporter_(reporter) {
    CheckEntityName({member.key, member.key_span}, reporter);
    out_.name = member.key_span;
    out_.entity.name = member.key;
    out_.entity.file = reporter.file();
    out_.entity.line = reporter.LineOf(member.key_span.begin);
  }

  EntityDocument Read() {
    OwnEntity& entity = out_.entity;
    if (!map_.is_map()) return std::move(out_);
    entity.title = map_.Text("title", kMaxTitle).text;
    if (const YamlNode* node = map_.Require("category")) {
      const auto word = ReadWord(*node, "`category`", EntityCategories(), reporter_);
      if (word) entity.category = EntityCategories()[*word];
    }
    ReadPatterns();
    ReadCheck();
    entity.terms = TermTexts("terms", kMaxEntityTerms);
    if (const YamlNode* node = map_.Find("list")) {
      if (auto list = ReadText(*node, "`list`", reporter_)) entity.list = std::move(list->text);
      out_.list = node->span;
    }
    entity.exact_case = Flag("exact_case");
    entity.words = TermTexts("words", kMaxEntityWords);
    entity.needs_word = Flag("needs_word");
    ReadScore();
    ReadExamples();
    CheckTogether();
    return std::move(out_);
  }

 private:
  bool Has(std::string_view key) const { return map_.Find(key) != nullptr; }

  bool Flag(std::string_view key) const {
    const YamlNode* node = map_.Find(key);
    if (node == nullptr) return false;
    const bool plain = node->kind == YamlNode::Kind::kScalar && node->plain;
    if (!plain || (node->scalar != "true" && node->scalar != "false")) {
      reporter_.Error("policy.type", node->span, Quoted(key) + " must be `true` or `false`");
    }
    return plain && node->scalar == "true";
  }

  void ReadPatterns() {
    const YamlNode* node = map_.Find("patterns");
    if (node == nullptr) return;
    const std::vector<Located> patterns = ReadTexts(*node, "`patterns`", reporter_);
    if (!CheckCount(*node, "patterns", patterns.size(), kMaxEntityPatterns, reporter_)) return;
    for (const Located& pattern : patterns) {
      PatternProblem problem;
      const auto compiled = WordPattern::Compile(pattern.text, &problem);
      if (compiled == nullptr) {
        ReportPattern(*node, pattern, problem);
        continue;
      }
      if (compiled->has_check() && !Has("check")) {
        reporter_.Error("policy.entity_pattern", pattern.span,
                        "the pattern has a group `check`, and no `check:` says which check digit "
                        "it has; add " +
                            OneOf(CheckWords()));
      }
      out_.entity.patterns.push_back(pattern.text);
    }
  }

  // `node` is the text itself or the list of texts that it is in.
  void ReportPattern(const YamlNode& node, const Located& pattern, const PatternProblem& problem) {
    const YamlNode* scalar = &node;
    for (const YamlNode& item : node.items) {
      if (item.span.begin == pattern.span.begin) scalar = &item;
    }
    const Span in_value{problem.offset, problem.offset + problem.length};
    reporter_.Error("policy.entity_pattern", SourceSpan(*scalar, reporter_.text(), in_value),
                    problem.message);
  }

  void ReadCheck() {
    const YamlNode* node = map_.Find("check");
    if (node == nullptr) return;
    const auto word = ReadWord(*node, "`check`", CheckWords(), reporter_);
    if (word) out_.entity.check = CheckWords()[*word];
    if (Has("patterns")) return;
    reporter_.Error("policy.entity", node->span,
                    "`check` is of the matches of `patterns`, and the entity has none");
  }

  std::vector<std::string> TermTexts(std::string_view key, size_t most) {
    std::vector<std::string> out;
    const YamlNode* node = map_.Find(key);
    if (node == nullptr) return out;
    std::vector<Located> texts = ReadTexts(*node, Quoted(key), reporter_);
    if (!CheckCount(*node, key, texts.size(), most, reporter_)) return out;
    for (Located& text : texts) {
      if (text.text.size() > kMaxEntityText) {
        reporter_.Error("policy.too_long", text.span,
                        "an entry of " + Quoted(key) + " has " + std::to_string(text.text.size()) +
                            " bytes; the most is " + std::to_string(kMaxEntityText));
      } else if (!CanBeTerm(text.text)) {
        reporter_.Error("policy.entity", text.span,
                        Quoted(text.text) + " is too little to look for: an entry of " +
                            Quoted(key) +
                            " has at least two characters, a letter or digit among them");
      } else {
        out.push_back(std::move(text.text));
      }
    }
    return out;
  }

  void ReadScore() {
    const YamlNode* node = map_.Find("score");
    if (node == nullptr) return;
    const json::Value value = ToJson(*node);
    const double score = value.as_double() != nullptr ? *value.as_double()
                         : value.as_int() != nullptr  ? static_cast<double>(*value.as_int())
                                                      : 0;
    if (score >= kMinEntityScore && score <= 1) {
      out_.entity.score = score;
      return;
    }
    reporter_.Error("policy.type", node->span, "`score` must be a number from 0.3 to 1");
  }

  void ReadExamples() {
    const YamlNode* node = map_.Find("examples");
    if (node == nullptr) return;
    const MapReader map(*node, "`examples`", {"found", "not_found"}, reporter_);
    for (const bool found : {true, false}) {
      const std::string_view key = found ? "found" : "not_found";
      const YamlNode* texts = map.Find(key);
      if (texts == nullptr) continue;
      const std::vector<Located> read = ReadTexts(*texts, Quoted(key), reporter_);
      if (!CheckCount(*texts, key, read.size(), kMaxEntityExamples, reporter_)) continue;
      for (const Located& text : read) {
        if (text.text.size() > kMaxEntityExample) {
          reporter_.Error("policy.too_long", text.span,
                          "an example has " + std::to_string(text.text.size()) +
                              " bytes; the most is " + std::to_string(kMaxEntityExample));
          continue;
        }
        out_.entity.examples.push_back({text.text, found, reporter_.LineOf(text.span.begin)});
      }
    }
  }

  // What one key asks of another.
  void CheckTogether() {
    if (!Has("patterns") && !Has("terms") && !Has("list")) {
      reporter_.Error("policy.entity", out_.name,
                      "the entity says nothing to look for; add `patterns`, `terms` or `list`");
    }
    if (Has("exact_case") && !Has("terms") && !Has("list")) {
      reporter_.Error("policy.entity", map_.Find("exact_case")->span,
                      "`exact_case` is of `terms` and `list`; a pattern is exact, and `(?i)` at "
                      "its start makes it match either case");
    }
    if (out_.entity.needs_word && !Has("words")) {
      reporter_.Error("policy.entity", map_.Find("needs_word")->span,
                      "`needs_word` asks for one of `words`, and the entity has none; add "
                      "`words: [...]`");
    }
  }

  MapReader map_;
  Reporter& reporter_;
  EntityDocument out_;
};

}  // namespace

void CheckEntityName(const Located& name, Reporter& reporter) {
  const std::string& text = name.text;
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto allowed = [letter](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  if (text.size() >= 2 && text.size() <= kMaxIdLength && letter(text[0]) &&
      std::all_of(text.begin(), text.end(), allowed)) {
    return;
  }
  reporter.Error("policy.id", name.span,
                 "an entity's name must be 2 to 64 of A-Z, 0-9 and `_`, and begin with a letter, "
                 "such as `ACME_CUSTOMER`, not " +
                     Quoted(Clip(text, 60)));
}

std::vector<EntityDocument> ReadEntities(const YamlNode& node, Reporter& reporter) {
  std::vector<EntityDocument> out;
  const MapReader map(node, "`entities`", reporter);
  if (node.members.size() > kMaxEntities) {
    reporter.Error("policy.too_long", node.span,
                   "`entities` has " + std::to_string(node.members.size()) +
                       " entries; the most is " + std::to_string(kMaxEntities));
    return out;
  }
  for (const YamlMember& member : node.members)
    out.push_back(EntityReader(member, reporter).Read());
  return out;
}

}  // namespace reeve::policy
