// The key `detectors` of a bundle document.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "policy/detector.h"
#include "policy/document.h"
#include "policy/document_limits.h"
#include "policy/own_entity.h"

namespace reeve::policy {
namespace {

using std::chrono::milliseconds;

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// "250ms", "10s", "5m", "1h"
std::optional<milliseconds> ParseTime(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, int64_t>, 4> kUnits = {
      {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}}};
  uint32_t count = 0;  // no sign
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc()) return std::nullopt;
  for (const auto& [unit, millis] : kUnits) {
    if (std::string_view(rest, static_cast<size_t>(end - rest)) == unit) {
      return milliseconds(int64_t{count} * millis);
    }
  }
  return std::nullopt;
}

std::string TimeText(milliseconds time) {
  const int64_t count = time.count();
  if (count % 1000 != 0 || count == 0) return std::to_string(count) + "ms";
  if (count % 3'600'000 == 0) return std::to_string(count / 3'600'000) + "h";
  if (count % 60'000 == 0) return std::to_string(count / 60'000) + "m";
  return std::to_string(count / 1000) + "s";
}

void ReadTime(const YamlNode* node, std::string_view key, TimeBounds bounds, milliseconds* out,
              Reporter& reporter) {
  if (node == nullptr) return;
  const auto text = ReadText(*node, Quoted(key), reporter);
  if (!text) return;
  const auto time = ParseTime(text->text);
  if (time && *time >= bounds.least && *time <= bounds.most) {
    *out = *time;
    return;
  }
  reporter.Error("policy.type", text->span,
                 Quoted(key) + " must be a time from " + TimeText(bounds.least) + " to " +
                     TimeText(bounds.most) +
                     ": a whole number and one of `ms`, `s`, `m`, `h`, such as `250ms`");
}

void ReadSize(const YamlNode* node, std::string_view key, size_t least, size_t most, size_t* out,
              Reporter& reporter) {
  if (node == nullptr) return;
  if (const auto count = ReadCount(*node, Quoted(key), least, most, reporter)) *out = *count;
}

// Nothing that is a credential: the bundle is read by many, and its text is kept for ever.
void CheckUrl(const Located& url, Reporter& reporter) {
  const auto plain = [](char c) { return c > ' ' && c < '\x7f'; };
  const size_t scheme = url.text.find("://");
  const bool is_http = url.text.starts_with("http://") || url.text.starts_with("https://");
  std::string why;
  if (!is_http) {
    why = "begins neither with https:// nor with http://";
  } else if (!std::all_of(url.text.begin(), url.text.end(), plain)) {
    why = "has a blank or a byte beyond ASCII, which must be percent-encoded";
  } else if (url.text.find_first_of("?#@") != url.text.npos) {
    why =
        "has a query, a fragment or a user, where a credential may stand; a token is given to "
        "`reeve serve --detector`";
  } else if (url.text.find('/', scheme + 3) == url.text.npos) {
    why = "names no path on the server, such as /analyze";
  } else {
    return;
  }
  reporter.Error("policy.detector", url.span, "the `url` " + why);
}

class DetectorReader {
 public:
  DetectorReader(const YamlMember& member, Reporter& reporter)
      : map_(member.value, "detector " + Quoted(member.key),
             {"url", "contract", "language", "gives", "timeout", "on_failure", "batch", "cache",
              "breaker"},
             reporter),
        reporter_(reporter) {
    out_.name = member.key_span;
    out_.detector.name = member.key;
    CheckId({member.key, member.key_span}, "a detector's name", reporter);
  }

  DetectorDocument Read() {
    if (!map_.is_map()) return std::move(out_);
    Detector& detector = out_.detector;
    const Located url = map_.RequiredText("url", kMaxDetectorUrl);
    detector.url = url.text;
    if (!url.text.empty()) CheckUrl(url, reporter_);
    ReadContract();
    if (const YamlNode* node = map_.Require("gives")) ReadLabels(*node);
    ReadTime(map_.Find("timeout"), "timeout", kDetectorTimeout, &detector.timeout, reporter_);
    static const std::vector<std::string> kFailures = {
        std::string(OnFailureName(OnFailure::kDeny)),
        std::string(OnFailureName(OnFailure::kIgnore))};
    if (const YamlNode* node = map_.Find("on_failure")) {
      const auto word = ReadWord(*node, "`on_failure`", kFailures, reporter_);
      if (word) detector.on_failure = static_cast<OnFailure>(*word);
    }
    ReadBatch();
    ReadCache();
    ReadBreaker();
    return std::move(out_);
  }

