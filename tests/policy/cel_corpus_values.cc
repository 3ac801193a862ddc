// Tagged values and types of the corpus.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/encoding.h"
#include "policy/cel/map.h"
#include "policy/cel/number.h"
#include "tests/policy/cel_corpus.h"

namespace reeve::cel {
namespace {

std::optional<Value> ListValue(const json::Array& array, Arena& arena) {
  const std::span<Value> list = arena.NewArray<Value>(array.size());
  for (size_t i = 0; i < array.size(); ++i) {
    const auto value = CorpusValue(array[i], arena);
    if (!value) return std::nullopt;
    list[i] = *value;
  }
  return Value::List(list);
}

std::optional<Value> EntriesValue(const json::Array& array, Arena& arena) {
  const std::span<MapEntry> entries = arena.NewArray<MapEntry>(array.size());
  for (size_t i = 0; i < array.size(); ++i) {
    const json::Array* pair = array[i].as_array();
    if (pair == nullptr || pair->size() != 2) return std::nullopt;
    const auto key = CorpusValue((*pair)[0], arena);
    const auto value = CorpusValue((*pair)[1], arena);
    if (!key || !value) return std::nullopt;
    entries[i] = {*key, *value};
  }
  return MapValue::Make(entries, arena);
}

int64_t IntOf(const json::Value* value) {
  if (value == nullptr) return 0;
  if (const int64_t* v = value->as_int()) return *v;
  if (const std::string* v = value->as_string()) return ParseInt(*v).value_or(0);
  return 0;
}

std::optional<Value> TextValue(std::string_view tag, const std::string& text, Arena& arena) {
  if (tag == "int64") {
    const auto v = ParseInt(text);
    return v ? std::optional(Value::Int(*v)) : std::nullopt;
  }
  if (tag == "uint64") {
    const auto v = ParseUint(text);
    return v ? std::optional(Value::Uint(*v)) : std::nullopt;
  }
  if (tag == "double") {
    const auto v = ParseDouble(text);
    return v ? std::optional(Value::Double(*v)) : std::nullopt;
  }
  if (tag == "string") return Value::String(arena.Copy(text));
  if (tag == "type") return Value::TypeOf(arena.Copy(text));
  if (tag != "bytes") return std::nullopt;
  const auto bytes = Base64Decode(text);
  return bytes.ok() ? std::optional(Value::Bytes(arena.Copy(*bytes))) : std::nullopt;
}

std::optional<Type> NamedType(std::string_view name) {
  if (name == "dyn") return Type::Dyn();
  if (name == "timestamp") return Type::Timestamp();
  if (name == "duration") return Type::Duration();
  if (name == "null") return Type::Null();
  static constexpr std::array<Kind, 9> kKinds = {Kind::kNull,  Kind::kBool,   Kind::kInt,
                                                 Kind::kUint,  Kind::kDouble, Kind::kString,
                                                 Kind::kBytes, Kind::kType,   Kind::kTimestamp};
  for (const Kind kind : kKinds) {
    if (name == KindName(kind)) return Type::Of(kind);
  }
  return std::nullopt;
}

bool SameMap(const MapValue& a, const MapValue& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.entries().begin(), a.entries().end(), [&](const MapEntry& entry) {
    return std::any_of(b.entries().begin(), b.entries().end(), [&](const MapEntry& other) {
      return SameValue(entry.key, other.key) && SameValue(entry.value, other.value);
    });
  });
}

}  // namespace

std::optional<Value> CorpusValue(const json::Value& tagged, Arena& arena) {
  const json::Object* object = tagged.as_object();
  if (object == nullptr || object->empty()) return std::nullopt;
  const json::Member& member = *object->begin();
  if (member.key == "null") return Value::Null();
  if (const bool* v = member.value.as_bool()) return Value::Bool(*v);
  if (const std::string* text = member.value.as_string()) {
    return TextValue(member.key, *text, arena);
  }
  if (const json::Array* array = member.value.as_array()) {
    return member.key == "map" ? EntriesValue(*array, arena) : ListValue(*array, arena);
  }
  const int64_t seconds = IntOf(member.value.Find("seconds"));
  const int64_t nanos = IntOf(member.value.Find("nanos"));
  if (member.key == "timestamp") return Value::Timestamp({seconds, static_cast<uint32_t>(nanos)});
  if (member.key == "duration") return Value::Duration(seconds * 1'000'000'000 + nanos);
  return std::nullopt;
}

std::optional<Type> CorpusType(const json::Value& type) {
  if (const std::string* name = type.as_string()) return NamedType(*name);
  if (const json::Value* element = type.Find("list")) {
    const auto of = CorpusType(*element);
    return of ? std::optional(Type::List(*of)) : std::nullopt;
  }
  if (const json::Value* abstract = type.Find("abstract")) {
    const json::Value* name = abstract->Find("name");
    if (name == nullptr || *name != json::Value("optional_type")) return std::nullopt;
    const auto of = CorpusType((*abstract->Find("params")->as_array())[0]);
    return of ? std::optional(Type::Optional(*of)) : std::nullopt;
  }
  const json::Value* pair = type.Find("map");
  if (pair == nullptr || pair->as_array() == nullptr) return std::nullopt;
  const auto key = CorpusType((*pair->as_array())[0]);
  const auto value = CorpusType((*pair->as_array())[1]);
  return key && value ? std::optional(Type::Map(*key, *value)) : std::nullopt;
}

bool SameValue(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.Is(Kind::kDouble)) {
    return a.as_double() == b.as_double() ||
           (std::isnan(a.as_double()) && std::isnan(b.as_double()));
  }
  if (a.Is(Kind::kMap)) return SameMap(a.as_map(), b.as_map());
  if (!a.Is(Kind::kList)) return Equal(a, b);
  const auto x = a.as_list();
  const auto y = b.as_list();
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), SameValue);
}

}  // namespace reeve::cel
