#include "base/trace_context.h"

#include <catch2/catch.hpp>

namespace reeve {
namespace {

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kSpan = "00f067aa0ba902b7";
const std::string kGood = "00-" + kTrace + "-" + kSpan + "-01";

std::string StateOf(const std::string& state) {
  const auto read = ReadTraceContext(kGood, state);
  REQUIRE(read);
  return read->state;
}

std::string With(size_t at, char c) {
  std::string out = kGood;
  out[at] = c;
  return out;
}

TEST_CASE("trace context: the example of the recommendation is read") {
  const auto read = ReadTraceContext(kGood, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
  REQUIRE(read);
  CHECK(read->trace_id == kTrace);
  CHECK(read->parent_id == kSpan);
  CHECK(read->sampled());
  CHECK(read->state == "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
  CHECK(FormatTraceparent(kTrace, kSpan, read->flags) == kGood);
}

TEST_CASE("trace context: of the flags those that are known are kept") {
  for (const auto& [flags, kept] :
       {std::pair{"00", 0}, {"01", 1}, {"03", 3}, {"ff", 3}, {"f0", 0}}) {
    INFO(flags);
    const auto read = ReadTraceContext("00-" + kTrace + "-" + kSpan + "-" + flags, "");
    REQUIRE(read);
    CHECK(read->flags == kept);
  }
}

TEST_CASE("trace context: what is not of the form is as if it had not come") {
  const std::string zeros(32, '0');
  for (const std::string& bad : {std::string(),
                                 std::string("00"),
                                 kGood.substr(0, 54),
                                 kGood + "0",
                                 kGood + "-01",
                                 "ff" + kGood.substr(2),
                                 "0" + kGood,
                                 With(0, 'G'),
                                 With(2, '_'),
                                 With(35, ' '),
                                 With(52, '0'),
                                 With(3, 'A'),
                                 With(40, 'F'),
                                 With(54, 'A'),
                                 With(53, '-'),
                                 With(10, '-'),
                                 "00-" + zeros + "-" + kSpan + "-01",
                                 "00-" + kTrace + "-" + zeros.substr(16) + "-01",
                                 kGood + "," + kGood,
                                 "01" + kGood.substr(2) + "x",
                                 With(20, '\0')}) {
    INFO(bad);
    CHECK_FALSE(ReadTraceContext(bad, ""));
  }
}

TEST_CASE("trace context: a later version is read as far as this one goes") {
  CHECK(ReadTraceContext("cc" + kGood.substr(2), ""));
  CHECK(ReadTraceContext("01" + kGood.substr(2) + "-what-comes", "")->trace_id == kTrace);
}

TEST_CASE("trace context: a state is kept as it came, or not at all") {
  std::string most;
  for (int i = 0; i < 32; ++i) most += (i == 0 ? "k" : ",k") + std::to_string(i) + "=v";
  for (const std::string& good :
       {std::string("a=1"), std::string("a=1 , b=2"), std::string("a=1,,b=2"),
        std::string("1tenant@sys=x y"), std::string("a-b_c*d/e=!~"), most,
        std::string(256, 'a') + "=" + std::string(256, 'v')}) {
    INFO(good);
    CHECK(StateOf(good) == good);
  }
  for (const std::string& bad :
       {std::string("a"), std::string("=1"), std::string("a="), std::string("A=1"),
        std::string("1=1"), std::string("a=1,a=2"), std::string("a=b=c"), std::string("a=\x7f"),
        std::string("@sys=1"), std::string("t@=1"), std::string("t@1=1"), std::string("a b=1"),
        std::string(" , "), most + ",z=1", std::string(257, 'a') + "=v",
        "a=" + std::string(257, 'v'), "t@" + std::string(15, 's') + "=1",
        "a=" + std::string(5'000, ',')}) {
    INFO(bad);
    CHECK(StateOf(bad).empty());
  }
}

TEST_CASE("trace context: what is drawn is of the form") {
  class Zeros final : public Random {
   public:
    void Fill(unsigned char* out, size_t size) const override { std::fill(out, out + size, '\0'); }
  };
  const Zeros zeros;
  for (const Random* random : {static_cast<const Random*>(&zeros), &Random::System()}) {
    const std::string header = FormatTraceparent(NewTraceId(*random), NewSpanId(*random), 1);
    CHECK(ReadTraceContext(header, ""));
  }
  CHECK(NewTraceId(Random::System()) != NewTraceId(Random::System()));
}

}  // namespace
}  // namespace reeve
