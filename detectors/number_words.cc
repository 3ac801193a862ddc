#include "detectors/number_words.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// Words that speak for many formats alike, in English, German, French, Spanish, Italian, Portuguese
// and Dutch.
struct WordGroup {
  std::string_view name;
  std::string_view words;
};
constexpr std::array kGroups = {
    WordGroup{"@person",
              "national id|national identification|national identity|identity number|id number|"
              "personal id|personal number|personal code|identity card|id card|citizen|"
              "personalausweis|ausweis|ausweisnummer|personenkennzahl|personennummer|"
              "numéro national|carte d'identité|pièce d'identité|documento de identidad|cédula|"
              "cedula|dni|número de identidad|documento nacional|carta d'identità|"
              "documento d'identità|número de identificação|bilhete de identidade|"
              "identiteitsnummer|burgerservicenummer"},
    WordGroup{"@tax",
              "tax id|tax number|tax identification|tax no|taxpayer|tax payer|tax file|tin|vat|"
              "vat number|vat id|vat no|vatin|steuer|steuernummer|steuer "
              "id|steuer-id|ust-id|ustid|umsatzsteuer|"
              "numéro fiscal|identifiant fiscal|tva|identificación fiscal|identificacion fiscal|"
              "número fiscal|nif|rut|iva|codice fiscale|partita iva|contribuinte|contribuyente|"
              "identificação fiscal|btw|fiscal code|fiscal number"},
    WordGroup{"@company",
              "company number|company no|company id|company registration|business number|"
              "business id|registration number|registration no|registered number|register number|"
              "organisation number|organization number|org nr|handelsregister|firmenbuch|"
              "registre du commerce|numéro d'entreprise|registro mercantil|camera di commercio|"
              "enterprise number|trade register|kvk"},
    WordGroup{"@health",
              "health card|health insurance|health number|patient|patient id|medical|nhs|"
              "krankenversicherung|krankenkasse|versichertennummer|carte vitale|assurance maladie|"
              "tarjeta sanitaria|tessera sanitaria|medicare|insurance number"},
    WordGroup{
        "@social",
        "social security|social insurance|social number|national insurance|pension|"
        "sozialversicherung|sozialversicherungsnummer|rentenversicherung|ahv|sécurité sociale|"
        "securite sociale|numéro de sécu|seguridad social|previdenza sociale|"
        "segurança social|insurance no"},
    WordGroup{"@passport",
              "passport|passport number|passport no|reisepass|passnummer|passeport|pasaporte|"
              "passaporto|passaporte|paspoort|travel document"},
    WordGroup{"@licence",
              "driver license|driver licence|drivers license|drivers licence|driver's license|"
              "driver's licence|driving licence|driving license|license number|licence number|"
              "führerschein|fuehrerschein|permis de conduire|licencia de conducir|"
              "permiso de conducir|patente di guida|patente|carta de condução|rijbewijs"},
    WordGroup{"@plate",
              "plate|number plate|licence plate|license plate|registration plate|vehicle|"
              "vehicle registration|car registration|kennzeichen|autokennzeichen|kfz|"
              "plaque d'immatriculation|immatriculation|matrícula|matricula|targa|kenteken"},
    WordGroup{"@bank",
              "bank account|account number|account no|acct|bank|konto|kontonummer|bankverbindung|"
              "compte bancaire|numéro de compte|cuenta bancaria|número de cuenta|conto corrente|"
              "routing|routing number|sort code|bankleitzahl|rekeningnummer"},
    WordGroup{"@post",
              "postcode|post code|postal code|zip|zip code|plz|postleitzahl|code postal|"
              "código postal|codigo postal|cap|codice postale|address|adresse|anschrift|"
              "dirección|indirizzo"},
};

// Words of numbers that are nobody's.
constexpr std::string_view kAgainst =
    "order|invoice|isbn|issn|ismn|isrc|isan|ean|upc|gtin|asin|sku|part no|part number|tracking|"
    "shipment|parcel|serial|s/n|ticket|case no|case number|reference|receipt|transaction|timestamp|"
    "epoch|price|total|article|item|product|cusip|isin|sedol|figi|cfi|lei|cas|cas no|ec "
    "number|banknote|container|track|"
    "pixel|coordinate|version|release|build|ver|upgrade|section|chapter|clause|oid|page|pages|"
    "figures|click|loss|latency|bestellung|bestellnummer|rechnung|rechnungsnummer|auftrag|"
    "sendung|artikel|commande|facture|pedido|factura|ordine|fattura|uuid|sha|hash|commit|request "
    "id";

