#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/policies.h"
#include "cli/progress.h"
#include "cli/scan_report.h"
#include "detectors/redact.h"
#include "detectors/scanner.h"
#include "engine/own_entities.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxLineBytes = size_t{16} << 20;
constexpr size_t kMaxFileBytes = size_t{256} << 20;
constexpr size_t kBinaryBytes = 8192;  // a file with a zero byte in these is no text

struct Options {
  std::vector<std::string> paths;
  std::string text;
  bool jsonl = false;
  std::string format = "text";
  std::vector<std::string> entities;
  std::string policies;  // a folder: what its policies declare is looked for too
  double min_score = 0;
  std::string redact;
  std::string color = "auto";
  bool fail = false;
};

// What the options come to.
class Scan {
 public:
  static Result<Scan> Make(const Options& options);

  std::vector<detectors::Finding> Findings(std::string_view text) const {
    std::vector<detectors::Finding> findings = scanner_.Scan(text);
    std::erase_if(findings, [&](const auto& finding) { return finding.score < min_score_; });
    return findings;
  }
  bool redacts() const { return redact_.has_value(); }
  std::string Redacted(std::string_view text,
                       const std::vector<detectors::Finding>& findings) const {
    return detectors::Redact(text, findings, *redact_);
  }

 private:
  Scan(std::shared_ptr<const policy::Bundle> bundle, detectors::Scanner scanner, double min_score,
       std::optional<detectors::Operator> redact)
      : bundle_(std::move(bundle)),
        scanner_(std::move(scanner)),
        min_score_(min_score),
        redact_(redact) {}

  std::shared_ptr<const policy::Bundle>
      bundle_;  // its texts are in findings; null without a folder
  detectors::Scanner scanner_;
  double min_score_;
  std::optional<detectors::Operator> redact_;
};

std::vector<std::string> OperatorNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < detectors::kOperatorCount; ++i) {
    names.emplace_back(detectors::OperatorName(static_cast<detectors::Operator>(i)));
  }
  return names;
}

// What is asked for; without that, everything and all that the policies declare. A category that is
// asked for brings the declared ones of that category as well.
std::vector<std::string> WantedWithOwn(const Options& options, const policy::Bundle& bundle) {
  std::vector<std::string> wanted = options.entities;
  if (wanted.empty()) {
    for (size_t i = 0; i < detectors::kCategoryCount; ++i) {
      wanted.emplace_back(detectors::CategoryName(static_cast<detectors::Category>(i)));
    }
  }
  const std::vector<std::string> asked = wanted;
  for (const policy::OwnEntity& entity : bundle.own_entities()) {
    const bool by_category = std::find(asked.begin(), asked.end(), entity.category) != asked.end();
    const bool by_name = std::find(asked.begin(), asked.end(), entity.name) != asked.end();
    if (by_category && !by_name) wanted.push_back(entity.name);
  }
  return wanted;
}

Result<Scan> Scan::Make(const Options& options) {
  std::optional<detectors::Operator> redact;
  if (!options.redact.empty()) {
    redact = detectors::ParseOperator(options.redact);
    if (!redact) {
      return Error{"scan.unknown_operator", "no redaction operator is named `" + options.redact +
                                                "`" +
                                                DidYouMeanSuffix(options.redact, OperatorNames())};
    }
  }
  if (!options.policies.empty()) {
    REEVE_ASSIGN_OR_RETURN(auto bundle, CompileFolderOrStarter(options.policies));
    REEVE_ASSIGN_OR_RETURN(detectors::Scanner scanner,
                           engine::ScannerFor(*bundle, WantedWithOwn(options, *bundle)));
    return Scan(std::move(bundle), std::move(scanner), options.min_score, redact);
  }
  if (options.entities.empty()) {
    return Scan(nullptr, detectors::Scanner::Everything(), options.min_score, redact);
  }
  REEVE_ASSIGN_OR_RETURN(detectors::Scanner scanner, detectors::Scanner::Create(options.entities));
  return Scan(nullptr, std::move(scanner), options.min_score, redact);
}

Result<std::string> TextOfLine(const std::string& line) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(line, {.max_bytes = kMaxLineBytes}));
  const json::Value* text = value.Find("text");
  if (text == nullptr || text->as_string() == nullptr) {
    return Error{"scan.no_text", "no string `text`"};
  }
  return *text->as_string();
}

std::string AnswerLine(const Scan& scan, std::string_view text) {
  const std::vector<detectors::Finding> findings = scan.Findings(text);
  json::Array list;
  for (const detectors::Finding& finding : findings) list.push_back(FindingJson(finding));
  json::Object answer{{"findings", std::move(list)}};
  if (scan.redacts()) answer.Add("redacted", scan.Redacted(text, findings));
  return json::Compact(answer);
}

