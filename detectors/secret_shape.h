// The small language in which a credential's form is written, and its matcher.
//
//   dop_v1_[0-9a-f]{64}            literals, sets of bytes, and how often
//   [A-Za-z0-9_-]{20,40}           at least, at most
//   AKIA[A-Z2-7]{16}
//
// Everything outside brackets stands for itself; a set lists bytes and ranges (`-` last is itself);
// without braces it stands once. There is no alternative within a shape, no repetition of a group,
// and no going back: each set takes all it can. So a match costs one step a byte.
//
// Thread-safety: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::detectors {

class ByteSet {
 public:
  void Add(char c) { bits_[Byte(c) >> 6] |= uint64_t{1} << (Byte(c) & 63); }
  bool operator()(char c) const { return (bits_[Byte(c) >> 6] >> (Byte(c) & 63) & 1) != 0; }
  // In ascending order.
  std::string Bytes() const;

 private:
  static uint8_t Byte(char c) { return static_cast<uint8_t>(c); }
  std::array<uint64_t, 4> bits_{};
};

class SecretShape {
 public:
  struct Element {
    ByteSet set;
    size_t min = 1;
    size_t max = 1;
    bool literal = false;
  };
  // A literal that stands in every match, `offset` bytes behind its begin.
  struct Trigger {
    std::string literal;
    size_t offset = 0;
  };

  // `pattern` is constant data; one that is malformed matches nothing (and a test says so).
  explicit SecretShape(std::string_view pattern);

  bool well_formed() const { return !elements_.empty(); }
  const std::vector<Element>& elements() const { return elements_; }
  // How many bytes the literal at the begin has.
  size_t prefix() const { return prefix_; }
  // Each is at least three bytes; a match has one of them. None where the shape has no literal that
  // a search could begin with.
  const std::vector<Trigger>& triggers() const { return triggers_; }

  // Where what begins at `pos` ends, or npos. It may not go on in letters or digits, or in bytes of
  // the last set, but for the full stop of a sentence.
  size_t Match(std::string_view text, size_t pos) const;

 private:
  void Parse(std::string_view pattern);
  void FindTriggers();
  bool ExpandBegin();

  std::vector<Element> elements_;
  size_t prefix_ = 0;
  std::vector<Trigger> triggers_;
};

}  // namespace reeve::detectors
