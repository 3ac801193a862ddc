#include "policy/format_scalar.h"

#include <algorithm>

#include "policy/cel/lexer.h"
#include "policy/cel/render.h"
#include "policy/format.h"

namespace reeve::policy {
namespace {

// Comments stand between tokens, and rendering does not keep them.
bool HasComment(const std::string& condition) {
  std::vector<cel::CompileError> errors;
  size_t end = 0;
  for (const cel::Token& token : cel::Tokenize(condition, &errors)) {
    const std::string_view gap = std::string_view(condition).substr(
        end, token.span.offset - std::min<size_t>(end, token.span.offset));
    if (gap.find("//") != std::string_view::npos) return true;
    end = token.span.end();
  }
  return !errors.empty() || condition.find("//", end) != std::string::npos;
}

// Whether YAML reads the text back as it is, without quotes, behind a key.
bool IsPlain(std::string_view text) {
  constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@`";
  return !text.empty() && kIndicators.find(text.front()) == std::string_view::npos &&
         text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos &&
         text.find('\n') == std::string_view::npos && text.back() != ':';
}

std::string Indented(std::string_view text, size_t indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += "\n" + std::string(indent, ' ') + std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

size_t IndentOf(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

}  // namespace

std::optional<std::string> FormatCondition(const std::string& condition, size_t indent,
                                           size_t column) {
  if (HasComment(condition)) return std::nullopt;
  Result<std::string> line = cel::FormatSource(condition);
  if (!line.ok()) return std::nullopt;
  if (IsPlain(*line) && column + line->size() <= kFormatWidth) return *std::move(line);
  const Result<std::string> block =
      cel::FormatSource(condition, {.width = kFormatWidth - std::min(indent, kFormatWidth - 20)});
  if (!block.ok()) return std::nullopt;
  return ">-" + Indented(*block, indent);
}

std::optional<std::string> FormatScalar(const YamlNode& scalar, std::string_view source,
                                        size_t indent) {
  const std::string_view text =
      source.substr(scalar.span.begin, scalar.span.end - scalar.span.begin);
  const size_t first_end = text.find('\n');
  if (first_end == std::string_view::npos) return std::string(text);
  if (text.front() != '|' && text.front() != '>') return std::nullopt;
  const std::string_view header = text.substr(0, first_end);
  const std::string_view style = header.substr(0, header.find('#'));
  if (style.find_first_of("+123456789") != std::string_view::npos) return std::nullopt;
  std::string_view body = text.substr(first_end + 1);
  std::optional<size_t> content;
  std::string out(header.substr(0, header.find_last_not_of(' ') + 1));
  while (!body.empty()) {
    const size_t end = std::min(body.find('\n'), body.size());
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const bool blank = IndentOf(line) == line.size();
    // A first line of blanks alone may be longer than the indent, and then says something.
    if (blank && line.size() > content.value_or(0)) return std::nullopt;
    if (!blank && !content) content = IndentOf(line);
    out += blank ? "\n"
                 : "\n" + std::string(indent, ' ') +
                       std::string(line.substr(std::min(*content, line.size())));
  }
  return out;
}

}  // namespace reeve::policy
