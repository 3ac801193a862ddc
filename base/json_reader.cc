#include "base/json_reader.h"

#include <algorithm>

#include "base/text.h"

namespace reeve::json {

ObjectReader::ObjectReader(const Value& value, std::string pointer)
    : object_(value.as_object()), pointer_(std::move(pointer)) {
  if (object_ == nullptr) {
    fault_ =
        Error{"json.type", "expected an object, found " + std::string(value.KindName()), pointer_};
  }
}

const Value* ObjectReader::Take(std::string_view key, Need need) {
  known_.emplace_back(key);
  if (!fault_.ok()) return nullptr;
  const Value* value = object_->Find(key);
  if (value == nullptr && need == Need::kRequired) {
    fault_ =
        Error{"json.missing", "the field `" + std::string(key) + "` is required", PointerOf(key)};
  }
  return value;
}

void ObjectReader::Fail(std::string_view code, std::string_view key, std::string message) {
  if (fault_.ok()) fault_ = Error{code, std::move(message), PointerOf(key)};
}

void ObjectReader::Absorb(const Status& nested) {
  if (fault_.ok()) fault_ = nested;
}

void ObjectReader::WrongType(std::string_view key, std::string_view wanted, const Value& found) {
  Fail("json.type", key,
       "the field `" + std::string(key) + "` must be " + std::string(wanted) + ", not " +
           std::string(found.KindName()));
}

bool ObjectReader::TooLong(std::string_view key, const std::string& text, size_t max_bytes) {
  if (text.size() <= max_bytes) return false;
  Fail(
      "json.too_long", key,
      "the field `" + std::string(key) + "` has more than " + std::to_string(max_bytes) + " bytes");
  return true;
}

std::string ObjectReader::String(std::string_view key, Need need, size_t max_bytes) {
  const Value* value = Take(key, need);
  if (value == nullptr) return "";
  const std::string* text = value->as_string();
  if (text == nullptr) {
    WrongType(key, "a string", *value);
    return "";
  }
  if (need == Need::kRequired && text->empty()) {
    Fail("json.value", key, "the field `" + std::string(key) + "` is empty");
  }
  return TooLong(key, *text, max_bytes) ? "" : *text;
}

std::string ObjectReader::OneOf(std::string_view key, Need need,
                                std::span<const std::string> allowed) {
  constexpr size_t kLongestWord = 64;
  std::string text = String(key, need, kLongestWord);
  if (!fault_.ok() || text.empty()) return text;
  if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return text;
  std::string list;
  for (const std::string& word : allowed) list += (list.empty() ? "`" : ", `") + word + "`";
  Fail("json.value", key, "`" + text + "` is none of " + list + DidYouMeanSuffix(text, allowed));
  return "";
}

std::vector<std::string> ObjectReader::Strings(std::string_view key, size_t max_items,
                                               size_t max_bytes) {
  const Array* array = ArrayMember(key, Need::kOptional);
  std::vector<std::string> out;
  if (array == nullptr) return out;
  if (array->size() > max_items) {
    Fail("json.too_long", key,
         "the field `" + std::string(key) + "` has more than " + std::to_string(max_items) +
             " items");
    return out;
  }
  for (const Value& item : *array) {
    const std::string* text = item.as_string();
    if (text == nullptr) {
      WrongType(key, "a list of strings", item);
      return {};
    }
    if (TooLong(key, *text, max_bytes)) return {};
    out.push_back(*text);
  }
  return out;
}

bool ObjectReader::Bool(std::string_view key) {
  const Value* value = Take(key, Need::kOptional);
  if (value == nullptr) return false;
  const bool* truth = value->as_bool();
  if (truth == nullptr) WrongType(key, "true or false", *value);
  return truth != nullptr && *truth;
}

double ObjectReader::Number(std::string_view key) {
  const Value* value = Take(key, Need::kOptional);
  if (value == nullptr) return 0;
  if (const double* number = value->as_double()) return *number;
  if (const int64_t* number = value->as_int()) return static_cast<double>(*number);
  if (const uint64_t* number = value->as_uint()) return static_cast<double>(*number);
  WrongType(key, "a number", *value);
  return 0;
}

std::optional<uint64_t> ObjectReader::Unsigned(std::string_view key) {
  const Value* value = Take(key, Need::kOptional);
  if (value == nullptr) return std::nullopt;
  const int64_t* number = value->as_int();
  if (number != nullptr && *number >= 0) return static_cast<uint64_t>(*number);
  WrongType(key, "a whole number of 0 or more, below 2^63", *value);
  return std::nullopt;
}

const Value* ObjectReader::Any(std::string_view key) { return Take(key, Need::kOptional); }

const Value* ObjectReader::ObjectMember(std::string_view key, Need need) {
  const Value* value = Take(key, need);
  if (value != nullptr && value->as_object() == nullptr) {
    WrongType(key, "an object", *value);
    return nullptr;
  }
  return value;
}

const Array* ObjectReader::ArrayMember(std::string_view key, Need need) {
  const Value* value = Take(key, need);
  if (value == nullptr) return nullptr;
  if (value->as_array() == nullptr) WrongType(key, "a list", *value);
  return value->as_array();
}

Status ObjectReader::Finish() {
  if (!fault_.ok()) return fault_;
  for (const Member& member : *object_) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    constexpr size_t kShown = 64;  // an unknown field's name is the caller's text: show a little
    const std::string shown(Clip(member.key, kShown));
    return Error{"json.unknown_field",
                 "there is no field `" + shown + "` here" + DidYouMeanSuffix(member.key, known_),
                 PointerOf(shown)};
  }
  return {};
}

}  // namespace reeve::json
