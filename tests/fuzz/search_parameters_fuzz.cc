// room: engine
// Parameters of a search: whatever is written, a query comes of it that can be asked, or an error.
#include <cstdlib>

#include "engine/search_fields.h"
#include "ledger/memory_store.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  reeve::engine::SearchRequest request;
  const auto digest = [](std::string_view identity) { return std::string(identity); };
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() == rest.size() ? line.size() : line.size() + 1);
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const auto added = reeve::engine::AddSearchParameter(line.substr(0, equals),
                                                         line.substr(equals + 1), digest, &request);
    if (!added.ok() && added.error().code != "search.parameter") std::abort();
  }
  const reeve::ledger::MemoryStore empty;
  const auto page = reeve::ledger::Search(empty, reeve::engine::SearchFields(), request.query, 0);
  if (page.ok() && (!page->indexes.empty() || page->next)) std::abort();
  (void)reeve::engine::SearchCountsJson(empty, request, 0);
  return 0;
}
