#include "ledger/record.h"

#include "base/encoding.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

std::string Rendered(const NewRecord& record, uint64_t index = 7) {
  std::string out;
  RecordDraft::Make(record, kOrigin)
      ->AppendTo(index, LeafHash("before"), "2026-11-20T09:30:00.000000Z", &out);
  return out;
}

TEST_CASE("record: what a draft renders is canonical and reads back") {
  const std::string bytes = Rendered(MakeRecord("d-1", R"({"b":[1,2.5],"c":{"d":null}})"));
  CHECK(bytes == R"({"body":{"b":[1,2.5],"c":{"d":null}},"id":"d-1","index":7,"kind":"decision",)"
                 R"("log":"decision","origin":"ledger.example/test","prev":")" +
                     HexEncode(AsBytes(LeafHash("before"))) +
                     R"(","tenant":"default","time":"2026-11-20T09:30:00.000000Z","v":1})");
  const auto record = Record::Parse(bytes);
  REQUIRE(record.ok());
  CHECK(record->index() == 7);
  CHECK(record->kind() == "decision");
  CHECK(record->body_text() == R"({"b":[1,2.5],"c":{"d":null}})");
  CHECK(record->prev() == LeafHash("before"));
  CHECK(record->leaf() == LeafHash(bytes));
  CHECK(FormatTimestamp(record->time()) == "2026-11-20T09:30:00.000000Z");
  const auto body = record->Body();
  REQUIRE(body.ok());
  CHECK((*body)->Find("b")->as_array()->size() == 2);
  CHECK(*record->Body() == *body);
}

TEST_CASE("record: a record of an unknown kind reads as any other") {
  CHECK(Record::Parse(Rendered(MakeRecord("x", "{}", "kind.of.the.future"))).ok());
}

TEST_CASE("record: what is not a record in canonical form is refused, and says why") {
  const std::string good = Rendered(MakeRecord("d-1"));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string bad = good;
    const size_t at = bad.find(from);
    REQUIRE(at != std::string::npos);
    const auto record = Record::Parse(bad.replace(at, from.size(), to));
    return record.ok() ? std::string("ok") : std::string(record.error().code);
  };
  CHECK(with("\"v\":1", "\"v\":1") == "ok");
  CHECK(with("\"v\":1", "\"v\": 1") == "ledger.record_not_canonical");
  CHECK(with("\"v\":1", "\"v\":2") == "ledger.record_malformed");
  CHECK(with("\"v\":1", "\"v\":1,\"w\":1") == "ledger.record_malformed");
  CHECK(with(",\"v\":1", "") == "ledger.record_malformed");
  CHECK(with("\"index\":7", "\"index\":-7") == "ledger.record_malformed");
  CHECK(with("\"index\":7", "\"index\":7.5") == "ledger.record_malformed");
  CHECK(with("\"index\":7", "\"index\":07") == "ledger.record_malformed");
  CHECK(with("\"log\":\"decision\"", "\"log\":\"other\"") == "ledger.record_malformed");
  CHECK(with("\"log\":\"decision\"", "\"log\":\"control\"") == "ok");
  CHECK(with("09:30:00.000000Z", "09:30:00Z") == "ledger.record_malformed");
  CHECK(with("09:30:00.000000Z", "29:30:00.000000Z") == "ledger.record_malformed");
  CHECK(with("\"prev\":\"", "\"prev\":\"00") == "ledger.record_malformed");
  CHECK(with("\"id\":\"d-1\"", "\"id\":\"\"") == "ledger.record_malformed");
  CHECK(with("\"id\":\"d-1\"", "\"id\":\"\\u0064-1\"") == "ledger.record_not_canonical");
  CHECK(with("{\"effect\":\"allow\"}", "[]") == "ledger.record_malformed");
  CHECK(with("{\"effect\":\"allow\"}", "{\"b\":1,\"a\":1}") == "ledger.record_not_canonical");
  CHECK(Record::Parse("").error().code == "ledger.record_malformed");
  CHECK(Record::Parse(good + "\n").error().code == "ledger.record_not_canonical");
  CHECK(Record::Parse(std::string(65'536, ' ')).error().code == "ledger.record_too_large");
}

TEST_CASE("record: runs give their records back, and a cut run gives none") {
  std::string run;
  AppendToRun("first", &run);
  AppendToRun("", &run);
  AppendToRun(std::string(65'535, 'x'), &run);
  std::string_view rest = run;
  CHECK(TakeFromRun(&rest) == "first");
  CHECK(TakeFromRun(&rest) == "");
  CHECK(TakeFromRun(&rest)->size() == 65'535);
  CHECK(rest.empty());
  CHECK_FALSE(TakeFromRun(&rest));
  std::string_view cut = std::string_view(run).substr(0, 6);
  CHECK_FALSE(TakeFromRun(&cut));
}

}  // namespace
}  // namespace reeve::ledger::testing
