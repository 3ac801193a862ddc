// What `reeve scan` says of a text: lines for people, JSON, SARIF.
//
// The text found is shown on a terminal only, where somebody looks at his own file; a report that
// goes elsewhere has places and scores, never what stands there.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "detectors/finding.h"

namespace reeve::cli {

// One text that was scanned.
struct Scanned {
  std::string name;  // a file's path, or "-"
  std::string text;
  std::vector<detectors::Finding> findings;
};

// {"entity","category","kind","country"?,"score","parts":{...},"validated","start","end",
//  "bytes":[b,e],"utf16":[b,e],"disguises"?:[names]}; start and end count code points.
json::Value FindingJson(const detectors::Finding& finding);

// {"path","findings":[...]}, each finding with "line" and "column".
json::Value ScannedJson(const Scanned& scanned);

// "path:line:column  ENTITY  score  title", one a finding; with `color`, the line of the text
// follows, what was found in it highlighted.
std::string ScannedText(const Scanned& scanned, bool color);

// A log of SARIF 2.1.0 (OASIS), columns in UTF-16 units.
json::Value SarifLog(std::span<const Scanned> all);

}  // namespace reeve::cli
