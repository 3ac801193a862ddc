#include "engine/streamed_output.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "engine/findings.h"

namespace reeve::engine {
namespace {

constexpr std::string_view kFirstText = "/content/messages/0/content";

// The letters of a sealed token (detectors/redact_tokens.h) that may still be without its end: more
// than any that is genuine has.
constexpr size_t kMaxTokenBytes = 8192;

bool IsName(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool IsSealed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
}

// Up to where no token is cut that may go on behind the end.
size_t BeforeOpenToken(std::string_view text) {
  const size_t begin = text.rfind('<');
  if (begin == std::string_view::npos || text.size() - begin > kMaxTokenBytes) return text.size();
  size_t pos = begin + 1;
  while (pos < text.size() && IsName(text[pos])) ++pos;
  if (pos < text.size() && text[pos] == ':') ++pos;
  while (pos < text.size() && IsSealed(text[pos])) ++pos;
  return pos == text.size() ? begin : text.size();
}

std::string PathOf(size_t text) { return "/content/messages/" + std::to_string(text) + "/content"; }

json::Value MessageOf(std::string text) {
  return json::Object{{"role", "assistant"}, {"content", std::move(text)}};
}

// A request of the same interaction and place about one piece of text.
Request PieceOf(const Request& whole, std::string_view piece) {
  Request out;
  out.interaction = whole.interaction;
  out.stage = whole.stage;
  out.payload = json::Object{
      {"content", json::Object{{"messages", json::Array{MessageOf(std::string(piece))}}}}};
  return out;
}

}  // namespace

StreamedOutput::TextState::TextState(const detectors::Scanner& scan)
    : scanner(scan, {.source = detectors::Source::kModel}) {}

StreamedOutput::StreamedOutput(Engine& engine, Principal principal, Engine::Chosen chosen,
                               std::shared_ptr<const oversight::System> system, Request request,
                               StreamMode mode)
    : engine_(engine),
      principal_(std::move(principal)),
      chosen_(std::move(chosen)),
      system_(std::move(system)),
      restores_(!chosen_.evaluator->restorable().in_output.empty()),
      whole_(mode == StreamMode::kWhole || !request.approval.empty() ||
             !chosen_.evaluator->looks_alone()),
      seen_(std::move(request)) {
  seen_.payload = json::Object{{"content", json::Object{{"messages", json::Array()}}}};
}

Result<size_t> StreamedOutput::AddText() {
  if (texts_.size() == kMaxStreamedTexts) {
    return Error{"stream.too_many", "an answer has at most " + std::to_string(kMaxStreamedTexts) +
                                        " texts that come side by side"};
  }
  texts_.emplace_back(chosen_.evaluator->scanner());
  came_.push_back(MessageOf(""));
  json::Resolve(seen_.payload, "/content/messages")->as_array()->push_back(MessageOf(""));
  return texts_.size() - 1;
}

std::string& StreamedOutput::RestoredText(size_t index) {
  return *json::Resolve(seen_.payload, PathOf(index))->as_string();
}

Result<std::string> StreamedOutput::Push(size_t text, std::string_view piece) {
  if (piece.size() > kMaxRequestBytes - bytes_) {
    return Error{"stream.too_large", "the answer has more than " +
                                         std::to_string(kMaxRequestBytes) +
                                         " bytes, which are not decided on"};
  }
  bytes_ += piece.size();
  came_[text].as_object()->Find("content")->as_string()->append(piece);
  if (whole_) return std::string();
  const size_t settled = texts_[text].scanner.settled_bytes();
  Scan(text, piece, false);
  if (texts_[text].scanner.settled_bytes() == settled) return std::string();
  Judge();
  return LetsPass() ? Release(text) : std::string();
}

std::string StreamedOutput::End(size_t text) {
  if (whole_ || texts_[text].ended) return {};
  Scan(text, "", true);
  Judge();
  return LetsPass() ? Release(text) : std::string();
}

std::string StreamedOutput::Restored(std::string_view text) {
  const auto restored = engine_.redactor_.Restore(PieceOf(seen_, text), system_->tenant,
                                                  chosen_.evaluator->restorable(), &restored_);
  return restored == nullptr ? std::string(text)
                             : *json::Resolve(restored->payload, kFirstText)->as_string();
}

void StreamedOutput::Scan(size_t index, std::string_view piece, bool whole) {
  TextState& text = texts_[index];
  std::string ready(piece);
  if (restores_) {
    text.unread += piece;
    const size_t cut = whole ? text.unread.size() : BeforeOpenToken(text.unread);
    ready = Restored(std::string_view(text.unread).substr(0, cut));
    text.unread.erase(0, cut);
  }
  RestoredText(index) += ready;
  std::vector<detectors::Finding> settled;
  text.scanner.Push(ready, &settled);
  if (whole) {
    text.scanner.Finish(&settled);
    text.ended = true;
  }
  const std::string path = PathOf(index);
  for (const detectors::Finding& finding : settled) {
    text.findings.push_back({path, FactPath(path), finding});
  }
}

Found StreamedOutput::AllFindings(Timestamp now) const {
  Found found;
  found.usage = engine_.UsageOf(chosen_.evaluator->bundle(), seen_, *system_, now);
  for (const TextState& text : texts_) {
    found.findings.insert(found.findings.end(), text.findings.begin(), text.findings.end());
  }
  return found;
}

void StreamedOutput::Judge() {
  const Timestamp now = engine_.clock_.Now();
  if (!engine_.MayRun(principal_, seen_).ok()) {
    effect_ = policy::Effect::kDeny;
    return;
  }
  const auto waivers = engine_.waiver_register_->standing();
  verdict_ = chosen_.evaluator->Rule(seen_, *system_, now, AllFindings(now), waivers.get()).verdict;
  effect_ = verdict_.effect;
}

std::string StreamedOutput::Release(size_t index) {
  TextState& text = texts_[index];
  const size_t settled = text.scanner.settled_bytes();
  const std::string_view piece =
      std::string_view(RestoredText(index)).substr(text.passed, settled - text.passed);
  std::vector<LocatedFinding> within;
  for (const LocatedFinding& located : text.findings) {
    if (located.finding.span.start.bytes < text.passed) continue;
    within.push_back(located);
    within.back().path = kFirstText;
    within.back().finding.span.start.bytes -= text.passed;
    within.back().finding.span.end.bytes -= text.passed;
  }
  Request request = PieceOf(seen_, piece);
  json::Value payload = request.payload;
  engine_.redactor_.Redact(request, system_->tenant, engine_.clock_.Now(), verdict_, within,
                           &payload);
  std::string out = std::move(*json::Resolve(payload, kFirstText)->as_string());
  text.passed = settled;
  text.released += out;
  return out;
}

Evaluation StreamedOutput::Conclude(Timestamp now, const oversight::StandingWaivers* waivers) {
  Evaluation out = chosen_.evaluator->Rule(seen_, *system_, now, AllFindings(now), waivers);
  verdict_ = out.verdict;
  effect_ = verdict_.effect;
  out.payload = seen_.payload;
  if (!LetsPass()) {
    engine_.redactor_.Redact(seen_, system_->tenant, now, verdict_, out.findings, &out.payload);
  } else {
    for (size_t i = 0; i < texts_.size(); ++i) {
      rest_[i] = Release(i);
      *json::Resolve(out.payload, PathOf(i)) = texts_[i].released;
    }
  }
  out.redacted = !(out.payload == seen_.payload);
  return out;
}

Result<Request> StreamedOutput::WholeRequest() const {
  REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(seen_.canonical));
  value.as_object()->Set("content", json::Object{{"messages", came_}});
  if (json::Object use = UseJson(seen_.use); !use.empty()) {
    value.as_object()->Set("usage", std::move(use));
  }
  return ReadRequest(value, "");
}

