// Types by name: a word, or a word and the types in its parentheses.
#include <algorithm>
#include <array>
#include <utility>

#include "policy/cel/type.h"

namespace reeve::cel {
namespace {

constexpr size_t kMaxLevels = 8;  // of Type

constexpr std::array<std::pair<std::string_view, Kind>, 15> kScalars = {{
    {"bool", Kind::kBool},
    {"bytes", Kind::kBytes},
    {"double", Kind::kDouble},
    {"duration", Kind::kDuration},
    {"dyn", Kind::kDyn},
    {"google.protobuf.Duration", Kind::kDuration},
    {"google.protobuf.Timestamp", Kind::kTimestamp},
    {"int", Kind::kInt},
    {"net.CIDR", Kind::kCidr},
    {"net.IP", Kind::kIp},
    {"null", Kind::kNull},
    {"string", Kind::kString},
    {"timestamp", Kind::kTimestamp},
    {"type", Kind::kType},
    {"uint", Kind::kUint},
}};

Error NoType(std::string_view name) {
  return {
      "cel.type_name",
      "`" + std::string(name) +
          "` is no type; types are bool, int, uint, double, string, bytes, timestamp, duration, "
          "dyn, list(T), map(K, V)"};
}

class TypeParser {
 public:
  explicit TypeParser(std::string_view name) : whole_(name), rest_(name) {}

  Result<Type> Run() {
    REEVE_ASSIGN_OR_RETURN(const Type type, Parse(0));
    SkipBlanks();
    if (!rest_.empty()) return NoType(whole_);
    return type;
  }

 private:
  void SkipBlanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  std::string_view Word() {
    SkipBlanks();
    const std::string_view word = rest_.substr(0, rest_.find_first_of("(), "));
    rest_.remove_prefix(word.size());
    return word;
  }

  bool Take(char symbol) {
    SkipBlanks();
    if (!rest_.starts_with(symbol)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  Result<Type> Parse(size_t level) {
    const std::string_view word = Word();
    if (word == "list" || word == "map" || word == "optional_type") {
      if (level == kMaxLevels) return NoType(whole_);
      return word == "map" ? Map(level) : Container(word == "list", level);
    }
    const auto* known = std::find_if(kScalars.begin(), kScalars.end(),
                                     [&](const auto& scalar) { return scalar.first == word; });
    if (known == kScalars.end()) return NoType(whole_);
    return Type::Of(known->second);
  }

  // `list` alone is list(dyn).
  Result<Type> Container(bool list, size_t level) {
    Type element = Type::Dyn();
    if (Take('(')) {
      REEVE_ASSIGN_OR_RETURN(element, Parse(level + 1));
      if (!Take(')')) return NoType(whole_);
    }
    return list ? Type::List(element) : Type::Optional(element);
  }

  Result<Type> Map(size_t level) {
    if (!Take('(')) return Type::Map(Type::Dyn(), Type::Dyn());
    REEVE_ASSIGN_OR_RETURN(const Type key, Parse(level + 1));
    if (!Take(',')) return NoType(whole_);
    REEVE_ASSIGN_OR_RETURN(const Type element, Parse(level + 1));
    const Type map = Type::Map(key, element);
    if (!Take(')') || map.key() != key) return NoType(whole_);
    return map;
  }

  const std::string_view whole_;
  std::string_view rest_;
};

}  // namespace

Result<Type> ParseType(std::string_view name) { return TypeParser(name).Run(); }

}  // namespace reeve::cel
