// Reading one JSON object whose members are known: every getter takes a member away, and Finish
// refuses what nobody took. So a misspelt field is an error with a "did you mean", never ignored.
//
// The first fault wins and is kept: getters after it return empty values, so a caller reads all
// members in a row and checks once. Codes: json.missing, json.type, json.too_long, json.value,
// json.unknown_field; `at` is the JSON pointer of the member.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace reeve::json {

enum class Need { kRequired, kOptional };

class ObjectReader {
 public:
  // `value` must outlive the reader. `pointer` is where it stands in its document.
  ObjectReader(const Value& value, std::string pointer);

  // Strings of at most `max_bytes`; a required one is not empty.
  std::string String(std::string_view key, Need need, size_t max_bytes);
  // A string out of `allowed`.
  std::string OneOf(std::string_view key, Need need, std::span<const std::string> allowed);
  std::vector<std::string> Strings(std::string_view key, size_t max_items, size_t max_bytes);
  bool Bool(std::string_view key);
  double Number(std::string_view key);
  std::optional<uint64_t> Unsigned(std::string_view key);
  // Any value, an object, an array: null when absent (or, with Need::kRequired, a fault).
  const Value* Any(std::string_view key);
  const Value* ObjectMember(std::string_view key, Need need);
  const Array* ArrayMember(std::string_view key, Need need);

  // Adds a fault of the caller's own about a member, unless one stands.
  void Fail(std::string_view code, std::string_view key, std::string message);
  // Takes over a fault met while reading a nested value.
  void Absorb(const Status& nested);
  std::string PointerOf(std::string_view key) const { return PointerTo(pointer_, key); }

  // The first fault, or an unknown member, or success.
  Status Finish();

 private:
  const Value* Take(std::string_view key, Need need);
  void WrongType(std::string_view key, std::string_view wanted, const Value& found);
  bool TooLong(std::string_view key, const std::string& text, size_t max_bytes);

  const Object* object_;
  std::string pointer_;
  std::vector<std::string> known_;
  Status fault_;
};

}  // namespace reeve::json
