#include "ledger/search.h"

#include <set>

#include "base/json.h"
#include "ledger/layout.h"
#include "ledger/receipt.h"
#include "ledger/rocksdb_store.h"
#include "ledger/search_index.h"
#include "ledger/verify.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

const std::vector<std::string> kEffects = {"allow", "deny", "hold"};

SearchFields Fields() {
  return SearchFields({{"effect", {"/effect"}},
                       {"system", {"/facts/system/id", "/system"}},
                       {"rule", {"/hits/*/rule"}}});
}

struct Made {
  std::string id, kind, effect, system;
  std::vector<std::string> rules;
  Timestamp time;
};

// A log of records over many segments, and what each is found by.
class Library {
 public:
  explicit Library(size_t count, SearchFields fields = Fields()) : clock_(kStart) {
    Ledger::Options options = OptionsFor(folder_.path());
    options.clock = &clock_;
    options.search_fields = std::move(fields);
    ledger_ = MustOpen(std::move(options));
    std::vector<NewRecord> unit;
    for (size_t i = 0; i < count; ++i) {
      unit.push_back(Make(i));
      if (unit.size() < 700 && i + 1 < count) continue;
      REQUIRE(ledger_->Append(unit).ok());
      unit.clear();
      clock_.Advance(std::chrono::minutes(7));
    }
  }

  NewRecord Make(size_t i) {
    Made made;
    made.id = "r" + std::to_string(i);
    made.kind = i % 100 == 7 ? "control" : "decision";
    made.effect = kEffects[i % 3];
    made.system = i % 50 == 0 ? "rare\n" + std::to_string(i) : "s" + std::to_string(i % 5);
    made.time = clock_.Now();
    json::Array hits;
    for (size_t r = 0; r < i % 4; ++r) {
      made.rules.push_back("rule-" + std::to_string((i + r) % 90));
      hits.push_back(json::Object{{"rule", made.rules.back()}});
    }
    made_.push_back(made);
    json::Object body{{"effect", made.effect}, {"hits", std::move(hits)}};
    if (i % 2 == 0) {
      body.Add("system", made.system);
    } else {
      body.Add("facts", json::Object{{"system", json::Object{{"id", made.system}}}});
    }
    return MakeRecord(made.id, *json::Canonical(std::move(body)), made.kind);
  }

  // By looking at everything.
  std::vector<uint64_t> Expected(const SearchQuery& query, uint64_t size) const {
    std::vector<uint64_t> out;
    for (uint64_t i = 0; i < size; ++i) {
      const Made& made = made_[i];
      bool fits = i >= query.first && i < query.end.value_or(size);
      fits = fits && (!query.id || *query.id == made.id);
      fits = fits && (!query.from || made.time >= *query.from);
      fits = fits && (!query.until || made.time < *query.until);
      for (const SearchFilter& filter : query.filters) fits = fits && Has(made, filter);
      if (fits) out.push_back(i);
    }
    if (query.newest_first) std::reverse(out.begin(), out.end());
    return out;
  }

  // All pages.
  std::vector<uint64_t> Found(SearchQuery query, uint64_t size) const {
    std::vector<uint64_t> out;
    while (true) {
      const auto page = Search(store(), Fields(), query, size);
      REQUIRE(page.ok());
      CHECK(page->indexes.size() <= query.limit);
      out.insert(out.end(), page->indexes.begin(), page->indexes.end());
      if (!page->next) return out;
      CHECK(page->indexes.size() == query.limit);
      if (query.newest_first) {
        query.end = page->next;
      } else {
        query.first = *page->next;
      }
    }
  }

