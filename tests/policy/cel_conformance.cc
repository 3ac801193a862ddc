// cel_conformance [--verbose] [--known FILE] PATH...
//
// Runs cases of the expression language (cel_corpus.h) from JSON-lines files and folders of them,
// and ends with `N passed, N failed`. Exit code: 0 when those failed that FILE names (the id of a
// case a line, `#` begins a comment) and no others; 1 when more failed, or when one of these
// passes, so that the list stays true; 2 when there is nothing to run.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/file.h"
#include "tests/policy/cel_corpus.h"

namespace {

namespace fs = std::filesystem;
using reeve::cel::CaseResult;
using Verdict = CaseResult::Verdict;

struct Options {
  bool verbose = false;
  std::set<std::string> known;
  std::vector<fs::path> files;
};

struct Counts {
  size_t passed = 0;
  size_t failed = 0;
  size_t known = 0;   // of the failed
  size_t mended = 0;  // known to fail, but passed
  size_t out_of_scope = 0;

  void Add(const Counts& other) {
    passed += other.passed;
    failed += other.failed;
    known += other.known;
    mended += other.mended;
    out_of_scope += other.out_of_scope;
  }
};

template <typename Visit>
void ForEachLine(const std::string& text, Visit visit) {
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) visit(text.substr(at, end - at));
    at = end + 1;
  }
}

void AddPath(const fs::path& path, Options* options) {
  if (!fs::is_directory(path)) return options->files.push_back(path);
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() == ".jsonl") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  options->files.insert(options->files.end(), found.begin(), found.end());
}

bool ReadKnown(const std::string& file, Options* options) {
  const auto text = reeve::ReadFile(file);
  if (!text.ok()) return false;
  ForEachLine(*text, [&](const std::string& line) {
    if (line[0] != '#') options->known.insert(line);
  });
  return true;
}

bool ReadArguments(int count, char** arguments, Options* options) {
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    const bool has_value = i + 1 < count;
    if (argument == "--verbose") {
      options->verbose = true;
    } else if (argument == "--known" && has_value) {
      if (!ReadKnown(arguments[++i], options)) return false;
    } else if (argument.starts_with("--")) {
      return false;
    } else {
      AddPath(argument, options);
    }
  }
  return !options->files.empty();
}

void Count(const CaseResult& result, const Options& options, Counts* counts) {
  const bool known = options.known.contains(result.id);
  if (result.verdict == Verdict::kPassed) {
    ++counts->passed;
    if (known) std::printf("passes, but is known to fail: %s\n", result.id.c_str());
    if (known) ++counts->mended;
  }
  if (result.verdict == Verdict::kOutOfScope) ++counts->out_of_scope;
  if (result.verdict != Verdict::kFailed) return;
  ++counts->failed;
  if (known) ++counts->known;
  if (!options.verbose) return;
  std::printf("%s %s\n     %s\n", known ? "known" : "FAIL ", result.id.c_str(),
              result.reason.c_str());
}

Counts RunFile(const fs::path& path, const Options& options) {
  Counts counts;
  const auto text = reeve::ReadFile(path.string());
  if (!text.ok()) {
    std::fprintf(stderr, "%s cannot be read\n", path.c_str());
    counts.failed = 1;
    return counts;
  }
  ForEachLine(*text, [&](const std::string& line) {
    const auto json = reeve::json::Parse(line);
    if (!json.ok()) {
      Count({Verdict::kFailed, path.string(), "a line is no JSON"}, options, &counts);
    } else if (const auto result = reeve::cel::RunCase(path.stem().string(), *json)) {
      Count(*result, options, &counts);
    }
  });
  std::printf("%-24s %5zu passed %5zu failed", path.filename().c_str(), counts.passed,
              counts.failed);
  if (counts.out_of_scope > 0) std::printf(" %5zu out of scope", counts.out_of_scope);
  std::printf("\n");
  return counts;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (!ReadArguments(count, arguments, &options)) {
    std::fprintf(stderr, "usage: cel_conformance [--verbose] [--known FILE] PATH...\n");
    return 2;
  }
  Counts all;
  for (const fs::path& file : options.files) all.Add(RunFile(file, options));
  std::printf("%zu passed, %zu failed\n", all.passed, all.failed);
  if (all.passed + all.failed == 0) return 2;
  return all.failed == all.known && all.mended == 0 ? 0 : 1;
}
