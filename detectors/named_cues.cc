// The cues of people, addresses, births and ages, in the languages that are written in Latin
// letters; docs/detectors/personal-data.md names them by entity.
#include "detectors/named_cues.h"

#include <algorithm>

#include "detectors/named_things.h"

namespace reeve::detectors {
namespace {

struct CueWords {
  Cue cue;
  std::string_view words;  // `|` between two
};

// Words that end in a full stop or a blank may be followed by a letter.
constexpr CueWords kCues[] = {
    {Cue::kSelfName,
     "my name is|my name's|name is|i am called|i'm called|people call me|mein name ist|ich "
     "heiße|ich heisse|"
     "je m'appelle|je m’appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|il mio "
     "nome e'|"
     "meu nome é|me chamo|chamo-me|mijn naam is|ik heet|jag heter|mitt namn är|jeg hedder|jeg "
     "heter|"
     "mit navn er|mitt navn er|nimeni on|nazywam się|mam na imię|jmenuji se|volám sa|a "
     "nevem|numele meu este|"
     "mă numesc|zovem se|benim adım|last name is|first name is|surname is|nama saya|mein vorname "
     "ist"},
    {Cue::kIntroduce,
     "i am|i'm|this is|it's|ich bin|hier ist|je suis|c'est|yo soy|soy|sono|eu sou|ik ben|jag "
     "är|jeg er|"
     "hello|hey|hi |hi, |hallo|bonjour|hola|ciao|olá|hej|thanks|thank "
     "you|attn|attention|signed|named"},
    {Cue::kSalutation,
     "dear|lieber|liebe|liebes|cher|chère|chere|querido|querida|estimado|estimada|caro|cara|beste|"
     "geachte|kära|"
     "kjære|kære|gentile|egregio|prezado|prezada|szanowny|szanowna|drogi|droga"},
    {Cue::kHonorific,
     "mr.|mr |mrs.|mrs |ms.|ms |miss|mx.|dr.|dr |prof.|prof "
     "|professor|doctor|herr|herrn|frau|monsieur|madame|"
     "mme |mme.|mlle "
     "|mademoiselle|señor|señora|señorita|sr.|sra.|srta.|signor|signora|signorina|sig.|sig.ra|"
     "dott.|dott.ssa|dhr.|meneer|mevrouw|mevr.|senhor|senhora|dona|pan |pani|bay "
     "|bayan|lord|lady|dame|rev.|"
     "reverend|capt.|lt.|sgt.|captain|sergeant|lieutenant|judge|senator|congressman|sheikh|ing.|"
     "mag.|dipl.-ing.|hon."},
    {Cue::kNameField,
     "first name|firstname|given name|last name|lastname|surname|family name|full "
     "name|fullname|middle name|"
     "maiden name|customer name|patient name|employee name|contact name|contact person|account "
     "holder|card holder|"
     "cardholder|cardholder name|beneficiary|beneficiary "
     "name|patient|applicant|tenant|passenger|guest name|vorname|nachname|"
     "familienname|name des patienten|kontoinhaber|karteninhaber|ansprechpartner|nom de "
     "famille|prénom|nom et prénom|"
     "titulaire|nombre completo|nombre y apellidos|apellidos|apellido|titular|cognome|nome e "
     "cognome|intestatario|"
     "nome completo|sobrenome|voornaam|achternaam|imię|nazwisko|imię i "
     "nazwisko|jméno|příjmení|förnamn|efternamn|fornavn|"
     "etternavn|etunimi|sukunimi|ad soyad|real name|legal name|signed by|prepared by|your "
     "name|nama lengkap"},
    {Cue::kNameKey, "name|nom|nombre|nome|naam|navn|namn|imię i"},
    {Cue::kSignature,
     "regards|sincerely|sincerely yours|yours truly|yours faithfully|best wishes|cheers|many "
     "thanks|with thanks|all the best|"
     "grüße|grüßen|gruß|grüsse|hochachtungsvoll|cordialement|salutations distinguées|bien à "
     "vous|saludos|atentamente|"
     "un saludo|saluti|cordiali "
     "saluti|atenciosamente|cumprimentos|groet|groeten|hilsen|hälsningar|vänliga hälsningar|"
     "pozdrawiam|s pozdravem|üdvözlettel|saygılarımla|love,|xoxo"},
    {Cue::kBirth,
     "born|birth date|birthdate|date of birth|birthday|dob|d.o.b.|born on|year of "
     "birth|geboren|geburtsdatum|geburtstag|geb.|"
     "né le|née le|nee le|date de naissance|nacido|nacida|nació|fecha de nacimiento|nato il|nata "
     "il|data di nascita|"
     "nascido|nascida|data de "
     "nascimento|geboortedatum|född|födelsedatum|født|fødselsdato|syntynyt|syntymäaika|urodzony|"
     "urodzona|data urodzenia|narozen|datum narození|született|születési|născut|data "
     "nașterii|doğum tarihi|rođen|datum rođenja"},
    {Cue::kAgeBefore,
     "age|aged|i'll turn|i will turn|turned|turns|turning|my age is|alter|âge|âgé de|âgée "
     "de|edad|età|idade|leeftijd|ålder|"
     "alder|wiek|i'll be|tengo|j'ai|ho compiuto|over the age of"},
    {Cue::kAgeBehind,
     "years old|year old|years-old|year-old|yrs old|yr old|years of age|jahre alt|jahre jung|años "
     "de edad|anni di età|"
     "anos de idade|jaar oud|år gammal|år gammel|lat ma|yaşında|-year-old"},
    {Cue::kStreetBoth, "avenue|boulevard|place|plaza|ulica"},
    {Cue::kStreetLower, "street|road|blvd|highway|crescent|parkway"},
    {Cue::kStreet,
     "st.|st |st,|st\n|ave|ave.|rd.|rd |rd,|rd\n|lane|ln.|ln "
     "|ln,|drive|dr.|dr,|dr\n|way|court|ct.|ct |ct,|place|pl.|pl |pl,|square|terrace|close|"
     "circle|hwy|pkwy|alley|trail|row|loop|plaza|mews|gardens|grove|hill|park|parade|quay|"
     "esplanade|broadway|"
     "straat|laan|gatan|gade|vej|utca|tér|út|ulica"},
    {Cue::kStreetFirst,
     "rue|avenue|boulevard|allée|place|chemin|impasse|quai|route "
     "de|cours|via|viale|piazza|corso|largo|vicolo|strada|"
     "calle|c/ "
     "|avenida|avda.|av.|plaza|paseo|carrera|carretera|ctra.|camino|ronda|rua|travessa|praça|"
     "estrada|alameda|"
     "ul.|ulica|aleja|al.|plac|os.|str.|bulevardul|calea|trg|jalan|jl.|calçada|passeig|carrer|"
     "strasse des|straße des"},
    {Cue::kStreetWord,
     "straße|strasse|str.|platz|allee|gasse|weg|ring|ufer|damm|chaussee|utca|tér|út|útja|caddesi|"
     "sokak|cad.|sok.|"
     "katu|gatan|gate|vej|gade|plads|vei|vegen|veien"},
    {Cue::kPostBox,
     "po box|p.o. box|p.o.box|p. o. box|post office box|postfach|boîte postale|b.p.|apartado de "
     "correos|apartado|"
     "casella postale|caixa postal|postbus|postboks|box postal"},
    {Cue::kPostcode,
     "zip|zip code|zipcode|postcode|post code|postal code|postalcode|plz|postleitzahl|code "
     "postal|código postal|codigo postal|"
     "cap:|cep:|codice postale|cep |kod pocztowy|psč|postnummer|postinumero|irányítószám|posta "
     "kodu|pin code|pincode"},
    {Cue::kMonth,
     "january|february|march|april|may "
     "|may-|june|july|august|september|october|november|december|jan |jan-|feb |feb-|"
     "mar |mar-|apr |apr-|jun |jun-|jul |jul-|aug |aug-|sep |sep-|sept |oct |oct-|nov |nov-|dec "
     "|dec-|jan.|feb.|aug.|"
     "sept.|oct.|nov.|dec."},
    {Cue::kWeekday,
     "monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|"
     "freitag|samstag|"
     "sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|"
     "viernes|sábado|domingo|"
     "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"},
};

}  // namespace

std::vector<DictionaryWord> NamedCues(const std::function<bool(Cue)>& wanted) {
  std::vector<DictionaryWord> words;
  for (const CueWords& row : kCues) {
    if (!wanted(row.cue)) continue;
    std::string_view rest = row.words;
    while (!rest.empty()) {
      const size_t bar = std::min(rest.find('|'), rest.size());
      const std::string_view word = rest.substr(0, bar);
      const bool whole = word.back() != '.' && word.back() != ' ' && word.back() != ',' &&
                         word.back() != '\n' && word.back() != ':' && word.back() != '-';
      words.push_back({word, static_cast<uint32_t>(row.cue), false, whole});
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
  }
  return words;
}

}  // namespace reeve::detectors
