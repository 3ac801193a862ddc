#include "policy/format.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "policy/format_check.h"
#include "policy/format_order.h"
#include "policy/format_scalar.h"
#include "policy/yaml.h"
#include "policy/yaml_source.h"

namespace reeve::policy {
namespace {

// A comment on a line of its own, or a blank line: then the text is empty.
struct OwnLine {
  size_t column = 0;
  std::string_view text;
};

// What stands between the end of a value and the next one.
struct Gap {
  std::string_view trailing;  // the comment on the line of the value
  std::vector<OwnLine> lines;
  size_t next = 0;  // where the next value, or a dash, begins; the size of the source at the end
  size_t next_column = 0;
};

// A part of the output: the comments above it, and itself. Every line ends with a line feed.
struct Piece {
  std::string lead;
  std::string body;
};

class Formatter {
 public:
  explicit Formatter(std::string_view source) : source_(source) {}

  // Nothing where the document's outline has no canonical form.
  std::optional<std::string> Run(const YamlNode& root) {
    if (root.kind != YamlNode::Kind::kMap || IsFlow(root)) return std::nullopt;
    auto pieces = Members(root, 0, "");
    if (!pieces) return std::nullopt;
    // What stands above the first key is about the document.
    std::string out = WithoutBlankStart(pieces->front().lead);
    pieces->front().lead.clear();
    out += Ordered(root, std::move(*pieces), "");
    const Gap gap = GapAt(at_);
    if (gap.next != source_.size()) return std::nullopt;
    out += Lines(gap.lines, 0);
    while (out.ends_with("\n\n")) out.pop_back();
    return out;
  }

 private:
  bool IsFlow(const YamlNode& node) const {
    const char first = source_[node.span.begin];
    return (node.kind == YamlNode::Kind::kMap && first == '{') ||
           (node.kind == YamlNode::Kind::kSequence && first == '[');
  }

  size_t ColumnOf(size_t offset) const {
    const size_t line = source_.rfind('\n', offset == 0 ? 0 : offset - 1);
    return line == std::string_view::npos || offset == 0 ? offset : offset - line - 1;
  }

  Gap GapAt(size_t from) const {
    Gap gap;
    gap.next = source_.size();
    // The beginning of the source is behind no value, so its first line is a line of its own.
    for (size_t begin = from; begin < source_.size();) {
      const bool behind = begin == from && from > 0;
      const size_t line_end = std::min(source_.find('\n', begin), source_.size());
      const size_t at = std::min(source_.find_first_not_of(' ', begin), line_end);
      if (at < line_end && source_[at] != '#') {
        gap.next = at;
        gap.next_column = ColumnOf(at);
        break;
      }
      const std::string_view comment = Trimmed(at, line_end);
      if (behind) {
        gap.trailing = comment;
      } else {
        gap.lines.push_back({at - begin, comment});
      }
      begin = line_end + 1;
    }
    return gap;
  }

  std::string_view Trimmed(size_t begin, size_t end) const {
    std::string_view text = source_.substr(begin, end - begin);
    return text.substr(0, text.find_last_not_of(' ') + 1);
  }

  static std::string Lines(const std::vector<OwnLine>& lines, size_t indent) {
    std::string out;
    for (const OwnLine& line : lines) {
      if (line.text.empty()) {
        if (!out.ends_with("\n\n") && out != "\n") out += "\n";
      } else {
        out += std::string(indent, ' ') + std::string(line.text) + "\n";
      }
    }
    return out;
  }

  static std::string WithoutBlankStart(const std::string& text) {
    return text.substr(std::min(text.find_first_not_of('\n'), text.size()));
  }

  // Comments that stand deeper than what comes next belong to what they follow.
  std::string TakeTail(size_t column, size_t indent) {
    const Gap gap = GapAt(at_);
    const bool at_end = gap.next == source_.size();
    size_t taken = 0;
    for (size_t i = 0; i < gap.lines.size(); ++i) {
      if (gap.lines[i].text.empty()) continue;
      if (gap.lines[i].column < column || (!at_end && gap.lines[i].column <= gap.next_column))
        break;
      taken = i + 1;
    }
    if (taken == 0 || column == 0) return "";
    // at_ moves behind the last of them.
    const std::string_view last = gap.lines[taken - 1].text;
    at_ = static_cast<size_t>(last.data() - source_.data()) + last.size();
    return Lines({gap.lines.begin(), gap.lines.begin() + static_cast<ptrdiff_t>(taken)}, indent);
  }

