// What becomes of the spans that Presidio's anonymizer is given: replace, redact, mask, hash, keep.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace reeve::api {

// In code points, half open.
struct PresidioSpan {
  std::string entity;
  size_t start = 0;
  size_t end = 0;
};

class PresidioOperators {
 public:
  // The request's member `anonymizers`: an operator by entity, DEFAULT for the others; null or
  // absent: each span becomes its entity's name in angle brackets. json.value
  static Result<PresidioOperators> Read(const json::Value* anonymizers);

  // {"text", "items"}: items from the end of the new text to its beginning, as Presidio has them.
  // Of spans that overlap, the longest stays, and the others are within it or cut to what is left.
  json::Object Apply(const std::string& text, std::vector<PresidioSpan> spans) const;

 private:
  struct Operator {
    std::string type = "replace";
    std::string text = {};  // new_value, masking_char, hash_type
    bool has_text = false;
    size_t count = 0;
    bool from_end = false;
    std::string salt = {};
  };
  static Result<Operator> ReadOne(const json::Value& value, const std::string& entity);
  const Operator& For(const std::string& entity) const;
  static std::string Changed(const Operator& op, const std::string& entity, std::string_view value);

  std::map<std::string, Operator> by_entity_;
  Operator default_;
};

}  // namespace reeve::api
