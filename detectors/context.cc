#include "detectors/context.h"

#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/limits.h"
#include "detectors/text_masks.h"

namespace reeve::detectors {
namespace {

constexpr DictionaryWord Word(std::string_view literal, uint32_t topics) {
  return {literal, topics, false, true};
}

constexpr std::array kWords = {
    Word("phone", kTopicPhone | kTopicPhoneLine),
    Word("phoned", kTopicPhone | kTopicPhoneLine),
    Word("telephone", kTopicPhone | kTopicPhoneLine),
    Word("tel", kTopicPhone | kTopicPhoneLine),
    Word("mobile", kTopicPhone | kTopicPhoneLine),
    Word("mob", kTopicPhone | kTopicPhoneLine),
    Word("cell", kTopicPhone),
    Word("cellphone", kTopicPhone | kTopicPhoneLine),
    Word("fax", kTopicPhone | kTopicPhoneLine),
    Word("call", kTopicPhone),
    Word("called", kTopicPhone),
    Word("calling", kTopicPhone),
    Word("dial", kTopicPhone),
    Word("ring", kTopicPhone),
    Word("hotline", kTopicPhone | kTopicPhoneLine),
    Word("helpline", kTopicPhone | kTopicPhoneLine),
    Word("landline", kTopicPhone | kTopicPhoneLine),
    Word("whatsapp", kTopicPhone | kTopicPhoneLine),
    Word("signal", kTopicPhone),
    Word("sms", kTopicPhone | kTopicPhoneLine),
    Word("text me", kTopicPhone),
    Word("reach me", kTopicPhone | kTopicPhoneLine),
    Word("reach him", kTopicPhone | kTopicPhoneLine),
    Word("reach her", kTopicPhone | kTopicPhoneLine),
    Word("contact", kTopicPhone),
    Word("msisdn", kTopicPhone | kTopicPhoneLine),
    Word("voicemail", kTopicPhone | kTopicPhoneLine),
    Word("answering", kTopicPhone),
    Word("my number", kTopicPhone | kTopicPhoneLine),
    Word("your number", kTopicPhone | kTopicPhoneLine),
    Word("his number", kTopicPhone | kTopicPhoneLine),
    Word("her number", kTopicPhone | kTopicPhoneLine),
    Word("telefon", kTopicPhone | kTopicPhoneLine),
    Word("telefonnummer", kTopicPhone | kTopicPhoneLine),
    Word("rufnummer", kTopicPhone | kTopicPhoneLine),
    Word("handy", kTopicPhone),
    Word("handynummer", kTopicPhone | kTopicPhoneLine),
    Word("mobil", kTopicPhone | kTopicPhoneLine),
    Word("mobilnummer", kTopicPhone | kTopicPhoneLine),
    Word("festnetz", kTopicPhone | kTopicPhoneLine),
    Word("anrufen", kTopicPhone | kTopicPhoneLine),
    Word("t\xC3\xA9l", kTopicPhone | kTopicPhoneLine),
    Word("t\xC3\xA9l\xC3\xA9phone", kTopicPhone | kTopicPhoneLine),
    Word("portable", kTopicPhone),
    Word("appelez", kTopicPhone | kTopicPhoneLine),
    Word("appeler", kTopicPhone | kTopicPhoneLine),
    Word("appelle", kTopicPhone | kTopicPhoneLine),
    Word("teléfono", kTopicPhone | kTopicPhoneLine),
    Word("telefono", kTopicPhone | kTopicPhoneLine),
    Word("m\xC3\xB3vil", kTopicPhone | kTopicPhoneLine),
    Word("movil", kTopicPhone | kTopicPhoneLine),
    Word("celular", kTopicPhone | kTopicPhoneLine),
    Word("cellulare", kTopicPhone | kTopicPhoneLine),
    Word("ll\xC3\xA1mame", kTopicPhone | kTopicPhoneLine),
    Word("llamar", kTopicPhone | kTopicPhoneLine),
    Word("chiamare", kTopicPhone | kTopicPhoneLine),
    Word("chiamami", kTopicPhone | kTopicPhoneLine),
    Word("telefone", kTopicPhone | kTopicPhoneLine),
    Word("telefoon", kTopicPhone | kTopicPhoneLine),

    Word("call me", kTopicPhone | kTopicPhoneLine),
    Word("call us", kTopicPhone | kTopicPhoneLine),
    Word("call him", kTopicPhone | kTopicPhoneLine),
    Word("call her", kTopicPhone | kTopicPhoneLine),
    Word("ring me", kTopicPhone | kTopicPhoneLine),
    Word("reach us", kTopicPhone | kTopicPhoneLine),
    Word("answering at", kTopicPhone | kTopicPhoneLine),
    Word("messages to", kTopicPhone | kTopicPhoneLine),
    Word("message to", kTopicPhone),
    Word("registered", kTopicPhone),
    Word("texted", kTopicPhone),
    Word("our number", kTopicPhone | kTopicPhoneLine),
    Word("numaram", kTopicPhone | kTopicPhoneLine),
    Word("cep no", kTopicPhone | kTopicPhoneLine),
    Word("gsm", kTopicPhone | kTopicPhoneLine),
    Word("viber", kTopicPhone | kTopicPhoneLine),
    Word("rufen sie", kTopicPhone | kTopicPhoneLine),
    Word("ruf mich", kTopicPhone | kTopicPhoneLine),
    Word("mobiel", kTopicPhone | kTopicPhoneLine),
    Word("telemóvel", kTopicPhone | kTopicPhoneLine),
    Word("komórka", kTopicPhone | kTopicPhoneLine),
    Word("telefonszám", kTopicPhone | kTopicPhoneLine),
    Word("telefonnummer", kTopicPhone | kTopicPhoneLine),
    Word("puhelin", kTopicPhone | kTopicPhoneLine),
    Word("puhelinnumero", kTopicPhone | kTopicPhoneLine),
    Word("mobilnummer", kTopicPhone | kTopicPhoneLine),
    Word("nomor telepon", kTopicPhone | kTopicPhoneLine),
    Word("numéro de téléphone", kTopicPhone | kTopicPhoneLine),
    Word("numero di telefono", kTopicPhone | kTopicPhoneLine),
    Word("desk", kTopicPhoneBehind),
    Word("office", kTopicPhoneBehind),
    Word("home", kTopicPhoneBehind),
    Word("work", kTopicPhoneBehind),
    Word("ssn", kTopicSsn),
    Word("social security", kTopicSsn),
    Word("socialsecurity", kTopicSsn),
    Word("soc sec", kTopicSsn),

    Word("card", kTopicCard),
    Word("credit", kTopicCard),
    Word("debit", kTopicCard),
    Word("visa", kTopicCard),
    Word("mastercard", kTopicCard),
    Word("amex", kTopicCard),
    Word("american express", kTopicCard),
    Word("maestro", kTopicCard),
    Word("discover", kTopicCard),
    Word("diners", kTopicCard),
    Word("jcb", kTopicCard),
    Word("unionpay", kTopicCard),
    Word("cvv", kTopicCard),
    Word("cvc", kTopicCard),
    Word("kreditkarte", kTopicCard),
    Word("karte", kTopicCard),
    Word("kartennummer", kTopicCard),
    Word("carte", kTopicCard),
    Word("tarjeta", kTopicCard),
    Word("carta", kTopicCard),
    Word("payment", kTopicCard),
    Word("pan", kTopicCard),

    Word("iban", kTopicIban),
    Word("account", kTopicIban),
    Word("bank", kTopicIban),
    Word("konto", kTopicIban),
    Word("kontonummer", kTopicIban),
    Word("compte", kTopicIban),
    Word("cuenta", kTopicIban),
    Word("conto", kTopicIban),
    Word("bic", kTopicIban),
    Word("swift", kTopicIban),
    Word("transfer", kTopicIban),

    Word("ip address", kTopicIp),
    Word("src", kTopicIp),
    Word("dst", kTopicIp),
    Word("unspecified", kTopicIp),
    Word("ip addr", kTopicIp),
    Word("ipv4", kTopicIp),
    Word("ipv6", kTopicIp),
    Word("host", kTopicIp),
    Word("server", kTopicIp),
    Word("subnet", kTopicIp),
    Word("ping", kTopicIp),
    Word("gateway", kTopicIp),
    Word("dns", kTopicIp),
    Word("firewall", kTopicIp),
    Word("router", kTopicIp),
    Word("ssh", kTopicIp),
    Word("address", kTopicIp),

    Word("email", kTopicEmail),
    Word("mail", kTopicEmail),
    Word("e-mail", kTopicEmail),
    Word("courriel", kTopicEmail),
    Word("correo", kTopicEmail),

    Word("order", kTopicOther),
    Word("invoice", kTopicOther),
    Word("isbn", kTopicOther),
    Word("s/n", kTopicOther),
    Word("issn", kTopicOther),
    Word("ismn", kTopicOther),
    Word("ean", kTopicOther),
    Word("upc", kTopicOther),
    Word("gtin", kTopicOther),
    Word("asin", kTopicOther),
    Word("sku", kTopicOther),
    Word("part", kTopicOther),
    Word("tracking", kTopicOther),
    Word("shipment", kTopicOther),
    Word("parcel", kTopicOther),
    Word("serial", kTopicOther),
    Word("ticket", kTopicOther),
    Word("case", kTopicOther),
    Word("reference", kTopicOther),
    Word("receipt", kTopicOther),
    Word("transaction", kTopicOther),
    Word("timestamp", kTopicOther),
    Word("epoch", kTopicOther),
    Word("price", kTopicOther),
    Word("article", kTopicOther),
    Word("item", kTopicOther),
    Word("product", kTopicOther),
    Word("bestellung", kTopicOther),
    Word("bestellnummer", kTopicOther),
    Word("rechnung", kTopicOther),
    Word("rechnungsnummer", kTopicOther),
    Word("auftrag", kTopicOther),
    Word("sendung", kTopicOther),
    Word("artikel", kTopicOther),
    Word("commande", kTopicOther),
    Word("facture", kTopicOther),
    Word("pedido", kTopicOther),
    Word("factura", kTopicOther),
    Word("ordine", kTopicOther),
    Word("fattura", kTopicOther),
    Word("cusip", kTopicOther),
    Word("isin", kTopicOther),
    Word("sedol", kTopicOther),
    Word("pixel", kTopicOther),
    Word("coordinate", kTopicOther),

    Word("version", kTopicVersion),
    Word("release", kTopicVersion),
    Word("build", kTopicVersion),
    Word("ver", kTopicVersion),
    Word("upgrade to", kTopicVersion),
    Word("upgraded to", kTopicVersion),
    Word("section", kTopicVersion),
    Word("chapter", kTopicVersion),
    Word("clause", kTopicVersion),
    Word("oid", kTopicVersion),
    Word("update to", kTopicVersion),
    Word("updated to", kTopicVersion),
};

// Words that may stand between a name of a number and the number: "my number is", "call me on".
constexpr auto kFillers = std::to_array<std::string_view>(
    {"is",  "no", "nr",  "num",   "number", "numbers", "nummer", "at",    "on", "me",
     "us",  "to", "the", "my",    "our",    "his",     "her",    "your",  "or", "ist",
     "est", "es", "in",  "unter", "al",     "au",      "line",   "direct"});

bool FillerAt(std::string_view text, size_t pos) {
  std::array<char, 8> word{};
  size_t size = 0;
  while (pos + size < text.size() && IsLetter(text[pos + size])) {
    if (size == word.size()) return false;
    word[size] = ToLower(text[pos + size]);
    ++size;
  }
  const std::string_view wanted(word.data(), size);
  return std::find(kFillers.begin(), kFillers.end(), wanted) != kFillers.end();
}

}  // namespace

void AddContext(Support support, double points_for, double points_against, ScoreParts* parts) {
  if (support == Support::kFor) parts->context = points_for;
  if (support == Support::kAgainst) parts->against = points_against;
}

ContextWords::ContextWords() : words_(kWords) {}

Support ContextWords::Of(std::string_view text, size_t begin, size_t end, uint32_t topics_for,
                         uint32_t topics_against) const {
  const auto judge = [&](size_t pos, uint32_t against) {
    if (!IsLetter(text[pos]) || (WordBefore(text, pos) && text[pos - 1] != '_' &&
                                 !(Has(text[pos], kUpper) && Has(text[pos - 1], kLower)))) {
      return Support::kNone;
    }
    const DictionaryWord* word = words_.Find(text, pos);
    if (word == nullptr) return Support::kNone;
    if ((word->value & topics_for) != 0) return Support::kFor;
    return (word->value & against) != 0 ? Support::kAgainst : Support::kNone;
  };
  for (WordPlaces near = WordPlacesBefore(text, begin); !near.empty();) {
    const size_t pos = near.TakeLast();
    const uint32_t against = begin - pos <= kAgainstBefore ? topics_against : 0;
    if (const Support support = judge(pos, against); support != Support::kNone) return support;
  }
  for (WordPlaces near = WordPlacesBehind(text, end); !near.empty();) {
    if (judge(near.TakeFirst(), 0) == Support::kFor) return Support::kFor;
  }
  return Support::kNone;
}

bool ContextWords::RightBefore(std::string_view text, size_t begin, uint32_t topics) const {
  const size_t lowest = begin > kCueReach ? begin - kCueReach : 0;
  for (size_t pos = begin; pos-- > lowest;) {
    const char c = text[pos];
    if (IsDigit(c) || c == '!' || c == '?' || c == ';') return false;
    if (!IsLetter(c) || (WordBefore(text, pos) && text[pos - 1] != '_')) continue;
    const DictionaryWord* word = words_.Find(text, pos);
    if (word != nullptr && (word->value & topics) != 0) return true;
    if (!FillerAt(text, pos)) return false;
  }
  return false;
}

bool ContextWords::RightBehind(std::string_view text, size_t end, uint32_t topics) const {
  const size_t highest = std::min(text.size(), end + 3);
  for (size_t pos = end; pos < highest && !Has(text[pos], kDigit) && text[pos] != '\n'; ++pos) {
    if (!IsLetter(text[pos])) continue;
    const DictionaryWord* word = words_.Find(text, pos);
    return word != nullptr && (word->value & topics) != 0;
  }
  return false;
}

}  // namespace reeve::detectors
