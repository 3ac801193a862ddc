// What the scanner costs on texts that were made to cost: runs of one byte, half-open formats,
// encodings in one another, bytes that are no UTF-8. Everything is on.
//
//   build/release/bench/hostile_bench [--mb N] [--stream] [NAME...]
//
// Each text is scanned at N megabytes (1, if not said) and at four times that, each in a process of
// its own, so that its peak of memory is its own. Time is that of the processor. `growth` is the
// ratio of the two times: about 4 where time is linear in the text. Exit code 1 when one grows by
// more than kMaxGrowth, or needs more memory than kMaxGrowthOfMemory times its text.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "bench/measure.h"
#include "detectors/scanner.h"
#include "detectors/stream.h"

namespace {

using namespace reeve;
using detectors::Finding;
using detectors::Scanner;

constexpr double kMaxGrowth = 6;
constexpr double kMaxGrowthOfMemory = 120;

uint32_t Next(uint32_t* seed) { return *seed = *seed * 1664525 + 1013904223; }

std::string Repeated(std::string_view unit, size_t bytes) {
  std::string text;
  text.reserve(bytes + unit.size());
  while (text.size() < bytes) text += unit;
  return text;
}

// Letters of an alphabet as they fall, in words of `word` letters; 0 is one long word.
std::string Drawn(std::string_view alphabet, size_t word, std::string_view between, size_t bytes) {
  uint32_t seed = 7;
  std::string text;
  text.reserve(bytes + between.size());
  for (size_t letters = 0; text.size() < bytes; ++letters) {
    if (word != 0 && letters % word == 0) text += between;
    text += alphabet[(Next(&seed) >> 12) % alphabet.size()];
  }
  return text;
}

// Base64 of Base64 of ... until it is as long; the innermost is a card number.
std::string Nested(size_t bytes) {
  std::string text = "card 4111 1111 1111 1111";
  while (text.size() < bytes) text = Base64Encode(text);
  return text;
}

struct Hostile {
  std::string name;
  std::function<std::string(size_t)> make;
};

void AddUnits(std::vector<Hostile>* texts) {
  static constexpr std::array<std::string_view, 128> kUnits = {
      // one byte, or one character
      "0", "1", "9", "a", "A", "z", "_", " ", "\n", "\t", ".", ",", ":", ";", "-", "/", "\\", "@",
      "=", "+", "#", "*", "|", "\"", "'", "`", "(", ")", "[", "]", "{", "}", "<", ">", "&", "%",
      "$", "!", "?", "~", "^", "\xC3\xA9", "\xE2\x80\x8B", "\xCC\x81", "\xF3\xA0\x81\x81",
      "\xEF\xBC\x91", "\xE5\xBC\xA0", "\xD8\xA7", "\xC2\xA0", "\xE2\x80\xAE",
      // no UTF-8
      "\xFF", "\xC3", "\x80", "\xF0", "\xED\xA0\x80", "\xF0\x9F", "\xC0\xAF", "\xE2\x80",
      // half-open formats
      "1-", "1 ", "12 ", "1.2.", "1/", "a@", "@a", "a@b.", "a.b@c.d ", "::", "a:b ",
      "1:", "ab:", "https://", "https://a.b/", "www.a.", "user:pass@", "-----BEGIN ",
      "-----BEGIN PRIVATE KEY-----\n", "-----END ", "AKIA", "eyJ", "eyJhbGciOiJ.",
      "key=", "password: ", "token\": \"", "<!--", "<a href=", "&amp;", "&#x31;", "&#49", "%31",
      "%25", "\\u0031", "\\x31", "=?utf-8?", "+1 ", "+49 30 ", "tel: ", "00 ", "4111 1111 ",
      "GB82 ", "GB82WEST", "P<UTO", "<<<", "{\"a\":", "curl -u ", "kind: Secret\n", "SSN 078-05-",
      // words that begin phrases
      "ignore ", "ignore all ", "previous instructions ", "you are now ", "DAN ", "send ",
      "reveal your ", "how do i make ", "i g n o r e ", "1gn0r3 ", "Mr. ", "Ada Example ",
      "born on ", "12 Main Street ", "she is a ", "Tuesday ", "47.1, 8.5 "};
  for (const std::string_view unit : kUnits) {
    if (unit.empty()) continue;
    std::string name;
    for (const char c : unit) {
      std::array<char, 8> hex{};
      std::snprintf(hex.data(), hex.size(), "\\x%02X", static_cast<unsigned>(c) & 0xFF);
      const bool plain = c >= ' ' && c < '\x7F' && c != '\\';
      name += plain ? std::string(1, c) : c == '\\' ? "\\\\" : std::string(hex.data());
    }
    texts->push_back({name, [unit](size_t bytes) { return Repeated(unit, bytes); }});
  }
}

std::vector<Hostile> Texts() {
  static constexpr std::string_view kHex = "0123456789abcdef";
  static constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  static constexpr std::string_view kBase64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  static constexpr std::string_view kBytes = "0123456789 .-/:@_=,\"'()[]{}<>&%\\+#*|abcxyzABC";
  std::vector<Hostile> texts;
  AddUnits(&texts);
  const auto drawn = [&](const char* name, std::string_view alphabet, size_t word,
                         std::string_view between) {
    texts.push_back({name, [=](size_t bytes) { return Drawn(alphabet, word, between, bytes); }});
  };
  drawn("drawn digits", "0123456789", 0, "");
  drawn("drawn digits, words of 16", "0123456789", 16, " ");
  drawn("drawn digits, words of 3", "0123456789", 3, "-");
  drawn("drawn hex", kHex, 0, "");
  drawn("drawn hex, words of 40", kHex, 40, " ");
  drawn("drawn Base32", kBase32, 0, "");
  drawn("drawn Base64", kBase64, 0, "");
  drawn("drawn Base64, lines of 76", kBase64, 76, "\n");
  drawn("drawn Base64, words of 40", kBase64, 40, " ");
  drawn("drawn Base64, words of 16", kBase64, 16, " ");
  drawn("drawn tokens", kBase64, 36, "\ntoken = ghp_");
  drawn("drawn keys", kBase64, 40, "\napi_key: ");
  drawn("drawn marks", kBytes, 0, "");
  texts.push_back({"drawn bytes", [](size_t bytes) {
                     uint32_t seed = 3;
                     std::string text(bytes, ' ');
                     for (char& c : text) c = static_cast<char>(Next(&seed) >> 24);
                     return text;
                   }});
  texts.push_back({"Base64 of Base64 ...", Nested});
  texts.push_back(
      {"% of % of ...", [](size_t bytes) { return "%" + Repeated("25", bytes) + "31"; }});
  texts.push_back(
      {"& of & of ...", [](size_t bytes) { return "&" + Repeated("amp;", bytes) + "#49;"; }});
  texts.push_back({"brackets in brackets", [](size_t bytes) {
                     return std::string(bytes / 2, '[') + std::string(bytes / 2, ']');
                   }});
  return texts;
}

struct Cost {
  double seconds = 0;
  double peak_mb = 0;  // above what the process had when its text was made
  size_t findings = 0;
};

double PeakMb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

size_t Scan(const Scanner& scanner, const std::string& text, bool stream) {
  if (!stream) return scanner.Scan(text).size();
  constexpr size_t kPiece = 4096;
  std::vector<Finding> settled;
  detectors::StreamScanner streamed(scanner);
  for (size_t at = 0; at < text.size(); at += kPiece) {
    streamed.Push(std::string_view(text).substr(at, kPiece), &settled);
  }
  streamed.Finish(&settled);
  return settled.size();
}

Cost Measured(const Scanner& scanner, const Hostile& hostile, size_t bytes, bool stream) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) bench::Die("no pipe");
  const pid_t child = fork();
  if (child < 0) bench::Die("no process");
  if (child == 0) {
    const std::string text = hostile.make(bytes);
    const double before = PeakMb();
    const double start = bench::CpuNanos();
    Cost cost;
    cost.findings = Scan(scanner, text, stream);
    cost.seconds = (bench::CpuNanos() - start) / 1e9;
    cost.peak_mb = PeakMb() - before;
    const bool told = write(ends[1], &cost, sizeof(cost)) == static_cast<ssize_t>(sizeof(cost));
    std::_Exit(told ? 0 : 3);
  }
  close(ends[1]);
  Cost cost;
  const bool told = read(ends[0], &cost, sizeof(cost)) == static_cast<ssize_t>(sizeof(cost));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!told || status != 0) bench::Die("scanning `" + hostile.name + "` ended with an error");
  return cost;
}

}  // namespace

