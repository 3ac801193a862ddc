// Numbers as a report prints them for people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace reeve::oversight::bias {

std::string Decimals(double value, int places);                 // "0.843"
std::string Decimals(std::optional<double> value, int places);  // or "n/a"
std::string Percent(double share, int places);                  // "84.3 %"
std::string Shortest(double value);                             // "0.8"
std::string PValue(double p);                                   // "0.009", "< 0.001"
std::string PWords(double p);                                   // "p = 0.009", "p < 0.001"
std::string Thousands(uint64_t count);                          // "1,234,567"
std::string People(uint64_t count);                             // "1 person", "1,234 people"

}  // namespace reeve::oversight::bias
