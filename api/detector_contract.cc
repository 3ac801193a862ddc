#include "api/detector_contract.h"

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/text.h"

namespace reeve::api {
namespace {

using engine::LabelledSpan;
using engine::TextAnswer;

constexpr size_t kMaxDepth = 16;  // Presidio explains its findings in nested objects

bool IsPresidio(const policy::Detector& detector) {
  return detector.contract == policy::DetectorContract::kPresidio;
}

// Older releases of Presidio know one text only, so that one is never sent as a list.
bool IsList(const policy::Detector& detector, size_t texts) {
  return !IsPresidio(detector) || texts != 1;
}

json::Array LabelsOf(const policy::Detector& detector) {
  json::Array out;
  for (const policy::DetectorLabel& label : detector.gives) out.emplace_back(label.label);
  return out;
}

// Where the code points of a text begin, in bytes, and its end.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
      if (begins) bytes_.push_back(i);
    }
    bytes_.push_back(text.size());
  }
  size_t count() const { return bytes_.size() - 1; }
  size_t ByteOf(size_t code_point) const { return bytes_[code_point]; }

 private:
  std::vector<size_t> bytes_;
};

// Reads the findings of one answer.
class AnswerReader {
 public:
  explicit AnswerReader(const policy::Detector& detector)
      : detector_(detector),
        label_key_(IsPresidio(detector) ? "entity_type" : "label"),
        needs_place_(IsPresidio(detector)) {}

  Error Malformed(std::string_view why) const {
    return {"detector.malformed",
            "the answer of `" + detector_.name + "` is malformed: " + std::string(why)};
  }

  Result<TextAnswer> ReadText(const json::Value& findings, std::string_view text) const {
    TextAnswer out;
    const json::Array* list = findings.as_array();
    if (list == nullptr) return Malformed("the findings of a text are no list");
    if (list->empty()) return out;
    if (list->size() > engine::kMaxSpansOfText) {
      return Malformed("a text has more than 1,000 findings");
    }
    const CodePoints points(text);
    for (const json::Value& value : *list) {
      REEVE_ASSIGN_OR_RETURN(const std::optional<LabelledSpan> span, ReadFinding(value, points));
      if (span) out.push_back(*span);
    }
    return out;
  }

 private:
  Result<std::optional<LabelledSpan>> ReadFinding(const json::Value& value,
                                                  const CodePoints& points) const {
    const json::Value* name = value.Find(label_key_);
    if (name == nullptr || name->as_string() == nullptr) {
      return Malformed("a finding has no `" + std::string(label_key_) + "`");
    }
    const std::optional<double> score = ScoreOf(value.Find("score"));
    if (!score) return Malformed("a `score` is no number from 0 to 1");
    LabelledSpan span{0, 0, points.ByteOf(points.count()), *score};
    REEVE_RETURN_IF_ERROR(ReadPlace(value, points, &span));
    const auto& gives = detector_.gives;
    const auto label = std::find_if(gives.begin(), gives.end(), [name](const auto& known) {
      return known.label == *name->as_string();
    });
    if (label == gives.end() || *score < label->min_score) return std::optional<LabelledSpan>();
    span.label = static_cast<size_t>(label - gives.begin());
    return std::optional<LabelledSpan>(span);
  }

  Status ReadPlace(const json::Value& value, const CodePoints& points, LabelledSpan* span) const {
    const json::Value* start = value.Find("start");
    const json::Value* end = value.Find("end");
    if (!needs_place_ && IsAbsent(start) && IsAbsent(end)) return {};
    const std::optional<size_t> first = PlaceOf(start, points);
    const std::optional<size_t> last = PlaceOf(end, points);
    if (!first || !last || *first >= *last) {
      return Malformed("a finding's `start` and `end` are no place in its text");
    }
    span->begin = points.ByteOf(*first);
    span->end = points.ByteOf(*last);
    return {};
  }

  static bool IsAbsent(const json::Value* value) { return value == nullptr || value->is_null(); }

  static std::optional<size_t> PlaceOf(const json::Value* value, const CodePoints& points) {
    const int64_t* place = value == nullptr ? nullptr : value->as_int();
    if (place == nullptr || *place < 0) return std::nullopt;
    const auto code_point = static_cast<uint64_t>(*place);
    return code_point > points.count() ? std::nullopt : std::optional<size_t>(code_point);
  }

  static std::optional<double> ScoreOf(const json::Value* value) {
    if (value == nullptr) return std::nullopt;
    const double score = value->as_double() != nullptr ? *value->as_double()
                         : value->as_int() != nullptr  ? static_cast<double>(*value->as_int())
                                                       : -1;
    return score >= 0 && score <= 1 ? std::optional<double>(score) : std::nullopt;
  }

  const policy::Detector& detector_;
  const std::string_view label_key_;
  const bool needs_place_;
};

}  // namespace

std::string DetectorQuestion(const policy::Detector& detector, std::span<const std::string> texts) {
  json::Array list;
  if (IsList(detector, texts.size())) {
    for (const std::string& text : texts) list.emplace_back(text);
  }
  json::Object out;
  if (!IsPresidio(detector)) {
    out.Add("texts", std::move(list)).Add("labels", LabelsOf(detector));
    if (!detector.language.empty()) out.Add("language", detector.language);
    return json::Compact(std::move(out));
  }
  if (list.empty()) {
    out.Add("text", texts.front());
  } else {
    out.Add("text", std::move(list));
  }
  out.Add("language", detector.language).Add("entities", LabelsOf(detector));
  return json::Compact(std::move(out));
}

Result<std::vector<TextAnswer>> ReadDetectorAnswer(const policy::Detector& detector,
                                                   std::span<const std::string> texts,
                                                   std::string_view body) {
  const AnswerReader reader(detector);
  if (body.size() > kMaxDetectorAnswerBytes) {
    return Error{"detector.too_large", "the answer of `" + detector.name + "` has more than 4 MiB"};
  }
  const Result<json::Value> root =
      json::Parse(body, {.max_bytes = kMaxDetectorAnswerBytes, .max_depth = kMaxDepth});
  if (!root.ok()) return reader.Malformed("it is no JSON, or nested too deep");
  std::vector<TextAnswer> out;
  if (!IsList(detector, texts.size())) {
    REEVE_ASSIGN_OR_RETURN(TextAnswer answer, reader.ReadText(*root, texts.front()));
    out.push_back(std::move(answer));
    return out;
  }
  const json::Value* results = IsPresidio(detector) ? &*root : root->Find("results");
  const json::Array* list = results == nullptr ? nullptr : results->as_array();
  if (list == nullptr || list->size() != texts.size()) {
    return reader.Malformed("it has not one list of findings for each text");
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    REEVE_ASSIGN_OR_RETURN(TextAnswer answer, reader.ReadText((*list)[i], texts[i]));
    out.push_back(std::move(answer));
  }
  return out;
}

}  // namespace reeve::api
