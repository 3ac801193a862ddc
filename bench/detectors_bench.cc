// How fast the scanner reads ordinary prose, beside what the machine can do in the same run.
//
//   build/release/bench/detectors_bench
//
// The texts are made here, of invented sentences with about one finding in 2 KB, as a support chat
// has. Two limits are measured in the same run: a byte sum (reads every byte once, what no scan
// can beat) and one memchr over all bytes (what a search for a single letter costs).
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/bytes.h"
#include "detectors/catalogue.h"
#include "detectors/redact.h"
#include "detectors/scan_plan.h"
#include "detectors/scanner.h"
#include "detectors/text_masks.h"

#ifdef REEVE_VECTORSCAN
#include <hs/hs.h>
#endif

namespace {

using reeve::detectors::Finding;
using reeve::detectors::Scanner;
using Clock = std::chrono::steady_clock;

constexpr size_t kRuns = 9;
constexpr size_t kBytesPerRun = size_t{4} << 20;

constexpr std::array<std::string_view, 14> kSentences = {
    "Thank you for looking into this so quickly, the parcel arrived on 12 March as promised. ",
    "The second invoice shows 1,284.50 instead of the 1,148.00 that we agreed on in April. ",
    "Could you please explain how the cancellation works if the contract runs until 2027? ",
    "We compared three suppliers and the rules of each tender, and the middle one was cheapest. ",
    "I have attached the minutes of the meeting; items 4 to 7 still need an owner. ",
    "Our team in the north office moved to version 2.4.1 last week without any trouble at all. ",
    "The weather delayed the ferry by 40 minutes, so nobody had to wait for us at the pier. ",
    "Please summarise the following text in five bullet points and keep the tone friendly. ",
    "Write a short poem about a lighthouse keeper who collects old maps and never sleeps. ",
    "The meeting starts at 10:30 in room 214, and the agenda is on the shared drive: see there. ",
    "Customers who bought the blue lamp often ask whether the shade can be replaced later. ",
    "He said that the bridge was closed, which is why the delivery took almost two hours more. ",
    "Describe the difference between a lease and a loan for a reader who is new to both. ",
    "If the refund has not arrived by Friday, I will ask the bank what became of it. "};

constexpr std::array<std::string_view, 4> kWithFindings = {
    "You can write to nora.fields@example.org, she is in the office until noon. ",
    "My phone number is +49 30 901820, in case the driver cannot find the door. ",
    "The old card 4111 1111 1111 1111 was closed in spring. ",
    "The printer answers at 192.168.10.45 when the network is up. "};

// What somebody asks an assistant at work, with nothing to find in it: most texts are like it.
constexpr std::array<std::string_view, 5> kOffice = {
    "The quarterly report of the northern branch is due soon, and two tables are missing. ",
    "Please summarise the minutes of the planning meeting in five short points for the team. ",
    "Our supplier has moved the delivery of the new shelves to the second week of the month. ",
    "Which steps should a new colleague take on the first day to get access to the archive? ",
    "The customer asks whether the invoice can be split into two parts without extra cost. "};

std::string Prose(size_t bytes, uint32_t seed) {
  std::string text;
  const auto next = [&seed](size_t below) {
    seed = seed * 1664525 + 1013904223;
    return static_cast<size_t>(seed >> 16) % below;
  };
  while (text.size() < bytes) {
    text += next(24) == 0 ? kWithFindings[next(kWithFindings.size())]
                          : kSentences[next(kSentences.size())];
  }
  text.resize(bytes);
  return text;
}

std::vector<std::string> Texts(size_t bytes) {
  std::vector<std::string> texts;
  for (uint32_t i = 0; i * bytes < kBytesPerRun; ++i) texts.push_back(Prose(bytes, i + 1));
  return texts;
}

std::vector<std::string> OfficeTexts(size_t bytes) {
  std::vector<std::string> texts;
  for (size_t i = 0; i * bytes < kBytesPerRun; ++i) {
    std::string& text = texts.emplace_back();
    for (size_t k = i; text.size() < bytes; k += 3) text += kOffice[k % kOffice.size()];
    text.resize(bytes);
  }
  return texts;
}

// The median over kRuns of the time that `work` takes for one text, in microseconds.
double MicrosPerText(const std::vector<std::string>& texts,
                     const std::function<size_t(std::string_view)>& work) {
  std::vector<double> micros;
  size_t sink = 0;
  for (size_t run = 0; run <= kRuns; ++run) {
    const Clock::time_point start = Clock::now();
    for (const std::string& text : texts) sink += work(text);
    const std::chrono::duration<double, std::micro> took = Clock::now() - start;
    if (run > 0) micros.push_back(took.count() / static_cast<double>(texts.size()));
  }
  if (sink == 42) std::puts("");  // so that no work is optimised away
  std::nth_element(micros.begin(), micros.begin() + kRuns / 2, micros.end());
  return micros[kRuns / 2];
}

size_t ByteSum(std::string_view text) {
  size_t sum = 0;
  for (const char c : text) {
    sum += static_cast<uint8_t>(c);
    asm volatile("" : "+r"(sum));  // one byte at a time, as a scan goes
  }
  return sum;
}

size_t FindByte(std::string_view text) {
  return std::memchr(text.data(), '\x01', text.size()) == nullptr ? 0 : 1;
}

void Row(std::string_view name, size_t bytes, double micros, double limit) {
  std::printf("| %-28.*s | %6zu | %9.2f | %9.1f | %14.3f |\n", static_cast<int>(name.size()),
              name.data(), bytes, micros, static_cast<double>(bytes) / micros, limit / micros);
}

Scanner Of(const std::vector<std::string>& wanted) {
  return std::move(Scanner::Create(wanted)).value();
}

reeve::detectors::ScanPlan WholePlan() {
  reeve::detectors::Wanted all;
  for (const reeve::detectors::EntityEntry* entry : reeve::detectors::Catalogue()) all.Add(*entry);
  return reeve::detectors::ScanPlan(std::move(all));
}

size_t FindWords(const reeve::detectors::Dictionary& words, std::string_view text) {
  reeve::detectors::TextMasks masks(text);
  reeve::detectors::Dictionary::Found found;
  size_t count = 0;
  for (size_t pos = 0; masks.NextEvent(&pos);) {
    if (reeve::detectors::IsAlnum(text[pos])) count += words.Find(masks, pos, &found) ? 1 : 0;
  }
  return count;
}

#ifdef REEVE_VECTORSCAN
class Vectorscan {
 public:
  explicit Vectorscan(const reeve::detectors::Dictionary& words) {
    std::vector<const char*> literals;
    std::vector<unsigned> flags;
    std::vector<unsigned> ids;
    std::vector<size_t> sizes;
    for (const reeve::detectors::DictionaryWord& word : words.entries()) {
      literals.push_back(word.literal.data());
      sizes.push_back(word.literal.size());
      flags.push_back(word.exact_case ? 0 : HS_FLAG_CASELESS);
      ids.push_back(static_cast<unsigned>(ids.size()));
    }
    hs_compile_error_t* error = nullptr;
    if (hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), sizes.data(),
                             static_cast<unsigned>(literals.size()), HS_MODE_BLOCK, nullptr,
                             &database_, &error) != HS_SUCCESS ||
        hs_alloc_scratch(database_, &scratch_) != HS_SUCCESS) {
      std::fputs("Vectorscan does not take the words\n", stderr);
      std::exit(1);
    }
  }
  ~Vectorscan() {
    hs_free_scratch(scratch_);
    hs_free_database(database_);
  }
  Vectorscan(const Vectorscan&) = delete;
  Vectorscan& operator=(const Vectorscan&) = delete;

  size_t Count(std::string_view text) const {
    size_t count = 0;
    const auto on_match = [](unsigned, unsigned long long, unsigned long long, unsigned,
                             void* counter) {
      ++*static_cast<size_t*>(counter);
      return 0;
    };
    hs_scan(database_, text.data(), static_cast<unsigned>(text.size()), 0, scratch_, on_match,
            &count);
    return count;
  }

 private:
  hs_database_t* database_ = nullptr;
  hs_scratch_t* scratch_ = nullptr;
};
#endif

