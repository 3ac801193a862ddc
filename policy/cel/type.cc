#include "policy/cel/type.h"

#include <algorithm>
#include <array>
#include <utility>

namespace reeve::cel {
namespace {

constexpr uint32_t kListWrapper = 1;
constexpr uint32_t kOptionalWrapper = 2;
constexpr uint32_t kMapWrapper = 8;  // | place of the key's kind in kKeyKinds
constexpr std::array kKeyKinds = {Kind::kDyn,  Kind::kBool,   Kind::kInt,
                                  Kind::kUint, Kind::kString, Kind::kFree};
constexpr uint32_t kLevelMask = 0xF;
constexpr int kLevelBits = 4;
constexpr uint32_t kLastLevel = kLevelMask << 28;

struct KindWords {
  std::string_view name;
  std::string_view in_words;
};

// By Kind.
constexpr std::array<KindWords, 21> kKindWords = {{
    {"absent", "nothing"},
    {"error", "an error"},
    {"null_type", "null"},
    {"bool", "a bool"},
    {"int", "an int"},
    {"uint", "a uint"},
    {"double", "a double"},
    {"string", "a string"},
    {"bytes", "bytes"},
    {"google.protobuf.Timestamp", "a timestamp"},
    {"google.protobuf.Duration", "a duration"},
    {"list", "a list"},
    {"map", "a map"},
    {"object", "an object"},
    {"type", "a type"},
    {"optional_type", "an optional value"},
    {"net.IP", "an IP address"},
    {"net.CIDR", "a network"},
    {"text_set", "a set of strings, which takes only `in`"},
    {"dyn", "a value known only at run time"},
    {"dyn", "any value"},
}};

// Null stands for an absent object, timestamp, duration or optional, as in protocol buffers.
bool TakesNull(Kind kind) {
  return kind == Kind::kObject || kind == Kind::kTimestamp || kind == Kind::kDuration ||
         kind == Kind::kOptional;
}

bool HasElements(Kind kind) {
  return kind == Kind::kList || kind == Kind::kMap || kind == Kind::kOptional;
}

}  // namespace

std::string_view KindName(Kind kind) { return kKindWords[static_cast<size_t>(kind)].name; }
std::string_view KindInWords(Kind kind) { return kKindWords[static_cast<size_t>(kind)].in_words; }

Domain::Domain(std::string name, std::vector<std::string> values)
    : name_(std::move(name)), values_(std::move(values)) {
  std::sort(values_.begin(), values_.end());
  values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
}

bool Domain::Contains(std::string_view value) const {
  return std::binary_search(values_.begin(), values_.end(), value, std::less<>());
}

Type Type::Wrap(uint32_t wrapper) const {
  Type wrapped = *this;
  if ((wrappers_ & kLastLevel) != 0) wrapped = Type(Kind::kDyn, nullptr);
  // The shift drops the innermost level of a chain that is full; its leaf has become dyn.
  wrapped.wrappers_ = (wrappers_ << kLevelBits) | wrapper;
  return wrapped;
}

Type Type::List(Type element) { return element.Wrap(kListWrapper); }

Type Type::Optional(Type value) { return value.Wrap(kOptionalWrapper); }

Type Type::Map(Type key, Type value) {
  const auto* place = std::find(kKeyKinds.begin(), kKeyKinds.end(), key.kind());
  const auto index = place == kKeyKinds.end() ? 0 : place - kKeyKinds.begin();
  return value.Wrap(kMapWrapper | static_cast<uint32_t>(index));
}

Type Type::Of(Kind kind) {
  if (kind == Kind::kList) return List(Dyn());
  if (kind == Kind::kMap) return Map(Dyn(), Dyn());
  if (kind == Kind::kOptional) return Optional(Dyn());
  return {kind, nullptr};
}

Kind Type::kind() const {
  if (wrappers_ == 0) return leaf_;
  if ((wrappers_ & kMapWrapper) != 0) return Kind::kMap;
  return (wrappers_ & kLevelMask) == kOptionalWrapper ? Kind::kOptional : Kind::kList;
}

bool Type::IsNumeric() const {
  const Kind k = kind();
  return k == Kind::kInt || k == Kind::kUint || k == Kind::kDouble;
}

bool Type::IsOpen() const {
  const Kind k = kind();
  return k == Kind::kDyn || k == Kind::kFree || k == Kind::kError;
}

Type Type::element() const {
  if (wrappers_ == 0) return Dyn();
  Type element = *this;
  element.wrappers_ >>= kLevelBits;
  return element;
}

Type Type::key() const {
  if (kind() != Kind::kMap) return Dyn();
  return {kKeyKinds[wrappers_ & (kMapWrapper - 1)], nullptr};
}

const ObjectSchema* Type::schema() const {
  return kind() == Kind::kObject ? static_cast<const ObjectSchema*>(detail_) : nullptr;
}

const Domain* Type::domain() const {
  return kind() == Kind::kString ? static_cast<const Domain*>(detail_) : nullptr;
}

std::string Type::Name() const {
  if (Is(Kind::kList)) return "list(" + element().Name() + ")";
  if (Is(Kind::kOptional)) return "optional_type(" + element().Name() + ")";
  if (Is(Kind::kMap)) return "map(" + key().Name() + ", " + element().Name() + ")";
  if (const ObjectSchema* object = schema()) return object->name();
  if (Is(Kind::kTimestamp)) return "timestamp";
  if (Is(Kind::kDuration)) return "duration";
  if (Is(Kind::kNull)) return "null";
  return std::string(KindName(leaf_));
}

bool operator==(const Type& a, const Type& b) {
  if (a.wrappers_ != b.wrappers_ || a.leaf_ != b.leaf_) return false;
  return a.leaf_ != Kind::kObject || a.detail_ == b.detail_;
}

bool Assignable(const Type& to, const Type& from) {
  if (to.IsOpen() || from.IsOpen()) return true;
  if (from.Is(Kind::kNull) && TakesNull(to.kind())) return true;
  if (to.kind() != from.kind()) return false;
  if (to.Is(Kind::kList) || to.Is(Kind::kOptional)) {
    return Assignable(to.element(), from.element());
  }
  if (to.Is(Kind::kMap)) {
    return Assignable(to.key(), from.key()) && Assignable(to.element(), from.element());
  }
  return to == from || (to.Is(Kind::kObject) && to.schema() == nullptr);
}

std::optional<Type> Join(const Type& a, const Type& b) {
  if (a.Is(Kind::kError) || a.Is(Kind::kFree)) return b;
  if (b.Is(Kind::kError) || b.Is(Kind::kFree)) return a;
  if (a.Is(Kind::kDyn) || b.Is(Kind::kDyn)) return Type::Dyn();
  if (a.Is(Kind::kNull) && TakesNull(b.kind())) return b;
  if (b.Is(Kind::kNull) && TakesNull(a.kind())) return a;
  if (a.kind() != b.kind()) return std::nullopt;
  if (!HasElements(a.kind())) {
    if (a.domain() != b.domain()) return Type::String();
    return a == b ? std::optional(a) : std::nullopt;
  }
  const auto element = Join(a.element(), b.element());
  if (!element) return std::nullopt;
  if (a.Is(Kind::kList)) return Type::List(*element);
  if (a.Is(Kind::kOptional)) return Type::Optional(*element);
  const auto key = Join(a.key(), b.key());
  return key ? std::optional(Type::Map(*key, *element)) : std::nullopt;
}

ObjectSchema::ObjectSchema(std::string name, std::vector<Field> fields)
    : name_(std::move(name)), fields_(std::move(fields)) {}

std::optional<uint32_t> ObjectSchema::Find(std::string_view field) const {
  for (uint32_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].name == field) return i;
  }
  return std::nullopt;
}

std::vector<std::string> ObjectSchema::FieldNames() const {
  std::vector<std::string> names;
  names.reserve(fields_.size());
  for (const Field& field : fields_) names.push_back(field.name);
  return names;
}

}  // namespace reeve::cel