 private:
  void ReadContract() {
    static const std::vector<std::string> kContracts = {
        std::string(DetectorContractName(DetectorContract::kPresidio)),
        std::string(DetectorContractName(DetectorContract::kClassifier))};
    Detector& detector = out_.detector;
    if (const YamlNode* node = map_.Require("contract")) {
      const auto word = ReadWord(*node, "`contract`", kContracts, reporter_);
      if (word) detector.contract = static_cast<DetectorContract>(*word);
    }
    const bool is_presidio = detector.contract == DetectorContract::kPresidio;
    detector.language = map_.Text("language", kMaxDetectorLanguage).text;
    if (detector.language.empty() && is_presidio) detector.language = "en";
    if (!is_presidio) detector.batch_texts = kDefaultClassifierBatch;
  }

  void ReadLabels(const YamlNode& node) {
    const MapReader map(node, "`gives`", reporter_);
    if (!map.is_map()) return;
    if (node.members.empty() || node.members.size() > kMaxDetectorLabels) {
      reporter_.Error("policy.detector", node.span,
                      "`gives` must have 1 to " + std::to_string(kMaxDetectorLabels) +
                          " labels of the service");
      return;
    }
    for (const YamlMember& member : node.members) ReadLabel(member);
  }

  void ReadLabel(const YamlMember& member) {
    if (member.key.empty() || member.key.size() > kMaxDetectorLabel) {
      reporter_.Error("policy.too_long", member.key_span, "a label must have 1 to 100 bytes");
    }
    const MapReader map(member.value, "label " + Quoted(member.key),
                        {"entity", "category", "min_score"}, reporter_);
    if (!map.is_map()) return;
    DetectorLabel label;
    label.label = member.key;
    const Located entity = map.RequiredText("entity", kMaxIdLength);
    if (!entity.text.empty()) CheckEntityName(entity, reporter_);
    label.entity = entity.text;
    Span category = entity.span;
    if (const YamlNode* node = map.Find("category")) {
      const auto word = ReadWord(*node, "`category`", EntityCategories(), reporter_);
      if (word) label.category = EntityCategories()[*word];
      category = node->span;
    }
    if (const YamlNode* node = map.Find("min_score")) {
      if (const auto score = ReadUnitScore(*node, "`min_score`", reporter_)) {
        label.min_score = *score;
      }
    }
    out_.detector.gives.push_back(std::move(label));
    out_.entities.push_back(entity.span);
    out_.categories.push_back(category);
  }

  void ReadBatch() {
    const YamlNode* node = map_.Find("batch");
    if (node == nullptr) return;
    const MapReader map(*node, "`batch`", {"texts", "wait"}, reporter_);
    ReadSize(map.Find("texts"), "texts", 1, kMaxDetectorBatch, &out_.detector.batch_texts,
             reporter_);
    ReadTime(map.Find("wait"), "wait", kDetectorWait, &out_.detector.batch_wait, reporter_);
    if (out_.detector.batch_wait < out_.detector.timeout) return;
    reporter_.Error("policy.detector", node->span,
                    "`wait` is no shorter than the `timeout`, so that no call could be answered");
  }

  void ReadCache() {
    const YamlNode* node = map_.Find("cache");
    if (node == nullptr) return;
    const MapReader map(*node, "`cache`", {"entries", "ttl"}, reporter_);
    ReadSize(map.Find("entries"), "entries", 0, kMaxDetectorCache, &out_.detector.cache_entries,
             reporter_);
    ReadTime(map.Find("ttl"), "ttl", kDetectorCacheTtl, &out_.detector.cache_ttl, reporter_);
  }

  void ReadBreaker() {
    const YamlNode* node = map_.Find("breaker");
    if (node == nullptr) return;
    const MapReader map(*node, "`breaker`", {"failures", "open"}, reporter_);
    ReadSize(map.Find("failures"), "failures", 1, kMaxDetectorFailures,
             &out_.detector.breaker_failures, reporter_);
    ReadTime(map.Find("open"), "open", kDetectorOpen, &out_.detector.breaker_open, reporter_);
  }

  MapReader map_;
  Reporter& reporter_;
  DetectorDocument out_;
};

}  // namespace

std::vector<DetectorDocument> ReadDetectors(const YamlNode& node, Reporter& reporter) {
  std::vector<DetectorDocument> out;
  const MapReader map(node, "`detectors`", reporter);
  if (node.members.size() > kMaxDetectors) {
    reporter.Error("policy.too_long", node.span,
                   "`detectors` has " + std::to_string(node.members.size()) +
                       " entries; the most is " + std::to_string(kMaxDetectors));
    return out;
  }
  for (const YamlMember& member : node.members) {
    out.push_back(DetectorReader(member, reporter).Read());
  }
  return out;
}

}  // namespace reeve::policy
