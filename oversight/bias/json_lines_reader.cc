#include "base/json.h"
#include "oversight/bias/table_reader.h"

namespace reeve::oversight::bias {
namespace {

// A cell as text. Objects and arrays are no cells.
Result<std::string> CellOf(const json::Value& row, const std::string& name) {
  const json::Value* value = row.Find(name);
  if (value == nullptr || value->is_null()) return std::string();
  if (value->as_string() != nullptr) return *value->as_string();
  if (value->as_array() != nullptr || value->as_object() != nullptr) {
    return Error{"bias.cell_type", "`" + name + "` is no string, number or boolean"};
  }
  return json::Canonical(*value);
}

class LineRow {
 public:
  explicit LineRow(const RowLayout& layout) : layout_(layout) {}

  Status AddTo(PopulationBuilder* builder, const json::Value& value) {
    if (value.as_object() == nullptr) {
      return Error{"bias.json_line", "a line must be an object, such as {\"group\":\"a\",...}"};
    }
    std::vector<std::string> attributes;
    for (const std::string& name : layout_.attributes) {
      REEVE_ASSIGN_OR_RETURN(attributes.emplace_back(), CellOf(value, name));
    }
    const std::vector<std::string_view> views(attributes.begin(), attributes.end());
    REEVE_ASSIGN_OR_RETURN(const std::string outcome, Optional(value, layout_.outcome));
    REEVE_ASSIGN_OR_RETURN(const std::string label, Optional(value, layout_.label));
    REEVE_ASSIGN_OR_RETURN(const std::string score, Optional(value, layout_.score));
    REEVE_ASSIGN_OR_RETURN(const std::string stratum, Optional(value, layout_.stratum));
    return builder->Add({views, outcome, label, score, stratum});
  }

 private:
  static Result<std::string> Optional(const json::Value& value,
                                      const std::optional<std::string>& name) {
    return name ? CellOf(value, *name) : Result<std::string>(std::string());
  }

  const RowLayout& layout_;
};

}  // namespace

Result<Population> ReadJsonLines(const ByteSource& source, const RowLayout& layout,
                                 const ReadOptions& options) {
  PopulationBuilder builder(layout);
  LineRow row(layout);
  ByteWindow window(source, 0, options.block);
  uint64_t number = 0;
  const auto located = [&](Error error) {
    error.at = "line " + std::to_string(number);
    error.message = error.at + ": " + error.message;
    return error;
  };
  while (true) {
    const size_t end = window.text().find('\n');
    const bool found = end != std::string_view::npos;
    if (!found && !window.at_end()) {
      if (window.text().size() > kMaxRecordBytes) {
        ++number;
        return located({"bias.record_too_long",
                        "more than " + std::to_string(kMaxRecordBytes) + " bytes in one line"});
      }
      REEVE_RETURN_IF_ERROR(window.Grow());
      if (options.stop.stop_requested()) return Error{"bias.cancelled", "the audit was cancelled"};
      if (options.progress) options.progress(window.offset(), source.size());
      continue;
    }
    const std::string_view line = window.text().substr(0, end);
    if (!found && line.empty()) break;
    ++number;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
      const auto value = json::Parse(line, {.max_bytes = kMaxRecordBytes});
      if (!value.ok()) {
        return located({"bias.json_line", "this is no JSON of one line"});
      }
      if (const Status added = row.AddTo(&builder, *value); !added.ok()) {
        return located(added.error());
      }
    }
    window.Consume(line.size() + (found ? 1 : 0));
  }
  return std::move(builder).Build();
}

}  // namespace reeve::oversight::bias