  // " # comment" behind a value, if there is one.
  std::string Trailing() const {
    const Gap gap = GapAt(at_);
    return gap.trailing.empty() ? "" : " " + std::string(gap.trailing);
  }

  // Members of a block map, in the order of writing.
  std::optional<std::vector<Piece>> Members(const YamlNode& map, size_t indent,
                                            const std::string& path) {
    std::vector<Piece> pieces;
    const size_t column = ColumnOf(map.members.front().key_span.begin);
    for (const YamlMember& member : map.members) {
      const Gap gap = GapAt(at_);
      if (gap.next != member.key_span.begin) return std::nullopt;
      Piece piece;
      piece.lead = Lines(gap.lines, indent);
      auto body = Member(member, indent, path);
      if (!body) return std::nullopt;
      piece.body = *std::move(body);
      pieces.push_back(std::move(piece));
    }
    pieces.back().body += TakeTail(column, indent);
    return pieces;
  }

  std::string Ordered(const YamlNode& map, std::vector<Piece> pieces, const std::string& path) {
    std::vector<std::string> keys;
    for (const YamlMember& member : map.members) keys.push_back(member.key);
    std::string out;
    for (const size_t i : CanonicalOrder(path, keys)) out += pieces[i].lead + pieces[i].body;
    return out;
  }

  // "key: value" and a line feed; as it was written where the value has no canonical form.
  std::optional<std::string> Member(const YamlMember& member, size_t indent,
                                    const std::string& path) {
    const size_t begin = member.key_span.begin;
    const size_t colon = source_.find_first_not_of(' ', member.key_span.end);
    if (colon == std::string_view::npos || source_[colon] != ':') return std::nullopt;
    at_ = colon + 1;
    const std::string head = std::string(indent, ' ') +
                             std::string(source_.substr(begin, member.key_span.end - begin)) + ":";
    const std::string below = path.empty() ? member.key : path + "/" + member.key;
    if (head.find('\n') == std::string::npos) {
      if (auto body = Value(member.value, head, indent, below)) return body;
    }
    return AsWritten(begin, EndOf(member.value), indent);
  }

  std::optional<std::string> Value(const YamlNode& value, const std::string& head, size_t indent,
                                   const std::string& path) {
    if (value.kind == YamlNode::Kind::kNull) return std::nullopt;
    const bool block = value.kind != YamlNode::Kind::kScalar && !IsFlow(value);
    if (!block) return Leaf(value, head, indent, path);
    std::string out = head + Trailing() + "\n";
    const auto body = value.kind == YamlNode::Kind::kMap ? Map(value, indent + 2, path)
                                                         : Sequence(value, indent + 2, path);
    if (!body) return std::nullopt;
    return out + *body;
  }

  std::optional<std::string> Map(const YamlNode& map, size_t indent, const std::string& path) {
    auto pieces = Members(map, indent, path);
    if (!pieces) return std::nullopt;
    return WithoutBlankStart(Ordered(map, std::move(*pieces), path));
  }

  std::optional<std::string> Sequence(const YamlNode& sequence, size_t indent,
                                      const std::string& path) {
    std::string out;
    const size_t column = ColumnOf(sequence.span.begin);
    for (const YamlNode& item : sequence.items) {
      const Gap gap = GapAt(at_);
      if (gap.next >= source_.size() || source_[gap.next] != '-') return std::nullopt;
      const auto body = Item(item, gap.next, indent, path + "/*");
      if (!body) return std::nullopt;
      const std::string lead = Lines(gap.lines, indent);
      out += (out.empty() ? WithoutBlankStart(lead) : lead) + *body;
    }
    return out + TakeTail(column, indent);
  }

  // "- " and the item; comments above its first key stand above the dash.
  std::optional<std::string> Item(const YamlNode& item, size_t dash, size_t indent,
                                  const std::string& path) {
    at_ = dash + 1;
    if (auto body = ItemValue(item, indent, path)) return body;
    return AsWritten(dash, EndOf(item), indent);
  }

