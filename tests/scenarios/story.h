// Stories: what people and services do over time with one server, and what must come of it, as
// YAML.
//
//   story: A loan above the limit is held
//   policies: { lending: "rules: ..." }      # lines beneath a policy's metadata, by a name
//   active: lending                          # the one that decides from the start
//   bodies: { loan: {...} }                  # to be sent, by a name
//   steps:
//     - { post: /v1/decisions, send: loan, change: { /action/amount: 9000.0 }, status: 200,
//         expect: { /effect: hold }, take: { approval: /approval/id } }
//     - { as: Ada Example, post: "/v1/approvals/${approval}/votes", body: {...}, status: 200 }
//     - { advance: 9h }
//     - { activate: lending-2 }
//     - { restart: true }
//     - { load: { threads: 4, post: /v1/decisions, send: loan }, steps: [...],
//         then: { status: 200, expect: {...} } }
//   end:
//     records: [{ kind: approval.opened, id: "${approval}", count: 1, has: { /body/quorum: 2 } }]
//
// `${name}` stands for what an earlier step took. An expected text that begins with `~` is looked
// for within the text that is there; `absent` names pointers at which there must be nothing. Under
// `load` threads repeat a call while the inner steps run; whatever is asked after these have ended
// must be answered as `then` says. Every story ends with the log verified, its states rebuilt and
// compared, and its decisions replayed; tests/scenarios/teller.h does it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/duration.h"
#include "base/file.h"
#include "base/json_reader.h"
#include "policy/reader.h"

namespace reeve::scenarios {

struct Expectation {
  int status = 200;
  json::Object fields = {};  // by JSON pointer
  std::vector<std::string> absent = {};
};

struct Call {
  std::string method;  // GET or POST
  std::string path;
  std::string person;  // who acts; empty: nobody is named
  json::Value body;    // null: none
};

struct Step;

struct Load {
  size_t threads = 0;
  Call call;
  std::vector<Step> steps;
  Expectation then;
};

// Exactly one of call, advance, activate, restart, load.
struct Step {
  std::optional<Call> call = std::nullopt;
  Expectation expected = {};
  std::map<std::string, std::string> take = {};  // name to pointer
  std::optional<std::chrono::seconds> advance = std::nullopt;
  std::string activate = {};
  bool restart = false;
  std::optional<Load> load = std::nullopt;
};

struct WantedRecords {
  std::string kind;
  std::string id;      // empty: any
  json::Object has;    // by JSON pointer into the record
  uint64_t count = 1;  // exactly
};

struct Story {
  std::string title;
  std::map<std::string, std::string> policies;
  std::string active;
  std::vector<Step> steps;
  std::vector<WantedRecords> records;
};

// Faults of a story's text; `at` is a pointer or file:line:column.
class StoryReader {
 public:
  static Result<Story> ReadText(const std::string& name, const std::string& text) {
    std::vector<policy::Diagnostic> diagnostics;
    policy::Reporter reporter(name, text, &diagnostics);
    const std::optional<policy::YamlNode> root = policy::ParseYaml(reporter);
    if (!root) return Error{"story.syntax", policy::Render(diagnostics), name};
    return StoryReader().Read(policy::ToJson(*root));
  }

 private:
  static constexpr size_t kMost = size_t{1} << 16;

  Result<Story> Read(const json::Value& value) {
    using json::Need;
    Story story;
    json::ObjectReader reader(value, "");
    story.title = reader.String("story", Need::kRequired, kMost);
    if (const auto* policies = reader.ObjectMember("policies", Need::kRequired)) {
      for (const json::Member& policy : *policies->as_object()) {
        if (policy.value.as_string() == nullptr) {
          return Error{"story.policy", "a policy is its text", "/policies/" + policy.key};
        }
        story.policies[policy.key] = *policy.value.as_string();
      }
    }
    story.active = reader.String("active", Need::kRequired, kMost);
    if (const auto* bodies = reader.ObjectMember("bodies", Need::kOptional)) {
      bodies_ = *bodies->as_object();
    }
    const json::Array* steps = reader.ArrayMember("steps", Need::kRequired);
    const json::Value* end = reader.ObjectMember("end", Need::kRequired);
    REEVE_RETURN_IF_ERROR(reader.Finish());
    REEVE_ASSIGN_OR_RETURN(story.steps, ReadSteps(*steps, "/steps"));
    REEVE_ASSIGN_OR_RETURN(story.records, ReadEnd(*end));
    return story;
  }

  Result<std::vector<Step>> ReadSteps(const json::Array& values, const std::string& at) const {
    std::vector<Step> steps;
    for (size_t i = 0; i < values.size(); ++i) {
      REEVE_ASSIGN_OR_RETURN(Step step, ReadStep(values[i], at + "/" + std::to_string(i)));
      steps.push_back(std::move(step));
    }
    return steps;
  }

