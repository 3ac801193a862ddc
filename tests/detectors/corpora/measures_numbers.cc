// National and international numbers of python-stdnum, valid, invalid and mutated. Each stands in
// three texts: alone, beside the short name of its format, and beside its long name.
#include <algorithm>
#include <array>
#include <map>

#include "tests/detectors/corpora/cases.h"
#include "tests/detectors/corpora/measures.h"
#include "tests/detectors/corpora/summary.h"

namespace reeve::detectors {
namespace {

// The set's name of a format, and ours where Presidio has another.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kAliases = {{
    {"BE_IBAN", "IBAN_CODE"},
    {"BITCOIN", "CRYPTO"},
    {"DE_HANDELSREGISTERNUMMER", "DE_HANDELSREGISTER"},
    {"DE_IDNR", "DE_TAX_ID"},
    {"DE_STNR", "DE_TAX_NUMBER"},
    {"DE_VAT", "DE_VAT_ID"},
    {"ES_DNI", "ES_NIF"},
    {"ES_IBAN", "IBAN_CODE"},
    {"FI_HETU", "FI_PERSONAL_IDENTITY_CODE"},
    {"GB_NHS", "UK_NHS"},
    {"GB_NINO", "UK_NINO"},
    {"IBAN", "IBAN_CODE"},
    {"IN_EPIC", "IN_VOTER"},
    {"IT_CODICEFISCALE", "IT_FISCAL_CODE"},
    {"IT_IVA", "IT_VAT_CODE"},
    {"MAC", "MAC_ADDRESS"},
    {"ME_IBAN", "IBAN_CODE"},
    {"SE_ORGNR", "SE_ORGANISATIONSNUMMER"},
    {"TH_PIN", "TH_TNIN"},
    {"TR_TCKIMLIK", "TR_NATIONAL_ID"},
    {"US_RTN", "ABA_ROUTING_NUMBER"},
    {"ZA_IDNR", "ZA_ID_NUMBER"},
    {"IS__KENNITALA", "IS_KENNITALA"},
    {"IS__VSK", "IS_VSK"},
}};

std::string OurName(const std::string& entity) {
  for (const auto& [theirs, ours] : kAliases) {
    if (theirs == entity) return std::string(ours);
  }
  return entity;
}

// Formats that several countries share have no entity of their own: any number counts.
bool Shared(const std::string& entity) {
  return entity == "EU_VAT" || entity == "VATIN" || entity == "EU_OSS" || entity == "US_TIN";
}

// The formats for which Presidio has a recogniser (its version 2.2.36), under the set's names;
// those of the second list have a check digit that the format's own rules make invalid ones of.
constexpr std::string_view kPresidioUnchecked[] = {
    "DE_HANDELSREGISTERNUMMER", "DE_STNR", "IN_PAN", "MAC", "US_ITIN", "US_SSN", "GB_NINO"};
constexpr std::string_view kPresidioChecked[] = {
    "AU_ABN",      "AU_ACN",     "AU_TFN",   "BE_IBAN",  "BITCOIN",          "CA_SIN",  "DE_IDNR",
    "DE_VAT",      "ES_DNI",     "ES_IBAN",  "ES_NIE",   "ES_NIF",           "FI_HETU", "GB_NHS",
    "IBAN",        "IN_AADHAAR", "IN_EPIC",  "IN_GSTIN", "IT_CODICEFISCALE", "IT_IVA",  "KR_BRN",
    "KR_RRN",      "ME_IBAN",    "PL_PESEL", "SE_ORGNR", "SE_PERSONNUMMER",  "SG_UEN",  "TH_PIN",
    "TR_TCKIMLIK", "US_RTN",     "ZA_IDNR"};

bool IsOneOf(std::string_view entity, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), entity) != names.end();
}

std::string ShortName(const std::string& name) {
  return name.substr(0, std::min(name.find(" ("), name.find(',')));
}