  std::optional<std::string> ItemValue(const YamlNode& item, size_t indent,
                                       const std::string& path) {
    const Gap gap = GapAt(at_);
    if (item.kind == YamlNode::Kind::kNull || gap.next != item.span.begin || !gap.lines.empty() ||
        !gap.trailing.empty()) {
      return std::nullopt;
    }
    const std::string dash = std::string(indent, ' ') + "-";
    if (item.kind == YamlNode::Kind::kScalar || IsFlow(item)) {
      return Leaf(item, dash, indent, path);
    }
    if (item.kind == YamlNode::Kind::kSequence) return std::nullopt;
    const auto body = Map(item, indent + 2, path);
    if (!body) return std::nullopt;
    // The first line that is no comment gets the dash.
    size_t line = 0;
    while ((*body)[line] == '\n' || body->compare(line + indent + 2, 1, "#") == 0) {
      line = body->find('\n', line) + 1;
    }
    std::string out;
    // Comments above the first key, one level up.
    for (size_t at = 0; at < line;) {
      const size_t end = body->find('\n', at) + 1;
      out += (*body)[at] == '\n' ? "\n" : body->substr(at + 2, end - at - 2);
      at = end;
    }
    out += dash + " " + body->substr(line + indent + 2);
    return out;
  }

  // A value on the line of its key, or a block text, or braces made a block.
  std::optional<std::string> Leaf(const YamlNode& value, const std::string& head, size_t indent,
                                  const std::string& path) {
    const Gap before = GapAt(at_);
    if (before.next != value.span.begin || !before.trailing.empty()) return std::nullopt;
    for (const OwnLine& line : before.lines) {
      if (!line.text.empty()) return std::nullopt;
    }
    if (value.kind != YamlNode::Kind::kScalar) return FlowLeaf(value, head, indent, path);
    std::optional<std::string> text;
    if (path == "rules/*/when") {
      text = FormatCondition(value.scalar, indent + 2, head.size() + 1);
      // A comment behind the first line of a block text is a part of it.
      const std::string_view first =
          source_.substr(value.span.begin, source_.find('\n', value.span.begin) - value.span.begin);
      if ((first.front() == '>' || first.front() == '|') &&
          first.find('#') != std::string_view::npos)
        text.reset();
    }
    if (!text) text = FormatScalar(value, source_, indent + 2);
    if (!text) return std::nullopt;
    at_ = value.span.end;
    const std::string comment = Trailing();
    if (!comment.empty() && text->find('\n') != std::string::npos) {
      // Behind the last line of a block text it would be text.
      return std::nullopt;
    }
    return head + " " + *text + comment + "\n";
  }

  std::optional<std::string> FlowLeaf(const YamlNode& value, const std::string& head, size_t indent,
                                      const std::string& path) {
    const size_t end = EndOf(value);
    if (end == 0 || HasCommentWithin(value)) return std::nullopt;
    const auto line = Flow(value, path);
    if (!line) return std::nullopt;
    at_ = end;
    const std::string comment = Trailing();
    std::string whole = head + " " + *line;
    if (whole.size() <= kFormatWidth || IsEmpty(value)) return whole + comment + "\n";
    if (head.ends_with('-')) return whole + comment + "\n";
    return head + comment + "\n" + Unfolded(value, indent + 2, path);
  }

  static bool IsEmpty(const YamlNode& node) { return node.items.empty() && node.members.empty(); }

  // Braces and brackets as a block.
  std::string Unfolded(const YamlNode& node, size_t indent, const std::string& path) {
    std::string out;
    const std::string blanks(indent, ' ');
    for (const YamlNode& item : node.items) out += blanks + "- " + *Flow(item, path + "/*") + "\n";
    for (const size_t i : OrderOf(node, path)) {
      const YamlMember& member = node.members[i];
      const std::string below = path + "/" + member.key;
      const std::string head = blanks + KeyText(member) + ":";
      const std::string line = head + " " + *Flow(member.value, below);
      const bool folds = line.size() > kFormatWidth &&
                         member.value.kind != YamlNode::Kind::kScalar && !IsEmpty(member.value);
      out += folds ? head + "\n" + Unfolded(member.value, indent + 2, below) : line + "\n";
    }
    return out;
  }

  static std::vector<size_t> OrderOf(const YamlNode& map, const std::string& path) {
    std::vector<std::string> keys;
    for (const YamlMember& member : map.members) keys.push_back(member.key);
    return CanonicalOrder(path, keys);
  }

