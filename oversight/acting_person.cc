#include "oversight/acting_person.h"

#include <algorithm>

#include "base/text.h"

namespace reeve::oversight {
namespace {

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; }

}  // namespace

Status CheckPersonName(std::string_view name) {
  if (name.empty()) return Error{"person.missing", "name the person who does this"};
  const bool blank_ends = name.front() == ' ' || name.back() == ' ';
  if (name.size() > kMaxPersonBytes || blank_ends || !IsValidUtf8(name) ||
      std::any_of(name.begin(), name.end(), IsControl)) {
    return Error{"person.name",
                 "a person's name is 1 to 200 bytes of UTF-8 on one line, without blanks at its "
                 "ends"};
  }
  return {};
}

std::string FoldedPersonName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

bool IsSamePerson(std::string_view a, std::string_view b) {
  return FoldedPersonName(a) == FoldedPersonName(b);
}

}  // namespace reeve::oversight
