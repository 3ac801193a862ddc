// The worked example of docs/ledger-format.md, made anew and looked up in the document.
#include "base/encoding.h"
#include "base/file.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

std::string Hex(std::string_view bytes) { return HexEncode(bytes); }

// The log of the document: three records, the first alone, the other two as one unit.
class Example {
 public:
  Example() {
    Ledger::Options options = OptionsFor(folder_.path());
    options.clock = &clock_;
    ledger_ = MustOpen(std::move(options));
    MustAppend(*ledger_, "d-1", R"({"effect":"allow"})");
    clock_.Advance(std::chrono::milliseconds(1'500));
    const NewRecord vote{"approval.vote", LogRole::kControl, "default", "a-1",
                         R"({"principal":"p-ada","vote":"approve"})"};
    REQUIRE(ledger_->Append({MakeRecord("d-2", R"({"effect":"hold"})"), vote}).ok());
  }
  const Ledger& ledger() const { return *ledger_; }
  std::string Guard() const {
    return *ReadFile(HeadGuard::PathFor(folder_.path(), ledger_->vkey()));
  }

 private:
  TemporaryFolder folder_;
  FakeClock clock_{kStart};
  std::unique_ptr<Ledger> ledger_;
};

TEST_CASE("format: the worked example of docs/ledger-format.md is right") {
  const std::string document = *ReadFile(REEVE_SOURCE_DIR "/docs/ledger-format.md");
  const auto holds = [&](const std::string& what, const std::string& text) {
    INFO(what << ":\n" << text);
    CHECK(document.find(text) != std::string::npos);
  };
  const Example example;
  const Ledger& ledger = example.ledger();
  holds("vkey", ledger.vkey().Text());
  holds("public key", Hex(ledger.vkey().public_key));
  std::string run;
  for (uint64_t i = 0; i < 3; ++i) {
    const auto record = ledger.Read(i);
    REQUIRE(record.ok());
    const std::string line(record->bytes());
    holds("record " + std::to_string(i), "\n" + line + "\n");
    holds("leaf " + std::to_string(i),
          "leaf " + std::to_string(i) + "   " + Hex(AsBytes(record->leaf())));
    holds("length",
          "record " + std::to_string(i) + " has " + std::to_string(line.size()) + " bytes");
    if (i > 0) AppendToRun(line, &run);
  }
  const Hash left = NodeHash(ledger.Read(0)->leaf(), ledger.Read(1)->leaf());
  holds("node", "node    " + Hex(AsBytes(left)));
  holds("root", "root    " + Hex(AsBytes(ledger.Latest().root)));
  CHECK(NodeHash(left, ledger.Read(2)->leaf()) == ledger.Latest().root);
  holds("checkpoint", "\n" + ledger.LatestCheckpoint());
  holds("receipt", "\n" + *ledger.Receipt(1));
  CHECK(*ledger.store().Get(Space::kRecords, BigEndianKey(1)) == run);
  CHECK((*ledger.store().Get(Space::kHashes, BigEndianKey(1)))->size() == 3 * 32);
  holds("run", "value " + Hex(std::string_view(run).substr(0, 2)) + " ");
  const std::string guard = example.Guard();
  REQUIRE(guard.size() == 256);
  // Opening wrote the first slot, the two groups the second and again the first.
  holds("guard", "\n" + guard.substr(0, guard.find_last_not_of(" \n", 127) + 1) + "\n");
}

}  // namespace
}  // namespace reeve::ledger::testing
