#include "ledger/patience.h"

#include <catch2/catch.hpp>

namespace reeve::ledger::testing {
namespace {

TEST_CASE("patience: an idle log adds no wait") {
  Patience patience;
  CHECK(patience.seconds() == 0);
  patience.Written(1, 0, 0.004);
  CHECK(patience.seconds() == 0);
}

TEST_CASE("patience: a group waits for those answered and those waiting, half a write at most") {
  Patience patience;
  patience.Written(32, 32, 0.001);
  CHECK(patience.callers() == 64);
  CHECK(patience.seconds() == Approx(0.0005));
  patience.Waited(true);
  CHECK(patience.seconds() == Approx(0.0005));
  // Never longer than 2 ms, however slow the disk is.
  for (int i = 0; i < 100; ++i) patience.Written(32, 32, 1);
  CHECK(patience.seconds() == Approx(0.002));
}

TEST_CASE("patience: where callers do not come back it ends, and is tried again after a while") {
  Patience patience;
  int waits = 0;
  const auto groups = [&](int count, bool come) {
    waits = 0;
    for (int i = 0; i < count; ++i) {
      patience.Written(4, 4, 0.001);
      if (patience.seconds() == 0) continue;
      ++waits;
      patience.Waited(come);
    }
    return waits;
  };
  CHECK(groups(200, false) < 10);
  CHECK(groups(200, true) > 130);
}

}  // namespace
}  // namespace reeve::ledger::testing