Result<StreamedOutput::Conclusion> StreamedOutput::FinishWhole() {
  REEVE_ASSIGN_OR_RETURN(const Request request, WholeRequest());
  for (size_t i = 0; i < rest_.size(); ++i) rest_[i] = *came_[i].Find("content")->as_string();
  REEVE_ASSIGN_OR_RETURN(Answer answer, engine_.Decide(principal_, request));
  effect_ = answer.effect;
  rest_.assign(texts_.size(), "");
  if (!LetsPass()) return Conclusion{std::move(answer), std::move(rest_)};
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(answer.json));
  for (size_t i = 0; i < rest_.size(); ++i) {
    rest_[i] = *json::Resolve(value, PathOf(i))->as_string();
  }
  return Conclusion{std::move(answer), std::move(rest_)};
}

Result<StreamedOutput::Conclusion> StreamedOutput::Finish() {
  rest_.assign(texts_.size(), "");
  if (whole_) return FinishWhole();
  for (size_t i = 0; i < texts_.size(); ++i) {
    if (!texts_[i].ended) Scan(i, "", true);
  }
  REEVE_ASSIGN_OR_RETURN(const Request request, WholeRequest());
  REEVE_ASSIGN_OR_RETURN(Answer answer, engine_.DecideStreamed(principal_, request, this));
  effect_ = answer.effect;
  if (!LetsPass()) rest_.assign(texts_.size(), "");
  return Conclusion{std::move(answer), std::move(rest_)};
}

}  // namespace reeve::engine
