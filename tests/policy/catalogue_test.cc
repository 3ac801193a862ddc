// References that policies make to articles and controls, and the catalogue of controls.
#include "policy/catalogue.h"

#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

std::string Read(std::string_view reference) {
  const Citation cited = ReadCitation(reference);
  return cited.scheme.empty() && cited.problem.empty() ? "free text"
         : cited.problem.empty()                       ? cited.scheme + " | " + cited.item
                                                       : cited.problem;
}

}  // namespace

TEST_CASE("references: the forms that people write are one citation") {
  for (const char* form :
       {"EU AI Act Art. 14(4)(e)", "AI Act, Article 14(4)(e)", "EU AI Act Art.14(4)(e)",
        "eu ai act art 14(4)(e)", "Regulation (EU) 2024/1689, Art. 14(4)(e)"}) {
    CHECK(Read(form) == "EU AI Act | Art. 14(4)(e)");
  }
  CHECK(Read("EU AI Act Annex III") == "EU AI Act | Annex III");
  CHECK(Read("EU AI Act Art. 4a") == "EU AI Act | Art. 4a");
  CHECK(Read("EU AI Act") == "EU AI Act | ");
  CHECK(Read("GDPR Art. 5(1)(c)") == "GDPR | Art. 5(1)(c)");
  for (const char* form : {"ISO/IEC 42001 A.9.2", "ISO 42001 A.9.2", "ISO/IEC 42001:2023 A.9.2",
                           "ISO/IEC 42001 Annex A.9.2"}) {
    CHECK(Read(form) == "ISO/IEC 42001 | A.9.2");
  }
  CHECK(Read("ISO/IEC 42001 clause 6.1.2") == "ISO/IEC 42001 | 6.1.2");
  CHECK(Read("NIST AI RMF GOVERN 1.2") == "NIST AI RMF | GOVERN 1.2");
  CHECK(Read("NIST AI RMF Measure 2.13") == "NIST AI RMF | MEASURE 2.13");
  for (const char* form : {"OWASP LLM01", "LLM01:2025", "OWASP LLM Top 10 LLM01"}) {
    CHECK(Read(form) == "OWASP | LLM01");
  }
  CHECK(Read("OWASP ASI10") == "OWASP | ASI10");
  CHECK(Read("C05") == "Reeve | C05");
  CHECK(Read("Control C05") == "Reeve | C05");
}

TEST_CASE("references: what a known scheme does not have is named, with what it has") {
  CHECK(Read("EU AI Act Art. 300") == "EU AI Act has articles 1 to 113, and no `Art. 300`");
  CHECK(Read("EU AI Act Annex XX") == "the annexes of EU AI Act are I to XIII, and not `XX`");
  CHECK(Read("GDPR Art. 100") == "GDPR has articles 1 to 99, and no `Art. 100`");
  CHECK(Read("ISO/IEC 42001 A.6.2.9") ==
        "Annex A of ISO/IEC 42001 has no `A.6.2.9`; did you mean `A.6.2.2`?");
  CHECK(Read("NIST AI RMF GOVERN 1.9") ==
        "NIST AI RMF has no `GOVERN 1.9`; GOVERN 1 ends at GOVERN 1.7");
  CHECK(Read("NIST AI RMF GOVERM 1.2").find("did you mean `GOVERN`?") != std::string::npos);
  CHECK(Read("OWASP LLM11") == "there is no `LLM11`; they are LLM01 to LLM10");
  CHECK(Read("OWASP LLM1") == "there is no `LLM1`; did you mean `LLM01`?");
  CHECK(Read("C99") == "there is no `C99`; they are C01 to C26");
}

TEST_CASE("references: a scheme that is all but written is asked about, and free text is free") {
  CHECK(Read("GPDR Art. 5") ==
        "`GPDR` is no law or standard of the catalogue; did you mean `GDPR`?");
  CHECK(Read("ISO/ICE 42001 A.9.2").find("did you mean `ISO/IEC 42001`?") != std::string::npos);
  for (const char* text : {"House rule 7", "ISO/IEC 27001 A.5.1", "ISO 9001", "EU Data Act Art. 5",
                           "NIST CSF PR.AC-1", "BSI C5:2020", "C5:2020", "Works agreement of 2025",
                           "Reeve handbook", "Controlling handbook"}) {
    INFO(text);
    CHECK(Read(text) == "free text");
  }
}

TEST_CASE("references: the catalogue cites only what there is") {
  REQUIRE(Controls().size() == 26);
  for (size_t i = 0; i < Controls().size(); ++i) {
    const Control& control = Controls()[i];
    INFO(control.id);
    CHECK(control.id == (i < 9 ? "C0" : "C") + std::to_string(i + 1));
    CHECK_FALSE(control.title.empty());
    for (const Citation& answer : control.answers) {
      CHECK(answer.problem.empty());
      CHECK_FALSE(answer.item.empty());
    }
  }
}

TEST_CASE("references: compilation warns of one that leads nowhere, at its place") {
  const Compilation compilation = CompileText(
      "apiVersion: reeve/v1\nkind: Policy\n"
      "metadata: { id: p, references: [C05, OWASP LLM11, House rule 7] }\n"
      "rules: [{ id: r, when: 'true', effect: allow }]\n");
  REQUIRE(compilation.bundle != nullptr);
  CHECK(Render(compilation.diagnostics)
            .starts_with("p.yaml:3:38: warning: there is no `LLM11`; they are LLM01 to LLM10 "
                         "[policy.unknown_reference]\n"));
  CHECK(compilation.diagnostics.size() == 1);
}

TEST_CASE("references: a cited part counts for the whole, and a cited whole not for the part") {
  const auto cited = [](const std::string& reference) {
    const Compilation compilation =
        CompileText("apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p, references: [\"" +
                    reference + "\"] }\nrules: [{ id: r, when: 'true', effect: allow }]\n");
    std::string out;
    for (const ControlCoverage& entry : CoverControls(*compilation.bundle)) {
      for (const ControlCitation& citation : entry.citations) {
        out += entry.control->id + (citation.direct ? "! " : " ");
      }
    }
    return out;
  };
  CHECK(cited("C05") == "C05! ");
  CHECK(cited("EU AI Act Art. 14(5)") == "C09 C25 ");
  CHECK(cited("EU AI Act Art. 26(2)") == "C08 C09 C23 ");
  CHECK(cited("EU AI Act Art. 26") == "");
  CHECK(cited("OWASP LLM01") == "C06 ");
  CHECK(cited("House rule 7") == "");
}

}  // namespace reeve::policy