  const Store& store() const { return ledger_->store(); }
  Ledger& ledger() { return *ledger_; }
  uint64_t size() const { return made_.size(); }
  const std::vector<Made>& made() const { return made_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  void Close() { ledger_.reset(); }

 private:
  static bool Has(const Made& made, const SearchFilter& filter) {
    for (const std::string& value : filter.values) {
      if (filter.field == "effect" && made.effect == value) return true;
      if (filter.field == "kind" && made.kind == value) return true;
      if (filter.field == "system" && made.system == value) return true;
      if (filter.field == "tenant" && value == "default") return true;
      if (filter.field == "rule" &&
          std::find(made.rules.begin(), made.rules.end(), value) != made.rules.end()) {
        return true;
      }
    }
    return false;
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Ledger> ledger_;
  std::vector<Made> made_;
};

std::vector<SearchQuery> Queries(const Library& library) {
  const Timestamp early = library.made()[900].time;
  const Timestamp late = library.made()[library.size() - 900].time;
  std::vector<SearchQuery> queries(9);
  queries[0].filters = {{"effect", {"hold"}}};
  queries[1].filters = {{"effect", {"hold", "deny"}}, {"system", {"s3"}}, {"rule", {"rule-17"}}};
  queries[2].filters = {{"system", {"rare\n4150", "rare\n50", "nobody"}}};
  queries[3].filters = {{"kind", {"control"}}, {"tenant", {"default"}}};
  queries[3].from = early;
  queries[3].until = late;
  queries[4].id = "r4100";
  queries[5].filters = {{"rule", {"none"}}};
  queries[6].first = 4'000;
  queries[6].end = 4'200;
  queries[7].filters = {{"system", {"s1"}}};
  queries[7].first = library.size() - 50;
  queries[8].id = "r4100";
  queries[8].filters = {{"effect", {"deny"}}};
  return queries;
}

TEST_CASE("search: finds what looking at every record finds, in pages, in both directions") {
  const Library library(2 * kSegmentRecords + 1'000);
  for (SearchQuery query : Queries(library)) {
    for (const bool newest_first : {false, true}) {
      for (const size_t limit : {size_t{7}, kMaxPage}) {
        query.newest_first = newest_first;
        query.limit = limit;
        CHECK(library.Found(query, library.size()) == library.Expected(query, library.size()));
      }
    }
  }
}

TEST_CASE("search: a page stays the same while the log grows") {
  Library library(kSegmentRecords - 10);
  SearchQuery query;
  query.filters = {{"effect", {"hold"}}};
  const uint64_t size = library.size();
  const auto before = library.Found(query, size);
  std::vector<NewRecord> unit;
  for (size_t i = 0; i < 40; ++i) unit.push_back(library.Make(size + i));
  REQUIRE(library.ledger().Append(unit).ok());
  CHECK(library.Found(query, size) == before);
  CHECK(library.Found(query, library.size()) == library.Expected(query, library.size()));
}

TEST_CASE("search: the index goes on after the log was closed within a segment") {
  Library library(kSegmentRecords - 300);
  library.Close();
  Ledger::Options options = OptionsFor(library.folder());
  options.search_fields = Fields();
  const auto ledger = MustOpen(std::move(options));
  std::vector<NewRecord> unit;
  for (size_t i = 0; i < 600; ++i) unit.push_back(library.Make(library.size()));
  REQUIRE(ledger->Append(unit).ok());
  CHECK(*CountSearchDifferences(ledger->store(), Fields(), library.size()) == 0);
}

TEST_CASE("search: a store that was indexed by another table is indexed anew") {
  Library library(2 * kSegmentRecords, SearchFields());
  SearchQuery query;
  query.filters = {{"effect", {"hold"}}};
  CHECK(library.Found(query, library.size()).empty());
  library.Close();
  Ledger::Options options = OptionsFor(library.folder());
  options.search_fields = Fields();
  const auto ledger = MustOpen(std::move(options));
  CHECK(*CountSearchDifferences(ledger->store(), Fields(), library.size()) == 0);
  query.limit = kMaxPage;
  CHECK(Search(ledger->store(), Fields(), query, library.size())->indexes.size() == kMaxPage);
}

TEST_CASE("search: an index that lies never shows a record that does not match") {
  Library library(kSegmentRecords);
  library.Close();
  const auto store = *OpenRocksDbStore(StoreFolder(library.folder()), OpenMode::kReadWrite);
  const std::string key = ProjectionPrefix(kSearchSpace) + "h" +
                          BigEndianKey(TermOf("effect", "hold")) + BigEndianKey(0);
  REQUIRE(store->Get(Space::kProjections, key)->has_value());
  Tamper(*store, Space::kProjections, key, std::string(kSegmentRecords / 8, '\xFF'));
  SearchQuery query;
  query.filters = {{"effect", {"hold"}}};
  query.limit = kMaxPage;
  const auto page = Search(*store, Fields(), query, kSegmentRecords);
  REQUIRE(page.ok());
  for (uint64_t index : page->indexes) CHECK(library.made()[index].effect == "hold");
  const SearchFields fields = Fields();
  const auto report = VerifyStore(*store, {.search_fields = &fields});
  REQUIRE(report->faults.size() == 1);
  CHECK(report->faults[0].code == "search.differs");
  Tamper(*store, Space::kProjections, key, "short");
  CHECK(Search(*store, Fields(), query, kSegmentRecords).error().code == "ledger.damaged");
}

TEST_CASE("search: counts by time are those of the records, split by a field") {
  const Library library(2 * kSegmentRecords + 1'000);
  SearchQuery query;
  query.filters = {{"effect", {"hold", "deny"}}, {"kind", {"decision"}}};
  query.from = library.made()[100].time;
  const auto counts = CountByTime(library.store(), Fields(), query, std::chrono::minutes(10),
                                  "effect", library.size());
  REQUIRE(counts.ok());
  uint64_t total = 0;
  for (const TimeCount& count : *counts) {
    SearchQuery within = query;
    within.from = std::max(*query.from, count.start);
    within.until = count.start + std::chrono::minutes(10);
    CHECK(count.records == library.Expected(within, library.size()).size());
    within.filters[0].values = {"deny"};
    CHECK(count.by.at("deny") == library.Expected(within, library.size()).size());
    CHECK(count.by.at("deny") + count.by.at("hold") == count.records);
    total += count.records;
  }
  CHECK(total == library.Expected(query, library.size()).size());
  CHECK(total > 5'000);
  CHECK(CountByTime(library.store(), Fields(), {}, std::chrono::seconds(1), {}, library.size())
            ->size() > 1'000);
}

TEST_CASE("search: a page for programs proves each record under the checkpoint that it names") {
  Library library(1'500);
  SearchQuery query;
  query.filters = {{"effect", {"deny"}}};
  query.limit = 5;
  const auto text = SearchPageJson(library.store(), Fields(), query, {1'400, true});
  REQUIRE(text.ok());
  const json::Value page = *json::Parse(*text);
  CHECK(*page.Find("size")->as_int() == 1'400);
  CHECK(OpenCheckpoint(*page.Find("checkpoint")->as_string(), library.ledger().vkey())->size ==
        1'400);
  const json::Array& records = *page.Find("records")->as_array();
  REQUIRE(records.size() == 5);
  for (const json::Value& each : records) {
    const auto receipt = Receipt::Parse(*each.Find("receipt")->as_string());
    REQUIRE(receipt.ok());
    const Hash leaf = LeafHash(*json::Canonical(*each.Find("record")));
    CHECK(VerifyReceipt(*receipt, leaf, library.ledger().vkey())->size == 1'400);
  }
  CHECK(SearchPageJson(library.store(), Fields(), query, {13, false}).error().code ==
        "search.size");
}

TEST_CASE("search: what cannot be asked for is refused") {
  const Library library(3);
  SearchQuery query;
  query.filters = {{"colour", {"red"}}};
  const auto unknown = Search(library.store(), Fields(), query, 3);
  CHECK(unknown.error().code == "search.field");
  CHECK(unknown.error().message.find("effect, system, rule, kind, tenant") != std::string::npos);
  query.filters = {};
  query.limit = kMaxPage + 1;
  CHECK(Search(library.store(), Fields(), query, 3).error().code == "search.limit");
  CHECK(
      CountByTime(library.store(), Fields(), {}, std::chrono::hours(1), "effect", 3).error().code ==
      "search.field");
}

}  // namespace
}  // namespace reeve::ledger::testing
