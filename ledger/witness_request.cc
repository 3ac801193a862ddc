#include "ledger/witness_request.h"

#include "base/encoding.h"
#include "base/quoted.h"
#include "ledger/decimal.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kOld = "old ";
constexpr size_t kMaxProof = 63;

Error Bad(std::string why) { return {"witness.malformed", std::move(why)}; }

}  // namespace

std::string WitnessRequest::Format() const {
  std::string out = std::string(kOld) + std::to_string(old_size) + "\n";
  for (const Hash& hash : proof) out += Base64Encode(AsBytes(hash)) + "\n";
  return out + "\n" + checkpoint;
}

Result<WitnessRequest> WitnessRequest::Parse(std::string_view text) {
  if (text.size() > kMaxWitnessRequestBytes) return Bad("a request of more than 128 KiB");
  WitnessRequest request;
  bool has_old = false;
  while (true) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return Bad("no empty line before the checkpoint");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!has_old) {
      has_old = line.starts_with(kOld) && ParseDecimal(line.substr(kOld.size()), &request.old_size);
      if (!has_old) return Bad("the first line is not `old` and a size");
      continue;
    }
    if (line.empty()) break;
    if (request.proof.size() == kMaxProof) return Bad("a proof of more than 63 hashes");
    const Result<std::string> hash = Base64Decode(line);
    if (!hash.ok() || hash->size() != Hash{}.size()) {
      return Bad(Quoted(line) + " is no hash in base64");
    }
    request.proof.push_back(HashFromBytes(*hash));
  }
  request.checkpoint = text;
  return request;
}

}  // namespace reeve::ledger
