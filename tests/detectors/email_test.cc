#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Mail(std::string_view words) { return Only("EMAIL_ADDRESS", words); }

TEST_CASE("detectors: an e-mail address is found without the punctuation around it") {
  CHECK(Found("ask ada.lark@example.org today") == Mail("ada.lark@example.org"));
  CHECK(Found("write to <ada+news@mail.example.co>.") == Mail("ada+news@mail.example.co"));
  CHECK(Found("(ada_l@example.org)") == Mail("ada_l@example.org"));
  CHECK(Found("mailto:ada@example.org?subject=x") == Mail("ada@example.org"));
  CHECK(Found("{\"mail\":\"ada@example.org\"}") == Mail("ada@example.org"));
  CHECK(Found("user=ada@example.org&x=1") == Mail("ada@example.org"));
  CHECK(Found("Is it ada@example.org?") == Mail("ada@example.org"));
}

TEST_CASE("detectors: letters with accents belong to an e-mail address") {
  CHECK(Found("an j\u00FCrgen.m@b\u00FCcher.example senden") ==
        Mail("j\u00FCrgen.m@b\u00FCcher.example"));
  CHECK(Found("\u90AE\u7BB1ada@example.org") == Mail("ada@example.org"));
}

TEST_CASE("detectors: an e-mail address may be of any script") {
  const auto check = [](std::string_view text, std::string_view address) {
    INFO(text);
    CHECK(Found(text) == Only("EMAIL_ADDRESS", address));
  };
  check("пишите на ада@пример.бел, спасибо", "ада@пример.бел");
  check("请发邮件到 用户@例え.jp。谢谢", "用户@例え.jp");
  check("राम@उदाहरण.भारत।", "राम@उदाहरण.भारत");
  // Words without blanks around an address of Latin letters are no part of it.
  check("邮箱ada@example.com请联系", "ada@example.com");
}

TEST_CASE("detectors: what lacks a host, a label or a top-level domain is no e-mail address") {
  CHECK(Found("@ada and ada@ and ada@localhost") == kNothing);
  CHECK(Found("ada@example..org") == kNothing);
  CHECK(Found("ada@-example.org") == kNothing);
  CHECK(Found("ada@example.1") == kNothing);
  CHECK(Found("ada@@example.org") == kNothing);
  CHECK(Found("ada..lark@example.org") == kNothing);
  CHECK(Found("logo@2x.png") == kNothing);
  CHECK(Found("git@v1.2") == kNothing);
}

TEST_CASE("detectors: the local part has at most 64 bytes") {
  const std::string longest(64, 'a');
  CHECK(Found(longest + "@example.org") == Mail(longest + "@example.org"));
  CHECK(Found("a" + longest + "@example.org") == kNothing);
}

TEST_CASE("detectors: a number inside an e-mail address is part of the address") {
  CHECK(Found("4111111111111111@example.org") == Mail("4111111111111111@example.org"));
  CHECK(Found("phone +442079460958@example.org") == Mail("+442079460958@example.org"));
}

TEST_CASE("detectors: a context word raises the score of an e-mail address") {
  CHECK(ScoreOf("email: ada@example.org") > ScoreOf("see ada@example.org"));
}

}  // namespace
}  // namespace reeve::detectors
