#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/progress.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  Connection connection;
  std::string subject;
  std::string decision;
  std::string out;
  std::string reason;
  bool yes = false;
  bool json = false;
};

// clang-format off
constexpr std::string_view kReadme = R"readme(Everything that the log has on one pseudonym, and what proves it.

  records.jsonl   the records, one a line, byte for byte as the log has them
  receipts/       of each, by its index: that it is in the log (C2SP tlog-proof)
  content/        of each decision whose content was kept and is still there: the request, and
                  `released` where something was redacted
  vkey            the public key of the log; compare it with one that you got elsewhere

A record belongs to its receipt if the SHA-256 of a zero byte and the line is the leaf that the
receipt proves. Decisions name the person by a keyed digest only; `subject.json` has it.
)readme";
// clang-format on

Status Prepare(const fs::path& out) {
  std::error_code error;
  if (fs::exists(out, error) && !fs::is_empty(out, error)) {
    return Error{"file.exists", "`" + out.string() + "` is there already and is not empty"};
  }
  fs::create_directories(out / "receipts", error);
  if (!error) fs::create_directories(out / "content", error);
  if (!error) return {};
  return Error{"file.io", "cannot make `" + out.string() + "`: " + error.message()};
}

struct Counts {
  uint64_t records = 0;
  uint64_t contents = 0;
};

Status WritePage(const json::Value& page, const fs::path& out, std::ofstream& records,
                 Counts* counts) {
  const json::Value* entries = page.Find("records");
  if (entries == nullptr || entries->as_array() == nullptr) {
    return Error{"client.answer", "the server's answer has no records"};
  }
  for (const json::Value& entry : *entries->as_array()) {
    const json::Value* index = entry.Find("index");
    if (index == nullptr || index->as_int() == nullptr) {
      return Error{"client.answer", "a record in the server's answer has no index"};
    }
    records << TextAt(entry, "/record") << '\n';
    const std::string name = std::to_string(*index->as_int());
    REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "receipts" / (name + ".tlog-proof"),
                                           TextAt(entry, "/receipt"), FileMode::kSecret));
    ++counts->records;
    const json::Value* content = entry.Find("content");
    if (content == nullptr) continue;
    REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "content" / (name + ".json"),
                                           json::Pretty(*content) + "\n", FileMode::kSecret));
    ++counts->contents;
  }
  return {};
}

Status WriteFrame(const json::Value& page, const fs::path& out) {
  const json::Object subject{{"subject", TextAt(page, "/subject")},
                             {"origin", TextAt(page, "/origin")}};
  REEVE_RETURN_IF_ERROR(
      WriteFileDurably(out / "subject.json", json::Pretty(subject) + "\n", FileMode::kSecret));
  REEVE_RETURN_IF_ERROR(
      WriteFileDurably(out / "vkey", TextAt(page, "/vkey") + "\n", FileMode::kSecret));
  return WriteFileDurably(out / "README.txt", kReadme, FileMode::kSecret);
}

// Pages until the server names no next one. A refusal is printed as Ask prints it.
int Export(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const fs::path out(options.out);
  if (const Status prepared = Prepare(out); !prepared.ok()) return Fail(prepared.error());
  std::ofstream records(out / "records.jsonl", std::ios::binary);
  Progress progress("searching");
  const auto show = progress.Callback();
  Counts counts;
  Status written;
  int64_t next = 0;
  do {
    json::Object body{{"subject", options.subject}, {"reason", options.reason}, {"after", next}};
    const int code = Ask(
        api::Post(*client, "/v1/subjects/export", std::move(body)), [&](const json::Value& page) {
          written = WritePage(page, out, records, &counts);
          const json::Value* more = page.Find("next");
          const json::Value* size = page.Find("size");
          if (written.ok() && next == 0) written = WriteFrame(page, out);
          next = more != nullptr && more->as_int() != nullptr ? *more->as_int() : 0;
          if (show && size != nullptr && size->as_int() != nullptr) {
            const auto total = static_cast<uint64_t>(*size->as_int());
            show(next == 0 ? total : static_cast<uint64_t>(next), total);
          }
        });
    if (code != kGood) return code;
    if (!written.ok()) return Fail(written.error());
  } while (next != 0);
  records.close();
  if (!records) return Fail({"file.io", "cannot write `" + (out / "records.jsonl").string() + "`"});
  std::cout << counts.records << " records with their receipts and " << counts.contents
            << " contents in " << options.out << "\n";
  return kGood;
}

