// Telephone numbers: candidates by form, judged by libphonenumber's numbering plans.
//
// International form (`+44 20 7946 0958`, `tel:+44-20-7946-0958`) needs no context. A national form
// needs a word such as "phone" near it and is then valid if it is a number of one of the default
// regions; right behind a word that names it ("Tel.:", "call me on") it is found by its form alone,
// for there are more plans than anybody would try. Without a word the written forms
// `(212) 555-0123`, `212-555-0123` and `212.555.0123` of North America are rare enough to stand by
// themselves, and so is a grouped number that is all its text says.
//
// PH_MOBILE_NUMBER and TR_PHONE_NUMBER, which Presidio has, are the numbers of one region: told
// beside PHONE_NUMBER where the country code says so, or a national form is valid there and is all
// its text says, or has a word of the region near it, or follows a number of that region.
//
// Thread-safety: a PhoneMatcher belongs to one scan, on one thread.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "detectors/context.h"
#include "detectors/hit.h"
#include "detectors/limits.h"

namespace reeve::detectors {

class PhoneMatcher {
 public:
  // Which of the entities are looked for.
  struct Kinds {
    bool any = false;  // PHONE_NUMBER
    bool philippine_mobile = false;
    bool turkish = false;
    bool None() const { return !any && !philippine_mobile && !turkish; }
  };

  PhoneMatcher(const ContextWords& words, Kinds kinds) : words_(words), kinds_(kinds) {}

  // Loads the numbering plans, once a process; else the first match would wait for it.
  static void LoadPlans();

  // text[pos] is a digit with no letter, digit or `_` before it. Appends what it is: one hit, or
  // several on the same bytes. Returns where they end, or `pos` without one.
  size_t Match(std::string_view text, size_t pos, std::vector<Hit>* hits);

 private:
  struct Form;
  struct Surroundings;
  std::optional<Hit> Judge(std::string_view text, const Form& form, size_t extent,
                           const Surroundings& around);
  std::optional<Hit> JudgeNational(std::string_view text, const Form& form, size_t extent,
                                   const Surroundings& around, Hit hit);
  std::optional<Hit> JudgeRegional(std::string_view text, const Form& form, size_t extent,
                                   const Surroundings& around, size_t region);
  bool ValidNational(std::string_view number, std::string_view written);
  bool Valid(std::string_view number, const char* region, std::string_view written = "");
  bool Possible(std::string_view number);

  const ContextWords& words_;
  const Kinds kinds_;
  size_t parses_left_ = kMaxPhoneParses;
  std::array<size_t, 2> region_seen_{};  // where the last number of each region ended, or 0
};

}  // namespace reeve::detectors
