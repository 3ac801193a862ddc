#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "base/json.h"
#include "base/json_reader.h"
#include "cli/command.h"
#include "detectors/catalogue.h"
#include "detectors/scanner.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxLineBytes = size_t{16} << 20;

Result<std::string> ReadText(const std::string& line) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(line, {.max_bytes = kMaxLineBytes}));
  const json::Value* text = value.Find("text");
  if (text == nullptr || text->as_string() == nullptr) {
    return Error{"scan.no_text", "no string `text`"};
  }
  return *text->as_string();
}

std::string FindingsLine(const std::vector<detectors::Finding>& findings) {
  json::Array list;
  for (const detectors::Finding& finding : findings) {
    list.push_back(json::Object{{"entity", finding.entity},
                                {"category", detectors::CategoryName(finding.category)},
                                {"score", finding.score},
                                {"start", finding.span.start.code_points},
                                {"end", finding.span.end.code_points}});
  }
  return json::Compact(json::Object{{"findings", std::move(list)}});
}

// One answer a line, in order, for a bad line too: so a reader may pair lines by their number.
int ScanJsonl() {
  const detectors::Scanner scanner = detectors::Scanner::Everything();
  std::ios::sync_with_stdio(false);
  int code = kGood;
  size_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    const Result<std::string> text = ReadText(line);
    if (text.ok()) {
      std::cout << FindingsLine(scanner.Scan(*text)) << '\n';
      continue;
    }
    code = kNotGood;
    std::cout << json::Compact(
                     json::Object{{"error", json::Object{{"code", text.error().code},
                                                         {"message", text.error().message}}}})
              << '\n';
    std::cerr << "reeve: line " << number << ": " << text.error().message << " ["
              << text.error().code << "]\n";
  }
  std::cout << std::flush;
  return code;
}

}  // namespace

void AddScan(CLI::App& app, Run* run) {
  CLI::App* command = app.add_subcommand("scan", "Find personal data, secrets and injections.");
  auto jsonl = std::make_shared<bool>(false);
  command
      ->add_flag("--jsonl", *jsonl,
                 "Read {\"text\":...} a line, write {\"findings\":[...]} a line; every detector is "
                 "on; start and end count code points")
      ->required();
  command->footer(
      "Example: echo '{\"text\":\"card 4111 1111 1111 1111\"}' | reeve scan --jsonl\n"
      "Exit code 1 when some line was not as said; its answer is {\"error\":...}.");
  // Holds what the flag is parsed into, as the parser only points to it.
  command->callback([run, jsonl] { *run = [] { return ScanJsonl(); }; });
}

}  // namespace reeve::cli
