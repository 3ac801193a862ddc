// A request for a decision: one stage of one interaction, read strictly.
//
// docs/api/openapi.yaml describes the same shape for callers. Unknown fields, wrong types, missing
// fields and lengths over the limits below are errors with the JSON pointer of the field.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "policy/facts.h"

namespace reeve::engine {

inline constexpr size_t kMaxRequestBytes = size_t{1} << 20;
inline constexpr size_t kMaxRequestDepth = 32;
inline constexpr size_t kMaxIdBytes = 256;  // of ids, kinds, roles, units, purposes
inline constexpr size_t kMaxRoles = 64;
inline constexpr size_t kMaxMessages = 1024;
inline constexpr size_t kMaxContextAttributes = 256;
inline constexpr size_t kMinNumberDigits = 7;  // of Request::numbers

struct Actor {
  std::string id;
  std::vector<std::string> roles;
  std::string unit;
};

struct Action {
  std::string kind;
  std::string tool;
  std::string purpose;
  bool consequential = false;
  double amount = 0;
  std::string currency;
};

// What a caller says that a model uses: before it is asked, the most that it may be; after its
// answer, what it was.
struct ModelUse {
  std::optional<uint64_t> tokens;
  std::optional<uint64_t> cost;  // in millionths of a unit of money
};
// The member `usage` of a request; empty where nothing is known.
json::Object UseJson(const ModelUse& use);

struct Request {
  std::string interaction;
  policy::Stage stage = policy::Stage::kInput;
  std::string system;
  Actor actor;
  std::string subject;
  std::string channel;
  std::string model;  // that is asked, or has answered; empty where the caller does not say
  Action action;
  ModelUse use;
  // The caller's own count of its calls for this system: a gap shows a call that never came.
  std::optional<uint64_t> sequence;
  // Of the approval by which a request that was held asks to pass; empty: none.
  std::string approval;
  json::Object context;
  // What may hold text, as sent: {"content": {...}, "action": {"arguments": {...}}}. Findings
  // and redactions name places in it by JSON pointer.
  json::Value payload;
  // Whole numbers among the arguments of a tool that are long enough to be somebody's: a card, a
  // telephone. They are no texts to rules, but what is found in one is, and is redacted.
  struct Number {
    std::string path;  // JSON pointer in `payload`
    std::string text;
  };
  std::vector<Number> numbers;
  // The whole request in canonical form (RFC 8785): what commitments are made over.
  std::string canonical;
  // The same without `approval`, `sequence` and `usage`, which differ when a request is repeated;
  // empty where it has none of them. What an approval is bound to.
  std::string bound;
  const std::string& bound_form() const { return bound.empty() ? canonical : bound; }

  const json::Object* arguments() const;
  // Every text of the payload with its JSON pointer: content first, then the arguments of a tool.
  struct Text {
    std::string path;
    std::string_view text;
  };
  std::vector<Text> Texts() const;
};

// `text` is the body of POST /v1/decisions. Codes: those of base/json.h and base/json_reader.h.
Result<Request> ParseRequest(std::string_view text);
// The same for a value that stands inside another document, at `pointer`.
Result<Request> ReadRequest(const json::Value& value, const std::string& pointer);

}  // namespace reeve::engine