int Erase(const Options& options) {
  if (!options.yes) {
    std::cerr << "reeve: error: erasure cannot be undone: look with `reeve subject export`, then "
                 "say --yes\n";
    return kUsage;
  }
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object body{{"subject", options.subject}, {"reason", options.reason}};
  return Ask(api::Post(*client, "/v1/subjects/erase", std::move(body)),
             [&](const json::Value& erased) {
               if (options.json) {
                 std::cout << json::Pretty(erased) << "\n";
                 return;
               }
               const json::Value* contents = erased.Find("contents");
               const json::Value* index = erased.Find("index");
               std::cout << "the key " << TextAt(erased, "/key") << " is destroyed, and with it "
                         << (contents == nullptr ? "" : json::Compact(*contents)) << " contents";
               if (index != nullptr)
                 std::cout << "; record " << json::Compact(*index) << " says so";
               std::cout << "\nthe next `reeve backup create` destroys it in the backup\n";
             });
}

int Content(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/decisions/" + options.decision + "/content",
                       json::Object{{"reason", options.reason}}),
             [&](const json::Value& kept) { std::cout << json::Pretty(kept) << "\n"; });
}

using Action = int (*)(const Options&);

Parser* Add(Parser& parent, const char* name, const char* text, const char* example,
            const std::shared_ptr<Options>& options, Action action, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  AddConnectionOptions(*command, options->connection, true);
  command->AddOption("--reason", options->reason, "Why, in a sentence; it stands in the record")
      ->Required();
  command->Footer(example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddSubject(Parser& app, Run* run) {
  Parser* subject =
      app.AddCommand("subject", "What is held on a person: access, erasure, one content.");
  subject->RequireCommand();
  subject->Footer(
      "Example: reeve subject export s-17 --out ./s-17 --reason 'request of 3 March' "
      "--as 'Ada Example'");
  auto options = std::make_shared<Options>();

  Parser* exporting =
      Add(*subject, "export", "Everything on a pseudonym, with proofs, into a folder.",
          "Example: reeve subject export s-17 --out ./s-17 --reason 'request of "
          "3 March' --as 'Ada Example'",
          options, Export, run);
  exporting
      ->AddOption("PSEUDONYM", options->subject,
                  "As requests have it in `subject`, or "
                  "in `actor.id` where they name no subject")
      ->Required();
  exporting->AddOption("--out", options->out, "A new or empty folder")->Required();

  Parser* erase = Add(*subject, "erase",
                      "Destroy the key of all content kept on a pseudonym; the log still "
                      "verifies.",
                      "Example: reeve subject erase s-17 --yes --reason 'request of 3 March' "
                      "--as 'Ada Example'",
                      options, Erase, run);
  erase->AddOption("PSEUDONYM", options->subject, "As requests have it")->Required();
  erase->AddFlag("--yes", options->yes, "It cannot be undone");
  erase->AddFlag("--json", options->json, "Print the server's answer as it is");

  Parser* content =
      Add(*subject, "content", "What was kept of one decision; that it was read is recorded.",
          "Example: reeve subject content d-01KB1M0T7V3F8Z9N4Q2XCR5EJD --reason "
          "'complaint 12' --as 'Ada Example'",
          options, Content, run);
  content->AddOption("DECISION", options->decision, "Id of the decision, d-...")->Required();
}

}  // namespace reeve::cli
