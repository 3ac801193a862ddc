#include "detectors/surrogate_contacts.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

using Made = std::optional<std::string>;

// ---------------------------------------------------------------------------------------- phones

// Numbers that a regulator keeps for drama and examples, without the trunk digit.
struct DramaRange {
  std::string_view code;    // of the country
  std::string_view prefix;  // of the national number
  size_t free;              // digits that may be anything
};
constexpr std::array kDramaRanges = {
    DramaRange{"44", "2079460", 3},   // Ofcom, numbers for drama: London
    DramaRange{"44", "7700900", 3},   // mobile
    DramaRange{"44", "1632960", 3},   // no area
    DramaRange{"33", "19900", 4},     // Arcep, decision 2018-0881: Île-de-France
    DramaRange{"33", "63998", 4},     // mobile
    DramaRange{"49", "3023125", 3},   // Bundesnetzagentur, numbers for media: Berlin
    DramaRange{"49", "17139200", 2},  // mobile
    DramaRange{"61", "25550", 4},     // ACMA, numbers for fiction: south-east
    DramaRange{"61", "49157", 4},     // mobile
    DramaRange{"353", "2091", 5},     // ComReg, numbers for drama
    DramaRange{"46", "8465004", 2},   // PTS, numbers for books and films: Stockholm
};

// Codes of areas in use, so that a form which checks them takes the number.
constexpr std::array<std::string_view, 16> kUsAreas = {"202", "212", "213", "303", "312", "404",
                                                       "415", "503", "512", "602", "615", "702",
                                                       "713", "801", "816", "919"};

// 555-0100 to 555-0199 (ATIS-0300115).
std::string NorthAmerican(Draw& draw) {
  return std::string(kUsAreas[draw.Below(kUsAreas.size())]) + "55501" + draw.Digits(2);
}

Made OfCountry(std::string_view code, std::string_view text, size_t digits, Draw& draw) {
  std::array<const DramaRange*, kDramaRanges.size()> fitting{};
  size_t count = 0;
  for (const DramaRange& range : kDramaRanges) {
    if (range.code == code) fitting[count++] = &range;
  }
  if (count == 0) return std::nullopt;
  const DramaRange& range = *fitting[draw.Below(count)];
  const std::string national = std::string(range.prefix) + draw.Digits(range.free);
  const bool fits = text.front() == '+' && digits == code.size() + national.size();
  if (fits) return InForm(text, std::string(code) + national);
  return "+" + std::string(code) + " " + national;
}

}  // namespace

Made PhoneSurrogate(std::string_view text, Draw& draw) {
  const std::string digits = Compacted(text);
  if (digits.size() < 5 || !std::all_of(digits.begin(), digits.end(), IsDigit)) {
    return std::nullopt;
  }
  const bool international = text.front() == '+';
  if (digits.size() == 11 && digits[0] == '1') return InForm(text, "1" + NorthAmerican(draw));
  if (!international && digits.size() == 10 && digits[0] >= '2') {
    return InForm(text, NorthAmerican(draw));
  }
  if (international) {
    for (size_t length = 2; length <= 3; ++length) {
      if (auto made = OfCountry(digits.substr(0, length), text, digits.size(), draw)) return made;
    }
  }
  // 999 is no country (ITU-T E.164, reserved).
  return "+999 " + draw.Digits(8);
}

// RFC 2606.
Made EmailSurrogate(std::string_view text, Draw& draw) {
  if (text.find('@') == text.npos) return std::nullopt;
  return "user-" + draw.Letters(8) + "@example.com";
}

// RFC 5737, RFC 3849.
Made IpSurrogate(std::string_view text, Draw& draw) {
  if (text.find(':') == text.npos) {
    constexpr std::array<std::string_view, 3> kNetworks = {"192.0.2.", "198.51.100.", "203.0.113."};
    const std::string_view network = kNetworks[draw.Below(kNetworks.size())];
    return std::string(network) + std::to_string(1 + draw.Below(254));
  }
  std::string out = "2001:db8:";
  for (int i = 0; i < 4; ++i) {
    const uint64_t group = 0x1000 + draw.Below(0xF000);
    const std::string bytes = {static_cast<char>(group >> 8), static_cast<char>(group & 0xFF)};
    out += ":" + HexEncode(bytes);
  }
  return out;
}

// 00-00-5E-00-53-xx (RFC 9542, section 2.1.4).
Made MacSurrogate(std::string_view text, Draw& draw) {
  if (Compacted(text).size() != 12) return std::nullopt;
  const std::string last = HexEncode(std::string(1, static_cast<char>(draw.Below(256))));
  return InForm(text, "00005e0053" + last);
}

Made NameSurrogate(std::string_view text, Draw& draw) {
  constexpr std::array<std::string_view, 64> kFirst = {
      "Alma",    "Anton",  "Astrid",  "Basil",   "Beate",  "Bruno",  "Carla",  "Cecil",
      "Clara",   "Conrad", "Dora",    "Edgar",   "Edith",  "Elmar",  "Elsa",   "Emil",
      "Erika",   "Ernest", "Esther",  "Fabian",  "Felix",  "Fiona",  "Flora",  "Franz",
      "Frida",   "Gerda",  "Gilbert", "Greta",   "Gustav", "Hanna",  "Harald", "Hazel",
      "Hedwig",  "Helga",  "Hugo",    "Ida",     "Irene",  "Ivo",    "Jasper", "Judith",
      "Julius",  "Karin",  "Klaus",   "Laura",   "Leonie", "Linus",  "Lydia",  "Marta",
      "Mathias", "Mira",   "Nadine",  "Nils",    "Olga",   "Oskar",  "Paula",  "Quentin",
      "Rosa",    "Rupert", "Selma",   "Theodor", "Ursula", "Viktor", "Wilma",  "Xaver"};
  constexpr std::array<std::string_view, 64> kLast = {
      "Abendrot",    "Ashgrove",     "Birkwood",   "Blumental",   "Bramley",     "Brookfen",
      "Cobbler",     "Copperhill",   "Dornbach",   "Drizzlecot",  "Eastmere",    "Eichgrund",
      "Elderfold",   "Farnholt",     "Fernsby",    "Finkental",   "Gablewood",   "Glimmer",
      "Goldacker",   "Greywell",     "Halloway",   "Haselbusch",  "Heathermoor", "Hollerau",
      "Inglenook",   "Ivydale",      "Jasmund",    "Kestrelby",   "Kirchweih",   "Larkfield",
      "Lindenhain",  "Longmarsh",    "Maplehurst", "Mistelbach",  "Moorcroft",   "Nightwood",
      "Nussbaumer",  "Oakhanger",    "Ostertal",   "Otterburn",   "Pebblewick",  "Pfauenau",
      "Quellgrund",  "Quillfeather", "Rabenhorst", "Reedham",     "Rosmarin",    "Sandwell",
      "Silberlinde", "Snowdrop",     "Steinfurt",  "Tannengrund", "Thistlewood", "Tulpental",
      "Underhay",    "Vogelsang",    "Wacholder",  "Waldmeister", "Wetherby",    "Wintergreen",
      "Yarrow",      "Zaunkoenig",   "Zellwood",   "Zimtstern"};
  const std::string_view last = kLast[draw.Below(kLast.size())];
  const bool one_word = std::none_of(text.begin(), text.end(), [](char c) { return c == ' '; });
  if (one_word) return std::string(last);
  return std::string(kFirst[draw.Below(kFirst.size())]) + " " + std::string(last);
}

}  // namespace reeve::detectors
