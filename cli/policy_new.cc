#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/policies.h"
#include "cli/policy.h"
#include "cli/starter.h"
#include "cli/template_dialog.h"
#include "cli/test_report.h"
#include "engine/evaluator.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;
using policy::Answers;
using policy::PolicyTemplate;
using policy::Question;

struct Options {
  std::string file;
  std::string folder;
  std::string name;
  std::vector<std::string> set;
  bool list = false;
};

Result<std::vector<PolicyTemplate>> Templates() {
  std::vector<PolicyTemplate> out;
  for (const policy::SourceFile& file : PolicyTemplates()) {
    REEVE_ASSIGN_OR_RETURN(PolicyTemplate one, policy::ReadTemplate(file));
    out.push_back(std::move(one));
  }
  return out;
}

std::string KeyLine(const Question& question) {
  std::string out = "  " + question.key + ": " + question.ask;
  for (size_t i = 0; i < question.words.size(); ++i) {
    out += (i == 0 ? ": " : ", ") + question.words[i];
  }
  if (!question.condition.empty()) out += " (where " + question.condition + ")";
  if (!question.by_default.empty()) return out + " [" + question.by_default + "]";
  return out + (question.optional ? " (optional)" : " (needed)");
}

int ListTemplates(const std::vector<PolicyTemplate>& templates, const std::string& name) {
  for (const PolicyTemplate& one : templates) {
    if (!name.empty() && one.name != name) continue;
    std::cout << one.name << ": " << one.about << "\n";
    for (const Question& question : one.questions) std::cout << KeyLine(question) << "\n";
  }
  return kGood;
}

const PolicyTemplate* FindTemplate(const std::vector<PolicyTemplate>& templates,
                                   const std::string& name) {
  std::vector<std::string> names;
  for (const PolicyTemplate& one : templates) {
    if (one.name == name) return &one;
    names.push_back(one.name);
  }
  std::cerr << "reeve: error: there is no template `" << name << "`"
            << DidYouMeanSuffix(name, names) << "; `reeve policy new --list` has them all\n";
  return nullptr;
}

// The answers of --set. False, with every fault named, when one has no key of the template, or is
// no answer.
bool TakeAnswers(const PolicyTemplate& from, const std::vector<std::string>& set,
                 Answers* answers) {
  std::vector<std::string> keys;
  for (const Question& question : from.questions) keys.push_back(question.key);
  bool good = true;
  const auto fault = [&good](const std::string& message) {
    std::cerr << "reeve: error: --set " << message << "\n";
    good = false;
  };
  for (const std::string& one : set) {
    const size_t equals = std::min(one.find('='), one.size());
    const std::string key = one.substr(0, equals);
    const auto question = std::find_if(from.questions.begin(), from.questions.end(),
                                       [&key](const Question& q) { return q.key == key; });
    if (equals == one.size()) {
      fault("`" + one + "`: write KEY=VALUE");
    } else if (question == from.questions.end()) {
      fault("`" + key + "`: the template `" + from.name + "` does not ask for that" +
            DidYouMeanSuffix(key, keys));
    } else if (const Status checked = policy::CheckAnswer(*question, one.substr(equals + 1));
               !checked.ok()) {
      fault("`" + key + "`: " + checked.error().message);
    } else if (!answers->emplace(key, one.substr(equals + 1)).second) {
      fault("`" + key + "` is given twice");
    }
  }
  return good;
}

// Without a person to ask: defaults for what is not set. False, with a list, where there is none.
bool TakeDefaults(const PolicyTemplate& from, Answers* answers) {
  std::string missing;
  for (const Question& question : from.questions) {
    if (answers->contains(question.key) || !policy::IsAsked(question, *answers)) continue;
    if (question.by_default.empty() && !question.optional) missing += KeyLine(question) + "\n";
    answers->emplace(question.key, question.by_default);
  }
  if (missing.empty()) return true;
  std::cerr << "reeve: error: the template `" << from.name
            << "` needs more; give each by --set KEY=VALUE:\n"
            << missing;
  return false;
}

// What is set and not asked for under these answers would be passed over.
bool NothingIdle(const PolicyTemplate& from, const std::vector<std::string>& set,
                 const Answers& answers) {
  bool good = true;
  for (const Question& question : from.questions) {
    if (policy::IsAsked(question, answers)) continue;
    const bool is_set = std::any_of(set.begin(), set.end(), [&question](const std::string& one) {
      return one.starts_with(question.key + "=");
    });
    if (!is_set) continue;
    std::cerr << "reeve: error: --set `" << question.key << "`: it is only asked for where "
              << question.condition << "\n";
    good = false;
  }
  return good;
}

struct Made {
  std::string text;
  size_t rules = 0;
  size_t tests = 0;
};

// The filled template, which compiles and passes its own tests. policy.invalid, after the findings
// were printed.
Result<Made> Make(const PolicyTemplate& from, const Answers& answers) {
  Made made{policy::FillTemplate(from, answers)};
  const std::string bundle = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n";
  policy::Compilation compiled = policy::CompileBundle(
      {{"bundle.yaml", bundle}, {"new.yaml", made.text}}, engine::DetectorVocabulary());
  std::cerr << policy::Render(compiled.diagnostics);
  if (compiled.bundle == nullptr) {
    return Error{"policy.invalid", "these answers make no policy; nothing is written"};
  }
  made.rules = compiled.bundle->rules().size();
  REEVE_ASSIGN_OR_RETURN(const engine::PolicyTestReport report,
                         engine::RunPolicyTests(compiled.bundle));
  made.tests = report.results.size();
  if (FailedCount(report) == 0) return made;
  std::cerr << TestsText(report);
  return Error{"policy.invalid",
               "the policy that these answers make fails its own tests; nothing is written"};
}

