#include "policy/format_check.h"

#include <algorithm>

#include "policy/cel/render.h"

namespace reeve::policy {
namespace {

void AddScalars(const YamlNode& node, std::vector<Span>* spans) {
  if (node.kind == YamlNode::Kind::kScalar) spans->push_back(node.span);
  for (const YamlNode& item : node.items) AddScalars(item, spans);
  for (const YamlMember& member : node.members) {
    spans->push_back(member.key_span);
    AddScalars(member.value, spans);
  }
}

// Behind the header of a block text there may be a comment.
std::string_view HeaderComment(std::string_view scalar) {
  if (scalar.empty() || (scalar.front() != '|' && scalar.front() != '>')) return "";
  const std::string_view header = scalar.substr(0, scalar.find('\n'));
  const size_t comment = header.find('#');
  return comment == std::string_view::npos ? "" : header.substr(comment);
}

std::string Trimmed(std::string_view text) {
  return std::string(text.substr(0, text.find_last_not_of(' ') + 1));
}

std::string ConditionForm(const std::string& condition) {
  Result<std::string> form = cel::FormatSource(condition);
  return form.ok() ? *std::move(form) : condition;
}

bool Same(const YamlNode& a, const YamlNode& b, bool is_condition) {
  if (a.kind != b.kind || a.items.size() != b.items.size() ||
      a.members.size() != b.members.size()) {
    return false;
  }
  if (a.kind == YamlNode::Kind::kScalar && a.scalar != b.scalar) {
    return is_condition && ConditionForm(a.scalar) == ConditionForm(b.scalar);
  }
  // `1` is a number and "1" is none; a condition is a text in any case.
  if (a.kind == YamlNode::Kind::kScalar && a.plain != b.plain && !is_condition) return false;
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!Same(a.items[i], b.items[i], false)) return false;
  }
  return std::all_of(a.members.begin(), a.members.end(), [&b](const YamlMember& member) {
    const YamlNode* other = b.Find(member.key);
    return other != nullptr && Same(member.value, *other, member.key == "when");
  });
}

}  // namespace

std::vector<std::string> CommentsOf(std::string_view source, const YamlNode& node, size_t begin,
                                    size_t end) {
  std::vector<Span> scalars;
  AddScalars(node, &scalars);
  std::sort(scalars.begin(), scalars.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<std::string> comments;
  size_t at = begin;
  const auto scan = [&](size_t to) {
    while (at < to) {
      const size_t hash = source.find('#', at);
      if (hash >= to) break;
      const size_t line_end = std::min(source.find('\n', hash), source.size());
      comments.push_back(Trimmed(source.substr(hash, line_end - hash)));
      at = line_end;
    }
  };
  for (const Span& scalar : scalars) {
    if (scalar.begin < begin || scalar.begin >= end) continue;
    scan(scalar.begin);
    const std::string_view header =
        HeaderComment(source.substr(scalar.begin, scalar.end - scalar.begin));
    if (!header.empty()) comments.push_back(Trimmed(header));
    at = std::max(at, scalar.end);
  }
  scan(end);
  std::sort(comments.begin(), comments.end());
  return comments;
}

bool MeansTheSame(std::string_view before, std::string_view after) {
  std::vector<Diagnostic> errors;
  Reporter first("before", before, &errors);
  Reporter second("after", after, &errors);
  const auto a = ParseYaml(first);
  const auto b = ParseYaml(second);
  return a && b && Same(*a, *b, false) &&
         CommentsOf(before, *a, 0, before.size()) == CommentsOf(after, *b, 0, after.size());
}

}  // namespace reeve::policy
