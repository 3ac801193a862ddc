// Numbers of Albania, Bulgaria, Belarus, Croatia, Moldova, Montenegro, North Macedonia, Romania,
// Serbia, Russia, Ukraine.
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// The first letter is the decade, the last a check that is not published.
bool AlNipt(std::string_view n) { return (n.size() > 10 ? n.substr(2) : n)[0] <= 'M'; }

// The month is 20 higher for births before 1900 and 40 higher since 2000.
bool BgEgn(std::string_view n) {
  int year = 1900 + static_cast<int>(NumberOf(n.substr(0, 2)));
  int month = static_cast<int>(NumberOf(n.substr(2, 2)));
  if (month > 40) {
    year += 100;
    month -= 40;
  } else if (month > 20) {
    year -= 100;
    month -= 20;
  }
  return DateValid(year, month, static_cast<int>(NumberOf(n.substr(4, 2)))) &&
         WeightedSum(n, {2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11 % 10 == DigitAt(n, 9);
}

bool BgPnf(std::string_view n) {
  return !AllSame(n) && WeightedSum(n, {21, 19, 17, 13, 11, 9, 7, 3, 1}) % 10 == DigitAt(n, 9);
}

// Nine digits of a company, or the ten of a person or of another body.
bool BgVat(std::string_view n) {
  n = WithoutPrefix(n, "BG");
  if (n.size() == 10) {
    const int rest = (11 - WeightedSum(n, {4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
    return BgEgn(n) || BgPnf(n) || rest == DigitAt(n, 9);
  }
  int check = WeightedSum(n, {1, 2, 3, 4, 5, 6, 7, 8}) % 11;
  if (check == 10) check = WeightedSum(n, {3, 4, 5, 6, 7, 8, 9, 10}) % 11;
  return !AllSame(n) && check % 10 == DigitAt(n, 8);
}

// Persons have two letters of those that Latin and Cyrillic share; the second counts by its place.
bool ByUnp(std::string_view n) {
  n = WithoutPrefix(n, "UNP");
  constexpr std::string_view kLetters = "ABCEHKMOPT";
  constexpr std::string_view kFirst = "1234567ABCEHKM";
  constexpr std::array<int, 8> kWeights = {29, 23, 19, 17, 13, 7, 5, 3};
  if (kFirst.find(n[0]) == std::string_view::npos || IsDigit(n[0]) != IsDigit(n[1])) return false;
  const size_t second = kLetters.find(n[1]);
  if (!IsDigit(n[1]) && second == std::string_view::npos) return false;
  int sum = kWeights[0] * ValueOf(n[0]) +
            kWeights[1] * (IsDigit(n[1]) ? n[1] - '0' : static_cast<int>(second));
  for (size_t i = 2; i < 8; ++i) sum += kWeights[i] * DigitAt(n, i);
  return sum % 11 == DigitAt(n, 8);
}

bool HrOib(std::string_view n) { return !AllSame(n) && Mod11_10Valid(WithoutPrefix(n, "HR")); }

bool MdIdno(std::string_view n) {
  return WeightedSum(n, {7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1}) % 10 == DigitAt(n, 12);
}

bool MePib(std::string_view n) {
  return NumberOf(n) > 0 &&
         (11 - WeightedSum(n, {8, 7, 6, 5, 4, 3, 2}) % 11) % 11 % 10 == DigitAt(n, 7);
}

bool MkEdb(std::string_view n) {
  n = WithoutPrefix(n, "MK");
  const int sum = WeightedSum(n, {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2});
  return NumberOf(n) > 0 && (11 - sum % 11) % 11 % 10 == DigitAt(n, 12);
}

// The citizen's number of Yugoslavia: birth with three digits of the year, region, serial number.
bool Jmbg(std::string_view n) {
  const int year = static_cast<int>(NumberOf(n.substr(4, 3)));
  if (!DateValid(year < 800 ? 2000 + year % 100 : 1000 + year,
                 static_cast<int>(NumberOf(n.substr(2, 2))),
                 static_cast<int>(NumberOf(n.substr(0, 2))))) {
    return false;
  }
  const int sum = WeightedSum(n, {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2});
  return (11 - sum % 11) % 11 % 10 == DigitAt(n, 12);
}

// Sex and century, birth, county, serial number.
bool RoCnp(std::string_view n) {
  constexpr std::array<int, 9> kCenturies = {1900, 1900, 1800, 1800, 2000, 2000, 1900, 1900, 1900};
  if (n[0] == '0') return false;
  const int year =
      kCenturies[static_cast<size_t>(n[0] - '1')] + static_cast<int>(NumberOf(n.substr(1, 2)));
  const int64_t county = NumberOf(n.substr(7, 2));
  const bool known = (county >= 1 && county <= 48) || county == 51 || county == 52 ||
                     county == 70 || (county >= 80 && county <= 83);
  if (!known || !DateValid(year, static_cast<int>(NumberOf(n.substr(3, 2))),
                           static_cast<int>(NumberOf(n.substr(5, 2))))) {
    return false;
  }
  const int rest = WeightedSum(n, {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return (rest == 10 ? 1 : rest) == DigitAt(n, 12);
}

// Two to ten digits, with the weights 7 5 3 2 1 7 5 3 2 up to the check digit.
bool RoCui(std::string_view n) {
  n = WithoutPrefix(n, "RO");
  std::string ten(10 - n.size(), '0');
  ten += n;
  return n[0] != '0' &&
         10 * WeightedSum(ten, {7, 5, 3, 2, 1, 7, 5, 3, 2}) % 11 % 10 == DigitAt(ten, 9);
}

bool RoCf(std::string_view n) {
  return WithoutPrefix(n, "RO").size() == 13 ? RoCnp(WithoutPrefix(n, "RO")) : RoCui(n);
}

// Kind of register, county, number, year. Since 2024 the year stands first, and a check digit last.
bool RoOnrc(std::string_view n) {
  if (n[0] != 'J' && n[0] != 'F' && n[0] != 'C') return false;
  const auto county = [](int64_t number) {
    return (number >= 1 && number <= 40) || number == 51 || number == 52;
  };
  if (n.size() == 14) {
    int sum = n[0] % 10;
    for (const char c : n.substr(1, 12)) sum += c - '0';
    const int64_t year = NumberOf(n.substr(1, 4));
    const int64_t place = NumberOf(n.substr(11, 2));
    const bool placed = year < 2024 ? county(place) : place == 0 || (year == 2024 && county(place));
    if (year >= 1990 && year <= 2099 && placed && sum % 10 == DigitAt(n, 13)) return true;
  }
  const int64_t year = NumberOf(n.substr(n.size() - 4));
  return year >= 1990 && year <= 2024;
}

bool RsPib(std::string_view n) { return Mod11_10Valid(n) && !AllSame(n); }

// Ten digits of a company with one check digit, twelve of a person with two.
bool RuInn(std::string_view n) {
  if (NumberOf(n) == 0) return false;
  if (n.size() == 10) {
    return WeightedSum(n, {2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10 == DigitAt(n, 9);
  }
  return WeightedSum(n, {7, 2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10 == DigitAt(n, 10) &&
         WeightedSum(n, {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10 == DigitAt(n, 11);
}

// Thirteen digits of a company, fifteen of an entrepreneur.
bool RuOgrn(std::string_view n) {
  const int64_t number = NumberOf(n.substr(0, n.size() - 1));
  if (n.size() == 13) return n[0] != '0' && number % 11 % 10 == DigitAt(n, 12);
  return (n[0] == '3' || n[0] == '4') && number % 13 % 10 == DigitAt(n, 14);
}

bool RuSnils(std::string_view n) {
  const int rest = WeightedSum(n, {9, 8, 7, 6, 5, 4, 3, 2, 1}) % 101 % 100;
  return NumberOf(n) > 0 && rest == NumberOf(n.substr(9));
}

// Region of issue and the year in its series.
bool RuPassport(std::string_view n) { return n[0] != '0' || n[1] != '0'; }

bool UaEdrpou(std::string_view n) {
  const bool middle = n[0] >= '3' && n[0] <= '5';
  int rest =
      (middle ? WeightedSum(n, {7, 1, 2, 3, 4, 5, 6}) : WeightedSum(n, {1, 2, 3, 4, 5, 6, 7})) % 11;
  if (rest == 10) {
    rest =
        (middle ? WeightedSum(n, {9, 3, 4, 5, 6, 7, 8}) : WeightedSum(n, {3, 4, 5, 6, 7, 8, 9})) %
        11;
  }
  return NumberOf(n) > 0 && rest % 10 == DigitAt(n, 7);
}

// Days since the end of 1899, sex, check digit.
bool UaRntrc(std::string_view n) {
  const int sum = WeightedSum(n, {-1, 5, 7, 9, 4, 6, 10, 5, 7});
  return NumberOf(n) > 0 && (sum % 11 + 11) % 11 % 10 == DigitAt(n, 9);
}

constexpr std::array kFormats = {
    NumberFormat{
        .entity = {.name = "AL_NIPT",
                   .country = "AL",
                   .title = "Albanian tax number",
                   .source = "Act 9920 on tax procedures; NUIS of the National Business Centre"},
        .shapes = "a99999999a|a 99999999 a|ALa99999999a|AL a 99999999 a",
        .valid = AlNipt,
        .check = 0.1,
        .words = "nipt|nuis|numri i identifikimit|albanian tax|@tax|@company",
        .example = "K83571524V"},
    NumberFormat{.entity = {.name = "BG_EGN",
                            .country = "BG",
                            .title = "Bulgarian citizen number",
                            .source = "Civil Registration Act, article 11"},
                 .shapes = "9999999999",
                 .valid = BgEgn,
                 .words = "егн|ЕГН|egn|единен граждански номер|Единен граждански номер|bulgarian "
                          "personal|@person",
                 .example = "7632145680"},
    NumberFormat{
        .entity = {.name = "BG_PNF",
                   .country = "BG",
                   .title = "Bulgarian number of foreigners",
                   .source = "Foreigners Act, article 55"},
        .shapes = "9999999999|9999 999 999",
        .valid = BgPnf,
        .words =
            "лнч|ЛНЧ|pnf|lnch|личен номер на чужденец|Личен номер|number of a foreigner|@person",
        .example = "0088267500"},
    NumberFormat{
        .entity = {.name = "BG_VAT",
                   .country = "BG",
                   .title = "Bulgarian VAT number",
                   .source = "Value Added Tax Act, article 94"},
        .shapes = "BG9{9,10}|BG 999 999 999|999999999|9999999999|999 999 999",
        .valid = BgVat,
        .words = "ддс|ДДС|идентификационен номер по ддс|Идентификационен номер по ДДС|инддс|ИН по "
                 "ЗДДС|dds|еик|ЕИК|булстат|БУЛСТАТ|bulgarian vat|@tax|@company",
        .example = "709176280"},
    NumberFormat{
        .entity = {.name = "BY_UNP",
                   .country = "BY",
                   .title = "Belarusian payer number",
                   .source = "Tax Code of Belarus, article 71"},
        .shapes = "999999999|aa9999999|UNP 999999999|UNP aa9999999",
        .valid = ByUnp,
        .words =
            "унп|УНП|unp|учетный номер плательщика|Учетный номер|ушп|belarus vat|belarus tax|@tax",
        .example = "221717418"},
    NumberFormat{
        .entity = {.name = "HR_OIB",
                   .country = "HR",
                   .title = "Croatian personal identification number",
                   .source = "OIB Act (Zakon o osobnom identifikacijskom broju)"},
        .shapes = "HR 99999999999|99999999999",
        .valid = HrOib,
        .words = "oib|osobni identifikacijski broj|croatian identification|@person|@tax|@company",
        .example = "11613004929"},
    NumberFormat{
        .entity = {.name = "MD_IDNO",
                   .country = "MD",
                   .title = "Moldovan identification number",
                   .source = "Government decision 272/2002; Act 220/2007"},
        .shapes = "9999999999999",
        .valid = MdIdno,
        .words = "idno|idnp|cod fiscal|codul fiscal|moldavian company|moldovan|@company|@person",
        .example = "1559586786039"},
    NumberFormat{.entity = {.name = "ME_PIB",
                            .country = "ME",
                            .title = "Montenegrin tax number",
                            .source = "Act on tax administration of Montenegro"},
                 .shapes = "99999999",
                 .valid = MePib,
                 .words = "pib|poreski identifikacioni broj|montenegro tax|@tax",
                 .example = "02014904"},
    NumberFormat{.entity = {.name = "MK_EDB",
                            .country = "MK",
                            .title = "Macedonian tax number",
                            .source = "Act on the Public Revenue Office"},
                 .shapes = "MK 9999999999999|9999999999999",
                 .valid = MkEdb,
                 .words = "едб|ЕДБ|edb|едниствен даночен број|Едниствен Даночен Број|единствен "
                          "даночен број|даночен број|даночен|macedonia tax|@tax",
                 .example = "7859856348390"},
    NumberFormat{.entity = {.name = "RO_CF",
                            .country = "RO",
                            .title = "Romanian VAT number",
                            .source = "Tax Code of Romania, article 316"},
                 .shapes = "RO 9{2,10}|RO 9999999999999|9{6,10}|9999999999999|999 999 99|999 999 9",
                 .valid = RoCf,
                 .words = "cf|cod fiscal|codul fiscal|înregistrare în scopuri|inregistrare in "
                          "scopuri|tva|romanian vat|@tax",
                 .example = "82345799"},
    NumberFormat{.entity = {.name = "RO_CNP",
                            .country = "RO",
                            .title = "Romanian personal number",
                            .source = "Government Emergency Ordinance 97/2005"},
                 .shapes = "9999999999999|9 999999 999999",
                 .valid = RoCnp,
                 .words = "cnp|cod numeric personal|codul numeric|romanian numerical|@person",
                 .example = "3040818153634"},
    NumberFormat{.entity = {.name = "RO_CUI",
                            .country = "RO",
                            .title = "Romanian company number",
                            .source = "Act 359/2004"},
                 .shapes = "RO 9{2,10}|9{6,10}|999 999 99|999 999 9",
                 .valid = RoCui,
                 .words = "cui|cif|codul unic de înregistrare|cod unic|cod de identificare "
                          "fiscală|romanian company|@company|@tax",
                 .example = "76622402"},
    NumberFormat{
        .entity = {.name = "RO_ONRC",
                   .country = "RO",
                   .title = "Romanian trade register number",
                   .source = "Act 265/2022 on the trade register"},
        .shapes =
            "a/?09/9{1,5}/9999|a/?19/9{1,5}/9999|a/?29/9{1,5}/9999|a/?39/9{1,5}/9999|a/?40/9{1,5}/"
            "9999|a/?51/9{1,5}/9999|a/?52/9{1,5}/9999|a/?9/9{1,5}/9999|a 09/9{1,5}/9999|a "
            "19/9{1,5}/9999|a 29/9{1,5}/9999|a 39/9{1,5}/9999|a 40/9{1,5}/9999|a 51/9{1,5}/9999|a "
            "52/9{1,5}/9999|a "
            "9/9{1,5}/"
            "9999|a09-9{1,5}-9999|a19-9{1,5}-9999|a29-9{1,5}-9999|a39-9{1,5}-9999|a40-9{1,5}-9999|"
            "a51-9{1,5}-9999|a52-9{1,5}-9999|a9-9{1,5}-9999|a09 9{1,5} 9999|a19 9{1,5} 9999|a29 "
            "9{1,5} 9999|a39 9{1,5} 9999|a40 9{1,5} 9999|a51 9{1,5} 9999|a52 9{1,5} 9999|a9 9{1,5} "
            "9999|a09/9{1,5}/99.99.9999|a19/9{1,5}/99.99.9999|a29/9{1,5}/99.99.9999|a39/9{1,5}/"
            "99.99.9999|a40/9{1,5}/99.99.9999|a51/9{1,5}/99.99.9999|a52/9{1,5}/99.99.9999|a9/"
            "9{1,5}/99.99.9999|a9{13,13}",
        .separated = true,
        .valid = RoOnrc,
        .check = 0.1,
        .words = "onrc|registrul comerțului|registrul comerţului|registrul comertului|ordine din "
                 "registrul|nr. reg. com|reg com|trade register|romanian trade register|@company",
        .example = "J12/345/2015"},
    NumberFormat{.entity = {.name = "RS_JMBG",
                            .country = "RS",
                            .title = "Citizen number of Serbia and its neighbours",
                            .source = "Act on the unique citizen number (Zakon o JMBG)"},
                 .shapes = "9999999999999",
                 .valid = Jmbg,
                 .words = "jmbg|јмбг|ЈМБГ|jedinstveni matični broj|jedinstveni maticni "
                          "broj|matični broj|maticni broj|матични број|@person",
                 .example = "0105161282533"},
    NumberFormat{.entity = {.name = "RS_PIB",
                            .country = "RS",
                            .title = "Serbian tax number",
                            .source = "Act on tax procedure and tax administration"},
                 .shapes = "999999999",
                 .valid = RsPib,
                 .words = "pib|пиб|ПИБ|poreski identifikacioni broj|порески идентификациони "
                          "број|serbian tax|@tax|@company",
                 .example = "292493479"},
    NumberFormat{.entity = {.name = "RU_INN",
                            .country = "RU",
                            .title = "Russian tax number",
                            .source = "Tax Code of Russia, article 84"},
                 .shapes = "9999999999|999999999999",
                 .valid = RuInn,
                 .words = "инн|ИНН|inn|идентификационный номер налогоплательщика|Идентификационный "
                          "номер|налогоплательщика|russian tax|@tax|@company",
                 .example = "2623220569"},
    NumberFormat{.entity = {.name = "RU_LICENSE_PLATE",
                            .country = "RU",
                            .title = "Russian vehicle registration",
                            .source = "GOST R 50577-2018"},
                 .shapes = "a 999 aa 99?9|a999aa99?9",
                 .words = "госномер|гос. номер|номерной знак|автомобиль|автомобиля|регистрационный "
                          "знак|russian plate|@plate",
                 .example = "А123ВС77"},
    NumberFormat{.entity = {.name = "RU_OGRN",
                            .country = "RU",
                            .title = "Russian registration number",
                            .source = "Federal Act 129-FZ of 8 August 2001"},
                 .shapes = "9999999999999|999999999999999",
                 .valid = RuOgrn,
                 .words = "огрн|ОГРН|огрнип|ОГРНИП|ogrn|ogrnip|psrn|основной "
                          "государственный|primary state registration|@company",
                 .example = "3876283587682"},
    NumberFormat{
        .entity = {.name = "RU_PASSPORT",
                   .country = "RU",
                   .title = "Russian passport number",
                   .source = "Government decree 828 of 8 July 1997"},
        .shapes = "99 99 999999|9999 999999|9999999999",
        .valid = RuPassport,
        .check = 0,
        .words = "паспорт|Паспорт|паспорта|серия и номер|серия|pasport|russian passport|@passport",
        .example = "70 98 859046"},
    NumberFormat{
        .entity = {.name = "RU_SNILS",
                   .country = "RU",
                   .title = "Russian pension insurance number",
                   .source = "Federal Act 27-FZ of 1 April 1996"},
        .shapes = "999-999-999 99|99999999999|999-999-999-99",
        .valid = RuSnils,
        .words =
            "снилс|СНИЛС|snils|страховой номер|страховое свидетельство|russian pension|@social",
        .example = "047-657-885 13"},
    NumberFormat{
        .entity = {.name = "UA_EDRPOU",
                   .country = "UA",
                   .title = "Ukrainian company number",
                   .source = "Cabinet resolution 118 of 22 January 1996"},
        .shapes = "99999999",
        .valid = UaEdrpou,
        .words =
            "єдрпоу|ЄДРПОУ|едрпоу|ЕДРПОУ|edrpou|код єдрпоу|enterprises and organizations|@company",
        .example = "79468947"},
    NumberFormat{
        .entity = {.name = "UA_RNTRC",
                   .country = "UA",
                   .title = "Ukrainian tax number of persons",
                   .source = "Tax Code of Ukraine, article 70"},
        .shapes = "9999999999",
        .valid = UaRntrc,
        .words = "рнокпп|РНОКПП|rntrc|іпн|ІПН|ідентифікаційний код|реєстраційний номер "
                 "облікової|ідентифікаційний номер|individual taxpayer registration|@tax|@person",
        .example = "8840323787"},
};

}  // namespace

std::span<const NumberFormat> EastEuropeanNumbers() { return kFormats; }

}  // namespace reeve::detectors
