// A page of search results for a program.
#include "base/encoding.h"
#include "base/json.h"
#include "ledger/layout.h"
#include "ledger/receipt.h"
#include "ledger/search.h"

namespace reeve::ledger {
namespace {

Result<std::string> ReceiptText(const Store& store, uint64_t index, uint64_t size,
                                const std::string& note) {
  Receipt receipt;
  receipt.index = index;
  REEVE_ASSIGN_OR_RETURN(receipt.path, InclusionProof(index, size, StoreHashReader(store)));
  receipt.checkpoint = note;
  return receipt.Format();
}

}  // namespace

Result<std::string> SearchPageJson(const Store& store, const SearchFields& fields,
                                   const SearchQuery& query, const PageOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note,
                         ReadCheckpoint(store, options.size));
  if (!note) {
    return Error{"search.size", "no checkpoint of size `" + std::to_string(options.size) +
                                    "` is kept: take that of a page, or leave it out"};
  }
  REEVE_ASSIGN_OR_RETURN(const SearchPage page, Search(store, fields, query, options.size));
  std::string out = R"({"checkpoint":)";
  json::WriteString(*note, &out);
  if (page.next) out += R"(,"next":)" + std::to_string(*page.next);
  out += R"(,"records":[)";
  for (uint64_t index : page.indexes) {
    REEVE_ASSIGN_OR_RETURN(const std::string bytes, ReadRecordBytes(store, index));
    if (out.back() != '[') out += ',';
    out += R"({"leaf_hash":")" + HexEncode(AsBytes(LeafHash(bytes))) + "\"";
    if (options.proofs) {
      REEVE_ASSIGN_OR_RETURN(const std::string receipt,
                             ReceiptText(store, index, options.size, *note));
      out += R"(,"receipt":)";
      json::WriteString(receipt, &out);
    }
    out += R"(,"record":)" + bytes + "}";
  }
  return out + R"(],"size":)" + std::to_string(options.size) + "}";
}

}  // namespace reeve::ledger