std::vector<std::string_view> SplitWords(std::string_view list) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const size_t bar = list.find('|');
    if (const std::string_view part = list.substr(0, bar); !part.empty()) parts.push_back(part);
    if (bar == std::string_view::npos) break;
    list.remove_prefix(bar + 1);
  }
  return parts;
}

std::string_view GroupWords(std::string_view name) {
  for (const WordGroup& group : kGroups) {
    if (group.name == name) return group.words;
  }
  Panic("no group of context words is named `" + std::string(name) + "`");
}

void AddOnce(const std::vector<uint32_t>& from, std::vector<uint32_t>* to) {
  for (const uint32_t row : from) {
    if (std::find(to->begin(), to->end(), row) == to->end()) to->push_back(row);
  }
}

// A dictionary wants three bytes: "IK" becomes "ik " at the end of a word by two entries.
std::vector<std::string> Literals(std::string_view word) {
  if (word.size() >= 3) return {std::string(word)};
  std::vector<std::string> longer;
  for (const std::string_view end : {" ", ":", ".", "=", "\"", "#", ")"}) {
    longer.push_back(std::string(word) + std::string(end));
  }
  return longer;
}

std::span<const NumberMark>::iterator FirstFrom(std::span<const NumberMark> marks, size_t pos) {
  return std::lower_bound(marks.begin(), marks.end(), pos,
                          [](const NumberMark& mark, size_t at) { return mark.pos < at; });
}

}  // namespace

bool NumberContext::Names(uint32_t row) const {
  return std::find(specific.begin(), specific.end(), row) != specific.end();
}

bool NumberContext::SpeaksFor(uint32_t row) const {
  return std::find(generic.begin(), generic.end(), row) != generic.end();
}

NumberWords::NumberWords(std::span<const std::string_view> words) {
  std::map<std::string, Meaning> by_word;
  const auto add = [&](std::string_view word, uint32_t row, bool specific) {
    for (std::string& literal : Literals(word)) {
      Meaning& meaning = by_word[std::move(literal)];
      AddOnce({row}, specific ? &meaning.specific : &meaning.generic);
    }
  };
  for (uint32_t row = 0; row < words.size(); ++row) {
    for (const std::string_view word : SplitWords(words[row])) {
      if (word.front() != '@') {
        add(word, row, true);
        continue;
      }
      for (const std::string_view shared : SplitWords(GroupWords(word))) add(shared, row, false);
    }
  }
  for (const std::string_view word : SplitWords(kAgainst)) by_word[std::string(word)];
  literals_.reserve(by_word.size());
  for (auto& [word, meaning] : by_word) {
    literals_.push_back(word);
    const bool whole = IsAlnum(word.back()) || IsContinuationByte(word.back());
    words_.push_back({literals_.back(), static_cast<uint32_t>(meanings_.size()), false, whole});
    meanings_.push_back(std::move(meaning));
  }
}

NumberContext NumberWords::Before(std::string_view text, std::span<const NumberMark> marks,
                                  size_t begin) const {
  NumberContext context;
  bool decided = false;
  auto mark = FirstFrom(marks, begin);
  size_t looked = begin;  // no empty line stands from here to `begin`
  while (mark != marks.begin() && (--mark)->pos + kContextBefore >= begin) {
    if (text.substr(mark->pos, looked - mark->pos).find("\n\n") != std::string_view::npos) break;
    looked = mark->pos + 1;
    const Meaning& meaning = meanings_[mark->meaning];
    const bool against = meaning.specific.empty() && meaning.generic.empty();
    if (against && !decided) context.against = begin - mark->pos <= kAgainstBefore;
    decided = decided || !against || context.against;
    AddOnce(meaning.specific, &context.specific);
    AddOnce(meaning.generic, &context.generic);
  }
  return context;
}

bool NumberWords::SpeakNear(std::span<const NumberMark> marks, size_t begin, size_t end) const {
  const auto first = FirstFrom(marks, begin - std::min(begin, kContextBefore));
  for (auto mark = first; mark != marks.end() && mark->pos < end + kContextAfter; ++mark) {
    const Meaning& meaning = meanings_[mark->meaning];
    if (!meaning.specific.empty() || !meaning.generic.empty()) return true;
  }
  return false;
}

void NumberWords::AddBehind(std::string_view text, std::span<const NumberMark> marks, size_t end,
                            NumberContext* context) const {
  const size_t highest = std::min(text.size(), end + kContextAfter);
  for (auto mark = FirstFrom(marks, end); mark != marks.end() && mark->pos < highest; ++mark) {
    if (text.substr(end, mark->pos - end).find('\n') != std::string_view::npos) break;
    AddOnce(meanings_[mark->meaning].specific, &context->specific);
    AddOnce(meanings_[mark->meaning].generic, &context->generic);
  }
}

}  // namespace reeve::detectors
