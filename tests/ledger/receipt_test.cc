#include "ledger/receipt.h"

#include "base/encoding.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

struct Given {
  TemporaryFolder folder;
  std::unique_ptr<Ledger> ledger = MustOpen(OptionsFor(folder.path()));
  Given() { Fill(*ledger, 11); }
  Hash Leaf(uint64_t i) const { return ledger->Read(i)->leaf(); }
};

TEST_CASE("receipt: its text is that of tlog-proof, and goes both ways") {
  const Given given;
  const std::string text = *given.ledger->Receipt(4);
  CHECK(text.starts_with("c2sp.org/tlog-proof@v1\nindex 4\n"));
  CHECK(text.ends_with("\n\n" + given.ledger->LatestCheckpoint()));
  Receipt receipt = *Receipt::Parse(text);
  CHECK(receipt.path.size() == 4);
  CHECK(receipt.Format() == text);
  receipt.extra = "not authenticated";
  const std::string with_extra = receipt.Format();
  CHECK(
      with_extra.starts_with("c2sp.org/tlog-proof@v1\nextra bm90IGF1dGhlbnRpY2F0ZWQ=\nindex 4\n"));
  CHECK(Receipt::Parse(with_extra)->extra == "not authenticated");
  CHECK(Receipt::Parse(with_extra)->Format() == with_extra);
}

TEST_CASE("receipt: it proves its record and no other, at its index and no other") {
  const Given given;
  for (uint64_t i = 0; i < 11; ++i) {
    Receipt receipt = *Receipt::Parse(*given.ledger->Receipt(i));
    for (uint64_t j = 0; j < 11; ++j) {
      const bool proven = VerifyReceipt(receipt, given.Leaf(j), given.ledger->vkey()).ok();
      CHECK(proven == (i == j));
    }
    receipt.index = (i + 1) % 11;
    CHECK_FALSE(VerifyReceipt(receipt, given.Leaf(i), given.ledger->vkey()).ok());
  }
}

TEST_CASE("receipt: an old receipt still verifies after the log has grown") {
  Given given;
  const Receipt old = *Receipt::Parse(*given.ledger->Receipt(3));
  for (int i = 0; i < 5; ++i) MustAppend(*given.ledger, "more" + std::to_string(i));
  CHECK(VerifyReceipt(old, given.Leaf(3), given.ledger->vkey())->size == 11);
}

TEST_CASE("receipt: every change of one byte of it is refused") {
  const Given given;
  const std::string text = *given.ledger->Receipt(6);
  for (size_t i = 0; i < text.size(); ++i) {
    for (const char flip : {'\x01', '\x20', '\x80'}) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      const auto receipt = Receipt::Parse(changed);
      CHECK_FALSE(
          (receipt.ok() && VerifyReceipt(*receipt, given.Leaf(6), given.ledger->vkey()).ok()));
    }
    const auto cut = Receipt::Parse(text.substr(0, i));
    CHECK_FALSE((cut.ok() && VerifyReceipt(*cut, given.Leaf(6), given.ledger->vkey()).ok()));
  }
}

TEST_CASE("receipt: one signed by another key is refused") {
  const Given given;
  const Receipt receipt = *Receipt::Parse(*given.ledger->Receipt(0));
  const VerifierKey other = VerifierKey::Ed25519(kOrigin, OtherKey().public_key());
  CHECK(VerifyReceipt(receipt, given.Leaf(0), other).error().code == "ledger.signature");
}

TEST_CASE("receipt: what is not one is refused") {
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = Base64Encode(std::string(32, 'h')) + "\n";
  std::string long_path;
  for (int i = 0; i < 64; ++i) long_path += hash;
  for (const std::string& bad :
       {std::string(), head, head + "index 1\n", head + "index 1\n\n", head + "index -1\n\nx",
        head + "index 01\n\nx", head + "extra !\nindex 1\n\nx", head + "index 1\nAAAA\n\nx",
        head + "index 1\n" + long_path + "\nx",
        std::string("c2sp.org/tlog-proof@v2\nindex 1\n\nx")}) {
    CHECK(Receipt::Parse(bad).error().code == "ledger.receipt");
  }
  CHECK(Receipt::Parse(head + "index 1\n" + hash + "\nx").ok());
}

TEST_CASE("receipt: what is wrong with one is told without its raw bytes, and shortly") {
  const std::string head = "c2sp.org/tlog-proof@v1\nindex 0\n";
  const std::string hostile = "\x1b[2J\xff" + std::string(10'000, 'A');
  const std::string shown = R"(`\x1b[2J\xffAAAA)";
  const Given given;
  for (const std::string& bad :
       {head + hostile + "\n\nx", head + "\norigin\n" + hostile + "\nAA==\n\n\u2014 a AAAA\n",
        head + "\norigin\n1\n" + hostile + "\n\n\u2014 a AAAA\n"}) {
    const auto receipt = Receipt::Parse(bad);
    const std::string message =
        receipt.ok() ? VerifyReceipt(*receipt, Hash{}, given.ledger->vkey()).error().message
                     : receipt.error().message;
    INFO(message);
    CHECK(message.find('\x1b') == std::string::npos);
    CHECK(message.size() < 200);
  }
  CHECK(Receipt::Parse(head + hostile + "\n\nx").error().message.find(shown) != std::string::npos);
  const auto size = Checkpoint::ParseText("origin\n" + hostile + "\nAA==\n");
  CHECK(size.error().message.find(shown) != std::string::npos);
  const auto root = Checkpoint::ParseText("origin\n1\n" + hostile + "\n");
  CHECK(root.error().message.find(shown) != std::string::npos);
}

}  // namespace
}  // namespace reeve::ledger::testing
