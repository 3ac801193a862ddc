// Credentials that issuers make recognisable: a prefix, a character set, a length, and where there
// is one a checksum. A token without a form of its own (a bare password) is not looked for.
//
// Thread-safety: constant data and pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "detectors/dictionary.h"
#include "detectors/hit.h"

namespace reeve::detectors {

// The prefixes of all formats, for the pass's dictionary, with the entity that each belongs to.
// `word.value` is what MatchSecret wants as `format`.
struct SecretPrefix {
  const EntityEntry* entity;
  DictionaryWord word;
};
std::vector<SecretPrefix> SecretPrefixes();

// text[pos] begins with the prefix of that format, at the start of a word.
std::optional<Hit> MatchSecret(std::string_view text, size_t pos, uint32_t format);

// Shannon's entropy of the bytes, in bits a byte.
double Entropy(std::string_view bytes);

// GitHub's and npm's checksum: the last six letters of `body` are the CRC-32 (ISO-HDLC) of those
// before, in base 62 (0-9A-Za-z), padded with zeros.
bool Base62ChecksumValid(std::string_view body);

}  // namespace reeve::detectors
