// detector_corpora [--set NAME]... [--misses N] [--table FILE] [--write FILE] DIR
//
// Reads the external cases of the detectors in DIR and prints precision, recall and F2 of each set
// and row, tab-separated. --misses N prints the first N cases of each row that go wrong. --table
// compares with figures written earlier by --write and fails when one fell. Exit code: 0, 1 when a
// figure fell, 2 for wrong usage or unreadable cases.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "tests/detectors/corpora/measures.h"

namespace {

using namespace reeve;
using namespace reeve::detectors;

struct Options {
  std::vector<std::string> sets;
  size_t misses = 0;
  std::string table;
  std::string write;
  std::string folder;
};

int Usage() {
  std::fprintf(stderr,
               "usage: detector_corpora [--set NAME]... [--misses N] [--table FILE] [--write FILE] "
               "DIR\nexample: detector_corpora --set phones --misses 5 corpora/detectors\n");
  return 2;
}

bool Read(int count, char** words, Options* options) {
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (!word.starts_with("--")) {
      options->folder = word;
      continue;
    }
    if (i + 1 == count) return false;
    const std::string value = words[++i];
    if (word == "--set") {
      options->sets.push_back(value);
    } else if (word == "--misses") {
      options->misses = std::strtoul(value.c_str(), nullptr, 10);
    } else if (word == "--table") {
      options->table = value;
    } else if (word == "--write") {
      options->write = value;
    } else {
      return false;
    }
  }
  return !options->folder.empty();
}

std::vector<NamedMeasure> Chosen(const Options& options) {
  std::vector<NamedMeasure> chosen;
  for (const auto& measures : {PersonalMeasures(), NumberMeasures(), TextMeasures()}) {
    for (const NamedMeasure& measure : measures) {
      bool wanted = options.sets.empty();
      for (const std::string& set : options.sets) wanted = wanted || set == measure.name;
      if (wanted) chosen.push_back(measure);
    }
  }
  return chosen;
}

// How many formats and countries of the numbers reach a recall of 0.95 in every text.
void PrintBreadth(const Table& table) {
  std::map<std::string, bool> formats;
  for (const auto& [set, rows] : table.sets()) {
    if (!set.starts_with("stdnum")) continue;
    for (const auto& [row, tally] : rows) {
      if (!tally.Recall()) continue;
      bool& good = formats.try_emplace(row, true).first->second;
      good = good && *tally.Recall() >= 0.95;
    }
  }
  if (formats.empty()) return;
  size_t good = 0;
  std::set<std::string> countries;
  for (const auto& [format, reached] : formats) {
    if (!reached) continue;
    ++good;
    if (format.size() > 3 && format[2] == '_') countries.insert(format.substr(0, 2));
  }
  std::printf(
      "stdnum breadth: %zu of %zu formats with recall >= 0.95 in every text, %zu countries\n", good,
      formats.size(), countries.size());
}

int Compare(const Table& table, const std::string& path) {
  std::ifstream file(path);
  std::ostringstream committed;
  committed << file.rdbuf();
  if (!file) {
    std::fprintf(stderr, "detector_corpora: cannot read `%s`\n", path.c_str());
    return 2;
  }
  const Result<std::string> drops = table.Drops(committed.str());
  if (!drops.ok()) {
    std::fprintf(stderr, "detector_corpora: %s\n", drops.error().message.c_str());
    return 2;
  }
  if (drops->empty()) return 0;
  std::fprintf(stderr, "detector_corpora: these figures fell below those of `%s`:\n%s",
               path.c_str(), drops->c_str());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  if (!Read(count, words, &options)) return Usage();
  std::map<std::string, size_t> told;
  Table table([&](const std::string& set, const std::string& row, std::string_view what,
                  std::string_view text) {
    if (told[set + "\t" + row]++ >= options.misses) return;
    std::string line(text.substr(0, 400));
    for (char& c : line) c = c == '\n' ? ' ' : c;
    std::printf("# %s\t%s\t%s\t%s\n", set.c_str(), row.c_str(), std::string(what).c_str(),
                line.c_str());
  });
  const Scanner everything = Scanner::Everything();
  for (const NamedMeasure& measure : Chosen(options)) {
    if (const Status done = measure.measure({everything, options.folder, &table}); !done.ok()) {
      std::fprintf(stderr, "detector_corpora: %s\n", done.error().message.c_str());
      return 2;
    }
  }
  std::fputs(table.Text().c_str(), stdout);
  PrintBreadth(table);
  if (!options.write.empty()) std::ofstream(options.write) << table.Text();
  return options.table.empty() ? 0 : Compare(table, options.table);
}
