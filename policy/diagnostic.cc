#include "policy/diagnostic.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace reeve::policy {
namespace {

// A line longer than this is not shown: nobody could read the caret under it.
constexpr size_t kMaxExcerptLine = 1000;

auto Key(const Diagnostic& d) { return std::tie(d.file, d.line, d.column, d.code, d.message); }

}  // namespace

std::string_view LevelName(Level level) { return level == Level::kError ? "error" : "warning"; }

std::string Render(const Diagnostic& diagnostic) {
  std::string out = diagnostic.file;
  if (diagnostic.line > 0) {
    out += ":" + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column);
  }
  if (!out.empty()) out += ": ";
  out += LevelName(diagnostic.level);
  out += ": " + diagnostic.message + " [";
  out += diagnostic.code;
  out += "]\n";
  if (!diagnostic.excerpt.empty()) out += diagnostic.excerpt + "\n";
  return out;
}

std::string Render(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += Render(diagnostic);
  return out;
}

json::Value ToJson(const Diagnostic& diagnostic) {
  json::Object object;
  object.Add("level", LevelName(diagnostic.level))
      .Add("code", diagnostic.code)
      .Add("file", diagnostic.file)
      .Add("line", static_cast<uint64_t>(diagnostic.line))
      .Add("column", static_cast<uint64_t>(diagnostic.column))
      .Add("length", static_cast<uint64_t>(diagnostic.length))
      .Add("message", diagnostic.message)
      .Add("excerpt", diagnostic.excerpt);
  return object;
}

bool HasErrors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.level == Level::kError; });
}

void SortDiagnostics(std::vector<Diagnostic>* diagnostics) {
  std::stable_sort(diagnostics->begin(), diagnostics->end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return Key(a) < Key(b); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) { return Key(a) == Key(b); };
  diagnostics->erase(std::unique(diagnostics->begin(), diagnostics->end(), same),
                     diagnostics->end());
}

void Reporter::Error(std::string_view code, Span span, std::string message) {
  Add(Level::kError, code, span, std::move(message));
}

void Reporter::Warning(std::string_view code, Span span, std::string message) {
  Add(Level::kWarning, code, span, std::move(message));
}

Reporter::Reporter(std::string_view file, std::string_view text, std::vector<Diagnostic>* out)
    : file_(file), text_(text), line_starts_{0}, out_(out) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

size_t Reporter::LineOf(size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<size_t>(after - line_starts_.begin());
}

void Reporter::Add(Level level, std::string_view code, Span span, std::string message) {
  if (++count_ > kMaxDiagnosticsPerFile + 1) return;
  if (count_ > kMaxDiagnosticsPerFile) {
    code = "policy.too_many_errors";
    message =
        "more errors follow; the first " + std::to_string(kMaxDiagnosticsPerFile) + " are shown";
  }
  const size_t begin = std::min(span.begin, text_.size());
  const size_t line = LineOf(begin);
  const size_t line_begin = line_starts_[line - 1];
  const size_t line_end = line < line_starts_.size() ? line_starts_[line] - 1 : text_.size();
  // A mark does not run past its line: what follows is shown by the line number alone.
  const size_t end = std::clamp(span.end, begin, std::max(begin, line_end));

  Diagnostic diagnostic;
  diagnostic.level = level;
  diagnostic.code = code;
  diagnostic.file = file_;
  diagnostic.message = std::move(message);
  diagnostic.line = line;
  diagnostic.column = 1 + CodePointCount(text_.substr(line_begin, begin - line_begin));
  diagnostic.length = std::max<size_t>(1, CodePointCount(text_.substr(begin, end - begin)));
  const std::string_view shown = text_.substr(line_begin, line_end - line_begin);
  if (shown.size() <= kMaxExcerptLine && IsValidUtf8(shown)) {
    diagnostic.excerpt = SourceExcerpt(text_, line, diagnostic.column, diagnostic.length);
  }
  out_->push_back(std::move(diagnostic));
}

}  // namespace reeve::policy
