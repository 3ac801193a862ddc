// Reads JSON that is in canonical form (RFC 8785) in one pass, without building values: whether it
// is, and the few members that somebody asks for. What it takes is exactly what json::Parse reads
// and json::WriteCanonical would write again, at a tenth of the time: a verifier and an index look
// at every record of a log.
//
//   const PathSet paths({"/facts/system/id", "/verdict/hits/*/rule"});
//   std::vector<FoundValue> found;
//   CanonicalReader reader(text);
//   if (reader.Value(&paths, &found) && reader.AtEnd()) ...
//
// Thread-safety: a PathSet is immutable; a reader belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::json {

// The order of members in canonical form: by UTF-16 code units.
bool CanonicalKeyLess(std::string_view a, std::string_view b);

// Places in a document: JSON pointers (RFC 6901) whose token `*` stands for every element of an
// array. Tokens are plain: no `~`, nothing that JSON would escape.
class PathSet {
 public:
  // A path's number is its position in the list.
  explicit PathSet(const std::vector<std::string>& pointers);

 private:
  friend class CanonicalReader;
  struct Node {
    std::vector<std::pair<std::string, size_t>> members;
    std::optional<size_t> elements;
    std::vector<size_t> paths;  // that end here
  };
  std::vector<Node> nodes_;  // the first is the root
};

struct FoundValue {
  size_t path = 0;        // in the PathSet
  std::string_view text;  // the value's canonical text: "\"allow\"", "17", "{...}"
};

// The string that a JSON literal stands for; nothing if the text is no string.
std::optional<std::string> StringOf(std::string_view literal);
// Of a whole number without a sign, within 63 bits.
std::optional<uint64_t> NumberOf(std::string_view literal);

class CanonicalReader {
 public:
  // At most that many arrays and objects within each other.
  explicit CanonicalReader(std::string_view text, size_t max_depth = 256)
      : text_(text), max_depth_(max_depth) {}

  // Each takes one piece off the text, or returns false and leaves the place undefined.
  bool Literal(std::string_view exactly);
  // The string's content as it stands there; `escaped` tells whether it holds a backslash.
  bool String(std::string_view* content, bool* escaped);
  bool Number();
  // Any value. Appends to `found` what lies at the paths, in the order of the text.
  bool Value(const PathSet* paths, std::vector<FoundValue>* found) {
    return ValueAt(paths, paths == nullptr ? kNowhere : 0, 0, found);
  }

  bool AtEnd() const { return at_ == text_.size(); }
  size_t position() const { return at_; }

 private:
  static constexpr size_t kNowhere = SIZE_MAX;
  bool ValueAt(const PathSet* paths, size_t node, size_t depth, std::vector<FoundValue>* found);
  bool ObjectAt(const PathSet* paths, size_t node, size_t depth, std::vector<FoundValue>* found);
  bool ArrayAt(const PathSet* paths, size_t node, size_t depth, std::vector<FoundValue>* found);
  bool Escape();

  std::string_view text_;
  size_t at_ = 0;
  size_t max_depth_;
};

}  // namespace reeve::json
