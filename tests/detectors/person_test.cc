// Names of people: what a cue announces, and what the gazetteer knows.
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Person(std::string_view words) { return Only("PERSON", words); }

bool Mentioned(std::string_view text, const std::string& finding) {
  for (const std::string& found : Mentions(text)) {
    if (found == finding) return true;
  }
  return false;
}

TEST_CASE("detectors: a name behind words that announce it is found, known or not") {
  CHECK(Found("My name is Nora Fields and I need help") == Person("Nora Fields"));
  CHECK(Found("My name is Xyloth Brumbar.") == Person("Xyloth Brumbar"));
  CHECK(Found("ich heiße Jürgen Öztürk, guten Tag") == Person("Jürgen Öztürk"));
  CHECK(Found("Je m'appelle Élodie de la Tour") == Person("Élodie de la Tour"));
  CHECK(Found("me llamo María del Carmen Ruiz Ortega") == Person("María del Carmen Ruiz Ortega"));
  CHECK(Found("Mi chiamo Giulia Dell'Acqua") == Person("Giulia Dell'Acqua"));
  CHECK(Found("mijn naam is Jan van den Berg") == Person("Jan van den Berg"));
  CHECK(Found("my name is nora fields") == Person("nora fields"));
}

TEST_CASE("detectors: a name behind an honorific is found without it") {
  CHECK(Found("ask Mr. Abernathy first") == Person("Abernathy"));
  CHECK(Found("Sehr geehrte Frau Weiß-Köhler, danke") == Person("Weiß-Köhler"));
  CHECK(Found("Dr. J. O'Brien called") == Person("J. O'Brien"));
  CHECK(Mentioned("ask Mr. Abernathy first", "TITLE Mr."));
  CHECK(Found("the mr. and his plan") == kNothing);
}

TEST_CASE("detectors: a greeting names somebody only by a name") {
  CHECK(Found("Dear Hannah,") == Person("Hannah"));
  CHECK(Found("Hi Tobias, thanks") == Person("Tobias"));
  CHECK(Found("Liebe Annegret, bis bald") == Person("Annegret"));
  CHECK(Found("Dear Customer,") == kNothing);
  CHECK(Found("Dear Hiring Manager,") == kNothing);
  CHECK(Found("Hello World") == kNothing);
  CHECK(Found("I am Happy to help") == kNothing);
}

TEST_CASE("detectors: a name on the line behind a closing is a signature") {
  CHECK(Found("Kind regards,\nNora Fields") == Person("Nora Fields"));
  CHECK(Found("Mit freundlichen Grüßen\n\nHelmut Krol\n") == Person("Helmut Krol"));
  CHECK(Found("Kind regards,\nYour Team") == kNothing);
  CHECK(Found("as regards Nora and him") == kNothing);
}

TEST_CASE("detectors: names stand in forms and in JSON beside their labels") {
  CHECK(Found("First name: Zsombor") == Person("Zsombor"));
  CHECK(Found("{\"last_name\": \"Abernathy\"}") == Person("Abernathy"));
  CHECK(Found("{\"lastName\":\"Abernathy\"}") == Person("Abernathy"));
  CHECK(Found("Patient: Nora Fields") == Person("Nora Fields"));
  CHECK(Found("the patient Nora") == kNothing);
  CHECK(Found("{\"name\": \"Nora Fields\"}") == Person("Nora Fields"));
  CHECK(Found("name: petr novák") == Person("petr novák"));
  CHECK(Found("{\"name\": \"austin\", \"file_name\": \"Nora\"}") == kNothing);
  CHECK(Found("name: Blue Lamp") == kNothing);
}

TEST_CASE("detectors: the gazetteer's names are mentions, and words of prose are none") {
  CHECK(Mentioned("we met Nora Fields there", "PERSON_NAME Nora Fields"));
  CHECK(Mentioned("we met Zsófia there", "PERSON_NAME Zsófia"));
  CHECK(Mentioned("it was Petr Novák's idea", "PERSON_NAME Petr Novák"));
  CHECK(Mentions("Grace will help in Summer, Will and Hope too") == kNothing);
  CHECK(Mentions("nora and petr in small letters") == kNothing);
}

}  // namespace
}  // namespace reeve::detectors