  std::string KeyText(const YamlMember& member) const {
    return std::string(
        source_.substr(member.key_span.begin, member.key_span.end - member.key_span.begin));
  }

  // On one line; nothing where a text in it has several, or a key no colon behind it.
  std::optional<std::string> Flow(const YamlNode& node, const std::string& path) const {
    if (node.kind == YamlNode::Kind::kNull) return std::nullopt;
    if (node.kind == YamlNode::Kind::kScalar) {
      std::string text(source_.substr(node.span.begin, node.span.end - node.span.begin));
      if (text.find('\n') != std::string::npos) return std::nullopt;
      return text;
    }
    std::string out;
    for (const YamlNode& item : node.items) {
      // A pair in brackets has no braces of its own.
      if (item.kind == YamlNode::Kind::kMap && !IsFlow(item)) return std::nullopt;
      const auto text = Flow(item, path + "/*");
      if (!text) return std::nullopt;
      out += (out.empty() ? "" : ", ") + *text;
    }
    for (const size_t i : OrderOf(node, path)) {
      const YamlMember& member = node.members[i];
      const auto text = Flow(member.value, path + "/" + member.key);
      if (!text || KeyText(member).find('\n') != std::string::npos) return std::nullopt;
      out += (out.empty() ? "" : ", ") + KeyText(member) + ": " + *text;
    }
    if (node.kind == YamlNode::Kind::kSequence) return "[" + out + "]";
    return out.empty() ? "{}" : "{ " + out + " }";
  }

  // Behind the last byte; 0 when it cannot be told.
  size_t EndOf(const YamlNode& node) const {
    if (node.kind == YamlNode::Kind::kScalar) return node.span.end;
    if (node.kind == YamlNode::Kind::kNull) return 0;
    size_t end = node.span.begin + 1;
    for (const YamlNode& item : node.items) end = EndOf(item);
    for (const YamlMember& member : node.members) end = EndOf(member.value);
    if (end == 0 || !IsFlow(node)) return end;
    const char close = node.kind == YamlNode::Kind::kMap ? '}' : ']';
    while (end < source_.size() && source_[end] != close) {
      if (source_[end] == '#') {
        end = std::min(source_.find('\n', end), source_.size());
      } else if (std::string_view(" \n,").find(source_[end]) == std::string_view::npos) {
        return 0;
      } else {
        ++end;
      }
    }
    return end < source_.size() ? end + 1 : 0;
  }

  bool HasCommentWithin(const YamlNode& node) const {
    return !CommentsOf(source_, node, node.span.begin, EndOf(node)).empty();
  }

  // The lines from `begin` to `end`, and what is behind it on its line, moved to `indent`.
  std::optional<std::string> AsWritten(size_t begin, size_t end, size_t indent) {
    if (end == 0) return std::nullopt;
    const size_t column = ColumnOf(begin);
    end = std::max(end, begin);
    at_ = end;
    const std::string comment = Trailing();
    std::string out(indent, ' ');
    for (size_t at = begin; at < end;) {
      const size_t line_end = std::min(source_.find('\n', at), end);
      out += Trimmed(at, line_end);
      at = line_end + 1;
      if (line_end >= end) break;
      out += "\n";
      const size_t text = std::min(source_.find_first_not_of(' ', at), source_.size());
      if (text >= end || source_[text] == '\n') continue;
      const size_t was = text - at;
      out += std::string(was + indent > column ? was + indent - column : 0, ' ');
      at = text;
    }
    return out + comment + "\n";
  }

  std::string_view source_;
  size_t at_ = 0;  // behind what has been written
};

}  // namespace

std::string FormatDocument(Reporter& reporter) {
  std::string text(reporter.text());
  const std::optional<YamlNode> root = ParseDocument(reporter);
  if (!root || text.find('\r') != std::string::npos || ByteOrderMarkSize(text) != 0) return text;
  std::optional<std::string> out = Formatter(text).Run(*root);
  if (!out || !MeansTheSame(text, *out)) return text;
  std::vector<Diagnostic> none;
  Reporter again(reporter.file(), *out, &none);
  const std::optional<YamlNode> formatted = ParseYaml(again);
  const bool stays = formatted && Formatter(*out).Run(*formatted) == out;
  return stays ? *std::move(out) : text;
}

}  // namespace reeve::policy
