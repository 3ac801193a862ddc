// Properties that hold for whatever is found and whichever operators meet, tried with random texts,
// findings and terms. The seed is fixed, so that a failure comes again.
#include <random>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "detectors/json_text.h"
#include "tests/detectors/redact_testing.h"

namespace reeve::detectors {
namespace {

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  size_t Below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(engine_); }
  bool Half() { return Below(2) == 0; }

 private:
  std::mt19937 engine_;
};

// Letters of four bytes, each of which occurs once: what of them is in the output was kept.
std::string RandomWord(Dice& dice) {
  static uint32_t next = 0;
  std::string word;
  for (size_t i = 4 + dice.Below(12); i > 0; --i) {
    const uint32_t c = 0x20000 + next++ % 0xA000;  // CJK, extension B
    for (const uint32_t byte :
         {0xF0 | c >> 18, 0x80 | (c >> 12 & 0x3F), 0x80 | (c >> 6 & 0x3F), 0x80 | (c & 0x3F)}) {
      word += static_cast<char>(byte);
    }
  }
  return word;
}

RedactionTerms RandomTerms(Dice& dice) {
  RedactionTerms terms;
  terms.op = static_cast<Operator>(dice.Below(kOperatorCount));
  terms.mask.keep_last = 0;
  terms.mask.character = dice.Half() ? "*" : "\u2022";
  if (terms.op == Operator::kReplace) terms.text = dice.Half() ? "gone" : "\"}\\";
  terms.restore = static_cast<uint8_t>(dice.Below(4));
  return terms;
}

Redaction RandomRedaction(Dice& dice, size_t size) {
  static const std::vector<std::string_view> kEntities = {
      "PERSON", "CREDIT_CARD", "EMAIL_ADDRESS", "PHONE_NUMBER", "AGE", "GITHUB_TOKEN"};
  const size_t begin = dice.Below(size);
  const size_t end = begin + 1 + dice.Below(std::min<size_t>(size - begin, 40));
  return {FindingAt(kEntities[dice.Below(kEntities.size())], begin, end), RandomTerms(dice)};
}

// Whether a letter of a finding, or of which a finding has a part, is in the output.
bool Leaks(std::string_view text, const std::vector<Redaction>& all, std::string_view redacted) {
  for (const Redaction& redaction : all) {
    size_t i = redaction.finding.span.start.bytes;
    while ((static_cast<uint8_t>(text[i]) & 0xC0) == 0x80) --i;
    for (; i < redaction.finding.span.end.bytes; ++i) {
      if (static_cast<uint8_t>(text[i]) != 0xF0) continue;
      if (redacted.find(text.substr(i, 4)) != redacted.npos) return true;
    }
  }
  return false;
}

struct Bench {
  LabelNumbers numbers;
  RedactionContext context{&KeysOf("acme"), "i-1", &numbers};
};

TEST_CASE("detectors: of random findings under random operators no letter stays") {
  Dice dice(20261127);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t words = 1 + dice.Below(6); words > 0; --words) text += RandomWord(dice) + " ";
    std::vector<Redaction> all;
    for (size_t n = 1 + dice.Below(5); n > 0; --n)
      all.push_back(RandomRedaction(dice, text.size()));
    Bench bench;
    const std::string redacted = Redact(text, all, bench.context);
    CAPTURE(round, text, redacted);
    REQUIRE(IsValidUtf8(redacted));
    REQUIRE_FALSE(Leaks(text, all, redacted));
  }
}

TEST_CASE("detectors: the property test sees a leak where there is one") {
  const std::string text = "\U00020001\U00020002 \U00020003";
  const std::vector<Redaction> all = {{FindingAt("PERSON", 1, 5)}};
  CHECK(Leaks(text, all, text));
  CHECK(Leaks(text, all, text.substr(4)));
  CHECK_FALSE(Leaks(text, all, Redact(text, all)));
}

json::Value RandomValue(Dice& dice, int depth) {
  switch (dice.Below(depth > 0 ? 7 : 5)) {
    case 0:
      return RandomWord(dice) + "\"\\\n" + RandomWord(dice);
    case 1:
      return static_cast<int64_t>(4'000'000'000'000 + dice.Below(1'000'000));
    case 2:
      return dice.Half();
    case 3:
      return static_cast<double>(dice.Below(100000)) / 7;
    case 4: {
      // A document within a string.
      if (depth == 0) return RandomWord(dice);
      return json::Compact(json::Array{RandomValue(dice, depth - 1), RandomWord(dice)});
    }
    case 5: {
      json::Object object;
      for (size_t n = dice.Below(5); n > 0; --n)
        object.Set(RandomWord(dice), RandomValue(dice, depth - 1));
      return object;
    }
    default: {
      json::Array array;
      for (size_t n = dice.Below(5); n > 0; --n) array.push_back(RandomValue(dice, depth - 1));
      return array;
    }
  }
}

// The kinds and numbers of members, and no text: strings stand for what may have become one.
std::string Shape(const json::Value& value) {
  std::string out;
  if (const json::Array* array = value.as_array()) {
    out += '[';
    for (const json::Value& item : *array) out += Shape(item) + ",";
    return out + ']';
  }
  if (const json::Object* object = value.as_object()) {
    out += '{';
    for (const json::Member& member : *object) out += Shape(member.value) + ",";
    return out + '}';
  }
  return "s";
}

TEST_CASE("detectors: a random JSON document stays one, of the same shape, under any redaction") {
  Dice dice(8259);
  size_t changed = 0;
  for (int round = 0; round < 3000; ++round) {
    const json::Value value = json::Array{RandomValue(dice, 4), RandomValue(dice, 4)};
    const std::string text = dice.Half() ? json::Pretty(value) : json::Compact(value);
    std::vector<Redaction> all;
    for (size_t n = 1 + dice.Below(6); n > 0; --n)
      all.push_back(RandomRedaction(dice, text.size()));
    Bench bench;
    const std::string redacted = Redact(text, all, bench.context);
    CAPTURE(round, text, redacted);
    const auto parsed = json::Parse(redacted, {.max_depth = 200});
    REQUIRE(parsed.ok());
    REQUIRE(Shape(*parsed) == Shape(value));
    changed += redacted != text ? 1 : 0;
  }
  CHECK(changed > 2000);
}

TEST_CASE("detectors: what is sealed in a document comes back as it was") {
  Dice dice(5297);
  for (int round = 0; round < 1000; ++round) {
    const std::string value = RandomWord(dice) + "\"\\\n\t" + RandomWord(dice);
    const json::Value document = json::Object{{"a", RandomWord(dice)}, {"to", value}};
    const std::string text = json::Compact(document);
    const size_t begin = text.find("\"to\":\"") + 6;
    const std::vector<Redaction> all = {{FindingAt("PERSON", begin, text.size() - 2),
                                         {.op = Operator::kEncrypt, .restore = kRestoreInOutput}}};
    Bench bench;
    const std::string sealed = Redact(text, all, bench.context);
    CAPTURE(text, sealed);
    REQUIRE_FALSE(Leaks(text, all, sealed));
    const auto restored = json::Parse(Restore(KeysOf("acme"), "i-1", sealed, kRestoreInOutput));
    REQUIRE(restored.ok());
    REQUIRE(*restored == document);
    REQUIRE(Restore(KeysOf("acme"), "i-2", sealed, kRestoreInOutput) == sealed);
  }
}

}  // namespace
}  // namespace reeve::detectors
