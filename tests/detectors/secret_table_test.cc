// Every row of the table of credentials against tokens made from its own shapes.
#include <algorithm>
#include <set>

#include "detectors/bytes.h"
#include "detectors/placeholder.h"
#include "detectors/secret_format.h"
#include "detectors/secret_shape.h"
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

// Alternatives of a list; a `|` in a set is itself.
std::vector<std::string> Parts(std::string_view list) {
  std::vector<std::string> parts = {""};
  bool set = false;
  for (const char c : list) {
    if (c == '|' && !set) {
      parts.emplace_back();
      continue;
    }
    set = c == '[' || (set && c != ']');
    parts.back() += c;
  }
  return parts;
}

class Drawer {
 public:
  explicit Drawer(uint32_t seed) : state_(seed) {}
  size_t Below(size_t limit) {
    state_ = state_ * 1664525 + 1013904223;
    return (state_ >> 8) % limit;
  }

 private:
  uint32_t state_;
};

// A token of that shape that its row does not take for a specimen.
std::string Draw(const SecretShape& shape, const SecretFormat& format) {
  for (uint32_t seed = 1; seed < 200; ++seed) {
    Drawer drawer(seed * 7919);
    std::string token;
    for (const SecretShape::Element& element : shape.elements()) {
      const std::string bytes = element.set.Bytes();
      // The shortest, and when its row's check wants more, one that is longer.
      const size_t shortest = std::max<size_t>(element.min, 1);
      const size_t length = seed < 100 ? shortest : std::min(element.max, shortest + 60);
      for (size_t n = 0; n < length; ++n) token += bytes[drawer.Below(bytes.size())];
    }
    const std::string_view body = std::string_view(token).substr(shape.prefix());
    const bool checked = format.check == nullptr || format.check(token) != Verdict::kRefused;
    if (checked && !IsSpecimen(body) && Entropy(body) >= format.entropy &&
        (shape.prefix() > 0 || IsAlnum(token[0])) && token.back() != '.' && token.front() != '-') {
      return token;
    }
  }
  return "";
}

std::string Holding(const SecretFormat& format, const std::string& token) {
  if (format.words.empty()) return "It is " + token + " now";
  return Parts(format.words)[0] + "_token = \"" + token + "\"";
}

bool Finds(const std::string& text, std::string_view entity, const std::string& token) {
  const std::vector<std::string> found = Found(text);
  return std::find(found.begin(), found.end(), std::string(entity) + " " + token) != found.end();
}

bool IsAddress(const SecretShape& shape) {
  std::string prefix;
  for (const SecretShape::Element& element : shape.elements()) {
    if (!element.literal) break;
    prefix += element.set.Bytes();
  }
  return prefix.find('/') != std::string::npos;
}

TEST_CASE("detectors: at least 150 kinds of credentials, each named once and with its source") {
  std::set<std::string_view> names;
  for (const SecretFormat* format : SecretFormats()) {
    INFO(format->entity.name);
    CHECK(names.insert(format->entity.name).second);
    CHECK(FindEntity(format->entity.name) == &format->entity);
    CHECK(format->entity.category == Category::kSecret);
    CHECK_FALSE(format->entity.title.empty());
    CHECK_FALSE(format->entity.source.empty());
  }
  CHECK(names.size() >= 150);
}

TEST_CASE("detectors: every shape of the table is well formed and can be come upon") {
  for (const SecretFormat* format : SecretFormats()) {
    if (format->form != SecretForm::kShape) continue;
    for (const std::string& pattern : Parts(format->shapes)) {
      INFO(format->entity.name << " " << pattern);
      const SecretShape shape(pattern);
      REQUIRE(shape.well_formed());
      for (const SecretShape::Trigger& trigger : shape.triggers())
        CHECK(trigger.literal.size() >= 3);
    }
  }
}

TEST_CASE("detectors: every row finds a token of each of its shapes, whole") {
  for (const SecretFormat* format : SecretFormats()) {
    if (format->form != SecretForm::kShape) continue;
    for (const std::string& pattern : Parts(format->shapes)) {
      INFO(format->entity.name << " " << pattern);
      const SecretShape shape(pattern);
      const std::string token = Draw(shape, *format);
      REQUIRE_FALSE(token.empty());
      INFO(Holding(*format, token));
      CHECK(Finds(Holding(*format, token), format->entity.name, token));
      CHECK(Finds("x = '" + Holding(*format, token) + "';", format->entity.name, token));
    }
  }
}

TEST_CASE("detectors: every row refuses a token that goes on") {
  for (const SecretFormat* format : SecretFormats()) {
    if (format->form != SecretForm::kShape) continue;
    for (const std::string& pattern : Parts(format->shapes)) {
      const SecretShape shape(pattern);
      const SecretShape::Element& tail = shape.elements().back();
      const std::string token = Draw(shape, *format);
      const std::string more = tail.set.Bytes();
      if (tail.min != tail.max || tail.literal) continue;
      INFO(format->entity.name << " " << pattern);
      CHECK_FALSE(Finds(Holding(*format, token + more.back()), format->entity.name, token));
    }
  }
}

TEST_CASE("detectors: a token of a row with names is none of its finds without them") {
  size_t keyed = 0;
  for (const SecretFormat* format : SecretFormats()) {
    if (format->form != SecretForm::kShape || format->words.empty()) continue;
    const std::string pattern = Parts(format->shapes)[0];
    const std::string token = Draw(SecretShape(pattern), *format);
    INFO(format->entity.name << " " << token);
    CHECK_FALSE(Finds("It is " + token + " now", format->entity.name, token));
    CHECK_FALSE(Finds("colour = \"" + token + "\"", format->entity.name, token));
    ++keyed;
  }
  CHECK(keyed > 50);
}

TEST_CASE("detectors: the monotonous token of a shape is no credential") {
  for (const SecretFormat* format : SecretFormats()) {
    if (format->form != SecretForm::kShape || format->entropy == 0) continue;
    for (const std::string& pattern : Parts(format->shapes)) {
      const SecretShape shape(pattern);
      if (IsAddress(shape)) continue;
      std::string token;
      for (const SecretShape::Element& element : shape.elements()) {
        const std::string bytes = element.set.Bytes();
        token.append(std::max<size_t>(element.min, 1), bytes.back());
      }
      // Fixed parts inside ("-us", dashes of a UUID) are no reason to let it pass.
      INFO(format->entity.name << " " << token);
      CHECK_FALSE(Finds(Holding(*format, token), format->entity.name, token));
    }
  }
}

}  // namespace
}  // namespace reeve::detectors
