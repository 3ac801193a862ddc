// Telephone numbers: candidates by form, judged by libphonenumber's numbering plans.
//
// International form (`+44 20 7946 0958`) needs no context. A national form needs a word such as
// "phone", "tel" or "mobile" near it, and is valid if it is a number of one of the default regions;
// alone the written forms `(212) 555-0123`, `212-555-0123` and `212.555.0123` of North America are
// rare enough to stand by themselves.
//
// Thread-safety: a PhoneMatcher belongs to one scan, on one thread.
#pragma once

#include <optional>
#include <string_view>

#include "detectors/context.h"
#include "detectors/hit.h"
#include "detectors/limits.h"

namespace reeve::detectors {

class PhoneMatcher {
 public:
  explicit PhoneMatcher(const ContextWords& words) : words_(words) {}

  // Loads the numbering plans, once a process; else the first match would wait for it.
  static void LoadPlans();

  // text[pos] is a digit with no letter, digit or `_` before it.
  std::optional<Hit> Match(std::string_view text, size_t pos);

 private:
  struct Form;
  std::optional<Hit> Judge(std::string_view text, const Form& form, size_t extent, Support support);
  bool ValidNational(std::string_view number);
  bool Valid(std::string_view number, const char* region);

  const ContextWords& words_;
  size_t parses_left_ = kMaxPhoneParses;
};

}  // namespace reeve::detectors
