// Finds credentials. Two ways lead to one:
//
//   1. Tokens with a prefix of their own ("ghp_", "AKIA") are in the dictionary of the pass, and
//      Match is asked where their first bytes stand.
//   2. Everything else is the value of an assignment. MatchOperator is asked at an operator (`=`,
//      `:`, `>`, `||`, a comma behind a quote), reads the key before it, and only when the key
//      names an issuer or says "password", "api key", "token" and the like, judges the value.
//
// So prose costs a look-up a word and a short look at each colon. docs/detectors/secrets.md has the
// rest.
//
// Thread-safety: immutable once made.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/assignment.h"
#include "detectors/dictionary.h"
#include "detectors/hit.h"
#include "detectors/secret_blocks.h"
#include "detectors/secret_format.h"
#include "detectors/secret_key.h"
#include "detectors/secret_shape.h"
#include "detectors/wanted.h"

namespace reeve::detectors {

// What one text's pass keeps of the secrets in it.
struct SecretHits {
  std::vector<Hit> firm;
  // Of values that only their key gives away; what overlaps a firm hit, or another credential, is
  // dropped.
  std::vector<Hit> generic;
  size_t operators_done = 0;  // operators before it were read
  size_t userinfo_done = 0;   // an `@` before it belongs to an address with credentials
};

class Secrets {
 public:
  explicit Secrets(const Wanted& wanted);
  Secrets(const Secrets&) = delete;
  Secrets& operator=(const Secrets&) = delete;

  bool empty() const { return formats_.empty(); }
  // For the pass's dictionary: `value` is what Match wants.
  std::vector<DictionaryWord> Triggers() const;

  // text[pos] begins the trigger with that value, at the start of a run of letters and digits.
  void Match(std::string_view text, size_t pos, uint32_t value, SecretHits* hits) const;
  // text[pos] is one of = : > | , ~ (
  void MatchOperator(std::string_view text, size_t pos, SecretHits* hits) const;
  // text[pos] begins "--name".
  void MatchFlag(std::string_view text, size_t pos, SecretHits* hits) const;

 private:
  struct Shape {
    const SecretFormat* format;
    SecretShape shape;
  };
  struct Anchor {
    size_t shape;   // into shapes_
    size_t offset;  // of the trigger behind the match's begin
  };
  struct Group {
    std::vector<Anchor> anchors;
    std::optional<uint32_t> shorter;  // the group whose trigger is the longest prefix of this one's
    SecretForm form = SecretForm::kShape;
  };

  struct KeyWord {
    std::vector<size_t> shapes;  // into shapes_
    bool noun = false;
  };
  // What a key holds.
  struct KeyWords {
    std::vector<size_t> shapes;
    bool noun = false;
    bool any() const { return noun || !shapes.empty(); }
  };

  void AddShapes(const SecretFormat& format);
  void AddTrigger(const std::string& literal, Anchor anchor);
  void AddBlock(std::string_view literal, SecretForm form);
  void FinishKeyWords();

  std::optional<Hit> MatchShape(std::string_view text, size_t begin, const Shape& shape,
                                bool keyed) const;
  void MatchBlock(std::string_view text, size_t pos, SecretForm form, SecretHits* hits) const;
  void MatchUrl(std::string_view text, size_t pos, SecretHits* hits) const;
  void MatchMarks(std::string_view text, size_t pos, SecretHits* hits) const;
  void MatchGeneric(std::string_view text, const Assignment& assignment, SecretHits* hits) const;
  KeyWords ReadWords(std::string_view key) const;
  void Judge(std::string_view text, const KeyWords& words, const Assignment& assignment,
             SecretHits* hits) const;
  const EntityEntry* Of(SecretForm form) const { return forms_[static_cast<size_t>(form)]; }

  std::vector<const SecretFormat*> formats_;
  std::deque<Shape> shapes_;
  std::map<std::string, uint32_t, std::less<>> trigger_index_;
  std::deque<Group> groups_;
  // Shapes that begin where no word does: by the mark that stands in them.
  std::map<char, std::vector<Anchor>> marks_;
  // Words of keys: issuers with their shapes, and nouns ("password").
  std::map<std::string, std::vector<size_t>, std::less<>> key_names_;
  std::vector<KeyWord> key_word_meanings_;  // by the dictionary's value
  std::optional<Dictionary> key_words_;
  std::map<std::string, const EntityEntry*, std::less<>> schemes_;
  std::array<const EntityEntry*, 16> forms_{};
};

}  // namespace reeve::detectors
