#include "base/text.h"

#include <catch2/catch.hpp>

namespace reeve {
namespace {

const std::string kMixed = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x89z";  // a é € owl z

TEST_CASE("text: the edges of UTF-8 are valid") {
  for (const std::string text :
       {"", "plain", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    CAPTURE(text);
    CHECK(IsValidUtf8(text));
  }
  CHECK(IsValidUtf8(std::string_view("\0", 1)));
}

TEST_CASE("text: what RFC 3629 forbids is not UTF-8") {
  for (const std::string text : {"\x80",
                                 "\xbf",
                                 "\xc0\x80",
                                 "\xc1\xbf",
                                 "\xc2",
                                 "\xc2\x41",
                                 "\xe0\x80\x80",
                                 "\xe0\x9f\xbf",
                                 "\xe2\x82",
                                 "\xe2\x82\x41",
                                 "\xed\xa0\x80",
                                 "\xed\xbf\xbf",
                                 "\xf0\x80\x80\x80",
                                 "\xf0\x8f\xbf\xbf",
                                 "\xf0\x9f\xa6",
                                 "\xf4\x90\x80\x80",
                                 "\xf5\x80\x80\x80",
                                 "\xff",
                                 "\xfe",
                                 "ok\xc3",
                                 "\xc3\xa9\xa9",
                                 "\xf8\x88\x80\x80\x80"}) {
    CAPTURE(text);
    CHECK_FALSE(IsValidUtf8(text));
    CHECK_FALSE(IsValidUtf8(text + "tail"));
    CHECK_FALSE(IsValidUtf8("head" + text));
  }
}

TEST_CASE("text: code points are counted, not bytes") {
  CHECK(CodePointCount("") == 0);
  CHECK(CodePointCount("abc") == 3);
  CHECK(CodePointCount(kMixed) == 5);
}

TEST_CASE("text: a clipped text is short enough and cuts no character") {
  CHECK(Clip("abc", 3) == "abc");
  CHECK(Clip("abcd", 3) == "abc");
  CHECK(Clip("", 0).empty());
  CHECK(Clip("abc", 0).empty());
  const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (size_t max = 0; max <= 12; ++max) CHECK(Clip(kMixed, max).size() == expected[max]);
}

TEST_CASE("text: an offset is given in bytes, code points and UTF-16 units") {
  OffsetCounter counter(kMixed);
  CHECK(counter.At(0) == TextOffset{0, 0, 0});
  CHECK(counter.At(1) == TextOffset{1, 1, 1});
  CHECK(counter.At(3) == TextOffset{3, 2, 2});
  CHECK(counter.At(6) == TextOffset{6, 3, 3});
  CHECK(counter.At(6) == TextOffset{6, 3, 3});
  CHECK(counter.At(10) == TextOffset{10, 4, 5});
  CHECK(counter.At(11) == TextOffset{11, 5, 6});
}

TEST_CASE("text: one jump gives the offset that many steps give") {
  OffsetCounter steps(kMixed);
  for (const size_t offset : {0u, 1u, 3u, 6u, 10u, 11u}) {
    OffsetCounter jump(kMixed);
    CHECK(jump.At(offset) == steps.At(offset));
  }
  OffsetCounter empty("");
  CHECK(empty.At(0) == TextOffset{});
}

const std::vector<std::string> kFields = {"actor.id", "actor.roles", "stage", "system", "deny"};

TEST_CASE("text: a slip finds the word that was meant") {
  CHECK(DidYouMean("actro.id", kFields) == "actor.id");   // two letters swapped
  CHECK(DidYouMean("actor.ids", kFields) == "actor.id");  // one too many
  CHECK(DidYouMean("stge", kFields) == "stage");          // one missing
  CHECK(DidYouMean("sistem", kFields) == "system");       // one other
  CHECK(DidYouMean("system", kFields) == "system");
  CHECK(DidYouMeanSuffix("stge", kFields) == "; did you mean `stage`?");
}

TEST_CASE("text: a word unlike all others gets no guess") {
  for (const std::string word : {"", "x", "xy", "policy", "subject.age", "dxxy", "egats"}) {
    CAPTURE(word);
    CHECK_FALSE(DidYouMean(word, kFields).has_value());
    CHECK(DidYouMeanSuffix(word, kFields).empty());
  }
  CHECK_FALSE(DidYouMean("stage", {}).has_value());
}

TEST_CASE("text: a slip is at most a third of the word and at most three letters") {
  const std::vector<std::string> two = {"id"}, three = {"abc"}, nine = {"abcdefghi"};
  CHECK_FALSE(DidYouMean("ip", two).has_value());
  CHECK(DidYouMean("abx", three).has_value());
  CHECK_FALSE(DidYouMean("axx", three).has_value());
  CHECK(DidYouMean("xxxdefghi", nine).has_value());
  CHECK_FALSE(DidYouMean("xxxxefghi", nine).has_value());
  const std::vector<std::string> twenty = {"abcdefghijklmnopqrst"};
  CHECK(DidYouMean("xxxdefghijklmnopqrst", twenty).has_value());
  CHECK_FALSE(DidYouMean("xxxxefghijklmnopqrst", twenty).has_value());
}

TEST_CASE("text: the nearest of several candidates wins") {
  const std::vector<std::string> words = {"redacts", "redact", "reduct"};
  CHECK(DidYouMean("redac", words) == "redact");
  CHECK(DidYouMean("redacts", words) == "redacts");
}

TEST_CASE("text: an excerpt shows the line, a caret and a tilde under the rest") {
  const std::string source = "rules:\n- id: r1\n  when: actro.id\n";
  CHECK(SourceExcerpt(source, 3, 9, 8) ==
        "     3 |   when: actro.id\n"
        "       |         ^~~~~~~~");
  CHECK(SourceExcerpt(source, 1, 1, 1) ==
        "     1 | rules:\n"
        "       | ^");
}

TEST_CASE("text: an excerpt counts columns in code points and ends with its line") {
  CHECK(SourceExcerpt("\xc3\xa9\xf0\x9f\xa6\x89 = bad", 1, 6, 3) ==
        "     1 | \xc3\xa9\xf0\x9f\xa6\x89 = bad\n"
        "       |      ^~~");
  CHECK(SourceExcerpt("abc\ndef", 2, 2, 100) ==
        "     2 | def\n"
        "       |  ^~");
  CHECK(SourceExcerpt("abc", 1, 1, 0) ==
        "     1 | abc\n"
        "       | ^");
}

TEST_CASE("text: an excerpt just behind the end, with tabs or with CRLF keeps its caret in place") {
  CHECK(SourceExcerpt("abc", 1, 4, 1) ==
        "     1 | abc\n"
        "       |    ^");
  CHECK(SourceExcerpt("a\tb: x\r\nnext", 1, 3, 1) ==
        "     1 | a b: x\n"
        "       |   ^");
  CHECK(SourceExcerpt("a\n", 2, 1, 1) ==
        "     2 | \n"
        "       | ^");
}

TEST_CASE("text: a line that the source does not have gives no excerpt") {
  CHECK(SourceExcerpt("a\nb", 3, 1, 1).empty());
  CHECK(SourceExcerpt("", 2, 1, 1).empty());
}

}  // namespace
}  // namespace reeve
