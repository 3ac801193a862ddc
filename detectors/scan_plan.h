// What a Scanner runs on: the wanted entities, and the dictionary of the pass made for them.
// Thread-safety: immutable once made.
#pragma once

#include <memory>
#include <optional>

#include "detectors/context.h"
#include "detectors/dictionary.h"
#include "detectors/named_things.h"
#include "detectors/numbers.h"
#include "detectors/own_entity.h"
#include "detectors/phone.h"
#include "detectors/phrase_grammar.h"
#include "detectors/secrets.h"
#include "detectors/wanted.h"

namespace reeve::detectors {

struct ScanPlan {
  explicit ScanPlan(Wanted selected);

  Wanted wanted;
  bool digits;  // some format begins with a digit
  bool email;
  bool ip;
  bool iban;
  PhoneMatcher::Kinds phone;
  bool card;
  bool ssn;
  bool crypto;
  bool mac;
  bool mrz;
  bool date;
  bool url;     // with a scheme
  bool domain;  // bare, as URL or DOMAIN_NAME
  bool position;
  NamedThings named;
  Numbers numbers;
  ContextWords context;
  PhraseGrammar phrases;
  Secrets secrets;
  bool operators;  // some secret is the value of an assignment
  enum Family : uint8_t { kSecretWord, kPhraseWord, kNamedWord, kNumberWord };
  Dictionary words;                // of all families
  std::optional<OwnEntities> own;  // nothing where there are none
};

}  // namespace reeve::detectors
