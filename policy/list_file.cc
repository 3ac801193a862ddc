#include "policy/list_file.h"

#include <algorithm>

#include "policy/reader.h"
#include "policy/yaml_source.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kFolder = "lists/";
constexpr std::string_view kText = ".txt";
constexpr std::string_view kCsv = ".csv";

bool IsBlank(char c) { return c == ' ' || c == '\r'; }

// One file, front to back.
class ListReader {
 public:
  explicit ListReader(Reporter& reporter)
      : reporter_(reporter), text_(reporter.text()), at_(ByteOrderMarkSize(text_)) {}

  void ReadText() {
    while (at_ < text_.size() && !full_) {
      const size_t begin = at_;
      const size_t end = LineEnd();
      at_ = end + 1;
      const Span line = Trimmed({begin, end});
      if (line.begin == line.end || text_[line.begin] == '#') continue;
      Add(line, text_.substr(line.begin, line.end - line.begin));
    }
  }

  void ReadCsv() {
    while (at_ < text_.size() && !full_) {
      const Span line = Trimmed({at_, LineEnd()});
      if (line.begin == line.end || text_[line.begin] == '#') {
        at_ = LineEnd() + 1;
        continue;
      }
      const bool good = text_[at_] == '"' ? QuotedEntry() : PlainEntry();
      if (!good || !SkipColumns()) return;
    }
  }

  ListFile Take() { return std::move(file_); }

 private:
  size_t LineEnd() const { return std::min(text_.find('\n', at_), text_.size()); }

  Span Trimmed(Span span) const {
    while (span.begin < span.end && IsBlank(text_[span.begin])) ++span.begin;
    while (span.begin < span.end && IsBlank(text_[span.end - 1])) --span.end;
    return span;
  }

  void Add(Span span, std::string_view entry) {
    if (entry.size() > kMaxListEntryBytes) {
      reporter_.Error("policy.list_entry", span,
                      "an entry has " + std::to_string(entry.size()) + " bytes; the most is " +
                          std::to_string(kMaxListEntryBytes));
      return;
    }
    if (file_.entries.size() == kMaxListEntries) {
      reporter_.Error("policy.list_too_large", span,
                      "a list has at most " + std::to_string(kMaxListEntries) +
                          " entries; divide it into several lists, and ask each");
      full_ = true;
      return;
    }
    file_.entries.push_back(entry);
  }

  // Ends before the comma or the end of the line.
  bool PlainEntry() {
    const size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
    const Span span = Trimmed({at_, end});
    at_ = end;
    const std::string_view entry = text_.substr(span.begin, span.end - span.begin);
    if (entry.empty()) {
      reporter_.Error("policy.list_entry", {span.begin, span.begin + 1},
                      "the first column is empty; it is the entry");
    } else if (entry.find(';') != std::string_view::npos) {
      reporter_.Error("policy.list_syntax", span,
                      "a `;` in the first column: columns are divided by commas; if it is part of "
                      "the entry, put the entry in quotes");
    } else {
      Add(span, entry);
    }
    return true;
  }

  // False when the closing quote is missing: what follows cannot be told apart.
  bool QuotedEntry() {
    const size_t begin = at_;
    if (!SkipQuoted()) return false;
    const Span span{begin, at_};
    const std::string_view inside = text_.substr(begin + 1, at_ - begin - 2);
    if (!CheckBehindQuote()) return false;
    if (inside.empty() || inside.find('\n') != std::string_view::npos) {
      reporter_.Error("policy.list_entry", span,
                      inside.empty() ? "the first column is empty; it is the entry"
                                     : "an entry stands on one line");
      return true;
    }
    if (inside.find('"') == std::string_view::npos) {
      Add(span, inside);
      return true;
    }
    std::string& entry = file_.unquoted.emplace_back();
    for (size_t i = 0; i < inside.size(); ++i) {
      entry += inside[i];
      if (inside[i] == '"') ++i;  // "" is "
    }
    Add(span, entry);
    return true;
  }

  // From an opening quote to behind its closing one.
  bool SkipQuoted() {
    const size_t begin = at_++;
    while (true) {
      at_ = text_.find('"', at_);
      if (at_ == std::string_view::npos) {
        reporter_.Error("policy.list_syntax", {begin, begin + 1}, "the closing quote is missing");
        return false;
      }
      if (text_.substr(at_, 2) != "\"\"") break;
      at_ += 2;
    }
    ++at_;
    return true;
  }

  bool CheckBehindQuote() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    if (at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\n') return true;
    reporter_.Error("policy.list_syntax", {at_, at_ + 1},
                    "behind a closing quote stands a comma or the end of the line; a quote inside "
                    "is written twice");
    return false;
  }

  // The other columns, and the end of the line.
  bool SkipColumns() {
    while (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!SkipQuoted() || !CheckBehindQuote()) return false;
      } else {
        at_ = std::min(text_.find_first_of(",\n", at_), text_.size());
      }
    }
    ++at_;
    return true;
  }

  Reporter& reporter_;
  const std::string_view text_;
  size_t at_;
  bool full_ = false;
  ListFile file_;
};

}  // namespace

bool IsListFile(std::string_view file) {
  return file.starts_with(kFolder) && (file.ends_with(kText) || file.ends_with(kCsv)) &&
         file.find('/', kFolder.size()) == std::string_view::npos;
}

ListFile ReadListFile(Reporter& reporter) {
  const std::string_view file = reporter.file();
  const bool is_csv = file.ends_with(kCsv);
  const std::string name(file.substr(kFolder.size(), file.size() - kFolder.size() - kCsv.size()));
  const bool named = CheckName(name, {}, "a list's name", reporter);
  ListFile none;
  if (reporter.text().size() > kMaxListBytes) {
    reporter.Error("policy.list_too_large", {},
                   "the list has " + std::to_string(reporter.text().size()) +
                       " bytes; the most is " + std::to_string(kMaxListBytes) +
                       "; divide it into several lists, and ask each");
    return none;
  }
  if (!CheckCharacters(reporter, "a tab; an entry has none, and columns are divided by commas")) {
    return none;
  }
  ListReader reader(reporter);
  is_csv ? reader.ReadCsv() : reader.ReadText();
  ListFile out = reader.Take();
  if (named) out.name = name;
  return out;
}

}  // namespace reeve::policy