// One answer a line, in order, for a bad line too: so a reader may pair lines by their number.
int ScanJsonl(const Scan& scan) {
  std::ios::sync_with_stdio(false);
  int code = kGood;
  size_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    const Result<std::string> text = TextOfLine(line);
    if (text.ok()) {
      std::cout << AnswerLine(scan, *text) << '\n';
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

// Files as they are named, and every file of a folder, sorted; what version control keeps for
// itself is left out.
Result<std::vector<std::string>> FilesOf(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || !fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    const size_t first = files.size();
    fs::recursive_directory_iterator entry(path, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry->is_directory() && entry->path().filename() == ".git") {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file()) {
        files.push_back(entry->path().string());
      }
    }
    if (error) return Error{"scan.unreadable", "cannot read `" + path + "`: " + error.message()};
    std::sort(files.begin() + static_cast<ptrdiff_t>(first), files.end());
  }
  return files;
}

bool Binary(std::string_view text) {
  return text.substr(0, kBinaryBytes).find('\0') != std::string_view::npos;
}

Result<std::vector<Scanned>> ScanFiles(const Scan& scan, const Options& options) {
  std::vector<Scanned> all;
  if (!options.text.empty()) {
    all.push_back({"-", options.text, scan.Findings(options.text)});
    return all;
  }
  const std::vector<std::string> standard_input = {"-"};
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> files,
                         FilesOf(options.paths.empty() ? standard_input : options.paths));
  Progress progress("scanning");
  const auto show = progress.Callback();
  for (const std::string& file : files) {
    Scanned scanned{file, "", {}};
    if (file == "-") {
      scanned.text = ReadStandardInput();
    } else {
      REEVE_ASSIGN_OR_RETURN(scanned.text, ReadFile(file, kMaxFileBytes));
    }
    if (Binary(scanned.text)) {
      std::cerr << "reeve: `" << file << "` is no text and was left out\n";
      continue;
    }
    scanned.findings = scan.Findings(scanned.text);
    all.push_back(std::move(scanned));
    if (show) show(all.size(), files.size());
  }
  return all;
}

bool Colored(const Options& options) {
  return options.color == "always" || (options.color == "auto" && isatty(STDOUT_FILENO) == 1);
}

void Print(const Scan& scan, const Options& options, const std::vector<Scanned>& all) {
  if (scan.redacts()) {
    for (const Scanned& scanned : all) std::cout << scan.Redacted(scanned.text, scanned.findings);
  } else if (options.format == "sarif") {
    std::cout << json::Pretty(SarifLog(all));
  } else if (options.format == "json") {
    json::Array list;
    for (const Scanned& scanned : all) list.push_back(ScannedJson(scanned));
    std::cout << json::Pretty(list);
  } else {
    for (const Scanned& scanned : all) std::cout << ScannedText(scanned, Colored(options));
  }
  std::cout << std::flush;
}

int RunScan(const Options& options) {
  const Result<Scan> scan = Scan::Make(options);
  if (!scan.ok()) return Fail(scan.error());
  if (options.jsonl) return ScanJsonl(*scan);
  const Result<std::vector<Scanned>> all = ScanFiles(*scan, options);
  if (!all.ok()) return Fail(all.error());
  Print(*scan, options, *all);
  const bool found = std::any_of(all->begin(), all->end(),
                                 [](const Scanned& scanned) { return !scanned.findings.empty(); });
  return options.fail && found ? kNotGood : kGood;
}

}  // namespace

void AddScan(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      app.AddCommand("scan", "Find personal data, secrets, injections and topics in texts.");
  command->AddOption("PATH", options->paths,
                     "Files, folders, or - for standard input, which is the default");
  command->AddOption("--text", options->text, "Scan this text")->Excludes("PATH");
  command
      ->AddFlag("--jsonl", options->jsonl,
                "Read {\"text\":...} a line from standard input, write {\"findings\":[...]} a "
                "line; start and end count code points")
      ->Excludes("PATH")
      ->Excludes("--text");
  command->AddOption("--format", options->format, "text, json, or sarif (for code scanners)")
      ->OneOf({"text", "json", "sarif"});
  command
      ->AddOption("--entities", options->entities,
                  "Only these entities or categories, between commas; `reeve detectors list` "
                  "has all")
      ->Delimiter(',');
  command->AddOption("--policies", options->policies,
                     "Folder of policies: look for the entities that they declare too");
  command->AddOption("--min-score", options->min_score, "Leave out findings under this score")
      ->Between(0.0, 1.0);
  command->AddOption("--redact", options->redact,
                     "Write the text with its findings replaced: mask, label, remove, generalise, "
                     "hash; operators that need the keys of a server give the label");
  command->AddOption("--color", options->color, "auto (on a terminal), always or never")
      ->OneOf({"auto", "always", "never"});
  command->AddFlag("--fail", options->fail, "Exit code 1 when something is found");
  command->Footer(
      "The text found is shown on a terminal only; elsewhere a report has places and scores.\n"
      "Example: reeve scan --text 'card 4111 1111 1111 1111' --format json\n"
      "Example: reeve scan --entities secret --fail ./src\n"
      "Example: reeve scan --policies ./policies --entities ACME_CUSTOMER letters/\n"
      "Example: echo '{\"text\":\"card 4111 1111 1111 1111\"}' | reeve scan --jsonl\n"
      "Exit code 1 when some line of --jsonl was not as said; its answer is {\"error\":...}.");
  command->Callback([=] { *run = [=] { return RunScan(*options); }; });
}

}  // namespace reeve::cli
