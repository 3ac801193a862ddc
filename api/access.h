// Which role may ask which route: one table of every route of the server. docs/identity.md shows
// it, and a test compares the two and tries every cell.
//
// A route that is not in the table cannot be served (Server::Start refuses), and what no row allows
// is refused: so a new route is closed until somebody decides who it is for.
//
// Thread-safety: constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "oversight/role.h"

namespace reeve::api {

struct RouteAccess {
  std::string_view method;  // or ANY
  // The route as server.cc binds it: a regular expression for the whole path.
  std::string_view pattern;
  // As docs/api/openapi.yaml has it. A route that ends in a command may have a row for some of its
  // commands: these end in the command's name, and the row of the others in {command}.
  std::string_view path;
  oversight::Roles roles;  // any of these; of an open route all
  bool open = false;       // nobody is asked who they are
};

// In the order of the documentation.
std::span<const RouteAccess> AccessTable();

// The rows of one route; empty where there are none.
std::span<const RouteAccess> AccessOf(std::string_view method, std::string_view pattern);

// The row for a request of that route. `last` is the last part of its path.
const RouteAccess& RowFor(std::span<const RouteAccess> rows, std::string_view last);

// The methods that the path is for, by comma, where this is none of them; empty where there is
// nothing at the path, or the method was right.
std::string OtherMethods(const std::string& path, std::string_view method);

// The table for people, in Markdown, a line a row.
std::string AccessMarkdown();

}  // namespace reeve::api