void Table(size_t bytes) {
  const std::vector<std::string> texts = Texts(bytes);
  const double limit = MicrosPerText(texts, ByteSum);
  Row("limit: byte sum", bytes, limit, limit);
  Row("memchr", bytes, MicrosPerText(texts, FindByte), limit);
  const auto scan = [&](std::string_view name, const Scanner& scanner) {
    const auto work = [&](std::string_view text) { return scanner.Scan(text).size(); };
    Row(name, bytes, MicrosPerText(texts, work), limit);
  };
  const Scanner everything = Scanner::Everything();
  scan("everything", everything);
  const auto all = [&](std::string_view text) { return everything.Scan(text).size(); };
  Row("everything, office prose", bytes, MicrosPerText(OfficeTexts(bytes), all), limit);
  static const reeve::detectors::ScanPlan kPlan = WholePlan();
  Row("its words", bytes,
      MicrosPerText(texts, [](std::string_view text) { return FindWords(kPlan.words, text); }),
      limit);
#ifdef REEVE_VECTORSCAN
  static const Vectorscan kVectorscan(kPlan.words);
  Row("its words by Vectorscan", bytes,
      MicrosPerText(texts, [](std::string_view text) { return kVectorscan.Count(text); }), limit);
#endif
  scan("pii", Of({"pii"}));
  scan("payment", Of({"payment"}));
  scan("secret", Of({"secret"}));
  scan("injection", Of({"injection"}));
  const auto redact = [&](std::string_view text) {
    const std::vector<Finding> findings = everything.Scan(text);
    return Redact(text, findings, reeve::detectors::Operator::kLabel).size();
  };
  Row("everything and redact", bytes, MicrosPerText(texts, redact), limit);
}

}  // namespace

int main() {
  std::puts("| detectors, one thread        |  bytes |   us/text |      MB/s | ratio to limit |");
  std::puts("|------------------------------|-------:|----------:|----------:|---------------:|");
  for (const size_t bytes : {size_t{1024}, size_t{4096}, size_t{65536}}) Table(bytes);
  return 0;
}
