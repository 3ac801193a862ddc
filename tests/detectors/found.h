// What the detector tests ask: which entities were found, on which words.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/scanner.h"

namespace reeve::detectors {

inline const Scanner& Everything() {
  static const Scanner scanner = Scanner::Everything();
  return scanner;
}

// "EMAIL_ADDRESS ada@example.org", one a finding, in the order of the findings; mentions (dates,
// places, web addresses, ...) only when they are asked for.
inline std::vector<std::string> Found(std::string_view text, bool mentions = false) {
  std::vector<std::string> found;
  for (const Finding& finding : Everything().Scan(text)) {
    if ((finding.category == Category::kMention) != mentions) continue;
    const size_t begin = finding.span.start.bytes;
    found.push_back(std::string(finding.entity) + " " +
                    std::string(text.substr(begin, finding.span.end.bytes - begin)));
  }
  return found;
}

inline std::vector<std::string> Only(const std::string& entity, std::string_view words) {
  std::string line = entity;
  line += " ";
  line += words;
  return {line};
}

inline const std::vector<std::string> kNothing = {};

inline std::vector<std::string> Mentions(std::string_view text) { return Found(text, true); }

inline double ScoreOf(std::string_view text) {
  std::vector<Finding> findings = Everything().Scan(text);
  std::erase_if(findings, [](const Finding& f) { return f.category == Category::kMention; });
  REQUIRE(findings.size() == 1);
  return findings[0].score;
}

}  // namespace reeve::detectors
