// What is wrong with a policy document, and where: the errors and warnings of compilation.
//
// Rendered as compilers do it, because editors and people know that form:
//
//   p.yaml:12:32: error: `finding` has no field `entitty`; did you mean `entity`?
//   [cel.unknown_field]
//       12 |     when: findings.exists(f, f.entitty == "CREDIT_CARD")
//          |                                ^~~~~~~
//
// Every diagnostic of a folder is reported, not only the first, sorted by place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace reeve::policy {

enum class Level { kError, kWarning };

std::string_view LevelName(Level level);  // "error", "warning"

struct Diagnostic {
  Level level = Level::kError;
  std::string code;  // stable: "policy.unknown_key"
  std::string file;
  size_t line = 0;    // 1-based; 0 where the diagnostic is about the file or folder as a whole
  size_t column = 0;  // 1-based, in code points
  size_t length = 0;  // of what is marked, in code points; at least 1 where there is a line
  std::string message;
  std::string excerpt;  // the line and a caret under it, by reeve::SourceExcerpt; may be empty
};

// "file:line:column: error: message [code]" and the excerpt on the lines below, if there is one.
// Ends with a line feed.
std::string Render(const Diagnostic& diagnostic);
std::string Render(const std::vector<Diagnostic>& diagnostics);

// {"level","code","file","line","column","length","message","excerpt"}
json::Value ToJson(const Diagnostic& diagnostic);

bool HasErrors(const std::vector<Diagnostic>& diagnostics);

// By file, line, column, then code; equal ones are merged.
void SortDiagnostics(std::vector<Diagnostic>* diagnostics);

// A range of bytes [begin, end) of a source text.
struct Span {
  size_t begin = 0;
  size_t end = 0;
};

// Of one file; one more says that there were more.
inline constexpr size_t kMaxDiagnosticsPerFile = 100;

// Collects the diagnostics of one source file and works out lines and columns from byte ranges.
// Lives no longer than the text and the list. Thread-safety: one thread.
class Reporter {
 public:
  Reporter(std::string_view file, std::string_view text, std::vector<Diagnostic>* out);

  void Error(std::string_view code, Span span, std::string message);
  void Warning(std::string_view code, Span span, std::string message);

  std::string_view file() const { return file_; }
  std::string_view text() const { return text_; }
  // Of what was reported so far.
  size_t count() const { return count_; }
  // The 1-based line of a byte offset.
  size_t LineOf(size_t offset) const;

 private:
  void Add(Level level, std::string_view code, Span span, std::string message);

  std::string_view file_;
  std::string_view text_;
  std::vector<size_t> line_starts_;
  std::vector<Diagnostic>* out_;
  size_t count_ = 0;
};

}  // namespace reeve::policy