  // Null where there is neither `get` nor `post`.
  std::optional<Call> ReadCall(json::ObjectReader& reader) const {
    using json::Need;
    const std::string get = reader.String("get", Need::kOptional, kMost);
    const std::string post = reader.String("post", Need::kOptional, kMost);
    const std::string person = reader.String("as", Need::kOptional, kMost);
    const json::Value* given = reader.Any("body");
    json::Value body = given == nullptr ? json::Value() : *given;
    if (const std::string name = reader.String("send", Need::kOptional, kMost); !name.empty()) {
      const json::Value* named = bodies_.Find(name);
      if (named == nullptr || given != nullptr) {
        reader.Fail("story.send", "send", "no body of that name, or one beside it");
      } else {
        body = *named;
      }
    }
    if (const auto* change = reader.ObjectMember("change", Need::kOptional)) {
      for (const json::Member& member : *change->as_object()) Change(member, body, reader);
    }
    if (get.empty() && post.empty()) return std::nullopt;
    if (!get.empty() && !post.empty()) reader.Fail("story.call", "get", "either get or post");
    return Call{get.empty() ? "POST" : "GET", get.empty() ? post : get, person, std::move(body)};
  }

  static void Change(const json::Member& change, json::Value& body, json::ObjectReader& reader) {
    const size_t slash = change.key.rfind('/');
    json::Value* parent =
        slash == std::string::npos ? nullptr : json::Resolve(body, change.key.substr(0, slash));
    if (parent == nullptr || parent->as_object() == nullptr) {
      reader.Fail("story.change", "change", "no object above " + change.key);
      return;
    }
    parent->as_object()->Set(change.key.substr(slash + 1), change.value);
  }

  static Expectation ReadExpectation(json::ObjectReader& reader) {
    Expectation expected;
    expected.status = static_cast<int>(reader.Unsigned("status").value_or(200));
    if (const auto* fields = reader.ObjectMember("expect", json::Need::kOptional)) {
      expected.fields = *fields->as_object();
    }
    expected.absent = reader.Strings("absent", 100, kMost);
    return expected;
  }

  Result<Step> ReadStep(const json::Value& value, const std::string& at) const {
    using json::Need;
    Step step;
    json::ObjectReader reader(value, at);
    step.call = ReadCall(reader);
    step.expected = ReadExpectation(reader);
    if (const auto* take = reader.ObjectMember("take", Need::kOptional)) {
      for (const json::Member& name : *take->as_object()) {
        const std::string* pointer = name.value.as_string();
        if (pointer == nullptr) return Error{"story.take", "a pointer is a text", at};
        step.take[name.key] = *pointer;
      }
    }
    const std::string advance = reader.String("advance", Need::kOptional, kMost);
    if (!advance.empty()) {
      step.advance = ParseDuration(advance);
      if (!step.advance) reader.Fail("story.advance", "advance", "no time such as 9h");
    }
    step.activate = reader.String("activate", Need::kOptional, kMost);
    step.restart = reader.Bool("restart");
    const json::Value* load = reader.ObjectMember("load", Need::kOptional);
    const json::Array* steps = reader.ArrayMember("steps", Need::kOptional);
    const json::Value* then = reader.ObjectMember("then", Need::kOptional);
    REEVE_RETURN_IF_ERROR(reader.Finish());
    if (load != nullptr) {
      if (steps == nullptr || then == nullptr) {
        return Error{"story.load", "a load has `steps` and `then`", at};
      }
      REEVE_ASSIGN_OR_RETURN(step.load, ReadLoad(*load, *steps, *then, at));
    }
    const int kinds = (step.call ? 1 : 0) + (step.advance ? 1 : 0) +
                      (step.activate.empty() ? 0 : 1) + (step.restart ? 1 : 0) +
                      (step.load ? 1 : 0);
    if (kinds != 1) {
      return Error{"story.step", "a step is one of get, post, advance, activate, restart, load",
                   at};
    }
    return step;
  }

  Result<Load> ReadLoad(const json::Value& value, const json::Array& steps, const json::Value& then,
                        const std::string& at) const {
    Load load;
    json::ObjectReader reader(value, at + "/load");
    load.threads = reader.Unsigned("threads").value_or(4);
    const std::optional<Call> call = ReadCall(reader);
    REEVE_RETURN_IF_ERROR(reader.Finish());
    if (!call) return Error{"story.load", "a load repeats a call: get or post", at};
    load.call = *call;
    REEVE_ASSIGN_OR_RETURN(load.steps, ReadSteps(steps, at + "/steps"));
    json::ObjectReader wanted(then, at + "/then");
    load.then = ReadExpectation(wanted);
    REEVE_RETURN_IF_ERROR(wanted.Finish());
    return load;
  }

  static Result<std::vector<WantedRecords>> ReadEnd(const json::Value& value) {
    using json::Need;
    std::vector<WantedRecords> out;
    json::ObjectReader reader(value, "/end");
    const json::Array* records = reader.ArrayMember("records", Need::kRequired);
    REEVE_RETURN_IF_ERROR(reader.Finish());
    for (const json::Value& record : *records) {
      WantedRecords wanted;
      json::ObjectReader fields(record, "/end/records");
      wanted.kind = fields.String("kind", Need::kRequired, kMost);
      wanted.id = fields.String("id", Need::kOptional, kMost);
      wanted.count = fields.Unsigned("count").value_or(1);
      if (const auto* has = fields.ObjectMember("has", Need::kOptional)) {
        wanted.has = *has->as_object();
      }
      REEVE_RETURN_IF_ERROR(fields.Finish());
      out.push_back(std::move(wanted));
    }
    return out;
  }

  json::Object bodies_;
};

}  // namespace reeve::scenarios
