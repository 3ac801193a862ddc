// The catalogue of controls (catalogue.yaml, built into the program), and citations: what the
// `references` of a policy say, told apart from free text.
//
//   EU AI Act Art. 14(4)(e)    GDPR Article 32    ISO/IEC 42001:2023 A.9.2    NIST AI RMF
//   GOVERN 1.2 OWASP LLM01:2025           OWASP ASI01        C05
//
// The forms that are read, and the meaning of the catalogue: docs/policy-language.md, "references".
// A technical aid, and no legal advice.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/bundle.h"

namespace reeve::policy {

// What a reference says.
struct Citation {
  // "EU AI Act", "GDPR", "ISO/IEC 42001", "NIST AI RMF", "OWASP", "Reeve"; empty for free text.
  std::string scheme;
  std::string item;     // "Art. 14(4)(e)", "A.9.2", "GOVERN 1.2", "LLM01", "C05"
  std::string problem;  // of a known scheme and not in it, or all but: for people, with a remedy
};

// Never fails: what is not understood is free text, without a scheme and without a problem.
Citation ReadCitation(std::string_view reference);

struct Control {
  std::string id;  // "C05"
  std::string title;
  bool by_policy = false;         // rules can enforce it; others are of records, reports, people
  std::vector<Citation> answers;  // what it answers to
};

// By id. Immutable.
const std::vector<Control>& Controls();

// Why a policy counts for a control.
struct ControlCitation {
  std::string policy;
  std::string reference;  // as written
  bool direct = false;    // it names the control, not an article that the control answers to
};

struct ControlCoverage {
  const Control* control = nullptr;
  std::vector<ControlCitation> citations;  // by policy, in order of writing
};

// Which controls the policies cite. An article that is cited counts for the controls that answer to
// it, or to the whole that it is a part of: `Art. 14(4)` for those of `Art. 14`, and not the other
// way.
std::vector<ControlCoverage> CoverControls(const Bundle& bundle);

// The text of catalogue.yaml.
std::string_view CatalogueText();

}  // namespace reeve::policy
