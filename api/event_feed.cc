#include "api/event_feed.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/cloud_event.h"
#include "base/text.h"
#include "ledger/decimal.h"
#include "ledger/search.h"

namespace reeve::api {
namespace {

constexpr size_t kMostEventsAtOnce = 100;

class NoticeEvents final : public LookingSource {
 public:
  NoticeEvents(WaitingRoom::Place place, const engine::Engine& engine, NoticeFilter filter,
               EventForm form, uint64_t next)
      : LookingSource(std::move(place)),
        engine_(engine),
        filter_(std::move(filter)),
        form_(form),
        next_(next) {}

 private:
  std::string Look(bool* ended) override {
    const auto page = FindNotices(engine_.ledger(), filter_, next_, kMostEventsAtOnce);
    *ended = !page.ok();
    if (!page.ok()) return "";
    // Said at once, so that who is cut off before anything comes loses nothing either.
    std::string out = std::exchange(begun_, true) ? "" : WaitingText(Reached());
    for (const oversight::Notice& notice : page->notices) {
      const json::Object event = form_ == EventForm::kNotice
                                     ? oversight::ToJson(notice, "")
                                     : CloudEvent(notice, engine_.ledger().vkey().name, "");
      out += EventText(std::to_string(notice.index), notice.kind, json::Compact(event));
    }
    next_ = page->next;
    return out;
  }

  std::string Reached() const override { return next_ == 0 ? "" : std::to_string(next_ - 1); }

  const engine::Engine& engine_;
  const NoticeFilter filter_;
  const EventForm form_;
  uint64_t next_;  // index from which it was not looked yet
  bool begun_ = false;
};

Error Unreadable(std::string_view name, std::string_view value, std::string_view wanted) {
  return {"events.parameter",
          "`" + std::string(value.substr(0, 80)) + "` for `" + std::string(name) + "` is not " +
              std::string(wanted),
          std::string(name)};
}

// Values of one parameter may be separated by commas, or given again.
std::vector<std::string> ValuesOf(std::string_view list) {
  std::vector<std::string> out;
  while (true) {
    const size_t comma = list.find(',');
    out.emplace_back(list.substr(0, comma));
    if (comma == std::string_view::npos) return out;
    list.remove_prefix(comma + 1);
  }
}

Status AddKinds(std::string_view pattern, std::vector<std::string>* out) {
  const std::vector<std::string> kinds = oversight::NoticeKindsLike(pattern);
  if (kinds.empty()) {
    const auto all = oversight::NoticeKinds();
    return Unreadable(
        "kind", pattern,
        "a kind of record that is told" +
            DidYouMeanSuffix(pattern, std::vector<std::string>(all.begin(), all.end())) +
            "; docs/events.md lists them");
  }
  out->insert(out->end(), kinds.begin(), kinds.end());
  return {};
}

Status AddEffect(std::string_view effect, std::vector<std::string>* out) {
  constexpr auto kEffects = std::to_array<std::string_view>({"allow", "redact", "hold", "deny"});
  if (std::find(kEffects.begin(), kEffects.end(), effect) == kEffects.end()) {
    return Unreadable("effect", effect, "`allow`, `redact`, `hold` or `deny`");
  }
  out->emplace_back(effect);
  return {};
}

struct FeedRequest {
  NoticeFilter filter;
  std::optional<uint64_t> first;
};

Status AddParameter(std::string_view name, std::string_view value, FeedRequest* request) {
  if (name == "first") {
    uint64_t first = 0;
    if (!ledger::ParseDecimal(value, &first))
      return Unreadable(name, value, "the index of a record");
    request->first = first;
    return {};
  }
  for (const std::string& one : ValuesOf(value)) {
    if (name == "kind") {
      REEVE_RETURN_IF_ERROR(AddKinds(one, &request->filter.kinds));
    } else if (name == "effect") {
      REEVE_RETURN_IF_ERROR(AddEffect(one, &request->filter.effects));
    } else if (name == "system") {
      request->filter.systems.push_back(one);
    } else {
      return Error{"events.parameter",
                   "there is no parameter `" + std::string(name.substr(0, 80)) +
                       "`: kind, system, effect and first are there",
                   std::string(name.substr(0, 80))};
    }
  }
  if (request->filter.systems.size() <= ledger::kMaxFilterValues) return {};
  return Error{"events.parameter",
               "at most " + std::to_string(ledger::kMaxFilterValues) + " systems; ask for all",
               "system"};
}

void SortUnique(std::vector<std::string>* words) {
  std::sort(words->begin(), words->end());
  words->erase(std::unique(words->begin(), words->end()), words->end());
}

}  // namespace

Result<std::unique_ptr<EventSource>> FollowNotices(const engine::Engine& engine,
                                                   NoticeFilter filter, EventForm form,
                                                   std::string_view last, uint64_t first,
                                                   WaitingRoom& room) {
  if (!last.empty()) {
    if (!ledger::ParseDecimal(last, &first) || first >= engine.ledger().size()) {
      return Error{"json.value",
                   "`Last-Event-ID` must be the index of a record that this log has; leave it out "
                   "to begin now",
                   "/Last-Event-ID"};
    }
    ++first;
  }
  REEVE_ASSIGN_OR_RETURN(WaitingRoom::Place place, room.Enter());
  return std::unique_ptr<EventSource>(
      std::make_unique<NoticeEvents>(std::move(place), engine, std::move(filter), form, first));
}

Result<std::unique_ptr<EventSource>> FollowEvents(const engine::Engine& engine,
                                                  const engine::Principal& principal,
                                                  const Parameters& parameters,
                                                  std::string_view last, WaitingRoom& room) {
  FeedRequest request;
  request.filter.tenant = principal.tenant;
  for (const auto& [name, value] : parameters) {
    REEVE_RETURN_IF_ERROR(AddParameter(name, value, &request));
  }
  const uint64_t size = engine.ledger().size();
  if (request.first.value_or(0) > size) {
    return Unreadable("first", std::to_string(*request.first),
                      "an index of this log, which has " + std::to_string(size) + " records");
  }
  NoticeFilter& filter = request.filter;
  if (filter.kinds.empty()) {
    const auto all = oversight::NoticeKinds();
    filter.kinds.assign(all.begin(), all.end());
  }
  SortUnique(&filter.kinds);
  SortUnique(&filter.effects);
  return FollowNotices(engine, std::move(filter), EventForm::kCloudEvent, last,
                       request.first.value_or(size), room);
}

}  // namespace reeve::api
