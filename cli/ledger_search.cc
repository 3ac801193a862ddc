#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/ledger.h"
#include "cli/table.h"
#include "engine/decision.h"
#include "engine/search_fields.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"

namespace reeve::cli {
namespace {

constexpr size_t kCommitmentKeyBytes = 32;

struct Options {
  std::string data;
  std::vector<std::string> terms;  // NAME=VALUE
  bool as_json = false;
  bool proofs = false;
  std::string every;
  std::string by;
};

// Reads the key only if somebody is searched for by name; an export of the folder need not have it.
std::string DigestOf(const std::string& data, std::string_view identity, Status* status) {
  const Result<std::string> key =
      ReadFile(std::filesystem::path(data) / "commitment.key", kCommitmentKeyBytes);
  if (!key.ok()) {
    *status = Error{"search.identity",
                    "actors and subjects are recorded as keyed digests, and the key cannot be "
                    "read: " +
                        key.error().message};
    return {};
  }
  return engine::Commitments(*key).Commit("fact", identity);
}

Result<engine::SearchRequest> ReadRequest(const Options& options) {
  engine::SearchRequest request;
  Status status;
  const auto digest = [&](std::string_view identity) {
    return DigestOf(options.data, identity, &status);
  };
  const auto add = [&](std::string_view name, std::string_view value) -> Status {
    REEVE_RETURN_IF_ERROR(engine::AddSearchParameter(name, value, digest, &request));
    return status;
  };
  for (const std::string& term : options.terms) {
    const size_t equals = term.find('=');
    if (equals == std::string::npos) {
      return Error{"search.parameter", "`" + term + "` is no NAME=VALUE, as system=demo-assistant"};
    }
    REEVE_RETURN_IF_ERROR(
        add(std::string_view(term).substr(0, equals), std::string_view(term).substr(equals + 1)));
  }
  if (!options.every.empty()) REEVE_RETURN_IF_ERROR(add("every", options.every));
  if (!options.by.empty()) REEVE_RETURN_IF_ERROR(add("by", options.by));
  request.proofs = request.proofs || options.proofs;
  return request;
}

std::string TextOf(const json::Value& record, std::string_view pointer) {
  const json::Value* found = json::Resolve(record, pointer);
  return found == nullptr || found->as_string() == nullptr ? "" : *found->as_string();
}

Status PrintTable(const ledger::Store& store, const ledger::SearchPage& page, uint64_t size) {
  std::vector<TableRow> rows{{"INDEX", "TIME", "KIND", "EFFECT", "SYSTEM", "ID"}};
  for (uint64_t index : page.indexes) {
    REEVE_ASSIGN_OR_RETURN(const std::string bytes, ledger::ReadRecordBytes(store, index));
    REEVE_ASSIGN_OR_RETURN(const json::Value record, json::Parse(bytes));
    const std::string system = TextOf(record, "/body/facts/system/id");
    rows.push_back({std::to_string(index), TextOf(record, "/time"), TextOf(record, "/kind"),
                    TextOf(record, "/body/effect"),
                    system.empty() ? TextOf(record, "/body/system") : system,
                    TextOf(record, "/id")});
  }
  std::cout << TableText(rows) << page.indexes.size() << " records, as of the checkpoint of size "
            << size << "\n";
  if (page.next) {
    std::cout << "more: size=" << size << " and first=" << *page.next
              << " (newest first: end=" << *page.next << ")\n";
  }
  return {};
}

// The object's text again, readable, where that loses nothing.
Status Print(const Result<std::string>& line) {
  if (!line.ok()) return line.error();
  std::cout << *line << "\n";
  return {};
}

Status SearchFolder(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const engine::SearchRequest request, ReadRequest(options));
  REEVE_ASSIGN_OR_RETURN(
      const auto store,
      ledger::OpenRocksDbStore(ledger::StoreFolder(options.data), ledger::OpenMode::kReadOnly));
  REEVE_ASSIGN_OR_RETURN(const ledger::Head head, store->ReadHead());
  const uint64_t size = request.size.value_or(head.size);
  if (size > head.size) {
    return Error{"search.size", "the log has `" + std::to_string(head.size) + "` records"};
  }
  if (request.every) return Print(engine::SearchCountsJson(*store, request, size));
  const ledger::SearchFields fields = engine::SearchFields();
  if (options.as_json || request.proofs) {
    return Print(ledger::SearchPageJson(*store, fields, request.query, {size, request.proofs}));
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::SearchPage page,
                         ledger::Search(*store, fields, request.query, size));
  return PrintTable(*store, page, size);
}

}  // namespace

void AddLedgerSearch(Parser& ledger, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* search = ledger.AddCommand("search", "Find records; beside a running server too.");
  search->AddOption("DATA", options->data, "Data folder")->Required();
  search->AddOption(
      "NAME=VALUE", options->terms,
      "All must hold: id, interaction, system, actor, subject, rule, policy, effect, kind, stage,\n"
      "action, tool, principal, person, bundle, tenant (several values by comma: any of them);\n"
      "from, until (a day or RFC 3339, UTC), first, end (indexes), order (oldest, newest), limit,\n"
      "size (of an earlier page, to go on with it)");
  search->AddFlag("--json", options->as_json, "A page with its checkpoint, on one line");
  search->AddFlag("--proofs", options->proofs, "The same, with a receipt for each record");
  search->AddOption("--every", options->every, "Count instead, for each 15m, 1h, 7d, ... (JSON)");
  search->AddOption("--by", options->by, "Split the counts by this field, e.g. effect");
  search->Footer(
      "Example: reeve ledger search ./data system=demo-assistant effect=deny,hold from=2026-11-20\n"
      "         reeve ledger search ./data kind=decision --every 1h --by effect");
  search->Callback([=] {
    *run = [=] {
      const Status done = SearchFolder(*options);
      return done.ok() ? kGood : Fail(done.error());
    };
  });
}

}  // namespace reeve::cli
