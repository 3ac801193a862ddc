#include "base/json.h"
#include "detectors/json_text.h"
#include "tests/detectors/redact_testing.h"

namespace reeve::detectors {
namespace {

// Each value that is named, at its first place, as a PERSON.
std::string Labelled(std::string_view text, std::initializer_list<std::string_view> values) {
  std::vector<Redaction> all;
  for (const std::string_view value : values) all.push_back({FindingOf("PERSON", text, value)});
  return Redact(text, all);
}

TEST_CASE("detectors: a finding within a string of a JSON document leaves the rest as written") {
  CHECK(Labelled(R"( {"name" : "Ada L", "n": [1.50, null]} )", {"Ada"}) ==
        R"( {"name" : "<PERSON> L", "n": [1.50, null]} )");
}

TEST_CASE("detectors: escapes within a finding go with it, and those beside it are kept in sense") {
  CHECK(Labelled(R"(["x\tJos\u00e9\nP.\ty"])", {R"(Jos\u00e9\nP.)"}) == R"(["x\t<PERSON>\ty"])");
  CHECK(Labelled(R"(["a\ud83d\ude00b \"Ada\""])", {"Ada"}) ==
        "[\"a\U0001F600b \\\"<PERSON>\\\"\"]");
}

TEST_CASE("detectors: a finding that begins or ends within an escape takes the whole of it") {
  CHECK(Labelled(R"(["a\u00e9b"])", {"e9b"}) == R"(["a<PERSON>"])");
  CHECK(Labelled(R"(["a\ud83d\ude00b"])", {R"(a\ud83d)"}) == R"(["<PERSON>b"])");
  CHECK(Labelled(R"(["a\nb"])", {R"(a\)"}) == R"(["<PERSON>b"])");
}

TEST_CASE("detectors: a number or a word that is a finding becomes a string") {
  CHECK(Labelled(R"({"card":4111111111111111,"ok":true})", {"4111111111111111"}) ==
        R"({"card":"<PERSON>","ok":true})");
  CHECK(Labelled(R"([-12.5e3])", {"12.5"}) == R"(["-<PERSON>e3"])");
  CHECK(Labelled(R"([true])", {"true"}) == R"(["<PERSON>"])");
}

TEST_CASE("detectors: a key is changed by a finding that lies within it, and by no other") {
  CHECK(Labelled(R"({"ada@x.org":"1"})", {"ada@x.org"}) == R"({"<PERSON>":"1"})");
  CHECK(Labelled(R"({"password":"hunter2"})", {R"(password":"hunter2)"}) ==
        R"({"password":"<PERSON>"})");
}

TEST_CASE("detectors: keys of one object that are redacted stay different from each other") {
  const std::string text = R"({"Ada":1,"Bob":2,"<PERSON>":3,"in":{"Eve":4}})";
  const std::string redacted = Labelled(text, {"Ada", "Bob", "Eve"});
  CHECK(redacted == R"({"<PERSON>_2":1,"<PERSON>_3":2,"<PERSON>":3,"in":{"<PERSON>":4}})");
  CHECK(json::Parse(redacted).ok());
}

TEST_CASE("detectors: a finding over several values leaves nothing of any, and the structure") {
  CHECK(Labelled(R"({"a":["one","two",3],"b":"four"})", {R"(e","two",3],"b":"fo)"}) ==
        R"({"a":["on<PERSON>","<PERSON>","<PERSON>"],"b":"<PERSON>ur"})");
}

TEST_CASE("detectors: a document within a string of a document stays one") {
  const std::string text = R"({"arguments":"{\"to\":\"Ad\\u0061\",\"n\":77}"})";
  const std::string redacted = Labelled(text, {R"(Ad\\u0061)", "77"});
  CHECK(redacted == R"({"arguments":"{\"to\":\"<PERSON>\",\"n\":\"<PERSON>\"}"})");
}

TEST_CASE("detectors: what replaces is escaped") {
  const std::string text = R"(["Ada"])";
  const std::vector<Redaction> all = {
      {FindingOf("PERSON", text, "Ada"), {.op = Operator::kReplace, .text = "\"\\\n"}}};
  CHECK(Redact(text, all) == R"(["\"\\\n"])");
}

TEST_CASE("detectors: what is no JSON document is redacted as a text") {
  CHECK(Labelled(R"({"a":"Ada})", {"a\":\"Ada"}) == R"({"<PERSON>})");
  CHECK(Labelled(R"("Ada")", {"\"Ada"}) == R"(<PERSON>")");
}

TEST_CASE("detectors: documents are told from what only looks like one") {
  for (const std::string_view text :
       {R"({})", R"([])", R"( [ ] )", R"({"a":{}})", R"([[],[]])", R"({"a":1,"a":2})",
        R"([-0.5e+10,0,"\u00e9\/",true,false,null])", R"({"a":[{"b":[]}],"c":""})"}) {
    CAPTURE(text);
    CHECK(JsonText::Read(text).has_value());
  }
  for (const std::string_view text :
       {"",        " ",        "1",          "\"a\"",     "{",           "[",        "[1,]",
        "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1]]",      "[1] 2",       "[01]",     "[1.]",
        "[.5]",    "[1e]",     "[-]",        "[\"\\x\"]", "[\"\\u12\"]", "[\"\n\"]", "[tru]",
        "[1 2]",   "{1:2}",    "[}",         "{]",        "[,]",         "[\"a]",    "[\"\\"}) {
    CAPTURE(text);
    CHECK_FALSE(JsonText::Read(text).has_value());
  }
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(JsonText::Read(nested(kMaxJsonTextDepth)).has_value());
  CHECK_FALSE(JsonText::Read(nested(kMaxJsonTextDepth + 1)).has_value());
}

}  // namespace
}  // namespace reeve::detectors
