// What commands print of a server's answer: members by JSON pointer, where a missing one is
// nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"

namespace reeve::cli {

// The text at a JSON pointer, or nothing.
std::string TextAt(const json::Value& value, std::string_view pointer);
// The whole number there, or 0.
int64_t CountAt(const json::Value& value, std::string_view pointer);

// "a, b": the texts of a list, or the keys of an object; what is no text as JSON.
std::string Listed(const json::Value& values);
// The same of what is there, or nothing.
std::string ListAt(const json::Value& value, std::string_view pointer);
std::string Joined(std::span<const std::string> texts);

}  // namespace reeve::cli
