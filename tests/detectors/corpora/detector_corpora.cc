// detector_corpora [--set NAME]... [--misses N] [--table FILE] [--write FILE] DIR
//
// Reads the external cases of the detectors in DIR and prints precision, recall and F2 of each set
// and row, tab-separated, then where the detectors stand: what is wanted, what was seen, whether it
// holds (summary.h). --misses N prints the first N cases of each row that go wrong. --table
// compares with figures written earlier by --write; it fails when one fell or a wanted one does not
// hold. Exit code: 0, 1 when it fails so, 2 for wrong usage or unreadable cases.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "tests/detectors/corpora/measures.h"
#include "tests/detectors/corpora/summary.h"

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

int Compare(const Table& table, const Summary& summary, const std::string& path) {
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
  if (!drops->empty()) {
    std::fprintf(stderr, "detector_corpora: these figures fell below those of `%s`:\n%s",
                 path.c_str(), drops->c_str());
  }
  const std::string failures = summary.Failures();
  if (!failures.empty()) {
    std::fprintf(stderr, "detector_corpora: not as wanted:\n%s", failures.c_str());
  }
  return drops->empty() && failures.empty() ? 0 : 1;
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
  const Summary summary(&table);
  const std::string text = table.Text() + "\n" + summary.Text();
  std::fputs(text.c_str(), stdout);
  if (!options.write.empty()) std::ofstream(options.write) << text;
  return options.table.empty() ? 0 : Compare(table, summary, options.table);
}
