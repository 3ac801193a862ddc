// Which methods the paths of the server are for.
#pragma once

#include <string_view>

namespace reeve::api {

// The methods that the path is for, by comma, where this is none of them; null where there is
// nothing at the path, or the method was right.
const char* OtherMethod(std::string_view path, std::string_view method);

}  // namespace reeve::api
