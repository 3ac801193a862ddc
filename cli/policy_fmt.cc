#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/policy.h"
#include "policy/bundle.h"
#include "policy/format.h"

namespace reeve::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  bool check = false;
};

struct Document {
  std::filesystem::path path;
  std::string text;
};

bool IsDocument(const std::string& name) {
  return name.ends_with(".yaml") || name.ends_with(".yml");
}

// A file, or the documents of a folder as they are loaded from it.
Status AddDocuments(const std::string& path, std::vector<Document>* documents) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    REEVE_ASSIGN_OR_RETURN(std::string text, ReadFile(path, policy::kMaxDocumentBytes));
    documents->push_back({path, std::move(text)});
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(std::vector<policy::SourceFile> sources, policy::LoadFolder(path));
  for (policy::SourceFile& source : sources) {
    if (!IsDocument(source.name)) continue;  // a list
    documents->push_back({std::filesystem::path(path) / source.name, std::move(source.text)});
  }
  return {};
}

// Names the file where it is changed, or would be.
Result<int> FormatOne(const Document& document, bool check) {
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter(document.path.native(), document.text, &diagnostics);
  const std::string formatted = policy::FormatDocument(reporter);
  std::cerr << policy::Render(diagnostics);
  if (policy::HasErrors(diagnostics)) return kNotGood;
  if (formatted == document.text) return kGood;
  std::cout << document.path.native() << "\n";
  if (check) return kNotGood;
  REEVE_RETURN_IF_ERROR(WriteFileDurably(document.path, formatted, FileMode::kPublic));
  return kGood;
}

int Format(const Options& options) {
  std::vector<Document> documents;
  for (const std::string& path : options.paths) {
    const Status read = AddDocuments(path, &documents);
    if (!read.ok()) return Fail(read.error());
  }
  int code = kGood;
  for (const Document& document : documents) {
    const Result<int> one = FormatOne(document, options.check);
    if (!one.ok()) return Fail(one.error());
    if (*one != kGood) code = *one;
  }
  return code;
}

}  // namespace

void AddPolicyFmt(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "fmt", "Write policies in their canonical form, and name those that change.");
  command->AddOption("PATH", options->paths, "Folders of policies, and files")->Required();
  command->AddFlag("--check", options->check, "Change nothing; not good where some file would");
  command->Footer("Example: reeve policy fmt --check ./policies");
  command->Callback([=] { *run = [=] { return Format(*options); }; });
}

}  // namespace reeve::cli
