#include "base/quoted.h"

#include <catch2/catch.hpp>

#include "base/text.h"

namespace reeve {
namespace {

TEST_CASE("quoted: text stands as it is, in backticks") {
  CHECK(Quoted("") == "``");
  CHECK(Quoted("index 7") == "`index 7`");
  CHECK(Quoted("Zürich, 東京") == "`Zürich, 東京`");
}

TEST_CASE("quoted: what a terminal would obey, and what is no text, is shown by its bytes") {
  CHECK(Quoted("\x1b[2J\r\n") == R"(`\x1b[2J\x0d\x0a`)");
  CHECK(Quoted("a\x7f"
               "b") == R"(`a\x7fb`)");
  CHECK(Quoted("\xC2\x9B"
               "31m") == R"(`\xc2\x9b31m`)");
  CHECK(Quoted("\xFF\xFE\xC3") == R"(`\xff\xfe\xc3`)");
  CHECK(Quoted(std::string("\0", 1)) == R"(`\x00`)");
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  const std::string quoted = Quoted(all, all.size());
  CHECK(IsValidUtf8(quoted));
  CHECK(quoted.find('\n') == std::string::npos);
}

TEST_CASE("quoted: a long text is cut, between characters") {
  CHECK(Quoted(std::string(80, 'x')) == "`" + std::string(80, 'x') + "`");
  CHECK(Quoted(std::string(81, 'x')) == "`" + std::string(80, 'x') + "...`");
  CHECK(Quoted("aü", 2) == "`a...`");
}

}  // namespace
}  // namespace reeve