int main(int count, char** words) {
  size_t mb = 1;
  bool stream = false;
  std::vector<std::string> names;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--mb") == 0 && i + 1 < count) {
      mb = std::strtoul(words[++i], nullptr, 10);
    } else if (std::strcmp(words[i], "--stream") == 0) {
      stream = true;
    } else {
      names.emplace_back(words[i]);
    }
  }
  const Scanner everything = Scanner::Everything();
  everything.Scan("once, so that what is made at the first scan is there");
  std::printf("%-32s %8s %8s %8s %9s %10s\n", "text", "s/MB", "s", "growth", "peak MB", "findings");
  bool held = true;
  for (const Hostile& hostile : Texts()) {
    bool wanted = names.empty();
    for (const std::string& name : names) wanted = wanted || name == hostile.name;
    if (!wanted) continue;
    const Cost once = Measured(everything, hostile, mb << 20, stream);
    const Cost four = Measured(everything, hostile, mb << 22, stream);
    const double size = static_cast<double>(mb * 4);
    // Under a hundredth of a second the clock says more than the text.
    const double growth = four.seconds < 0.01 ? 4 : four.seconds / once.seconds;
    const bool bad = growth > kMaxGrowth || four.peak_mb > kMaxGrowthOfMemory * size;
    held = held && !bad;
    std::printf("%-32s %8.4f %8.3f %8.1f %9.1f %10zu%s\n", hostile.name.c_str(),
                four.seconds / size, four.seconds, growth, four.peak_mb, four.findings,
                bad ? "  <- not linear" : "");
    std::fflush(stdout);
  }
  return held ? 0 : 1;
}
