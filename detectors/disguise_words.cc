#include "detectors/disguise_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// Blank-separated, lower case, ASCII. A word of two or three letters is a weak cue.
constexpr std::string_view kWords =
    // frequent words
    "the and you are that this with have from which will would should could about there their "
    "them then when where what your please into only here these those they were been being other "
    "people because through before after between under first also more most some such than very "
    "just over every make know want need give send take write read call help tell find work name "
    "number today tomorrow thank thanks hello dear regards "
    // instructions
    "ignore disregard forget bypass override previous prior earlier preceding following above "
    "below instruction instructions directive directives guideline guidelines command commands "
    "system prompt prompts developer administrator assistant message messages context reveal show "
    "print repeat output display return translate encode decode convert explain describe "
    "everything anything nothing without never always instead pretend imagine roleplay character "
    "persona unrestricted unfiltered restrictions restriction limits filter filters safety policy "
    "policies rules jailbreak obey comply answer respond response question confidential hidden "
    "secret secrets initial original starting beginning execute continue original modification "
    "complete start hate humans kill "
    // personal data and credentials
    "password passwords passwd token tokens credential credentials account email mail phone "
    "mobile card credit payment transfer iban social security address birth com example "
    // German
    "und nicht ist sind eine einen sie ignoriere ignorieren vergiss bisherigen vorherigen "
    "anweisungen anweisung befehle bitte zeige regeln konto karte passwort telefon adresse "
    // French
    "les des vous ignorez ignore oubliez toutes precedentes afficher montre regles consignes "
    "carte compte courriel telephone "
    // Spanish, Italian, Portuguese
    "ignora ignorar olvida todas anteriores instrucciones instruccion muestra sistema reglas "
    "tarjeta cuenta correo telefono contrasena istruzioni precedenti dimentica mostra ignorare "
    "instrucoes esqueca cartao senha";

// What is another word in some language when it is rotated or turned round.
constexpr std::string_view kOrdinary =
    "sel des und dnu era sah saw was nos sed eid moor mood lived live devil emit time tsi era "
    "liam mail eman mean eno emos semi rab sirup pots snap snips part trap strap spot tops keep "
    "peek terra green barf sober envy nail er tang clerk sent drac roma ton rats star edit tide";

// "at" and "point" are too frequent to be cues by themselves; in brackets they are.
constexpr std::string_view kSpelled = "dot punkt punto ponto arobase arroba chiocciola";

std::string Rotated(std::string_view word) {
  std::string out;
  for (const char c : word) out += static_cast<char>('a' + (c - 'a' + 13) % 26);
  return out;
}

template <typename Function>
void EachWord(std::string_view list, Function function) {
  while (!list.empty()) {
    const size_t blank = std::min(list.find(' '), list.size());
    if (blank > 0) function(list.substr(0, blank));
    list.remove_prefix(std::min(blank + 1, list.size()));
  }
}

uint32_t Head(std::string_view word) {
  uint32_t head = 0;
  for (size_t i = 0; i < std::min<size_t>(word.size(), 4); ++i) {
    head |= static_cast<uint32_t>(static_cast<uint8_t>(word[i])) << (8 * i);
  }
  return head;
}

struct Words {
  Words();
  void Mark(std::string_view word) {
    const size_t bit = WordCueFilter::BitOf(Head(word), word.size());
    bits[bit / 64] |= uint64_t{1} << (bit % 64);
  }

  std::unordered_set<std::string_view> plain;
  std::unordered_map<std::string, WordCue> cues;
  std::array<uint64_t, 1024> bits{};
};

Words::Words() {
  std::unordered_set<std::string_view> ordinary;
  EachWord(kOrdinary, [&](std::string_view word) { ordinary.insert(word); });
  EachWord(kWords, [&](std::string_view word) { plain.insert(word); });
  for (const std::string_view word : plain) {
    const uint8_t weight = word.size() >= 4 ? 2 : 1;
    const auto add = [&](const std::string& disguised, uint8_t WordCue::*field) {
      if (plain.count(disguised) == 0 && ordinary.count(disguised) == 0) {
        cues[disguised].*field = weight;
      }
    };
    add(Rotated(word), &WordCue::rot13);
    add(std::string(word.rbegin(), word.rend()), &WordCue::reversed);
  }
  EachWord(kSpelled, [&](std::string_view word) { cues[std::string(word)].spelled = true; });
  for (const auto& [word, cue] : cues) Mark(word);
}

const Words& TheWords() {
  static const Words words;
  return words;
}

}  // namespace

WordCueFilter::WordCueFilter() : bits_(TheWords().bits.data()) {}

WordCue FindWordCue(std::string_view word) {
  if (word.size() > kMaxDisguisedWord) return {};
  std::string lower(word);
  for (char& c : lower) c = ToLower(c);
  const auto found = TheWords().cues.find(lower);
  return found == TheWords().cues.end() ? WordCue{} : found->second;
}

bool IsPlainWord(std::string_view word) {
  return word.size() >= 4 && TheWords().plain.count(word) != 0;
}

}  // namespace reeve::detectors
