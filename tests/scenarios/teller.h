// Tells a story (story.h) to a real engine and a real server on a free port, with a clock that
// moves only when the story says so. What does not come out as told is an error that names the
// step.
#pragma once

#include <httplib.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/person.h"
#include "api/server.h"
#include "engine/search_fields.h"
#include "ledger/rebuild.h"
#include "ledger/verify.h"
#include "tests/engine/fixture.h"
#include "tests/scenarios/story.h"

namespace reeve::scenarios {

class Teller {
 public:
  explicit Teller(const Story& story)
      : story_(story), engine_(engine::testing::CompileRules(story.policies.at(story.active))) {
    Listen();
  }

  Status Tell() {
    REEVE_RETURN_IF_ERROR(TellAll(story_.steps));
    REEVE_RETURN_IF_ERROR(FindRecords());
    REEVE_RETURN_IF_ERROR(ReplayDecisions());
    return VerifyLog();
  }

 private:
  static constexpr char kToken[] = "reeve_0123456789abcdef0123456789abcdef";
  static constexpr int kCallsAfterLoad = 20;  // of each thread

  static Error Wrong(std::string why) { return {"story.wrong", std::move(why)}; }

  void Listen() {
    server_ = engine::testing::Must(
        api::Server::Start({.port = 0, .token = kToken}, *engine_, engine_.metrics()));
  }

  Status TellAll(const std::vector<Step>& steps) {
    for (size_t i = 0; i < steps.size(); ++i) {
      Status told = TellOne(steps[i]);
      if (!told.ok()) {
        told.error().message = "step " + std::to_string(i + 1) + ": " + told.error().message;
        return told;
      }
    }
    return {};
  }

  Status TellOne(const Step& step) {
    if (step.advance) engine_.clock().Advance(*step.advance);
    if (!step.activate.empty()) {
      const auto found = story_.policies.find(step.activate);
      if (found == story_.policies.end()) return Wrong("no policy `" + step.activate + "`");
      return engine_->Activate(engine::testing::CompileRules(found->second), engine_.principal());
    }
    if (step.restart) {
      server_.reset();
      engine_.Shut();
      engine_.Open();
      REEVE_RETURN_IF_ERROR(engine_->bundles().Resume());
      Listen();
    }
    if (step.load) return TellUnderLoad(*step.load);
    if (!step.call) return {};
    REEVE_ASSIGN_OR_RETURN(const json::Value answer, Ask(*step.call, step.expected));
    for (const auto& [name, pointer] : step.take) {
      const json::Value* found = json::Resolve(answer, pointer);
      if (found == nullptr || found->as_string() == nullptr) {
        return Wrong("no text at " + pointer + " of " + json::Compact(answer));
      }
      taken_[name] = *found->as_string();
    }
    return {};
  }

  Result<json::Value> Ask(const Call& given, const Expectation& expected) const {
    httplib::Client client("127.0.0.1", server_->port());
    return Ask(client, given, expected);
  }

  Result<json::Value> Ask(httplib::Client& client, const Call& given,
                          const Expectation& expected) const {
    const std::string path = Fill(given.path);
    httplib::Headers headers = {{"Authorization", std::string("Bearer ") + kToken}};
    if (!given.person.empty()) headers.emplace(api::kPersonHeader, given.person);
    const std::string body = given.body.is_null() ? "" : json::Compact(FillIn(given.body));
    const httplib::Result result = given.method == "GET"
                                       ? client.Get(path, headers)
                                       : client.Post(path, headers, body, "application/json");
    const std::string what = given.method + " " + path;
    if (!result) return Wrong(what + ": no answer");
    if (result->status != expected.status) {
      return Wrong(what + ": " + std::to_string(result->status) + " where " +
                   std::to_string(expected.status) + " was expected: " + result->body);
    }
    REEVE_ASSIGN_OR_RETURN(json::Value answer, json::Parse(result->body));
    Status held = Holds(answer, expected.fields);
    for (const std::string& pointer : expected.absent) {
      if (!held.ok()) break;
      if (json::Resolve(answer, pointer) != nullptr) held = Wrong("something at " + pointer);
    }
    if (!held.ok()) return Wrong(what + ": " + held.error().message + " in " + result->body);
    return answer;
  }

  Status Holds(const json::Value& value, const json::Object& fields) const {
    for (const json::Member& field : fields) {
      const json::Value* found = json::Resolve(value, field.key);
      const json::Value wanted = FillIn(field.value);
      if (found != nullptr && IsWhatIsWanted(*found, wanted)) continue;
      return Wrong("at " + field.key + " there is " +
                   (found == nullptr ? "nothing" : json::Compact(*found)) + " where " +
                   json::Compact(wanted) + " was expected");
    }
    return {};
  }

