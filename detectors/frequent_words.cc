#include "detectors/frequent_words.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

// The frequent words of English prose, roughly in their order, then those of office letters and of
// what people ask of a model. In other languages nearly all words count as rare: there the estimate
// is worse, and a scan slower.
constexpr std::string_view kWords =
    "the of and to a in is you that it he was for on are with as i his they be at one have this "
    "from or had by not but what some we can out other were all there when up use your how said "
    "an each she which do their time if will way about many then them write please text explain "
    "describe summarize summarise list give information message question answer code email "
    "report order service number system name program rules team meeting content article poem "
    "customer company business file data points steps example following table change would like "
    "so these her long make thing see him two has look more day could go come did sound no most "
    "people my over know water than call first who may down side been now find any new work "
    "part take get place made live where after back little only round man year came show every "
    "good me our under very through just form sentence great think say help low line differ "
    "turn cause much mean before move right boy old too same tell does set three want air well "
    "also play small end put home read hand port large spell add even land here must big high "
    "such follow act why ask men went light kind off need house picture try us again animal "
    "point mother world near build self earth father head stand own page should country found "
    "school grow study still learn plant cover food sun four between state keep eye never last "
    "let thought city tree cross farm hard start might story saw far sea draw left late run "
    "while press close night real life few north open seem together next white children begin "
    "got walk ease paper group always music those both mark often letter until mile river car "
    "feet care second book carry took science eat room friend began idea fish mountain stop "
    "once base hear horse cut sure watch color face wood main enough plain girl usual young "
    "ready above ever red though feel talk bird soon body dog family direct pose leave song "
    "measure door product black short numeral class wind happen complete ship area half rock "
    "fire south problem piece told knew pass since top whole king space heard best hour better "
    "true during hundred five remember step early hold west ground interest reach fast verb "
    "sing listen six travel less morning ten simple several vowel toward war lay against "
    "pattern slow center love person money serve appear road map rain rule govern pull cold "
    "notice voice unit power town fine certain fly fall lead cry dark machine note wait plan "
    "figure star box noun field rest correct able pound done beauty drive stood contain front "
    "teach week final gave green quick develop ocean warm free minute strong special mind "
    "behind clear tail produce fact street inch multiply nothing course stay wheel full force "
    "blue object decide surface deep moon island foot busy test record boat common gold "
    "possible plane stead dry wonder laugh thousand ago ran check game shape equate hot miss "
    "brought heat snow tire bring yes distant fill east paint language among user office bank "
    "contract project support thank thanks based using without because however into being "
    "having used";

constexpr double kMostFrequent = 0.08;  // of one word of the first rank; of others by G. K. Zipf
constexpr double kOther = 5e-6;
constexpr double kForeign = 1e-6;  // outside ASCII
constexpr double kRarer = 10;      // than a word is a phrase of two that has it

std::unordered_map<std::string_view, double> MakeFrequencies() {
  std::unordered_map<std::string_view, double> frequencies;
  double rank = 1;
  for (std::string_view rest = kWords; !rest.empty(); ++rank) {
    const size_t end = std::min(rest.find(' '), rest.size());
    frequencies.emplace(rest.substr(0, end), kMostFrequent / rank);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return frequencies;
}

double OfWord(std::string_view word) {
  static const std::unordered_map<std::string_view, double> kFrequencies = MakeFrequencies();
  if ((static_cast<uint8_t>(word.front()) & 0x80) != 0) return kForeign;
  if (const auto found = kFrequencies.find(word); found != kFrequencies.end()) {
    return found->second;
  }
  if (word.size() < 3 || word.back() != 's') return kOther;
  const auto singular = kFrequencies.find(word.substr(0, word.size() - 1));
  return singular == kFrequencies.end() ? kOther : singular->second / 2;
}

}  // namespace

double FrequencyInProse(std::string_view literal) {
  const auto in_word = [](char c) { return IsAlnum(c) || (static_cast<uint8_t>(c) & 0x80) != 0; };
  double least = 1;
  double words = 0;
  while (!literal.empty()) {
    const auto end = std::find_if_not(literal.begin(), literal.end(), in_word);
    const auto size = static_cast<size_t>(end - literal.begin());
    if (size > 0) {
      least = std::min(least, OfWord(literal.substr(0, size)));
      ++words;
    }
    literal.remove_prefix(std::min(size + 1, literal.size()));
  }
  return least / std::pow(kRarer, words - 1);
}

}  // namespace reeve::detectors