// Whether the folder takes the document: it must compile with what is there. A folder that does not
// compile as it is takes any.
Status CheckFolderTakes(const fs::path& file, const std::string& text) {
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  REEVE_ASSIGN_OR_RETURN(std::vector<policy::SourceFile> sources, policy::LoadFolder(folder));
  if (policy::CompileBundle(sources, engine::DetectorVocabulary()).bundle == nullptr) return {};
  sources.push_back({file.filename().string(), text});
  const policy::Compilation compiled =
      policy::CompileBundle(std::move(sources), engine::DetectorVocabulary());
  if (compiled.bundle != nullptr) return {};
  std::cerr << policy::Render(compiled.diagnostics);
  return Error{"policy.invalid", "the policy does not go with those of `" + folder +
                                     "`; nothing is written. Give it another id, for example"};
}

Status CheckFree(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(file, ignored))) return {};
  return Error{"file.exists",
               "`" + file.string() + "` exists, and is not overwritten; name another"};
}

Status Write(const fs::path& file, const Made& made) {
  REEVE_RETURN_IF_ERROR(CheckFree(file));
  REEVE_RETURN_IF_ERROR(CheckFolderTakes(file, made.text));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(file, made.text, FileMode::kPublic));
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  std::cout << "wrote " << file.string() << ": " << made.rules
            << (made.rules == 1 ? " rule, " : " rules, ") << made.tests << " tests, which pass\n"
            << "Next:\n  reeve policy describe " << file.string() << "\n  reeve policy check "
            << folder << "\n  reeve policy test " << folder << " --watch\n  reeve bundle propose "
            << folder << " --reason 'WHY' --as 'YOUR NAME'\n";
  return {};
}

fs::path TargetOf(const Options& options, const Answers& answers) {
  if (!options.file.empty()) return options.file;
  if (options.folder.empty()) return {};
  return fs::path(options.folder) / (answers.find("id")->second + ".yaml");
}

int EndedEarly() {
  std::cerr << "\nreeve: the answers ended; nothing is written\n";
  return kNotGood;
}

int Ask(const Options& options, const std::vector<PolicyTemplate>& templates) {
  TemplateDialog dialog(std::cin, std::cout);
  const PolicyTemplate* from =
      options.name.empty() ? dialog.Choose(templates) : FindTemplate(templates, options.name);
  if (from == nullptr) return options.name.empty() ? EndedEarly() : kUsage;
  Answers answers;
  if (!TakeAnswers(*from, options.set, &answers)) return kUsage;
  if (!dialog.AskAll(*from, &answers)) return EndedEarly();
  if (!NothingIdle(*from, options.set, answers)) return kUsage;
  const Result<Made> made = Make(*from, answers);
  if (!made.ok()) return Fail(made.error());
  fs::path file = TargetOf(options, answers);
  while (file.empty()) {
    const auto named = dialog.Ask("File", answers.find("id")->second + ".yaml");
    if (!named) return EndedEarly();
    const Status is_free = CheckFree(*named);
    if (is_free.ok()) {
      file = *named;
    } else {
      dialog.Say("  " + is_free.error().message);
    }
  }
  const Status written = Write(file, *made);
  return written.ok() ? kGood : Fail(written.error());
}

int Fill(const Options& options, const std::vector<PolicyTemplate>& templates) {
  if (options.name.empty()) {
    std::cerr << "reeve: error: --template is required where nobody can be asked; "
                 "`reeve policy new --list` has them all\n";
    return kUsage;
  }
  const PolicyTemplate* from = FindTemplate(templates, options.name);
  Answers answers;
  if (from == nullptr || !TakeAnswers(*from, options.set, &answers) ||
      !TakeDefaults(*from, &answers) || !NothingIdle(*from, options.set, answers)) {
    return kUsage;
  }
  const Result<Made> made = Make(*from, answers);
  if (!made.ok()) return Fail(made.error());
  const fs::path file = TargetOf(options, answers);
  if (file.empty()) {
    std::cout << made->text;
    return kGood;
  }
  const Status written = Write(file, *made);
  return written.ok() ? kGood : Fail(written.error());
}

int New(const Options& options) {
  const auto templates = Templates();
  if (!templates.ok()) return Fail(templates.error());
  if (options.list) {
    if (!options.name.empty() && FindTemplate(*templates, options.name) == nullptr) return kUsage;
    return ListTemplates(*templates, options.name);
  }
  const bool terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
  return terminal ? Ask(options, *templates) : Fill(options, *templates);
}

}  // namespace

void AddPolicyNew(Parser& policy, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = policy.AddCommand(
      "new", "Make a policy from a template; on a terminal it asks for what it needs.");
  Option* file = command->AddOption("FILE", options->file, "Where the policy goes");
  command->AddOption("--to", options->folder, "A folder of policies; the file is named by the id")
      ->Excludes(file);
  command->AddOption("--template", options->name, "Which template");
  command->AddOption("--set", options->set, "KEY=VALUE: an answer; of several, with commas")
      ->Repeated();
  command->AddFlag("--list", options->list, "The templates, and what each asks for");
  command->Footer(
      "The policy compiles, and passes the tests that it brings, or nothing is written; a file\n"
      "that exists is never overwritten. Elsewhere than on a terminal, defaults answer what is "
      "not\n"
      "set, and without a file the policy goes to standard output.\n"
      "Example: reeve policy new --template amount-limit --set owner=Finance --set limit=800 "
      "--to ./policies");
  command->Callback([=] { *run = [=] { return New(*options); }; });
}

}  // namespace reeve::cli
