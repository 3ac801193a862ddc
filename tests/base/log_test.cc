#include "base/log.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <regex>

#include "base/file.h"
#include "tests/base/temp_dir.h"

namespace reeve {
namespace {

// What `body` writes to standard error.
template <typename Body>
std::string StderrOf(Body body) {
  const TempDir dir;
  const std::string path = (dir / "stderr").string();
  std::fflush(stderr);
  const int saved = ::dup(STDERR_FILENO);
  std::FILE* file = std::fopen(path.c_str(), "w");
  REQUIRE(file != nullptr);
  ::dup2(::fileno(file), STDERR_FILENO);
  body();
  std::fflush(stderr);
  ::dup2(saved, STDERR_FILENO);
  ::close(saved);
  std::fclose(file);
  return *ReadFile(path);
}

// The line behind its time and level.
std::string EventOf(const std::string& line) {
  const size_t at = line.find("event=");
  REQUIRE(at != std::string::npos);
  return line.substr(at);
}

TEST_CASE("log: a line has time, level, event and fields") {
  const std::string line = StderrOf([] {
    Log(LogLevel::kInfo, "server.started", {{"port", 8484}, {"mode", "dev"}});
  });
  CAPTURE(line);
  CHECK(std::regex_match(
      line, std::regex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z "
                       "level=info event=server[.]started port=8484 mode=dev\n")));
}

TEST_CASE("log: the level is named") {
  CHECK(StderrOf([] { Log(LogLevel::kWarning, "e"); }).find(" level=warning ") !=
        std::string::npos);
  CHECK(StderrOf([] { Log(LogLevel::kError, "e"); }).find(" level=error ") != std::string::npos);
}

TEST_CASE("log: a value with a space, a quote, an equals sign or nothing in it is quoted") {
  const auto field = [](std::string_view value) {
    return EventOf(StderrOf([&] { Log(LogLevel::kInfo, "e", {{"k", value}}); }));
  };
  CHECK(field("plain-1.2/x:y") == "event=e k=plain-1.2/x:y\n");
  CHECK(field("two words") == "event=e k=\"two words\"\n");
  CHECK(field("a=b") == "event=e k=\"a=b\"\n");
  CHECK(field("say \"no\"") == "event=e k=\"say \\\"no\\\"\"\n");
  CHECK(field("back\\slash") == "event=e k=\"back\\\\slash\"\n");
  CHECK(field("") == "event=e k=\"\"\n");
  CHECK(field("\xc3\xa9") == "event=e k=\xc3\xa9\n");
}

TEST_CASE("log: a value cannot forge a second line") {
  const std::string line = StderrOf([] {
    Log(LogLevel::kInfo, "e",
        {{"k", "x\n2026-01-01T00:00:00.000Z level=info event=forged\r\x1b[2J"}});
  });
  CAPTURE(line);
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  CHECK(line.back() == '\n');
  CHECK(line.find('\r') == std::string::npos);
  CHECK(line.find('\x1b') == std::string::npos);
}

TEST_CASE("log: braces and percent signs are text, not formats") {
  const std::string line = StderrOf([] {
    Log(LogLevel::kInfo, "e", {{"k", "{}%s%n{0}"}, {"j", "{"}});
  });
  CHECK(EventOf(line) == "event=e k={}%s%n{0} j={\n");
}

TEST_CASE("log: what is below the level is not written") {
  SetLogLevel(LogLevel::kError);
  const std::string quiet = StderrOf([] {
    Log(LogLevel::kDebug, "d");
    Log(LogLevel::kInfo, "i");
    Log(LogLevel::kWarning, "w");
  });
  const std::string loud = StderrOf([] { Log(LogLevel::kError, "x"); });
  SetLogLevel(LogLevel::kDebug);
  const std::string debug = StderrOf([] { Log(LogLevel::kDebug, "d"); });
  SetLogLevel(LogLevel::kInfo);
  CHECK(quiet.empty());
  CHECK(EventOf(loud) == "event=x\n");
  CHECK(EventOf(debug) == "event=d\n");
}

TEST_CASE("log: numbers of every size are written whole") {
  const std::string line = StderrOf([] {
    Log(LogLevel::kInfo, "e", {{"min", INT64_MIN}, {"max", UINT64_MAX}, {"n", size_t{0}}});
  });
  CHECK(EventOf(line) == "event=e min=-9223372036854775808 max=18446744073709551615 n=0\n");
}

}  // namespace
}  // namespace reeve