// "NRT (Número de Registre Tributari, Andorra tax number)." without the last full stop.
std::string LongName(std::string name) {
  while (!name.empty() && name.back() == '.') name.pop_back();
  return name;
}

struct Embedded {
  std::string form;
  std::string text;
  size_t begin;
};

std::vector<Embedded> Embed(const std::string& number, const std::string& name) {
  const std::string named = "My " + ShortName(name) + " is ";
  const std::string titled = LongName(name) + ": ";
  return {{"alone", number, 0},
          {"named", named + number + ".", CodePointCount(named)},
          {"titled", titled + number, CodePointCount(titled)}};
}

bool IsFound(const Measuring& measuring, const Embedded& embedded, size_t size,
             const std::string& entity) {
  for (const Finding& finding : measuring.scanner.Scan(embedded.text)) {
    if (!Shared(entity) && finding.entity != OurName(entity)) continue;
    if (Shared(entity) && finding.kind == Kind::kPhrase) continue;
    // A country's prefix may be left out of the span.
    if (Covers(finding, embedded.begin, embedded.begin + size)) return true;
    if (Touches(finding, embedded.begin, embedded.begin + size) &&
        finding.span.end.code_points == embedded.begin + size) {
      return true;
    }
  }
  return false;
}

void Count(const Measuring& measuring, const Case& line, const std::string& name) {
  const std::string entity = line.Text("entity");
  std::string number = line.Text("number");
  if (!Shared(entity) && FindEntity(OurName(entity)) == nullptr) return;
  if (number.empty() || number.find('\n') != std::string::npos) return;
  // Blanks behind a number are no part of it.
  const size_t size = CodePointCount(number.substr(0, number.find_last_not_of(" .") + 1));
  const std::string summed(kSummed);
  for (const Embedded& embedded : Embed(number, name.empty() ? entity : name)) {
    const bool found = IsFound(measuring, embedded, size, entity);
    const std::string set = "stdnum " + embedded.form;
    const bool checked = IsOneOf(entity, kPresidioChecked);
    if (line.True("valid")) {
      measuring.table->Holds(set, entity, found, embedded.text);
      if (checked || IsOneOf(entity, kPresidioUnchecked)) {
        measuring.table->Holds(summed, std::string(kPresidioNumbers), found, embedded.text);
      }
    } else {
      measuring.table->HoldsNothing(set, entity, !found, embedded.text);
      if (checked) {
        measuring.table->HoldsNothing(summed, std::string(kPresidioInvalid), !found, embedded.text);
      }
    }
  }
}

Status Stdnum(const Measuring& measuring) {
  std::map<std::string, std::string> names;
  for (const std::string_view file : {"stdnum_numbers", "stdnum_generated", "stdnum_mutants"}) {
    REEVE_RETURN_IF_ERROR(
        ForEachCase(measuring.folder + "/" + std::string(file) + ".jsonl", [&](const Case& line) {
          std::string& name = names[line.Text("entity")];
          if (name.empty()) name = line.Text("name");
          Count(measuring, line, name);
        }));
  }
  return {};
}

// Values of Presidio's own validators: alone in their text.
Status PresidioValidators(const Measuring& measuring) {
  return ForEachCase(measuring.folder + "/presidio_validators.jsonl", [&](const Case& line) {
    const std::string entity = line.Text("entity");
    const std::string value = line.Text("value");
    if (line.IsNull("valid") || FindEntity(entity) == nullptr) return;
    bool found = false;
    for (const Finding& finding : measuring.scanner.Scan(value)) {
      found = found || finding.entity == entity;
    }
    if (line.True("valid")) {
      measuring.table->Holds("presidio_validators", entity, found, value);
    } else {
      measuring.table->HoldsNothing("presidio_validators", entity, !found, value);
    }
  });
}

constexpr std::array<NamedMeasure, 2> kMeasures = {{
    {"stdnum", Stdnum},
    {"presidio_validators", PresidioValidators},
}};

}  // namespace

std::span<const NamedMeasure> NumberMeasures() { return kMeasures; }

}  // namespace reeve::detectors
