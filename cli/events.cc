#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"

namespace reeve::cli {
namespace {

constexpr int kNoRoom = 503;
constexpr std::chrono::seconds kFirstPause{1};
constexpr std::chrono::seconds kLongestPause{30};

struct Options {
  Connection connection;
  std::vector<std::string> kinds;
  std::vector<std::string> systems;
  std::vector<std::string> effects;
  std::string first;
  uint64_t count = 0;
  bool json = false;
};

void AddValues(std::string_view name, const std::vector<std::string>& values, std::string* query) {
  for (const std::string& value : values) {
    query->append(query->empty() ? "?" : "&").append(name).append("=");
    query->append(api::UrlEncoded(value));
  }
}

std::string PathOf(const Options& options) {
  std::string query;
  AddValues("kind", options.kinds, &query);
  AddValues("system", options.systems, &query);
  AddValues("effect", options.effects, &query);
  if (!options.first.empty()) AddValues("first", {options.first}, &query);
  return "/v1/events" + query;
}

// "2026-11-20T09:30:00.000000Z  7  decision  deny  credit  p/rule, p/other"
std::string LineOf(const json::Value& event) {
  constexpr std::string_view kPrefix = "reeve.";
  std::string out = TextAt(event, "/time") + "  " + TextAt(event, "/id") + "  " +
                    TextAt(event, "/type").substr(kPrefix.size());
  for (const char* member : {"/data/effect", "/data/vote", "/data/system"}) {
    if (const std::string text = TextAt(event, member); !text.empty()) out += "  " + text;
  }
  const json::Value* rules = json::Resolve(event, "/data/rules");
  if (rules == nullptr || rules->as_array() == nullptr)
    return out + "  " + TextAt(event, "/subject");
  std::string_view before = "  ";
  for (const json::Value& rule : *rules->as_array()) {
    out.append(before).append(*rule.as_string());
    before = ", ";
  }
  return out + "  " + TextAt(event, "/subject");
}

// Prints events, and counts them.
class Printing {
 public:
  explicit Printing(const Options& options) : options_(options) {}

  // False where that was the last that is wanted, or cannot be printed.
  bool Take(const std::string& data) {
    const auto event = json::Parse(data);
    if (!event.ok()) return true;  // of a kind that this program does not know
    std::cout << (options_.json ? data : LineOf(*event)) << std::endl;
    ++taken_;
    return std::cout.good() && (options_.count == 0 || taken_ < options_.count);
  }
  uint64_t taken() const { return taken_; }

 private:
  const Options& options_;
  uint64_t taken_ = 0;
};

// Of a server that was there and is being started anew, or that has no room just now.
bool MayComeAgain(const Result<api::ServerAnswer>& followed, bool was_there) {
  if (followed.ok()) return followed->status == kNoRoom;
  return followed.error().code == "client.ended" ||
         (was_there && followed.error().code == "client.unreachable");
}

// Until it is told to end: behind the last event, wherever the stream was cut off.
int Follow(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  Printing printing(options);
  const std::string path = PathOf(options);
  std::string last;
  std::chrono::seconds pause = kFirstPause;
  for (bool was_there = false;; was_there = true) {
    const uint64_t before = printing.taken();
    const auto followed = api::Follow(*client, path, &last,
                                      [&](const std::string& data) { return printing.Take(data); });
    if (!MayComeAgain(followed, was_there)) return Ask(followed, [](const json::Value&) {});
    if (printing.taken() > before) pause = kFirstPause;
    std::cerr << "reeve: "
              << (followed.ok() ? "too many follow already" : ErrorText(followed.error()))
              << "; asking again in " << pause.count() << "s\n";
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace

void AddEvents(Parser& app, Run* run) {
  Parser* events = app.AddCommand("events", "What is recorded, as it comes: for a SIEM.");
  events->RequireCommand();
  events->Footer("Example: reeve events follow --kind decision --effect deny");
  const auto options = std::make_shared<Options>();

  Parser* follow = events->AddCommand(
      "follow", "Print each record as it comes: a line each, or as CloudEvents with --json.");
  AddConnectionOptions(*follow, options->connection, false);
  follow
      ->AddOption("--kind", options->kinds,
                  "Only records of this kind, as decision or approval.*; docs/events.md lists them")
      ->Repeated();
  follow->AddOption("--system", options->systems, "Only records that name this system")->Repeated();
  follow->AddOption("--effect", options->effects, "Only decisions of this effect")
      ->Repeated()
      ->OneOf({"allow", "redact", "hold", "deny"});
  follow->AddOption("--first", options->first,
                    "Index of the record to begin with; left out: what comes from now on");
  follow->AddOption("--count", options->count, "End after so many; left out: at Ctrl-C");
  follow->AddFlag("--json", options->json, "Print CloudEvents, one a line");
  follow->Footer(
      "Example: reeve events follow --kind 'approval.*' --kind decision --effect hold --json");
  follow->Callback([run, options] { *run = [options] { return Follow(*options); }; });
}

}  // namespace reeve::cli
