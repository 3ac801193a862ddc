#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace reeve::json {
namespace {

constexpr size_t kUsualMembers = 4;  // of an object, to begin with

}  // namespace

Object::Object() = default;
Object::Object(std::initializer_list<Member> members) : members_(members) {}
Object::Object(const Object&) = default;
Object::Object(Object&&) noexcept = default;
Object& Object::operator=(const Object&) = default;
Object& Object::operator=(Object&&) noexcept = default;
Object::~Object() = default;

size_t Object::size() const { return members_.size(); }
const Member* Object::begin() const { return members_.data(); }
const Member* Object::end() const { return members_.data() + members_.size(); }
Member* Object::begin() { return members_.data(); }
Member* Object::end() { return members_.data() + members_.size(); }

const Value* Object::Find(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Value* Object::Find(std::string_view key) {
  return const_cast<Value*>(static_cast<const Object*>(this)->Find(key));
}

Object& Object::Add(std::string key, Value value) {
  if (members_.capacity() == 0) members_.reserve(kUsualMembers);
  members_.push_back({std::move(key), std::move(value)});
  return *this;
}

void Object::Set(std::string_view key, Value value) {
  if (Value* found = Find(key)) {
    *found = std::move(value);
  } else {
    members_.push_back({std::string(key), std::move(value)});
  }
}

Value::Value(uint64_t v) {
  if (v <= static_cast<uint64_t>(INT64_MAX)) {
    data_ = static_cast<int64_t>(v);
  } else {
    data_ = v;
  }
}

std::string_view Value::KindName() const {
  static constexpr std::string_view kNames[] = {"null",   "bool",   "int",   "uint",
                                                "double", "string", "array", "object"};
  return kNames[data_.index()];
}

const Value* Value::Find(std::string_view key) const {
  const Object* object = as_object();
  return object == nullptr ? nullptr : object->Find(key);
}

bool operator==(const Member& a, const Member& b) { return a.key == b.key && a.value == b.value; }

// Objects are equal when they hold the same members in any order.
bool operator==(const Value& a, const Value& b) {
  const Object* left = a.as_object();
  const Object* right = b.as_object();
  if (left == nullptr || right == nullptr) {
    if (left != right || a.data_.index() != b.data_.index()) return false;
    if (const auto* array = a.as_array()) return *array == *b.as_array();
    if (const auto* text = a.as_string()) return *text == *b.as_string();
    if (const auto* number = a.as_double()) return *number == *b.as_double();
    if (const auto* number = a.as_int()) return *number == *b.as_int();
    if (const auto* number = a.as_uint()) return *number == *b.as_uint();
    if (const auto* truth = a.as_bool()) return *truth == *b.as_bool();
    return true;  // null
  }
  if (left->size() != right->size()) return false;
  return std::all_of(left->begin(), left->end(), [&](const Member& member) {
    const Value* other = right->Find(member.key);
    return other != nullptr && member.value == *other;
  });
}

std::string PointerTo(std::string_view parent, std::string_view token) {
  std::string out(parent);
  out += '/';
  for (char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

namespace {

// Nothing when a tilde stands before anything but 0 or 1.
std::optional<std::string> Unescape(std::string_view token) {
  std::string out;
  for (size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
      continue;
    }
    ++i;
    if (i == token.size() || (token[i] != '0' && token[i] != '1')) return std::nullopt;
    out += token[i] == '1' ? '/' : '~';
  }
  return out;
}

const Value* Child(const Value& parent, std::string_view token) {
  if (const Object* object = parent.as_object()) {
    const std::optional<std::string> key = Unescape(token);
    return key ? object->Find(*key) : nullptr;
  }
  const Array* array = parent.as_array();
  const bool leading_zero = token.size() > 1 && token.front() == '0';
  if (array == nullptr || leading_zero) return nullptr;
  size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return nullptr;
  return index < array->size() ? &(*array)[index] : nullptr;
}

}  // namespace

const Value* Resolve(const Value& root, std::string_view pointer) {
  const Value* here = &root;
  while (!pointer.empty() && here != nullptr) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    here = Child(*here, pointer.substr(0, end));
    pointer.remove_prefix(end);
  }
  return here;
}

Value* Resolve(Value& root, std::string_view pointer) {
  return const_cast<Value*>(Resolve(static_cast<const Value&>(root), pointer));
}

}  // namespace reeve::json