  static bool IsWhatIsWanted(const json::Value& found, const json::Value& wanted) {
    const std::string* text = wanted.as_string();
    if (text != nullptr && text->starts_with('~')) {
      const std::string* whole = found.as_string();
      return whole != nullptr && whole->find(text->substr(1)) != std::string::npos;
    }
    return found == wanted;
  }

  // Each thread asks at least once before the inner steps begin, and again after they have ended.
  Status TellUnderLoad(const Load& load) {
    std::atomic<size_t> begun{0};
    std::atomic<bool> ended{false};
    std::vector<Status> found(load.threads);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < load.threads; ++i) {
      threads.emplace_back([this, &load, &begun, &ended, status = &found[i]] {
        httplib::Client client("127.0.0.1", server_->port());
        client.set_keep_alive(true);
        bool first = true;
        for (int after = 0; after < kCallsAfterLoad;) {
          const bool is_after = ended.load();
          const Result<json::Value> answer =
              Ask(client, load.call, is_after ? load.then : Expectation{});
          if (first) ++begun;
          first = false;
          if (!is_after) continue;
          ++after;
          if (!answer.ok() && status->ok()) *status = answer.error();
        }
      });
    }
    while (begun.load() < load.threads) std::this_thread::yield();
    Status inner = TellAll(load.steps);
    ended = true;
    for (std::thread& thread : threads) thread.join();
    REEVE_RETURN_IF_ERROR(std::move(inner));
    for (Status& status : found) REEVE_RETURN_IF_ERROR(std::move(status));
    return {};
  }

  Status FindRecords() const {
    for (const WantedRecords& wanted : story_.records) {
      uint64_t count = 0;
      const std::string id = Fill(wanted.id);
      std::string other;  // of the kind and id, but otherwise
      for (uint64_t i = 0; i < engine_.ledger().size(); ++i) {
        REEVE_ASSIGN_OR_RETURN(const ledger::Record record, engine_.ledger().Read(i));
        if (record.kind() != wanted.kind || (!id.empty() && record.id() != id)) continue;
        REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(record.bytes()));
        const Status held = Holds(value, wanted.has);
        if (held.ok()) {
          ++count;
        } else {
          other = "; of one: " + held.error().message;
        }
      }
      if (count != wanted.count) {
        return Wrong("records " + wanted.kind + " " + id + ": " + std::to_string(count) +
                     " where " + std::to_string(wanted.count) + " were expected" + other);
      }
    }
    return {};
  }

  Status ReplayDecisions() {
    for (uint64_t i = 0; i < engine_.ledger().size(); ++i) {
      REEVE_ASSIGN_OR_RETURN(const ledger::Record record, engine_.ledger().Read(i));
      if (record.kind() != "decision") continue;
      const Status replayed = engine_->Replay(record.id());
      if (replayed.ok() || replayed.error().code == "decision.not_by_rules") continue;
      return Wrong("replay of " + std::string(record.id()) + ": " + replayed.error().message);
    }
    return {};
  }

  // The folder as an auditor gets it: nothing has it open.
  Status VerifyLog() {
    server_.reset();
    engine_.Shut();
    const auto projections = engine::AllProjections();
    const ledger::SearchFields fields = engine::SearchFields();
    REEVE_ASSIGN_OR_RETURN(
        const ledger::Report report,
        ledger::VerifyFolder(
            engine_.path(), {.projections = &projections, .search_fields = &fields, .threads = 0}));
    if (!report.ok()) return Wrong("the log does not verify: " + report.Text());
    REEVE_ASSIGN_OR_RETURN(
        const ledger::RebuildReport rebuilt,
        ledger::RebuildFolder(engine_.path(), projections, ledger::RebuildMode::kVerify));
    if (!rebuilt.ok()) {
      return Wrong("rebuilt, the state of " + rebuilt.first->projection + " differs at " +
                   rebuilt.first->key);
    }
    return {};
  }

  // `${name}` replaced by what was taken; an unknown name stays, and so fails where it is used.
  std::string Fill(std::string text) const {
    for (const auto& [name, value] : taken_) {
      const std::string hole = "${" + name + "}";
      for (size_t at = text.find(hole); at != std::string::npos; at = text.find(hole, at)) {
        text.replace(at, hole.size(), value);
        at += value.size();
      }
    }
    return text;
  }

  json::Value FillIn(const json::Value& value) const {
    if (const std::string* text = value.as_string()) return Fill(*text);
    if (const json::Array* items = value.as_array()) {
      json::Array out;
      for (const json::Value& item : *items) out.push_back(FillIn(item));
      return out;
    }
    if (const json::Object* object = value.as_object()) {
      json::Object out;
      for (const json::Member& member : *object) out.Add(member.key, FillIn(member.value));
      return out;
    }
    return value;
  }

  const Story& story_;
  engine::testing::TestEngine engine_;
  std::unique_ptr<api::Server> server_;
  std::map<std::string, std::string> taken_;
};

}  // namespace reeve::scenarios
