// changed_engine DATA: replays a data folder with an engine whose decision was changed on purpose
// (tests/CMakeLists.txt), to show that a replay notices. Exit code 1 when it does.
#include <cstdio>

#include "engine/replay.h"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: changed_engine DATA\n");
    return 2;
  }
  const auto report = reeve::engine::ReplayRange(arguments[1], {});
  if (!report.ok()) {
    std::fprintf(stderr, "%s\n", report.error().message.c_str());
    return 3;
  }
  std::fputs(report->Text().c_str(), stdout);
  return report->ok() ? 0 : 1;
}
