// What was found in the texts of a request, and whom was asked for it.
// Thread-safety: values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detectors/finding.h"
#include "policy/detector.h"
#include "policy/facts.h"

namespace reeve::engine {

struct LocatedFinding {
  std::string path;  // JSON pointer of the text, or the number, in Request::payload
  // The same as rules read it and records keep it: the name of an argument that is no plain
  // identifier is "*", for it may be personal ("/action/arguments/nora@example.org").
  std::string fact_path;
  detectors::Finding finding;
  std::string_view detector = {};  // of an external one its name, which lives as long as the bundle
};

// An external detector that rules in scope need. It lives as long as the bundle.
struct AskedDetector {
  const policy::Detector* detector = nullptr;
  std::string failure;  // why it gave no answer: "detector.timeout"; empty where it answered
};

struct Found {
  std::vector<LocatedFinding> findings;  // by text, then by start
  std::vector<AskedDetector> detectors;
  // Those that rules in scope need, and that are not asked here: in a rehearsal, in a test.
  std::vector<const policy::Detector*> unasked;
  // Of each budget of the bundle that decides; names live as long as the bundle. Empty where none
  // is counted: in a rehearsal, in a test.
  std::vector<policy::UsageFact> usage;
};

// A pointer as LocatedFinding::fact_path has it.
std::string FactPath(std::string_view path);

}  // namespace reeve::engine
