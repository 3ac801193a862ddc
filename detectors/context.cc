#include "detectors/context.h"

#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr DictionaryWord Word(std::string_view literal, uint32_t topics) {
  return {literal, topics, false, true};
}

constexpr std::array kWords = {
    Word("phone", kTopicPhone),
    Word("phoned", kTopicPhone),
    Word("telephone", kTopicPhone),
    Word("tel", kTopicPhone),
    Word("mobile", kTopicPhone),
    Word("mob", kTopicPhone),
    Word("cell", kTopicPhone),
    Word("cellphone", kTopicPhone),
    Word("fax", kTopicPhone),
    Word("call", kTopicPhone),
    Word("called", kTopicPhone),
    Word("calling", kTopicPhone),
    Word("dial", kTopicPhone),
    Word("ring", kTopicPhone),
    Word("hotline", kTopicPhone),
    Word("helpline", kTopicPhone),
    Word("landline", kTopicPhone),
    Word("whatsapp", kTopicPhone),
    Word("signal", kTopicPhone),
    Word("sms", kTopicPhone),
    Word("text me", kTopicPhone),
    Word("reach me", kTopicPhone),
    Word("reach him", kTopicPhone),
    Word("reach her", kTopicPhone),
    Word("contact", kTopicPhone),
    Word("msisdn", kTopicPhone),
    Word("voicemail", kTopicPhone),
    Word("answering", kTopicPhone),
    Word("my number", kTopicPhone),
    Word("your number", kTopicPhone),
    Word("his number", kTopicPhone),
    Word("her number", kTopicPhone),
    Word("telefon", kTopicPhone),
    Word("telefonnummer", kTopicPhone),
    Word("rufnummer", kTopicPhone),
    Word("handy", kTopicPhone),
    Word("handynummer", kTopicPhone),
    Word("mobil", kTopicPhone),
    Word("mobilnummer", kTopicPhone),
    Word("festnetz", kTopicPhone),
    Word("anrufen", kTopicPhone),
    Word("t\xC3\xA9l", kTopicPhone),
    Word("t\xC3\xA9l\xC3\xA9phone", kTopicPhone),
    Word("portable", kTopicPhone),
    Word("appelez", kTopicPhone),
    Word("appeler", kTopicPhone),
    Word("appelle", kTopicPhone),
    Word("tel\xC3\xA9"
         "fono",
         kTopicPhone),
    Word("telefono", kTopicPhone),
    Word("m\xC3\xB3vil", kTopicPhone),
    Word("movil", kTopicPhone),
    Word("celular", kTopicPhone),
    Word("cellulare", kTopicPhone),
    Word("ll\xC3\xA1mame", kTopicPhone),
    Word("llamar", kTopicPhone),
    Word("chiamare", kTopicPhone),
    Word("chiamami", kTopicPhone),
    Word("telefone", kTopicPhone),
    Word("telefoon", kTopicPhone),

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
  const size_t lowest = begin > kContextBefore ? begin - kContextBefore : 0;
  for (size_t pos = begin; pos-- > lowest;) {
    if (text[pos] == '\n' && pos > 0 && text[pos - 1] == '\n') break;
    const uint32_t against = begin - pos <= kAgainstBefore ? topics_against : 0;
    if (const Support support = judge(pos, against); support != Support::kNone) return support;
  }
  const size_t highest = std::min(text.size(), end + kContextAfter);
  for (size_t pos = end; pos < highest; ++pos) {
    if (text[pos] == '\n') break;
    if (judge(pos, 0) == Support::kFor) return Support::kFor;
  }
  return Support::kNone;
}

}  // namespace reeve::detectors
