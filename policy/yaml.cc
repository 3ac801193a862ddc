#include "policy/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <map>
#include <streambuf>

#include "base/text.h"
#include "policy/bundle.h"
#include "policy/yaml_source.h"

namespace reeve::policy {
namespace {

// yaml-cpp reads from a stream; this one views the text instead of copying it.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a streambuf that is only read never writes
    setg(begin, begin, begin + text.size());
  }
};

// Thrown by TreeBuilder through yaml-cpp to stop it; the diagnostic is already reported.
struct StopParsing {};

// Builds the tree from yaml-cpp's events. Stops at the first thing that is refused, except for
// duplicate keys, of which all are reported.
class TreeBuilder : public YAML::EventHandler {
 public:
  // Marks count from behind the byte order mark, `base` bytes into the source.
  TreeBuilder(Reporter& reporter, size_t base) : reporter_(reporter), base_(base) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    RefuseAnchor(mark, anchor);
    YamlNode node;
    node.span = At(mark);
    Add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Stop("policy.yaml_alias", At(mark), "aliases are not used in policy documents; write it out");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.plain = tag != "!";
    node.scalar = value;
    node.span.begin = At(mark).begin;
    const auto end = ScalarEnd(reporter_.text(), node.span.begin, value);
    if (!end) Stop("policy.yaml_syntax", node.span, "the closing quote is missing");
    node.span.end = *end;
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kSequence);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { Close(); }

  bool failed() const { return failed_; }
  std::optional<YamlNode> Take() { return std::move(root_); }

 private:
  struct Frame {
    YamlNode node;
    std::optional<YamlNode> key;  // of a map: read, and waiting for its value
  };

  Span At(const YAML::Mark& mark) const {
    const size_t begin = base_ + (mark.pos > 0 ? static_cast<size_t>(mark.pos) : 0);
    return {begin, begin + 1};
  }

  [[noreturn]] void Stop(std::string_view code, Span span, std::string message) {
    failed_ = true;
    reporter_.Error(code, span, std::move(message));
    throw StopParsing{};
  }

  void RefuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == YAML::NullAnchor) return;
    Stop("policy.yaml_alias", At(mark), "anchors are not used in policy documents");
  }

  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    Stop("policy.yaml_tag", At(mark), "tags are not used in policy documents");
  }

  void Open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    if (frames_.size() >= kMaxYamlDepth) {
      Stop("policy.yaml_depth", At(mark),
           "nested more than " + std::to_string(kMaxYamlDepth) + " deep");
    }
    Frame frame;
    frame.node.kind = kind;
    frame.node.span = At(mark);
    frames_.push_back(std::move(frame));
  }

  void Close() {
    YamlNode node = std::move(frames_.back().node);
    frames_.pop_back();
    if (node.kind == YamlNode::Kind::kMap) ReportDuplicates(node);
    Add(std::move(node));
  }

  void Add(YamlNode node) {
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == YamlNode::Kind::kSequence) {
      frame.node.items.push_back(std::move(node));
    } else if (!frame.key) {
      if (node.kind != YamlNode::Kind::kScalar) {
        Stop("policy.yaml_key", node.span, "a key must be a text");
      }
      frame.key = std::move(node);
    } else {
      frame.node.members.push_back({frame.key->scalar, frame.key->span, std::move(node)});
      frame.key.reset();
    }
  }

  void ReportDuplicates(const YamlNode& map) {
    std::map<std::string_view, size_t> seen;
    for (const YamlMember& member : map.members) {
      const auto [first, inserted] = seen.try_emplace(member.key, member.key_span.begin);
      if (inserted) continue;
      failed_ = true;
      reporter_.Error("policy.duplicate_key", member.key_span,
                      "the key `" + member.key + "` was already given on line " +
                          std::to_string(reporter_.LineOf(first->second)));
    }
  }

  Reporter& reporter_;
  const size_t base_;
  std::vector<Frame> frames_;
  std::optional<YamlNode> root_;
  bool failed_ = false;
};

bool ReportSecondDocument(YAML::Parser& parser, TreeBuilder& builder) {
  TreeBuilder::EventHandler& handler = builder;
  return parser.HandleNextDocument(handler);
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const YamlMember& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::string_view YamlNode::KindName() const {
  switch (kind) {
    case Kind::kNull:
      return "nothing";
    case Kind::kScalar:
      return "a text";
    case Kind::kSequence:
      return "a list";
    case Kind::kMap:
      break;
  }
  return "a map";
}

std::optional<YamlNode> ParseYaml(Reporter& reporter) {
  if (!CheckCharacters(reporter, "a tab; indent with spaces, and write \\t inside an expression")) {
    return std::nullopt;
  }
  const size_t base = ByteOrderMarkSize(reporter.text());
  ViewBuffer buffer(reporter.text().substr(base));
  std::istream stream(&buffer);
  TreeBuilder builder(reporter, base);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      reporter.Error("policy.yaml_empty", {}, "the document is empty");
      return std::nullopt;
    }
    std::optional<YamlNode> root = builder.Take();
    if (ReportSecondDocument(parser, builder)) {
      const auto second = builder.Take();
      reporter.Error("policy.yaml_documents", second ? second->span : Span{},
                     "a second document in one file; give it a file of its own");
      return std::nullopt;
    }
    if (builder.failed()) return std::nullopt;
    return root;
  } catch (const StopParsing&) {
    return std::nullopt;
  } catch (const YAML::ParserException& error) {
    const size_t at = base + (error.mark.pos > 0 ? static_cast<size_t>(error.mark.pos) : 0);
    reporter.Error("policy.yaml_syntax", {at, at + 1}, "not valid YAML: " + error.msg);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    reporter.Error("policy.yaml_syntax", {}, std::string("not valid YAML: ") + error.what());
    return std::nullopt;
  }
}

std::optional<YamlNode> ParseDocument(Reporter& reporter) {
  if (reporter.text().size() <= kMaxDocumentBytes) return ParseYaml(reporter);
  reporter.Error("policy.too_large", {},
                 "the document has " + std::to_string(reporter.text().size()) +
                     " bytes; the most is " + std::to_string(kMaxDocumentBytes) +
                     "; divide it into several policies");
  return std::nullopt;
}

}  // namespace reeve::policy
