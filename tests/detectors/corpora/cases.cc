#include "tests/detectors/corpora/cases.h"

#include <fstream>

namespace reeve::detectors {

std::string Case::Text(std::string_view member) const {
  const json::Value* value = line_.Find(member);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

bool Case::True(std::string_view member) const {
  const json::Value* value = line_.Find(member);
  return value != nullptr && value->as_bool() != nullptr && *value->as_bool();
}

bool Case::IsNull(std::string_view member) const {
  const json::Value* value = line_.Find(member);
  return value == nullptr || value->is_null();
}

std::vector<ExpectedSpan> Case::Spans() const {
  std::vector<ExpectedSpan> spans;
  const json::Value* list = line_.Find("spans");
  if (list == nullptr || list->as_array() == nullptr) return spans;
  for (const json::Value& item : *list->as_array()) {
    const json::Array* parts = item.as_array();
    if (parts == nullptr || parts->size() < 2) continue;
    const int64_t* begin = (*parts)[0].as_int();
    const int64_t* end = (*parts)[1].as_int();
    if (begin == nullptr || end == nullptr) continue;
    ExpectedSpan span{static_cast<size_t>(*begin), static_cast<size_t>(*end), "", ""};
    if (parts->size() > 2 && (*parts)[2].as_string() != nullptr) {
      span.entity = *(*parts)[2].as_string();
    }
    if (parts->size() > 3 && (*parts)[3].as_string() != nullptr) {
      span.origin = *(*parts)[3].as_string();
    }
    spans.push_back(std::move(span));
  }
  return spans;
}

Status ForEachCase(const std::string& path, const std::function<void(const Case&)>& each) {
  std::ifstream file(path);
  if (!file) return Error{"corpora.unreadable", "cannot read `" + path + "`"};
  size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    Result<json::Value> value = json::Parse(line);
    if (!value.ok()) {
      return Error{"corpora.unreadable",
                   "`" + path + "`, line " + std::to_string(number) + ": " + value.error().message};
    }
    each(Case(std::move(value).value()));
  }
  return {};
}

bool Covers(const Finding& finding, size_t begin, size_t end) {
  return finding.span.start.code_points <= begin && end <= finding.span.end.code_points;
}

bool Exactly(const Finding& finding, size_t begin, size_t end) {
  return finding.span.start.code_points == begin && finding.span.end.code_points == end;
}

bool Touches(const Finding& finding, size_t begin, size_t end) {
  return finding.span.start.code_points < end && begin < finding.span.end.code_points;
}

}  // namespace reeve::detectors
