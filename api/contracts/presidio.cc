// Presidio's analyzer and anonymizer. An analysis decides nothing and leaves no record: it is the
// scanner, asked by the names of Presidio's clients. Offsets count code points, as Python does.
#include <algorithm>
#include <array>
#include <set>

#include "api/contracts/contracts.h"
#include "api/contracts/presidio_operator.h"
#include "api/contracts/question.h"
#include "base/text.h"
#include "detectors/catalogue.h"
#include "detectors/scanner.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxResults = 100'000;

const detectors::Scanner& Everything() {
  static const detectors::Scanner scanner = detectors::Scanner::Everything();
  return scanner;
}

// What Presidio calls what we tell apart.
std::string_view PresidioName(std::string_view entity) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kNames = {
      {{"PERSON_NAME", "PERSON"}, {"STREET_ADDRESS", "LOCATION"}, {"DATE_OF_BIRTH", "DATE_TIME"}}};
  for (const auto& [ours, theirs] : kNames) {
    if (entity == ours) return theirs;
  }
  return entity;
}

// Presidio finds what is about somebody, and no attempts on a model.
bool IsPresidios(detectors::Category category) {
  return category != detectors::Category::kInjection &&
         category != detectors::Category::kJailbreak && category != detectors::Category::kTopic;
}

std::vector<std::string> StringsOf(const json::Value& body, const char* key) {
  std::vector<std::string> out;
  const json::Value* list = body.Find(key);
  if (list == nullptr || list->as_array() == nullptr) return out;
  for (const json::Value& item : *list->as_array()) {
    if (item.as_string() != nullptr) out.push_back(*item.as_string());
  }
  return out;
}

double ThresholdOf(const json::Value& body) {
  const json::Value* value = body.Find("score_threshold");
  if (value == nullptr) return 0;
  if (value->as_double() != nullptr) return *value->as_double();
  return value->as_int() != nullptr ? static_cast<double>(*value->as_int()) : 0;
}

json::Array Analyze(const json::Value& body, const std::string& text) {
  const std::vector<std::string> wanted = StringsOf(body, "entities");
  const std::vector<std::string> allowed = StringsOf(body, "allow_list");
  const double threshold = ThresholdOf(body);
  json::Array found;
  for (const detectors::Finding& finding : Everything().Scan(text)) {
    const auto is = [&](const std::vector<std::string>& names, std::string_view name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    const std::string_view name = PresidioName(finding.entity);
    if (!IsPresidios(finding.category)) continue;
    if (!wanted.empty() && !is(wanted, name) && !is(wanted, finding.entity)) continue;
    if (finding.score < threshold) continue;
    const size_t start = finding.span.start.bytes;
    if (is(allowed, std::string_view(text).substr(start, finding.span.end.bytes - start))) continue;
    found.push_back(json::Object{{"entity_type", std::string(name)},
                                 {"start", static_cast<int64_t>(finding.span.start.code_points)},
                                 {"end", static_cast<int64_t>(finding.span.end.code_points)},
                                 {"score", finding.score}});
  }
  return found;
}

Reply Invalid(const Error& error) {
  return {.status = 422, .body = json::Compact(json::Object{{"error", error.message}})};
}

std::optional<size_t> IndexOf(const json::Value& result, const char* key) {
  const json::Value* value = result.Find(key);
  if (value == nullptr || value->as_int() == nullptr || *value->as_int() < 0) return std::nullopt;
  return static_cast<size_t>(*value->as_int());
}

Result<std::vector<PresidioSpan>> SpansOf(const json::Value& body, size_t length) {
  const json::Value* list = body.Find("analyzer_results");
  if (list == nullptr || list->as_array() == nullptr) {
    return Error{"json.missing", "`analyzer_results` is an array"};
  }
  if (list->as_array()->size() > kMaxResults) {
    return Error{"json.too_long", "more than " + std::to_string(kMaxResults) + " results"};
  }
  std::vector<PresidioSpan> spans;
  for (const json::Value& result : *list->as_array()) {
    const auto start = IndexOf(result, "start"), end = IndexOf(result, "end");
    const std::string entity = TextOf(result, "/entity_type");
    if (!start || !end || entity.empty() || *start > *end || *end > length) {
      return Error{"json.value",
                   "each result has entity_type, start and end, within the text, in code points"};
    }
    spans.push_back({entity, *start, *end});
  }
  return spans;
}

}  // namespace

Reply PresidioAnalyze(engine::Engine&, const engine::Principal&, const RouteCall& call) {
  const Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return Invalid(body.error());
  const json::Value* recognizers = body->Find("ad_hoc_recognizers");
  if (recognizers != nullptr && !recognizers->is_null() &&
      !(recognizers->as_array() != nullptr && recognizers->as_array()->empty())) {
    return Invalid(
        {"json.value", "ad_hoc_recognizers are not taken: declare entities in a policy"});
  }
  const json::Value* text = body->Find("text");
  if (text == nullptr) return Invalid({"json.missing", "No text provided"});
  if (text->as_string() != nullptr) {
    return {.body = json::Compact(Analyze(*body, *text->as_string()))};
  }
  if (text->as_array() == nullptr) return Invalid({"json.type", "`text` is a string or an array"});
  json::Array each;
  for (const json::Value& one : *text->as_array()) {
    if (one.as_string() == nullptr) return Invalid({"json.type", "`text` holds strings"});
    each.emplace_back(Analyze(*body, *one.as_string()));
  }
  return {.body = json::Compact(std::move(each))};
}

Reply PresidioAnonymize(engine::Engine&, const engine::Principal&, const RouteCall& call) {
  const Result<json::Value> body = ReadForeign(call.body);
  if (!body.ok()) return Invalid(body.error());
  const json::Value* text = body->Find("text");
  if (text == nullptr || text->as_string() == nullptr) {
    return Invalid({"json.missing", "No text provided"});
  }
  const Result<PresidioOperators> operators = PresidioOperators::Read(body->Find("anonymizers"));
  if (!operators.ok()) return Invalid(operators.error());
  Result<std::vector<PresidioSpan>> spans = SpansOf(*body, CodePointCount(*text->as_string()));
  if (!spans.ok()) return Invalid(spans.error());
  return {.body = json::Compact(operators->Apply(*text->as_string(), *std::move(spans)))};
}

Reply PresidioEntities(engine::Engine&, const engine::Principal&, const RouteCall&) {
  std::set<std::string_view> names;
  for (const detectors::EntityEntry* entry : detectors::Catalogue()) {
    if (IsPresidios(entry->category)) names.insert(PresidioName(entry->name));
  }
  json::Array out;
  out.reserve(names.size());
  for (const std::string_view name : names) out.emplace_back(std::string(name));
  return {.body = json::Compact(std::move(out))};
}

}  // namespace reeve::api
