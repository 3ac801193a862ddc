#include "ledger/receipt.h"

#include "base/encoding.h"
#include "base/quoted.h"
#include "ledger/decimal.h"
#include "ledger/merkle.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr size_t kMaxPath = 63;

Error Bad(std::string why) { return {"ledger.receipt", std::move(why)}; }

// A cursor over lines; a line without its newline does not count as one.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  Result<std::string_view> Next() {
    const size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return Bad("the receipt is cut off");
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

Result<Hash> ParseHash(std::string_view line) {
  const Result<std::string> bytes = Base64Decode(line);
  if (!bytes.ok() || bytes->size() != Hash{}.size()) {
    return Bad(Quoted(line) + " is not a hash");
  }
  return HashFromBytes(*bytes);
}

}  // namespace

std::string Receipt::Format() const {
  std::string out(kHeader);
  if (extra) out += std::string(kExtra) + Base64Encode(*extra) + "\n";
  out += std::string(kIndex) + std::to_string(index) + "\n";
  for (const Hash& hash : path) out += Base64Encode(AsBytes(hash)) + "\n";
  return out + "\n" + checkpoint;
}

Result<Receipt> Receipt::Parse(std::string_view text) {
  if (text.size() > kMaxNoteBytes) return Bad("a receipt of more than 1 MiB");
  if (!text.starts_with(kHeader)) return Bad("the first line is not `c2sp.org/tlog-proof@v1`");
  Lines lines(text.substr(kHeader.size()));
  Receipt receipt;
  REEVE_ASSIGN_OR_RETURN(std::string_view line, lines.Next());
  if (line.starts_with(kExtra)) {
    const Result<std::string> extra = Base64Decode(line.substr(kExtra.size()));
    if (!extra.ok()) return Bad("the extra line is not base64");
    receipt.extra = *extra;
    REEVE_ASSIGN_OR_RETURN(line, lines.Next());
  }
  if (!line.starts_with(kIndex) || !ParseDecimal(line.substr(kIndex.size()), &receipt.index)) {
    return Bad("no `index` line with a number");
  }
  while (true) {
    REEVE_ASSIGN_OR_RETURN(line, lines.Next());
    if (line.empty()) break;
    if (receipt.path.size() == kMaxPath) return Bad("a path of more than 63 hashes");
    REEVE_ASSIGN_OR_RETURN(const Hash hash, ParseHash(line));
    receipt.path.push_back(hash);
  }
  receipt.checkpoint = lines.rest();
  if (receipt.checkpoint.empty()) return Bad("the receipt has no checkpoint");
  return receipt;
}

Result<Checkpoint> VerifyReceipt(const Receipt& receipt, const Hash& leaf, const VerifierKey& key) {
  REEVE_ASSIGN_OR_RETURN(Checkpoint checkpoint, OpenCheckpoint(receipt.checkpoint, key));
  REEVE_RETURN_IF_ERROR(
      VerifyInclusion(receipt.index, checkpoint.size, leaf, checkpoint.root, receipt.path));
  return checkpoint;
}

Result<WitnessedCheckpoint> VerifyReceipt(const Receipt& receipt, const Hash& leaf,
                                          const TrustPolicy& policy) {
  REEVE_ASSIGN_OR_RETURN(WitnessedCheckpoint opened, OpenWitnessed(receipt.checkpoint, policy));
  REEVE_RETURN_IF_ERROR(VerifyInclusion(receipt.index, opened.checkpoint.size, leaf,
                                        opened.checkpoint.root, receipt.path));
  return opened;
}

}  // namespace reeve::ledger
